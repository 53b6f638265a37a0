"""Lots: first in, first out; a piece stays of the lot it came with; nothing is made of nothing."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace
from rules.stock.papers import arrived, document, line, then

from svc.model.stock import Voided
from svc.rules.stock.documents import replay_document
from svc.rules.stock.lots import UNNAMED, Lots, lots_of
from svc.rules.stock.moves import Move, balances, in_order, moves_of_document
from svc.rules.stock.places import Spot, on_the_way, store_of

SZ, BJ = Spot(store_of("SZ")), Spot(store_of("BJ"))


def came(number: int, typed: str, hours: float, **more: Any) -> list[Move]:
    made = document(number, "received", line(typed, **more), hours=hours)
    return moves_of_document(replay_document(made))


def went(number: int, typed: str, hours: float, **more: Any) -> list[Move]:
    made = document(number, "scrapped", line(typed, **more), hours=hours)
    return moves_of_document(replay_document(made))


def lie(lots: Lots, spot: Spot = SZ) -> list[tuple[str, int]]:
    """Lots at a spot: the last digit of their document, and how many."""
    return [(lot.source[0][-1:], count) for lot, count in lots.at("P-1", spot)]


def test_the_oldest_goes_first() -> None:
    moves = [*came(1, "P-1:3", 0), *came(2, "P-1:3", 1), *went(3, "P-1:4", 2)]
    lots = lots_of(moves)
    assert lie(lots) == [("2", 2)]
    assert [(lot.source[0][-1], count) for lot, count in lots.taken[moves[-1].source]] == [
        ("1", 3),
        ("2", 1),
    ]


def test_a_lot_keeps_its_name_on_its_way_and_another_office_takes_by_its_own_order() -> None:
    sent = then(document(3, "transferred", line("P-1:2"), to_office="BJ", hours=2), arrived(2))
    moves = [*came(1, "P-1:1", 0), *came(2, "P-1:3", 1), *moves_of_document(sent)]
    lots = lots_of(moves)
    assert (lie(lots), lie(lots, BJ)) == ([("2", 2)], [("1", 1), ("2", 1)])
    before = lots_of(moves, sent.document.booked)
    assert lie(before, Spot(on_the_way("SZ", "BJ"))) == [("1", 1), ("2", 1)]


def test_a_piece_is_of_the_lot_it_came_with() -> None:
    moves = [
        *came(1, "P-1:2", 0, serials=["A", "B"]),
        *came(2, "P-1:1", 1, serials=["C"]),
        *went(3, "P-1:1", 2, serials=["C"]),
    ]
    assert [lot for lot, _ in lie(lots_of(moves))] == ["1", "1"]


def test_what_was_not_there_is_of_no_lot_and_stays_a_debt() -> None:
    moves = [*came(1, "P-1:1", 0), *went(2, "P-1:3", 1), *came(3, "P-1:5", 2)]
    lots = lots_of(moves)
    assert lots.debt("P-1", SZ) == 2
    assert lie(lots) == [("3", 5)]
    assert lots.taken[moves[1].source][-1][0].source == UNNAMED


def test_what_was_only_counted_or_put_elsewhere_keeps_its_order() -> None:
    counted = document(3, "counted", line("P-1:2", booked=2), hours=2)
    moved = document(4, "moved", line("P-1:2", position="A"), hours=3)
    moves = [*came(1, "P-1:1", 0), *came(2, "P-1:1", 1)]
    for made in (counted, moved):
        moves += moves_of_document(replay_document(made))
    assert lie(lots_of(moves)) == [("1", 1), ("2", 1)]


@pytest.mark.parametrize(
    ("price", "catalogue", "worth"), [("10.00", "7.00", 20), (None, "7.00", 14), (None, None, 0)]
)
def test_the_value_is_by_the_receipt_else_by_the_catalogue(
    price: str | None, catalogue: str | None, worth: int
) -> None:
    moves = came(1, "P-1:2", 0, price=Decimal(price) if price else None)
    value = lots_of(moves).worth()
    assert list(value) == [SZ]
    assert value[SZ]["P-1"].at(Decimal(catalogue) if catalogue else None) == worth


def test_a_debt_takes_off_at_the_price_of_the_catalogue() -> None:
    moves = [*came(1, "P-1:1", 0, price=Decimal(9)), *went(2, "P-1:3", 1)]
    assert lots_of(moves).worth()[SZ]["P-1"].at(Decimal(7)) == -14


@pytest.mark.parametrize("seed", range(5))
def test_no_lot_grows_or_shrinks_and_lots_add_up_to_the_balance(seed: int) -> None:
    random = Random(seed)
    moves: list[Move] = []
    for number in range(1, 200):
        kind = random.choice(("received", "transferred", "scrapped", "kit_lent", "kit_returned"))
        more: dict[str, Any] = {"to_office": "BJ"} if kind == "transferred" else {}
        more |= {"technician": "wang"} if kind.startswith("kit") else {}
        lines = [line(f"P-{random.randint(1, 2)}:{random.randint(1, 5)}")]
        made = document(number, kind, *lines, hours=number * 3, **more)
        state = replay_document(made)
        if kind == "transferred" and random.random() < 0.7:
            state = then(made, arrived(random.randint(0, 6), reason="x"))
        elif random.random() < 0.1:
            state = then(made, Voided(reason="x"))
        moves += moves_of_document(state)
    lots = lots_of(in_order(moves))
    assert set(lots.totals().values()) <= {0}
    held = balances(moves)
    for (part, spot), count in held.items():
        if spot.place.is_inner:
            named = sum(count for _, count in lots.at(part, spot))
            assert named - lots.debt(part, spot) == count


def voided(moves: list[Move], number: int, kind: str, typed: str, hours: float) -> list[Move]:
    """Another document behind these moves, and its voiding two hours later."""
    made = document(number, kind, line(typed), hours=hours)
    return [*moves, *moves_of_document(then(made, Voided(reason="写错")))]


def test_a_voided_receipt_takes_back_its_own_pieces_not_the_oldest() -> None:
    moves = voided(came(1, "P-1:3", 0), 2, "received", "P-1:2", 1)
    assert lie(lots_of(moves)) == [("1", 3)]
    # of what is used up by then the oldest goes in its place
    used = in_order([*moves, *went(3, "P-1:4", 1.5)])
    lots = lots_of(used)
    assert sum(count for _, count in lie(lots)) == 0
    assert lots.debt("P-1", SZ) == 1


def test_voided_pieces_come_back_to_where_they_stood_with_their_price() -> None:
    before = [*came(1, "P-1:3", 0), *came(2, "P-1:3", 1)]
    for kind in ("scrapped", "sent_back"):
        lots = lots_of(voided(before, 3, kind, "P-1:4", 2))
        assert lie(lots) == [("1", 3), ("2", 3)], kind
        assert not lots.totals() or set(lots.totals().values()) == {0}


def test_a_debt_is_settled_by_voiding_what_made_it() -> None:
    lots = lots_of(voided(came(1, "P-1:1", 0), 2, "scrapped", "P-1:3", 1))
    assert lie(lots) == [("1", 1)]
    assert lots.debt("P-1", SZ) == 0


def test_of_several_lines_the_last_goes_back_first() -> None:
    made = document(3, "scrapped", line("P-1:1"), line("P-1:3"), hours=2)
    scrapped = moves_of_document(then(made, Voided(reason="写错")))
    lots = lots_of([*came(1, "P-1:2", 0), *came(2, "P-1:3", 1), *scrapped])
    assert lie(lots) == [("1", 2), ("2", 3)]
    assert set(lots.totals().values()) == {0}


def test_what_one_desk_voids_before_another_takes_it_in_goes_back_with_its_own_pieces() -> None:
    sent = document(3, "transferred", line("P-1:2"), to_office="BJ", hours=2)
    made = then(sent, arrived(2), Voided(reason="写错")).document
    later = made.log[1].at + timedelta(hours=6)  # by the clock: booked, voided, taken in
    taken = replace(made.log[1], at=later)
    document_moves = moves_of_document(
        replay_document(replace(made, log=[made.log[0], taken, made.log[2]]))
    )
    other = moves_of_document(
        replay_document(document(4, "transferred", line("P-1:1"), to_office="BJ", hours=2.5))
    )
    moves = in_order([*came(1, "P-1:2", 0), *came(2, "P-1:3", 1), *document_moves, *other])
    lots = lots_of(moves)
    assert lie(lots) == [("1", 2), ("2", 2)]
    assert set(lots.totals().values()) == {0}
