"""A drawing in SVG, black on white: rectangles with hatches for colours, lines, and texts whose
width is known.

One unit is one pixel of the page, text is 10 units high. Everything is written out: no script,
style, link or id, so any number of drawings stand in one page. A rectangle has its hatch as class:
a page may colour it on the screen, behind the hatch. What is drawn is rounded to a tenth.
"""

from __future__ import annotations

import unicodedata
from html import escape
from math import ceil, floor

from svc.render.pdf import readable_text

SIZE = 10
"""Height of the text, in units; its ink stands from ASCENT above the line to DESCENT below it."""
ASCENT, DESCENT = 0.9 * SIZE, 0.25 * SIZE
LINE = 1.3 * SIZE

_EMS = (
    dict.fromkeys(" |ijlI',.:;!", 0.38)
    | dict.fromkeys("()[]{}-tfr/\\", 0.45)
    | dict.fromkeys("0123456789csvxyz", 0.6)
    | dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ", 0.77)
    | dict.fromkeys("mwMW@%&", 1.01)
)
"""The widths of letters in parts of the size: at least as wide as in our fonts, the bold one too.
"""

HATCHES = ("black", "rising", "white", "crossed", "level", "dots", "falling", "upright")
"""What series are told apart by, in black and white; each differs from the one before it at a
glance.
"""


def text_width(text: str) -> float:
    """How wide the text is at most, in units: in our font and, near enough, in those of the
    screen.
    """
    return SIZE * sum(map(_ems, text))


def _ems(char: str) -> float:
    if char.isascii():
        return _EMS.get(char, 0.65)
    return 1.0 if unicodedata.east_asian_width(char) in "WF" else 1.1


def shortened(text: str, room: float) -> str:
    """The text, cut to the room with … where it was cut; what does not even leave a letter is
    nothing.
    """
    if text_width(text) <= room:
        return text
    used, out = text_width("…"), ""
    for char in text:
        used += text_width(char)
        if used > room:
            break
        out += char
    return f"{out.rstrip()}…" if out.strip() else ""


class Drawing:
    """Elements in the order in which they are drawn, later ones on top."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.elements: list[str] = []

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, ink: str = "#000", dashes: str = ""
    ) -> None:
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        ends = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
        self.elements.append(f'<line {ends} stroke="{ink}" stroke-width="0.6"{dashed}/>')

    def shade(self, x: float, y: float, width: float, height: float) -> None:
        """A grey field without an outline, for what is to stand on it."""
        self.elements.append(
            f'<path class="off" d="M{_n(x)} {_n(y)}h{_n(width)}v{_n(height)}h{_n(-width)}z" '
            'fill="#e4e4e4"/>'
        )

    def rectangle(self, x: float, y: float, width: float, height: float, hatch: str) -> None:
        """A rectangle in one of HATCHES, with its outline. Nothing where it has no area."""
        if width <= 0 or height <= 0:
            return
        fill = "#000" if hatch == "black" else "#fff"
        box = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
        self.elements.append(
            f'<rect class="{hatch}" {box} fill="{fill}" stroke="#000" stroke-width="0.6"/>'
        )
        lines = _hatched(hatch, x, y, width, height)
        if lines:
            self.elements.append(
                f'<path d="{"".join(lines)}" fill="none" stroke="#000" stroke-width="0.6"/>'
            )

    def path(self, points: list[tuple[float, float]]) -> None:
        """A line through the points, with a small square on each."""
        through = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self.elements.append(
            f'<polyline points="{through}" fill="none" stroke="#000" stroke-width="1.2"/>'
        )
        squares = "".join(f"M{_n(x - 2)} {_n(y - 2)}h4v4h-4z" for x, y in points)
        self.elements.append(f'<path d="{squares}" fill="#fff" stroke="#000" stroke-width="1"/>')

    def text(self, x: float, y: float, text: str, *, anchor: str = "start", turn: int = 0) -> None:
        """A text on the line at y, from, around or up to x (`anchor`: start, middle, end), turned
        round that point.
        """
        if not text:
            return
        anchored = f' text-anchor="{anchor}"' if anchor != "start" else ""
        turned = f' transform="rotate({turn} {_n(x)} {_n(y)})"' if turn else ""
        self.elements.append(
            f'<text x="{_n(x)}" y="{_n(y)}"{anchored}{turned}>{_written(text)}</text>'
        )

    def svg(self, title: str, height: float) -> str:
        """The drawing, an element a line; readers that can't see it are told the title."""
        wide, high = _n(self.width), _n(height)
        size = f'viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"'
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" {size} role="img" '
            f'font-size="{SIZE}">'
        )
        return (
            "\n".join([head, f"<title>{_written(title)}</title>", *self.elements, "</svg>"]) + "\n"
        )


def _n(value: float) -> str:
    """A number with one decimal at most; never `-0`."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _written(text: str) -> str:
    return escape(readable_text(text).replace("\n", " "))


def _hatched(hatch: str, x: float, y: float, width: float, height: float) -> list[str]:
    """The lines of a hatch, cut to the rectangle, as pieces of a path."""
    right, low = x + width, y + height
    out = []
    if hatch in ("rising", "crossed"):
        for c in _steps(x + y, right + low, 5):
            start, end = max(x, c - low), min(right, c - y)
            out.append(f"M{_n(start)} {_n(c - start)}L{_n(end)} {_n(c - end)}")
    if hatch in ("falling", "crossed"):
        for c in _steps(x - low, right - y, 5):
            start, end = max(x, c + y), min(right, c + low)
            out.append(f"M{_n(start)} {_n(start - c)}L{_n(end)} {_n(end - c)}")
    if hatch == "level":
        out += [f"M{_n(x)} {_n(at)}H{_n(right)}" for at in _steps(y, low, 3)]
    if hatch == "upright":
        out += [f"M{_n(at)} {_n(y)}V{_n(low)}" for at in _steps(x, right, 3)]
    if hatch == "dots":
        out += [f"M{_n(a)} {_n(b)}h1" for b in _steps(y, low, 3) for a in _steps(x, right - 1, 3)]
    return out


def _steps(start: float, end: float, apart: int) -> list[int]:
    """The multiples strictly between both."""
    return [apart * k for k in range(floor(start / apart) + 1, ceil(end / apart))]
