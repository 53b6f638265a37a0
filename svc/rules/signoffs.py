"""Working days of which nobody has said whether there were complaints (S4 2.7.4)."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, datetime, timedelta

from svc.rules.promises.clock import WorkCalendar


def days_unsigned(
    calendar: WorkCalendar, since: date, now: datetime, spoken_for: Container[date]
) -> list[date]:
    """The working days from `since` on that have ended, without those of which something is said: a
    complaint was registered, or the duty head signed that there was none.
    """
    local = now.astimezone(calendar.zone)
    second = local.hour * 3600 + local.minute * 60 + local.second
    unsigned = []
    for number in range((local.date() - since).days + 1):
        day = since + timedelta(days=number)
        hours = calendar.plan_of_day(day).hours
        has_ended = day < local.date() or bool(hours and second > hours[-1].closes)
        if hours and has_ended and day not in spoken_for:
            unsigned.append(day)
    return unsigned
