"""A seal as it stands after everything its log tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from svc.errors import ImpossibleStep
from svc.model.events import NEW, Event, EventKind, tag_of
from svc.model.seals import (
    SEAL_CATALOGUE,
    AnySealHead,
    Counted,
    Figures,
    Recounted,
    Seal,
    Sealed,
)
from svc.rules.ticket.lifecycle import events_in_order

if TYPE_CHECKING:
    from svc.model.data import Data


Head = TypeVar("Head", bound=AnySealHead)
First = TypeVar("First", bound=Event)
Again = TypeVar("Again", bound=Event)


class Confirmations(Generic[Head, First, Again]):
    """What the log of a seal says, of a day or of a month: the confirmations of it, and what was
    put right since.
    """

    catalogue: Mapping[str, EventKind]  # of such a seal's events

    def __init__(
        self, seal: Head, log: Sequence[Event], first: type[First], again: type[Again]
    ) -> None:
        self.seal = seal
        self.status = NEW
        self.events: list[Event] = []  # those in their turn
        self.out_of_turn: list[Event] = []
        self.corrections: dict[tuple[str, ...], int] = {}
        self._log, self._first, self._again = log, first, again

        for event in events_in_order(log):
            entry = self.catalogue[tag_of(event)]
            if self.status in entry.after:
                self.events.append(event)
                self.status = entry.leads_to
            else:
                self.out_of_turn.append(event)

    def check_may_follow(self, what: str) -> None:
        """Raise ImpossibleStep if the event can't follow now."""
        if self.status not in self.catalogue[what].after:
            raise ImpossibleStep(ticket=self.seal.id, step=what, status=self.status, possible=[])

    @property
    def current(self) -> Head:
        """The seal; its head never changes."""
        return self.seal

    @property
    def holds(self) -> First:
        """The confirmation that holds: of those of two desks the one typed first. Nobody who
        typed it knew of another.
        """
        return self._confirmed[0]

    @property
    def others(self) -> list[First]:
        """The confirmations of desks that did not know it was sealed."""
        return self._confirmed[1:]

    @property
    def _confirmed(self) -> list[First]:
        confirmed = [event for event in self._log if isinstance(event, self._first)]
        return sorted(confirmed, key=lambda event: (event.typed, event.id))

    @property
    def recounts(self) -> list[Again]:
        """What was put right since, in the order of the log."""
        return [event for event in self.events if isinstance(event, self._again)]

    @property
    def last(self) -> First | Again:
        """What the figures are."""
        return self.recounts[-1] if self.recounts else self.holds

    @property
    def is_disputed(self) -> bool:
        """Whether two desks confirmed it, and nobody has said since which figures are right."""
        return bool(self.others) and not self.recounts


class SealState(Confirmations[Seal, Sealed, Recounted]):
    """What the log of a day's seal says; not changed afterwards."""

    catalogue = SEAL_CATALOGUE

    def __init__(self, seal: Seal) -> None:
        super().__init__(seal, seal.log, Sealed, Recounted)

    @property
    def known(self) -> frozenset[str]:
        """The ids of events that the day, or a correction of it, was made of."""
        return frozenset(id for event in (self.holds, *self.recounts) for id in event.events)


def replay_seal(seal: Seal) -> SealState:
    """Where the log has brought the seal. Never refuses: what is out of turn is listed."""
    return SealState(seal)


def derive_seal(data: Data) -> tuple[str, dict[tuple[str, ...], int]]:
    """Of a seal as plain data: its status from the log alone, and no comments."""
    state = replay_seal(msgspec.convert(data, Seal))
    return state.status, state.corrections


def seal_digest(
    counted: Sequence[Counted], figures: Sequence[Figures], events: Iterable[str]
) -> str:
    """16 hex digits over amounts, numbers and ids of events; no name and no word is in it, so that
    what is forgotten of a customer breaks no seal (decisions 8).
    """
    import hashlib

    lines = [f"{each.how} {each.books} {each.counted}" for each in counted]
    lines += [" ".join(str(getattr(each, name)) for name in _NUMBERS) for each in figures]
    lines += sorted(events)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


_NUMBERS = tuple(name for name in Figures.__struct_fields__ if name != "technician")
