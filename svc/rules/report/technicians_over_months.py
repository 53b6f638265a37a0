"""Technicians over several months: what each did, as numbers that can be added, in the tables that
a month has (section_technicians.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from svc.rules.report.answer import Cell, Table
from svc.rules.report.figures import NameOf
from svc.rules.report.measures import Measures
from svc.rules.report.section_repair import had_to_be_fixed, is_first_time_fix, worked_visits
from svc.rules.report.section_technicians import (
    ANSWERS,
    FIXES,
    TIMES_KEPT,
    load_table,
    rate_table,
)


class WorkOfTechnician(Struct, kw_only=True, array_like=True):
    """What a technician did on the tickets received in some months."""

    visits: int = 0  # without those made along with another ticket's
    kept: int = 0  # agreed times kept, of those with one
    agreed: int = 0
    fixed: int = 0  # repairs fixed at the first visit, of those whose first visit was theirs
    first: int = 0
    satisfied: int = 0  # callbacks after their visits
    called: int = 0
    bench: int = 0
    seconds: int = 0  # at customers'
    days: list[date] = []  # with a visit, sorted

    def add(self, other: WorkOfTechnician) -> None:
        """Count what was done besides."""
        self.visits += other.visits
        self.kept += other.kept
        self.agreed += other.agreed
        self.fixed += other.fixed
        self.first += other.first
        self.satisfied += other.satisfied
        self.called += other.called
        self.bench += other.bench
        self.seconds += other.seconds
        self.days = sorted({*self.days, *other.days})


def work_by_technician(received: Iterable[Measures]) -> dict[str, WorkOfTechnician]:
    """What each technician did on these tickets, by id."""
    found: dict[str, WorkOfTechnician] = {}
    days: dict[str, set[date]] = {}

    def of(person: str) -> WorkOfTechnician:
        return found.setdefault(person, WorkOfTechnician())

    for ticket in received:
        for visit in ticket.visits:
            work = of(visit.technician)
            work.visits += not visit.along
            work.kept += visit.on_time is True
            work.agreed += visit.on_time is not None
            work.seconds += visit.seconds or 0
            days.setdefault(visit.technician, set()).add(visit.day)
        for person in ticket.bench_repairs:
            of(person).bench += 1
        for call in ticket.callbacks:
            if call.technician:
                of(call.technician).called += 1
                of(call.technician).satisfied += call.is_satisfied
        worked = worked_visits(ticket)
        if ticket.kind == "repair" and worked and had_to_be_fixed(ticket):
            of(worked[0].technician).first += 1
            of(worked[0].technician).fixed += is_first_time_fix(ticket)
    for person, own in days.items():
        found[person].days = sorted(own)
    return dict(sorted(found.items()))


def added_work(each: Iterable[Mapping[str, WorkOfTechnician]]) -> dict[str, WorkOfTechnician]:
    """The work of several months together."""
    total: dict[str, WorkOfTechnician] = {}
    for works in each:
        for person, work in works.items():
            total.setdefault(person, WorkOfTechnician()).add(work)
    return dict(sorted(total.items()))


def technicians_tables(works: Mapping[str, WorkOfTechnician], name_of: NameOf) -> list[Table]:
    """How much each did, and each rate with its cases, as in a month; none where nobody did
    anything. Who only stands in a callback is left out.
    """
    own = {person: work for person, work in works.items() if work.days or work.bench}
    if not own:
        return []
    rates = (
        (TIMES_KEPT, {person: (work.kept, work.agreed) for person, work in own.items()}),
        (FIXES, {person: (work.fixed, work.first) for person, work in own.items()}),
        (ANSWERS, {person: (work.satisfied, work.called) for person, work in own.items()}),
    )
    return [
        load_table([_load_row(name_of(person), work) for person, work in own.items()]),
        *(rate_table(*named, cases, name_of) for named, cases in rates),
    ]


def _load_row(name: str, work: WorkOfTechnician) -> list[Cell]:
    return [name, work.visits, work.bench, work.seconds / 3600, len(work.days)]
