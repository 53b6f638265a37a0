"""Which entries were recorded beside a handover to another office, by a desk that did not know of
it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from svc.model import events as ev


class ActingOffice(NamedTuple):
    """An office, and the region that it is of."""

    region: str
    office: str


def recorded_beside(move: ev.OfficeChanged, events: Iterable[ev.AnyEvent]) -> frozenset[str]:
    """The entries of desks that did not know of a handover: those that bear its number, and the run
    of entries after them, number by number, that name no office. Whoever knows of an entry counts
    on from it; so the run ends with the first number that nobody entered who could not know of it.

    A handover that names none itself is of a time when no entry did. Those of its run that were
    typed no later than it, or by the same people, are such entries.
    """
    by_number: dict[int, list[ev.AnyEvent]] = {}
    for event in events:
        if event.seq >= move.seq and event is not move:
            by_number.setdefault(event.seq, []).append(event)
    beside: set[str] = set()
    people: set[str] = set()
    number = move.seq
    while number in by_number:
        apart = [
            event
            for event in by_number[number]
            if event.acting != (move.acting or move.office)
            and (
                bool(move.acting)
                or number == move.seq
                or event.typed <= move.typed
                or event.by in people
            )
        ]
        if not apart:
            break
        beside |= {event.id for event in apart}
        people |= {event.by for event in apart} - {move.by}
        number += 1
    return frozenset(beside)
