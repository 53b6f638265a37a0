"""What makes a calendar file sound, and what is said of one that is not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from svc.errors import RecordFaulty
from svc.model.calendars import OpenHours, calendar_from, calendar_name
from svc.model.reading import read_record

SOUND = """\
zone: "Asia/Shanghai"
hours: {mon: ["08:30-12:00", "13:30-17:30"], tue: ["13:30-24:00", "8:30-13:30"], sat: []}
official:
  "2026":
    notice: "the notice"
    closed: ["2026-01-01..2026-01-03", "2026-02-15"]
    open: ["2026-01-04", {"2026-02-14": ["08:30-12:00"]}]
own:
  "2026-12-31": {hours: ["08:30-12:00"], why: "盘点"}
  "2026-08-01..2026-08-02": {hours: [], why: "moving house"}
"""
MORNING, AFTERNOON = OpenHours(30_600, 43_200), OpenHours(48_600, 63_000)


def calendar(text: str) -> Any:
    return calendar_from(read_record(text, "calendars/SZ@3.yaml"), "calendars/SZ@3.yaml", text)


def test_a_calendar_is_read_as_it_is_written() -> None:
    found = calendar(SOUND)
    assert (found.name, found.zone) == ("SZ@3", "Asia/Shanghai")
    assert found.hours[0] == (MORNING, AFTERNOON)
    # in order; touching spans are sound
    assert found.hours[1] == (OpenHours(30_600, 48_600), OpenHours(48_600, 86_400))
    assert found.hours[2:] == ((), (), (), (), ())
    year = found.official[2026]
    assert year.notice == "the notice"
    assert year.closed == {date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3), date(2026, 2, 15)}
    assert year.open == {date(2026, 1, 4): None, date(2026, 2, 14): (MORNING,)}
    assert found.own[date(2026, 12, 31)].hours == (MORNING,)
    assert found.own[date(2026, 12, 31)].why == "盘点"
    assert found.own[date(2026, 8, 2)].hours == ()


@pytest.mark.parametrize(
    "written",
    [
        '{"2026-01-04": ["08:30-12:00"]}',
        '[{"2026-01-04": ["08:30-12:00"]}]',
        '{"2026-01-04": {hours: ["08:30-12:00"]}}',
    ],
)
def test_hours_of_a_make_up_day_may_be_given_in_a_list_or_a_mapping(written: str) -> None:
    text = SOUND.replace('["2026-01-04", {"2026-02-14": ["08:30-12:00"]}]', written)
    assert calendar(text).official[2026].open == {date(2026, 1, 4): (MORNING,)}


def test_a_file_is_named_as_the_version_it_holds() -> None:
    assert calendar_name("calendars/SZ@3.yaml") == calendar_name(r"calendars\SZ@3.yaml") == "SZ@3"


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        (
            '"08:30-12:00", "13:30-17:30"',
            '"08:30-14:00", "13:30-17:30"',
            2,
            "08:30-14:00 and 13:30-17:30 overlap",
        ),
        ('"08:30-12:00", "13:30-17:30"', '"12:00-08:30"', 2, "12:00-08:30"),
        ('"08:30-12:00", "13:30-17:30"', '"08:30-08:30"', 2, "08:30-08:30"),
        ('"08:30-12:00", "13:30-17:30"', '"08:30-24:01"', 2, "08:30-24:01"),
        ('"08:30-12:00", "13:30-17:30"', '"08:60-12:00"', 2, "08:60-12:00"),
        ('"08:30-12:00", "13:30-17:30"', '"morning"', 2, "morning"),
        ('["08:30-12:00", "13:30-17:30"]', '"08:30-12:00"', 2, "hours.mon"),
        ("sat: []", "saturday: []", 2, "saturday"),
        ('"Asia/Shanghai"', '"Asia/Shenzhen"', 1, "Asia/Shenzhen"),
        ('"Asia/Shanghai"', '"../etc"', 1, "../etc"),
        ('zone: "Asia/Shanghai"\n', "", 1, "zone"),
        ("official:", "offical:", 3, "offical"),
        ('"2026":', '"26":', 4, "26"),
        ("closed:", "closd:", 6, "closd"),
        ("2026-01-01..2026-01-03", "2026-01-03..2026-01-01", 6, "2026-01-03..2026-01-01"),
        ("2026-01-01..2026-01-03", "2026-02-30", 6, "2026-02-30"),
        ("2026-02-15", "2026-01-02", 6, "2026-01-02"),
        ("2026-02-15", "2025-02-15", 6, "2025-02-15"),
        ('"2026-01-04",', '"2026-02-15",', 4, "2026-02-15"),
        ("2026-08-01..2026-08-02", "2026-12-31..2027-01-01", 10, "2026-12-31"),
        ('{hours: [], why: "moving house"}', '{why: "moving house"}', 10, "hours"),
    ],
)
def test_a_fault_is_named_with_its_line(old: str, new: str, line: int, said: str) -> None:
    assert old in SOUND
    with pytest.raises(RecordFaulty) as refused:
        calendar(SOUND.replace(old, new, 1))
    assert refused.value.facts["path"] == "calendars/SZ@3.yaml"
    assert refused.value.facts["line"] == line
    assert said in str(refused.value)
    assert len(refused.value.facts["faults"]) == 1


def test_all_faults_are_named_at_once() -> None:
    text = (
        SOUND.replace("Shanghai", "Shenzhen")
        .replace("2026-02-15", "2026-02-30")
        .replace("13:30-17:30", "9-17")
    )
    with pytest.raises(RecordFaulty) as refused:
        calendar(text)
    assert [line for line, _ in refused.value.facts["faults"]] == [1, 2, 6]


def test_a_day_may_not_be_ordered_by_two_notices() -> None:
    more = SOUND.replace(
        "own:", '  "2027":\n    closed: ["2026-12-30"]\n  "2025":\n    closed: ["2025-12-30"]\nown:'
    )
    # a notice may reach back into December
    assert date(2026, 12, 30) in calendar(more).official[2027].closed
    with pytest.raises(RecordFaulty, match="2026-12-30"):
        calendar(more.replace('"2026-02-15"', '"2026-12-30"'))
