"""The clock of a ticket that went from one office to another: its hours until then, and the hours
of the other since.
"""

from __future__ import annotations

from datetime import date, datetime

from svc.model.times import epoch_seconds
from svc.rules.promises.clock import DayPlan, WorkCalendar


class MovedCalendar(WorkCalendar):
    """Open is what `before` has open until a moment, and what `after` has open from it on. A limit
    that runs then goes on with what is left of it.
    """

    def __init__(self, before: WorkCalendar, after: WorkCalendar, moved_at: datetime) -> None:
        super().__init__(after.calendar)
        self._before, self._after = before, after
        self._moved = epoch_seconds(moved_at)
        self._moved_on = moved_at.astimezone(after.zone).date()

    def plan_of_day(self, day: date) -> DayPlan:
        """As the office had it that acted when the day ended."""
        return (self._before if day < self._moved_on else self._after).plan_of_day(day)

    def is_listed(self, year: int) -> bool:
        """Whether the calendar that counts then has the year's official days."""
        calendar = self._before if year < self._moved_on.year else self._after
        return calendar.is_listed(year)

    def _spans_on(self, day: int, start: int) -> tuple[tuple[int, int], ...]:
        spans = self._days.get(day)
        if spans is None:
            moved = self._moved
            until = ((a, min(b, moved)) for a, b in self._before._spans_on(day, start) if a < moved)
            since = ((max(a, moved), b) for a, b in self._after._spans_on(day, start) if b > moved)
            spans = self._days[day] = (*until, *since)
        return spans
