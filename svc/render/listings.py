"""A list as rows of values: as a table for people, as CSV and as a workbook for spreadsheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct

from svc.errors import N_
from svc.model.typed_text import FORMULA_SIGNS, UNKNOWN
from svc.render.masking import masked_number, masked_text
from svc.render.tables import cut_to_cells, plain_table
from svc.render.words import Words, harmless

TableValue = str | int | Decimal | date | None
"""What stands in a list: of moments and days the thing itself, so that a spreadsheet can sort."""

BYTE_ORDER_MARK = "\ufeff"
"""By it spreadsheets know that a CSV file is UTF-8."""


class ValueTable(Struct, frozen=True, kw_only=True):
    """A list: what its columns are called, in words, and their values row by row."""

    heads: Sequence[str]
    rows: Sequence[Sequence[TableValue]]
    widest: Mapping[int, int] = {}  # column → cells that it has at most in a table
    numbers: Sequence[int] = ()  # columns of telephone numbers, which are masked in files
    told: Sequence[int] = ()  # columns of told texts, in which there may be some


def listing_table(listing: ValueTable, words: Words) -> str:
    """The list as a table; long texts are cut."""
    rows = [[_cell(value, words) for value in row] for row in listing.rows]
    for column, cells in listing.widest.items():
        for row in rows:
            row[column] = cut_to_cells(row[column], cells)
    return plain_table(listing.heads, rows, words.screen)


def listing_csv(listing: ValueTable, words: Words) -> str:
    """The list as CSV (RFC 4180, lines end in LF): a byte order mark, heads in words, moments of
    the ledger's clock.

    A text that a spreadsheet would take for a formula has a ' in front, whatever it is: taken off,
    it is as told.
    """
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(listing.heads)
    for row in for_a_file(listing, words):
        writer.writerow([_written(value) for value in row])
    return BYTE_ORDER_MARK + out.getvalue()


def for_a_file(listing: ValueTable, words: Words) -> list[list[TableValue]]:
    """The rows, telephone numbers masked: a file goes from hand to hand. What nobody knew is called
    so, as on a screen.
    """
    rows = [list(row) for row in listing.rows]
    for row in rows:
        for columns, mask in ((listing.numbers, masked_number), (listing.told, masked_text)):
            for column in columns:
                row[column] = mask(str(row[column] or ""))
    return [[words(N_("unknown")) if cell == UNKNOWN else cell for cell in row] for row in rows]


def _cell(value: TableValue, words: Words) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return words.moment(value)
    return words.told(value) if isinstance(value, str) else words.show(value)


def _written(value: TableValue) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        to_the_second = value.isoformat(" ", "seconds")[:19]  # without its offset
        return to_the_second if value.second else to_the_second[:16]
    if not isinstance(value, str):
        return str(value)
    return no_formula(value)


def no_formula(text: str) -> str:
    """A text as it stands in a CSV file: what a spreadsheet would take for a formula has a ' in
    front.
    """
    # a carriage return alone is not quoted, and what is behind it would be a cell of its own
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    text = harmless(text)  # who sends the file to a terminal is not steered by it
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
