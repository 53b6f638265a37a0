"""A customer who is not satisfied, however that came out: the station head is told, and the ticket
is opened again for a repair or for a talk, in the same command (S4 callback flow, S2 4.2.8C).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svc.actions.typist import Typist
from svc.errors import NobodyToTell, Notice, ReasonNeeded
from svc.model import events as ev
from svc.rules.ticket.turns import escalated_to, station_head
from svc.store.ledger import Ledger
from svc.store.records import Record

if TYPE_CHECKING:
    from svc.store.recording import Recording


def record_dissatisfaction(
    ledger: Ledger,
    tx: Recording,
    record: Record,
    typist: Typist,
    heard: ev.Event,
    *,
    reason: str,
    reopened_for: ev.ReopenedFor,
) -> list[Notice]:
    """Record `heard`, in which the customer said it, and what follows from it.

    A ticket whose work is not done yet is not opened again: it is open. A station head who was told
    and has not answered yet is not told once more, nor one who hears it himself. Raises
    ReasonNeeded.
    """
    if not reason:
        raise ReasonNeeded()
    state = tx.planned_state(record.ticket.id)
    head = station_head(ledger.staff, state.current.office, typist.now.date())
    opened = [ev.Reopened(reason=reason, reopened_for=reopened_for)]
    escalated = (
        [] if head is None or head.id == typist.by else [ev.Escalated(to=head.id, reason=reason)]
    )
    for follows in ([*opened, *escalated], escalated, opened, []):
        if tx.is_said_again(record.ticket.id, heard, *follows):
            break  # what the first time changed does not speak against it
    else:
        if state.status not in ev.CATALOGUE["reopened"].after:
            opened = []
        if head is not None and escalated_to(state) == head.id:
            escalated = []
        follows = [*opened, *escalated]
    for event in (heard, *follows):
        tx.append(record.ticket.id, event, at=typist.at)
    return [NobodyToTell()] if head is None else []
