"""What waits for one person: whose turn it is, what they promised, what was escalated to them."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from svc.actions.duty import on_duty_now
from svc.errors import Damaged
from svc.rules.promises.runs import PromiseRun, nearest_promise
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.turns import ON_THE_WAY, escalated_to, whose_turn
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger


class WaitingForMe(Struct, frozen=True, kw_only=True):
    """A ticket that waits for somebody: why, and what is due on it."""

    state: State
    why: str  # escalated, promised or turn
    due: PromiseRun | None


class MyTickets(Struct, frozen=True, kw_only=True):
    """What waits for one person, first due first, and the records that could not be read."""

    items: list[WaitingForMe]
    broken: list[Damaged]


def my_tickets(ledger: Ledger, person: str, now: datetime) -> MyTickets:
    """All open tickets that wait for this person."""
    broken: list[Damaged] = []
    items = []
    for record in ledger.tickets(broken, "", Sought(is_open=True)):
        item = waiting_for(person, record.state, ledger, now, broken)
        if item is not None:
            items.append(item)
    return MyTickets(items=sorted(items, key=_due_first), broken=broken)


def waiting_for(
    person: str, state: State, ledger: Ledger, now: datetime, broken: list[Damaged]
) -> WaitingForMe | None:
    """The ticket if it waits for this person, for the strongest of the reasons."""
    promises = ledger.known_promises(state, now, broken)
    if escalated_to(state) == person:
        return WaitingForMe(state=state, why="escalated", due=nearest_promise(promises))
    own_word = nearest_promise([run for run in promises if run.by == person])
    if own_word is not None:
        return WaitingForMe(state=state, why="promised", due=own_word)
    if _is_turn_of(person, state, ledger, now):
        return WaitingForMe(state=state, why="turn", due=nearest_promise(promises))
    return None


def _is_turn_of(person: str, state: State, ledger: Ledger, now: datetime) -> bool:
    if state.status in ON_THE_WAY and state.technician == person:
        return True
    on_duty = on_duty_now(ledger, state, now)
    return person in whose_turn(state, ledger.staff, on_duty)


def _due_first(item: WaitingForMe) -> tuple[bool, float, str]:
    due = item.due.due if item.due else None
    return due is None, due.timestamp() if due else 0, item.state.ticket.id
