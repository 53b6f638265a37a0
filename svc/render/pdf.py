"""PDF from the same HTML that is shown on the screen, with our own fonts and nothing else.

What draws pages fetches whatever a page names, from the network too, and takes a character that our
font lacks from whatever font the machine has: so nothing but our fonts is fetched or found, and
what they lack is printed as 〓 and said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from unicodedata import combining, normalize

from svc.errors import TemplateAsksOutside
from svc.render.fonts import (
    FONT_SCHEME,
    beyond_usual,
    font_file,
    missing_characters,
)
from svc.render.pages import StoodIn
from svc.render.pdf_engines import EmptyBacks, pdf_engine


def pdf_of(*pages: str, title: str, when: datetime, fonts: Path) -> bytes:
    """The pages, each HTML, as one PDF with our fonts embedded; each counts its sheets by itself,
    from 1.

    `when` is the record's own time: same record, same bytes. Raises NoPdfEngine where nothing is
    installed that draws, TemplateAsksOutside if a page wants anything but our fonts and `data:`
    addresses.
    """
    return pdf_of_pages(pages, title=title, when=when, fonts=fonts)


def pdf_of_pages(
    pages: Sequence[str],
    *,
    title: str,
    when: datetime,
    fonts: Path,
    backs: EmptyBacks = "none",
    one_by_one: Callable[[Sequence[str]], Iterable[str]] = iter,
) -> bytes:
    """The same for pages of which `one_by_one` tells how far they are: each is laid out by itself,
    of its own size, and drawn on one canvas, which embeds each font once. `backs`: which sides stay
    empty.
    """
    draw = pdf_engine(fonts, beyond_usual(pages, fonts))
    refused: list[str] = []

    def fetched(url: str) -> bytes | None:
        if url.startswith(FONT_SCHEME):
            data = font_file(url.removeprefix(FONT_SCHEME), fonts)
            if data is not None:
                return data
        refused.append(url)
        return None

    data = draw(one_by_one(pages), title, when, fetched, backs)
    if refused:  # images are fetched when the page is laid out, so this is asked last
        raise TemplateAsksOutside(addresses=refused[:3])
    return data


class Ink:
    """Puts record text on paper. What our fonts lack, so that 〓 is printed, is noted with its
    field.

    Where the screen's fonts are used (`fonts` is None) nothing is lacking.
    """

    def __init__(self, fonts: Path | None, of: str = "") -> None:
        self._fonts = fonts
        self._of = of
        self.lacking: list[StoodIn] = []

    def of(self, record: str) -> Ink:
        """The same ink for one record of many: fields are named with the record's number before
        them.
        """
        ink = Ink(self._fonts, f"{record}: ")
        ink.lacking = self.lacking
        return ink

    def __call__(self, field: str, text: str) -> str:
        """The text as it is printed. `field` is its path in the record, such as `customer.unit`."""
        if self._fonts is None:
            return readable_text(text)
        text = readable_text(printable_text(text))
        for char in missing_characters(text, self._fonts):
            self.lacking.append(StoodIn(char, self._of + field))
        return text

    def on_page(self, html: str) -> str:
        """The page; what our fonts lack of the words that its templates have is noted, too."""
        if self._fonts is not None:
            noted = {each.character for each in self.lacking}
            for char in missing_characters(html, self._fonts):
                # a tab or the like between elements is not printed
                if char.isprintable() and char not in noted:
                    self.lacking.append(StoodIn(char, "templates/"))
        return html


_PICTURE = r"(?<=[\U0001f000-\U0001faff\u2190-\u2bff])"
_VARIANT = re.compile(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_JOINT = re.compile(_PICTURE + r"[\u200d\U0001f3fb-\U0001f3ff]")


def printable_text(text: str) -> str:
    """The text in the characters that a font has: a letter and the marks behind it are one
    character where there is one (`e` and U+0301: é); what only chooses among pictures of a
    character, or joins pictures into one, is left out.
    """
    if text.isascii():
        return text
    text = _JOINT.sub("", _VARIANT.sub("", text))
    return "".join(map(_composed, _clusters(text))) if any(map(combining, text)) else text


def _clusters(text: str) -> list[str]:
    """Each character with the marks that follow it."""
    clusters: list[str] = []
    for char in text:
        if clusters and combining(char):
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


def _composed(cluster: str) -> str:
    """One that stands alone stays as it is: NFC would change an ideograph for another."""
    return normalize("NFC", cluster) if len(cluster) > 1 else cluster


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
