"""Lines of money over several pages: which stand on which, with the sum carried over (过次页,
承前页).

What draws a page breaks it where it is full and can't add up, so the pages are made beforehand,
from how high things are. A little room is left rather than too much taken: a head or a footer of
the department's own may need it. Where it needs more, the rest of a page goes on by itself to the
next one, and nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from msgspec import Struct

from svc.render.money import grouped

if TYPE_CHECKING:
    from svc.render.paper_sizes import PaperSheet


class CellText(Struct, frozen=True):
    """A text, and how much of the width it has."""

    text: str
    share: float


class LinePage(Struct, frozen=True, kw_only=True):
    """The lines of a page."""

    first: int
    end: int  # the first that does not stand on it
    brought: str = ""  # what the pages before it come to; empty: there are none
    carried: str = ""  # what they and this page come to; empty: it is the last


class _Heights(Struct, frozen=True):
    """How high things are in this layout, in mm; how wide an ideograph is."""

    head: float
    row: float
    line: float  # a further line of text in a row
    total: float
    ideograph: float


_HEIGHTS = {
    "usual": _Heights(31, 6.2, 4.5, 7, 3.18),
    "compact": _Heights(14, 5.1, 4.2, 5.6, 3.36),
}
_LATIN = 0.6
"""How wide a letter or a digit is to an ideograph, rather more than less."""
_PADDING_MM = 3


def line_pages(
    lines: Sequence[CellText],
    sums: Sequence[Decimal],
    sheet: PaperSheet,
    *,
    above: Sequence[Sequence[CellText]] = (),
    below_mm: float = 0,
) -> list[LinePage]:
    """The pages of a paper with these lines, each of a sum: `above` are the rows of fields before
    them, `below_mm` is what stands under the total. The total stands under at least one line. All
    lines are on one page where a page is as long as what is on it.
    """
    if not sheet.room_mm:
        return [LinePage(first=0, end=len(lines))]
    heights = _HEIGHTS[sheet.layout]
    rows = [_row_mm([line], sheet) for line in lines]
    last = heights.total + below_mm
    room = sheet.room_mm - heights.head - _rows_mm(above, sheet) - heights.row
    pages: list[LinePage] = []
    first, brought = 0, Decimal(0)
    while first + 1 < len(lines) and sum(rows[first:]) + last > room:
        end = first + 1
        while end + 1 < len(lines) and sum(rows[first : end + 1]) + heights.row <= room:
            end += 1
        carried = sum(sums[first:end], brought)
        before = grouped(brought) if pages else ""
        pages.append(LinePage(first=first, end=end, brought=before, carried=grouped(carried)))
        first, brought = end, carried
        room = sheet.room_mm - 2 * heights.row  # the names of the columns, what was brought
    before = grouped(brought) if pages else ""
    return [*pages, LinePage(first=first, end=len(lines), brought=before)]


def pieces_that_fit(
    cell: CellText,
    sheet: PaperSheet,
    *,
    above: Sequence[Sequence[CellText]] = (),
    below_mm: float = 0,
) -> list[str]:
    """The text in rows of which each stands on any page of this paper, the first and the last too,
    so that a sum is carried over within it; as a rule the whole text in one.
    """
    if not sheet.room_mm:
        return [cell.text]
    heights = _HEIGHTS[sheet.layout]
    around = max(
        heights.head + _rows_mm(above, sheet) + 2 * heights.row,  # the first page
        2 * heights.row + max(heights.row, heights.total + below_mm),  # any other
    )
    most = 1 + max(0, int((sheet.room_mm - around - heights.row) / heights.line))
    if _text_lines(cell, sheet) <= most:
        return [cell.text]
    pieces = [""]
    for word in _WORDS.findall(cell.text):
        longer = CellText(f"{pieces[-1]}{word}", cell.share)
        if pieces[-1] and _text_lines(longer, sheet) > most:
            pieces.append(word)
        else:
            pieces[-1] = longer.text
    return [piece.strip() for piece in pieces if piece.strip()]


_WORDS = re.compile(r"[!-~]{1,20} ?|.", re.DOTALL)
"""What stays together: a word in Latin letters; any other character by itself."""


def _rows_mm(rows: Sequence[Sequence[CellText]], sheet: PaperSheet) -> float:
    return sum(_row_mm(row, sheet) for row in rows)


def _row_mm(row: Sequence[CellText], sheet: PaperSheet) -> float:
    """How high a row of these cells is."""
    heights = _HEIGHTS[sheet.layout]
    return heights.row + heights.line * (max(_text_lines(cell, sheet) for cell in row) - 1)


def text_mm(texts: Sequence[CellText], sheet: PaperSheet) -> float:
    """How high texts are, one under the other."""
    if not sheet.room_mm:
        return 0
    return _HEIGHTS[sheet.layout].line * sum(_text_lines(each, sheet) for each in texts)


def _text_lines(cell: CellText, sheet: PaperSheet) -> int:
    """In how many lines a text stands."""
    width = float(sheet.width.removesuffix("mm")) * cell.share - _PADDING_MM
    ideographs = width / _HEIGHTS[sheet.layout].ideograph
    return sum(max(1, ceil(_ems(line) / ideographs)) for line in cell.text.split("\n"))


def _ems(text: str) -> float:
    return sum(1 if east_asian_width(char) in "WF" else _LATIN for char in text)
