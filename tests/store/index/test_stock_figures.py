"""Counts, kits and use: the index says what the moves of the files come to."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

import pytest
from conftest import TICKET
from keeper import furnish, keep

from svc.rules.stock.places import Spot, store_of
from svc.rules.stock.usage import usage_by_part
from svc.store.index import stock_figures
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from sqlite3 import Connection

    from conftest import Desk

    from svc.rules.stock.moves import Move

SZ = store_of("SZ")
Found = TypeVar("Found")


@pytest.fixture
def store(desk: Desk) -> Desk:
    """Counted twice, the later count voided; a kit with a part used of it; a loan used up."""
    desk.play("dispatch")
    furnish(desk)
    for number, hour in ((15, "10:00"), (14, "11:00")):
        words = ("count", f"P-1001:{number}", "--reason", "x", "--go")
        counted = keep(desk, *words, now=f"2026-11-20T{hour}:00")
    number = counted["document"]["id"]
    keep(desk, "void", number, "--reason", "x", now="2026-11-20T11:30:00")
    keep(desk, "kit-top-up", "wang", "P-1001:2", "P-1003:1#ZB-1", now="2026-11-20T12:00:00")
    keep(desk, "kit-return", "wang", "P-1001:1", now="2026-11-20T12:30:00")
    desk.ok("loan", "lend", TICKET, "P-1001:2", "--to", "wang", by="sun", now="2026-11-20T12:40:00")
    desk.ok(
        "loan", "return", TICKET, "P-1001", "--how", "good", by="sun", now="2026-11-20T12:50:00"
    )
    return desk


def in_index(store: Desk, question: Callable[[Connection], Found]) -> Found:
    found = store.ledger.ask_index(question, stock=True)
    assert found is not None
    return found


def moves(store: Desk) -> list[Move]:
    return Ledger(store.path, indexed=False).moves([])


def test_the_last_count_is_one_that_stands(store: Desk) -> None:
    last = stock_figures.last_count_in(moves(store), "SZ")
    assert in_index(store, lambda i: stock_figures.last_count_in_index(i, "SZ")) == last
    assert [each.hour for each in last] == [10]
    assert in_index(store, lambda i: stock_figures.last_count_in_index(i, "BJ")) == []


def test_a_kit_has_what_came_less_what_went_and_no_loans(store: Desk) -> None:
    begun = store.ledger.books_begun()
    found = in_index(store, lambda i: stock_figures.kits_in_index(i, begun))
    assert found == stock_figures.kits_in(moves(store))
    assert [(each.part, each.count, each.since.hour) for each in found] == [
        ("P-1001", 1, 12),
        ("P-1003", 1, 12),
    ]


def test_a_store_used_what_left_less_what_came_back(store: Desk) -> None:
    now = datetime.fromisoformat("2026-11-21T09:00:00+08:00")
    found = in_index(store, lambda i: stock_figures.usage_in_index(i, "SZ", now))
    assert found == usage_by_part(moves(store), Spot(SZ), now)
    assert {part: each.used for part, each in found.items()} == {"P-1001": 1, "P-1003": 1}


def test_a_part_lies_where_it_was_said_last(store: Desk) -> None:
    keep(store, "move", "P-1001", "@Z-9", now="2026-11-20T13:00:00")
    assert stock_figures.positions_in(moves(store), "SZ")["P-1001"] == "Z-9"
