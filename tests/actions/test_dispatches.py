"""Dispatch (派工) and rescheduling: what is written, and what speaks against sending somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.deeds import comes_next, events, last, refused, stands_once
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

OTHER = "SZ-2611-A0002"
NOW = "2026-11-20T09:50:00"
SEND = ("dispatch", TICKET, "--to", "wang")
AT_TWO = (*SEND, "--appointment", "14:00")
MOVE = ("reschedule", TICKET, "--appointment", "2026-11-23 10:00")
AGREED = ("--agreed-with", "张工", "--reason", "客户有事")


@pytest.fixture
def replied(desk: Desk) -> Desk:
    desk.play("reply")
    return desk


@pytest.fixture
def sent(desk: Desk) -> Desk:
    """王强 is to be there at two in the afternoon."""
    desk.play("dispatch")
    return desk


def second_technician(desk: Desk, *, is_certified: bool = True) -> None:
    skills = '\n    skills:\n      - {covers: "CR", since: "2024-03-01"}' if is_certified else ""
    desk.edit(
        '  - id: "zhao"',
        '  - id: "he"\n    name: "何军"\n    phone: "13800000009"\n    office: "SZ"\n'
        f'    roles: ["technician"]{skills}\n  - id: "zhao"',
        "staff.yaml",
    )
    desk.commit()


# Sent


def test_a_technician_is_sent_at_the_agreed_time(replied: Desk) -> None:
    ended = replied.ok(
        *AT_TWO,
        *("--agreed-with", "张工", "--bring", "加热管", "--bring", "万用表"),
        *("--reason", "熟悉该机型"),
        by="li",
        now=NOW,
    )
    assert last(replied) == {
        "what": "dispatched",
        "by": "li",
        "technician": "wang",
        "appointment": "2026-11-20T14:00:00+08:00",
        "agreed_with": "张工",
        "reasons": "熟悉该机型",
        "bring": ["加热管", "万用表"],
    }
    assert "State: dispatched" in ended.out
    assert comes_next(ended) == ["print", "arrive", "reschedule", "hold"]
    assert "王强 13800000003, agreed time 2026-11-20 14:00" in ended.out


def test_without_a_time_the_one_promised_at_the_last_contact_is_meant(replied: Desk) -> None:
    contact = ("contact", TICKET, "--spoke-to", "张工", "--judged", "断路", "--promised", "15:00")
    replied.ok(*contact, by="li", now="2026-11-20T09:46:00")
    replied.ok(*SEND, by="li", now=NOW)
    assert last(replied)["appointment"] == "2026-11-20T15:00:00+08:00"


def test_where_no_time_was_named_it_is_asked_for(replied: Desk) -> None:
    error = refused(replied, *SEND, by="li", now=NOW)
    assert (error["key"], error["facts"]["fields"]) == ("missing-fields", ["--appointment"])


@pytest.mark.parametrize("by", ["wang", "chen", "zhao"])
def test_only_those_who_lead_send_somebody(replied: Desk, by: str) -> None:
    assert refused(replied, *AT_TWO, by=by, now=NOW)["key"] == "not-your-role"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("dispatch", TICKET, "--to", "nobody", "--appointment", "14:00"), "unknown-staff"),
        (("dispatch", TICKET, "--to", "zhao", "--appointment", "14:00"), "not-acceptable"),
        ((*SEND, "--appointment", "2026-11-20 09:49"), "appointment-past"),
        ((*SEND, "--appointment", "someday"), "not-a-time"),
    ],
)
def test_what_cannot_be_is_refused_even_with_leave(
    replied: Desk, words: tuple[str, ...], key: str
) -> None:
    assert refused(replied, *words, by="li", now=NOW)["key"] == key
    assert refused(replied, *words, "--allow", "急", by="sun", now=NOW)["key"] == key


def test_a_visit_that_begins_now_may_still_be_agreed(replied: Desk) -> None:
    replied.ok(*SEND, "--appointment", "2026-11-20 09:50", by="li", now=NOW)
    assert last(replied)["appointment"] == "2026-11-20T09:50:00+08:00"


# What speaks against it


def reasons(desk: Desk, *words: str, now: str = NOW) -> list[str]:
    error = refused(desk, *words, by="li", now=now)
    assert error["key"] == "cannot-go"
    assert error["facts"]["person"] == "wang"
    found: list[str] = error["facts"]["reasons"]
    return found


def test_who_is_not_certified_is_not_sent_unless_a_manager_allows(replied: Desk) -> None:
    replied.edit('covers: "CR"', 'covers: "KX"', "staff.yaml")
    replied.commit()
    assert reasons(replied, *AT_TWO) == ["not certified for CR-200"]
    replied.ok(*AT_TWO, "--allow", "带教", by="sun", now=NOW)
    assert last(replied)["allowed"] == "带教"


def test_where_nobody_is_certified_the_proposal_says_how_it_is_entered(replied: Desk) -> None:
    replied.edit('covers: "CR"', 'covers: "KX"', "staff.yaml")
    replied.commit()
    entered = "svc staff change wang --skill CR-200"
    assert entered in replied.ok("dispatch", TICKET, by="li", now=NOW).out
    replied.ok(*entered.split()[1:], "--since", "2026-11-01", by="sun", now=NOW)
    assert entered not in replied.ok("dispatch", TICKET, by="li", now=NOW).out


def test_who_is_away_then_is_not_sent(replied: Desk) -> None:
    replied.ok(
        *("roster", "--away", "2026-11-20", "--who", "wang", "--why", "培训"), by="li", now=NOW
    )
    (why,) = reasons(replied, *AT_TWO)
    assert "培训" in why
    replied.ok(*SEND, "--appointment", "2026-11-23 10:00", by="li", now=NOW)


def test_outside_opening_hours_somebody_on_duty_goes(replied: Desk) -> None:
    saturday = (*SEND, "--appointment", "2026-11-21 10:00")
    (why,) = reasons(replied, *saturday)
    assert why.startswith("not on duty then")
    replied.ok("roster", "--duty", "2026-11-21", "--who", "wang", by="li", now=NOW)
    replied.ok(*saturday, by="li", now=NOW)


def test_a_ticket_that_cannot_be_read_keeps_nobody_here_and_is_named(sent: Desk) -> None:
    assert sent.other(2).status == 0
    sent.ok("handover", OTHER, "--to", "li", by="chen", now=NOW)
    sent.record.write_text("id: [\n", encoding="utf-8")
    go = ("dispatch", OTHER, "--to", "wang", "--appointment", "14:00")
    done = sent.ok("--json", *go, "--agreed-with", "李工", by="li", now=NOW)
    assert last(sent, OTHER)["technician"] == "wang"
    path = f"tickets/SZ/2026-11/{TICKET}.yaml"
    assert path in done.err
    moved = ("reschedule", OTHER, "--appointment", "15:00", "--agreed-with", "李工")
    assert path in sent.ok(*moved, "--reason", "加班", by="li", now=NOW).err


def test_proposals_name_the_ticket_that_cannot_be_read(sent: Desk) -> None:
    assert sent.other(2).status == 0
    sent.ok("handover", OTHER, "--to", "li", by="chen", now=NOW)
    sent.record.write_text("id: [\n", encoding="utf-8")
    shown = sent.svc("dispatch", OTHER, by="li", now=NOW)
    assert shown.status == 3
    assert "wang" in shown.out
    assert f"tickets/SZ/2026-11/{TICKET}.yaml" in shown.err


def test_a_part_that_is_awaited_keeps_everybody_here(replied: Desk) -> None:
    replied.ok("part", "request", TICKET, "加热管", by="li", now="2026-11-20T09:46:00")
    assert reasons(replied, *AT_TWO) == ["part 加热管 has not arrived yet"]
    replied.ok("part", "deliver", TICKET, "加热管", by="sun", now="2026-11-20T09:47:00")
    replied.ok(*AT_TWO, by="li", now=NOW)


def test_all_that_speaks_against_it_is_said_at_once(replied: Desk) -> None:
    replied.ok("part", "request", TICKET, "加热管", by="li", now="2026-11-20T09:46:00")
    replied.edit('covers: "CR"', 'covers: "KX"', "staff.yaml")
    replied.commit()
    assert len(reasons(replied, *SEND, "--appointment", "2026-11-21 10:00")) == 3


@pytest.mark.parametrize(
    ("time", "free"),
    [("12:01", False), ("14:00", False), ("15:59", False), ("12:00", True), ("16:00", True)],
)
def test_nobody_is_at_two_places_a_visit_takes_two_hours(sent: Desk, time: str, free: bool) -> None:
    now = "2026-11-20T10:00:00"
    assert sent.other(2).status == 0
    sent.ok("handover", OTHER, "--to", "li", by="chen", now=now)
    words = ("dispatch", OTHER, "--to", "wang", "--appointment", time)
    if free:
        sent.ok(*words, by="li", now=now)
        assert last(sent, OTHER)["technician"] == "wang"
    else:
        (why,) = reasons(sent, *words, now=now)
        assert why == f"is at {TICKET} from 2026-11-20 14:00:00+08:00"


# Moved


def test_a_visit_is_moved_with_the_customers_consent(sent: Desk) -> None:
    ended = sent.ok(*MOVE, *AGREED, by="li", now="2026-11-20T10:00:00")
    assert last(sent) == {
        "what": "rescheduled",
        "by": "li",
        "appointment": "2026-11-23T10:00:00+08:00",
        "agreed_with": "张工",
        "reason": "客户有事",
    }
    assert "agreed time 2026-11-23 10:00" in ended.out
    assert "State: dispatched" in ended.out


def test_another_technician_may_come_instead(sent: Desk) -> None:
    second_technician(sent)
    ended = sent.ok(*MOVE, *AGREED, "--to", "he", by="li", now="2026-11-20T10:00:00")
    assert last(sent)["technician"] == "he"
    assert "Technician: 何军" in ended.out


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ((*MOVE, "--to", "nobody"), "unknown-staff"),
        ((*MOVE, "--to", "zhao"), "not-acceptable"),
        (("reschedule", TICKET, "--appointment", "2026-11-20 09:00"), "appointment-past"),
        (("reschedule", TICKET, "--appointment", "2026-11-21 10:00"), "cannot-go"),
    ],
)
def test_what_speaks_against_the_new_time_is_refused(
    sent: Desk, words: tuple[str, ...], key: str
) -> None:
    error = refused(sent, *words, *AGREED, by="li", now="2026-11-20T10:00:00")
    assert error["key"] == key


def test_who_comes_instead_is_looked_at_not_who_was_to_come(sent: Desk) -> None:
    second_technician(sent, is_certified=False)
    error = refused(sent, *MOVE, *AGREED, "--to", "he", by="li", now="2026-11-20T10:00:00")
    assert (error["key"], error["facts"]["person"]) == ("cannot-go", "he")


def test_all_that_is_missing_to_move_a_visit_is_named_at_once(sent: Desk) -> None:
    error = refused(sent, "reschedule", TICKET, by="li", now="2026-11-20T10:00:00")
    fields = ["--appointment", "--agreed-with", "--reason"]
    assert (error["key"], error["facts"]["fields"]) == ("missing-fields", fields)


def test_a_visit_that_nobody_agreed_to_cannot_be_moved(replied: Desk) -> None:
    error = refused(replied, *MOVE, *AGREED, by="li", now=NOW)
    assert (error["key"], error["facts"]["step"]) == ("impossible-step", "rescheduled")


def test_the_same_typed_twice_stands_once(sent: Desk) -> None:
    sent.ok(*MOVE, *AGREED, by="li", now="2026-11-20T10:00:00")
    again = sent.ok(*MOVE, *AGREED, by="li", now="2026-11-20T10:01:00")
    assert "already recorded" in again.out
    assert [e["what"] for e in events(sent)].count("rescheduled") == 1


# Given on


def test_an_agreed_visit_is_given_on_at_its_time_and_nothing_is_moved(sent: Desk) -> None:
    second_technician(sent)
    ended = sent.ok("dispatch", TICKET, "--to", "he", by="li", now="2026-11-20T10:00:00")
    assert last(sent) == {"what": "reassigned", "by": "li", "technician": "he"}
    assert "tell the customer that 何军 (13800000009) comes now" in ended.err
    promises = {
        each["promise"]: each["state"]
        for each in sent.ok("why", TICKET, "--json", now="2026-11-20T10:01:00").json["items"]
    }
    assert "change_notice" not in promises
    assert promises["appointment"] == "running"
    shown = sent.ok("dispatch", "--json", by="li", now="2026-11-20T10:01:00").json
    assert [(day["technician"], len(day["visits"])) for day in shown["technicians"]] == [
        ("wang", 0),
        ("he", 1),
    ]
    stands_once(sent, *("dispatch", TICKET, "--to", "he"), now="2026-11-20T10:02:00", by="li")


def test_whom_at_the_customers_was_told_is_written_and_no_more_is_said(sent: Desk) -> None:
    second_technician(sent)
    told = ("dispatch", TICKET, "--to", "he", "--agreed-with", "张工", "--reason", "王强病了")
    ended = sent.ok(*told, by="li", now="2026-11-20T10:00:00")
    assert last(sent) == {
        "what": "reassigned",
        "by": "li",
        "technician": "he",
        "told": "张工",
        "reason": "王强病了",
    }
    assert "tell the customer" not in ended.err


def test_given_on_for_another_time_both_stand_and_one_notice_is_due(sent: Desk) -> None:
    second_technician(sent)
    give = ("dispatch", TICKET, "--to", "he", "--appointment", "2026-11-23 10:00")
    missing = refused(sent, *give, by="li", now="2026-11-20T10:00:00")
    assert missing["facts"]["fields"] == ["--agreed-with", "--reason"]
    sent.ok(*give, *AGREED, by="li", now="2026-11-20T10:00:00")
    assert [event["what"] for event in events(sent)[-2:]] == ["reassigned", "rescheduled"]
    assert notices_of_change(sent, "2026-11-20T10:01:00") == []  # it was agreed the same day
    again = ("dispatch", TICKET, "--to", "wang", "--appointment", "2026-11-24 10:00")
    sent.ok(*again, *AGREED, by="li", now="2026-11-20T10:05:00")
    assert notices_of_change(sent, "2026-11-20T10:06:00") == ["kept"]


def test_the_same_time_for_another_technician_is_no_move(sent: Desk) -> None:
    second_technician(sent)
    move = ("reschedule", TICKET, "--appointment", "14:00", "--to", "he", *AGREED)
    sent.ok(*move, by="li", now="2026-11-20T10:00:00")
    assert last(sent)["what"] == "reassigned"


def notices_of_change(desk: Desk, now: str) -> list[str]:
    promises = desk.ok("why", TICKET, "--json", now=now).json["items"]
    return [each["state"] for each in promises if each["promise"] == "change_notice"]


# Several machines in one visit

BOTH = ("dispatch", TICKET, OTHER, "--to", "wang", "--appointment", "14:00")


@pytest.fixture
def two(replied: Desk) -> Desk:
    """A second machine at the same customer's."""
    second = {"serial": "CR200-24-0043", "symptom": "漏水"}
    assert replied.intake("--second", **second).status == 0
    replied.ok("handover", OTHER, "--to", "li", by="chen")
    return replied


