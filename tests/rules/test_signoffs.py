"""Working days that ended with no word on complaints."""

from __future__ import annotations

from datetime import date

import pytest
from rules.logs import at, calendar

from svc.rules.signoffs import days_unsigned

CALENDAR = calendar()  # 08:30-12:00, 13:30-17:30, Monday to Friday
THURSDAY, FRIDAY, MONDAY = (date(2026, 11, day) for day in (19, 20, 23))


@pytest.mark.parametrize(
    ("now", "days"),
    [
        ("19 17:30", []),
        ("19 17:30:01", [THURSDAY]),
        ("20 08:00", [THURSDAY]),
        ("20 12:30", [THURSDAY]),  # over lunch
        ("22 12:00", [THURSDAY, FRIDAY]),  # a Sunday
        ("23 18:00", [THURSDAY, FRIDAY, MONDAY]),
    ],
)
def test_a_working_day_counts_once_it_has_ended(now: str, days: list[date]) -> None:
    assert days_unsigned(CALENDAR, THURSDAY, at(now), ()) == days


def test_a_day_of_which_something_is_said_does_not() -> None:
    assert days_unsigned(CALENDAR, THURSDAY, at("23 18:00"), {FRIDAY}) == [THURSDAY, MONDAY]
    assert days_unsigned(CALENDAR, MONDAY, at("20 18:00"), ()) == []
