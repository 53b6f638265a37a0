"""A month of an office closed: what is kept, who may, what is entered later, two desks that do it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import refused
from conftest import TICKET, Desk
from exchange import Exchange

from svc.actions.office_month import late_in_month
from svc.model import reading
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

NOVEMBER = "2026-11"
SEAL = f"seals/SZ/{NOVEMBER}.yaml"
MORNING, NOON, EVENING = (f"2026-12-02T{clock}" for clock in ("09:00:00", "12:00:00", "18:00:00"))
SEAL_IT = ("seal", NOVEMBER, "--office", "SZ")
CALL = ("callback", TICKET, "--spoke-to", "张工", "--rating", "satisfied")
LATE = ("--at", "2026-11-21 10:00")


@pytest.fixture
def done(desk: Desk) -> Desk:
    """Wang's visit is over and its slip in; nobody has called back."""
    desk.play("slip")
    return desk


@pytest.fixture
def sealed(done: Desk) -> Desk:
    done.ok(*SEAL_IT, by="li", now=MORNING)
    return done


def seal_of(desk: Desk, path: str = SEAL) -> dict[str, Any]:
    return reading.read_record((desk.path / path).read_bytes(), path)


def rules_broken(desk: Desk, now: str = NOON) -> set[str]:
    """What `svc check` finds, but for offices without people and holidays not published yet."""
    items = desk.svc("check", "--json", by="sun", now=now).json["items"]
    return {item["rule"] for item in items} - {"office-people", "calendar-year"}


# What is kept


def test_a_seal_has_the_months_figures_its_events_and_the_digest_of_the_report(done: Desk) -> None:
    def digest(of: str, now: str) -> object:
        return done.ok("report", of, NOVEMBER, "--json", by="sun", now=now).json["digest"]

    digests = {of: digest(of, MORNING) for of in ("SZ", "south")}
    told = done.ok(*SEAL_IT, "--json", by="li", now=MORNING).json
    (event,) = seal_of(done)["log"]
    kept = dict(line.split(" ")[1::2] for line in event["figures"].split("\n"))
    assert (kept["received"], kept["visits"], kept["on_time"]) == ("1", "1", "8/9")
    number, *ids = event["tickets"].split(" ")
    assert (number, ids) == (TICKET, sorted(each["id"] for each in done.log))
    papers = [{"paper": "report", "of": of, "digest": each} for of, each in digests.items()]
    assert event["papers"] == papers
    assert (told["seal"]["events"], told["seal"]["digest"]) == (len(ids), event["seal"])
    assert (told["seal"]["status"], told["repeated"]) == ("sealed", False)
    assert rules_broken(done) == set()
    assert digest("SZ", NOON) == digests["SZ"]  # the page stays the same


def test_the_sheets_of_sealed_days_are_kept_by_their_digests(done: Desk) -> None:
    day = ("daily", "confirm", "2026-11-20", "--office", "SZ")
    done.ok(*day, by="zhao", now="2026-11-20T18:00:00")
    done.ok(*SEAL_IT, by="li", now=MORNING)
    papers = seal_of(done)["log"][0]["papers"]
    digest = seal_of(done, "seals/SZ/2026-11-20.yaml")["log"][0]["seal"]
    assert {"paper": "daily", "of": "2026-11-20", "digest": digest} in papers


def test_what_was_handed_to_another_office_counts_there(done: Desk) -> None:
    done.other(1, "--bought", "2026-08-01", now="2026-11-24T09:00:00")
    away = "SZ-2611-A0002"
    done.ok(
        "handover",
        away,
        "--office",
        "BJ",
        "--note",
        "机器在北京",
        by="sun",
        now="2026-11-24T09:10:00",
    )
    for office in ("SZ", "BJ"):
        done.ok("seal", NOVEMBER, "--office", office, by="sun", now=MORNING)
    here, there = (
        seal_of(done, f"seals/{each}/{NOVEMBER}.yaml")["log"][0] for each in ("SZ", "BJ")
    )
    assert "intake received count 2\n" in here["figures"]
    assert "intake received count 0\n" in there["figures"]
    assert away in here["tickets"]
    assert away in there["tickets"]


# Who, when


