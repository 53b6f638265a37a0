"""Seals of months (月结): a month of an office whose figures are kept as they were reported,
`seals/SZ/2026-11.yaml`.

The same kind of record as the seal of a day (seals.py): a head, and a log in which nothing is taken
back. What is entered later for the month is known by its event's id, which the seal does not have.
"""

# No `from __future__ import annotations` here: msgspec would have to evaluate every annotation at
# start-up.
import re
from typing import Annotated, Literal

from msgspec import Meta, Struct

from svc.errors import N_
from svc.model.events import DIGEST_TO_COME, NEW, Event, EventKind, Text, tag_of
from svc.model.seals import SEAL_STATES, AnySealHead, SealDigest

SEALERS = ("head", "lead", "manager")
PaperKind = Literal["report", "daily"]
FIGURE_LINE = (
    r"([a-z]+) ([a-z0-9_.]+) "
    r"(?:(count) (-?[0-9]+)|(rate) ([0-9]+/[0-9]+)|(hours) (-?[0-9]+\.[0-9]{4}|-)"
    r"|(yuan) (-?[0-9]+\.[0-9]{2}))"
)
"""Section, figure, unit, number; hours of nothing are `-`."""
TICKET_LINE = r"[A-Z]{2,4}-[0-9]{4}-[A-Z][0-9]{4,9}(?: [0-9a-z]{6,16})+"
"""A ticket's number, then the ids of its events of the month."""


class PaperDigest(Struct, frozen=True, kw_only=True):
    """The digest of a paper as it was printed from these figures, or would have been."""

    paper: PaperKind
    of: Text  # whose report; the day of a daily sheet
    digest: Annotated[str, Meta(pattern="^[0-9a-f]{16,64}$")]


class MonthSealEvent(Event, frozen=True, kw_only=True):
    """What both events of a month's seal say. `seal` is a digest over figures and ids of events,
    never over words (decisions 8), so that what is forgotten of a customer breaks no seal.
    """

    figures: Text  # of the month's report, a line each: `intake received count 12`
    tickets: str  # a line each: its number, then the ids of its events of the month
    papers: list[PaperDigest]
    seal: SealDigest
    reason: str = ""  # of a correction

    def check_values(self) -> None:
        super().check_values()
        if not all(re.fullmatch(FIGURE_LINE, line) for line in self.figure_lines):
            raise ValueError("a line that is no figure")
        if not all(re.fullmatch(TICKET_LINE, line) for line in self.ticket_lines):
            raise ValueError("a line that is no ticket with events")

    @property
    def figure_lines(self) -> list[str]:
        return self.figures.split("\n")

    @property
    def ticket_lines(self) -> list[str]:
        return self.tickets.split("\n") if self.tickets else []


class MonthSealed(MonthSealEvent, frozen=True, kw_only=True, tag="month_sealed"):
    """The month is closed: these are its figures. `digest` is that of the head's values."""

    digest: Annotated[str, Meta(pattern="^[0-9a-f]{16}$")] = DIGEST_TO_COME


class MonthRecounted(MonthSealEvent, frozen=True, kw_only=True, tag="month_recounted"):
    """The figures of a sealed month as they are now, and why. `tickets` are those of which the seal
    has not all events, with the others.
    """

    def check_values(self) -> None:
        super().check_values()
        if not self.reason:
            raise ValueError("a correction without a reason")


AnyMonthSealEvent = MonthSealed | MonthRecounted

MONTH_SEAL_CATALOGUE: dict[str, EventKind] = {
    tag_of(entry.event): entry
    for entry in (
        # Two desks that had not yet exchanged anything may both seal a month.
        EventKind(
            event=MonthSealed,
            label=N_("month sealed"),
            after=(NEW, *SEAL_STATES),
            leads_to="sealed",
            roles=SEALERS,
        ),
        EventKind(
            event=MonthRecounted,
            label=N_("sealed month corrected"),
            after=(*SEAL_STATES,),
            leads_to="recounted",
            roles=SEALERS,
        ),
    )
}


class MonthSealHead(AnySealHead, frozen=True, kw_only=True, omit_defaults=True):
    """Which month it is."""

    month: Annotated[str, Meta(pattern="^[0-9]{4}-(0[1-9]|1[0-2])$")]


class MonthSeal(MonthSealHead, frozen=True, kw_only=True, omit_defaults=True):
    """One sealed month: the head, and the log of what was confirmed."""

    log: Annotated[list[AnyMonthSealEvent], Meta(min_length=1)]


MONTH_SEAL_HEAD_KEYS = tuple(name for name in MonthSealHead.__struct_fields__ if name != "status")
