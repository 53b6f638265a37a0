"""What each of us holds: parts that are out, and money that the cashier has not."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import refused
from conftest import TICKET
from keeper import furnish, keep

from svc.actions.holds import what_is_held
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from conftest import Desk

    from svc.errors import Damaged

LATER = "2026-11-21T10:00:00"


@pytest.fixture
def held(desk: Desk) -> Desk:
    """Wang has a board and 240 yuan, Li a fan."""
    desk.told |= {"bought": "2020-08-01", "mode": "paid"}
    assert desk.intake().status == 0
    desk.ok("quote", TICKET, "--line", "L04", by="chen", now="2026-11-20T09:20:00")
    consent = ("consent", TICKET, "--to", "price", "--who", "张工", "--how", "电话")
    desk.ok(*consent, by="chen", now="2026-11-20T09:30:00")
    desk.ok("charge", TICKET, by="chen", now="2026-11-20T09:40:00")
    take = ("receipt", TICKET, "--how", "cash", "--taken-by", "wang")
    desk.ok(*take, by="zhao", now="2026-11-20T09:50:00")
    lend = ("loan", "lend", TICKET)
    desk.ok(*lend, "主板:2", "--to", "wang", by="sun", now="2026-11-20T09:55:00")
    desk.ok(*lend, "风机", "--to", "li", "--serial", "F7", by="sun", now="2026-11-20T09:56:00")
    return desk


def items(desk: Desk, *words: str) -> list[tuple[Any, ...]]:
    answer = desk.ok("--json", "holds", *words, now=LATER).json
    return [
        (each["person"], each["part"], each["count"], each["amount"]) for each in answer["items"]
    ]


def test_parts_and_money_stand_person_by_person_the_longest_first(held: Desk) -> None:
    assert items(held) == [
        ("li", "风机", 1, None),
        ("wang", None, 0, "240.00"),
        ("wang", "主板", 2, None),
    ]
    assert items(held, "wang") == items(held)[1:]
    assert items(held, "王强") == items(held)[1:]
    assert items(held, "sun") == []
    (first, *_) = held.ok("--json", "holds", now=LATER).json["items"]
    assert (first["ticket"], first["serial"], first["overdue"]) == (TICKET, "F7", False)
    shown = held.ok("holds", now=LATER).out.splitlines()
    assert shown[-2:] == ["李明: 1 parts, 0.00 yuan", "王强: 2 parts, 240.00 yuan"]
    assert "风机 F7" in shown[2]


def test_what_is_settled_or_handed_in_is_held_no_longer(held: Desk) -> None:
    for part in ("主板", "风机"):
        held.ok("loan", "return", TICKET, part, "--how", "good", by="sun", now=LATER)
    assert items(held) == [("wang", None, 0, "240.00")]
    held.ok("receipt", TICKET, "--hand-in", by="zhao", now=LATER)
    assert items(held) == []
    assert "Nobody holds a part or money." in held.ok("holds", now=LATER).out


def test_what_is_late_is_marked_and_only_of_us_is_anything_told(held: Desk) -> None:
    held.edit("near_km:", "loan_days: 1\nnear_km:", "svc.yaml")
    late = held.ok("holds", "li", now="2026-11-24T10:00:00").out
    assert "overdue" in late
    assert refused(held, "holds", "nobody", by="sun", now=LATER)["key"] == "unknown-staff"


def test_a_kit_stands_behind_what_is_to_be_settled_and_belongs_to_no_ticket(held: Desk) -> None:
    furnish(held)
    keep(held, "kit-set", "标准包", "P-1001:3")
    held.ok("staff", "change", "wang", "--kit", "标准包", by="li")
    keep(held, "kit-top-up", "wang")
    answer = held.ok("--json", "holds", "wang", now=LATER).json["items"]
    assert [each["kit"] for each in answer] == [False, False, True]
    (*_, kit) = answer
    assert (kit["person"], kit["ticket"], kit["part"], kit["count"]) == ("wang", None, "P-1001", 3)
    assert kit["since"] == "2026-11-20T09:00:00+08:00"
    assert held.ok("holds", now=LATER).out.splitlines()[-1].startswith("王强: 2 parts")
    keep(held, "kit-return", "wang", "--all", now="2026-11-20T10:00:00")
    assert [each[1] for each in items(held, "wang")] == [None, "主板"]


def test_with_the_index_and_without_a_stock_document_that_cannot_be_read_is_named_once(
    held: Desk,
) -> None:
    furnish(held)
    keep(held, "kit-top-up", "wang", "P-1001:2")
    (path,) = held.path.rglob("SZ-M2611-A0001.yaml")
    path.write_text("x: [", encoding="utf-8")
    now = datetime.fromisoformat(f"{LATER}+08:00")
    for indexed in (True, False):
        broken: list[Damaged] = []
        found = what_is_held(Ledger(held.path, indexed=indexed), now, broken, person="wang")
        assert [error.facts["path"] for error in broken] == [path.relative_to(held.path).as_posix()]
        assert [each.count for each in found if each.is_kit] == [2]
