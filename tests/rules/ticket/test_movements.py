"""Parts that go from place to place, as a ticket tells."""

from __future__ import annotations

from typing import Any

import pytest
from rules.logs import ticket

from svc.rules.ticket.lifecycle import replay_ticket
from svc.rules.ticket.movements import PartMovement, Place, movements_of

RECEIVED = "20 09:00 received"
LENT = ("20 09:10 part_lent", {"part": "P-1", "count": 2, "technician": "wang", "serial": "N7"})
SENT = (RECEIVED, "20 09:20 handed_over", "20 09:30 dispatched", "20 10:00 arrived")
STORE, WANG, FITTED = Place("store", "SZ"), Place("technician", "wang"), Place("fitted")
USED = {"of": "000002", "how": "used"}


def moved(*log: Any) -> list[PartMovement]:
    return list(movements_of(replay_ticket(ticket(*log))))


def ways(*log: Any) -> list[tuple[Any, ...]]:
    return [(each.how, each.count, each.leaves, each.goes, each.condition) for each in moved(*log)]


def used(old_part: str, **more: Any) -> dict[str, Any]:
    return {"parts": [{"part": "P-1", "count": 1, "old_part": old_part, **more}]}


def test_a_movement_names_its_event_the_part_and_the_loan() -> None:
    (lent,) = moved(RECEIVED, LENT)
    assert (lent.event.seq, lent.part, lent.serial, lent.loan) == (2, "P-1", "N7", "000002")


@pytest.mark.parametrize(
    ("how", "movement", "goes", "condition"),
    [
        ("used", "used", FITTED, "good"),
        ("good", "returned", STORE, "good"),
        ("defective", "returned", STORE, "defective"),
        ("lost", "lost", Place("lost"), "good"),
    ],
)
def test_a_loan_goes_out_and_ends(how: str, movement: str, goes: Any, condition: str) -> None:
    ended = ("20 11:00 loan_ended", {"of": "000002", "how": how})
    assert ways(RECEIVED, LENT, ended) == [
        ("lent", 2, STORE, WANG, "good"),
        (movement, 2, WANG, goes, condition),
    ]


def test_a_loan_that_was_taken_over_ends_with_who_has_it() -> None:
    over = ("20 10:00 taken_over", {"whose": "wang", "to": "gao", "in_hand": ["000002"]})
    ended = ("20 11:00 loan_ended", {"of": "000002", "how": "good"})
    assert ways(RECEIVED, LENT, over, ended)[1:] == [
        ("lent", 2, WANG, Place("technician", "gao"), "good"),
        ("returned", 2, Place("technician", "gao"), STORE, "good"),
    ]


@pytest.mark.parametrize(
    ("old_part", "old"),
    [
        ("none", []),
        ("returned", [("removed", 1, FITTED, WANG, "defective")]),
        ("kept_by_customer", [("removed", 1, FITTED, Place("customer"), "defective")]),
        ("scrapped", [("removed", 1, FITTED, Place("scrap"), "defective")]),
    ],
)
def test_what_was_not_lent_comes_from_whoever_worked(old_part: str, old: list[Any]) -> None:
    work = ("20 11:00 visited", used(old_part))
    assert ways(*SENT, work) == [("fitted", 1, WANG, FITTED, "good"), *old]


def test_what_was_lent_is_put_in_by_its_loan_alone() -> None:
    log = (
        *(RECEIVED, LENT, *SENT[1:]),
        ("20 11:00 visited", used("returned", count=2, old_serial="O1")),
        ("20 11:30 loan_ended", USED),
    )
    assert ways(*log)[1:] == [
        ("removed", 2, FITTED, WANG, "defective"),
        ("used", 2, WANG, FITTED, "good"),
    ]
    assert moved(*log)[1].serial == "O1"


def test_a_part_that_came_back_and_is_then_put_in_is_fitted() -> None:
    back: Any = ("20 09:15 loan_ended", {"of": "000002", "how": "good"})
    log = (RECEIVED, LENT, back, *SENT[1:], ("20 11:00 visited", used("none")))
    assert ways(*log)[2:] == [("fitted", 1, WANG, FITTED, "good")]


def test_of_what_is_put_in_beyond_the_loan_the_rest_is_fitted() -> None:
    visit, ended = ("20 11:00 visited", used("none", count=3)), ("20 11:30 loan_ended", USED)
    assert ways(RECEIVED, LENT, *SENT[1:], visit, ended)[1:] == [
        ("fitted", 1, WANG, FITTED, "good"),
        ("used", 2, WANG, FITTED, "good"),
    ]


def test_a_loan_stands_for_as_many_as_it_holds_over_all_visits() -> None:
    again = ("20 12:00 reopened", "20 12:10 dispatched", "20 12:20 arrived")
    work = [
        (f"20 {hour}:00 visited", used("none", count=count)) for hour, count in ((11, 1), (13, 2))
    ]
    log = (RECEIVED, LENT, *SENT[1:], work[0], *again, work[1], ("20 14:00 loan_ended", USED))
    assert ways(*log)[1:] == [
        ("fitted", 1, WANG, FITTED, "good"),
        ("used", 2, WANG, FITTED, "good"),
    ]


def test_a_visit_that_is_typed_before_its_loan_is_told_by_the_loan_too() -> None:
    visit, of = ("20 11:00 visited", used("none", count=2)), "000006"
    lent = ("20 09:40 part_lent", LENT[1])
    ended = ("20 11:00 loan_ended", {"of": of, "how": "used"})
    assert ways(*SENT, visit, lent, ended) == [
        ("lent", 2, STORE, WANG, "good"),
        ("used", 2, WANG, FITTED, "good"),
    ]


def test_at_the_bench_parts_come_from_the_store() -> None:
    brought: Any = ("20 10:00 brought_in", {})
    assert ways(RECEIVED, brought, ("20 11:00 repaired", used("scrapped"))) == [
        ("fitted", 1, STORE, FITTED, "good"),
        ("removed", 1, FITTED, Place("scrap"), "defective"),
    ]


def test_what_the_centre_delivers_comes_into_the_store() -> None:
    asked = ("20 10:00 part_requested", {"part": "P-1", "count": 3})
    here = ("21 10:00 part_delivered", {"of": "000002"})
    assert ways(RECEIVED, asked, here) == [("delivered", 3, Place("centre"), STORE, "good")]


def test_a_move_to_another_office_changes_the_store() -> None:
    gone: Any = ("20 09:05 office_changed", {})
    assert ways(RECEIVED, gone, LENT)[0][2] == Place("store", "BJ")
