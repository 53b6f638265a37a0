"""Who is on duty outside opening hours, and who is away: `roster.yaml` (值班表)."""

# No `from __future__ import annotations` here: msgspec would have to evaluate every annotation at
# start-up.
from datetime import date

from msgspec import Struct

from svc.model.events import Text


class Away(Struct, frozen=True, kw_only=True):
    """Days off or travel, both included."""

    who: Text
    since: date
    until: date
    why: Text


class Roster(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Duty by day, and absences known beforehand; those in staff.yaml count as well."""

    duty: dict[str, list[Text]] = {}  # day → ids, in the order in which they are called
    away: list[Away] = []

    def on_duty(self, day: date) -> list[str]:
        """Who takes calls and goes out that day outside opening hours; empty if nobody is named."""
        return self.duty.get(day.isoformat(), [])

    def away_on(self, who: str, day: date) -> Away | None:
        return next((a for a in self.away if a.who == who and a.since <= day <= a.until), None)
