"""The stock sheet for reception: from the index and from the files alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from conftest import TICKET
from keeper import SECOND, furnish, keep

from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from conftest import Desk


@pytest.fixture(params=["index", "files"])
def store(desk: Desk, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk.play("dispatch")
    furnish(desk)
    if request.param == "files":
        monkeypatch.setattr(Ledger, "ask_index", lambda *_, **__: None)
    return desk


def sheet(desk: Desk, *words: str, now: str) -> dict[str, tuple[Any, ...]]:
    """At hand, available, came in and short, by part."""
    items = keep(desk, "sheet", *words, now=now)["items"]
    return {i["part"]: (i["good"], i["free"], i["came"], i["short"]) for i in items}


def test_the_morning_tells_what_came_since_noon_and_the_afternoon_what_came_since_then(
    store: Desk,
) -> None:
    came = {"P-1001": (15, 15, 5, None), "P-1003": (3, 3, 0, None)}
    assert sheet(store, now="2026-11-19T17:00:00") == came  # five came at nine that Thursday
    assert sheet(store, "--morning", now="2026-11-19T17:00:00") == came
    later = {"P-1001": (15, 15, 0, None), "P-1003": (3, 3, 0, None)}
    assert sheet(store, now="2026-11-20T09:00:00") == later
    assert sheet(store, "--afternoon", now="2026-11-20T09:00:00") == later
    keep(store, "void", SECOND, "--reason", "写错", now="2026-11-19T18:00:00")
    assert sheet(store, now="2026-11-20T09:00:00")["P-1001"] == (10, 10, 0, None)
    # typed late: it was on no sheet
    keep(store, "receive", "P-1003:1#ZB-4", "--at", "2026-11-18 09:00", now="2026-11-20T08:50:00")
    assert sheet(store, now="2026-11-20T09:00:00")["P-1003"] == (4, 4, 1, None)


def test_what_is_lent_or_scrapped_is_short_and_what_lies_there_defective_is_none(
    store: Desk,
) -> None:
    store.ok("loan", "lend", TICKET, "P-1003", "--serial", "ZB-1", "--to", "wang", by="sun")
    keep(store, "scrap", "P-1001:10", "--condition", "good", "--reason", "泡水")
    now = sheet(store, now="2026-11-20T10:00:00")
    assert now["P-1001"] == (5, 5, 0, "too_few")
    assert now["P-1003"][0] == 2
    assert "P-1004" not in now
    out = store.ok("--lang", "zh", "stock", "sheet", by="sun", now="2026-11-20T10:00:00").out
    assert "深圳办事处备件库存表（上午）。“新到”从 2026-11-19 12:00" in out
    assert "不足" in out
    csv = store.ok("stock", "sheet", "--csv", by="sun", now="2026-11-20T10:00:00").out
    assert csv.lstrip("\ufeff").startswith("Part,Position,At hand,Reserved")
