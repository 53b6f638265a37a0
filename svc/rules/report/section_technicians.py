"""Section 10: technicians (绩效): visits, on time, first-time fix, satisfaction, load."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from svc.errors import N_, Phrase
from svc.rules.report.answer import HOURS, RATE, Cell, Chart, Column, Figure, Section, Table
from svc.rules.report.figures import NameOf, count_figure, rate_figure, wilson_interval
from svc.rules.report.measure_rows import VisitMade
from svc.rules.report.measures import Measures
from svc.rules.report.month import ComparedMonths, Window
from svc.rules.report.section_repair import had_to_be_fixed, is_first_time_fix, worked_visits
from svc.rules.report.time_spent import time_of_technicians_table

TITLE = Phrase(N_("Technicians"))
LEAST_CASES = 10
"""So many cases are needed to rank anybody by a rate."""


def technicians_section(months: ComparedMonths, name_of: NameOf) -> Section:
    """`name_of` a person's id: what they are called."""
    return Section(
        id="technicians",
        number=10,
        title=TITLE,
        figures=months.compared(technicians_figures),
        tables=[
            _technicians_table(months.now, name_of),
            *_rate_tables(months.now, name_of),
            time_of_technicians_table(months.now, name_of),
        ],
        notes=[
            Phrase(
                N_(
                    "Visits of tickets received in the month, by who was sent. First-time fix: "
                    "repairs whose first "
                    "visit was theirs. Satisfaction: callbacks after their visit. Load: hours "
                    "at customers' and days "
                    "with a visit."
                )
            ),
        ],
    )


def technicians_figures(window: Window) -> list[Figure]:
    """All technicians together; each of them stands in the table."""
    return [
        count_figure(
            "visits",
            Phrase(N_("visits")),
            Phrase(N_("visits of tickets received in the month")),
            ((each, sum(not visit.along for visit in each.visits)) for each in window.received),
        ),
        rate_figure(
            "appointments",
            Phrase(N_("agreed times kept")),
            Phrase(N_("visits that began by the agreed time ÷ visits with an agreed time")),
            (
                (
                    each,
                    sum(v.on_time is True for v in each.visits),
                    sum(v.on_time is not None for v in each.visits),
                )
                for each in window.received
            ),
        ),
        count_figure(
            "bench_repairs",
            Phrase(N_("repairs on the bench")),
            Phrase(N_("bench repairs of tickets received in the month")),
            ((each, len(each.bench_repairs)) for each in window.received),
        ),
    ]


def _technicians_table(window: Window, name_of: NameOf) -> Table:
    return load_table(
        [_load_row(person, name_of(person), window.received) for person in _people(window)]
    )


def load_table(rows: Iterable[list[Cell]]) -> Table:
    """How much each did: name, visits, bench repairs, hours, days. Whether it was done well stands
    in tables of its own.
    """
    return Table(
        id="technicians",
        title=Phrase(N_("Technicians")),
        columns=[
            Column(id="technician", title=Phrase(N_("Technician")), unit="text"),
            Column(id="visits", title=Phrase(N_("visits"))),
            Column(id="bench_repairs", title=Phrase(N_("repairs on the bench"))),
            Column(id="hours", title=Phrase(N_("hours at customers'")), unit=HOURS),
            Column(id="days", title=Phrase(N_("days with a visit"))),
        ],
        rows=sorted(rows, key=lambda row: (-_count_of(row[1]), -_count_of(row[2]), str(row[0]))),
        chart=Chart(kind="bars", labels="technician", values=["visits"]),
    )


def _people(window: Window) -> list[str]:
    """Who made a visit, or repaired on the bench."""
    people: dict[str, None] = {}
    for each in window.received:
        people.update(
            dict.fromkeys([*(visit.technician for visit in each.visits), *each.bench_repairs])
        )
    return list(people)


