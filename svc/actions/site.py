"""What the pages of `svc pages` are made from: open tickets with their promises, each technician's
visits, whom to call, what is overdue.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from svc.actions.board import absence_reason
from svc.actions.papers import gather_callbacks, gather_visits
from svc.actions.promises import OpenPromise, overdue_promises
from svc.errors import Damaged
from svc.model.ids import is_slug
from svc.model.staff import Person
from svc.rules.promises.runs import PromiseRun
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.visits import Visit, unfinished_visit, visits_of, visits_to_make
from svc.store.index.queries import Sought, visits_around
from svc.store.ledger import Ledger

ORDERS_KEPT_DAYS = 31
"""How long the code on the order of a ticket that is over leads to a page that says so."""
DayPart = Literal["before", "today", "later"]


class SiteScope(Struct, frozen=True, kw_only=True):
    """Whose pages they are to be; an empty field asks for nothing."""

    office: str = ""
    region: str = ""
    technician: str = ""  # what this one goes to, and nothing else


class VisitOfDay(Struct, frozen=True, kw_only=True):
    """A visit as a technician's day has it: left unfinished on a day before, of the day, later."""

    state: State
    visit: Visit
    when: DayPart


class TechnicianDay(Struct, frozen=True, kw_only=True):
    """A technician's visits by time, those left from days before first."""

    technician: Person
    away: str  # why that person is not at work that day
    visits: list[VisitOfDay]


class BoardFacts(Struct, frozen=True, kw_only=True):
    """What the board is made from, and what could not be read."""

    now: datetime
    open_tickets: dict[str, State]
    promises: dict[str, list[PromiseRun]]  # of the open ones and of whatever has a page or a row
    days: list[TechnicianDay]
    broken: list[Damaged]


class SiteFacts(BoardFacts, frozen=True, kw_only=True):
    """What all pages are made from."""

    ended: list[State]  # not open any more, and gone to of late: their orders are still about
    callbacks: list[State]
    overdue: list[OpenPromise]


class Machine(Struct, frozen=True, order=True):
    """A machine in the customers' files, without whose it is."""

    serial: str
    model: str


def gather_board(ledger: Ledger, now: datetime, scope: SiteScope) -> BoardFacts:
    """What stands on the board, as it is at `now`."""
    broken: list[Damaged] = []
    day = now.date()
    records = ledger.tickets(
        broken, scope.office, Sought(is_open=True, region=scope.region, technician=scope.technician)
    )
    states = {
        record.ticket.id: record.state
        for record in records
        if record.state.is_open() and _is_of(record.state, scope)
    }
    visits = gather_visits(ledger, day, office=scope.office, technician=scope.technician)
    made = [
        state for state in visits.states if state.ticket.id not in states and _is_of(state, scope)
    ]
    broken += visits.broken
    promises = {id: ledger.known_promises(state, now, broken) for id, state in states.items()}
    return BoardFacts(
        now=now,
        open_tickets=states,
        promises=promises,
        days=_days(ledger, [*states.values(), *made], day, scope),
        broken=broken,
    )


def gather_site(ledger: Ledger, now: datetime, scope: SiteScope) -> SiteFacts:
    """All that stands on the pages about tickets, as it is at `now`."""
    board, day = gather_board(ledger, now, scope), now.date()
    broken = board.broken
    calls = gather_callbacks(ledger, now, day, office=scope.office, technician=scope.technician)
    overdue = overdue_promises(ledger, now, office=scope.office)
    broken += [*calls.broken, *overdue.broken]
    callbacks = [state for state in calls.states if _is_of(state, scope)]
    gone_to = [visit.state for each in board.days for visit in each.visits]
    promises = {
        state.ticket.id: ledger.known_promises(state, now, broken)
        for state in (*gone_to, *callbacks)
        if state.ticket.id not in board.promises
    }
    return SiteFacts(
        now=now,
        open_tickets=board.open_tickets,
        promises=board.promises | promises,
        days=board.days,
        broken=broken,
        ended=_gone_to_of_late(ledger, day, scope),
        callbacks=callbacks,
        overdue=[item for item in overdue.items if _is_of(item.state, scope)],
    )


def _gone_to_of_late(ledger: Ledger, day: date, scope: SiteScope) -> list[State]:
    # what can't be read among them is named with the open ones
    records = ledger.tickets([], scope.office, visits_around(day, ORDERS_KEPT_DAYS))
    return [
        record.state
        for record in records
        if not record.state.is_open()
        and scope.region in ("", record.state.current.region)
        and _went_of_late(record.state, day, scope.technician)
    ]


def _went_of_late(state: State, day: date, technician: str) -> bool:
    return any(
        technician in ("", visit.technician)
        and -1 <= (day - visit.appointment.date()).days <= ORDERS_KEPT_DAYS
        for visit in visits_of(state)
    )


def machines_with_labels(ledger: Ledger, scope: SiteScope, broken: list[Damaged]) -> list[Machine]:
    """The machines of the customers of an office, a region or all, each once, by serial number."""
    return sorted(
        {
            Machine(machine.serial, machine.model)
            for file in ledger.customer_files(broken)
            if scope.office in ("", file.customer.office)
            and scope.region in ("", file.customer.region)
            for machine in file.customer.equipment
        }
    )


def _is_of(state: State, scope: SiteScope) -> bool:
    is_in_region = scope.region in ("", state.current.region)
    return is_in_region and scope.technician in ("", state.technician)


def _days(
    ledger: Ledger, states: Iterable[State], day: date, scope: SiteScope
) -> list[TechnicianDay]:
    """A day for each technician who has visits or could have some, by id."""
    by_technician: dict[str, list[VisitOfDay]] = {
        person.id: [] for person in ledger.staff.staff if _could_go(ledger, person, scope)
    }
    for state in states:
        for each in _visits_of_day(state, day):
            if scope.technician in ("", each.visit.technician):
                by_technician.setdefault(each.visit.technician, []).append(each)
    days = []
    for technician, visits in sorted(by_technician.items()):
        person = ledger.staff.find_person(technician)
        days.append(
            TechnicianDay(
                technician=person or Person(id=technician, name=technician, roles=[]),
                away=absence_reason(ledger, person, day) if person else "",
                visits=sorted(visits, key=_by_time),
            )
        )
    # An id that no person can have would be the name of a file.
    return [each for each in days if is_slug(each.technician.id)]


def _could_go(ledger: Ledger, person: Person, scope: SiteScope) -> bool:
    if scope.technician:
        return person.id == scope.technician
    office = ledger.settings.offices.get(person.office)
    is_in_region = scope.region == "" or (office is not None and office.region == scope.region)
    return (
        person.left is None
        and person.may(("technician",))
        and scope.office in ("", person.office)
        and is_in_region
    )


def _visits_of_day(state: State, day: date) -> list[VisitOfDay]:
    """A ticket's visits of the day, else what is left from before it, else what is agreed for
    later.
    """
    of_day = [
        VisitOfDay(state=state, visit=visit, when="today") for visit in visits_to_make(state, day)
    ]
    left = unfinished_visit(state, day)
    if left is not None and not of_day:
        return [VisitOfDay(state=state, visit=left, when="before")]
    going = state.status in ("dispatched", "visiting")
    later = [
        VisitOfDay(state=state, visit=visit, when="later")
        for visit in visits_of(state)[-1:]
        if going and visit.report is None and visit.appointment.date() > day
    ]
    return of_day + later


def _by_time(each: VisitOfDay) -> tuple[int, float, str]:
    place = ("before", "today", "later").index(each.when)
    return place, each.visit.appointment.timestamp(), each.state.ticket.id
