"""The board, proposals for one ticket, and tomorrow's orders in one go."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.reserved import KeptPart, parts_of_day
from svc.actions.typist import Typist, writing
from svc.errors import Damaged, NoSuchVersion
from svc.model import events as ev
from svc.model.staff import Person
from svc.model.tickets import Ticket
from svc.rules import board as rules
from svc.rules.promises.clock import WorkCalendar
from svc.rules.promises.runs import PromiseRun
from svc.rules.ticket.lifecycle import State
from svc.store.index.queries import Sought, visits_around
from svc.store.ledger import Ledger


class Day(Struct, frozen=True, kw_only=True):
    """A technician's day: visits in the order of their times, absence, how far in all."""

    person: Person
    visits: list[rules.BookedVisit]
    count: int  # of visits: one to several machines is one
    away: str
    distance_km: int


class Board(Struct, frozen=True, kw_only=True):
    """What waits, each technician's day, and what could not be read."""

    unkept: list[rules.UnkeptVisit]  # first of all: what nobody comes for, or nobody came for
    waiting: list[rules.WaitingTicket]
    days: list[Day]
    besides: Counter[str]  # open tickets that stand nowhere above, by state
    day: date
    broken: list[Damaged]


class DayOrders(Struct, frozen=True, kw_only=True):
    """Tomorrow: visits that stand, visits that can be assigned now, and tickets without an agreed
    time.
    """

    day: date
    standing: list[rules.BookedVisit]
    assigned: list[tuple[Ticket, Person, datetime]]
    left: list[tuple[Ticket, str]]  # why: no time agreed, or nobody can go
    parts: list[KeptPart]  # to bring, and not lent yet
    broken: list[Damaged]


def read_board(
    ledger: Ledger, now: datetime, *, office: str = "", day: date | None = None
) -> Board:
    """The coordinator's board of an office ("" for all) at `now`; technicians' days on `day`, today
    if None.
    """
    board_day = day or now.date()
    states, promises, broken = _states_with_promises(
        ledger, now, office, Sought(is_open=True), visits_around(board_day)
    )
    waiting = rules.waiting_tickets(
        zip(states, promises, strict=True), _calendars_of(ledger, states), now
    )
    visits = rules.booked_visits(states, board_day)
    visits += _visits_elsewhere(ledger, office, board_day, broken)
    # whoever has a visit that day stands on it, from another office or no technician any more
    going = {visit.technician for visit in visits}
    technicians = [
        person
        for person in ledger.staff.staff
        if person.id in going
        or (person.may(("technician",)) and office in ("", person.office) and person.left is None)
    ]
    days = [_day_of(ledger, person, visits, board_day) for person in technicians]
    people = {person.id: person for person in ledger.staff.staff}
    unkept = rules.unkept_visits(states, people, ledger.roster, now)
    shown = {visit.ticket.id for visit in unkept} | {visit.ticket.id for visit in visits}
    return Board(
        unkept=unkept,
        waiting=waiting,
        days=days,
        besides=rules.not_done_besides(states, shown),
        day=board_day,
        broken=broken,
    )


def _visits_elsewhere(
    ledger: Ledger, office: str, day: date, broken: list[Damaged]
) -> list[rules.BookedVisit]:
    """The visits that technicians of this office make for other ones that day."""
    states = _states_elsewhere(ledger, office, broken, visits_around(day))
    return [
        replace(visit, elsewhere=visit.ticket.office)
        for visit in rules.booked_visits(states, day)
        if _is_of(ledger, visit.technician, office)
    ]


def _states_elsewhere(
    ledger: Ledger, office: str, broken: list[Damaged], *sought: Sought
) -> list[State]:
    """The tickets of other offices with one of this office's technicians."""
    if not office:
        return []
    technicians = [
        Sought(is_open=True, technician=person.id)
        for person in ledger.staff.staff
        if person.office == office and person.may(("technician",))
    ]
    records = ledger.tickets(broken, "", *technicians, *sought) if technicians else ()
    return [
        record.state
        for record in records
        if record.state.current.office != office and _is_of(ledger, record.state.technician, office)
    ]


