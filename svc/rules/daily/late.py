"""What was entered for a day that was sealed by then (decisions 8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from svc.rules.daily.seals import SealState
from svc.rules.daily.sheet import DayEntry


class Late(Struct, frozen=True, kw_only=True):
    """An event of a sealed day that its seal does not have."""

    entry: DayEntry
    in_seal: date | None  # the day whose seal, or correction, has it; None: nobody has counted it


def late_entries(entries: Iterable[DayEntry], seals: Mapping[date, SealState]) -> Iterator[Late]:
    """Those of the entries, all of one office, that came too late, in the order of their times."""
    holder = {id: day for day in sorted(seals, reverse=True) for id in seals[day].known}
    found = [
        Late(entry=entry, in_seal=holder.get(entry.event.id))
        for entry in entries
        if entry.day in seals and entry.event.id not in seals[entry.day].holds.events
    ]
    yield from sorted(found, key=lambda late: (late.entry.event.at, late.entry.event.id))
