"""Who is on duty stands in for the desk outside opening hours, at his own office."""

from __future__ import annotations

import pytest
from rules.logs import at, calendar

from svc.model.rosters import Roster
from svc.model.staff import Person, Staff
from svc.rules.duty import is_after_hours, people_on_duty

CALENDAR = calendar()
ROSTER = Roster(duty={"2026-11-20": ["ma", "li", "gone", "nobody", "wang"]})


def person(id_: str, office: str = "SZ") -> Person:
    left = at("19 09:00").date() if id_ == "gone" else None
    return Person(id=id_, name=id_, office=office, roles=["technician"], left=left)


STAFF = Staff(staff=[person("wang"), person("li"), person("ma", "BJ"), person("gone")])


@pytest.mark.parametrize(
    ("moment", "closed"),
    [("20 08:29:59", True), ("20 08:30", False), ("20 12:30", False), ("20 17:30", False),
     ("20 17:30:01", True), ("21 10:00", True)],
)  # fmt: skip
def test_lunch_is_no_closing_time_and_the_closing_second_is_open(moment: str, closed: bool) -> None:
    assert is_after_hours(at(moment), CALENDAR) is closed


def test_those_of_the_office_are_named_in_the_order_of_the_roster() -> None:
    assert people_on_duty(ROSTER, STAFF, "SZ", CALENDAR, at("20 20:00")) == ["li", "wang"]
    assert people_on_duty(ROSTER, STAFF, "BJ", CALENDAR, at("20 20:00")) == ["ma"]
    assert people_on_duty(ROSTER, STAFF, "SZ", CALENDAR, at("20 10:00")) == []
    assert people_on_duty(ROSTER, STAFF, "SZ", CALENDAR, at("21 20:00")) == []
