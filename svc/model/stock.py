"""Stock documents (备件单据): what happened to parts without a ticket. Delivered, sent to another
office, sent back, counted, scrapped, taken into a kit, put elsewhere (S3 四 1, S4).

A document is a head and a log, as a ticket is: the head says what was written on the paper, and is
written once; what becomes of it later are events. What belongs to a ticket is an event of that
ticket and stands in none of these.
"""

# No `from __future__ import annotations` here: msgspec would have to evaluate every annotation at
# start-up.
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta, Struct

from svc.errors import N_
from svc.model.events import (
    NEW,
    Event,
    EventKind,
    Moment,
    Remarked,
    Renumbered,
    Text,
    check_exact,
    check_thinkable,
    tag_of,
)

StockKind = Literal[
    "received",
    "transferred",
    "sent_back",
    "counted",
    "scrapped",
    "kit_lent",
    "kit_returned",
    "kit_counted",
    "moved",
]
StockSource = Literal["headquarters", "supplier", "opening", "found"]
PartCondition = Literal["good", "defective"]

STOCK_KINDS: dict[str, str] = {
    "received": N_("delivery note"),
    "transferred": N_("transfer note"),
    "sent_back": N_("return to headquarters"),
    "counted": N_("stock count"),
    "scrapped": N_("scrapping note"),
    "kit_lent": N_("issue for a kit"),
    "kit_returned": N_("return from a kit"),
    "kit_counted": N_("count of a kit"),
    "moved": N_("change of position"),
}
SOURCES: dict[str, str] = {
    "headquarters": N_("headquarters"),
    "supplier": N_("bought locally"),
    "opening": N_("opening stock"),
    "found": N_("found in the store"),
}

COUNTS: tuple[StockKind, ...] = ("counted", "kit_counted")
"""Documents that say what was found, beside what the books had."""

STOREKEEPERS = ("parts", "manager")


class StockLine(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part on a document.

    `count` of a stock count is what lay there; `booked` what the books said at that moment.
    """

    part: Text  # code
    count: Annotated[int, Meta(ge=0, le=1_000_000)]
    condition: PartCondition = "good"
    serials: list[Text] = []  # of parts that are followed one by one: as many as `count`
    price: Decimal | None = None  # what one is worth, in yuan; of what comes in
    position: str = ""  # in the store: zone, rack, shelf
    booked: Annotated[int, Meta(ge=-1_000_000, le=1_000_000)] | None = None
    booked_serials: list[Text] = []  # of a count by piece: those that the books had there
    reason: str = ""  # of a difference, of scrapping


class TakenInLine(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What arrived of a line of a transfer; `line` counts from 1. Missing pieces have a reason."""

    line: Annotated[int, Meta(ge=1)]
    count: Annotated[int, Meta(ge=0, le=1_000_000)]
    serials: list[Text] = []
    position: str = ""
    reason: str = ""


class Booked(Event, frozen=True, kw_only=True, tag="booked"):
    """The document was written: its parts moved then. `digest` is that of the head's values."""

    digest: Annotated[str, Meta(pattern="^[0-9a-f]{16}$")] = "0" * 16


class TakenIn(Event, frozen=True, kw_only=True, tag="taken_in"):
    """The parts of a transfer are in the other office's store; what is missing is booked to the
    difference.
    """

    lines: Annotated[list[TakenInLine], Meta(min_length=1)]


class Voided(Event, frozen=True, kw_only=True, tag="voided"):
    """The document was wrong: everything it moved goes back (红字), from this moment on."""

    reason: Text


AnyStockEvent = Booked | TakenIn | Voided | Remarked | Renumbered

STATES: dict[str, str] = {
    "booked": N_("booked"),
    "taken_in": N_("taken in"),
    "voided": N_("voided"),
}

STOCK_CATALOGUE: dict[str, EventKind] = {
    tag_of(entry.event): entry
    for entry in (
        EventKind(
            event=Booked, label=N_("booked"), after=(NEW,), leads_to="booked", roles=STOREKEEPERS
        ),
        EventKind(
            event=TakenIn,
            label=N_("taken in"),
            after=("booked",),
            leads_to="taken_in",
            roles=STOREKEEPERS,
        ),
        EventKind(
            event=Voided,
            label=N_("voided"),
            after=("booked", "taken_in"),
            leads_to="voided",
            roles=STOREKEEPERS,
        ),
        EventKind(event=Remarked, label=N_("note"), after=(*STATES,)),
        EventKind(event=Renumbered, label=N_("renumbered"), after=(*STATES,)),
    )
}


class StockHead(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What stands on the document; `status` follows from the log."""

    id: Text
    status: Text
    booked: Moment
    office: Text
    region: Text
    kind: StockKind
    source: StockSource | None = None  # of what was received: where it came from
    to_office: str = ""  # of a transfer
    technician: str = ""  # of a kit
    bill: str = ""  # of what was bought locally
    number: str = ""  # of the delivery, as the other side has it
    reason: str = ""
    lines: Annotated[list[StockLine], Meta(min_length=1, max_length=2000)]

    def __post_init__(self) -> None:
        check_thinkable(self, ("booked",))
        check_exact(*(line.price for line in self.lines if line.price is not None))
        for line in self.lines:
            if line.serials and len(line.serials) != line.count:
                raise ValueError("as many serial numbers as pieces")
        if (self.kind == "transferred") != bool(self.to_office):
            raise ValueError("a transfer, and nothing else, goes to another office")
        if self.kind.startswith("kit") != bool(self.technician):
            raise ValueError("a kit, and nothing else, is a technician's")


class StockDocument(StockHead, frozen=True, kw_only=True, omit_defaults=True):
    """One document: the head, and the log of what became of it."""

    log: Annotated[list[AnyStockEvent], Meta(min_length=1)]


STOCK_HEAD_KEYS = tuple(name for name in StockHead.__struct_fields__ if name != "status")
