"""The store: what comes in, what leaves, what is refused; merged and looked back at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from keeper import SECOND, furnish
from rules.stock.papers import PARTS

if TYPE_CHECKING:
    from conftest import Desk


@pytest.fixture
def store(desk: Desk) -> Desk:
    (desk.path / "parts.yaml").write_text(PARTS, encoding="utf-8")
    desk.commit()
    return desk


def counts(desk: Desk, *words: str) -> dict[tuple[str, str], int]:
    items = desk.ok("stock", "list", "--json", *words, by="sun").json["items"]
    return {(item["office"], item["part"]): item["good"] for item in items}


def test_what_was_delivered_lies_in_the_store(store: Desk) -> None:
    ended = store.ok("stock", "receive", "P-1001:10:95.00@A-1-01", "p-1003:2", by="sun")
    assert "SZ-M2611-A0001" in ended.out
    assert counts(store)["SZ", "P-1001"] == 10
    store.ok("check", by="sun")


def test_what_can_not_be_read_is_named_beside_what_the_books_say(desk: Desk) -> None:
    """It may have moved parts: a document is written, or refused, without it."""
    store = furnish(desk)
    document = next(store.path.glob(f"movements/*/*/{SECOND}.yaml"))
    document.write_text("id: [", encoding="utf-8")
    written = store.ok("stock", "receive", "P-1001:1", by="sun")
    assert f"{SECOND}.yaml" in written.err
    assert "not in the store's books" in written.err
    refused = store.svc("stock", "transfer", "P-1001:15", "--to", "BJ", by="sun")
    assert refused.status == 2
    assert f"{SECOND}.yaml" in refused.err
    other = store.svc("stock", "transfer", "P-9:1", "--to", "BJ", by="sun")
    assert f"{SECOND}.yaml" not in other.err  # that part is in no catalogue


def test_pieces_that_are_followed_are_named_and_come_in_once(desk: Desk) -> None:
    store = furnish(desk)
    store.ok("part", "change", "P-1003", "--serial", "yes", by="sun")
    for words in (("receive", "P-1003:1"), ("scrap", "P-1003:1", "--condition", "good")):
        refused = store.svc("--json", "stock", *words, "--reason", "x", by="sun")
        if words[0] == "receive":
            refused = store.svc("--json", "stock", *words, by="sun")
        assert refused.error["key"] == "which-pieces", words
    again = store.svc("--json", "stock", "receive", "P-1003:1#ZB-2", by="sun")
    assert again.error["key"] == "piece-elsewhere"
    store.ok("stock", "scrap", "P-1003:1#ZB-2", "--condition", "good", "--reason", "x", by="sun")
    store.ok("stock", "receive", "P-1003:1#ZB-2", by="sun", now="2026-11-20T10:00:00")
    store.ok("check", by="sun")


def test_where_nothing_is_slow_it_is_not_said_that_the_store_is_empty(desk: Desk) -> None:
    store = furnish(desk)
    assert "None of them." in store.ok("stock", "list", "--slow", by="sun").out


def test_pieces_that_the_books_have_without_a_number_may_leave_without_one(desk: Desk) -> None:
    store = furnish(desk)
    store.ok("stock", "receive", "P-1004:2", by="sun")
    for part in ("P-1003", "P-1004"):
        store.ok("part", "change", part, "--serial", "yes", by="sun")
    scrap = ("--condition", "good", "--reason", "x")
    store.ok("stock", "scrap", "P-1004:1", *scrap, by="sun", now="2026-11-20T10:00:00")
    more = store.svc("--json", "stock", "scrap", "P-1003:1", *scrap, by="sun")
    assert more.error["key"] == "which-pieces"
