"""Who takes calls now: the desk while the office is open, else who is on duty (值班)."""

from __future__ import annotations

from datetime import datetime

from svc.model.rosters import Roster
from svc.model.staff import Staff
from svc.rules.promises.clock import WorkCalendar


def is_after_hours(at: datetime, calendar: WorkCalendar) -> bool:
    """Whether the office is closed for the day then: a lunch break does not count."""
    local = at.astimezone(calendar.zone)
    hours = calendar.plan_of_day(local.date()).hours
    second = local.hour * 3600 + local.minute * 60 + local.second
    return not hours or not hours[0].opens <= second <= hours[-1].closes


def people_on_duty(
    roster: Roster, staff: Staff, office: str, calendar: WorkCalendar, now: datetime
) -> list[str]:
    """Whose turn it is in place of the desk's, in the order in which they are called; empty in
    opening hours, and where the roster names nobody of the office.
    """
    if not is_after_hours(now, calendar):
        return []
    people = (staff.find_person(who) for who in roster.on_duty_at(now.astimezone(calendar.zone)))
    return [
        person.id for person in people if person and person.office == office and not person.left
    ]
