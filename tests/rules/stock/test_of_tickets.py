"""What tickets move: loans that work uses up, kits, old parts, what is booked afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from rules.logs import ticket

from svc.rules.stock.moves import balances
from svc.rules.stock.of_tickets import moves_of_ticket
from svc.rules.ticket.lifecycle import replay_ticket

RECEIVED = "20 09:00 received"
LENT = ("20 09:10 part_lent", {"part": "P-1", "count": 2, "technician": "wang"})  # 000002
SENT = ("20 09:20 handed_over", "20 09:30 dispatched", "20 10:00 arrived")


def visited(count: int = 1, old_part: str = "none", **more: Any) -> Any:
    part = {"part": "P-1", "count": count, "old_part": old_part, **more}
    return ("20 12:00 visited", {"parts": [part]})


def ended(how: str, of: str = "000002", day: str = "20 15:00") -> Any:
    return (f"{day} loan_ended", {"of": of, "how": how})


def ways(*log: Any) -> list[tuple[str, int, str, str]]:
    moves = moves_of_ticket(replay_ticket(ticket(RECEIVED, *log)))
    assert len({move.source for move in moves}) == len(moves)
    return [(move.how, move.count, move.leaves.code, move.goes.code) for move in moves]


OUT = ("lent", 2, "store:SZ", "technician:wang")


def test_work_uses_up_what_was_lent_and_the_rest_comes_back() -> None:
    assert ways(LENT, *SENT, visited(1), ended("good")) == [
        OUT,
        ("fitted", 1, "technician:wang", "fitted"),
        ("returned", 1, "technician:wang", "store:SZ"),
    ]


def test_the_keepers_word_confirms_what_work_used() -> None:
    assert ways(LENT, *SENT, visited(2), ended("used")) == [
        OUT,
        ("fitted", 2, "technician:wang", "fitted"),
    ]
    # of one the visit says, of the other the keeper
    assert ways(LENT, *SENT, visited(1), ended("used"))[1:] == [
        ("fitted", 1, "technician:wang", "fitted"),
        ("used", 1, "technician:wang", "fitted"),
    ]


def test_what_no_loan_covers_comes_from_the_kit() -> None:
    assert ways(LENT, *SENT, visited(3))[1:] == [
        ("fitted", 2, "technician:wang", "fitted"),
        ("fitted", 1, "technician:wang", "fitted"),
    ]


def test_a_loan_booked_afterwards_covers_what_was_put_in() -> None:
    late = ("20 14:00 part_lent", {"part": "P-1", "count": 1, "technician": "wang"})
    moves = ways(*SENT, visited(1), late, ended("used", "000006"))
    assert moves == [
        ("fitted", 1, "technician:wang", "fitted"),
        ("lent", 1, "store:SZ", "technician:wang"),
    ]


def test_of_more_than_was_booked_afterwards_the_rest_is_the_kits() -> None:
    late = ("20 14:00 part_lent", {"part": "P-1", "count": 1, "technician": "gao"})
    state = replay_ticket(ticket(RECEIVED, *SENT, visited(3), late))
    moves = moves_of_ticket(state)
    assert [(each.count, each.leaves.code, bool(each.loan)) for each in moves] == [
        (1, "technician:gao", True),
        (2, "technician:wang", False),
        (1, "store:SZ", True),
    ]
    assert len({each.source for each in moves}) == 3


def test_what_the_keeper_has_in_hand_was_not_put_in() -> None:
    """The visit says both were put in, and both are here: others were taken."""
    assert ways(LENT, *SENT, visited(2), ended("good"))[2:] == [
        ("returned", 2, "technician:wang", "store:SZ")
    ]


@pytest.mark.parametrize(
    ("old_part", "goes"),
    [("returned", "technician:wang!"), ("kept_by_customer", "customer!"), ("scrapped", "scrap!")],
)
def test_old_parts_go_where_the_visit_says(old_part: str, goes: str) -> None:
    assert ways(*SENT, visited(1, old_part))[1:] == [("removed", 1, "fitted!", goes)]


@pytest.mark.parametrize("how", ["used", "defective"])
def test_the_old_part_comes_in_when_its_loan_ends(how: str) -> None:
    moves = ways(LENT, *SENT, visited(2, "returned"), ended(how))
    assert moves[3:] == [("returned", 2, "technician:wang!", "store:SZ!")]
    final = balances(
        moves_of_ticket(
            replay_ticket(ticket(RECEIVED, LENT, *SENT, visited(2, "returned"), ended(how)))
        )
    )
    assert {spot.code for _, spot in final} == {"store:SZ", "store:SZ!", "fitted", "fitted!"}


def test_a_new_part_that_was_defective_comes_back_as_such() -> None:
    assert ways(LENT, ended("defective"))[1:] == [("returned", 2, "technician:wang", "store:SZ!")]
    assert ways(LENT, ended("lost"))[1:] == [("lost", 2, "technician:wang", "lost")]


def test_a_loan_goes_over_to_a_colleague_and_ends_with_them() -> None:
    over = ("20 10:30 taken_over", {"whose": "wang", "to": "gao", "in_hand": ["000002"]})
    assert ways(LENT, over, ended("good"))[1:] == [
        ("lent", 2, "technician:wang", "technician:gao"),
        ("returned", 2, "technician:gao", "store:SZ"),
    ]


def test_a_serial_number_says_which_loan_is_used() -> None:
    one = ("20 09:10 part_lent", {"part": "P-1", "count": 1, "technician": "wang", "serial": "A"})
    two = ("20 09:11 part_lent", {"part": "P-1", "count": 1, "technician": "wang", "serial": "B"})
    state = replay_ticket(ticket(RECEIVED, one, two, *SENT, visited(1, serial="B")))
    assert [(move.serial, move.loan) for move in moves_of_ticket(state)][2:] == [("B", "000003")]


def test_the_bench_takes_from_the_store() -> None:
    part = {"part": "P-1", "count": 1, "old_part": "returned"}
    log = ("20 09:10 brought_in", ("20 12:00 repaired", {"parts": [part]}))
    assert ways(*log) == [
        ("fitted", 1, "store:SZ", "fitted"),
        ("removed", 1, "fitted!", "store:SZ!"),
    ]


def test_what_was_asked_for_comes_from_headquarters() -> None:
    asked = ("20 09:10 part_requested", {"part": "P-1", "count": 3})
    came = ("20 17:00 part_delivered", {"of": "000002"})
    assert ways(asked, came) == [("delivered", 3, "headquarters", "store:SZ")]


def test_after_a_move_the_other_office_acts() -> None:
    moved = ("20 09:05 office_changed", {"office": "BJ", "region": "north"})
    lent = ("20 09:10 part_lent", {"part": "P-1", "count": 1, "technician": "zhao"})
    assert ways(moved, lent) == [("lent", 1, "store:BJ", "technician:zhao")]
