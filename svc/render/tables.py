"""Tables that line up when a column is Chinese."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple


def terminal_cells(text: str) -> int:
    """How many cells of a terminal the text takes: two for a wide character, none for a combining
    one.
    """
    return len(text) if text.isascii() else _cells_of(text)


@lru_cache(4096)
def _cells_of(text: str) -> int:
    return sum(map(_cells, text))


@cache
def _cells(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


GAP = "  "
NARROWEST = (8, 6, 4)
"""Cells below which no column is narrowed, so that it can still be read; the next where that does
not do.
"""
LONGEST_WORD = 20
"""Cells of a word that is kept in one piece; of longer ones some are broken."""
_NOT_FIRST = frozenset("，。、；：！？）》」』”’％…,.;:!?)]}%")
_NOT_LAST = frozenset("（《「『“‘([{")


STYLES = {"head": "1", "overdue": "31", "soon": "33", "paused": "36", "over": "2"}
"""What is shown in a colour or weight of its own, and by which numbers of an SGR sequence. Each is
said in words or by a mark, too.
"""


class Screen(NamedTuple):
    """The terminal that something is read on."""

    width: int  # cells
    colours: bool


class TableCell(str):
    """A text in a table: how it is said shorter where there is no room, its style, and whether it
    is a number, which stands to the right.
    """

    __slots__ = ("is_number", "short", "style")
    is_number: bool
    short: str  # empty: there is no shorter way
    style: str  # one of STYLES; empty: as it is

    def __new__(
        cls, text: str, *, short: str = "", style: str = "", is_number: bool = False
    ) -> TableCell:
        cell = super().__new__(cls, text)
        cell.short, cell.style, cell.is_number = short, style, is_number
        return cell


def plain_table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], screen: Screen | None = None
) -> str:
    """Columns as wide as they need, heads above a rule, no trailing blanks.

    On a screen that it is too wide for, what can be said shorter is; then cells go on in further
    lines; at last columns are left out from the right: the heads end in … and how many those are.
    """
    widths = _widths(heads, rows)
    if screen is not None and _sum(widths) > screen.width:
        rows = [[_shorter(cell) for cell in row] for row in rows]
        widths = _widths(heads, rows)
        if _sum(widths) > screen.width:
            heads, rows, widths = _narrowed(heads, rows, widths, screen.width)
    paints = screen is not None and screen.colours
    if paints:
        heads = [TableCell(head, style="head", is_number=_is_number(head)) for head in heads]
    lines = [*_line(heads, widths, paints=paints), GAP.join("─" * w for w in widths)]
    for row in rows:
        lines += _line(row, widths, paints=paints)
    return "\n".join(lines)


def tabulated(
    heads: Sequence[str], rows: Sequence[Sequence[str]], screen: Screen | None = None
) -> str:
    """A table laid out by tabulate, in the style of `plain_table`: for what nobody waits for with a
    customer on the line.

    Loading it costs a command 20 ms, so lists, the board and calls use `plain_table`; so does what
    stands on a screen.
    """
    if screen is not None:
        return plain_table(heads, rows, screen)
    from tabulate import DataRow, Line, TableFormat, tabulate

    row = DataRow("", GAP, "")
    style = TableFormat(None, Line("", "─", GAP, ""), None, None, row, row, 0, None)
    text = tabulate(rows, headers=heads, tablefmt=style, disable_numparse=True)
    return "\n".join(line.rstrip() for line in text.split("\n"))


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    return [
        max([terminal_cells(head), *(terminal_cells(row[i]) for row in rows)])
        for i, head in enumerate(heads)
    ]


def _shorter(cell: str) -> str:
    if isinstance(cell, TableCell) and cell.short:
        return TableCell(cell.short, style=cell.style)
    return cell


def fold(text: str, cells: int, indent: str = "") -> list[str]:
    """The text in lines of at most so many cells, broken at blanks and between Chinese characters;
    all but the first begin with `indent`.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if terminal_cells(line) + terminal_cells(piece.rstrip()) > cells and line.strip():
            lines.append(line.rstrip())
            line, piece = indent, piece.lstrip()  # noqa: PLW2901
        while terminal_cells(line) + terminal_cells(piece) > cells and piece.strip():
            head = _as_much_as_fits(piece, max(cells - terminal_cells(line), 2))
            if head == piece.rstrip():
                break
            lines.append(line + head)
            line, piece = indent, piece[len(head) :]  # noqa: PLW2901
        line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str) -> list[str]:
    """The text in pieces between which a line may end; blanks stay with what they follow."""
    pieces: list[str] = []
    before = ""
    for char in text:
        may_break = before == " " != char or (
            (_cells(before or "a") == 2 or _cells(char) == 2)
            and before not in _NOT_LAST
            and char not in _NOT_FIRST
            and char != " "
        )
        if may_break or not pieces:
            pieces.append(char)
        else:
            pieces[-1] += char
        before = char
    return pieces


