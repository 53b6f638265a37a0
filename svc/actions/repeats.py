"""Repeated repairs (多次维修申报): declared to headquarters with the reason."""

from __future__ import annotations

from msgspec.structs import replace

from svc.actions.typist import TicketResult, Typist, ticket_result, writing
from svc.errors import Damaged, NoRepeat, RepairsNotSeen, SomeUnreadable
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
    machine; a notice names tickets that could not be read and may be among these. Raises
    NoSuchRecord for a ticket that is not there, NoRepeat if no earlier one is known, SomeUnreadable
    if that is because of such tickets.
    """
    broken: list[Damaged] = []
    named_ids = [ledger.read(number).ticket.id for number in earlier]
    earlier_ids = named_ids or _earlier_repairs(ledger, ticket, broken)
    with writing(ledger, typist) as tx:
        record = tx.ticket(ticket)
        if not earlier_ids and broken:
            raise SomeUnreadable.of(broken)
        if not earlier_ids:
            raise NoRepeat(ticket=record.ticket.id)
        tx.append(
            record.ticket.id, ev.RepeatDeclared(earlier=earlier_ids, reason=reason), at=typist.at
        )
    result = ticket_result(ledger, tx, record.ticket.id)
    if not broken or result.repeated:
        return result
    files = list(dict.fromkeys(str(error.facts["path"]) for error in broken))
    return replace(result, notices=[*result.notices, RepairsNotSeen(files=files)])


def _earlier_repairs(ledger: Ledger, ticket: str, broken: list[Damaged]) -> list[str]:
    record = ledger.read(ticket)
    current = record.state.current
    if current.repeat_of or current.equipment is None:
        return current.repeat_of
    serial = record.state.serials_in_turn(0)[0]
    same_machine = Sought(keys=(("serial", serial),))
    states = (other.state for other in ledger.tickets(broken, "", same_machine))
    repairs = earlier_repairs(serial, states, current.received, besides=current.id)
    return [state.ticket.id for state in repairs]
