"""Moments as people type them and records hold them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from svc.model.times import parse_day, parse_moment, written_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 20, 9, 0, 30, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-21T09:12:00+08:00", "2026-11-21T09:12:00+08:00"),
        ("2026-11-21T01:12:00Z", "2026-11-21T01:12:00+00:00"),
        ("2026-11-20T20:12:00-05:00", "2026-11-20T20:12:00-05:00"),
        ("2026-11-21 09:12", "2026-11-21T09:12:00+08:00"),
        ("2026-11-21T09:12:13", "2026-11-21T09:12:13+08:00"),
        (" 09:12 ", "2026-11-20T09:12:00+08:00"),
        ("9:12", "2026-11-20T09:12:00+08:00"),
        ("09：12", "2026-11-20T09:12:00+08:00"),  # a full-width colon, as input methods give it
        ("昨天 17:30", "2026-11-19T17:30:00+08:00"),
        ("yesterday 17:30", "2026-11-19T17:30:00+08:00"),
        ("Tomorrow 08:30:05", "2026-11-21T08:30:05+08:00"),
        ("后天 08:30", "2026-11-22T08:30:00+08:00"),
        ("前天 08:30", "2026-11-18T08:30:00+08:00"),
        ("今天 23:59:59", "2026-11-20T23:59:59+08:00"),
        ("2028-02-29 00:00", "2028-02-29T00:00:00+08:00"),
    ],
)
def test_a_time_is_understood_as_it_is_typed(typed: str, meant: str) -> None:
    assert written_moment(parse_moment(typed, SHANGHAI, NOW)) == meant


@pytest.mark.parametrize(
    "typed",
    ["", " ", "now", "24:00", "9:60", "9", "0912", "09:12 am", "明天", "明天 25:00", "someday 09:00", "2026-11-21",
     "2026-11-31 09:00", "2027-02-29 09:00", "2026-13-01 09:00", "21.11.2026 09:00", "2026-11-21 09:00:00.5",
     "2026-11-21 09:00:60", "2026-11-21T09:00+0800", "2026-11-21T09:00+99:00", "2026-11-21 09:00 +08:00",
     "２０２６-11-21 09:00", "2026-11-21 09:00\n", "0000-01-01 00:00"],
)  # fmt: skip
def test_what_is_no_time_is_refused(typed: str) -> None:
    if typed.endswith("\n"):  # blanks around it do not matter
        assert parse_moment(typed, SHANGHAI, NOW)
        return
    with pytest.raises(ValueError):  # noqa: PT011
        parse_moment(typed, SHANGHAI, NOW)


def test_without_a_clock_only_whole_dates_are_times() -> None:
    with pytest.raises(ValueError, match="09:12"):
        parse_moment("09:12", SHANGHAI)
    assert parse_moment("2026-11-21 09:12", SHANGHAI)


def test_today_is_that_of_the_ledgers_zone() -> None:
    late_in_london = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)  # 01:00 on the 21st in Shanghai
    assert (
        written_moment(parse_moment("00:30", SHANGHAI, late_in_london))
        == "2026-11-21T00:30:00+08:00"
    )


def test_a_day_is_written_in_one_way() -> None:
    assert parse_day(" 2026-11-21 ") == date(2026, 11, 21)
    for text in (
        "2026-11-31",
        "20261121",
        "2026-W47-6",
        "2026/11/21",
        "21.11.2026",
        "",
        "2026-11-21T00:00",
    ):
        with pytest.raises(ValueError):  # noqa: PT011
            parse_day(text)
