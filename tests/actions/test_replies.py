"""Handed over, answered, reached or not: what is written, and whom three vain calls bring in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.deeds import comes_next, events, last, refused, said, stands_once
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

NOW = "2026-11-20T09:10:00"
VAIN = ("contact", TICKET, "--not-reached", "无人接听")


@pytest.fixture
def taken(desk: Desk) -> Desk:
    assert desk.intake().status == 0
    return desk


@pytest.fixture
def handed_over(desk: Desk) -> Desk:
    desk.play("handover")
    return desk


@pytest.mark.parametrize("to", ["li", "sun"])
def test_the_lead_or_the_manager_is_told_everything(taken: Desk, to: str) -> None:
    ended = taken.ok("handover", TICKET, "--to", to, "--note", "客户急", by="chen", now=NOW)
    assert last(taken) == {"what": "handed_over", "by": "chen", "to": to, "words": "客户急"}
    assert comes_next(ended) == ["reply", "contact", "dispatch"]


@pytest.mark.parametrize("role", ["lead", "coordinator"])
def test_either_role_is_enough_to_take_it_over(taken: Desk, role: str) -> None:
    taken.edit('roles: ["coordinator", "lead"]', f'roles: ["{role}"]', "staff.yaml")
    taken.commit()
    taken.ok("handover", TICKET, "--to", "li", by="chen", now=NOW)
    assert last(taken)["to"] == "li"


@pytest.mark.parametrize(
    ("to", "key"), [("wang", "not-acceptable"), ("chen", "not-acceptable"), ("x", "unknown-staff")]
)
def test_to_nobody_else_is_it_handed_over(taken: Desk, to: str, key: str) -> None:
    assert refused(taken, "handover", TICKET, "--to", to, by="chen", now=NOW)["key"] == key


def test_a_technician_hands_nothing_over(taken: Desk) -> None:
    error = refused(taken, "handover", TICKET, "--to", "li", by="wang", now=NOW)
    assert error["key"] == "not-your-role"


def test_who_was_reached_what_was_judged_and_promised_is_written(handed_over: Desk) -> None:
    contact = ("contact", TICKET, "--spoke-to", "张工", "--judged", "断路", "--note", "在开会")
    handed_over.ok(*contact, "--promised", "15:00", by="li", now="2026-11-20T09:40:00")
    assert last(handed_over) == {
        "what": "contacted",
        "by": "li",
        "spoke_to": "张工",
        "judged": "断路",
        "promised": "2026-11-20T15:00:00+08:00",
        "words": "在开会",
    }


def test_a_reply_says_what_to_prepare(handed_over: Desk) -> None:
    reply = ("reply", TICKET, "--remedy", "换管", "--prepare", "清空台面", "--spoke-to", "张工")
    ended = handed_over.ok(*reply, by="li", now="2026-11-20T09:40:00")
    assert last(handed_over) == {
        "what": "replied",
        "by": "li",
        "remedy": "换管",
        "prepare": "清空台面",
        "spoke_to": "张工",
    }
    assert comes_next(ended) == ["dispatch", "contact", "hold"]


def test_an_answer_that_solves_it_ends_the_work(handed_over: Desk) -> None:
    answer = ("reply", TICKET, "--answer", "按复位键", "--spoke-to", "张工")
    ended = handed_over.ok(*answer, by="chen", now="2026-11-20T09:40:00")
    event = last(handed_over)
    assert event.pop("guided", True) is True  # a technical call is due
    assert event == {"what": "answered", "by": "chen", "answer": "按复位键", "spoke_to": "张工"}
    assert comes_next(ended) == ["callback", "reopen"]


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (("handover", TICKET), ["--to"]),
        (("contact", TICKET), ["--spoke-to", "--judged"]),
        (("reply", TICKET), ["--remedy"]),
    ],
)
def test_all_that_is_missing_is_named_at_once(
    handed_over: Desk, words: tuple[str, ...], fields: list[str]
) -> None:
    error = refused(handed_over, *words, by="sun", now="2026-11-20T09:40:00")
    assert (error["key"], error["facts"]["fields"]) == ("missing-fields", fields)


@pytest.mark.parametrize(
    ("words", "by"),
    [
        (("contact", TICKET, "--spoke-to", "张工", "--judged", "断路"), "chen"),
        (("reply", TICKET, "--remedy", "换管"), "zhao"),
        (("reply", TICKET, "--answer", "按复位键"), "zhao"),
    ],
)
def test_each_has_its_roles(handed_over: Desk, words: tuple[str, ...], by: str) -> None:
    error = refused(handed_over, *words, by=by, now="2026-11-20T09:40:00")
    assert error["key"] == "not-your-role"


# Nobody there


def test_a_vain_call_is_an_attempt_and_the_next_is_due_in_working_hours(taken: Desk) -> None:
    ended = taken.ok(*VAIN, by="li", now="2026-11-20T16:30:00")  # an hour before closing
    assert last(taken) == {
        "what": "not_reached",
        "by": "li",
        "purpose": "contact",
        "reason": "无人接听",
        "next": "2026-11-23T09:30:00+08:00",  # two open hours on: an hour is left on Friday
    }
    assert "Attempt 1 of 3" in ended.out
    assert "State: received" in ended.out


def test_the_third_in_a_row_tells_the_manager_in_the_same_commit_and_the_sixth_again(
    taken: Desk,
) -> None:
    for hour in (10, 11):
        taken.ok(*VAIN, by="li", now=f"2026-11-20T{hour}:00:00")
    commits = int(taken.git("rev-list", "--count", "HEAD"))
    ended = taken.ok(*VAIN, by="li", now="2026-11-20T12:00:00")
    assert int(taken.git("rev-list", "--count", "HEAD")) == commits + 1
    told, attempt = map(said, events(taken)[-2:])
    assert told == {"what": "escalated", "by": "li", "to": "sun", "reason": "3× 无人接听"}
    assert attempt["what"] == "not_reached"
    assert "Informed: 孙伟" in ended.out
    assert "Attempt 3 of 3" in ended.out
    for hour in (13, 14, 15):
        taken.ok(*VAIN, by="li", now=f"2026-11-20T{hour}:00:00")
    reasons = [e["reason"] for e in events(taken) if e["what"] == "escalated"]
    assert reasons == ["3× 无人接听", "6× 无人接听"]


def test_a_vain_call_typed_later_bears_its_time(taken: Desk) -> None:
    taken.ok(*VAIN, "--at", "09:30", by="li", now="2026-11-20T10:00:00")
    assert last(taken)["at"] == "2026-11-20T09:30:00+08:00"


def test_the_second_typed_twice_is_no_third_and_nobody_is_told(taken: Desk) -> None:
    for hour in (10, 11):
        taken.ok(*VAIN, by="li", now=f"2026-11-20T{hour}:00:00")
    before = taken.snapshot()
    again = taken.ok(*VAIN, by="li", now="2026-11-20T11:01:00")
    assert "already recorded" in again.out
    assert taken.snapshot() == before


def test_told_is_the_manager_of_the_tickets_office_where_the_lead_is_who_calls(taken: Desk) -> None:
    other = '  - id: "luo"\n    name: "罗敏"\n    phone: "1"\n    office: "GZ"\n'
    taken.edit('  - id: "chen"', f'{other}    roles: ["manager"]\n  - id: "chen"', "staff.yaml")
    taken.commit()
    for hour in (10, 11, 12):
        taken.ok(*VAIN, by="li", now=f"2026-11-20T{hour}:00:00")
    assert [e["to"] for e in events(taken) if e["what"] == "escalated"] == ["sun"]


def test_the_third_typed_twice_is_still_the_third(taken: Desk) -> None:
    for hour in (10, 11, 12):
        taken.ok(*VAIN, by="li", now=f"2026-11-20T{hour}:00:00")
    before = taken.snapshot()
    again = taken.ok(*VAIN, by="li", now="2026-11-20T12:01:00")
    assert "already recorded" in again.out
    assert taken.snapshot() == before


def test_once_reached_the_count_begins_anew(handed_over: Desk) -> None:
    for hour in (10, 11):
        handed_over.ok(*VAIN, by="li", now=f"2026-11-20T{hour}:00:00")
    reached = ("contact", TICKET, "--spoke-to", "张工", "--judged", "断路")
    handed_over.ok(*reached, by="li", now="2026-11-20T11:30:00")
    assert "Attempt 1 of 3" in handed_over.ok(*VAIN, by="li", now="2026-11-20T12:00:00").out
    assert "escalated" not in [e["what"] for e in events(handed_over)]


# A question for a specialist


def test_a_question_goes_to_a_specialist_and_is_due_within_a_working_day(desk: Desk) -> None:
    assert desk.intake(now="2026-11-20T09:00:00").status == 0
    words = ("ask", TICKET, "--to", "王强", "--question", "E-07 是哪块板")
    ended = desk.ok(*words, by="chen", now="2026-11-20T10:00:00")
    assert last(desk) == {"what": "asked", "by": "chen", "to": "wang", "question": "E-07 是哪块板"}
    assert "Next to act: 王强" in ended.out
    due = {
        run["promise"]: (run["state"], run["due"])
        for run in desk.ok("--json", "why", TICKET, by="chen").json["items"]
    }
    assert due["answer"] == ("running", "2026-11-23T17:30:00+08:00")


def test_who_is_asked_can_answer_such_questions(desk: Desk) -> None:
    assert desk.intake().status == 0
    error = refused(desk, "ask", TICKET, "--to", "zhao", "--question", "E-07?", by="chen")
    assert error["key"] == "not-acceptable"


# Another office


@pytest.fixture
def beijing(handed_over: Desk) -> Desk:
    """The story's ticket handed over to its lead, and an office with people and hours of its
    own.
    """
    desk = handed_over
    people = """  - {id: "gao", name: "高峰", office: "BJ", roles: ["coordinator", "lead", "clerk"]}
  - {id: "ma", name: "马超", office: "BJ", roles: ["technician"], skills: [{covers: "CR", since: "2024-03-01"}]}
  - id: "cron"