def test_two_machines_at_one_place_are_one_visit_in_one_recording(two: Desk) -> None:
    before = two.git("rev-list", "--count", "HEAD")
    ended = two.ok(*BOTH, by="li", now=NOW)
    assert int(two.git("rev-list", "--count", "HEAD")) == int(before) + 1
    for number, other in ((TICKET, OTHER), (OTHER, TICKET)):
        assert f"{number}: recorded" in ended.out
        assert last(two, number)["together"] == [other]
    board = two.ok("dispatch", by="li", now=NOW).out
    assert f"14:00 {TICKET} (dispatched) + 14:00 {OTHER} (dispatched)" in board
    (row,) = [line for line in board.splitlines() if line.startswith("王强")]
    assert row.split()[1] == "1"  # visit
    stands_once(two, *BOTH, now="2026-11-20T09:55:00", by="li")


def test_what_speaks_against_one_of_them_is_said_and_neither_is_recorded(two: Desk) -> None:
    two.ok("part", "request", OTHER, "加热管", by="li", now="2026-11-20T09:46:00")
    assert reasons(two, *BOTH) == ["part 加热管 has not arrived yet"]


def test_the_second_joins_a_visit_that_is_agreed(two: Desk) -> None:
    two.ok(*AT_TWO, by="li", now=NOW)
    two.ok("dispatch", TICKET, OTHER, "--to", "wang", by="li", now="2026-11-20T09:55:00")
    assert last(two)["what"] == "reassigned"
    assert last(two)["together"] == [OTHER]
    assert last(two, OTHER)["appointment"] == "2026-11-20T14:00:00+08:00"


