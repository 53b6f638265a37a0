"""The store: what comes in, what leaves, what is refused; merged and looked back at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
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
