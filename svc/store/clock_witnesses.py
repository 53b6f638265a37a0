"""What a command's entries follow: by their times it is seen when this machine's clock stands
behind another one's.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from svc.errors import ClockBehind, Damaged
from svc.rules.merge.clock_skew import last_entry_of, seconds_behind, span_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from svc.errors import Notice
    from svc.model.events import Event
    from svc.store.reader import Reader
    from svc.store.records import Record


class ClockWitnesses:
    """The entries that those of one command follow, by the number of their record: their times bear
    witness against this machine's clock.
    """

    def __init__(self, ledger: Reader) -> None:
        self._ledger = ledger
        self._last: dict[str, Event] = {}

    def record(self, id: str, log: Iterable[Event]) -> None:
        """The command adds to this log."""
        self._last[id] = last_entry_of(log)

    def newest(self, office: str, lane: str, read: Callable[[str], Record]) -> None:
        """The command makes a ticket, whose log is new: it follows the first entry of the lane's
        newest one.
        """
        folder = f"tickets/{office}"
        with suppress(OSError):  # one that can't be looked into is named where tickets are
            month = max(
                (name for name in os.listdir(self._ledger.top / folder) if name[:1].isdigit()),
                default="",
            )
            numbers = self._ledger.numbers_in(f"{folder}/{month}", lane)
            if numbers:
                with suppress(Damaged):  # named by whatever lists it
                    newest = str(numbers[-1])
                    self._last[newest] = read(newest).log[0]

    def skew(self, now: datetime) -> Notice | None:
        """What is to be told of a clock that shows `now` behind any of them; None if it stands
        behind none.
        """
        late = [
            (seconds_behind(now, event), id, event)
            for id, event in self._last.items()
            if event.typed > now
        ]
        if not late:
            return None
        seconds, id, event = max(late, key=lambda item: item[0])
        ledger = self._ledger
        return ClockBehind(
            now=now,
            behind=span_text(seconds),
            record=id,
            last=event.typed.astimezone(ledger.zone),
            by=ledger.staff.name_of(event.by),
        )