def test_a_month_that_is_not_over_is_not_sealed_nor_by_anybody(done: Desk) -> None:
    early = refused(done, *SEAL_IT, by="li", now="2026-11-30T23:59:00")
    assert early["key"] == "month-not-over"
    assert "2026-11-30" in early["message"]
    assert refused(done, *SEAL_IT, by="wang", now=MORNING)["key"] == "not-your-role"


def test_a_month_is_sealed_once_and_whoever_says_it_again_is_told(sealed: Desk) -> None:
    before = (sealed.path / SEAL).read_bytes()
    ended = sealed.ok("--lang", "zh", *SEAL_IT, by="sun", now=NOON)
    assert "已经封过账，未做任何更改" in ended.out
    assert "李明 月度封账，2026-12-02 09:00" in ended.out
    assert (sealed.path / SEAL).read_bytes() == before


def test_days_with_money_that_nobody_counted_come_first_unless_a_manager_says(done: Desk) -> None:
    line = ("--line", "检测:1:80", "--allow", "检测费")
    done.ok("charge", TICKET, *line, by="sun", now="2026-11-20T17:00:00")
    take = ("receipt", TICKET, "--how", "cash")
    done.ok(*take, by="zhao", now="2026-11-20T17:10:00")
    day = ("daily", "confirm", "2026-11-19", "--office", "SZ")
    done.ok(*day, by="zhao", now="2026-11-20T18:00:00")
    error = refused(done, *SEAL_IT, by="li", now=MORNING)
    assert error["key"] == "days-not-sealed"
    assert "svc daily confirm 2026-11-20 --office SZ" in error["message"]
    done.ok(*SEAL_IT, "--allow", "出纳请假", by="sun", now=MORNING)
    assert seal_of(done)["log"][0]["allowed"] == "出纳请假"


# What is entered later


def test_what_is_entered_for_a_sealed_month_needs_a_reason_which_is_kept(sealed: Desk) -> None:
    error = refused(sealed, *CALL, *LATE, by="zhao", now=NOON)
    assert error["key"] == "late-for-sealed-month"
    assert "--late REASON" in error["message"]
    sealed.ok(*CALL, *LATE, "--late", "漏录", by="zhao", now=NOON)
    assert sealed.log[-1]["late"] == "漏录"
    sealed.ok("close", TICKET, "--late", "无关", by="zhao", now=NOON)
    assert "late" not in sealed.log[-1]  # it happened in December
    assert rules_broken(sealed) == set()
    said = sealed.ok("--lang", "zh", "report", "south", NOVEMBER, by="sun", now=NOON).err
    assert "此后有 1 张服务工单补录。查看变化：svc report diff SZ 2026-11" in said


def test_a_new_request_of_a_sealed_month_needs_a_reason_and_a_manager_may_allow(
    sealed: Desk,
) -> None:
    late = ("--at", "2026-11-30 16:00")
    refusal = sealed.other(1, *late, now=NOON)
    assert (refusal.status, "2026-11" in refusal.err) == (2, True)
    told = sealed.other(1, *late, "--late", "电话记在纸上", now=NOON)
    assert told.status == 0, told.err
    sealed.ok(*CALL, *LATE, "--allow", "补录", by="sun", now=NOON)
    assert sealed.log[-1]["allowed"] == "补录"
    assert "late" not in sealed.log[-1]
    assert rules_broken(sealed) == set()


def test_what_is_typed_now_or_of_another_office_or_month_needs_none(sealed: Desk) -> None:
    sealed.ok(*CALL, by="zhao", now=NOON)
    told = sealed.other(2, "--office", "BJ", "--at", "2026-11-30 16:00", by="sun", now=NOON)
    assert told.status == 0, told.err


def test_a_correction_keeps_what_was_sealed_and_stands_for_the_reason(sealed: Desk) -> None:
    sealed.ok(*CALL, *LATE, "--late", "漏录", by="zhao", now=NOON)
    first = seal_of(sealed)["log"][0]
    again = (*SEAL_IT, "--again", "赵敏漏录一次回访")
    sealed.ok(*again, by="li", now=EVENING)
    record = seal_of(sealed)
    assert (record["status"], record["log"][0]) == ("recounted", first)
    assert record["log"][1]["tickets"] == f"{TICKET} {sealed.log[-1]['id']}"
    assert record["log"][1]["reason"] == "赵敏漏录一次回访"
    assert sealed.ok(*again, "--json", by="li", now=EVENING).json["repeated"] is True
    other = (*SEAL_IT, "--again", "别的")
    assert refused(sealed, *other, by="li", now=EVENING)["key"] == "month-as-sealed"
    october = ("seal", "2026-10", "--office", "SZ", "--again", "x")
    assert refused(sealed, *october, by="li", now=EVENING)["key"] == "month-not-sealed"
    assert rules_broken(sealed, EVENING) == set()


