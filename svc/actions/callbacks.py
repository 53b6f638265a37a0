"""Callbacks (回访) and the technician's own follow-up calls."""

from __future__ import annotations

from svc.actions.typist import TicketResult, Typist, record_event, ticket_result, writing
from svc.errors import OwnWork, ReasonNeeded
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
    running: bool = True,
    reason: str = "",
    better: str = "",
    response: ev.Rating | None = None,
    skill: ev.Rating | None = None,
    manner: ev.Rating | None = None,
) -> TicketResult:
    """The satisfaction call. Dissatisfied, or the machine does not run: opened again in the same
    command.

    Raises OwnWork if the caller did the work (ours: never the technician), ReasonNeeded without the
    reason of dissatisfaction.
    """
    unhappy = rating in ev.DISSATISFIED or not running
    if unhappy and not reason:
        raise ReasonNeeded()
    with writing(ledger, typist) as tx:
        record = tx.ticket(ticket)
        if typist.by in people_who_worked(record.state.ticket) and not typist.allow:
            raise OwnWork(person=typist.by)
        number = record.ticket.id
        tx.append(
            number,
            ev.CalledBack(
                spoke_to=spoke_to,
                rating=rating,
                running=running,
                reason=reason,
                better=better,
                response=response,
                skill=skill,
                manner=manner,
            ),
            at=typist.at,
        )
        if unhappy:
            tx.append(number, ev.Reopened(reason=reason), at=typist.at)
    return ticket_result(ledger, tx, number)


def record_follow_up(
    ledger: Ledger, ticket: str, typist: Typist, *, spoke_to: str, running: bool, words: str = ""
) -> TicketResult:
    """The technician's call after an unsure repair or guidance by phone; it does not replace the
    callback.
    """
    return record_event(
        ledger, ticket, typist, ev.FollowedUp(spoke_to=spoke_to, running=running, words=words)
    )


def people_who_worked(ticket: Ticket) -> set[str]:
    """Everybody who worked on the machine: who was sent, and who recorded the work."""
    sent = {
        event.technician
        for event in ticket.log
        if isinstance(event, ev.Dispatched | ev.Rescheduled)
    }
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