def _is_of(ledger: Ledger, technician: str, office: str) -> bool:
    person = ledger.staff.find_person(technician)
    return person is not None and person.office == office


def _day_of(ledger: Ledger, person: Person, visits: list[rules.BookedVisit], day: date) -> Day:
    """A technician's day, of all visits of that day."""
    own_visits = sorted(
        (visit for visit in visits if visit.technician == person.id), key=lambda v: v.appointment
    )
    customers = {visit.trip: visit.ticket.customer for visit in own_visits}
    return Day(
        person=person,
        visits=own_visits,
        count=len(customers),
        away=absence_reason(ledger, person, day),
        distance_km=sum(customer.distance_km or 0 for customer in customers.values() if customer),
    )


class Proposal(Struct, frozen=True, kw_only=True):
    """Who could go to a ticket and why."""

    state: State
    when: datetime | None  # the time looked at; None: none was named that is still to come
    candidates: list[rules.Candidate]
    parts_awaited: list[str]
    broken: list[Damaged]  # tickets whose visits could not be looked at


def propose_technicians(
    ledger: Ledger, ticket: str, now: datetime, at: datetime | None = None
) -> Proposal:
    """Who could go to a ticket, at a time or (None) at the one promised or asked for."""
    state = ledger.read(ticket).state
    current = state.current
    when = at or rules.wanted_time(state)
    if when is not None and when < now:
        when = None
    appointment_day = when.date() if when else now.date()
    same_customer = Sought(keys=tuple(_search_keys(current)))
    sought = (Sought(is_open=True), visits_around(appointment_day, days_before=7), same_customer)
    broken: list[Damaged] = []
    states = [record.state for record in ledger.tickets(broken, current.office, *sought)]
    around = visits_around(appointment_day, days_before=7)
    states += _states_elsewhere(ledger, current.office, broken, around)
    planning = planning_of(ledger, current, when, appointment_day, states)
    candidates = rules.candidates_for(planning, ledger.staff.staff)
    return Proposal(
        state=state,
        when=when,
        candidates=candidates,
        parts_awaited=rules.parts_awaited(state),
        broken=broken,
    )


def planning_of(
    ledger: Ledger, ticket: Ticket, at: datetime | None, day: date, states: list[State]
) -> rules.Planning:
    """What decides who can go to this ticket then, by the ledger's roster, calendar and settings.

    Raises NoSuchVersion, Damaged.
    """
    return rules.Planning(
        ticket=ticket,
        at=at,
        day=day,
        states=states,
        roster=ledger.roster,
        calendar=ledger.calendar(ticket.terms.calendar) if ticket.terms else None,
        visit_time=timedelta(minutes=ledger.settings.visit_minutes),
    )


def plan_day(
    ledger: Ledger, now: datetime, *, office: str = "", day: date | None = None
) -> DayOrders:
    """The orders of a day, the next working day if None: what stands, and what can be assigned.

    A waiting ticket is assigned if a time on that day was promised to or asked for by the customer;
    to the one who has fewest visits then, knows the customer or is nearby.
    """
    orders_day = day or next_working_day(ledger, now.date(), office)
    going = (Sought(is_open=True), visits_around(orders_day, days_before=7))
    open_tickets = [
        record.state.current for record in ledger.tickets([], office, Sought(is_open=True))
    ]
    same_customers = Sought(
        keys=tuple(key for ticket in open_tickets for key in _search_keys(ticket))
    )
    states, promises, broken = _states_with_promises(ledger, now, office, *going, same_customers)
    all_waiting = rules.waiting_tickets(
        zip(states, promises, strict=True), _calendars_of(ledger, states), now
    )
    standing = [
        visit for visit in rules.booked_visits(states, orders_day) if visit.status == "dispatched"
    ]
    around = visits_around(orders_day, days_before=7)
    elsewhere = _states_elsewhere(ledger, office, broken, around)
    assigned: list[tuple[Ticket, Person, datetime]] = []
    unassigned: list[tuple[Ticket, str]] = []
    for waiting in all_waiting:
        is_answered = waiting.state.status not in ("noted", "received")
        if waiting.ticket.mode not in ("visit", "paid") or not is_answered:
            continue
        if waiting.wanted is None:
            unassigned.append((waiting.ticket, "no-time"))
            continue
        if waiting.wanted.date() != orders_day:
            continue
        planning = planning_of(
            ledger, waiting.ticket, waiting.wanted, orders_day, [*states, *elsewhere]
        )
        for candidate in rules.candidates_for(planning, ledger.staff.staff):
            taken = any(
                person.id == candidate.person.id and abs(at - waiting.wanted) < planning.visit_time
                for _, person, at in assigned
            )
            if candidate.can_go and not taken and not rules.parts_awaited(waiting.state):
                assigned.append((waiting.ticket, candidate.person, waiting.wanted))
                break
        else:
            unassigned.append((waiting.ticket, "nobody"))
    return DayOrders(
        day=orders_day,
        standing=standing,
        assigned=assigned,
        left=unassigned,
        parts=parts_of_day(ledger, office, orders_day, broken),
        broken=broken,
    )


