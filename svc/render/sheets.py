"""The report as a workbook (XLSX): a sheet for each section, every number and day a real one.

What somebody wrote is a cell of text, also where it begins with `=` or looks like a number or an
address; there are no formulas in the workbook.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING

from svc.errors import N_, NoXlsx
from svc.render import report_words as say
from svc.render.listings import ValueTable, for_a_file
from svc.render.pdf import readable_text
from svc.render.report_pages import SEVERAL, TITLE
from svc.render.tables import terminal_cells
from svc.render.words import Words
from svc.rules.report.answer import (
    COUNT,
    HOURS,
    RATE,
    YUAN,
    Cell,
    Column,
    Figure,
    Report,
    Section,
    Table,
)

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FORMATS = {
    COUNT: "#,##0", HOURS: "#,##0.0", RATE: "0.0%", YUAN: "#,##0.00",
    "day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm",
}  # fmt: skip
"""How each unit is shown."""

HEADS = (
    N_("Figure"),
    N_("Value"),
    N_("A month ago"),
    N_("Month on month"),
    N_("A year ago"),
    N_("Year on year"),
    N_("numerator"),
    N_("denominator"),
    N_("Formula"),
)
"""Of the columns of figures."""

HEADS_OF_SEVERAL = (N_("Figure"), N_("All months"), *HEADS[6:])
"""The same in a report over several months."""

TEXT = "@"
"""The format of what must stay text, also when somebody edits the cell."""

A4 = 9
WIDEST, LONGEST = 44, 32_767
"""The width of a column at most, in digits; the characters that a cell can hold."""
HEAD_OF_MANY = 14
"""The width of a head in a list with many columns."""
SHEET_NAME = 31


def report_workbook(report: Report, words: Words, tickets: ValueTable | None = None) -> bytes:
    """The report as an XLSX file, with a sheet of its tickets at the end where they are given: the
    same report gives the same bytes.

    Raises NoXlsx where xlsxwriter is not installed.
    """
    out = io.BytesIO()
    title = f"{report.department} {say.region_words(report, words)} {report.month}"
    # The day the file says it was made on is that of the figures: no clock is read.
    book = _new_book(out, title, report.first_day)
    names: set[str] = set()
    _cover(_Sheet(book, words, sheet_name(words(_title(report)), names), widest=72), report)
    for section in report.sections:
        name = sheet_name(f"{section.number} {say.title_words(section.title, words)}", names)
        _Sheet(book, words, name).section(section, report)
    if tickets is not None:
        name = sheet_name(words(N_("Tickets")), names)
        _Sheet(book, words, name).listed(tickets, pages_wide=4)
    book.close()
    return out.getvalue()


def listing_workbook(listing: ValueTable, title: str, day: date, words: Words) -> bytes:
    """A list as an XLSX file with one sheet: a head that stays in sight, a filter on each column,
    real numbers and dates. `day` is that on which it says it was made.

    Raises NoXlsx where xlsxwriter is not installed.
    """
    out = io.BytesIO()
    book = _new_book(out, title, day)
    _Sheet(book, words, sheet_name(title, set())).listed(listing)
    book.close()
    return out.getvalue()


def _new_book(out: io.BytesIO, title: str, day: date) -> Workbook:
    """A workbook in which what somebody wrote stays text."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise NoXlsx(reason=str(error)) from error

    safe = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    book = xlsxwriter.Workbook(out, safe)
    book.set_properties({"title": readable_text(title), "created": datetime.combine(day, time())})
    return book


def sheet_name(title: str, taken: set[str]) -> str:
    """The title as a name that spreadsheets accept: no sign they forbid, 31 characters at most,
    each name once.
    """
    name = (
        re.sub(r"[\[\]:*?/\\]", "-", readable_text(title)).strip("' ")[:SHEET_NAME].rstrip() or "-"
    )
    number = 2
    while name.casefold() in taken:
        name = f"{name[: SHEET_NAME - len(str(number)) - 1]} {number}"
        number += 1
    taken.add(name.casefold())
    return name


