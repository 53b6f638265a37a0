"""A month's seal as it stands after everything its log tells, and what is late for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, tzinfo
from typing import TYPE_CHECKING

import msgspec

from svc.model.events import Event, Flagged, Forgotten, Renumbered
from svc.model.month_seals import (
    MONTH_SEAL_CATALOGUE,
    MonthRecounted,
    MonthSeal,
    MonthSealed,
)
from svc.model.times import day_of
from svc.rules.daily.seals import Confirmations

if TYPE_CHECKING:
    from svc.model.data import Data
    from svc.rules.ticket.lifecycle import State


NOTED_BY_ITSELF = (Flagged, Forgotten, Renumbered)
"""What is noted of a record, and happened to nobody: no seal names it, and it is never late."""


class MonthSealState(Confirmations[MonthSeal, MonthSealed, MonthRecounted]):
    """What the log of a month's seal says; not changed afterwards."""

    catalogue = MONTH_SEAL_CATALOGUE

    def __init__(self, seal: MonthSeal) -> None:
        super().__init__(seal, seal.log, MonthSealed, MonthRecounted)

    @property
    def first(self) -> date:
        """The first day of the month."""
        return date.fromisoformat(f"{self.seal.month}-01")

    @property
    def sealed_ids(self) -> frozenset[str]:
        """The ids of events that the month was sealed with."""
        return frozenset(ids_in(self.holds.ticket_lines))

    @property
    def known(self) -> frozenset[str]:
        """The same, and those of what was put right since."""
        recounted = (id for event in self.recounts for id in ids_in(event.ticket_lines))
        return self.sealed_ids.union(recounted)

    @property
    def is_disputed(self) -> bool:
        """Whether two desks sealed the month with other figures or events, and nobody has said
        since which are right.
        """
        differ = any(other.seal != self.holds.seal for other in self.others)
        return differ and not self.recounts


def replay_month_seal(seal: MonthSeal) -> MonthSealState:
    """Where the log has brought the seal. Never refuses: what is out of turn is listed."""
    return MonthSealState(seal)


def derive_month_seal(data: Data) -> tuple[str, dict[tuple[str, ...], int]]:
    """Of a seal as plain data: its status from the log alone, and no comments."""
    state = replay_month_seal(msgspec.convert(data, MonthSeal))
    return state.status, state.corrections


def ids_in(tickets: Iterable[str]) -> Iterator[str]:
    """The ids of events in the lines of a seal."""
    for line in tickets:
        yield from line.split(" ")[1:]


def ticket_line(ticket: str, ids: Iterable[str]) -> str:
    """A line of a seal: a ticket and ids of events on it."""
    return " ".join([ticket, *sorted(ids)])


def month_seal_digest(figures: Iterable[str], tickets: Iterable[str]) -> str:
    """16 hex digits over figures and ids of events. No word is in it, and no number of a ticket: it
    may get another one (decisions 8).
    """
    import hashlib

    lines = [*figures, *sorted(ids_in(tickets))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def events_of_month(state: State, office: str, first: date, zone: tzinfo) -> list[Event]:
    """What happened on a ticket in a month while an office acted, whether in turn or not. `first`
    is the month's first day, days are those of `zone`.
    """
    return [
        event
        for event in state.recorded.log
        if not isinstance(event, NOTED_BY_ITSELF)
        and day_of(event.at, zone).replace(day=1) == first
        and state.office_of(event) == office
    ]
