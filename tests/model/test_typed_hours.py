"""Opening hours as people type them."""

from __future__ import annotations

import pytest

from svc.errors import NotOpeningHours
from svc.model.typed_hours import read_spans, read_week

DAY = ["08:30-12:00", "13:30-17:30"]


@pytest.mark.parametrize(
    ("text", "mon", "sat", "sun"),
    [
        ("8:30-12:00 13:30-17:30", DAY, [], []),
        ("周一至周五 8:30-12:00 13:30-17:30", DAY, [], []),
        ("周一到周五８：３０－１２：００、１３：３０－１７：３０", DAY, [], []),
        ("星期一至星期五 8:30-12:00 13:30-17:30；周六 9:00-12:00", DAY, ["09:00-12:00"], []),
        ("周一-周六 8:30-12:00，13:30-17:30; 周日 休息", DAY, DAY, []),
        ("每天 0:00-24:00", ["00:00-24:00"], ["00:00-24:00"], ["00:00-24:00"]),
        (
            "工作日 9:00至17:00; 周末 10:00至12:00",
            ["09:00-17:00"],
            ["10:00-12:00"],
            ["10:00-12:00"],
        ),
        ("Mon-Fri 8:30-12:00 13:30-17:30; Sat 9:00-12:00", DAY, ["09:00-12:00"], []),
        ("周一、周三、周五 8:30-12:00 13:30-17:30", DAY, [], []),
    ],
)
def test_a_week_is_read(text: str, mon: list[str], sat: list[str], sun: list[str]) -> None:
    week = read_week(text)
    assert (week["mon"], week["sat"], week["sun"]) == (mon, sat, sun)
    assert list(week) == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def test_days_between_are_in_a_range_and_not_in_a_list() -> None:
    assert read_week("周一至周三 9:00-10:00")["tue"] == ["09:00-10:00"]
    assert read_week("周一、周三 9:00-10:00")["tue"] == []


@pytest.mark.parametrize(
    "text",
    ["", "always", "周八 9:00-12:00", "12:00-9:00", "9:00-25:00", "13:00-17:00 9:00-12:00", "周一 9-12",
     "周五至周一 9:00-12:00", "9:00-12:00 或下午", "周日 休息", "9:70-12:00"],
)  # fmt: skip
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(NotOpeningHours) as refused:
        read_week(text)
    assert refused.value.facts == {"text": text}


def test_the_hours_of_a_day_may_be_none() -> None:
    assert read_spans("休息") == []
    assert read_spans("8:30-12:00") == ["08:30-12:00"]
    with pytest.raises(NotOpeningHours):
        read_spans("")