def _load_row(person: str, name: str, received: list[Measures]) -> list[Cell]:
    visits = [visit for each in received for visit in each.visits if visit.technician == person]
    return [
        name,
        sum(not visit.along for visit in visits),
        sum(each.bench_repairs.count(person) for each in received),
        _hours_on_site(visits),
        len({visit.day for visit in visits}),
    ]


Cases = tuple[int, int]
"""How many went well, of how many."""


def _agreed_times(person: str, received: list[Measures]) -> Cases:
    visits = [visit for each in received for visit in each.visits if visit.technician == person]
    judged = [visit.on_time for visit in visits if visit.on_time is not None]
    return sum(judged), len(judged)


def _first_visits(person: str, received: list[Measures]) -> Cases:
    first = [
        each
        for each in received
        if each.kind == "repair"
        and [v.technician for v in worked_visits(each)][:1] == [person]
        and had_to_be_fixed(each)
    ]
    return sum(is_first_time_fix(each) for each in first), len(first)


def _answers(person: str, received: list[Measures]) -> Cases:
    calls = [call for each in received for call in each.callbacks if call.technician == person]
    return sum(call.is_satisfied for call in calls), len(calls)


TIMES_KEPT = ("technician_times_kept", Phrase(N_("Technicians: agreed times kept")))
FIXES = ("technician_fixes", Phrase(N_("Technicians: first-time fix")))
ANSWERS = ("technician_answers", Phrase(N_("Technicians: satisfaction")))
_RATES: tuple[tuple[str, Phrase, Callable[[str, list[Measures]], Cases]], ...] = (
    (*TIMES_KEPT, _agreed_times),
    (*FIXES, _first_visits),
    (*ANSWERS, _answers),
)


def _rate_tables(window: Window, name_of: NameOf) -> list[Table]:
    """Each rate with its cases and what it may be; those with enough cases by their rank, the
    others after them by name.
    """
    tables = []
    for id_, title, cases_of in _RATES:
        cases = {person: cases_of(person, window.received) for person in _people(window)}
        tables.append(rate_table(id_, title, cases, name_of))
    return tables


def rate_table(id_: str, title: Phrase, cases: Mapping[str, Cases], name_of: NameOf) -> Table:
    """A rate of each technician, who had so many cases of which so many went well."""
    rates = {person: part / whole for person, (part, whole) in cases.items() if whole}
    ranked = [person for person in rates if cases[person][1] >= LEAST_CASES]
    ranked.sort(key=lambda person: (-rates[person], -cases[person][1], name_of(person)))
    others = sorted((person for person in rates if person not in ranked), key=name_of)
    rows: list[list[Cell]] = []
    for person in [*ranked, *others]:
        part, whole = cases[person]
        better = sum(rates[other] > rates[person] for other in ranked)
        low, high = wilson_interval(part, whole) or (None, None)
        rank = better + 1 if person in ranked else None
        rows.append([rank, name_of(person), part, whole, rates[person], low, high])
    return Table(
        id=id_,
        title=title,
        columns=[
            Column(id="rank", title=Phrase(N_("Rank"))),
            Column(id="technician", title=Phrase(N_("Technician")), unit="text"),
            Column(id="part", title=Phrase(N_("well"))),
            Column(id="whole", title=Phrase(N_("of cases"))),
            Column(id="rate", title=Phrase(N_("rate")), unit=RATE),
            Column(id="low", title=Phrase(N_("at least")), unit=RATE),
            Column(id="high", title=Phrase(N_("at most")), unit=RATE),
        ],
        rows=rows,
        note=Phrase(
            N_(
                "Ranked are those with {least} cases or more. With the cases seen, the true rate "
                "lies between the last two columns (95 %, Wilson)."
            ),
            least=LEAST_CASES,
        ),
    )


def _hours_on_site(visits: list[VisitMade]) -> float:
    return sum(visit.seconds or 0 for visit in visits) / 3600


def _count_of(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0
