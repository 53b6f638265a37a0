"""Who types a command, how it is recorded for them, and what it came to: the ticket and its next
steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.errors import Notice
from svc.store.ledger import Ledger

if TYPE_CHECKING:  # what only reads loads nothing of them
    from svc.model.events import Event
    from svc.model.tickets import Ticket
    from svc.rules.promises.runs import PromiseRun
    from svc.rules.ticket.lifecycle import State
    from svc.store.recording import Recording


class Typist(Struct, frozen=True, kw_only=True):
    """Who types, when, and when it happened (None: just now); `again` records what was said a
    moment ago once more.
    """

    by: str
    now: datetime
    at: datetime | None = None
    again: bool = False
    allow: str = ""
    late: str = ""  # why it comes late for a month that is sealed

    @property
    def happened(self) -> datetime:
        return self.at or self.now


class TicketResult(Struct, frozen=True, kw_only=True):
    """What a deed came to: the ticket as it stands, what comes next, and by when."""

    ticket: Ticket
    state: State
    promises: list[PromiseRun]
    repeated: bool
    committed: bool
    notices: list[Notice]

    @property
    def next_steps(self) -> list[str]:
        from svc.rules.ticket.steps import next_steps

        return next_steps(self.state)

    @property
    def due(self) -> PromiseRun | None:
        from svc.rules.promises.runs import nearest_promise

        return nearest_promise(self.promises)


def record_event(
    ledger: Ledger, ticket: str, typist: Typist, event: Event, *more: Event
) -> TicketResult:
    """Record one event on a ticket, and what follows it in the same command.

    Raises NoSuchRecord, ImpossibleStep, NotYourRole, NotAcceptable, BeforeReceived; then
    nothing is written.
    """
    with writing(ledger, typist) as tx:
        number = tx.ticket(ticket).ticket.id
        for each in (event, *more):
            tx.append(number, each, at=typist.at)
    return ticket_result(ledger, tx, number)


def writing(ledger: Ledger, typist: Typist) -> AbstractContextManager[Recording]:
    """The ledger for this typist's command."""
    return ledger.writing(
        by=typist.by,
        now=typist.now,
        again=typist.again,
        allow=typist.allow,
        late=typist.late,
    )


def ticket_result(
    ledger: Ledger, tx: Recording, ticket: str, notices: Sequence[Notice] = ()
) -> TicketResult:
    """How the ticket stands after the command; `notices` are for what was recorded now."""
    from svc.rules.ticket.lifecycle import State

    state = tx.as_recorded(ticket).state
    assert isinstance(state, State)
    return TicketResult(
        ticket=state.current,
        state=state,
        # It is recorded, whether promises can be told or not.
        promises=ledger.known_promises(state, tx.now, []),
        repeated=tx.repeated,
        committed=tx.committed,
        notices=tx.notices if tx.repeated else [*tx.notices, *notices],
    )
