"""Free line by line, as typed: each with its reason, which stays on the record and on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from actions.deeds import broken_rules, last, refused
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

QUOTE = ("quote", TICKET, "--line", "L04", "--line", "P-1001:2")
NOW = "2026-11-20T09:40:00"


@pytest.fixture
def paid(desk: Desk) -> Desk:
    """A machine out of warranty."""
    assert desk.intake(mode="paid", bought="2020-08-01").status == 0
    return desk


def test_goodwill_that_was_approved_takes_a_line_off_the_total(paid: Desk, tmp_path: Path) -> None:
    free = ("--free", "l04：goodwill")
    assert refused(paid, *QUOTE, *free, by="chen", now=NOW)["key"] == "not-free-by-that"
    paid.ok("approve", TICKET, "--asked", "免工时费", by="sun", now=NOW)
    ended = paid.ok(*QUOTE, *free, by="chen", now=NOW)
    assert last(paid)["lines"][0]["free"] == "goodwill"
    assert "free" not in last(paid)["lines"][1]
    assert (last(paid)["lines"][0]["price"], last(paid)["total"]) == ("240.00", "360.00")
    assert "(free: goodwill)" in ended.out
    out = tmp_path / "quotation.html"
    paid.ok("print", TICKET, "quotation", "--format", "html", "--out", str(out))
    assert "(free: goodwill)" in out.read_text(encoding="utf-8")
    assert "(free: goodwill)" in paid.ok("show", TICKET).out
    assert broken_rules(paid, status=0) == []


def test_what_was_quoted_free_is_charged_free(paid: Desk) -> None:
    paid.ok(*QUOTE, "--free", "L04:goodwill", "--allow", "老客户", by="sun", now=NOW)
    paid.ok(
        "consent", TICKET, "--to", "price", "--who", "张工", "--how", "电话", now=NOW, by="chen"
    )
    paid.ok("charge", TICKET, by="chen", now=NOW)
    assert last(paid)["total"] == "360.00"
    assert last(paid)["lines"][0]["free"] == "goodwill"


def test_in_warranty_free_lines_stand_beside_what_is_paid(desk: Desk) -> None:
    desk.play("reply")
    assert refused(desk, *QUOTE, by="chen", now=NOW)["key"] == "free-of-charge"
    desk.ok(*QUOTE, "--free", "L04:warranty", "--free", "P-1001:warranty", by="chen", now=NOW)
    assert last(desk)["total"] == "0.00"


def test_a_consumable_of_the_catalogue_is_charged_in_warranty_too(desk: Desk) -> None:
    desk.play("reply")
    quote = ("quote", TICKET, "--line", "P-1011:2")
    assert refused(desk, *quote, by="chen", now=NOW)["key"] == "free-of-charge"
    desk.ok("part", "add", "P-1011", "--name", "密封圈", "--consumable", "yes", by="sun", now=NOW)
    desk.ok(*quote, by="chen", now=NOW)
    assert last(desk)["total"] == "25.00"
    free = (*quote, "--free", "P-1011:warranty")
    assert refused(desk, *free, by="chen", now=NOW)["key"] == "consumable-is-paid"
    allowed = ("--allow", "送一个")
    assert refused(desk, *free, *allowed, by="sun", now=NOW)["key"] == "consumable-is-paid"
    desk.ok(*quote, "--free", "P-1011:goodwill", *allowed, by="sun", now=NOW)
    assert last(desk)["total"] == "0.00"


@pytest.mark.parametrize(
    ("free", "key"),
    [("L03:goodwill", "no-such-line"), ("L04", "not-one-of"), ("L04:love", "not-one-of")],
)
def test_a_free_line_is_one_that_is_typed_with_a_reason_there_is(
    paid: Desk, free: str, key: str
) -> None:
    assert refused(paid, *QUOTE, "--free", free, by="chen", now=NOW)["key"] == key
