"""The satisfaction call and the technician's own call: ratings stand where they were given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.deeds import comes_next, events, last, refused
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

NOW = "2026-11-21T10:00:00"
CALL = ("callback", TICKET, "--spoke-to", "张工")
HAPPY = (*CALL, "--rating", "satisfied")


@pytest.fixture
def done(desk: Desk) -> Desk:
    """Repaired, back, slip filed; nobody has called yet."""
    desk.play("slip")
    return desk


def test_each_rating_stands_in_its_own_field(done: Desk) -> None:
    ended = done.ok(
        *(*CALL, "--rating", "fair", "--response", "satisfied", "--skill", "very_satisfied"),
        *("--manner", "dissatisfied", "--better", "来前打电话"),
        by="zhao",
        now=NOW,
    )
    assert last(done) == {
        "what": "called_back",
        "by": "zhao",
        "spoke_to": "张工",
        "rating": "fair",
        "response": "satisfied",
        "skill": "very_satisfied",
        "manner": "dissatisfied",
        "better": "来前打电话",
    }
    assert comes_next(ended) == ["close", "reopen"]


@pytest.mark.parametrize("rating", ["very_satisfied", "satisfied", "fair"])
def test_who_is_not_dissatisfied_needs_no_reason(done: Desk, rating: str) -> None:
    ended = done.ok(*CALL, "--rating", rating, by="zhao", now=NOW)
    assert "State: called back" in ended.out


def test_a_call_typed_later_bears_its_time_and_so_does_the_opening_anew(done: Desk) -> None:
    words = ("--rating", "dissatisfied", "--reason", "又不热了", "--at", "09:30")
    done.ok(*CALL, *words, by="zhao", now=NOW)
    assert [(e["what"], e["at"]) for e in events(done)[-3:]] == [
        ("called_back", "2026-11-21T09:30:00+08:00"),
        ("reopened", "2026-11-21T09:30:00+08:00"),
        ("escalated", "2026-11-21T09:30:00+08:00"),
    ]


def test_never_the_one_who_did_the_work_though_they_make_callbacks(done: Desk) -> None:
    done.edit('roles: ["technician"]', 'roles: ["technician", "callback"]', "staff.yaml")
    done.commit()
    error = refused(done, *HAPPY, by="wang", now=NOW)
    assert (error["key"], error["facts"]) == ("own-work", {"person": "wang"})


@pytest.mark.parametrize(
    ("words", "by", "key"),
    [
        (HAPPY, "wang", "own-work"),
        (HAPPY, "li", "not-your-role"),
        ((*CALL, "--rating", "great"), "zhao", "not-one-of"),
        ((*HAPPY, "--skill", "great"), "zhao", "not-one-of"),
        ((*HAPPY, "--running", "maybe"), "zhao", "not-one-of"),
        (CALL, "zhao", "missing-fields"),
        (("followup", TICKET), "wang", "missing-fields"),
    ],
)
def test_what_cannot_be_is_refused(done: Desk, words: tuple[str, ...], by: str, key: str) -> None:
    assert refused(done, *words, by=by, now=NOW)["key"] == key


def test_nobody_is_called_back_before_the_work_is_done(desk: Desk) -> None:
    desk.play("arrive")
    assert refused(desk, *HAPPY, by="zhao", now=NOW)["key"] == "impossible-step"


def test_of_the_machine_nothing_is_recorded_that_nobody_asked(done: Desk) -> None:
    done.ok(*HAPPY, by="zhao", now=NOW)
    assert "running" not in last(done)


def test_asked_it_is_recorded_as_answered(done: Desk) -> None:
    done.ok(*HAPPY, "--running", "yes", by="zhao", now=NOW)
    assert last(done)["running"] is True


def test_the_technicians_own_call_is_not_the_callback(done: Desk) -> None:
    words = ("followup", TICKET, "--spoke-to", "张工", "--running", "yes", "--note", "温度偏低")
    ended = done.ok(*words, by="wang", now=NOW)
    assert last(done) == {
        "what": "followed_up",
        "by": "wang",
        "spoke_to": "张工",
        "running": True,
        "words": "温度偏低",
    }
    assert comes_next(ended) == ["callback", "reopen"]


def test_the_technician_says_how_it_runs_nothing_is_taken_for_yes(done: Desk) -> None:
    words = ("followup", TICKET, "--spoke-to", "张工")
    assert refused(done, *words, by="wang", now=NOW)["key"] == "missing-fields"


def test_a_vain_call_is_an_attempt_for_the_callback(done: Desk) -> None:
    done.ok("callback", TICKET, "--not-reached", "关机", by="zhao", now=NOW)
    event = last(done)
    assert (event["what"], event["purpose"], event["reason"]) == (
        "not_reached",
        "callback",
        "关机",
    )


def test_whom_to_call_now_is_listed_until_they_were_called(done: Desk) -> None:
    shown = done.ok("--json", "callback", by="zhao", now=NOW).json
    assert [item["id"] for item in shown["items"]] == [TICKET]
    done.ok(*HAPPY, by="zhao", now=NOW)
    assert done.ok("--json", "callback", by="zhao", now=NOW).json["items"] == []
