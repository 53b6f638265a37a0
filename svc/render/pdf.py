"""PDF from the same HTML that is shown on the screen, with our own fonts and nothing else.

What draws pages fetches whatever a page names, from the network too, and takes a character that our
font lacks from whatever font the machine has: so nothing but our fonts is fetched or found, and
characters are checked first.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path

from svc.errors import N_, CharactersOutsideFont, Phrase, TemplateAsksOutside
from svc.render.pdf_engines import pdf_engine

FONT_SCHEME = "svc-fonts:"
"""Fonts are named by file name alone, so a page has no path of the machine it was made on."""

STAND_IN = "〓"
"""Printers' mark for a character that is not in the case (geta)."""


def pdf_of(*pages: str, title: str, when: datetime, fonts: Path) -> bytes:
    """The pages, each HTML, as one PDF with our fonts embedded; each counts its sheets by itself,
    from 1.

    `when` is the record's own time: same record, same bytes. Raises NoPdfEngine where nothing is
    installed that draws, TemplateAsksOutside if a page wants anything but our fonts and `data:`
    addresses.
    """
    return pdf_of_pages(pages, title=title, when=when, fonts=fonts)


def pdf_of_pages(pages: Iterable[str], *, title: str, when: datetime, fonts: Path) -> bytes:
    """The same for pages that are still being made: each is laid out by itself, of its own size,
    and drawn on one canvas, which embeds each font once.
    """
    draw = pdf_engine(fonts)
    refused: list[str] = []

    def fetched(url: str) -> bytes | None:
        name = url.removeprefix(FONT_SCHEME)
        if url.startswith(FONT_SCHEME) and name in _fonts(fonts):
            return _fonts(fonts)[name]
        refused.append(url)
        return None

    data = draw(pages, title, when, fetched)
    if refused:  # images are fetched when the page is laid out, so this is asked last
        raise TemplateAsksOutside(addresses=refused[:3])
    return data


@cache
def _fonts(folder: Path) -> dict[str, bytes]:
    return {font.name: font.read_bytes() for font in folder.glob("*.ttf")}


@cache
def covered_points(fonts: Path) -> frozenset[int]:
    """The code points our fonts have, from `coverage.txt`: hexadecimal ranges, such as
    `20-7e,a0-103`.
    """
    points: set[int] = set()
    for part in (fonts / "coverage.txt").read_text(encoding="ascii").split(","):
        first, _, last = part.strip().partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(points)


def missing_characters(text: str, fonts: Path) -> list[str]:
    """The characters of the text that our fonts lack, each once, in the order of their codes."""
    return sorted(set(text) - _characters(fonts))


@cache
def _characters(fonts: Path) -> frozenset[str]:
    """The same as characters, and the line feed, which needs no picture."""
    return frozenset({"\n", *map(chr, covered_points(fonts))})


class Ink:
    """Puts record text on paper: what our fonts lack is noted with its field, and 〓 stands for it.

    Where the screen's fonts are used (`fonts` is None) nothing is lacking.
    """

    def __init__(self, fonts: Path | None, of: str = "") -> None:
        self._fonts = fonts
        self._of = of
        self.lacking: list[Phrase] = []

    def of(self, record: str) -> Ink:
        """The same ink for one record of many: fields are named with the record's number before
        them.
        """
        ink = Ink(self._fonts, f"{record}: ")
        ink.lacking = self.lacking
        return ink

    def __call__(self, field: str, text: str) -> str:
        """The text as it is printed. `field` is its path in the record, such as `customer.unit`."""
        text = readable_text(text)
        for char in missing_characters(text, self._fonts) if self._fonts else ():
            self.lacking.append(_lacking(char, self._of + field))
            text = text.replace(char, STAND_IN)
        return text

    def on_page(self, html: str) -> str:
        """A page whose templates have words of their own: what our fonts lack in those is noted and
        stood for too.
        """
        for char in missing_characters(html, self._fonts) if self._fonts else ():
            if char.isprintable():  # a tab or the like between elements is not printed
                self.lacking.append(_lacking(char, "templates/"))
                html = html.replace(char, STAND_IN)
        return html

    def check(self, *, anyway: bool) -> None:
        """Raise CharactersOutsideFont, naming each character and its field, unless `anyway`."""
        if self.lacking and not anyway:
            raise CharactersOutsideFont(characters=lacking_by_field(self.lacking))


def lacking_by_field(lacking: list[Phrase]) -> list[Phrase]:
    """What the font lacks, field by field: an address in a script it does not have is one entry,
    not thirty.
    """
    fields: dict[str, list[Phrase]] = {}
    for phrase in lacking:
        fields.setdefault(str(phrase.facts["field"]), []).append(phrase)
    return [_lacking_in(field, phrases) for field, phrases in fields.items()]


def _lacking_in(field: str, phrases: list[Phrase]) -> Phrase:
    if len(phrases) == 1:
        return phrases[0]
    characters = [Phrase(N_("{character} (U+{code})"), **phrase.facts) for phrase in phrases]
    return Phrase(N_("{characters} in {field}"), characters=characters, field=field)


def _lacking(char: str, field: str) -> Phrase:
    return Phrase(
        N_("{character} (U+{code}) in {field}"),
        character=char,
        code=f"{ord(char):04X}",
        field=field,
    )


def readable_text(text: str) -> str:
    """The text without anything invisible: every kind of blank is a blank, every line break a line
    feed, and what would hide or turn other characters round (control characters, direction marks)
    is written as its code.
    """
    if text.isprintable():
        return text
    return "\n".join("".join(_visible(char) for char in line) for line in text.splitlines())


def _visible(char: str) -> str:
    if char.isprintable() or char == "\u3000":
        return char
    return " " if char.isspace() else f"\\u{ord(char):04x}"
