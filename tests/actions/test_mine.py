"""What waits for one person, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

SECOND, THIRD = "SZ-2611-A0002", "SZ-2611-A0003"
NOON = "2026-11-20T12:00:00"


def waits_for(desk: Desk, person: str, now: str = NOON) -> list[tuple[str, str, Any]]:
    items = desk.ok("--json", "mine", by=person, now=now).json["items"]
    return [(item["id"], item["why"], item["promise"]) for item in items]


def test_whose_turn_it_is_finds_it_until_somebody_elses_turn_comes(desk: Desk) -> None:
    assert desk.intake().status == 0
    assert waits_for(desk, "chen") == [(TICKET, "turn", "visit_request")]
    assert waits_for(desk, "li") == []
    desk.ok("handover", TICKET, "--to", "li", by="chen", now=NOON)
    assert waits_for(desk, "chen") == []
    assert waits_for(desk, "li") == [(TICKET, "turn", "contact")]


def test_a_technician_finds_what_he_is_sent_to(desk: Desk) -> None:
    desk.play("dispatch")
    assert waits_for(desk, "wang") == [(TICKET, "turn", "appointment")]
    desk.ok("arrive", TICKET, by="wang", now="2026-11-20T13:55:00")
    assert waits_for(desk, "wang", "2026-11-20T14:00:00") == [(TICKET, "turn", "visit_record")]


def test_what_somebody_promised_stays_with_him_whoever_acts_meanwhile(desk: Desk) -> None:
    assert desk.intake().status == 0
    words = ("--promise", "送一套滤网", "--until", "2026-11-27 17:00")
    desk.ok("commit", TICKET, *words, by="zhao", now=NOON)
    assert waits_for(desk, "zhao") == [(TICKET, "promised", "commitment")]
    kept = desk.log[-1]["id"]
    desk.ok("commit", TICKET, "--kept", kept, by="chen", now="2026-11-20T13:00:00")
    assert waits_for(desk, "zhao") == []


def test_what_was_escalated_comes_before_what_is_promised(desk: Desk) -> None:
    assert desk.intake().status == 0
    words = ("--promise", "送一套滤网", "--until", "2026-11-27 17:00")
    desk.ok("commit", TICKET, *words, by="sun", now=NOON)
    desk.ok("escalate", TICKET, "--to", "sun", "--reason", "无人可派", by="chen", now=NOON)
    assert waits_for(desk, "sun") == [(TICKET, "escalated", "visit_request")]
    desk.ok("note", TICKET, "我来处理", by="sun", now="2026-11-20T12:05:00")
    assert waits_for(desk, "sun") == [(TICKET, "promised", "commitment")]


def test_the_first_due_comes_first_and_over_is_over(desk: Desk) -> None:
    assert desk.intake(now="2026-11-20T09:10:00").status == 0
    assert desk.other(2, now="2026-11-20T09:00:00").status == 0
    assert [number for number, _, _ in waits_for(desk, "chen")] == [SECOND, TICKET]
    desk.ok("cancel", SECOND, "--reason", "不修了", "--asked-by", "张工", by="chen", now=NOON)
    assert [number for number, _, _ in waits_for(desk, "chen")] == [TICKET]


def test_a_record_that_can_not_be_read_is_named(desk: Desk) -> None:
    assert desk.intake().status == 0
    assert desk.other(2).status == 0
    desk.edit("symptom:", "symptom: [", f"tickets/SZ/2026-11/{SECOND}.yaml")
    ended = desk.svc("mine", by="chen", now=NOON)
    assert ended.status == 3
    assert TICKET in ended.out
    assert SECOND in ended.err
