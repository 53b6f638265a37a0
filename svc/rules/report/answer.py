"""The month's report as an answer (区域月报): sections with figures and tables, before anyone puts
it into words.

Nothing here knows a language or a page. Titles are phrases (message ids) or labels of fixed values;
numbers are numbers, days are days, amounts are Decimal yuan, and what can't be computed is None and
shown as a dash. What draws, prints or writes a report takes it from here, so every form of it says
the same.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from svc.errors import Phrase

REPORT_SCHEMA = 7
"""Goes up when the same records give other figures: it is part of the digest printed in the report.
"""

FRONT = "front"
"""The id of the first page, which is a section without a number."""

COUNT, RATE, HOURS, YUAN = "count", "rate", "hours", "yuan"
"""Units. A rate is a share: 0.953 is shown as 95.3 %. Hours are elapsed hours, amounts yuan with
two places.
"""

Number = int | float | Decimal


class Label(Struct, frozen=True):
    """A fixed value that readers know by a name: `Label("kind", "repair")`
    (svc/model/labels.py).
    """

    group: str
    value: str


Title = Phrase | Label
Cell = int | float | Decimal | date | str | Label | Phrase | None
"""A str is somebody's text or a number of a ticket, shown as it is and never as markup or a
formula.
"""


class Behind(Struct, frozen=True):
    """What one ticket adds to a figure: to the figure itself or its numerator, and to the
    denominator of a rate. Machines in use are those in a customer's file, which then stands in the
    place of a ticket.

    Counts, amounts and rates are sums of these; a median or percentile is taken of `value`.
    """

    ticket: str
    value: Number
    out_of: int = 0
    is_customer: bool = False


class Figure(Struct, frozen=True, kw_only=True):
    """One figure of the month, with how it comes about and how it was before."""

    id: str  # `first_time_fix`: what --explain is asked for
    title: Title
    unit: str
    value: Number | None
    numerator: int | None = None  # of a rate
    denominator: int | None = None
    formula: Phrase  # what was divided by what, or what was counted
    month_before: Number | None = (
        None  # the same a month ago; None where there were no records yet, or no such rate
    )
    year_before: Number | None = None
    target: Number | None = None  # what the department wants it to be; None: nothing is set
    is_target_most: bool = False  # whether that is the most it should be, not the least
    behind: list[Behind] = []

    @property
    def month_change(self) -> float | None:
        """环比: share by which it grew since the month before; of a rate, the difference of both
        (0.02: 2 points).
        """
        return _change_since(self.unit, self.value, self.month_before)

    @property
    def is_met(self) -> bool | None:
        """Whether it is as wanted; None where nothing is set, or there is no value."""
        if self.target is None or self.value is None:
            return None
        more = float(self.value) - float(self.target)
        return more <= 0 if self.is_target_most else more >= 0

    @property
    def year_change(self) -> float | None:
        """同比: the same since the month a year ago."""
        return _change_since(self.unit, self.value, self.year_before)


class Column(Struct, frozen=True, kw_only=True):
    """A column of a table. `unit` is one of the figures', or `text`, `label`, `day`, `moment`,
    `ticket`.
    """

    id: str
    title: Title
    unit: str = COUNT


class Chart(Struct, frozen=True, kw_only=True):
    """How a table may be drawn.

    `bars`: a bar for each row. `days`: a column for each day, the values stacked. `stacked`: a bar
    for each row, the values stacked. `pareto`: rows fall, `share` is the cumulative line.
    """

    kind: str
    labels: str  # id of the column that names each row
    values: list[str]  # ids of the columns drawn
    share: str = ""


class Table(Struct, frozen=True, kw_only=True):
    """Rows below columns. `total` is a row of its own, not among `rows`, and never drawn."""

    id: str
    title: Phrase
    columns: list[Column]
    rows: list[list[Cell]]
    total: list[Cell] | None = None
    chart: Chart | None = None
    note: Phrase | None = None  # what is counted, where the title does not say it

    def column(self, column: str) -> list[Cell]:
        """The cells of one column, by its id, without the total."""
        index = next(i for i, each in enumerate(self.columns) if each.id == column)
        return [row[index] for row in self.rows]


class Section(Struct, frozen=True, kw_only=True):
    """A part of the report, by its number in the list of docs/design/reports.md."""

    id: str  # `intake`, as in svc/rules/report/sections.py
    number: int
    title: Phrase
    figures: list[Figure]
    tables: list[Table]
    notes: list[Phrase] = []
    # whose values stand in a table (each promise's rate), for --explain
    in_tables: list[Figure] = []

    @property
    def all_figures(self) -> list[Figure]:
        return [*self.figures, *self.in_tables]

    def without_tickets(self) -> Section:
        """The same without the tickets behind its figures, as most who read it want it."""
        figures, in_tables = (
            [replace(each, behind=[]) for each in figures_]
            for figures_ in (self.figures, self.in_tables)
        )
        return replace(self, figures=figures, in_tables=in_tables)


class Unreadable(Struct, frozen=True):
    """A file whose records are in no figure, or whose promises are not: said in the report, never
    dropped.
    """

    path: str
    line: int
    problem: Phrase | str


class Cut(Struct, frozen=True, kw_only=True):
    """That a report is not of the ledger as it is: of what had happened until a moment, as it is
    known today (`at`) or as it was known then (`known`), or of a commit, made at that moment.
    """

    how: Literal["at", "known", "commit"]
    moment: datetime
    commit: str = ""


class SpecialDay(Struct, frozen=True, kw_only=True, order=True):
    """A day of the month on which nobody works at any of the offices reported (a weekly day off, an
    official holiday), or on which one of them does though it is a weekly day off (调休).
    """

    day: date
    how: Literal["weekly", "holiday", "make_up"]

    @property
    def is_off(self) -> bool:
        return self.how != "make_up"


class Report(Struct, frozen=True, kw_only=True):
    """A month of an office, a region or all; or several months, whose figures are of all of them,
    with none from a month or a year ago.
    """

    department: str
    region: str  # its code, of an office that of its region; empty: headquarters over all
    region_name: str  # empty: headquarters
    office: str = ""  # its code, of an office's report
    office_name: str = ""
    month: str  # 2026-11; 2026, 2025..2026 or 2026-07..2026-11 where it is over several
    as_of: datetime | None  # the moment, of a month that is not over yet; None: the month is over
    sections: list[Section]
    digest: str  # of what was read (64 hex digits); the first 12 are printed
    unreadable: list[Unreadable] = []
    several: bool = False  # whether it is over several months
    cut: Cut | None = None  # None: of the ledger as it is
    special_days: list[SpecialDay] = []  # of a month: in order; of several months none
    front: Section | None = None  # the first page; None of several months
    remarks: list[str] = []  # what was written for it in the ledger, a line each
    # the first month of the ledger, where that comes only after those of the report
    begins_later: date | None = None

    @property
    def code(self) -> str:
        """Whose it is, as typed; empty: headquarters."""
        return self.office or self.region

    @property
    def first_day(self) -> date:
        year, month = f"{self.month.partition('..')[0]}-01".split("-")[:2]
        return date(int(year), int(month), 1)

    @property
    def years(self) -> int:
        """How many whole years it is over; 0 of any other time, and of a month."""
        first, _, last = self.month.partition("..")
        if not self.several or "-" in self.month:
            return 0
        return int(last or first) - int(first) + 1

    @property
    def short_digest(self) -> str:
        return self.digest[:12]

    def figure(self, figure: str) -> Figure | None:
        """The figure with this id; None if there is none."""
        return next(
            (
                each
                for section in self.sections
                for each in section.all_figures
                if each.id == figure
            ),
            None,
        )


def _change_since(unit: str, value: Number | None, before: Number | None) -> float | None:
    if value is None or before is None:
        return None
    if unit == RATE:
        return float(value) - float(before)
    return (float(value) - float(before)) / float(before) if before else None
