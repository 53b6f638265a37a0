"""What papers are made from: the tickets named, or those that a day's papers are about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from svc.actions.board import absence_reason
from svc.errors import Damaged, NoSuchRecord
from svc.model.events import Linked
from svc.model.staff import Person
from svc.rules.promises.runs import PromiseRun
from svc.rules.ticket import attempts, visits
from svc.rules.ticket.lifecycle import State
from svc.store.index.queries import Sought, visits_around
from svc.store.ledger import Ledger


class Sheet(Struct, frozen=True, kw_only=True):
    """One paper before it is made: the tickets it is about and, if it is one person's, whose."""

    states: list[State]
    technician: Person | None = None
    away: str = ""  # why that person is not there that day


class Gathered(Struct, frozen=True, kw_only=True):
    """The tickets in the order in which they are printed, and what could not be read."""

    states: list[State]
    broken: list[Damaged]


def gather_named(ledger: Ledger, tickets: Sequence[str]) -> Gathered:
    """These tickets, each once; of a duplicate the one on which its matter goes on. Raises
    NoSuchRecord; Damaged if there is but one, else it is among the `broken`.
    """
    states: list[State] = []
    broken: list[Damaged] = []
    for number in dict.fromkeys(ticket.upper() for ticket in tickets):
        try:
            state = _that_goes_on(ledger, number)
            if all(other.ticket.id != state.ticket.id for other in states):
                states.append(state)
        except Damaged as error:
            if len(tickets) == 1:
                raise
            broken.append(error)
    return Gathered(states=states, broken=broken)


def _that_goes_on(ledger: Ledger, number: str) -> State:
    state = ledger.read(number).state
    passed = {state.ticket.id}
    while state.duplicate_of and state.duplicate_of not in passed:
        state = ledger.read(state.duplicate_of).state
        passed.add(state.ticket.id)
    return state


def gather_of_day(
    ledger: Ledger, kind: str, now: datetime, day: date, *, office: str = "", technician: str = ""
) -> Gathered:
    """The tickets that a day's papers are about; `kind`: visits, status, callbacks or received."""
    match kind:
        case "received":
            return gather_received(ledger, day, office=office, technician=technician)
        case "status":
            return gather_status(ledger, day, office=office, technician=technician)
        case "callbacks":
            return gather_callbacks(ledger, now, day, office=office, technician=technician)
        case _:
            return gather_visits(ledger, day, office=office, technician=technician)


def sheets_of_day(
    ledger: Ledger, states: Sequence[State], about: str, day: date, technician: str = ""
) -> list[Sheet]:
    """The sheets of a day: one of all tickets (`about` a day), or one for each technician who has a
    visit to make. Raises UnknownStaff.
    """
    if about == "day":
        person = ledger.person(technician) if technician else None
        return [_sheet_of(ledger, list(states), person, day)] if states else []
    by_technician: dict[str, list[State]] = {}
    for state in states:
        for visit in visits.visits_to_make(state, day):
            by_technician.setdefault(visit.technician, []).append(state)
    return [
        _sheet_of(ledger, by_technician[technician_id], _person_or_id(ledger, technician_id), day)
        for technician_id in sorted(by_technician)
        if technician in ("", technician_id)
    ]


def _sheet_of(ledger: Ledger, states: list[State], person: Person | None, day: date) -> Sheet:
    return Sheet(
        states=states, technician=person, away=absence_reason(ledger, person, day) if person else ""
    )


def _person_or_id(ledger: Ledger, id: str) -> Person:
    """Who this is; one who is not among the staff goes by the id."""
    return ledger.staff.find_person(id) or Person(id=id, name=id, roles=[])


def gather_visits(ledger: Ledger, day: date, *, office: str = "", technician: str = "") -> Gathered:
    """The tickets with a visit to make or made on a day, by technician and time."""

    def when(state: State, broken: list[Damaged]) -> list[str]:
        return [
            f"{visit.technician} {visit.appointment.timestamp():.0f}"
            for visit in visits.visits_to_make(state, day)
            if technician in ("", visit.technician)
        ]

    return _gather_in_order(ledger, office, when, *_visits_on(day))


