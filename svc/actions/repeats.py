"""Repeated repairs (多次维修申报): declared to headquarters with the reason."""

from __future__ import annotations

from svc.actions.typist import TicketResult, Typist, ticket_result, writing
from svc.errors import NoRepeat
from svc.model import events as ev
from svc.rules.search.repeats import earlier_repairs
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger


def declare_repeat(
    ledger: Ledger, ticket: str, typist: Typist, *, reason: str, earlier: list[str]
) -> TicketResult:
    """Declare that this is a repeated repair: the same fault again, or the machine's so-manieth
    repair (S4).

    The earlier tickets are those named, else those seen at intake, else all earlier repairs of the
    machine. Raises NoSuchRecord for a ticket that is not there, NoRepeat if no earlier one is
    known.
    """
    named_ids = [ledger.read(number).ticket.id for number in earlier]
    earlier_ids = named_ids or _earlier_repairs(ledger, ticket)
    with writing(ledger, typist) as tx:
        record = tx.ticket(ticket)
        if not earlier_ids:
            raise NoRepeat(ticket=record.ticket.id)
        tx.append(
            record.ticket.id, ev.RepeatDeclared(earlier=earlier_ids, reason=reason), at=typist.at
        )
    return ticket_result(ledger, tx, record.ticket.id)


def _earlier_repairs(ledger: Ledger, ticket: str) -> list[str]:
    record = ledger.read(ticket)
    current = record.state.current
    if current.repeat_of or current.equipment is None:
        return current.repeat_of
    serial = current.equipment.serial
    states = (other.state for other in ledger.tickets([], "", Sought(keys=(("serial", serial),))))
    repairs = earlier_repairs(serial, states, current.received, besides=current.id)
    return [state.ticket.id for state in repairs]
