"""The stock book: each movement with the balance after it, carried over, told apart by piece."""

from __future__ import annotations

from datetime import timedelta

import pytest
from rules.stock.papers import FIRST, arrived, document, line, then

from svc.model.stock import StockDocument
from svc.rules.stock.book import StockBook, stock_book
from svc.rules.stock.documents import replay_document
from svc.rules.stock.moves import Move, moves_of_document
from svc.rules.stock.places import Spot, store_of

SZ = Spot(store_of("SZ"))
DAY = timedelta(days=1)


def moves() -> list[Move]:
    sent: StockDocument = document(2, "transferred", line("P-1:4"), to_office="BJ", hours=24)
    states = [
        replay_document(document(1, "received", line("P-1:10"), line("P-2:1"), source="opening")),
        then(sent, arrived(3)),
        replay_document(document(3, "counted", line("P-1:6", booked=6), hours=48)),
        replay_document(document(4, "scrapped", line("P-1:1"), hours=72)),
    ]
    return [move for state in states for move in moves_of_document(state)]


def rows(book: StockBook) -> list[tuple[str, int, int, int]]:
    return [(entry.how, entry.came, entry.went, entry.balance) for entry in book.entries]


def test_each_movement_has_the_balance_after_it() -> None:
    book = stock_book(reversed(moves()), "P-1", SZ)
    assert rows(book) == [
        ("received", 10, 0, 10),
        ("transferred", 0, 4, 6),
        ("counted", 0, 0, 6),
        ("scrapped", 0, 1, 5),
    ]
    assert (book.carried, book.balance) == (0, 5)
    assert rows(stock_book(moves(), "P-1", Spot(store_of("BJ")))) == [("taken_in", 3, 0, 3)]


@pytest.mark.parametrize(
    ("since", "until", "carried", "balances"),
    [(1, 2, 10, [6, 6]), (2, 9, 6, [6, 5]), (9, 9, 5, []), (0, 0, 0, [10])],
)
def test_what_was_before_is_carried_over(
    since: int, until: int, carried: int, balances: list[int]
) -> None:
    book = stock_book(moves(), "P-1", SZ, since=FIRST + since * DAY, until=FIRST + until * DAY)
    assert book.carried == carried
    assert [entry.balance for entry in book.entries] == balances
    assert book.balance == (balances or [carried])[-1]


def test_pieces_that_came_together_are_one_entry() -> None:
    came = document(1, "received", line("P-1:2", serials=["A", "B"]), source="opening")
    book = stock_book(moves_of_document(replay_document(came)), "P-1", SZ)
    assert rows(book) == [("received", 2, 0, 2)]
    assert book.entries[0].serials == ("A", "B")
