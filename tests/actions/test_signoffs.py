"""The duty head signs that a day had no complaints (S4 2.7.4), and who has not is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import broken_rules, refused
from conftest import TICKET, Desk

from svc.model import reading

if TYPE_CHECKING:
    from pathlib import Path

FRIDAY, MONDAY = "2026-11-20", "2026-11-23"
EVENING = "2026-11-20T17:40:00"
FILE = "signoffs/SZ/2026-11-A.yaml"
ABOUT = ("complaint", "about", TICKET, "--words", "来晚了", "--wishes", "道歉")


@pytest.fixture
def friday(desk: Desk) -> Desk:
    """The office's first ticket came in on Friday the 20th."""
    assert desk.intake().status == 0
    return desk


def unsigned(desk: Desk, now: str, *more: str) -> dict[str, list[str]]:
    answer = desk.ok("--json", "overdue", *more, now=now).json
    return {each["office"]: each["days"] for each in answer["unsigned"]}


def kept(desk: Desk, path: str = FILE) -> Any:
    return reading.read_record((desk.path / path).read_bytes())


def test_a_working_day_that_ended_without_a_word_is_named_from_the_first_ticket_on(
    friday: Desk,
) -> None:
    assert unsigned(friday, "2026-11-20T17:00:00") == {}
    assert unsigned(friday, EVENING) == {"SZ": [FRIDAY]}
    assert unsigned(friday, "2026-11-23T18:00:00") == {"SZ": [FRIDAY, MONDAY]}
    assert unsigned(friday, "2026-11-23T18:00:00", "--office", "BJ") == {}
    text = friday.ok("overdue", now=EVENING).out
    assert f"svc complaint none {FRIDAY} --office SZ" in text
    assert "unsigned" not in friday.ok("overdue", "--promise", "callback", now=EVENING).out


def test_signed_it_is_named_no_longer_and_stands_in_a_file_of_this_desk(friday: Desk) -> None:
    said = friday.ok("complaint", "none", by="li", now=EVENING)
    assert "no complaints, signed by 李明" in said.out
    assert kept(friday) == {
        "office": "SZ",
        "month": "2026-11",
        "desk": "A",
        "days": [{"day": FRIDAY, "by": "li", "typed": f"{EVENING}+08:00"}],
    }
    assert unsigned(friday, "2026-11-23T09:00:00") == {}
    friday.ok("complaint", "none", MONDAY, "--note", "巡店", by="sun", now="2026-11-24T09:00:00")
    assert [(each["day"], each["by"]) for each in kept(friday)["days"]] == [
        (FRIDAY, "li"),
        (MONDAY, "sun"),
    ]
    assert broken_rules(friday, status=0) == []
    assert friday.git("status", "--porcelain") == ""


def test_typed_twice_it_stands_once(friday: Desk) -> None:
    friday.ok("complaint", "none", by="li", now=EVENING)
    before = friday.snapshot()
    again = friday.ok("complaint", "none", by="sun", now="2026-11-20T18:40:00")
    assert "already recorded by 李明" in again.out
    assert friday.snapshot() == before


def test_a_day_with_a_complaint_is_spoken_for_and_cant_be_signed(friday: Desk) -> None:
    friday.ok(*ABOUT, by="chen", now="2026-11-20T10:00:00")
    assert unsigned(friday, EVENING) == {}
    error = refused(friday, "complaint", "none", by="li", now=EVENING)
    assert (error["key"], error["facts"]["tickets"]) == ("complaints-that-day", ["SZ-2611-A0002"])
    assert unsigned(friday, "2026-11-23T18:00:00") == {"SZ": [MONDAY]}


@pytest.mark.parametrize("by", ["chen", "wang", "zhao"])
def test_only_a_head_signs(friday: Desk, by: str) -> None:
    assert refused(friday, "complaint", "none", by=by, now=EVENING)["key"] == "not-a-duty-head"


def test_no_day_to_come_and_no_office_that_is_none_is_signed(friday: Desk) -> None:
    ahead = ("complaint", "none", "2026-11-21")
    assert refused(friday, *ahead, by="li", now=EVENING)["key"] == "day-to-come"
    other = ("complaint", "none", "--office", "XX")
    assert refused(friday, *other, by="li", now=EVENING)["key"] == "unknown-office"
    friday.ok("complaint", "none", "--office", "BJ", by="sun", now=EVENING)
    assert kept(friday, "signoffs/BJ/2026-11-A.yaml")["office"] == "BJ"


def test_the_head_finds_it_among_his_and_a_clerk_does_not(friday: Desk) -> None:
    (mine,) = friday.ok("--json", "mine", "li", by="li", now=EVENING).json["unsigned"]
    assert mine == {"office": "SZ", "days": [FRIDAY]}
    assert "svc complaint none" in friday.ok("mine", by="li", now=EVENING).out
    assert friday.ok("--json", "mine", by="chen", now=EVENING).json["unsigned"] == []


def test_cron_does_not_mail_it(friday: Desk) -> None:
    assert "complaint none" not in friday.ok("overdue", "--flag", by="cron", now=EVENING).out


def test_days_more_than_a_month_back_are_nobodys(friday: Desk) -> None:
    days = unsigned(friday, "2027-01-04T09:00:00")["SZ"]
    assert days[0] == "2026-12-04"


def test_a_file_that_cant_be_read_is_named(friday: Desk) -> None:
    friday.ok("complaint", "none", by="li", now=EVENING)
    (friday.path / FILE).write_text("days: 3\n", encoding="utf-8")
    ended = friday.svc("overdue", now=EVENING)
    assert (ended.status, FILE in ended.err) == (3, True)
    assert FILE in friday.svc("check", now=EVENING).out


def test_two_desks_merge_whatever_each_of_them_signed(
    friday: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "there"
    friday.git("clone", "-q", str(friday.path), str(there))
    other = Desk(there, monkeypatch)
    with monkeypatch.context() as patch:
        patch.chdir(there)
        other.ok("init", "--join", "--desk", "B", now="2026-11-20T09:10:00")
        other.ok("complaint", "none", by="sun", now=EVENING)
        other.ok(*ABOUT, by="chen", now="2026-11-23T10:00:00")
    friday.ok("complaint", "none", by="li", now=EVENING)
    friday.ok("complaint", "none", by="li", now="2026-11-23T17:40:00")
    friday.git("pull", "-q", "--no-rebase", "--no-edit", str(there), "main")
    assert [each["by"] for each in kept(friday, "signoffs/SZ/2026-11-B.yaml")["days"]] == ["sun"]
    assert unsigned(friday, "2026-11-23T18:00:00") == {}
    found = friday.svc("--json", "check", now="2026-11-23T18:00:00").json["items"]
    (finding,) = [item for item in found if item["rule"] == "sign-off"]
    assert (finding["path"], finding["advice"]) == (FILE, True)
    assert "SZ-2611-B0001" in finding["message"]
