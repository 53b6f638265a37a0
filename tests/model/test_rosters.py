"""Who is on duty at a moment: for the whole day, or for a shift that may last until the morning."""

from __future__ import annotations

from datetime import date

import pytest
from rules.logs import at

from svc.model.rosters import Roster, Shift

ROSTER = Roster(
    duty={
        "2026-11-20": ["wang", Shift(who="li", since="17:30", until="08:30")],
        "2026-11-21": [Shift(who="sun", since="09:00", until="12:00"), "wang"],
    }
)


@pytest.mark.parametrize(
    ("moment", "people"),
    [
        ("20 17:29", ["wang"]),
        ("20 17:30", ["wang", "li"]),
        ("20 23:59", ["wang", "li"]),
        ("21 00:00", ["li", "wang"]),
        ("21 08:29", ["li", "wang"]),
        ("21 08:30", ["wang"]),
        ("21 09:00", ["sun", "wang"]),
        ("21 12:00", ["wang"]),
        ("22 00:00", []),
    ],
)
def test_a_shift_lasts_from_its_first_minute_to_the_one_before_its_last(
    moment: str, people: list[str]
) -> None:
    assert ROSTER.on_duty_at(at(moment)) == people


def test_of_a_day_everybody_is_named_once() -> None:
    twice = [Shift(who="li", since=f"{hour}:00", until=f"{hour + 1}:00") for hour in (10, 14)]
    assert Roster(duty={"2026-11-20": [*twice, "wang"]}).on_duty(date(2026, 11, 20)) == [
        "li",
        "wang",
    ]