# Two desks


@pytest.fixture
def exchange(done: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    return Exchange(done, tmp_path, monkeypatch)


def test_what_another_desk_had_not_exchanged_is_late_until_a_manager_answers(
    exchange: Exchange,
) -> None:
    here, there = exchange.here, exchange.there
    there.ok(*CALL, by="zhao", now="2026-11-21T10:00:00")
    here.ok(*SEAL_IT, by="li", now=MORNING)
    exchange.meet()
    assert rules_broken(here) == {"late-for-month"}
    (found,) = (
        item
        for item in here.svc("check", "--json", by="sun", now=NOON).json["items"]
        if item["rule"] == "late-for-month"
    )
    event = here.log[-1]["id"]
    assert f"svc approve {TICKET} --asked TEXT --of {event}" in found["do"]
    here.ok("approve", TICKET, "--asked", "那台离线", "--of", event, by="sun", now=NOON)
    assert rules_broken(here) == set()
    exchange.meet()
    assert rules_broken(there) == set()
    assert there.ok("check", "--history", by="sun", now=NOON).status == 0


def test_of_two_desks_that_sealed_a_month_the_first_holds_until_it_is_said_what_is_right(
    exchange: Exchange,
) -> None:
    here, there = exchange.here, exchange.there
    there.ok(*CALL, by="zhao", now="2026-11-21T10:00:00")
    there.ok(*SEAL_IT, by="sun", now=NOON)
    here.ok(*SEAL_IT, by="li", now=MORNING)
    exchange.meet()
    assert (there.path / SEAL).read_bytes() == (here.path / SEAL).read_bytes()
    assert rules_broken(here) == {"late-for-month", "month-sealed-twice"}
    here.ok(*SEAL_IT, "--again", "两边合起来", by="sun", now=EVENING)
    assert rules_broken(here, EVENING) == set()
    exchange.meet()
    assert (there.path / SEAL).read_bytes() == (here.path / SEAL).read_bytes()
    assert rules_broken(there, EVENING) == set()


def test_a_seal_edited_by_hand_is_named_by_check_and_by_history(sealed: Desk) -> None:
    sealed.edit("intake received count 1", "intake received count 9", SEAL)
    assert "month-seal" in rules_broken(sealed)
    sealed.commit()
    ended = sealed.svc("check", "--history", by="sun", now=NOON)
    assert (ended.status, SEAL in ended.out) == (1, True)


def test_forgetting_a_customer_breaks_no_seal(sealed: Desk) -> None:
    sealed.ok(*CALL, *LATE, "--late", "张工上月没接电话", by="zhao", now=NOON)
    before = (sealed.path / SEAL).read_bytes()
    sealed.ok("close", TICKET, by="zhao", now=NOON)
    sealed.ok("forget", "SZ-A0001", "--reason", "客户要求", "--go", by="sun", now=NOON)
    assert "张工" not in sealed.record.read_text(encoding="utf-8")
    assert (sealed.path / SEAL).read_bytes() == before
    assert rules_broken(sealed) == set()


def test_what_came_late_is_told_without_reading_what_the_seal_has_whole(
    sealed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    read_each = Ledger.read_each

    def noted(ledger: Ledger, numbers: Any, broken: Any) -> Any:
        numbers = list(numbers)
        read.extend(map(str, numbers))
        return read_each(ledger, numbers, broken)

    monkeypatch.setattr(Ledger, "read_each", noted)
    lines = seal_of(sealed)["log"][0]["tickets"].split("\n")
    first, now = date(2026, 11, 1), datetime.fromisoformat(f"{NOON}+08:00")
    assert late_in_month(sealed.ledger, "SZ", first, now, lines) == []
    assert read == []
    sealed.ok(*CALL, *LATE, "--late", "漏录", by="zhao", now=NOON)
    read.clear()
    assert late_in_month(sealed.ledger, "SZ", first, now, lines) == [TICKET]
    assert read == [TICKET]
