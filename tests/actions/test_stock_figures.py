"""Slow parts, shortages to come, value: from the index and from the files alike."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from conftest import TICKET
from keeper import SENT, furnish, keep

from svc.actions.stock_counts import last_count
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from conftest import Desk


@pytest.fixture(params=["index", "files"])
def store(desk: Desk, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk.play("dispatch")
    furnish(desk)
    lend = ("loan", "lend", TICKET, "P-1001", "--to", "wang")
    desk.ok(*lend, by="sun", now="2026-11-20T10:00:00")
    if request.param == "files":
        monkeypatch.setattr(Ledger, "ask_index", lambda *_, **__: None)
    return desk


def test_slow_parts_are_yellow_after_a_month_and_red_after_three(store: Desk) -> None:
    def slow(now: str) -> dict[str, str]:
        return {i["part"]: i["pace"] for i in keep(store, "list", "--slow", now=now)["items"]}

    assert slow("2026-12-15T09:00:00") == {}
    assert slow("2026-12-18T09:00:00") == {"P-1003": "slow"}
    assert slow("2026-12-22T09:00:00") == {"P-1001": "slow", "P-1003": "slow"}
    assert slow("2027-02-16T09:00:00") == {"P-1001": "slow", "P-1003": "very_slow"}
    out = store.ok("--lang", "zh", "stock", "list", "--slow", by="sun", now="2027-03-01T09:00:00")
    assert "红" in out.out
    store.edit("warranty:", "slow_days: 5\nwarranty:", "svc.yaml")
    assert slow("2026-11-27T09:00:00") == {"P-1001": "slow", "P-1003": "slow"}


def test_what_will_not_last_is_short_before_it_is_gone(store: Desk) -> None:
    def short() -> dict[str, bool]:
        items = keep(store, "list", "--short", now="2026-11-21T09:00:00")["items"]
        return {item["part"]: item["runs_short"] for item in items}

    assert short() == {}
    keep(store, "scrap", "P-1001:14", "--condition", "good", "--reason", "泡水")
    assert short() == {"P-1001": True}


def test_the_value_is_by_lots_today_and_on_any_day(store: Desk) -> None:
    def value(*words: str) -> dict[str, str]:
        items = keep(store, "value", *words, now="2026-11-21T09:00:00")["items"]
        return {f"{item['place']} {item['whose']}": item["value"] for item in items}

    three_boards = Decimal(3 * 800)
    assert value("--at", "2026-11-16") == {"store SZ": str(10 * 170 + three_boards) + ".00"}
    assert value() == {
        "store SZ": str(9 * 170 + 5 * 190 + three_boards) + ".00",
        "technician wang": "170.00",
    }
    keep(store, "transfer", "P-1001:10", "--to", "BJ", now="2026-11-20T11:00:00")
    assert value()["transit SZ>BJ"] == str(9 * 170 + 190) + ".00"
    keep(store, "take-in", SENT, now="2026-11-20T12:00:00")
    assert value()["store BJ"] == str(9 * 170 + 190) + ".00"


def test_what_may_be_used_instead_is_said_with_where_it_lies(store: Desk) -> None:
    asked = ("--lang", "zh", "stock", "list", "P-1001")
    assert "可用 P-1002 加热管（加长） 代替（各库都没有）" in store.ok(*asked, by="sun").out
    keep(store, "receive", "P-1002:2", "--office", "BJ")
    assert "代替（北京办事处 2 件）" in store.ok(*asked, by="sun").out


def test_the_issue_slip_says_which_lot_to_take_and_where_it_lies(store: Desk) -> None:
    keep(store, "move", "P-1001", "@A-7-7", now="2026-11-20T10:30:00")
    words = ("print", TICKET, "issue-slip", "--format", "html", "--out", "../slip.html")
    store.ok(*words, by="sun", now="2026-11-20T10:31:00")
    page = (store.path.parent / "slip.html").read_text(encoding="utf-8")
    assert "<b>A-7-7</b><br>lot SZ-M2611-A0001 2026-11-16 ×1</td>" in page


def test_a_count_that_was_voided_is_none(store: Desk) -> None:
    def last() -> list[object]:
        return [last_count(Ledger(store.path), "SZ")]

    counted = keep(store, "count", "P-1001:14", "--go", now="2026-11-21T09:00:00")
    assert last() != [None]
    number = counted["document"]["id"]
    keep(store, "void", number, "--reason", "点错", now="2026-11-21T10:00:00")
    assert last() == [None]
