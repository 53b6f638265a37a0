"""Who is on duty outside opening hours, and who is away: `roster.yaml` (值班表)."""

# No `from __future__ import annotations` here: msgspec would have to evaluate every annotation at
# start-up.
from datetime import date, datetime, timedelta
from typing import Annotated

from msgspec import Meta, Struct

from svc.model.events import Text

WallTime = Annotated[str, Meta(pattern="^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]


class Away(Struct, frozen=True, kw_only=True):
    """Days off or travel, both included."""

    who: Text
    since: date
    until: date
    why: Text


class Shift(Struct, frozen=True, kw_only=True):
    """On duty for a part of the day, `until` excluded; one that ends before it begins ends on the
    next morning.
    """

    who: Text
    since: WallTime
    until: WallTime

    @property
    def hours(self) -> str:
        """As people write it: `17:30-24:00`."""
        return f"{self.since}-{self.until}"

    def holds(self, clock: str) -> bool:
        """Whether it lasts at this time of the day on which it begins."""
        return self.since <= clock < (self.until if not self.is_overnight else "24:00")

    def holds_next_morning(self, clock: str) -> bool:
        return self.is_overnight and clock < self.until

    @property
    def is_overnight(self) -> bool:
        return self.until <= self.since


Duty = Text | Shift
"""An entry of a day: somebody for all of it, or for a shift."""


class Roster(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Duty by day, and absences known beforehand; those in staff.yaml count as well."""

    duty: dict[str, list[Duty]] = {}  # day → entries, in the order in which they are called
    away: list[Away] = []

    def entries(self, day: date) -> list[Duty]:
        return self.duty.get(day.isoformat(), [])

    def on_duty(self, day: date) -> list[str]:
        """Who takes calls and goes out at some time of that day outside opening hours; empty if
        nobody is named.
        """
        return list(dict.fromkeys(who_of(entry) for entry in self.entries(day)))

    def on_duty_at(self, moment: datetime) -> list[str]:
        """The same at one moment, by the clock of the office, in the order in which they are
        called.
        """
        day, clock = moment.date(), f"{moment:%H:%M}"
        now = [
            who_of(entry)
            for entry in self.entries(day)
            if not isinstance(entry, Shift) or entry.holds(clock)
        ]
        since_yesterday = [
            entry.who
            for entry in self.entries(day - timedelta(days=1))
            if isinstance(entry, Shift) and entry.holds_next_morning(clock)
        ]
        return list(dict.fromkeys([*since_yesterday, *now]))

    def away_on(self, who: str, day: date) -> Away | None:
        return next((a for a in self.away if a.who == who and a.since <= day <= a.until), None)


def who_of(entry: Duty) -> str:
    """The person's id."""
    return entry.who if isinstance(entry, Shift) else entry
