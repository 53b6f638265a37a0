"""The stock book as a keeper reads it: on screen, as a file, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from keeper import SENT, furnish, keep, refused

if TYPE_CHECKING:
    from conftest import Desk


@pytest.fixture
def store(desk: Desk) -> Desk:
    furnish(desk)
    keep(desk, "transfer", "P-1001:4", "P-1003:2#ZB-1,ZB-3", "--to", "BJ")
    keep(desk, "move", "P-1001", "@A-2-3", now="2026-11-20T09:05:00")
    keep(desk, "take-in", SENT, "1=3", "--reason", "少一件", now="2026-11-20T09:10:00")
    return desk


def test_every_movement_stands_with_what_is_there_after_it(store: Desk) -> None:
    book = keep(store, "book", "p-1001")
    assert [(i["how"], i["came"], i["went"], i["balance"]) for i in book["items"]] == [
        ("received", 10, 0, 10),
        ("received", 5, 0, 15),
        ("transferred", 0, 4, 11),
        ("moved", 0, 0, 11),
    ]
    assert (book["carried"], book["balance"], book["office"]) == (0, 11, "SZ")
    there = keep(store, "book", "P-1001", "--office", "BJ")
    assert [(i["how"], i["place"], i["whose"], i["balance"]) for i in there["items"]] == [
        ("taken_in", "transit", "SZ>BJ", 3)
    ]


def test_a_span_of_days_begins_with_what_was_carried_over(store: Desk) -> None:
    book = keep(store, "book", "P-1001", "--from", "2026-11-19", "--to", "2026-11-19")
    assert (book["carried"], book["balance"]) == (10, 15)
    assert len(book["items"]) == 1
    out = store.ok("--lang", "zh", "stock", "book", "P-1001", "--from", "2026-11-19", by="sun").out
    assert out.startswith("P-1001 加热管，深圳办事处：结存 11 件\n")
    assert "上期结存" in out
    assert "深圳办事处 → 北京办事处" in out
    assert "A-2-3" in out


def test_pieces_with_numbers_are_named(store: Desk) -> None:
    csv = store.ok("stock", "book", "P-1003", "--csv", by="sun").out
    assert "ZB-1 ZB-2 ZB-3" in csv
    assert "ZB-1 ZB-3" in csv.splitlines()[2]


def test_a_part_without_movements_has_no_book(store: Desk) -> None:
    assert "Nothing of P-1004" in store.ok("stock", "book", "P-1004", by="sun").out
    assert refused(store, "book", "P-77")["key"] == "not-in-catalogue"


@pytest.mark.parametrize("words", [("book", "P-1001"), ("show", SENT)])
def test_it_is_printed_where_paper_is_asked_for(store: Desk, words: tuple[str, ...]) -> None:
    answer = keep(store, *words, "--format", "html", "--out", "../page.html")
    assert answer["path"] == "../page.html"
    page = (store.path.parent / "page.html").read_text(encoding="utf-8")
    assert words[1] in page