class _Sheet:
    """A sheet that is filled from the top: the title in a row that stays, then figures and
    tables.
    """

    def __init__(self, book: Workbook, words: Words, name: str, widest: int = WIDEST) -> None:
        self.words = words
        self.sheet: Worksheet = book.add_worksheet(name)
        self.sheet.set_paper(A4)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&P / &N")
        self.row = 0
        self._book = book
        self._widest = widest
        self._widths: dict[int, int] = {}
        self._lines = 1  # of text in the row that is being filled
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def section(self, section: Section, report: Report) -> None:
        title = f"{section.number}  {say.title_words(section.title, self.words)}"
        self.title(title, say.region_words(report, self.words), report.month)
        if section.figures:
            self._figures(section.figures, several=report.several)
        for note in section.notes:
            self._line(say.title_words(note, self.words))
        for table in section.tables:
            self._table(table)
        self.close()

    def listed(self, listing: ValueTable, *, pages_wide: int = 1) -> None:
        """A list: its heads in the first row, which stays in sight, then a row each.

        One that is printed on several pages side by side has its first column on each, in sight
        too, and heads that wrap.
        """
        rows, widest = for_a_file(listing, self.words), self._widest
        if pages_wide > 1:
            self._widest = HEAD_OF_MANY
        self._heads(
            [
                (head, bool(rows) and isinstance(rows[0][place], int | Decimal))
                for place, head in enumerate(listing.heads)
            ]
        )
        if pages_wide > 1:
            self._widest = widest
            self._widths = {at: min(cells, HEAD_OF_MANY) for at, cells in self._widths.items()}
            self.sheet.fit_to_pages(pages_wide, 0)
            self.sheet.repeat_columns(0)
        for row in rows:
            for place, value in enumerate(row):
                shown = "0" if isinstance(value, int) else FORMATS[YUAN]
                self._cell(
                    place,
                    "" if value is None else value,
                    shown if isinstance(value, int | Decimal) else TEXT,
                )
            self._next()
        self.sheet.freeze_panes(1, int(pages_wide > 1))
        self.sheet.repeat_rows(0)
        self.sheet.autofilter(0, 0, max(len(rows), 1), len(listing.heads) - 1)
        self.close()

    def title(self, *titles: str) -> None:
        """The first row, which stays in sight and is repeated on every printed page."""
        self._line("    ".join(titles), bold=True, font_size=14)
        self.sheet.freeze_panes(1, 0)
        self.sheet.repeat_rows(0)

    def pair(self, name: str, value: str) -> None:
        self._cell(0, name, bold=True)
        self._cell(1, value)
        self._next()

    def close(self) -> None:
        for column, cells in self._widths.items():
            self.sheet.set_column(column, column, min(cells, self._widest) + 2)

    def _figures(self, figures: Sequence[Figure], *, several: bool) -> None:
        self._next()
        heads = HEADS_OF_SEVERAL if several else HEADS
        self._heads(
            [(self.words(head), 0 < index < len(heads) - 1) for index, head in enumerate(heads)]
        )
        for figure in figures:
            self._cell(0, say.title_words(figure.title, self.words))
            self._cell(1, figure.value, FORMATS[figure.unit])
            if not several:
                self._earlier(figure)
            last = len(heads) - 1
            self._cell(
                last - 2, "" if figure.numerator is None else figure.numerator, FORMATS[COUNT]
            )
            self._cell(
                last - 1, "" if figure.denominator is None else figure.denominator, FORMATS[COUNT]
            )
            # The last column: its text may run on to the right, and makes no column of the tables
            # below wide.
            formula = _fitting(say.title_words(figure.formula, self.words))
            self.sheet.write_string(
                self.row, last, formula, self._format(num_format=TEXT, valign="top", indent=1)
            )
            self._next()

    def _earlier(self, figure: Figure) -> None:
        """What it was a month and a year ago, and the changes."""
        # The change of a rate is a number of points: 2.0 between 93 % and 95 %.
        by_points, shown = figure.unit == RATE, self._changes(figure.unit)
        month, year = (
            round(100 * change, 9) if by_points and change is not None else change
            for change in (figure.month_change, figure.year_change)
        )
        self._cell(2, figure.month_before, FORMATS[figure.unit])
        self._cell(3, month, shown)
        self._cell(4, figure.year_before, FORMATS[figure.unit])
        self._cell(5, year, shown)

    def _changes(self, unit: str) -> str:
        """How changes are shown, with their sign."""
        if unit != RATE:
            return "+0.0%;-0.0%;0.0%"
        plus, minus, none = (
            self.words(N_("{number} points"), number=change) for change in ("+0.0", "-0.0", "0.0")
        )
        # The number itself stands first in both languages, its unit is quoted behind it.
        quoted = (text.replace("0.0", '0.0"') + '"' for text in (plus, minus, none))
        return ";".join(quoted)

    def _table(self, table: Table) -> None:
        self._next()
        self._line(say.title_words(table.title, self.words), bold=True)
        if table.note is not None:
            self._line(say.title_words(table.note, self.words))
        if not table.rows:
            self._line(self.words(N_("None.")))
            return
        self._heads(
            [
                (say.title_words(column.title, self.words), say.is_number(column))
                for column in table.columns
            ]
        )
        for row in table.rows:
            self._row(row, table.columns)
        if table.total is not None:
            self._row(say.total_cells(table.total), table.columns, bold=True, top=1)

    def _row(self, row: Sequence[Cell], columns: Sequence[Column], **how: object) -> None:
        for index, (cell, column) in enumerate(zip(row, columns, strict=True)):
            self._cell(index, cell, FORMATS.get(column.unit, TEXT), **how)
        self._next()

    def _heads(self, heads: Sequence[tuple[str, bool]]) -> None:
        """The heads of columns; those of numbers stand to the right, as the numbers do."""
        for index, (head, is_right) in enumerate(heads):
            self._cell(index, head, bold=True, bottom=1, align="right" if is_right else "left")
        self._next()

    def _line(self, text: str, **how: object) -> None:
        """Text that runs on over the columns to its right."""
        self.sheet.write_string(self.row, 0, _fitting(text), self._format(num_format=TEXT, **how))
        self._next()

    def _next(self) -> None:
        if self._lines > 1:  # not every program makes room for text of several lines by itself
            self.sheet.set_row(self.row, 15 * self._lines)
        self.row, self._lines = self.row + 1, 1

    def _cell(self, column: int, cell: Cell, shown: str = TEXT, **how: object) -> None:
        """A number or a day as one, shown in this way; anything else, and what is not known, as
        text.
        """
        if isinstance(cell, date):
            shown = FORMATS["moment" if isinstance(cell, datetime) else "day"]
            # Spreadsheets know no zones: the time is that of the ledger's clock, as on paper.
            moment = cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell
            form = self._format(num_format=shown, valign="top", align="left", **how)
            self.sheet.write_datetime(self.row, column, moment, form)
            text = shown
        elif isinstance(cell, int | float | Decimal):
            self.sheet.write_number(
                self.row,
                column,
                float(cell),
                self._format(num_format=shown, valign="top", align="right", **how),
            )
            text = _as_shown(cell, shown)
        else:
            text = _fitting(cell if isinstance(cell, str) else say.cell_words(cell, "", self.words))
            how = {
                "align": "right" if cell is None and shown != TEXT else "left",
                "indent": int(column > 0),
            } | how
            self.sheet.write_string(
                self.row,
                column,
                text,
                self._format(num_format=TEXT, valign="top", text_wrap=True, **how),
            )
        cells = [terminal_cells(line) for line in text.split("\n")]
        self._widths[column] = max(self._widths.get(column, 0), *cells)
        self._lines = max(self._lines, sum(max(1, ceil(each / self._widest)) for each in cells))

    def _format(self, **how: object) -> Format:
        key = tuple(sorted(how.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(how)
        return self._formats[key]


def _cover(sheet: _Sheet, report: Report) -> None:
    """Whose figures these are, of when, from what, and what could not be read."""
    words = sheet.words
    sheet.title(report.department, words(_title(report)))
    for name, value in (
        (N_("Office") if report.office else N_("Region"), say.region_words(report, words)),
        (
            N_("Months") if report.several else N_("Month"),
            f"{report.month} {say.as_of_words(report, words)}".strip(),
        ),
        (N_("Digest of the input"), report.digest),
    ):
        sheet.pair(words(name), value)
    for each in report.unreadable:
        sheet.pair(words(N_("Not counted")), say.unreadable_words(each, words))
    sheet.close()


def _title(report: Report) -> str:
    return SEVERAL if report.several else TITLE


_QUOTED = re.compile(r'"([^"]*)"')


def _as_shown(number: float | Decimal, shown: str) -> str:
    """About what a program makes of a number in this format, never shorter: for the width of its
    column, as one that is too narrow shows `###`.
    """
    first, bold = shown.partition(";")[0], "0"  # bold digits, of a total, take more room
    behind = "".join(_QUOTED.findall(first))
    if "%" in first:
        return f"{100 * number:+.1f}%{behind}{bold}"
    places = len(first.partition('"')[0].partition(".")[2])
    return f"{number:+,.{places}f}{behind}{bold}"


def _fitting(text: str) -> str:
    """Text as a cell can hold it: nothing invisible, and not too long (a sign beyond U+FFFF counts
    twice).
    """
    text = readable_text(text)
    return text if len(text.encode("utf-16-le")) <= 2 * LONGEST else f"{text[: LONGEST // 2]}…"
