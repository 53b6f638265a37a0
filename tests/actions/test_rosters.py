"""The duty roster (值班表): who is on duty and who is away, as typed and as it stands in its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import refused

from svc.model import reading

if TYPE_CHECKING:
    from conftest import Desk

DUTY = ("roster", "--duty", "2026-11-21", "--who", "wang")
AWAY = ("roster", "--away", "2026-11-23..2026-11-25", "--who", "wang", "--why", "培训")


def kept(desk: Desk) -> Any:
    """The roster as it stands in its file."""
    return reading.read_record((desk.path / "roster.yaml").read_bytes())


def week(desk: Desk, *words: str) -> list[tuple[str, list[str], list[str]]]:
    shown = desk.ok("--json", "roster", *words).json["items"]
    return [(item["day"], item["duty"], item["away"]) for item in shown]


def test_it_shows_seven_days_from_today_or_from_another_day(desk: Desk) -> None:
    days = [f"2026-11-{day}" for day in range(20, 27)]
    assert week(desk) == [(day, [], []) for day in days]
    assert week(desk, "--from", "2026-12-01")[0][0] == "2026-12-01"
    assert not (desk.path / "roster.yaml").exists()


@pytest.mark.parametrize("by", ["li", "sun"])
def test_who_is_on_duty_is_written_in_the_order_of_calling(desk: Desk, by: str) -> None:
    commits = int(desk.git("rev-list", "--count", "HEAD"))
    shown = desk.ok(*DUTY, "--who", "li", by=by)
    assert kept(desk)["duty"] == {"2026-11-21": ["wang", "li"]}
    assert "王强, 李明" in shown.out
    assert int(desk.git("rev-list", "--count", "HEAD")) == commits + 1
    assert week(desk)[1] == ("2026-11-21", ["wang", "li"], [])


def test_a_day_entered_later_stands_in_its_place_and_one_entered_anew_is_changed(
    desk: Desk,
) -> None:
    desk.ok(*DUTY, by="li")
    desk.ok("roster", "--duty", "2026-11-20", "--who", "li", by="li")
    desk.ok("roster", "--duty", "2026-11-21", "--who", "sun", by="li")
    assert list(kept(desk)["duty"].items()) == [("2026-11-20", ["li"]), ("2026-11-21", ["sun"])]


def test_who_is_away_is_so_on_both_days_named_and_between(desk: Desk) -> None:
    shown = desk.ok(*AWAY, by="li")
    (away,) = kept(desk)["away"]
    assert away == {"who": "wang", "since": "2026-11-23", "until": "2026-11-25", "why": "培训"}
    assert "王强 (培训)" in shown.out
    assert [day for day, _, who in week(desk) if who == ["wang"]] == [
        "2026-11-23",
        "2026-11-24",
        "2026-11-25",
    ]


def test_a_single_day_is_its_own_end_and_said_twice_it_stands_once(desk: Desk) -> None:
    day = ("roster", "--away", "2026-11-23", "--who", "li", "--why", "事假")
    desk.ok(*day, by="li")
    desk.ok(*AWAY, by="li")
    desk.ok(*day, by="li")
    assert [(a["who"], a["since"], a["until"]) for a in kept(desk)["away"]] == [
        ("wang", "2026-11-23", "2026-11-25"),
        ("li", "2026-11-23", "2026-11-23"),
    ]


def test_duty_and_absence_may_be_said_in_one_line(desk: Desk) -> None:
    desk.ok(*DUTY, "--away", "2026-11-23", "--why", "培训", by="li")
    assert kept(desk)["duty"] == {"2026-11-21": ["wang"]}
    assert len(kept(desk)["away"]) == 1


def test_an_absence_of_the_staff_file_is_shown_too(desk: Desk) -> None:
    desk.edit(
        "    skills:",
        '    absences:\n      - {since: "2026-11-21", until: "2026-11-22", why: "婚假"}\n    skills:',
        "staff.yaml",
    )
    desk.commit()
    assert [who for _, _, who in week(desk)] == [[], ["wang"], ["wang"], [], [], [], []]


@pytest.mark.parametrize("words", [DUTY, AWAY])
@pytest.mark.parametrize("by", ["wang", "chen", "zhao"])
def test_only_those_who_lead_keep_the_roster(desk: Desk, words: tuple[str, ...], by: str) -> None:
    error = refused(desk, *words, by=by)
    assert error["key"] == "not-your-role"
    assert error["facts"]["roles"] == ["lead", "coordinator", "manager"]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("--duty", "2026-11-21", "--who", "nobody"), "unknown-staff"),
        (("--away", "2026-11-21", "--who", "nobody", "--why", "病假"), "unknown-staff"),
        (("--duty", "someday", "--who", "wang"), "not-a-day"),
        (("--away", "2026-11-21..2026-11-32", "--who", "wang", "--why", "病假"), "not-a-day"),
        (("--from", "someday"), "not-a-day"),
        (("--duty", "2026-11-21", "--who", "wang", "--shift", "evening"), "not-a-shift"),
        (("--duty", "2026-11-21", "--who", "wang", "--shift", "8:00-8:00"), "not-a-shift"),
        (("--duty", "2026-11-21", "--who", "wang", "--shift", "18:00-25:00"), "not-a-shift"),
    ],
)
def test_what_is_typed_wrong_is_refused(desk: Desk, words: tuple[str, ...], key: str) -> None:
    assert refused(desk, "roster", *words, by="li")["key"] == key


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (("--duty", "2026-11-21"), ["--who"]),
        (("--away", "2026-11-21"), ["--who", "--why"]),
        (("--away", "2026-11-21", "--who", "wang"), ["--why"]),
    ],
)
def test_all_that_is_missing_is_named_at_once(
    desk: Desk, words: tuple[str, ...], fields: list[str]
) -> None:
    error = refused(desk, "roster", *words, by="li")
    assert (error["key"], error["facts"]["fields"]) == ("missing-fields", fields)


def test_days_the_wrong_way_round_are_refused(desk: Desk) -> None:
    words = ("roster", "--away", "2026-11-25..2026-11-23", "--who", "wang", "--why", "培训")
    error = refused(desk, *words, by="sun")
    assert error["key"] == "backwards-span"


BEIJING = '''  - id: "mat"
    name: "马涛"
    phone: "15400019999"
    office: "BJ"
    roles: ["technician"]
  - id: "chen"'''


def test_the_day_of_one_office_leaves_that_of_another(desk: Desk) -> None:
    desk.edit('  - id: "chen"', BEIJING, "staff.yaml")
    desk.commit()
    desk.ok("roster", "--duty", "2026-11-21", "--who", "mat", by="li")
    desk.ok(*DUTY, by="li")
    desk.ok("roster", "--duty", "2026-11-21", "--who", "li", by="li")
    assert kept(desk)["duty"] == {"2026-11-21": ["mat", "li"]}


def test_a_shift_stands_beside_another_and_takes_the_place_of_the_same(desk: Desk) -> None:
    evening = ("roster", "--duty", "2026-11-21", "--shift", "１７:３0 至 24:00")
    shown = desk.ok(*evening, "--who", "wang", by="li")
    assert "王强 17:30-24:00" in shown.out
    desk.ok("roster", "--duty", "2026-11-21", "--shift", "9:00-17:30", "--who", "li", by="li")
    desk.ok(*evening, "--who", "sun", by="li")
    assert kept(desk)["duty"]["2026-11-21"] == [
        {"who": "li", "since": "09:00", "until": "17:30"},
        {"who": "sun", "since": "17:30", "until": "24:00"},
    ]
    assert week(desk)[1][1] == ["li", "sun"]
