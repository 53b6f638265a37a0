"""A repeated repair is declared to headquarters: which earlier tickets it names, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.deeds import comes_next, last, refused
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

A, B, C = TICKET, "SZ-2611-A0002", "SZ-2611-A0003"
NEXT_WEEK = "2026-11-27T09:00:00"
NEXT_YEAR = "2027-11-20T09:00:00"
WHY = ("--reason", "同一加热管")


def repaired(desk: Desk, ticket: str, now: str) -> None:
    """A ticket handed over and answered on the telephone: the work is done."""
    desk.ok("handover", ticket, "--to", "li", by="chen", now=now)
    desk.ok("reply", ticket, "--answer", "已复位", by="li", now=now)


@pytest.fixture
def again(desk: Desk) -> Desk:
    """The same fault on the same machine a week after it was repaired."""
    assert desk.intake().status == 0
    repaired(desk, A, "2026-11-20T09:30:00")
    assert desk.intake("--second", now=NEXT_WEEK).status == 0
    return desk


def test_what_was_seen_at_intake_is_declared_with_the_reason(again: Desk) -> None:
    ended = again.ok("declare", B, *WHY, by="chen", now=NEXT_WEEK)
    assert last(again, B) == {
        "what": "repeat_declared",
        "by": "chen",
        "earlier": [A],
        "reason": "同一加热管",
    }
    assert comes_next(ended, B) == ["handover", "contact", "hold", "cancel"]


def test_until_it_is_declared_that_is_one_of_the_next_steps(again: Desk) -> None:
    shown = again.ok("show", B, now=NEXT_WEEK)
    assert comes_next(shown, B) == ["handover", "declare", "contact", "hold", "cancel"]


def test_the_tickets_that_are_named_stand_in_it_and_no_others(again: Desk) -> None:
    assert again.other(3, now=NEXT_WEEK).status == 0
    words = ("--earlier", C.lower(), "--earlier", A)
    again.ok("declare", B, *WHY, *words, by="wang", now=NEXT_WEEK)
    assert last(again, B)["earlier"] == [C, A]


def test_where_intake_saw_nothing_all_repairs_of_the_machine_are_named(desk: Desk) -> None:
    assert desk.intake().status == 0
    repaired(desk, A, "2026-11-20T09:30:00")
    # Too long ago for the same fault, and too few for a repeat by their number.
    assert desk.intake("--second", now=NEXT_YEAR).status == 0
    later = "SZ-2711-A0001"
    assert "declare" not in desk.ok("show", later, now=NEXT_YEAR).out
    desk.ok("declare", later, *WHY, by="chen", now=NEXT_YEAR)
    assert last(desk, later)["earlier"] == [A]


@pytest.mark.parametrize("serial", ["CR200-24-0042", "unknown: 铭牌磨损"])
def test_without_an_earlier_repair_there_is_nothing_to_declare(desk: Desk, serial: str) -> None:
    assert desk.intake(serial=serial).status == 0
    error = refused(desk, "declare", A, *WHY, by="chen")
    assert (error["key"], error["facts"]) == ("no-repeat", {"ticket": A})


def test_a_call_that_was_only_noted_has_no_machine_to_declare(desk: Desk) -> None:
    desk.ok("intake", "--note", "张工", "13900001111", by="chen")
    assert refused(desk, "declare", A, *WHY, by="chen")["key"] == "no-repeat"


@pytest.mark.parametrize(
    ("words", "by", "key"),
    [
        ((B,), "chen", "missing-fields"),
        ((B, *WHY, "--earlier", "SZ-2611-A0099"), "chen", "no-such-record"),
        (("SZ-2611-A0099", *WHY), "chen", "no-such-record"),
        ((B, *WHY), "zhao", "not-your-role"),
    ],
)
def test_what_cannot_be_is_refused(again: Desk, words: tuple[str, ...], by: str, key: str) -> None:
    assert refused(again, "declare", *words, by=by, now=NEXT_WEEK)["key"] == key


def test_the_same_declared_twice_stands_once(again: Desk) -> None:
    again.ok("declare", B, *WHY, by="chen", now=NEXT_WEEK)
    before = again.snapshot()
    ended = again.ok("declare", B, *WHY, by="chen", now="2026-11-27T09:05:00")
    assert "already recorded" in ended.out
    assert again.snapshot() == before


def test_a_ticket_that_cannot_be_read_is_named_where_earlier_ones_are_looked_for(
    desk: Desk,
) -> None:
    assert desk.intake().status == 0
    repaired(desk, A, "2026-11-20T09:30:00")
    assert desk.intake("--second", now=NEXT_YEAR).status == 0
    later, path = "SZ-2711-A0001", f"tickets/SZ/2026-11/{B}.yaml"
    spoilt = desk.path / path
    spoilt.write_text("id: [\n", encoding="utf-8")
    ended = desk.ok("declare", later, *WHY, by="chen", now=NEXT_YEAR)
    assert last(desk, later)["earlier"] == [A]
    assert path in ended.err


def test_nobody_says_there_is_no_earlier_one_while_a_ticket_cannot_be_read(desk: Desk) -> None:
    assert desk.intake().status == 0
    path = f"tickets/SZ/2026-11/{B}.yaml"
    (desk.path / path).write_text("id: [\n", encoding="utf-8")
    before = desk.snapshot()
    ended = desk.svc("declare", A, *WHY, "--json", by="chen", now=NEXT_WEEK)
    assert (ended.status, ended.error["key"]) == (3, "some-unreadable")
    assert ended.error["facts"]["files"] == [path]
    assert desk.snapshot() == before