def test_who_gives_one_on_or_moves_it_gives_on_and_moves_the_visit(two: Desk) -> None:
    two.ok(*BOTH, by="li", now=NOW)
    second_technician(two)
    ended = two.ok("dispatch", OTHER, "--to", "he", by="li", now="2026-11-20T10:00:00")
    assert ended.err.count("tell the customer") == 1
    assert [last(two, each)["technician"] for each in (TICKET, OTHER)] == ["he", "he"]
    two.ok(*MOVE, *AGREED, by="li", now="2026-11-20T10:05:00")
    assert [last(two, each)["what"] for each in (TICKET, OTHER)] == ["rescheduled"] * 2
    assert two.svc("check", now="2026-11-20T10:10:00").status == 0


def test_the_order_of_each_names_the_other(two: Desk) -> None:
    two.ok(*BOTH, by="li", now=NOW)
    two.ok("print", TICKET, OTHER, "--format", "html", "--out", "orders.html", by="li", now=NOW)
    pages = (two.path / "orders.html").read_text("utf-8")
    assert f"{OTHER} CR-200 CR200-24-0043" in pages
    assert f"{TICKET} CR-200 CR200-24-0042" in pages


def test_the_way_is_charged_once(desk: Desk) -> None:
    paid = {"bought": "2020-08-01", "mode": "paid", "zone": "near", "distance": "35"}
    desk.told |= paid
    desk.play("reply")
    assert desk.intake("--second", serial="CR200-24-0043", symptom="漏水").status == 0
    desk.ok("handover", OTHER, "--to", "li", by="chen")
    desk.ok(*BOTH, by="li", now=NOW)
    quote = ("--line", "L04", "--travel")
    desk.ok("quote", TICKET, *quote, by="chen", now=NOW)
    refusal = refused(desk, "quote", OTHER, *quote, by="chen", now=NOW)
    assert (refusal["key"], refusal["facts"]["other"]) == ("travel-charged-once", TICKET)
    assert refused(desk, "charge", OTHER, *quote, by="chen", now=NOW)["key"] == refusal["key"]
    desk.ok("quote", OTHER, "--line", "L04", by="chen", now=NOW)


def test_suggestions_are_for_one_machine_of_several_somebody_is_named(desk: Desk) -> None:
    error = refused(desk, "dispatch", TICKET, TICKET[:-1] + "2", by="li")
    assert (error["key"], error["facts"]["fields"]) == ("missing-fields", ["--to"])
