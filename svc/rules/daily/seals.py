"""A seal as it stands after everything its log tells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from svc.errors import ImpossibleStep
from svc.model.events import NEW, tag_of
from svc.model.seals import (
    SEAL_CATALOGUE,
    AnySealEvent,
    Counted,
    Figures,
    Recounted,
    Seal,
    Sealed,
)
from svc.rules.ticket.lifecycle import events_in_order

if TYPE_CHECKING:
    from svc.model.data import Data


class SealState:
    """What the log of a seal says: built by `replay_seal`, not changed afterwards."""

    def __init__(self, seal: Seal) -> None:
        self.seal = seal
        self.status = NEW
        self.events: list[AnySealEvent] = []  # those in their turn
        self.out_of_turn: list[AnySealEvent] = []
        self.corrections: dict[tuple[str, ...], int] = {}

    @property
    def current(self) -> Seal:
        """The seal; its head never changes."""
        return self.seal

    @property
    def holds(self) -> Sealed:
        """The confirmation that holds: of those of two desks the one typed first. Nobody who
        typed it knew of another.
        """
        return self._sealed[0]

    @property
    def others(self) -> list[Sealed]:
        """The confirmations of desks that did not know the day was sealed."""
        return self._sealed[1:]

    @property
    def _sealed(self) -> list[Sealed]:
        sealed = [event for event in self.seal.log if isinstance(event, Sealed)]
        return sorted(sealed, key=lambda event: (event.typed, event.id))

    @property
    def recounts(self) -> list[Recounted]:
        """What was put right since, in the order of the log."""
        return [event for event in self.events if isinstance(event, Recounted)]

    @property
    def last(self) -> Sealed | Recounted:
        """What the figures of the day are."""
        return self.recounts[-1] if self.recounts else self.holds

    @property
    def is_disputed(self) -> bool:
        """Whether two desks confirmed the day, and nobody has said since which figures are
        right.
        """
        return bool(self.others) and not self.recounts

    @property
    def known(self) -> frozenset[str]:
        """The ids of events that the day, or a correction of it, was made of."""
        return frozenset(id for event in (self.holds, *self.recounts) for id in event.events)


def replay_seal(seal: Seal) -> SealState:
    """Where the log has brought the seal. Never refuses: what is out of turn is listed."""
    state = SealState(seal)
    for event in events_in_order(seal.log):
        entry = SEAL_CATALOGUE[tag_of(event)]
        if state.status in entry.after:
            state.events.append(event)
            state.status = entry.leads_to
        else:
            state.out_of_turn.append(event)
    return state


def check_may_follow(state: SealState, what: str) -> None:
    """Raise ImpossibleStep if the event can't follow now."""
    if state.status not in SEAL_CATALOGUE[what].after:
        raise ImpossibleStep(ticket=state.seal.id, step=what, status=state.status, possible=[])


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
