"""The report as a workbook (XLSX): a table on each sheet, every number and day a real one.

Heads stand in the first row, which stays in sight and filters; totals and notes stand below, apart
from the rows, so that no filter or sorting takes them along. What somebody wrote is a cell of text,
also where it begins with `=` or looks like a number or an address; there are no formulas in the
workbook. Every section and table of the report has its place here by itself: nothing names one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from svc.errors import N_, NoXlsx
from svc.render import report_words as say
from svc.render.listings import ValueTable, for_a_file
from svc.render.pdf import readable_text
from svc.render.sheet_charts import ChartPlace, add_chart
from svc.render.tables import terminal_cells
from svc.render.words import Words
from svc.rules.report.answer import (
    COUNT,
    HOURS,
    RATE,
    YUAN,
    Cell,
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

TEXT = "@"
"""The format of what must stay text, also when somebody edits the cell."""

TO_THE_LEFT = frozenset((TEXT, FORMATS["day"], FORMATS["moment"]))
"""The formats of columns in which what is not known stands to the left, too."""

HEADS = (
    N_("Section"),
    N_("Figure"),
    N_("Value"),
    N_("A month ago"),
    N_("Month on month"),
    N_("A year ago"),
    N_("Year on year"),
    N_("Target"),
    N_("numerator"),
    N_("denominator"),
    N_("Formula"),
)
"""Of the columns of figures."""

HEADS_OF_SEVERAL = (*HEADS[:2], N_("All months"), *HEADS[8:])
"""The same in a report over several months."""

A4 = 9
WIDEST, LONGEST = 44, 32_767
"""The width of a column at most, in digits; the characters that a cell can hold."""
WIDEST_HEAD = 14
"""The width that a head asks for at most; a longer one is written in several lines."""
BUTTON = 3
"""The width of the button by which a column is filtered."""
LINE_HEIGHT, ROW_HEIGHT, GAP_HEIGHT = 15, 17, 5
"""Of a line of text of several, of a row of one line, which Chinese letters need, and of the empty
row between the rows of a table and their total; in points.
"""
SHEET_NAME, HEADER = 31, 100
"""The characters that the name of a sheet, and the head of its printed pages, can have."""


class Shown(NamedTuple):
    """What stands in a cell, and its format."""

    cell: Cell
    form: str = TEXT


def report_workbook(report: Report, words: Words, tickets: ValueTable | None = None) -> bytes:
    """The report as an XLSX file: a cover, the figures of all sections, each table with its chart,
    and a sheet of its tickets at the end where they are given. The same report gives the same
    bytes.

    Raises NoXlsx where xlsxwriter is not installed.
    """
    out = io.BytesIO()
    title = f"{report.department} {say.region_words(report, words)} {report.month}"
    # The day the file says it was made on is that of the figures: no clock is read.
    book = _Book(_new_book(out, title, report.first_day), words, title)
    cover = book.sheet(words(say.report_title(report)), widest=72)
    contents: list[tuple[str, str]] = []
    if any(section.figures for section in report.sections):
        sheet = book.sheet(words(N_("Figures")))
        _put_figures(sheet, report)
        contents.append((sheet.name, words(N_("the figures of all sections"))))
    front = [] if report.front is None else [report.front]
    for section in [*front, *report.sections]:
        for place, table in enumerate(section.tables, 1):
            full = say.title_words(table.title, words)
            numbered = f"{section.number}.{place} {full}"
            sheet = book.sheet(full if report.front is section else numbered)
            _put_table(sheet, table, report)
            contents.append((sheet.name, f"{say.title_words(section.title, words)}: {full}"))
    if tickets is not None:
        sheet = book.sheet(words(N_("Tickets")))
        sheet.listed(tickets, pages_wide=4)
        contents.append((sheet.name, words(N_("a row for each ticket"))))
    _cover(cover, report, contents)
    book.close()
    return out.getvalue()


def listing_workbook(listing: ValueTable, title: str, day: date, words: Words) -> bytes:
    """A list as an XLSX file with one sheet: a head that stays in sight, a filter on each column,
    real numbers and dates. `day` is that on which it says it was made.

    Raises NoXlsx where xlsxwriter is not installed.
    """
    out = io.BytesIO()
    book = _Book(_new_book(out, title, day), words, title)
    book.sheet(title).listed(listing)
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


class _Book:
    """A workbook, its formats, and the names that its sheets have."""

    def __init__(self, book: Workbook, words: Words, title: str) -> None:
        self.book = book
        self.words = words
        # `&` begins a code in the head of a printed page; doubled it is itself
        self.title = readable_text(title).replace("\n", " ")[:HEADER].replace("&", "&&")
        self._names: set[str] = set()
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def sheet(self, title: str, widest: int = WIDEST) -> _Sheet:
        name = sheet_name(title, self._names)
        return _Sheet(self, self.book.add_worksheet(name), name, widest)

    def form(self, **how: object) -> Format:
        key = tuple(sorted(how.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(how)
        return self._formats[key]

    def close(self) -> None:
        self.book.close()


class _Sheet:
    """A sheet that is filled from the top."""

    def __init__(self, book: _Book, sheet: Worksheet, name: str, widest: int) -> None:
        self.book = book
        self.words = book.words
        self.name = name
        self.sheet = sheet
        self.sheet.set_paper(A4)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_default_row(ROW_HEIGHT)
        self.sheet.set_header(f"&L{book.title}&R&A")
        self.sheet.set_footer("&C&P / &N")
        self.row = 0
        self._widest = widest
        self._widths: dict[int, int] = {}
        self._lines = 1  # of text in the row that is being filled

    def grid(
        self,
        heads: Sequence[tuple[str, bool]],
        rows: Sequence[Sequence[Shown]],
        *,
        total: Sequence[Shown] = (),
        notes: Sequence[str] = (),
        kept: int = 0,
        says_none: bool = True,
    ) -> None:
        """A table from the first row on: the heads of the columns, each with whether numbers stand
        below it; the rows; apart from them a total, and notes. `kept`: columns that stay in sight.
        `says_none`: where there are no rows, in words.
        """
        self._heads(heads)
        for row in rows:
            self._put(row)
        if rows:
            self.sheet.autofilter(0, 0, len(rows), len(heads) - 1)
        elif says_none:
            self._line(self.words(N_("None.")))
        if total:
            self._gap()
            self._put(total, bold=True, top=1)
        if notes:
            self._gap()
        for note in notes:
            self._line(note)
        self.sheet.freeze_panes(1, kept)
        self.sheet.repeat_rows(0)
        self.close()

    def listed(self, listing: ValueTable, *, pages_wide: int = 1) -> None:
        """A list: a row each. One that is printed on several pages side by side has its first
        column on each, in sight too.
        """
        rows = for_a_file(listing, self.words)
        heads = [
            (head, any(isinstance(row[place], int | Decimal) for row in rows))
            for place, head in enumerate(listing.heads)
        ]
        if pages_wide > 1:
            self.sheet.fit_to_pages(pages_wide, 0)
            self.sheet.repeat_columns(0)
        shown = [[_listed(value) for value in row] for row in rows]
        self.grid(heads, shown, kept=int(pages_wide > 1), says_none=False)

    def title(self, *titles: str) -> None:
        """The first row, which stays in sight and is repeated on every printed page."""
        self._line("    ".join(titles), bold=True, font_size=14)
        self.sheet.freeze_panes(1, 0)
        self.sheet.repeat_rows(0)

    def pair(self, name: str, value: str, *, bold: bool = True) -> None:
        self._cell(0, Shown(name), bold=bold)
        self._cell(1, Shown(value))
        self._next()

    def gap(self) -> None:
        self._next()

    def close(self) -> None:
        for column in self._widths:
            self.sheet.set_column(column, column, self.width(column))

    def width(self, column: int) -> int:
        """How wide a column is, in digits."""
        return min(self._widths[column], self._widest) + 2

    def _put(self, row: Sequence[Shown], **how: object) -> None:
        for place, shown in enumerate(row):
            self._cell(place, shown, **how)
        self._next()

    def _heads(self, heads: Sequence[tuple[str, bool]]) -> None:
        """The heads of columns, which wrap. Those of numbers stand in the middle: to the right is
        the button of the filter.
        """
        widest, self._widest = self._widest, WIDEST_HEAD + BUTTON
        for place, (head, is_number) in enumerate(heads):
            self._cell(
                place,
                Shown(head),
                bold=True,
                bottom=1,
                bg_color="#EDEDED",
                align="center" if is_number else "left",
                indent=0,
            )
        longest = {
            place: max(map(terminal_cells, _unbroken(head)))
            for place, (head, _) in enumerate(heads)
        }
        self._widths = {
            place: max(min(cells, WIDEST_HEAD), longest[place]) + BUTTON
            for place, cells in self._widths.items()
        }
        self._next()
        self._widest = widest

    def _line(self, text: str, **how: object) -> None:
        """Text that runs on over the columns to its right."""
        form = self.book.form(num_format=TEXT, **how)
        self.sheet.write_string(self.row, 0, _fitting(text), form)
        self._next()

    def _gap(self) -> None:
        """An empty low row: what stands below it is no row of the table."""
        self.sheet.set_row(self.row, GAP_HEIGHT)
        self.row += 1

    def _next(self) -> None:
        if self._lines > 1:  # not every program makes room for text of several lines by itself
            self.sheet.set_row(self.row, LINE_HEIGHT * self._lines)
        self.row, self._lines = self.row + 1, 1

    def _cell(self, column: int, shown: Shown, **how: object) -> None:
        """A number or a day as one, in its format; anything else, and what is not known, as
        text.
        """
        cell, form = shown
        if isinstance(cell, date):
            form = FORMATS["moment" if isinstance(cell, datetime) else "day"]
            # Spreadsheets know no zones: the time is that of the ledger's clock, as on paper.
            moment = cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell
            written = self.book.form(
                num_format=form, valign="vcenter", align="left", indent=int(column > 0), **how
            )
            self.sheet.write_datetime(self.row, column, moment, written)
            text = form
        elif isinstance(cell, int | float | Decimal):
            written = self.book.form(num_format=form, valign="vcenter", align="right", **how)
            self.sheet.write_number(self.row, column, float(cell), written)
            text = _as_shown(cell, form)
        else:
            text = _fitting(cell if isinstance(cell, str) else say.cell_words(cell, "", self.words))
            how = {
                "align": "right" if cell is None and form not in TO_THE_LEFT else "left",
                "indent": int(column > 0),
            } | how
            written = self.book.form(num_format=TEXT, valign="vcenter", text_wrap=True, **how)
            self.sheet.write_string(self.row, column, text, written)
        cells = [terminal_cells(line) for line in text.split("\n")]
        self._widths[column] = max(self._widths.get(column, 0), *cells)
        self._lines = max(self._lines, sum(max(1, ceil(each / self._widest)) for each in cells))


def _put_figures(sheet: _Sheet, report: Report) -> None:
    """All figures of the report, with the section each is of; below them what is said of the
    sections.
    """
    words = sheet.words
    heads = HEADS_OF_SEVERAL if report.several else HEADS
    targets = {} if report.front is None else {f.id: f.target for f in report.front.figures}
    rows, notes = [], []
    for section in report.sections:
        named = _section_name(section, words)
        rows += [
            _figure_row(named, replace(each, target=targets.get(each.id)), words, report)
            for each in section.figures
        ]
        notes += [f"{named}: {say.title_words(note, words)}" for note in section.notes]
    last = len(heads) - 1
    sheet.grid(
        [(words(head), 1 < place < last) for place, head in enumerate(heads)],
        rows,
        notes=notes,
        kept=2,
    )


def _section_name(section: Section, words: Words) -> str:
    return f"{section.number} {say.title_words(section.title, words)}"


def _figure_row(section: str, figure: Figure, words: Words, report: Report) -> list[Shown]:
    form = FORMATS[figure.unit]
    sides = (figure.numerator, figure.denominator)
    return [
        Shown(section),
        Shown(say.title_words(figure.title, words)),
        Shown(figure.value, form),
        *([] if report.several else [*_earlier(figure, words), _target(figure)]),
        *(Shown("" if side is None else side, FORMATS[COUNT]) for side in sides),
        Shown(say.title_words(figure.formula, words)),
    ]


def _earlier(figure: Figure, words: Words) -> list[Shown]:
    """What it was a month and a year ago, and the changes."""
    # The change of a rate is a number of points: 2.0 between 93 % and 95 %.
    by_points, shown = figure.unit == RATE, _changes(figure.unit, words)
    month, year = (
        round(100 * change, 9) if by_points and change is not None else change
        for change in (figure.month_change, figure.year_change)
    )
    form = FORMATS[figure.unit]
    return [
        Shown(figure.month_before, form),
        Shown(month, shown),
        Shown(figure.year_before, form),
        Shown(year, shown),
    ]


def _target(figure: Figure) -> Shown:
    return Shown("" if figure.target is None else figure.target, FORMATS[figure.unit])


def _changes(unit: str, words: Words) -> str:
    """How changes are shown, with their sign."""
    if unit != RATE:
        return "+0.0%;-0.0%;0.0%"
    plus, minus, none = (
        words(N_("{number} points"), number=change) for change in ("+0.0", "-0.0", "0.0")
    )
    # The number itself stands first in both languages, its unit is quoted behind it.
    quoted = (text.replace("0.0", '0.0"') + '"' for text in (plus, minus, none))
    return ";".join(quoted)


def _put_table(sheet: _Sheet, table: Table, report: Report) -> None:
    """A table of the report, and its chart beside it or, of a wide table, below."""
    words = sheet.words
    forms = [FORMATS.get(column.unit, TEXT) for column in table.columns]
    sheet.grid(
        [(say.title_words(column.title, words), say.is_number(column)) for column in table.columns],
        [[*map(Shown, row, forms)] for row in table.rows],
        total=[*map(Shown, say.total_cells(table.total), forms)] if table.total else [],
        notes=[say.title_words(table.note, words)] if table.note is not None else [],
        kept=1,
    )
    if table.chart is not None and table.rows:
        place = ChartPlace(
            book=sheet.book.book,
            sheet=sheet.sheet,
            below=sheet.row,
            widths=[sheet.width(column) for column in range(len(table.columns))],
        )
        add_chart(table, report.special_days, place, words)


def _listed(value: Cell) -> Shown:
    if isinstance(value, int):
        return Shown(value, "0")
    if isinstance(value, Decimal):
        return Shown(value, FORMATS[YUAN])
    return Shown("" if value is None else value)


def _unbroken(text: str) -> list[str]:
    """What a line of a head is not broken in."""
    return re.findall(r"[!-~]+|\S", text) or [""]


def _cover(sheet: _Sheet, report: Report, contents: Sequence[tuple[str, str]]) -> None:
    """Whose figures these are, of when, from what, what could not be read, and which sheets there
    are.
    """
    words = sheet.words
    sheet.title(report.department, words(say.report_title(report)))
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
    if report.front is not None:
        sheet.gap()
        for number, sentence in enumerate(report.front.notes, 1):
            sheet.pair(f"{number}.", say.title_words(sentence, words), bold=False)
    if contents:
        sheet.gap()
    for name, told in contents:
        sheet.pair(name, told, bold=False)
    sheet.close()


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