def gather_status(ledger: Ledger, day: date, *, office: str = "", technician: str = "") -> Gathered:
    """The tickets with a visit on a day, moved ones included, and those a visit before left
    unfinished.
    """

    def when(state: State, broken: list[Damaged]) -> list[str]:
        left_over = visits.unfinished_visit(state, day)
        of_day = [*([left_over] if left_over else []), *visits.visits_on_day(state, day)]
        return [
            f"{visit.appointment.timestamp():.0f}"
            for visit in of_day
            if technician in ("", visit.technician)
        ]

    return _gather_in_order(ledger, office, when, Sought(is_open=True), *_visits_on(day))


def gather_callbacks(
    ledger: Ledger, now: datetime, day: date, *, office: str = "", technician: str = ""
) -> Gathered:
    """The tickets whose customers are to be called back by the end of a day, the one due first on
    top.

    A call due at night or on a holiday is one of the last day open before it; one that is to be
    tried again later than that day is not.
    """

    def when(state: State, broken: list[Damaged]) -> list[str]:
        calls = [
            run
            for run in ledger.known_promises(state, now, broken)
            if run.promise == "callback" and run.state in ("running", "overdue")
        ]
        is_theirs = technician in ("", state.technician)
        return [
            f"{call.due.timestamp():.0f}"
            for call in calls
            if is_theirs and call.due and _call_by(state, call) <= day
        ]

    return _gather_in_order(ledger, office, when, Sought(promises=("callback",)))


def gather_received(
    ledger: Ledger, day: date, *, office: str = "", technician: str = ""
) -> Gathered:
    """The requests that came in on a day at an office, wherever they went since, as they came
    in; calls that were only noted included (S0 2.2.4).
    """
    begins = datetime.combine(day, time(), ledger.zone)

    def when(state: State, broken: list[Damaged]) -> list[str]:
        ticket = state.ticket
        is_wanted = office in ("", ticket.office) and technician in ("", state.technician)
        of_day = ticket.received.astimezone(ledger.zone).date() == day
        return [f"{ticket.received.timestamp():.0f}"] if is_wanted and of_day else []

    of_day = Sought(received_from=begins, received_until=begins + timedelta(days=1))
    return _gather_in_order(ledger, "", when, of_day)


def _call_by(state: State, run: PromiseRun) -> date:
    """The day on which this call is to be made: when it falls due, or when it is to be tried
    again.
    """
    tried = attempts.contact_attempts(state, "callback")
    if tried and tried[-1].next:
        return tried[-1].next.date()
    return min(moment.date() for moment in (run.due, run.flag_at) if moment)


def linked_tickets(ledger: Ledger, state: State) -> dict[str, State]:
    """The tickets a complaint's paper shows beside it: those it has to do with, as far as they can
    be read. A paper names the others by number alone; of other tickets it shows none.
    """
    tickets: dict[str, State] = {}
    for event in state.ticket.log if state.ticket.kind == "complaint" else ():
        if isinstance(event, Linked):
            with suppress(Damaged, NoSuchRecord):
                tickets[event.ticket] = ledger.read(event.ticket).state
    return tickets


def tickets_together(ledger: Ledger, state: State) -> list[State]:
    """The tickets that are seen to in one visit with this one, as far as they can be read."""
    others = []
    for number in state.together:
        with suppress(Damaged, NoSuchRecord):
            others.append(ledger.read(number).state)
    trip = visits.agreed_trip(state)
    return [other for other in others if visits.agreed_trip(other) == trip]


def _visits_on(day: date) -> tuple[Sought, Sought]:
    """Tickets with a visit on a day: by the appointment they have now, or by one before it."""
    return visits_around(day), Sought(keys=(("visit", day.isoformat()),))


def _gather_in_order(
    ledger: Ledger, office: str, when: Callable[[State, list[Damaged]], list[str]], *sought: Sought
) -> Gathered:
    """The tickets for which `when` gives anything, in the order of the first it gives."""
    broken: list[Damaged] = []
    ordered: list[tuple[str, str, State]] = []
    for record in ledger.tickets(broken, office, *sought):
        state = record.state
        order_keys = when(state, broken)
        if order_keys:
            ordered.append((order_keys[0], state.ticket.id, state))
    return Gathered(
        states=[state for _, _, state in sorted(ordered, key=lambda row: row[:2])], broken=broken
    )
