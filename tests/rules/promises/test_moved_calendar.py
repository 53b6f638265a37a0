"""A ticket that goes to another office: what is left of a limit is counted by the hours there."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from rules.logs import SHANGHAI, at

from svc.model.calendars import WEEKDAYS, calendar_from
from svc.rules.promises.clock import WorkCalendar
from svc.rules.promises.moved_calendar import MovedCalendar


def made(name: str, *hours: str, official: dict[str, Any] | None = None) -> WorkCalendar:
    return WorkCalendar(
        calendar_from(
            {
                "zone": "Asia/Shanghai",
                "hours": {day: list(hours) for day in WEEKDAYS[:5]},
                "official": official or {},
            },
            f"calendars/{name}.yaml",
        )
    )


EARLY = made("SZ@1", "08:00-12:00", official={"2026": {"notice": "国办", "closed": [], "open": []}})
LATE = made("BJ@1", "10:00-12:00", "14:00-20:00")
MOVED = MovedCalendar(EARLY, LATE, at("20 11:00"))  # a Friday


def test_the_hours_until_then_are_those_of_the_one_and_since_then_those_of_the_other() -> None:
    spans = MOVED.open_spans(at("19 00:00"), at("24 00:00"))
    assert [(f"{a:%d %H:%M}", f"{b:%d %H:%M}") for a, b in spans] == [
        ("19 08:00", "19 12:00"),
        ("20 08:00", "20 11:00"),
        ("20 11:00", "20 12:00"),
        ("20 14:00", "20 20:00"),
        ("23 10:00", "23 12:00"),
        ("23 14:00", "23 20:00"),
    ]


def test_what_is_left_of_a_limit_is_counted_by_the_hours_there() -> None:
    assert MOVED.add(at("20 09:00"), 4 * 3600) == at("20 15:00")
    assert MOVED.add(at("20 09:00"), 2 * 3600) == EARLY.add(at("20 09:00"), 2 * 3600)
    assert MOVED.add_working_days(at("20 09:00"), 1) == at("23 20:00")


def test_a_day_and_a_year_are_those_of_the_office_that_acted_last() -> None:
    assert MOVED.plan_of_day(at("19 09:00").date()).hours == EARLY.calendar.hours[0]
    assert MOVED.plan_of_day(at("20 09:00").date()).hours == LATE.calendar.hours[0]
    assert (MOVED.is_listed(2025), MOVED.is_listed(2026)) == (False, False)
    late_then = MovedCalendar(EARLY, LATE, datetime(2027, 3, 1, 9, tzinfo=SHANGHAI))
    assert late_then.is_listed(2026)


def test_whatever_the_moment_open_time_is_that_of_the_one_before_and_of_the_other_after() -> None:
    dice = Random(1129)
    for _ in range(300):
        moved = at("16 00:00") + timedelta(minutes=dice.randrange(14 * 24 * 60))
        first, last = sorted(
            at("16 00:00") + timedelta(minutes=dice.randrange(14 * 24 * 60)) for _ in range(2)
        )
        both = MovedCalendar(EARLY, LATE, moved)
        middle = min(max(moved, first), last)
        assert both.open_seconds_between(first, last) == EARLY.open_seconds_between(
            first, middle
        ) + LATE.open_seconds_between(middle, last)
