"""Visits one by one, and those of a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from rules.logs import at, ticket

from svc.rules.ticket.lifecycle import replay_ticket
from svc.rules.ticket.visits import (
    brought,
    unfinished_visit,
    visits_of,
    visits_on_day,
    visits_to_make,
)

FRI, MON, TUE = (date(2026, 11, day) for day in (20, 23, 24))
START = ("20 09:00 received", "20 09:10 handed_over", "20 09:20 contacted", "20 09:30 replied")
SENT = (*START, "20 09:40 dispatched")  # wang, Monday 10:00
MADE = (*SENT, "23 09:55 arrived", "23 11:00 visited")
NO_PARTS = (*SENT, "23 09:55 arrived", ("23 11:00 visited", {"outcome": "needs_parts"}))


def state(*log: Any) -> Any:
    return replay_ticket(ticket(*log))


def test_a_visit_is_agreed_handed_out_and_made() -> None:
    (visit,) = visits_of(state(*SENT, ("20 17:00 handed_out", {"technician": "wang"}), *MADE[-2:]))
    assert (visit.technician, visit.appointment, visit.arrived) == (
        "wang",
        at("23 10:00"),
        at("23 09:55"),
    )
    assert visit.is_handed_out
    assert visit.report.outcome == "fixed"
    assert not visit.is_unfinished


def test_a_moved_visit_stays_known_and_the_order_stays_with_who_has_it() -> None:
    moved, visit = visits_of(
        state(*SENT, ("20 17:00 handed_out", {"technician": "wang"}), "20 17:10 rescheduled")
    )
    assert (moved.appointment, moved.moved_to) == (at("23 10:00"), at("24 10:00"))
    assert (visit.technician, visit.moved_to, visit.is_handed_out) == ("wang", None, True)
    *_, visit = visits_of(state(*SENT, ("20 17:10 rescheduled", {"technician": "zhoub"})))
    assert (visit.technician, visit.is_handed_out) == ("zhoub", False)


def test_a_moved_visit_that_nobody_was_handed_is_handed_out_to_nobody() -> None:
    *_, visit = visits_of(state(*SENT, "20 17:10 rescheduled"))
    assert not visit.is_handed_out


def test_what_the_technician_is_to_bring_stands_for_the_moved_visit_too() -> None:
    sent = ("20 09:40 dispatched", {"bring": ["加热管"]})
    visits = visits_of(state(*START, sent, "20 17:10 rescheduled"))
    assert [visit.bring for visit in visits] == [["加热管"], ["加热管"]]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("P-1001:2", ("P-1001", 2)),
        ("P-1001 ：12", ("P-1001", 12)),
        (" P-1001 ", ("P-1001", 1)),
        ("P-1001:0", ("P-1001:0", 1)),
        ("钥匙: 3 把", ("钥匙: 3 把", 1)),
    ],
)
def test_what_is_brought_may_say_how_many(text: str, counted: tuple[str, int]) -> None:
    assert brought(text) == counted


def test_what_is_to_be_brought_instead_is_said_when_the_visit_is_given_on() -> None:
    sent = ("20 09:40 dispatched", {"bring": ["加热管"]})
    (visit,) = visits_of(state(*START, sent, "20 17:00 reassigned"))
    assert visit.bring == ["加热管"]
    (visit,) = visits_of(state(*START, sent, ("20 17:00 reassigned", {"bring": ["门封"]})))
    assert visit.bring == ["门封"]


def test_the_visit_is_made_by_whoever_took_the_order_over() -> None:
    (visit,) = visits_of(state(*SENT, ("20 17:00 handed_out", {"technician": "zhoub"})))
    assert visit.technician == "zhoub"


def test_what_is_out_of_turn_is_passed_over_and_the_visit_after_it_counts() -> None:
    (visit,) = visits_of(state(*START, "20 09:35 arrived", *MADE[-3:]))
    assert (visit.arrived, visit.report.outcome) == (at("23 09:55"), "fixed")


def test_a_visit_after_one_without_parts_is_another_visit() -> None:
    first, second = visits_of(
        state(*NO_PARTS, ("23 15:00 dispatched", {"appointment": "2026-11-24T14:00:00+08:00"}))
    )
    assert (first.report.outcome, first.moved_to, first.is_unfinished) == (
        "needs_parts",
        None,
        True,
    )
    assert (second.appointment, second.report, second.is_unfinished) == (at("24 14:00"), None, True)


@pytest.mark.parametrize(("report", "unfinished"), [
    ({"outcome": "fixed"}, False), ({"outcome": "no_fault"}, False), ({"outcome": "provisional"}, True),
    ({"outcome": "fixed", "leftover": "支架有裂纹"}, True), ({"outcome": "to_factory"}, True),
])  # fmt: skip
def test_unfinished_is_what_needs_more(report: dict[str, str], unfinished: bool) -> None:
    (visit,) = visits_of(state(*SENT, "23 09:55 arrived", ("23 11:00 visited", report)))
    assert visit.is_unfinished is unfinished


def test_a_day_has_what_was_agreed_for_it_and_what_was_made_on_it() -> None:
    late = state(*SENT, "24 09:00 arrived", "24 10:00 visited")
    assert [len(visits_on_day(late, day)) for day in (FRI, MON, TUE)] == [0, 1, 1]
    assert [
        len(visits_on_day(state(*SENT, "20 17:10 rescheduled"), day)) for day in (FRI, MON, TUE)
    ] == [
        0,
        1,
        1,
    ]


def test_the_visits_of_a_day_stand_by_their_time() -> None:
    later = state(*SENT, ("20 17:10 rescheduled", {"appointment": "2026-11-23T08:00:00+08:00"}))
    assert [f"{visit.appointment:%H:%M}" for visit in visits_on_day(later, MON)] == [
        "08:00",
        "10:00",
    ]


@pytest.mark.parametrize(("log", "monday"), [
    (SENT, 1),
    ((*SENT, "23 09:55 arrived"), 1),
    (MADE, 1),
    (NO_PARTS, 1),
    ((*SENT, "20 17:10 rescheduled"), 0),
    ((*SENT, "20 17:10 held"), 0),
    ((*SENT, "20 17:10 cancelled"), 0),
    ((*SENT, ("20 17:10 settled", {"outcome": "done"})), 0),  # solved without a visit after all
])  # fmt: skip
def test_papers_are_made_for_visits_that_are_to_be_made_or_were(log: Any, monday: int) -> None:
    assert len(visits_to_make(state(*log), MON)) == monday


@pytest.mark.parametrize(("log", "day", "left"), [
    (SENT, MON, False),                       # today's
    (SENT, TUE, True),                        # nobody came
    (MADE, TUE, False),
    (NO_PARTS, MON, False),                   # of this day: not left over from before
    (NO_PARTS, TUE, True),
    ((*NO_PARTS, ("23 15:00 dispatched", {"appointment": "2026-11-24T14:00:00+08:00"})), TUE, False),
    ((*NO_PARTS, "23 15:00 cancelled"), TUE, False),
    ((*SENT, ("20 17:10 settled", {"outcome": "done"})), TUE, False),
    (START, TUE, False),                      # never had a visit
])  # fmt: skip
def test_left_over_is_what_a_visit_before_did_not_finish_and_no_later_one_will(
    log: Any, day: Any, left: bool
) -> None:
    assert (unfinished_visit(state(*log), day) is not None) is left
