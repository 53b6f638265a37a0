"""A customer who is not satisfied: the station head is told, the ticket is open again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.deeds import comes_next, events, last, refused, said
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

NOW = "2026-11-21T10:00:00"
CALL = ("callback", TICKET, "--spoke-to", "张工")
BAD_SLIP = ("slip", TICKET, "--signed-by", "张工", "--rating", "dissatisfied", "--remark", "等太久")
WHY = ("--reason", "又不热了")


@pytest.fixture
def done(desk: Desk) -> Desk:
    """Repaired, back, slip filed; nobody has called yet."""
    desk.play("slip")
    return desk


@pytest.mark.parametrize(
    ("words", "reopened_for"),
    [
        (("--rating", "dissatisfied"), "talk"),
        (("--rating", "very_dissatisfied", "--running", "yes"), "talk"),
        (("--rating", "satisfied", "--running", "no"), None),
        (("--rating", "dissatisfied", "--running", "no"), None),
    ],
)
def test_the_head_is_told_and_the_ticket_opened_for_a_repair_or_a_talk_in_one_commit(
    done: Desk, words: tuple[str, ...], reopened_for: str | None
) -> None:
    assert refused(done, *CALL, *words, by="zhao", now=NOW)["key"] == "reason-needed"
    commits = int(done.git("rev-list", "--count", "HEAD"))
    ended = done.ok(*CALL, *words, *WHY, by="zhao", now=NOW)
    assert int(done.git("rev-list", "--count", "HEAD")) == commits + 1
    called, opened, told = map(said, events(done)[-3:])
    assert (called["what"], called["reason"]) == ("called_back", "又不热了")
    assert (opened["what"], opened["reason"]) == ("reopened", "又不热了")
    assert opened.get("reopened_for") == reopened_for
    assert told == {"what": "escalated", "by": "zhao", "to": "li", "reason": "又不热了"}
    to_do = (
        ["reply", "contact", "dispatch"] if reopened_for else ["handover", "contact", "dispatch"]
    )
    assert comes_next(ended) == to_do


def test_said_twice_it_stands_once(done: Desk) -> None:
    words = (*CALL, "--rating", "dissatisfied", *WHY)
    done.ok(*words, by="zhao", now=NOW)
    count = len(events(done))
    assert done.ok("--json", *words, by="zhao", now=NOW).json["repeated"] is True
    assert len(events(done)) == count


def test_it_is_the_heads_turn_until_he_has_answered_and_then_the_callback_clerks(
    done: Desk,
) -> None:
    done.ok(*CALL, "--rating", "dissatisfied", *WHY, by="zhao", now=NOW)
    (due,) = done.ok("--json", "overdue", "--within", "4d", by="li", now=NOW).json["items"]
    assert (due["promise"], due["due"]["at"]) == ("remedy", "2026-11-24T17:30:00+08:00")
    mine = done.ok("--json", "mine", by="li", now=NOW).json["items"]
    assert [item["id"] for item in mine] == [TICKET]
    ended = done.ok("reply", TICKET, "--answer", "当面致歉，已退差价", by="li", now=NOW)
    assert comes_next(ended)[-2:] == ["callback", "reopen"]
    called = done.ok("--json", "callback", by="zhao", now="2026-11-22T12:00:00").json["items"]
    assert [item["id"] for item in called] == [TICKET]


def test_a_talk_is_no_visit_the_slip_can_still_be_filed(done: Desk) -> None:
    done.ok(*CALL, "--rating", "dissatisfied", *WHY, by="zhao", now=NOW)
    due = done.ok("--json", "overdue", "--within", "30d", by="zhao", now=NOW).json["items"]
    assert {item["promise"] for item in due} == {"remedy"}
    done.ok("slip", TICKET, "--unsigned", "客户不在", by="wang", now=NOW)


def test_the_talk_guides_nobody_at_a_machine_so_no_technical_call_is_due(done: Desk) -> None:
    done.ok(*CALL, "--rating", "dissatisfied", *WHY, by="zhao", now=NOW)
    answer = ("reply", TICKET, "--answer", "致歉，讲清原因", "--spoke-to", "张工")
    done.ok(*answer, by="li", now="2026-11-21T10:30:00")
    assert last(done)["guided"] is False
    due = done.ok("--json", "overdue", "--within", "30d", by="zhao", now=NOW).json["items"]
    assert "followup_phone" not in {item["promise"] for item in due}


def test_it_is_still_a_first_time_fix(done: Desk) -> None:
    done.ok(*CALL, "--rating", "dissatisfied", *WHY, by="zhao", now=NOW)
    figures = done.ok("--json", "report", "all", "2026-11", by="zhao", now=NOW).json["figures"]
    assert (figures["first_time_fix"], figures["reopened"]) == (1.0, 0)


def test_a_slip_that_says_so_opens_work_that_is_done_for_a_talk(desk: Desk) -> None:
    desk.play("back")
    assert refused(desk, *BAD_SLIP[:-2], by="wang", now=NOW)["key"] == "reason-needed"
    desk.ok(*BAD_SLIP, by="wang", now=NOW)
    slip, opened, told = map(said, events(desk)[-3:])
    assert (slip["what"], slip["rating"]) == ("slip_in", "dissatisfied")
    assert (opened["what"], opened["reopened_for"]) == ("reopened", "talk")
    assert (told["what"], told["to"], told["reason"]) == ("escalated", "li", "等太久")
    count = len(events(desk))
    desk.ok(*BAD_SLIP, by="wang", now=NOW)
    assert len(events(desk)) == count


def test_before_the_work_is_done_it_is_only_told(desk: Desk) -> None:
    desk.play("dispatch")
    desk.ok(*BAD_SLIP, by="wang", now="2026-11-20T13:00:00")
    assert [e["what"] for e in events(desk)[-2:]] == ["slip_in", "escalated"]
    shown = desk.ok("--json", "show", TICKET, by="wang", now=NOW).json
    assert shown["ticket"]["status"] == "dispatched"


def test_a_head_who_was_told_is_not_told_again_nor_one_who_hears_it_himself(desk: Desk) -> None:
    desk.play("back")
    desk.ok(*BAD_SLIP, by="wang", now=NOW)
    desk.ok("reply", TICKET, "--answer", "已致歉", by="wang", now="2026-11-21T10:30:00")
    words = (*CALL, "--rating", "dissatisfied", *WHY)
    desk.ok(*words, by="zhao", now="2026-11-21T11:00:00")
    assert [e["what"] for e in events(desk)[-2:]] == ["called_back", "reopened"]


def test_the_technicians_call_opens_it_for_a_repair(done: Desk) -> None:
    words = ("followup", TICKET, "--spoke-to", "张工", "--running", "no")
    assert refused(done, *words, by="wang", now=NOW)["key"] == "reason-needed"
    done.ok(*words, "--note", "温度偏低", by="wang", now=NOW)
    assert [e["what"] for e in events(done)[-3:]] == ["followed_up", "reopened", "escalated"]
    assert "reopened_for" not in said(events(done)[-2])


def test_without_anybody_to_tell_it_is_said_and_the_ticket_is_opened_all_the_same(
    done: Desk,
) -> None:
    for role in ("manager", "lead"):
        done.edit(f'"{role}"', '"specialist"', "staff.yaml")
    done.commit()
    ended = done.ok(*CALL, "--rating", "dissatisfied", *WHY, by="zhao", now=NOW)
    assert "nobody to inform" in ended.err
    assert last(done)["what"] == "reopened"
