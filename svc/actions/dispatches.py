"""Dispatch (派工): a technician and an agreed time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from svc.actions.board import planning_of
from svc.actions.paid_work import check_step, permission_of
from svc.actions.reserved import look_at_stores, short_for_visits
from svc.actions.typist import TicketResult, Typist, ticket_result, writing
from svc.errors import (
    N_,
    AppointmentPast,
    CannotGo,
    Damaged,
    MissingFields,
    NotAcceptable,
    Notice,
    Phrase,
    TellWhoComes,
    VisitsNotSeen,
)
from svc.model import events as ev
from svc.model.staff import Person
from svc.rules import board
from svc.rules.stock.reserved import as_catalogued
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.visits import seen_to_together, visits_of
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.store.recording import Recording


def dispatch_visit(
    ledger: Ledger,
    tickets: Sequence[str],
    typist: Typist,
    *,
    technician: str,
    appointment: datetime | None = None,
    agreed_with: str = "",
    bring: Mapping[str, Sequence[str]] | None = None,
    reason: str = "",
) -> list[TicketResult]:
    """Assign a technician and an agreed time to one visit, to one machine or several at one place.
    `bring`: parts and tools to bring for each ticket; the parts are reserved in the store from now
    on, and what is short of them is said (S4 coordinator 4).

    A visit that is agreed already is given on: its time stays, unless another one is agreed
    (`agreed_with`, `reason`), and all its tickets go with it; so does what is to be brought, unless
    something else is. Without `appointment` it is that of
    such a visit. Of one that is new, `reason` is why this technician.

    Raises UnknownStaff, NotAcceptable (no technician), MissingFields (no time; another time without
    whom it was agreed with and why), AppointmentPast, and CannotGo with all that speaks against it:
    not certified (S0 1.6), away, another visit then, not on duty, parts not here. NotAgreed or
    NotCharged for a machine that goes back to the customer while paid work lacks something; the
    money may be taken there.
    """
    permission = permission_of(ledger, typist)
    typist = permission.typist
    notices: list[Notice] = []
    with writing(ledger, typist) as tx:
        person = ledger.person(technician)
        states = whole_visits(tx, tickets)
        numbers = [state.ticket.id for state in states]
        at = appointment or _agreed_time(states)
        needed = {
            tx.ticket(each).state.ticket.id: [as_catalogued(ledger.parts, text) for text in texts]
            for each, texts in (bring or {}).items()
        }
        stores = look_at_stores(ledger, [text for texts in needed.values() for text in texts])
        for state in states:
            notices += check_can_go(ledger, person, state, at, typist, together=numbers)
            dispatched = ev.Dispatched(
                technician=person.id,
                appointment=at,
                agreed_with=agreed_with,
                reasons=reason,
                bring=needed.get(state.ticket.id, []),
                together=[number for number in numbers if number != state.ticket.id],
            )
            events = _changes(tx, state, dispatched, reason) or [dispatched]
            is_delivery = state.machine is not None and state.machine.ready
            if is_delivery and not tx.is_said_again(state.ticket.id, *events):
                check_step(ledger, tx, state, permission, "deliver")
            for event in events:
                tx.append(state.ticket.id, event, at=typist.at)
    given_on = [
        state
        for state in states
        if state.status == "dispatched" and state.technician not in ("", person.id)
    ]
    if given_on and not agreed_with:
        who = {"person": person.name, "phone": person.phone}
        notices.append(TellWhoComes(ticket=given_on[0].ticket.id, **who))
    results = [ticket_result(ledger, tx, number) for number in numbers]
    if stores is not None and not results[0].repeated:
        notices += short_for_visits(ledger, [result.state for result in results], stores)
    return [_with_notices(results[0], _once(notices)), *results[1:]]


def _agreed_time(states: list[State]) -> datetime:
    """The time of a visit that is agreed already. Raises MissingFields."""
    for state in states:
        if state.status == "dispatched" and state.appointment is not None:
            return state.appointment
    raise MissingFields(fields=["--appointment"])


def whole_visits(tx: Recording, tickets: Sequence[str]) -> list[State]:
    """These tickets, and those that are seen to in one visit with one of them."""
    states: dict[str, State] = {}
    waiting = list(tickets)
    while waiting:
        state = tx.ticket(waiting.pop(0)).state
        if state.ticket.id not in states:
            states[state.ticket.id] = state
            waiting += seen_to_together(state, [tx.ticket(each).state for each in state.together])
    return list(states.values())


def _changes(
    tx: Recording, state: State, wanted: ev.Dispatched, reason: str
) -> list[ev.Dispatched | ev.Reassigned | ev.Rescheduled]:
    """What an agreed visit is changed by; nothing if there is none, or if it is as wanted. Raises
    MissingFields.
    """
    if state.status != "dispatched":
        return []
    given_on = ev.Reassigned(
        technician=wanted.technician,
        told=wanted.agreed_with,
        reason=reason,
        together=wanted.together,
        bring=wanted.bring,
    )
    said = [[given_on]]
    moved = None
    if wanted.agreed_with and reason:
        moved = ev.Rescheduled(
            appointment=wanted.appointment, agreed_with=wanted.agreed_with, reason=reason
        )
        said += [[given_on, moved], [moved]]  # type: ignore[list-item]
    for events in said:
        if tx.is_said_again(state.ticket.id, *events):
            return [*events]
    changes: list[ev.Dispatched | ev.Reassigned | ev.Rescheduled] = []
    is_other = (wanted.technician, wanted.together) != (state.technician, state.together)
    if is_other or (wanted.bring and wanted.bring != visits_of(state)[-1].bring):
        changes.append(given_on)
    if wanted.appointment != state.appointment:
        if moved is None:
            options = {"--agreed-with": wanted.agreed_with, "--reason": reason}
            raise MissingFields(fields=[name for name, value in options.items() if not value])
        changes.append(moved)
    return changes


def reschedule_visit(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    appointment: datetime,
    agreed_with: str,
    reason: str,
    technician: str = "",
) -> TicketResult:
    """Move an agreed visit, with the customer's consent (S4 visit 3), and all its tickets with it.
    The same time for another technician is no move. Raises as `dispatch_visit` does.
    """
    notices: list[Notice] = []
    with writing(ledger, typist) as tx:
        states = whole_visits(tx, [ticket])
        numbers = [state.ticket.id for state in states]
        for state in states:
            going = technician or state.technician
            person = ledger.person(going) if going else None
            if person is not None:
                notices += check_can_go(
                    ledger, person, state, appointment, typist, together=numbers
                )
            event: ev.Event = ev.Rescheduled(
                appointment=appointment,
                agreed_with=agreed_with,
                reason=reason,
                technician=technician,
            )
            if technician and appointment == state.appointment:
                event = ev.Reassigned(
                    technician=technician, told=agreed_with, reason=reason, together=state.together
                )
            tx.append(state.ticket.id, event, at=typist.at)
    return _with_notices(ticket_result(ledger, tx, numbers[0]), _once(notices))


def check_can_go(
    ledger: Ledger,
    person: Person,
    state: State,
    appointment: datetime,
    typist: Typist,
    *,
    together: Sequence[str] = (),
) -> list[Notice]:
    """Raise what speaks against sending this person to this machine then; a manager may allow it
    (S0 1.6). `together` are the tickets of the visit, which is no other visit then.

    Gives a notice of tickets that could not be read: they hide no visit in silence.
    """
    if not person.may(("technician",)):
        raise NotAcceptable(problem=Phrase(N_("{person} is not a technician"), person=person.id))
    if appointment < typist.happened:
        raise AppointmentPast(at=appointment, now=typist.happened)
    if typist.allow:
        return []
    ticket = state.current
    broken: list[Damaged] = []
    # a day is one day, whichever office asks
    own_visits = Sought(is_open=True, technician=person.id)
    others = [
        record.state
        for record in ledger.tickets(broken, "", own_visits)
        if record.ticket.id not in together
    ]
    planning = planning_of(ledger, ticket, appointment, appointment.date(), others)
    reasons = board.objections_to(person, planning)
    reasons += [
        Phrase(N_("part {part} has not arrived yet"), part=ledger.parts.called(part))
        for part in board.parts_awaited(state)
    ]
    if reasons:
        raise CannotGo(person=person.id, reasons=reasons, ticket=ticket.id)
    if not broken:
        return []
    files = list(dict.fromkeys(str(error.facts["path"]) for error in broken))
    return [VisitsNotSeen(person=person.id, files=files)]


def _once(notices: list[Notice]) -> list[Notice]:
    """Each notice once, though several tickets gave it."""
    return list({(type(each), str(each)): each for each in notices}.values())


def _with_notices(result: TicketResult, notices: list[Notice]) -> TicketResult:
    """Typed twice, nothing was recorded that they could be about."""
    return result if result.repeated else replace(result, notices=[*result.notices, *notices])
