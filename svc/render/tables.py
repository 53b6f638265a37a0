"""Tables that line up when a column is Chinese."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache


def terminal_cells(text: str) -> int:
    """How many cells of a terminal the text takes: two for a wide character, none for a combining
    one.
    """
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


@cache
def _cells(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def plain_table(heads: Sequence[str], rows: Sequence[Sequence[str]], gap: str = "  ") -> str:
    """Columns as wide as they need, heads above a rule, no trailing blanks."""
    widths = [
        max([terminal_cells(head), *(terminal_cells(row[i]) for row in rows)])
        for i, head in enumerate(heads)
    ]
    lines = [_line(heads, widths, gap), gap.join("─" * w for w in widths)]
    lines += [_line(row, widths, gap) for row in rows]
    return "\n".join(lines)


def tabulated(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table laid out by tabulate, in the style of `plain_table`: for what nobody waits for with a
    customer on the line.

    Loading it costs a command 20 ms, so lists, the board and calls use `plain_table`.
    """
    from tabulate import DataRow, Line, TableFormat, tabulate

    row = DataRow("", "  ", "")
    style = TableFormat(None, Line("", "─", "  ", ""), None, None, row, row, 0, None)
    text = tabulate(rows, headers=heads, tablefmt=style, disable_numparse=True)
    return "\n".join(line.rstrip() for line in text.split("\n"))


def _line(cells: Sequence[str], widths: Sequence[int], gap: str) -> str:
    return gap.join(
        cell + " " * (w - terminal_cells(cell)) for cell, w in zip(cells, widths, strict=True)
    ).rstrip()


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
