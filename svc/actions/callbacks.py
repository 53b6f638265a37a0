"""Callbacks (回访) and the technician's own follow-up calls."""

from __future__ import annotations

from svc.actions.dissatisfaction import record_dissatisfaction
from svc.actions.typist import (
    TicketResult,
    Typist,
    record_event,
    ticket_result,
    writing,
)
from svc.errors import Notice, OwnWork
from svc.model import events as ev
from svc.model.tickets import Ticket
from svc.rules.ticket.lifecycle import State
from svc.store.ledger import Ledger


def record_callback(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    spoke_to: str,
    rating: ev.Rating,
    running: bool | None = None,
    reason: str = "",
    better: str = "",
    response: ev.Rating | None = None,
    skill: ev.Rating | None = None,
    manner: ev.Rating | None = None,
) -> TicketResult:
    """The satisfaction call; `running` None: nobody asked. Dissatisfied, or the machine does not
    run: the station head is told and the ticket opened again in the same command, for a repair if
    it does not run.

    Raises OwnWork if the caller did the work (ours: never the technician), ReasonNeeded without the
    reason of dissatisfaction.
    """
    called = ev.CalledBack(
        spoke_to=spoke_to,
        rating=rating,
        running=running,
        reason=reason,
        better=better,
        response=response,
        skill=skill,
        manner=manner,
    )
    notices: list[Notice] = []
    with writing(ledger, typist) as tx:
        record = tx.ticket(ticket)
        if typist.by in people_who_worked(record.state.ticket) and not typist.allow:
            raise OwnWork(person=typist.by)
        if rating in ev.DISSATISFIED or running is False:
            notices = record_dissatisfaction(
                ledger,
                tx,
                record,
                typist,
                called,
                reason=reason,
                reopened_for="repair" if running is False else "talk",
            )
        else:
            tx.append(record.ticket.id, called, at=typist.at)
    return ticket_result(ledger, tx, record.ticket.id, notices)


def record_follow_up(
    ledger: Ledger, ticket: str, typist: Typist, *, spoke_to: str, running: bool, words: str = ""
) -> TicketResult:
    """The technician's call after an unsure repair or guidance by phone; it does not replace the
    callback. Does the machine not run, the ticket is opened again and the station head told.

    Raises ReasonNeeded without `words` then.
    """
    followed_up = ev.FollowedUp(spoke_to=spoke_to, running=running, words=words)
    if running:
        return record_event(ledger, ticket, typist, followed_up)
    with writing(ledger, typist) as tx:
        record = tx.ticket(ticket)
        notices = record_dissatisfaction(
            ledger, tx, record, typist, followed_up, reason=words, reopened_for="repair"
        )
    return ticket_result(ledger, tx, record.ticket.id, notices)


def people_who_worked(ticket: Ticket) -> set[str]:
    """Everybody who worked on the machine: who was sent, and who recorded the work."""
    sent = {
        event.technician
        for event in ticket.log
        if isinstance(event, ev.Dispatched | ev.Rescheduled)
    }
    sent |= {event.to for event in ticket.log if isinstance(event, ev.TakenOver) and event.visit}
    did = {
        e.by
        for e in ticket.log
        if isinstance(e, ev.Arrived | ev.Visited | ev.Repaired | ev.Answered)
    }
    return (sent | did) - {""}


def ratings_differ(state: State) -> bool:
    """Whether the slip's rating is not the one the customer gives on the phone: that may be fraud
    (S2 4.3.3).
    """
    slip, call = state.slip, state.callback
    return (
        slip is not None
        and call is not None
        and slip.rating is not None
        and slip.rating != call.rating
    )
