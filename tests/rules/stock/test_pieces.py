"""Pieces that are followed one by one: which lie where, and how their numbers are written."""

from __future__ import annotations

from rules.stock.papers import FIRST, document, line

from svc.rules.stock.documents import replay_document
from svc.rules.stock.moves import in_order, moves_of_document
from svc.rules.stock.pieces import as_booked, pieces_at
from svc.rules.stock.places import Spot, store_of, with_technician

STORE = Spot(store_of("SZ"))


def test_pieces_stand_in_the_order_in_which_they_came_until_they_leave() -> None:
    papers = [
        document(1, "received", line("P-1:2", serials=["S-9", "S-1"]), hours=1),
        document(2, "received", line("P-1:1", serials=["S-0"]), line("P-2:1", serials=["T-1"])),
        document(3, "kit_lent", line("P-1:1", serials=["S-9"]), hours=2, technician="wang"),
        document(4, "moved", line("P-1:2", serials=["S-0", "S-1"], position="B-1"), hours=3),
    ]
    moves = in_order(m for each in papers for m in moves_of_document(replay_document(each)))
    assert pieces_at(moves, "P-1", STORE) == ["S-0", "S-1"]
    assert pieces_at(moves, "P-1", Spot(with_technician("wang"))) == ["S-9"]
    assert pieces_at(moves, "P-1", STORE, FIRST) == ["S-0"]


def test_numbers_are_written_as_the_books_spell_them() -> None:
    assert as_booked(["zb 1", "x9"], ["ZB-1"]) == ["ZB-1", "x9"]
