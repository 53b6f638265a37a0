"""Section 10: technicians (绩效): visits, on time, first-time fix, satisfaction, load."""

from __future__ import annotations

from svc.errors import N_, Phrase
from svc.rules.report.answer import HOURS, RATE, Cell, Chart, Column, Figure, Section, Table
from svc.rules.report.figures import NameOf, count_figure, rate_figure, share
from svc.rules.report.measure_rows import VisitMade
from svc.rules.report.measures import Measures
from svc.rules.report.month import ComparedMonths, Window
from svc.rules.report.section_repair import had_to_be_fixed, is_first_time_fix, worked_visits
from svc.rules.report.time_spent import time_of_technicians_table

TITLE = Phrase(N_("Technicians"))


def technicians_section(months: ComparedMonths, name_of: NameOf) -> Section:
    """`name_of` a person's id: what they are called."""
    return Section(
        id="technicians",
        number=10,
        title=TITLE,
        figures=months.compared(technicians_figures),
        tables=[
            _technicians_table(months.now, name_of),
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
    people: dict[str, None] = {}
    for each in window.received:
        people.update(
            dict.fromkeys([*(visit.technician for visit in each.visits), *each.bench_repairs])
        )
    rows = [_technician_row(person, name_of(person), window.received) for person in people]
    return Table(
        id="technicians",
        title=Phrase(N_("Technicians")),
        columns=[
            Column(id="technician", title=Phrase(N_("Technician")), unit="text"),
            Column(id="visits", title=Phrase(N_("visits"))),
            Column(id="on_time", title=Phrase(N_("agreed times kept")), unit=RATE),
            Column(id="first_time_fix", title=Phrase(N_("first-time fix rate")), unit=RATE),
            Column(id="satisfaction", title=Phrase(N_("satisfaction")), unit=RATE),
            Column(id="bench_repairs", title=Phrase(N_("repairs on the bench"))),
            Column(id="hours", title=Phrase(N_("hours at customers'")), unit=HOURS),
            Column(id="days", title=Phrase(N_("days with a visit"))),
        ],
        rows=sorted(rows, key=lambda row: (-_count_of(row[1]), -_count_of(row[5]), str(row[0]))),
        chart=Chart(kind="bars", labels="technician", values=["visits"]),
    )


def _technician_row(person: str, name: str, received: list[Measures]) -> list[Cell]:
    visits = [visit for each in received for visit in each.visits if visit.technician == person]
    judged = [visit for visit in visits if visit.on_time is not None]
    first = [
        each
        for each in received
        if each.kind == "repair"
        and [v.technician for v in worked_visits(each)][:1] == [person]
        and had_to_be_fixed(each)
    ]
    calls = [call for each in received for call in each.callbacks if call.technician == person]
    return [
        name,
        sum(not visit.along for visit in visits),
        share(sum(visit.on_time is True for visit in judged), len(judged)),
        share(sum(is_first_time_fix(each) for each in first), len(first)),
        share(sum(call.is_satisfied for call in calls), len(calls)),
        sum(each.bench_repairs.count(person) for each in received),
        _hours_on_site(visits),
        len({visit.day for visit in visits}),
    ]


def _hours_on_site(visits: list[VisitMade]) -> float:
    return sum(visit.seconds or 0 for visit in visits) / 3600


def _count_of(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0
