"""Requests to the parts centre: sent, taken back, and the list of those that are open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import events, last, refused
from conftest import TICKET
from keeper import furnish, keep

if TYPE_CHECKING:
    from conftest import Desk

LATER = "2026-11-20T10:00:00"
REQUEST = ("part", "request", TICKET, "P-1001:2")
SENT = ("part", "sent", TICKET, "p-1001", "--carrier", "顺丰", "--number", "SF1")
CANCEL = ("part", "cancel", TICKET, "P-1001", "--reason", "改用库存")


@pytest.fixture
def asked(desk: Desk) -> Desk:
    assert desk.intake().status == 0
    desk.ok(*REQUEST, "--by", "2026-11-24 12:00", by="li")
    return desk


def ids(desk: Desk) -> list[str]:
    return [event["id"] for event in events(desk, TICKET) if event["what"] == "part_requested"]


def test_what_was_sent_names_the_request_the_carrier_and_the_day(asked: Desk) -> None:
    asked.ok(*SENT, "--expected", "2026-11-23 12:00", by="li", now=LATER)
    (request,) = ids(asked)
    assert last(asked) == {
        "what": "part_sent",
        "by": "li",
        "of": request,
        "carrier": "顺丰",
        "number": "SF1",
        "expected": "2026-11-23T12:00:00+08:00",
    }
    due = asked.ok("--json", "overdue", "--all", now="2026-11-23T14:00:00").json["items"]
    assert "2026-11-23T12:00:00+08:00" in [
        each["due"]["at"] for each in due if each["due"]["promise"] == "part"
    ]


def test_a_day_alone_is_meant_until_its_end_and_may_not_be_over(asked: Desk) -> None:
    asked.ok(*SENT, "--expected", "2026-11-23", by="li", now=LATER)
    assert last(asked)["expected"] == "2026-11-23T23:59:59+08:00"
    shown = asked.ok("part", "requests", "--csv", now=LATER).out
    assert ",on its way,2026-11-23,顺丰 SF1" in shown
    asked.ok("part", "request", TICKET, "P-2", "--by", "2026-11-20", by="li", now=LATER)
    assert last(asked)["by_when"] == "2026-11-20T23:59:59+08:00"
    over = ("part", "request", TICKET, "P-3", "--by", "2026-11-19")
    assert refused(asked, *over, by="li", now=LATER)["key"] == "past-time"


def test_each_request_is_sent_for_itself_and_a_word_twice_is_one(asked: Desk) -> None:
    asked.ok(*REQUEST, "--again", by="li", now=LATER)
    first, second = ids(asked)
    asked.ok(*SENT, by="li", now="2026-11-20T10:01:00")
    assert last(asked)["of"] == first
    assert "already recorded" in asked.ok(*SENT, by="li", now="2026-11-20T10:02:00").out
    asked.ok(*SENT, "--again", by="li", now="2026-11-20T10:03:00")
    assert last(asked)["of"] == second
    # all are on their way: another day is told of the last one
    asked.ok(*SENT, "--expected", "2026-11-25 12:00", by="li", now="2026-11-20T10:04:00")
    assert last(asked)["of"] == second


def test_a_request_taken_back_is_awaited_no_longer(asked: Desk) -> None:
    assert asked.ok("--json", "dispatch", TICKET, now=LATER).json["parts_awaited"] == ["P-1001"]
    asked.ok(*CANCEL, by="li", now=LATER)
    (request,) = ids(asked)
    assert last(asked)["of"] == request
    assert "already recorded" in asked.ok(*CANCEL, by="li", now="2026-11-20T10:01:00").out
    later = "2026-11-20T15:00:00"
    assert asked.ok("--json", "dispatch", TICKET, now=later).json["parts_awaited"] == []
    deliver = ("part", "deliver", TICKET, "P-1001")
    for words, by in ((deliver, "sun"), (CANCEL, "li"), (SENT, "li")):
        error = refused(asked, *words, by=by, now=later)
        assert (error["key"], error["facts"]["part"].upper()) == ("no-such-loan", "P-1001")


def test_of_two_requests_the_last_one_is_taken_back(asked: Desk) -> None:
    asked.ok(*REQUEST, "--again", by="li", now=LATER)
    asked.ok(*CANCEL, by="li", now="2026-11-20T10:01:00")
    assert last(asked)["of"] == ids(asked)[-1]
    asked.ok("part", "deliver", TICKET, "P-1001", by="sun", now="2026-11-20T10:02:00")
    assert last(asked)["of"] == ids(asked)[0]


def test_the_list_has_what_is_open_the_oldest_first_with_how_far_it_is(asked: Desk) -> None:
    asked.ok("part", "request", TICKET, "P-1002", by="li", now=LATER)
    asked.ok("part", "request", TICKET, "P-1003", by="li", now=LATER)
    asked.ok("part", "deliver", TICKET, "P-1003", by="sun", now=LATER)
    asked.ok(*SENT, by="li", now=LATER)
    answer = asked.ok("--json", "part", "requests", now="2026-11-24T12:01:00").json
    assert [(each["part"], each["stage"], each["overdue"]) for each in answer["items"]] == [
        ("P-1001", "sent", True),
        ("P-1002", "requested", False),
    ]
    assert answer["items"][0] | {"requested": ""} == {
        "office": "SZ",
        "ticket": TICKET,
        "part": "P-1001",
        "count": 2,
        "requested": "",
        "stage": "sent",
        "expected": "2026-11-24T12:00:00+08:00",
        "overdue": True,
        "carrier": "顺丰",
        "number": "SF1",
    }
    assert asked.ok("--json", "part", "requests", "--office", "BJ", now=LATER).json["items"] == []
    shown = asked.ok("part", "requests", "--csv", now="2026-11-24T12:01:00").out.splitlines()
    assert shown[1].endswith(",on its way (overdue),2026-11-24 12:00,顺丰 SF1")
    asked.ok(*CANCEL, by="li", now=LATER)
    asked.ok("part", "cancel", TICKET, "P-1002", "--reason", "x", by="li", now=LATER)
    assert "No part is awaited" in asked.ok("part", "requests", now=LATER).out


def test_only_those_who_keep_parts_or_coordinate_say_so(asked: Desk) -> None:
    for words in (SENT, CANCEL):
        assert refused(asked, *words, by="wang", now=LATER)["key"] == "not-your-role"
    assert refused(asked, *CANCEL[:4], by="li", now=LATER)["key"] == "missing-fields"


def test_pieces_that_are_followed_come_for_a_ticket_with_their_numbers(desk: Desk) -> None:
    desk.play("dispatch")
    furnish(desk)
    desk.ok("part", "add", "P-1005", "--name", "压缩机", "--serial", "yes", by="sun")
    desk.ok("part", "request", TICKET, "压缩机:2", by="sun", now="2026-11-20T10:00:00")
    deliver = ("part", "deliver", TICKET)
    later: dict[str, Any] = {"by": "sun", "now": "2026-11-20T11:00:00"}
    before = desk.snapshot()
    for numbers, key in (("", "which-pieces"), ("#YS-1", "which-pieces"), ("#YS-1,YS-1", "which-pieces")):  # fmt: skip
        ended = desk.svc("--json", *deliver, f"压缩机{numbers}", **later)
        assert ended.error["key"] == key
    assert desk.snapshot() == before
    desk.ok(*deliver, "压缩机#YS-1，YS-2", **later)
    lend = ("loan", "lend", TICKET, "压缩机", "--serial", "YS-2", "--to", "wang")
    desk.ok(*lend, by="sun", now="2026-11-20T12:00:00")
    book = keep(desk, "book", "P-1005", now="2026-11-20T13:00:00")["items"]
    assert [(each["how"], each["serials"]) for each in book] == [
        ("delivered", ["YS-1", "YS-2"]),
        ("lent", ["YS-2"]),
    ]
    desk.ok("part", "request", TICKET, "压缩机", by="sun", now="2026-11-20T14:00:00")
    ended = desk.svc("--json", *deliver, "压缩机#YS-1", by="sun", now="2026-11-20T15:00:00")
    assert ended.error["key"] == "piece-elsewhere"
    desk.ok("check", by="sun")
