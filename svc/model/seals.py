"""Seals (日结): a day of an office that the cashier has counted and confirmed,
`seals/SZ/2026-11-23.yaml` (S2 4.3.3). Those of months: month_seals.py.

A seal is a head and a log, as a ticket is. Its head says whose day it is; its first event what the
books said and what was counted. Nobody opens the day again: what is put right later is one more
event. What is entered later for the day is known by its event's id, which the seal does not have.
"""

# No `from __future__ import annotations` here: msgspec would have to evaluate every annotation at
# start-up.
from datetime import date
from decimal import Decimal
from typing import Annotated, get_args

from msgspec import Meta, Struct

from svc.errors import N_
from svc.model.events import (
    DIGEST_TO_COME,
    NEW,
    Event,
    EventKind,
    Pay,
    Text,
    check_exact,
    tag_of,
)
from svc.model.money import NOTHING

WAYS: tuple[Pay, ...] = get_args(Pay)
CASHIERS = ("cashier", "manager")
SealDigest = Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]
Count = Annotated[int, Meta(ge=0, le=1_000_000)]


class Counted(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the books say was paid in one way, and what was counted."""

    how: Pay
    books: Decimal
    counted: Decimal

    @property
    def difference(self) -> Decimal:
        """What is there too much; below nought what is missing."""
        return self.counted - self.books


class Figures(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A technician's day in numbers; money in yuan."""

    technician: Text
    visits: Count = 0
    slips_in: Count = 0  # of the visits of the day
    slips_missing: Count = 0  # of this day and those before
    cards_seen: Count = 0  # warranty cards looked at on the visits of the day
    cards_missing: Count = 0  # not there, or nobody looked, where the work was free by warranty
    doubtful: Count = 0  # signatures
    parts_held: Count = 0  # lent for tickets and neither used nor back
    money_held: Decimal = NOTHING  # taken and not handed in
    handed_in: Decimal = NOTHING  # that day


class SealEvent(Event, frozen=True, kw_only=True):
    """What both events of a seal say: the figures, the count, and which events they are made of.

    `seal` is a digest over figures, count and ids, never over words (decisions 8).
    """

    counted: list[Counted]
    figures: list[Figures]
    events: list[Text]  # ids of events on tickets, sorted
    seal: SealDigest
    reason: str = ""  # of a difference; of a correction

    def check_values(self) -> None:
        super().check_values()
        check_exact(*(amount for each in self.counted for amount in (each.books, each.counted)))
        check_exact(*(each.money_held for each in self.figures))
        check_exact(*(each.handed_in for each in self.figures))


class Sealed(SealEvent, frozen=True, kw_only=True, tag="sealed"):
    """The cashier has counted the day and confirms it. `digest` is that of the head's values."""

    digest: SealDigest = DIGEST_TO_COME

    def check_values(self) -> None:
        super().check_values()
        if not self.reason and any(each.difference for each in self.counted):
            raise ValueError("a difference without a reason")


class Recounted(SealEvent, frozen=True, kw_only=True, tag="recounted"):
    """The figures of a sealed day as they are now, and why; `events` are those it has besides."""

    def check_values(self) -> None:
        super().check_values()
        if not self.reason:
            raise ValueError("a correction without a reason")


AnySealEvent = Sealed | Recounted

SEAL_STATES: dict[str, str] = {"sealed": N_("sealed"), "recounted": N_("sealed, corrected")}

SEAL_CATALOGUE: dict[str, EventKind] = {
    tag_of(entry.event): entry
    for entry in (
        # Two desks that had not yet exchanged anything may both seal a day.
        EventKind(
            event=Sealed,
            label=N_("day sealed"),
            after=(NEW, *SEAL_STATES),
            leads_to="sealed",
            roles=CASHIERS,
        ),
        EventKind(
            event=Recounted,
            label=N_("sealed day corrected"),
            after=(*SEAL_STATES,),
            leads_to="recounted",
            roles=CASHIERS,
        ),
    )
}


class AnySealHead(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whose it is; `status` follows from the log."""

    id: Text
    status: Text
    office: Text
    region: Text


class SealHead(AnySealHead, frozen=True, kw_only=True, omit_defaults=True):
    """Which day it is."""

    day: date


class Seal(SealHead, frozen=True, kw_only=True, omit_defaults=True):
    """One sealed day: the head, and the log of what was confirmed."""

    log: Annotated[list[AnySealEvent], Meta(min_length=1)]


SEAL_HEAD_KEYS = tuple(name for name in SealHead.__struct_fields__ if name != "status")
