"""Dispatch (派工): a technician and an agreed time."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from svc.actions.board import planning_of
from svc.actions.paid_work import check_step, permission_of
from svc.actions.typist import TicketResult, Typist, ticket_result, writing
from svc.errors import (
    N_,
    AppointmentPast,
    CannotGo,
    Damaged,
    NotAcceptable,
    Notice,
    Phrase,
    VisitsNotSeen,
)
from svc.model import events as ev
from svc.model.staff import Person
from svc.rules import board
from svc.rules.ticket.lifecycle import State
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger


def dispatch_technician(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    technician: str,
    appointment: datetime,
    agreed_with: str = "",
    bring: list[str] | None = None,
) -> TicketResult:
    """Assign a technician and an agreed time.

    Raises UnknownStaff, NotAcceptable (no technician), AppointmentPast, and CannotGo with all that
    speaks against it: not certified (S0 1.6), away, another visit then, not on duty, parts not
    here. NotAgreed or NotCharged for a machine that goes back to the customer while paid work lacks
    something; the money may be taken there.
    """
    permission = permission_of(ledger, typist)
    typist = permission.typist
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        current = state.current
        person = ledger.person(technician)
        notices = check_can_go(ledger, person, state, appointment, typist)
        dispatched = ev.Dispatched(
            technician=person.id,
            appointment=appointment,
            agreed_with=agreed_with,
            bring=bring or [],
        )
        is_delivery = state.machine is not None and state.machine.ready
        if is_delivery and not tx.is_said_again(current.id, dispatched):
            check_step(ledger, tx, state, permission, "deliver")
        tx.append(current.id, dispatched, at=typist.at)
    return _with_notices(ticket_result(ledger, tx, current.id), notices)


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
    """Move an agreed visit, with the customer's consent (S4 visit 3). Raises as
    `dispatch_technician` does.
    """
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        current = state.current
        person = (
            ledger.person(technician or state.technician)
            if technician or state.technician
            else None
        )
        notices: list[Notice] = []
        if person is not None:
            notices = check_can_go(ledger, person, state, appointment, typist)
        tx.append(
            current.id,
            ev.Rescheduled(
                appointment=appointment,
                agreed_with=agreed_with,
                reason=reason,
                technician=technician,
            ),
            at=typist.at,
        )
    return _with_notices(ticket_result(ledger, tx, current.id), notices)


def check_can_go(
    ledger: Ledger, person: Person, state: State, appointment: datetime, typist: Typist
) -> list[Notice]:
    """Raise what speaks against sending this person to this machine then; a manager may allow it
    (S0 1.6).

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
    others = [record.state for record in ledger.tickets(broken, "", own_visits)]
    planning = planning_of(ledger, ticket, appointment, appointment.date(), others)
    reasons = board.objections_to(person, planning)
    reasons += [
        Phrase(N_("part {part} has not arrived yet"), part=part)
        for part in board.parts_awaited(state)
    ]
    if reasons:
        raise CannotGo(person=person.id, reasons=reasons, ticket=ticket.id)
    if not broken:
        return []
    files = list(dict.fromkeys(str(error.facts["path"]) for error in broken))
    return [VisitsNotSeen(person=person.id, files=files)]


def _with_notices(result: TicketResult, notices: list[Notice]) -> TicketResult:
    """Typed twice, nothing was recorded that they could be about."""
    return result if result.repeated else replace(result, notices=[*result.notices, *notices])