def _as_much_as_fits(text: str, cells: int) -> str:
    used = 0
    for place, char in enumerate(text):
        used += _cells(char)
        if used > cells:
            return text[: max(place, 1)]
    return text


def _sum(widths: Sequence[int]) -> int:
    return sum(widths) + len(GAP) * (len(widths) - 1)


def _narrowed(
    heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], width: int
) -> tuple[Sequence[str], Sequence[Sequence[str]], list[int]]:
    """The columns that have room, and how wide each is: the widest give way first."""
    words = [_longest_word([row[i] for row in rows]) for i in range(len(heads))]
    least: list[int] = []
    for narrowest in NARROWEST:
        least = [min(wide, max(word, narrowest)) for wide, word in zip(widths, words, strict=True)]
        if _sum(least) <= width:
            break
    count = len(heads)
    more = len(f"…{count}") + len(GAP)
    while count > 1 and _sum(least[:count]) + (more if count < len(heads) else 0) > width:
        count -= 1
    left_out = len(heads) - count
    room = width - (more if left_out else 0)
    fitted = least[:count]
    without_heads = [max(map(terminal_cells, column)) for column in zip(*rows, strict=True)]
    for wanted in (without_heads or widths, widths):
        while _sum(fitted) < room:
            growing = [i for i in range(count) if fitted[i] < wanted[i]]
            if not growing:
                break
            # the narrowest gets the next cell
            fitted[min(growing, key=lambda i: (fitted[i], i))] += 1
    if left_out:
        mark = f"…{left_out}"
        return (
            [*heads[:count], mark],
            [[*row[:count], ""] for row in rows],
            [*fitted, terminal_cells(mark)],
        )
    return heads, rows, fitted


def _longest_word(cells: Sequence[str]) -> int:
    pieces = (piece.rstrip() for cell in cells for piece in _pieces(cell))
    return min(LONGEST_WORD, max(map(terminal_cells, pieces), default=0))


def _line(cells: Sequence[str], widths: Sequence[int], *, paints: bool) -> list[str]:
    """A row, in as many lines as its longest cell needs."""
    blanks = [wide - terminal_cells(cell) for cell, wide in zip(cells, widths, strict=True)]
    if min(blanks, default=0) >= 0:
        padded = [
            _padded(cell, cell, " " * more, paints=paints)
            for cell, more in zip(cells, blanks, strict=True)
        ]
        return [GAP.join(padded).rstrip()]
    folded = [
        [cell] if more >= 0 else fold(cell, wide)
        for cell, wide, more in zip(cells, widths, blanks, strict=True)
    ]
    lines = []
    for number in range(max(map(len, folded))):
        parts = [lines_of[number] if number < len(lines_of) else "" for lines_of in folded]
        padded = [
            _padded(part, cell, " " * (wide - terminal_cells(part)), paints=paints)
            for part, cell, wide in zip(parts, cells, widths, strict=True)
        ]
        lines.append(GAP.join(padded).rstrip())
    return lines


def _padded(part: str, cell: str, blanks: str, *, paints: bool) -> str:
    if not isinstance(cell, TableCell):
        return part + blanks
    shown = _in_style(part, cell) if paints else part
    return blanks + shown if cell.is_number else shown + blanks


def _is_number(cell: str) -> bool:
    return isinstance(cell, TableCell) and cell.is_number


def _in_style(part: str, cell: str) -> str:
    if not part or not isinstance(cell, TableCell) or not cell.style:
        return part
    return f"\x1b[{STYLES[cell.style]}m{part}\x1b[0m"


def cut_to_cells(text: str, cells: int) -> str:
    """The text in at most so many cells, with … where it was cut."""
    if terminal_cells(text) <= cells:
        return text
    out, used = "", 0
    for char in text:
        used += terminal_cells(char)
        if used > cells - 1:
            break
        out += char
    return out + "…"
