"""Where clocks change: seconds are elapsed ones, opening hours are wall time."""

from __future__ import annotations

from datetime import datetime

import pytest

from svc.model.calendars import WEEKDAYS, calendar_from
from svc.model.durations import parse_duration
from svc.rules.promises.clock import WorkCalendar, deadline


def always(zone: str, *spans: str) -> WorkCalendar:
    return WorkCalendar(
        calendar_from({"zone": zone, "hours": {day: list(spans) for day in WEEKDAYS}}, "x.yaml")
    )


def between(clock: WorkCalendar, first: str, second: str) -> int:
    zone = clock.zone
    return clock.open_seconds_between(
        datetime.fromisoformat(first).replace(tzinfo=zone),
        datetime.fromisoformat(second).replace(tzinfo=zone),
    )


@pytest.mark.parametrize(
    ("zone", "spans", "day", "next_day", "hours"),
    [
        ("Europe/Berlin", ["00:00-24:00"], "2026-03-29", "2026-03-30", 23),
        ("Europe/Berlin", ["00:00-24:00"], "2026-10-25", "2026-10-26", 25),
        (
            "Europe/Berlin",
            ["00:00-02:30", "02:30-06:00"],
            "2026-10-25",
            "2026-10-26",
            7,
        ),  # nothing doubled
        ("Europe/Berlin", ["02:15-02:45"], "2026-03-29", "2026-03-30", 0),  # skipped altogether
        (
            "Europe/Berlin",
            ["02:30-04:00"],
            "2026-03-29",
            "2026-03-30",
            1,
        ),  # opens when the clocks jump to 03:00
        ("Europe/Berlin", ["09:00-17:00"], "2026-03-29", "2026-03-30", 8),
        ("America/New_York", ["00:00-24:00"], "2026-03-08", "2026-03-09", 23),
        ("America/New_York", ["00:00-24:00"], "2026-11-01", "2026-11-02", 25),
        ("Australia/Lord_Howe", ["00:00-24:00"], "2026-04-05", "2026-04-06", 24.5),
        ("Pacific/Apia", ["00:00-24:00"], "2011-12-29", "2012-01-01", 48),  # a day that never was
        (
            "America/Goose_Bay",
            ["00:00-24:00"],
            "2010-11-06",
            "2010-11-08",
            49,
        ),  # back across midnight
        ("Africa/Cairo", ["00:00-24:00"], "2026-04-24", "2026-04-25", 23),  # midnight is skipped
    ],
)
def test_a_day_has_as_many_open_seconds_as_really_pass(
    zone: str, spans: list[str], day: str, next_day: str, hours: float | int
) -> None:
    assert between(always(zone, *spans), f"{day} 00:00", f"{next_day} 00:00") == hours * 3600


def test_counting_goes_on_across_the_change() -> None:
    clock = always("Europe/Berlin", "00:00-24:00")
    start = datetime.fromisoformat("2026-10-25T01:00:00+02:00")
    assert clock.add(start, 3 * 3600).isoformat() == "2026-10-25T03:00:00+01:00"
    assert clock.add(start, 2 * 3600).isoformat() == "2026-10-25T02:00:00+01:00"
    assert clock.add(clock.add(start, 3 * 3600), -3 * 3600) == start


def test_days_end_by_the_wall_clock() -> None:
    clock = always("Europe/Berlin", "09:00-17:00")
    start = datetime.fromisoformat("2026-03-28T10:00:00+01:00")
    assert (
        deadline(start, parse_duration("1wd"), "working_days", clock).isoformat()
        == "2026-03-29T17:00:00+02:00"
    )
    assert (
        deadline(start, parse_duration("1d"), "calendar_days", clock).isoformat()
        == "2026-03-29T23:59:59+02:00"
    )
    assert (
        deadline(start, parse_duration("24h"), "elapsed", clock).isoformat()
        == "2026-03-29T11:00:00+02:00"
    )


def test_working_days_across_a_day_that_never_was() -> None:
    clock = always("Pacific/Apia", "09:00-17:00")
    start = datetime.fromisoformat("2011-12-29T10:00:00-10:00")
    assert (
        deadline(start, parse_duration("1wd"), "working_days", clock).isoformat()
        == "2011-12-31T17:00:00+14:00"
    )


def test_the_hour_that_comes_twice_around_midnight_is_open_once() -> None:
    """In Goose Bay the clocks once went back from 00:01 to 23:01 of the day before, at 03:01
    UTC.
    """
    clock = always("America/Goose_Bay", "00:00-24:00")
    first, second = (
        datetime.fromisoformat(f"2010-11-07T03:{minute}:00+00:00") for minute in ("10", "50")
    )
    assert clock.open_seconds_between(first, second) == 2400
    # Compared by the second: in such an hour Python calls no two moments of different zones equal.
    assert clock.add(second, -2400).timestamp() == first.timestamp()
    assert clock.add(first, 2400).timestamp() == second.timestamp()
    assert clock.is_open(first)
