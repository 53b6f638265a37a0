"""What was asked of the parts centre: sent on its way, not wanted any more, and all that is still
awaited.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from svc.actions.typist import TicketResult, Typist, ticket_result, writing
from svc.errors import Damaged, NoSuchLoan
from svc.model import events as ev
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.part_requests import CentreRequest, open_requests, part_requests
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger


class AwaitedPart(Struct, frozen=True, kw_only=True):
    """A request that is open, and the ticket it was made for."""

    state: State
    request: CentreRequest


def send_part(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    part: str,
    carrier: str = "",
    number: str = "",
    expected: datetime | None = None,
) -> TicketResult:
    """The parts centre has sent a requested part: the first that is not on its way; of those that
    are, the last is told anew. Raises NoSuchLoan if none of that name is awaited.
    """
    with writing(ledger, typist) as tx:
        current = tx.ticket(ticket).state.ticket
        asked = [each for each in part_requests(current.log) if each.asked.part == part]
        just_said = {each.id for each in tx.just_said(current.log)}
        of = next(
            (
                each.asked.id
                for each in reversed(asked)
                if each.sent is not None
                and each.sent.id in just_said
                and (each.sent.carrier, each.sent.number, each.sent.expected)
                == (carrier, number, expected)
            ),
            "",
        )
        if not of:
            still_open = [each for each in asked if each.ended is None]
            of = _first_to_send(still_open, current.id, part).asked.id
        sent = ev.PartSent(of=of, carrier=carrier, number=number, expected=expected)
        tx.append(current.id, sent, at=typist.at)
    return ticket_result(ledger, tx, current.id)


def _first_to_send(awaited: list[CentreRequest], ticket: str, part: str) -> CentreRequest:
    if not awaited:
        raise NoSuchLoan(ticket=ticket, part=part)
    return next((each for each in awaited if each.sent is None), awaited[-1])


def cancel_request(
    ledger: Ledger, ticket: str, typist: Typist, *, part: str, reason: str
) -> TicketResult:
    """A requested part is not wanted any more, or does not come: the last request of that name that
    is open. Raises NoSuchLoan if none is.
    """
    with writing(ledger, typist) as tx:
        current = tx.ticket(ticket).state.ticket
        asked = [each for each in part_requests(current.log) if each.asked.part == part]
        just_said = {each.id for each in tx.just_said(current.log)}
        chosen = [each for each in asked if each.ended is None] or [
            each
            for each in asked
            if isinstance(each.ended, ev.PartRequestCancelled)
            and each.ended.id in just_said
            and each.ended.reason == reason
        ]
        if not chosen:
            raise NoSuchLoan(ticket=current.id, part=part)
        cancelled = ev.PartRequestCancelled(of=chosen[-1].asked.id, reason=reason)
        tx.append(current.id, cancelled, at=typist.at)
    return ticket_result(ledger, tx, current.id)


def awaited_parts(ledger: Ledger, broken: list[Damaged], *, office: str = "") -> list[AwaitedPart]:
    """All that is asked of the parts centre and not here, the oldest request first; for one office
    what it acts for. Of each ticket that can't be read the reason is added to `broken`.
    """
    found = [
        AwaitedPart(state=record.state, request=request)
        for record in ledger.tickets(broken, office, Sought(keys=(("is", "awaiting"),)))
        for request in open_requests(record.state.events)
    ]
    return sorted(found, key=lambda each: (each.request.asked.at, each.request.asked.id))
