"""Opening hours and days of our own, as new versions of a calendar or as a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from svc.model import reading

if TYPE_CHECKING:
    from conftest import Desk


def calendar(desk: Desk, version: str) -> Any:
    return reading.read_record((desk.path / f"calendars/{version}.yaml").read_bytes())


def test_other_hours_are_a_new_version_and_the_old_one_stays(desk: Desk) -> None:
    words = ("calendar", "hours", "周一至周六 9:00-12:00 13:00-18:00")
    told = desk.ok("--json", *words, by="sun").json
    assert told["calendar"] == "SZ@2"
    new, old = calendar(desk, "SZ@2"), calendar(desk, "SZ@1")
    assert new["hours"]["sat"] == ["09:00-12:00", "13:00-18:00"]
    assert new["hours"]["sun"] == []
    assert new["official"] == old["official"]
    assert old["hours"]["sat"] == []
    assert desk.ok("--json", *words, by="sun").json["calendar"] == "SZ@2"
    assert not (desk.path / "calendars/SZ@3.yaml").exists()


def test_a_calendar_that_is_not_there_begins_with_the_countrywide_days(desk: Desk) -> None:
    text = (desk.path / "calendars/SZ@1.yaml").read_text(encoding="utf-8")
    other = text.replace("〔2022〕16号", "〔2022〕17号")
    (desk.path / "calendars/CN@1.yaml").write_text(other, encoding="utf-8")
    begins = ("calendar", "hours", "9:00-17:00", "--calendar", "XA")
    assert desk.ok("--json", *begins, by="sun").json["calendar"] == "XA@1"
    assert calendar(desk, "XA@1")["official"] == calendar(desk, "CN@1")["official"]


def test_where_there_is_no_countrywide_one_it_begins_with_the_usual_offices(desk: Desk) -> None:
    desk.ok("calendar", "hours", "9:00-17:00", "--calendar", "XA", by="sun")
    assert calendar(desk, "XA@1")["official"] == calendar(desk, "SZ@1")["official"]
    assert calendar(desk, "XA@1")["hours"]["mon"] == ["09:00-17:00"]


def test_days_of_our_own_have_hours_or_none_and_a_reason(desk: Desk) -> None:
    desk.ok("calendar", "day", "2026-12-31", "--why", "盘点", "--hours", "8:30-12:00", by="sun")
    desk.ok("calendar", "day", "2027-01-04..2027-01-05", "--why", "搬家", by="sun")
    assert calendar(desk, "SZ@3")["own"] == {
        "2026-12-31": {"hours": ["08:30-12:00"], "why": "盘点"},
        "2027-01-04..2027-01-05": {"hours": [], "why": "搬家"},
    }


def test_the_list_says_hours_years_and_whose(desk: Desk) -> None:
    (listed,) = desk.ok("--json", "calendar", "list").json["items"]
    assert listed["fields"]["offices"] == ["SZ", "BJ", "SH", "WH", "CD"]
    assert listed["fields"]["hours"] == ["Mo to Fr 08:30-12:00 13:30-17:30"]
