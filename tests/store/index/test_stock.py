"""Moves of parts in the index: the same as from the files, whatever changed them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from conftest import TICKET
from rules.stock.papers import PARTS

from svc.rules.stock.moves import Balances, Move
from svc.rules.stock.places import store_of, with_technician
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from conftest import Desk

LATER = "2026-11-20T10:00:00"


@pytest.fixture
def store(desk: Desk) -> Desk:
    (desk.path / "parts.yaml").write_text(PARTS, encoding="utf-8")
    desk.commit()
    desk.play("reply")
    opening = ("stock", "receive", "P-1001:10", "P-1003:1#ZB-7", "--from", "opening")
    desk.ok(*opening, "--at", "2026-11-20 09:00", by="sun", now=LATER)
    desk.ok("loan", "lend", TICKET, "P-1001", "--to", "wang", by="sun", now=LATER)
    return desk


def both(desk: Desk, until: datetime | None = None) -> tuple[Balances, list[Move]]:
    """What index and files answer, which is the same."""
    indexed, plain = Ledger(desk.path), Ledger(desk.path, indexed=False)
    assert indexed.ask_index(lambda _: True, stock=True)
    held = indexed.balances([], until)
    assert held == plain.balances([], until)
    moves = indexed.moves([])
    assert moves == plain.moves([])
    assert indexed.books_begun() == plain.books_begun()
    assert indexed.worth([], until) == plain.worth([], until)
    for office in ("SZ", "BJ"):
        assert indexed.positions(office) == plain.positions(office)
    for month in (date(2026, 10, 1), date(2026, 11, 1), None):
        rows, known = indexed.document_rows([], month), plain.document_rows([], month)
        assert sorted(rows, key=lambda row: row.id) == known
    return held, moves


def count(held: Balances, code: str, part: str = "P-1001") -> int:
    return {(spot.code, each): count for (each, spot), count in held.items()}.get((code, part), 0)


def test_the_index_has_what_the_files_have(store: Desk) -> None:
    held, moves = both(store)
    assert (count(held, "store:SZ"), count(held, "technician:wang")) == (9, 1)
    assert [move.serial for move in moves if move.part == "P-1003"] == ["ZB-7"]


def test_of_one_part_or_place(store: Desk) -> None:
    ledger = Ledger(store.path)
    assert {move.part for move in ledger.moves([], "P-1003")} == {"P-1003"}
    assert [move.how for move in ledger.moves([], "", with_technician("wang"))] == ["lent"]
    assert ledger.moves([], "P-1001", store_of("BJ")) == []


def test_what_was_until_a_moment(store: Desk) -> None:
    before = datetime.fromisoformat("2026-11-20T09:30:00+08:00")
    held, _ = both(store, before)
    assert (count(held, "store:SZ"), count(held, "technician:wang")) == (10, 0)
    assert both(store, before.replace(hour=8))[0] == {}


def test_a_document_that_changed_by_hand_or_is_gone_is_seen(store: Desk) -> None:
    both(store)
    path = store.path / "movements/SZ/2026-11/SZ-M2611-A0001.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("count: 10", "count: 7"), encoding="utf-8")
    assert count(both(store)[0], "store:SZ") == 6
    path.unlink()
    held, _ = both(store)
    assert held == {key: 1 for key in held if key[1].code == "technician:wang"}


def test_what_was_kept_is_reckoned_anew_where_something_changed(store: Desk) -> None:
    both(store)
    store.ok("stock", "receive", "P-1001:2:9.50@C-1", by="sun", now=LATER)
    held, _ = both(store)
    assert (count(held, "store:SZ"), count(held, "store:SZ", "P-1003")) == (11, 1)
    assert Ledger(store.path).positions("SZ") == {"P-1001": "C-1"}
    store.ok("stock", "transfer", "P-1001:3", "--to", "BJ", by="sun", now=LATER)
    assert [row.to_office for row in Ledger(store.path).document_rows([], None)] == ["BJ"]
    both(store)
    store.ok(
        "loan", "return", TICKET, "P-1001", "--how", "good", by="sun", now="2026-11-20T11:00:00"
    )
    assert count(both(store)[0], "store:SZ") == 9


def test_books_that_were_begun_earlier_after_all_count_what_was_moved_since(store: Desk) -> None:
    both(store)
    early = ("stock", "receive", "P-1001:1", "--from", "opening", "--at", "2026-11-20 08:00")
    store.ok(*early, by="sun", now=LATER)
    begun = datetime.fromisoformat("2026-11-20T08:00:00+08:00")
    both(store)
    assert Ledger(store.path).books_begun().stores == {"SZ": begun}
    (store.path / "movements/SZ/2026-11/SZ-M2611-A0002.yaml").unlink()
    both(store)
    assert Ledger(store.path).books_begun().stores == {"SZ": begun.replace(hour=9)}


def test_a_document_that_cannot_be_read_is_named_and_the_others_count(store: Desk) -> None:
    store.ok("stock", "receive", "P-1001:5", by="sun", now=LATER)
    both(store)
    path = store.path / "movements/SZ/2026-11/SZ-M2611-A0001.yaml"
    path.write_text("id: [", encoding="utf-8")
    for indexed in (True, False):
        broken: list[object] = []
        held = Ledger(store.path, indexed=indexed).balances(broken)
        assert len(broken) == 1
        assert count(held, "store:SZ") == 4
    ended = store.svc("stock", "list", by="sun", now=LATER)
    assert ended.status == 3
    assert "SZ-M2611-A0001" in ended.err