def hand_out_orders(ledger: Ledger, typist: Typist, planned: DayOrders) -> list[str]:
    """Dispatch what the plan assigns and hand all orders of the day out, in one commit; gives the
    tickets' numbers.
    """
    ticket_ids = []
    with writing(ledger, typist) as tx:
        for ticket, person, at in planned.assigned:
            tx.append(ticket.id, ev.Dispatched(technician=person.id, appointment=at))
            tx.append(ticket.id, ev.HandedOut(technician=person.id))
            ticket_ids.append(ticket.id)
        for visit in planned.standing:
            state = tx.ticket(visit.ticket.id).state
            if state.status == "dispatched" and not state.is_handed_out:
                tx.append(visit.ticket.id, ev.HandedOut(technician=visit.technician))
                ticket_ids.append(visit.ticket.id)
    return ticket_ids


def next_working_day(ledger: Ledger, after: date, office: str) -> date:
    """The first working day of the office (of the first one if none is named) after this day."""
    code = office or ledger.usual_office
    calendar = ledger.calendar(ledger.newest("calendars", ledger.office(code).calendar))
    midnight = datetime.combine(after + timedelta(days=1), datetime.min.time(), tzinfo=ledger.zone)
    return calendar.next_opening(midnight).date()


def _states_with_promises(
    ledger: Ledger, now: datetime, office: str, *sought: Sought
) -> tuple[list[State], list[list[PromiseRun]], list[Damaged]]:
    """The tickets that count here, open ones with their promises, and what could not be read."""
    broken: list[Damaged] = []
    states = [record.state for record in ledger.tickets(broken, office, *sought)]
    return (
        states,
        [ledger.known_promises(state, now, broken) if state.is_open() else [] for state in states],
        broken,
    )


def _search_keys(ticket: Ticket) -> list[tuple[str, str]]:
    """What other tickets of the customer and the machine are found by."""
    keys = []
    if ticket.customer is not None:
        keys += [("unit", ticket.customer.unit), ("file", ticket.customer.file)]
    if ticket.equipment is not None:
        keys.append(("serial", ticket.equipment.serial))
    return keys


def _calendars_of(ledger: Ledger, states: list[State]) -> dict[str, WorkCalendar]:
    terms = (state.current.terms for state in states if state.is_open())
    names = {each.calendar for each in terms if each}
    calendars = {}
    for name in names:
        # told already: without it the promises can't be counted
        with suppress(Damaged, NoSuchVersion):
            calendars[name] = ledger.calendar(name)
    return calendars


def absence_reason(ledger: Ledger, person: Person, day: date) -> str:
    """Why somebody is not at work on a day; empty if they are."""
    absence = next(
        (
            own_absence
            for own_absence in person.absences
            if own_absence.since <= day <= own_absence.until
        ),
        None,
    ) or ledger.roster.away_on(person.id, day)
    return absence.why if absence is not None else ""
