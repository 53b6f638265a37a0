"""A stock document as it stands after everything its log tells."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from svc.errors import DocumentSettled, NothingToTransfer
from svc.model.events import NEW, Event, tag_of
from svc.model.stock import (
    STOCK_CATALOGUE,
    AnyStockEvent,
    StockDocument,
    TakenIn,
    Voided,
)
from svc.rules.ticket.lifecycle import events_in_order

if TYPE_CHECKING:
    from svc.model.data import Data


class StockState:
    """What the log of a document says: built by `replay_document`, not changed afterwards."""

    def __init__(self, document: StockDocument) -> None:
        self.document = document
        self.status = NEW
        self.taken_in: TakenIn | None = None
        self.voided: Voided | None = None
        self.events: list[AnyStockEvent] = []  # those in their turn
        self.out_of_turn: list[AnyStockEvent] = []
        self.corrections: dict[tuple[str, ...], int] = {}

    @property
    def current(self) -> StockDocument:
        """The document; its head never changes."""
        return self.document


def replay_document(document: StockDocument) -> StockState:
    """Where the log has brought the document. Never refuses: what is out of turn is listed."""
    state = StockState(document)
    for event in events_in_order(document.log):
        entry = STOCK_CATALOGUE[tag_of(event)]
        if state.status not in entry.after or _is_not_its_own(document, event):
            state.out_of_turn.append(event)
            continue
        state.events.append(event)
        state.status = entry.leads_to or state.status
        match event:
            case TakenIn():
                state.taken_in = event
            case Voided():
                state.voided = event
    return state


def _is_not_its_own(document: StockDocument, event: AnyStockEvent) -> bool:
    return isinstance(event, TakenIn) and document.kind != "transferred"


def ends_again(state: StockState, event: Event) -> bool:
    """Whether something out of turn ends a document that another desk has ended."""
    is_ended = state.voided is not None or state.taken_in is not None
    return (
        is_ended
        and isinstance(event, TakenIn | Voided)
        and not _is_not_its_own(state.document, event)
    )


class DocumentRow(Struct, frozen=True, kw_only=True):
    """What a list says of a document."""

    id: str
    kind: str
    status: str
    office: str
    to_office: str  # of a transfer
    technician: str  # of a kit
    booked: datetime
    by: str
    lines: int
    pieces: int
    more: int  # of a count: pieces that the books did not have
    less: int  # and that nobody saw
    reason: str  # of the document, else of its lines

    def is_of(self, month: date | None) -> bool:
        """Whether it is dated in a month; without one, whether it is a transfer on the way."""
        if month is None:
            return self.kind == "transferred" and self.status == "booked"
        return (self.booked.year, self.booked.month) == (month.year, month.month)


def document_row(state: StockState) -> DocumentRow:
    """What a list says of this document."""
    document = state.document
    differs = [line.count - line.booked for line in document.lines if line.booked is not None]
    reasons = dict.fromkeys(line.reason for line in document.lines if line.reason)
    return DocumentRow(
        id=document.id,
        kind=document.kind,
        status=state.status,
        office=document.office,
        to_office=document.to_office,
        technician=document.technician,
        booked=document.booked,
        by=document.log[0].by,
        lines=len(document.lines),
        pieces=sum(line.count for line in document.lines),
        more=sum(each for each in differs if each > 0),
        less=-sum(each for each in differs if each < 0),
        reason=document.reason or "; ".join(reasons),
    )


def check_may_follow(state: StockState, what: str) -> None:
    """Raise NothingToTransfer if it is no transfer that is taken in; DocumentSettled if the event
    can't follow any more.
    """
    if what == "taken_in" and state.document.kind != "transferred":
        raise NothingToTransfer(document=state.document.id)
    if state.status not in STOCK_CATALOGUE[what].after:
        raise DocumentSettled(document=state.document.id, status=state.status)


def derive_document(data: Data) -> tuple[str, dict[tuple[str, ...], int]]:
    """Of a document as plain data: its status from the log alone, and no comments."""
    state = replay_document(msgspec.convert(data, StockDocument))
    return state.status, state.corrections
