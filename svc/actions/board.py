"""The board, proposals for one ticket, and tomorrow's orders in one go."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from msgspec import Struct

from svc.actions.recording import Typist, writing
from svc.errors import Damaged
from svc.model.staff import Person
from svc.model.tickets import Ticket
from svc.rules import board as rules
from svc.rules.clock import WorkCalendar
from svc.rules.lifecycle import State
from svc.rules.promises import Held
from svc.store.ledger import Ledger


class Day(Struct, frozen=True, kw_only=True):
    """A technician's day: visits in the order of their times, absence, how far in all."""

    person: Person
    visits: list[rules.Going]
    away: str
    distance_km: int


class Board(Struct, frozen=True, kw_only=True):
    """What waits, each technician's day, and what could not be read."""

    waiting: list[rules.Waiting]
    days: list[Day]
    day: date
    broken: list[Damaged]


class Plan(Struct, frozen=True, kw_only=True):
    """Tomorrow: visits that stand, visits that can be assigned now, and tickets without an agreed time."""

    day: date
    standing: list[rules.Going]
    assigned: list[tuple[Ticket, Person, datetime]]
    left: list[tuple[Ticket, str]]  # why: no time agreed, or nobody can go
    broken: list[Damaged]


def board(ledger: Ledger, now: datetime, *, office: str = "", day: date | None = None) -> Board:
    """The coordinator's board of an office ("" for all) at `now`; technicians' days on `day`, today if None."""
    states, held, broken = _all(ledger, now, office)
    on = day or now.date()
    waiting = rules.waiting(zip(states, held, strict=True), _calendars(ledger, states), now)
    visits = rules.going(states, on)
    days = [
        Day(
            person=person,
            visits=[visit for visit in visits if visit.technician == person.id],
            away=_away(ledger, person, on),
            distance_km=sum(
                v.ticket.customer.distance_km or 0 for v in visits if v.technician == person.id and v.ticket.customer
            ),
        )
        for person in ledger.staff.staff
        if person.may(("technician",)) and office in ("", person.office) and person.left is None
    ]
    return Board(waiting=waiting, days=days, day=on, broken=broken)


def propose(
    ledger: Ledger, ticket: str, now: datetime, at: datetime | None = None
) -> tuple[State, datetime | None, list[rules.Candidate], list[str]]:
    """Who could go to a ticket and why: its state, the time looked at, candidates, parts that are awaited."""
    state = ledger.read(ticket).state
    current = state.current
    states, _, _ = _all(ledger, now, current.office, promises=False)
    when = at or rules.wanted_time(state)
    if when is not None and when < now:
        when = None
    found = rules.candidates(
        current,
        when,
        ledger.staff.staff,
        states,
        roster=ledger.roster,
        calendar=ledger.calendar(current.terms.calendar) if current.terms else None,
        visit_time=timedelta(minutes=ledger.settings.visit_minutes),
        today=now.date(),
    )
    return state, when, found, rules.parts_awaited(state)


def plan(ledger: Ledger, now: datetime, *, office: str = "", day: date | None = None) -> Plan:
    """The orders of a day, the next working day if None: what stands, and what can be assigned.

    A waiting ticket is assigned if a time on that day was promised to or asked for by the customer; to the one
    who has fewest visits then, knows the customer or is nearby.
    """
    states, held, broken = _all(ledger, now, office)
    on = day or next_day(ledger, now, office)
    rows = rules.waiting(zip(states, held, strict=True), _calendars(ledger, states), now)
    standing = [visit for visit in rules.going(states, on) if visit.status == "dispatched"]
    assigned: list[tuple[Ticket, Person, datetime]] = []
    left: list[tuple[Ticket, str]] = []
    for row in rows:
        if row.ticket.mode not in ("visit", "paid") or row.state.status in ("noted", "received"):
            continue
        if row.wanted is None:
            left.append((row.ticket, "no-time"))
            continue
        if row.wanted.date() != on:
            continue
        for candidate in rules.candidates(
            row.ticket,
            row.wanted,
            ledger.staff.staff,
            states,
            roster=ledger.roster,
            calendar=ledger.calendar(row.ticket.terms.calendar) if row.ticket.terms else None,
            visit_time=timedelta(minutes=ledger.settings.visit_minutes),
            today=now.date(),
        ):
            taken = any(
                person.id == candidate.person.id
                and abs(at - row.wanted) < timedelta(minutes=ledger.settings.visit_minutes)
                for _, person, at in assigned
            )
            if candidate.can_go and not taken and not rules.parts_awaited(row.state):
                assigned.append((row.ticket, candidate.person, row.wanted))
                break
        else:
            left.append((row.ticket, "nobody"))
    return Plan(day=on, standing=standing, assigned=assigned, left=left, broken=broken)


def hand_out(ledger: Ledger, typist: Typist, planned: Plan) -> list[str]:
    """Dispatch what the plan assigns and hand all orders of the day out, in one commit; gives the tickets' numbers."""
    done = []
    with writing(ledger, typist) as tx:
        for ticket, person, at in planned.assigned:
            tx.append(ticket.id, "dispatched", technician=person.id, appointment=at)
            tx.append(ticket.id, "handed_out", technician=person.id)
            done.append(ticket.id)
        for visit in planned.standing:
            state = tx.ticket(visit.ticket.id).state
            if state.status == "dispatched" and not state.is_handed_out:
                tx.append(visit.ticket.id, "handed_out", technician=visit.technician)
                done.append(visit.ticket.id)
    return done


def next_day(ledger: Ledger, now: datetime, office: str) -> date:
    """The next working day of the office (of the first one if none is named)."""
    code = office or next(iter(ledger.settings.offices))
    calendar = ledger.calendar(ledger.newest("calendars", ledger.office(code).calendar))
    midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), tzinfo=ledger.zone)
    return calendar.next_opening(midnight).date()


def _all(
    ledger: Ledger, now: datetime, office: str, promises: bool = True
) -> tuple[list[State], list[list[Held]], list[Damaged]]:
    broken: list[Damaged] = []
    states = [record.state for record in ledger.tickets(broken, office)]
    return states, [ledger.promises(state, now) if promises else [] for state in states], broken


def _calendars(ledger: Ledger, states: list[State]) -> dict[str, WorkCalendar]:
    names = {state.ticket.terms.calendar for state in states if state.ticket.terms}
    return {name: ledger.calendar(name) for name in names}


def _away(ledger: Ledger, person: Person, day: date) -> str:
    away = next((a for a in person.absences if a.since <= day <= a.until), None) or ledger.roster.away_on(
        person.id, day
    )
    return away.why if away is not None else ""
