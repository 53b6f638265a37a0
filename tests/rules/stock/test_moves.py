"""What documents move: two places a move, and what all of them add up to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from rules.stock.papers import FIRST, arrived, document, line, then

from svc.model.stock import Voided
from svc.rules.stock.documents import StockState, replay_document
from svc.rules.stock.moves import (
    Move,
    after_their_loans,
    balances,
    begun_by,
    booked_moves,
    in_order,
    moves_of_document,
)
from svc.rules.stock.places import Place, Spot, on_the_way, store_of, with_technician

SZ, BJ = Spot(store_of("SZ")), Spot(store_of("BJ"))
WAY = Spot(on_the_way("SZ", "BJ"))


def ways(state: StockState) -> list[tuple[str, int, str, str]]:
    moves = moves_of_document(state)
    return [(move.how, move.count, move.leaves.code, move.goes.code) for move in moves]


@pytest.mark.parametrize(
    ("kind", "fields", "way"),
    [
        ("received", {}, ("headquarters", "store:SZ")),
        ("received", {"source": "opening"}, ("opening", "store:SZ")),
        ("received", {"source": "supplier", "bill": "7"}, ("supplier", "store:SZ")),
        ("transferred", {"to_office": "BJ"}, ("store:SZ", "transit:SZ>BJ")),
        ("sent_back", {}, ("store:SZ", "headquarters")),
        ("scrapped", {}, ("store:SZ", "scrap")),
        ("kit_lent", {"technician": "wang"}, ("store:SZ", "technician:wang")),
        ("kit_returned", {"technician": "wang"}, ("technician:wang", "store:SZ")),
    ],
)
def test_each_kind_takes_from_one_place_and_gives_to_another(
    kind: str, fields: dict[str, Any], way: tuple[str, str]
) -> None:
    state = replay_document(document(1, kind, line("P-1:3"), **fields))
    assert ways(state) == [(kind, 3, *way)]


def test_a_change_of_position_leaves_the_balance() -> None:
    state = replay_document(document(1, "moved", line("P-1:3", position="A-1-01")))
    assert ways(state) == [("moved", 3, "store:SZ", "store:SZ")]
    assert balances(moves_of_document(state)) == {}


@pytest.mark.parametrize(
    ("counted", "booked", "moved"),
    [
        (5, 3, [("counted", 2, "difference", "store:SZ")]),
        (3, 5, [("counted", 2, "store:SZ", "difference")]),
        (3, 3, [("counted", 3, "store:SZ", "store:SZ")]),
        (0, 0, []),
        (2, -1, [("counted", 3, "difference", "store:SZ")]),
    ],
)
def test_a_count_moves_the_difference(
    counted: int, booked: int, moved: list[tuple[str, int, str, str]]
) -> None:
    state = replay_document(document(1, "counted", line(f"P-1:{counted}", booked=booked)))
    assert ways(state) == moved


def test_defective_pieces_are_counted_apart() -> None:
    state = replay_document(document(1, "sent_back", line("P-1:2", condition="defective")))
    assert ways(state) == [("sent_back", 2, "store:SZ!", "headquarters!")]


def test_each_piece_with_a_serial_number_has_a_move_of_its_own() -> None:
    moves = moves_of_document(
        replay_document(document(1, "received", line("P-1:2", serials=["A", "B"])))
    )
    assert [(move.serial, move.count) for move in moves] == [("A", 1), ("B", 1)]


def test_what_does_not_arrive_goes_to_the_difference() -> None:
    sent = document(1, "transferred", line("P-1:3"), line("P-2:1"), to_office="BJ")
    state = then(sent, arrived(2, reason="少一件"))
    assert ways(state)[2:] == [
        ("taken_in", 2, "transit:SZ>BJ", "store:BJ"),
        ("lost", 1, "transit:SZ>BJ", "difference"),
        ("lost", 1, "transit:SZ>BJ", "difference"),
    ]
    assert {move.reason for move in moves_of_document(state)[3:4]} == {"少一件"}
    more = ways(then(sent, arrived(4, 1)))[2:]
    assert more[:2] == [
        ("taken_in", 1, "difference", "transit:SZ>BJ"),
        ("taken_in", 4, "transit:SZ>BJ", "store:BJ"),
    ]
    assert balances(moves_of_document(then(sent, arrived(4, 1)))).get(("P-1", WAY), 0) == 0


def test_of_serials_those_that_are_missing_are_named() -> None:
    from svc.model.stock import TakenIn, TakenInLine

    sent = document(1, "transferred", line("P-1:2", serials=["A", "B"]), to_office="BJ")
    taken = TakenIn(lines=[TakenInLine(line=1, count=1, serials=["B"], reason="丢失")])
    moves = moves_of_document(then(sent, taken))[2:]
    assert [(move.how, move.serial) for move in moves] == [("taken_in", "B"), ("lost", "A")]


def test_voided_everything_goes_back_then() -> None:
    sent = document(1, "transferred", line("P-1:3"), to_office="BJ")
    state = then(sent, arrived(2), Voided(reason="写错"))
    moves = moves_of_document(state)
    assert balances(moves) == {}
    assert len({move.source for move in moves}) == len(moves)
    # what was true before is true still
    before = balances(moves, FIRST + timedelta(minutes=30))
    assert before == {("P-1", SZ): -3, ("P-1", WAY): 3}
    assert moves[-1].at == FIRST + timedelta(hours=2)


def test_the_order_is_by_time_whatever_was_merged_first() -> None:
    moves = [
        *moves_of_document(replay_document(document(2, "received", line("P-1:1"), hours=2))),
        *moves_of_document(replay_document(document(1, "received", line("P-1:1"), hours=5))),
    ]
    assert in_order(moves) == in_order(reversed(moves))
    assert [move.source[0][-1] for move in in_order(moves)] == ["2", "1"]


def _loan(hours: float, loan: str = "") -> Move:
    at = FIRST + timedelta(hours=hours)
    return Move(
        at=at,
        typed=at,
        source=("SZ-2611-A0001", 2, 1),
        how="lent" if loan else "fitted",
        by="sun",
        part="P-1",
        count=1,
        leaves=SZ if loan else Spot(with_technician("wang")),
        goes=Spot(with_technician("wang")) if loan else Spot(Place("fitted")),
        loan=loan,
    )


def test_books_begin_with_the_first_document_of_a_store() -> None:
    opening = moves_of_document(
        replay_document(document(1, "received", line("P-1:9"), source="opening", hours=1))
    )
    begun = begun_by(opening, {"wang": "SZ", "zhao": "BJ"})
    assert begun.stores == {"SZ": FIRST + timedelta(hours=1)}
    assert begun.since(with_technician("wang")) == FIRST + timedelta(hours=1)
    assert begun.since(with_technician("zhao")) is None

    def booked(*more: Move) -> dict[str, int]:
        counts = balances(booked_moves([*opening, *more], begun))
        return {spot.code: count for (_, spot), count in counts.items() if spot.place.is_inner}

    # what left the store before its books were begun is not in them; the technician has it
    assert booked(_loan(0, "l1")) == {"store:SZ": 9, "technician:wang": 1}
    assert booked(_loan(2, "l1")) == {"store:SZ": 8, "technician:wang": 1}
    # what was fitted from a kit that no book knew
    assert booked(_loan(0)) == {"store:SZ": 9}
    assert booked(_loan(2)) == {"store:SZ": 9, "technician:wang": -1}


def test_what_was_put_in_before_its_loan_was_booked_is_told_after_the_loan() -> None:
    fitted = replace(_loan(0), loan="l1")
    other, lent = replace(_loan(1), part="P-2"), _loan(2, "l1")
    assert list(after_their_loans([fitted, other, lent])) == [other, lent, fitted]
