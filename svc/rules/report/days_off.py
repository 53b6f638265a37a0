"""Days of a month that are marked in its charts: days off, and make-up working days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from svc.model.times import month_after
from svc.rules.promises.clock import WorkCalendar
from svc.rules.report.answer import SpecialDay


def special_days_of(calendars: Sequence[WorkCalendar], first: date) -> list[SpecialDay]:
    """Those of the month that begins with `first`, in their order, of offices with these calendars.

    A day is off where it is so in all of them: a weekly day off, or a holiday where one of them
    has it from the official days or as its own. It is a make-up working day where one of them is
    open though its week is not. No calendars: no days.
    """
    out: list[SpecialDay] = []
    day, after = first, month_after(first)
    while calendars and day < after:
        plans = [calendar.plan_of_day(day) for calendar in calendars]
        weekly = [bool(calendar.calendar.hours[day.weekday()]) for calendar in calendars]
        if not any(plan.hours for plan in plans):
            is_weekly = not any(weekly) and all(plan.source == "weekly" for plan in plans)
            out.append(SpecialDay(day=day, how="weekly" if is_weekly else "holiday"))
        elif not any(weekly):
            out.append(SpecialDay(day=day, how="make_up"))
        day += timedelta(days=1)
    return out
