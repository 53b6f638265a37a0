"""Moments and days as records hold them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from svc.model.times import day_of, parse_day, parse_moment, written_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-21T09:12:00+08:00", "2026-11-21T09:12:00+08:00"),
        ("2026-11-21T01:12:00Z", "2026-11-21T01:12:00+00:00"),
        ("2026-11-20T20:12:00-05:00", "2026-11-20T20:12:00-05:00"),
        ("2026-11-21 09:12", "2026-11-21T09:12:00+08:00"),
        ("2026-11-21T09:12:13", "2026-11-21T09:12:13+08:00"),
        ("2028-02-29 00:00\n", "2028-02-29T00:00:00+08:00"),  # blanks around it do not matter
    ],
)
def test_a_moment_is_written_in_full(written: str, meant: str) -> None:
    assert written_moment(parse_moment(written, SHANGHAI)) == meant


@pytest.mark.parametrize(
    "text",
    ["", " ", "09:12", "明天 09:00", "2026-11-21", "2026-11-31 09:00", "2027-02-29 09:00", "2026-13-01 09:00",
     "21.11.2026 09:00", "2026-11-21 09:00:00.5", "2026-11-21 09:00:60", "2026-11-21T09:00+0800",
     "2026-11-21T09:00+99:00", "2026-11-21 09:00 +08:00", "２０２６-11-21 09:00", "0000-01-01 00:00",
     "1899-12-31 23:59", "2200-01-01 00:00"],
)  # fmt: skip
def test_what_is_not_written_in_full_is_none(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        parse_moment(text, SHANGHAI)


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


def test_a_day_is_that_of_the_ledgers_zone_but_at_the_ends_of_time() -> None:
    assert day_of(datetime(2026, 10, 31, 16, tzinfo=UTC), SHANGHAI) == date(2026, 11, 1)
    assert day_of(datetime(2026, 10, 31, 15, 59, 59, tzinfo=UTC), SHANGHAI) == date(2026, 10, 31)
    assert day_of(datetime.max.replace(tzinfo=UTC), SHANGHAI) == date.max
