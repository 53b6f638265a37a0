"""A report over several months: each section's figures month by month, and of all of them together.

What can't be added over months (a rate, a median, machines with repeated faults, what was open at
the start) is computed of the tickets of all months, never of the months' values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from svc.errors import N_, Phrase
from svc.model.money import NOTHING
from svc.model.times import month_after
from svc.rules.report import (
    section_complaints,
    section_corrections,
    section_faults,
    section_intake,
    section_machines,
    section_money,
    section_parts,
    section_promises,
    section_repair,
    section_satisfaction,
    section_technicians,
    section_unfinished,
)
from svc.rules.report.answer import (
    Cell,
    Chart,
    Column,
    Figure,
    Label,
    Section,
    Table,
    Title,
)
from svc.rules.report.figures import NameOf
from svc.rules.report.measure_rows import Flow
from svc.rules.report.month import month_window
from svc.rules.report.regions import SHOWN
from svc.rules.report.tally import Tally, add_tallies, tallied_figures
from svc.rules.report.technicians_over_months import technicians_tables

WHOLE = Phrase(N_("all months"))
MONTH = Phrase(N_("Month"))
NOTE = Phrase(
    N_(
        "Figures for all months or for a year are calculated from all their tickets: where a "
        "formula says the month, read that whole time. Rates, medians and machines are counted "
        "from the tickets, not averaged from the months."
    )
)

_SECTIONS = (
    ("intake", 1, section_intake.TITLE, "received"),
    ("promises", 2, section_promises.TITLE, "on_time"),
    ("repair", 3, section_repair.TITLE, "first_time_fix"),
    ("faults", 4, section_faults.TITLE, "faults"),
    ("parts", 5, section_parts.TITLE, "parts_replaced"),
    ("satisfaction", 6, section_satisfaction.TITLE, "satisfaction"),
    ("complaints", 7, section_complaints.TITLE, "complaints"),
    ("money", 8, section_money.TITLE, "taken_in_month"),
    ("equipment", 9, section_machines.TITLE, "installations"),
    ("technicians", 10, section_technicians.TITLE, "visits"),
    ("unfinished", 11, section_unfinished.TITLE, "suggestions"),
    ("corrections", 12, section_corrections.TITLE, "corrections"),
)
"""Each section's id, number and title as in a month's report, and which of its figures is drawn."""

_FlowKey = tuple[str, bool, str, str]


class History(Struct, frozen=True, kw_only=True):
    """Months of a region, or of all, one after the other, the earliest first."""

    months: list[date]  # the first day of each
    flows: list[Flow]  # what took place until the end of the last, in any order
    machines: list[int]  # in use at the end of each month
    tallies: list[Tally]  # of the tickets received in each

    def figures_of_spans(self, spans: Iterable[tuple[int, int]]) -> list[list[list[Figure]]]:
        """The figures of each section, from one month to another (their places in `months`), for
        each of the spans.
        """
        own: list[list[Flow]] = [[] for _ in self.months]
        earlier: list[Flow] = []
        place = {month: index for index, month in enumerate(self.months)}
        for flow in self.flows:
            index = place.get(flow.day.replace(day=1))
            (earlier if index is None else own[index]).append(flow)
        before = [sum_flows_by_month(earlier, self.months[:1])]
        for index, month in enumerate(self.months[1:]):
            before.append(sum_flows_by_month([*before[-1], *own[index]], [month]))
        out = []
        for first, last in spans:
            took_place = [
                *before[first],
                *(flow for flows in own[first : last + 1] for flow in flows),
            ]
            after = month_after(self.months[last])
            period = month_window(self.months[last], [], took_place, {"": self.machines[last]})
            period = replace(period, first=self.months[first], after=after)
            tickets = (
                self.tallies[first]
                if first == last
                else add_tallies(self.tallies[first : last + 1])
            )
            out.append(tallied_figures(period, tickets))
        return out


def sum_flows_by_month(flows: Iterable[Flow], months: Sequence[date]) -> list[Flow]:
    """Flows added up by month, what lies before the first of the months (the earliest first) on the
    one before it.

    Sorted; what adds nothing is left out.
    """
    first = months[0]
    numbers: dict[tuple[date, _FlowKey], int] = {}
    amounts: dict[tuple[date, _FlowKey], Decimal] = {}
    for flow in flows:
        day = flow.day.replace(day=1) if flow.day >= first else month_after(first, -1)
        key = (day, (flow.region, flow.is_complaint, flow.how, flow.pay))
        numbers[key] = numbers.get(key, 0) + flow.number
        amounts[key] = amounts.get(key, NOTHING) + flow.amount
    return [
        Flow(
            day=key[0],
            region=key[1][0],
            is_complaint=key[1][1],
            how=key[1][2],
            pay=key[1][3],
            number=number,
            amount=amounts[key],
        )
        for key, number in sorted(numbers.items())
        if number or amounts[key]
    ]


def span_sections(
    whole: History,
    regions: Mapping[str, tuple[str, History]] | None = None,
    *,
    name_of: NameOf = str,
    began: date | None = None,
) -> list[Section]:
    """The sections of a report over months.

    For headquarters, `regions` has each region's name and months, by its code. `name_of` a person's
    id: what they are called. `began`: the month with which the records begin, where the months
    asked for begin earlier.
    """
    last = len(whole.months) - 1
    each = [(index, index) for index in range(last + 1)]
    years = _calendar_years(whole.months)
    figures_by_span = whole.figures_of_spans([*each, *years, (0, last)])
    figures_by_region = [
        history.figures_of_spans([*each, (0, last)]) for _, history in (regions or {}).values()
    ]
    heads = [
        (f"region_{code}", Phrase("{name}", name=name))
        for code, (name, _) in (regions or {}).items()
    ]
    names: list[Cell] = [f"{month:%Y-%m}" for month in whole.months]
    out = []
    for index, (id_, number, title, drawn) in enumerate(_SECTIONS):
        of_all = figures_by_span[-1][index]
        tables = []
        if len(years) > 1:
            rows = []
            for year, figures_ in zip(years, figures_by_span[len(each) :], strict=False):
                rows.append([_year_name(whole.months, year), *_cells_of(figures_[index])])
            tables.append(
                _figures_table(
                    f"{id_}_by_year", Phrase(N_("By year")), Phrase(N_("Year")), of_all, rows
                )
            )
        rows = [
            [name, *_cells_of(figures_[index])]
            for name, figures_ in zip(names, figures_by_span, strict=False)
        ]
        by_month_ = _figures_table(f"{id_}_by_month", Phrase(N_("By month")), MONTH, of_all, rows)
        tables.append(replace(by_month_, chart=Chart(kind="days", labels="name", values=[drawn])))
        for place, figure in enumerate(of_all):
            if regions and figure.id in SHOWN:
                beside = [
                    [made[index][place] for made in months]
                    for months in [*figures_by_region, figures_by_span]
                ]
                tables.append(_by_region_table(figure, names, heads, beside))
        tables += _more_tables(id_, whole, name_of)
        notes = [] if index else [*_began_note(began), NOTE, section_intake.NOTE]
        out.append(
            Section(id=id_, number=number, title=title, figures=of_all, tables=tables, notes=notes)
        )
    return out


def _began_note(began: date | None) -> list[Phrase]:
    if began is None:
        return []
    says = N_("The records of this ledger begin in {month}; of the time before, nothing is known.")
    return [Phrase(says, month=f"{began:%Y-%m}")]


def _more_tables(section: str, whole: History, name_of: NameOf) -> list[Table]:
    """What a section has besides its figures: kinds, causes, technicians."""
    match section:
        case "intake":
            title = Phrase(N_("Received by kind and month"))
            counts = [each.kinds for each in whole.tallies]
            return _matrix("kinds_by_month", title, whole.months, counts, _kind_title)
        case "faults":
            counts = [each.causes for each in whole.tallies]
            title = Phrase(N_("Faults by cause and month"))
            causes = section_faults.causes_table(Counter(add_tallies(whole.tallies).causes))
            return [
                *([causes] if causes.rows else []),
                *_matrix(
                    "causes_by_month", title, whole.months, counts, section_faults.cause_title
                ),
            ]
        case "technicians":
            return technicians_tables(add_tallies(whole.tallies).technicians, name_of)
    return []


def _kind_title(kind: str) -> Title:
    return Label("kind", kind) if kind else Label("status", "noted")


def _matrix(
    id_: str,
    title: Phrase,
    months: Sequence[date],
    counts: Sequence[Mapping[str, int]],
    title_of: Callable[[str], Title],
) -> list[Table]:
    """Counts by month and value: a row a month, a column a value, the most frequent first. None
    where nothing was counted.
    """
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    values = sorted(total, key=lambda value: (-total[value], value))
    if not values:
        return []
    return [
        Table(
            id=id_,
            title=title,
            columns=[
                Column(id="name", title=MONTH, unit="text"),
                *(Column(id=value or "none", title=title_of(value)) for value in values),
                Column(id="sum", title=Phrase(N_("total"))),
            ],
            rows=[
                [f"{month:%Y-%m}", *(each.get(value, 0) for value in values), sum(each.values())]
                for month, each in zip(months, counts, strict=True)
            ],
            total=[WHOLE, *(total[value] for value in values), total.total()],
            chart=Chart(kind="days", labels="name", values=[value or "none" for value in values]),
        )
    ]


def _calendar_years(months: Sequence[date]) -> list[tuple[int, int]]:
    """From which place to which the months of each calendar year stand."""
    starts = [index for index, month in enumerate(months) if index == 0 or month.month == 1]
    return [
        (start, after - 1) for start, after in zip(starts, [*starts[1:], len(months)], strict=True)
    ]


def _year_name(months: Sequence[date], year: tuple[int, int]) -> str:
    """A year by its number; one of which only some months are told, by these."""
    first, last = (months[place] for place in year)
    return f"{first:%Y}" if (first.month, last.month) == (1, 12) else f"{first:%Y-%m}..{last:%m}"


def _cells_of(figures_: Iterable[Figure]) -> list[Cell]:
    return [figure.value for figure in figures_]


def _figures_table(
    id_: str, title: Phrase, head: Phrase, of_all: Sequence[Figure], rows: list[list[Cell]]
) -> Table:
    return Table(
        id=id_,
        title=title,
        columns=[
            Column(id="name", title=head, unit="text"),
            *(Column(id=figure.id, title=figure.title, unit=figure.unit) for figure in of_all),
        ],
        rows=rows,
        total=[WHOLE, *_cells_of(of_all)],
    )


def _by_region_table(
    figure: Figure,
    names: Sequence[Cell],
    heads: Sequence[tuple[str, Phrase]],
    beside: Sequence[Sequence[Figure]],
) -> Table:
    """One figure: a row for each month, a column for each region and one for all of them.

    `beside`: the figure in each month, by region, and in all regions; of each region all months
    together stand last.
    """
    return Table(
        id=f"{figure.id}_by_region",
        title=Phrase(N_("By month and region: {figure}"), figure=figure.title),
        columns=[
            Column(id="name", title=MONTH, unit="text"),
            *(Column(id=id_, title=title, unit=figure.unit) for id_, title in heads),
            Column(id="all", title=Phrase(N_("all regions")), unit=figure.unit),
        ],
        rows=[
            [name, *(column[place].value for column in beside)] for place, name in enumerate(names)
        ],
        total=[WHOLE, *(column[-1].value for column in beside)],
    )