"""
    desk.edit('  - id: "cron"\n', people, "staff.yaml")
    hours = (desk.path / "calendars/SZ@1.yaml").read_text(encoding="utf-8")
    (desk.path / "calendars/BJ@1.yaml").write_text(
        hours.replace('"08:30-', '"10:00-'), encoding="utf-8"
    )
    desk.edit('region: "north", calendar: "SZ"', 'region: "north", calendar: "BJ"', "svc.yaml")
    desk.commit()
    return desk


TO_BEIJING = ("handover", TICKET, "--office", "BJ")


def on_board(desk: Desk, office: str) -> list[str]:
    ended = desk.ok("dispatch", "--office", office, "--json", by="sun", now="2026-11-20T09:30:00")
    return [row["id"] for row in ended.json["items"]]


def listed(desk: Desk, office: str, *words: str) -> list[str]:
    ended = desk.ok("list", "--office", office, *words, "--json", now="2026-11-20T09:30:00")
    return [row["id"] for row in ended.json["items"]]


def test_another_office_acts_from_here_on_and_the_number_stays(beijing: Desk) -> None:
    assert (on_board(beijing, "SZ"), on_board(beijing, "BJ")) == ([TICKET], [])
    ended = beijing.ok(*TO_BEIJING, "--note", "客户在北京", by="chen", now="2026-11-20T09:25:00")
    assert last(beijing) == {
        "what": "office_changed",
        "by": "chen",
        "office": "BJ",
        "region": "north",
        "calendar": "BJ@1",
        "words": "客户在北京",
        "away_from": "SZ",
        "acting": "BJ",
    }
    assert beijing.record.is_file()
    assert beijing.data["office"] == "SZ"  # as it was told at intake
    assert (on_board(beijing, "SZ"), on_board(beijing, "BJ")) == ([], [TICKET])
    assert (listed(beijing, "SZ"), listed(beijing, "BJ")) == ([], [TICKET])
    assert listed(beijing, "BJ", "--region", "north") == [TICKET]
    assert "高峰" in ended.out  # whose turn it is
    assert "acts from here on; the number stays" in ended.out
    story = beijing.ok("show", TICKET, by="chen", now="2026-11-20T09:30:00").out
    assert "handed over to another office" in story
    assert "office: 北京办事处" in story
    assert "BJ@1" not in story
    assert beijing.svc("check", now="2026-11-20T09:40:00").status == 0


def test_there_its_lead_can_be_told_in_the_same_command_and_has_the_turn(beijing: Desk) -> None:
    other = beijing.other(2)
    number = other.out.split(":")[0]
    ended = beijing.ok(
        "handover", number, "--office", "北京办事处", "--to", "高峰", "--note", "急",
        by="chen", now="2026-11-20T09:25:00",
    )  # fmt: skip
    assert [(event["what"], event.get("words")) for event in events(beijing, number)[-2:]] == [
        ("office_changed", None),
        ("handed_over", "急"),
    ]
    assert comes_next(ended, number)[0] == "reply"
    assert "高峰" in ended.out


def test_its_time_is_counted_by_the_hours_there(beijing: Desk) -> None:
    def due() -> str:
        ended = beijing.ok("why", TICKET, "--json", "--promise", "reply", now="2026-11-20T09:30:00")
        (item,) = ended.json["items"]
        return str(item["due"])

    assert due() == "2026-11-23T09:50:00+08:00"
    beijing.ok(*TO_BEIJING, by="chen", now="2026-11-20T09:25:00")
    assert due() == "2026-11-23T11:55:00+08:00"
    spans = beijing.ok("why", TICKET, now="2026-11-20T09:30:00").out
    assert "BJ@1" in spans


def test_candidates_are_those_of_the_office_that_acts(beijing: Desk) -> None:
    beijing.ok(*TO_BEIJING, by="chen", now="2026-11-20T09:25:00")
    ended = beijing.ok("dispatch", TICKET, "--json", by="gao", now="2026-11-20T09:30:00")
    assert [row["technician"] for row in ended.json["items"]] == ["ma"]


def test_a_receipt_is_of_the_book_of_the_office_that_acts(beijing: Desk) -> None:
    beijing.ok(*TO_BEIJING, by="chen", now="2026-11-20T09:25:00")
    charge = ("charge", TICKET, "--line", "诊断:1:80", "--allow", "x")
    beijing.ok(*charge, by="sun", now="2026-11-20T09:30:00")
    beijing.ok("receipt", TICKET, "--how", "cash", by="zhao", now="2026-11-20T09:31:00")
    number = next(e["number"] for e in events(beijing) if e["what"] == "receipt_issued")
    assert number == "BJ-A-26-0001"
    assert beijing.ledger.receipt_numbers("BJ-A-26") == [(1, f"tickets/SZ/2026-11/{TICKET}.yaml")]
    assert beijing.svc("check", now="2026-11-20T09:40:00").status == 0


def test_a_short_number_is_one_of_the_office_that_acts(beijing: Desk) -> None:
    beijing.ok(*TO_BEIJING, by="chen", now="2026-11-20T09:25:00")
    assert beijing.ok("note", "A0001", "x", by="gao", now="2026-11-20T09:30:00").status == 0
    refusal = refused(beijing, "note", "A0001", "x", by="chen", now="2026-11-20T09:30:00")
    assert refusal["key"] == "no-such-record"


def test_what_is_still_as_the_office_before_had_it_is_said(beijing: Desk) -> None:
    beijing.ok("reply", TICKET, "--remedy", "换管", by="li", now="2026-11-20T09:25:00")
    sent = ("dispatch", TICKET, "--to", "wang", "--appointment", "14:00")
    beijing.ok(*sent, by="li", now="2026-11-20T09:30:00")
    ended = beijing.ok(*TO_BEIJING, by="li", now="2026-11-20T09:40:00")
    assert "The visit agreed for 2026-11-20 14:00 stands, and 王强 is to make it." in ended.err
    board = beijing.ok("dispatch", "--office", "SZ", by="li", now="2026-11-20T09:45:00").out
    assert f"14:00 {TICKET} (elsewhere, BJ, dispatched)" in board


@pytest.mark.parametrize(
    ("words", "by", "key"),
    [
        (("--office", "SZ"), "chen", "office-has-it"),
        (("--office", "XX"), "chen", "unknown-office"),
        (("--office", "BJ", "--to", "li"), "chen", "not-acceptable"),
        (("--office", "BJ", "--to", "ma"), "chen", "not-acceptable"),
        (("--office", "BJ"), "wang", "not-your-role"),
    ],
)
def test_to_where_it_can_not_go_it_does_not(
    beijing: Desk, words: tuple[str, ...], by: str, key: str
) -> None:
    error = refused(beijing, "handover", TICKET, *words, by=by, now="2026-11-20T09:25:00")
    assert error["key"] == key


def test_said_twice_it_went_there_once_and_it_can_come_back(beijing: Desk) -> None:
    beijing.ok(*TO_BEIJING, by="chen", now="2026-11-20T09:25:00")
    stands_once(beijing, *TO_BEIJING, now="2026-11-20T09:26:00")
    beijing.ok("handover", TICKET, "--office", "SZ", by="gao", now="2026-11-20T11:00:00")
    assert listed(beijing, "SZ") == [TICKET]
    assert last(beijing)["calendar"] == "SZ@1"


def test_to_whom_it_was_escalated_before_has_no_turn_there(beijing: Desk) -> None:
    beijing.ok("escalate", TICKET, "--to", "sun", "--reason", "x", by="li")
    ended = beijing.ok(*TO_BEIJING, by="li", now="2026-11-20T09:25:00")
    assert "孙伟" not in ended.out
