"""Clocks that do not agree: what was typed after another entry, and bears an earlier time.

Nothing is refused for it and no time is changed: order is the log's, promises are counted from the
times as recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct

from svc.errors import Length
from svc.model.events import Event


class ClockSetBack(Struct, frozen=True):
    """An event that was typed behind another, by a clock that stood before it."""

    event: Event
    earlier: Event  # the one before it in the log, typed at a later time

    @property
    def seconds(self) -> int:
        """How far the clock of the later entry stood behind, in seconds; always above 0."""
        return round((self.earlier.typed - self.event.typed).total_seconds())


def clocks_set_back(log: Iterable[Event]) -> Iterator[ClockSetBack]:
    """The events whose clock stood behind that of the event before them, in the order of the log.

    Several events of one number are of desks that worked apart and saw nothing of each other: the
    next one followed one of them, nobody knows which, so it is named only if it is earlier than
    each.
    """
    before: list[Event] = []
    here: list[Event] = []
    for event in sorted(log, key=lambda event: (event.seq, event.id)):
        if here and event.seq != here[0].seq:
            before, here = here, []
        here.append(event)
        nearest = min(before, key=lambda other: other.typed, default=None)
        if nearest is not None and event.typed < nearest.typed:
            yield ClockSetBack(event, nearest)


def last_entry_of(log: Iterable[Event]) -> Event:
    """The entry that the next one will follow; of several desks' that bear one number, the one
    typed first.
    """
    return max(log, key=lambda event: (event.seq, -event.typed.timestamp()))


def seconds_behind(now: datetime, last: Event) -> int:
    """How many seconds a clock that shows `now` stands behind an entry that is there already; 0 if
    it does not.
    """
    return max(0, round((last.typed - now).total_seconds()))


def span_text(seconds: int) -> Length:
    """`1s`, `59m30s`, `1h`, `2d4h`, `1826d`: the two largest units; a day is 24 hours."""
    units = (("d", 86400), ("h", 3600), ("m", 60), ("s", 1))
    parts = []
    for unit, size in units:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count}{unit}")
    return Length("".join(parts[:2]) or "0s")
