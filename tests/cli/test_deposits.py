"""A deposit (定金): taken before the charge, shown until it is set against it, given back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Desk

T = "SZ-2611-A0001"
LATER = "2026-11-20T10:00:00"
DEPOSIT = ("receipt", T, "--how", "cash", "--amount", "100")


@pytest.fixture
def agreed(desk: Desk) -> Desk:
    """A repair out of warranty for which the customer agreed to 240 yuan."""
    desk.told |= {"bought": "2020-08-01", "mode": "paid"}
    desk.play("reply")
    desk.ok("quote", T, "--line", "L04", by="chen", now=LATER)
    desk.ok("consent", T, "--to", "price", "--who", "张工", "--how", "电话", by="chen", now=LATER)
    return desk


def page(desk: Desk, paper: str) -> str:
    desk.ok(
        *("--lang", "zh", "print", T, paper, "--format", "html", "--out", "../paper.html"),
        by="zhao", now=LATER,
    )  # fmt: skip
    return (desk.path.parent / "paper.html").read_text(encoding="utf-8")


def test_a_cashier_takes_less_than_was_agreed_before_it_is_charged(agreed: Desk) -> None:
    agreed.ok(*DEPOSIT, by="zhao", now=LATER)
    assert "on account 100.00" in agreed.ok("show", T, now=LATER).out
    assert "预付款" in page(agreed, "receipt")
    assert "已收定金 100.00 元，余款 140.00 元" in page(agreed, "quotation")


@pytest.mark.parametrize("amount", [(), ("--amount", "240"), ("--amount", "300")])
def test_all_of_it_is_taken_in_advance_only_where_the_settings_say(
    agreed: Desk, amount: tuple[str, ...]
) -> None:
    before = agreed.snapshot()
    words = ("receipt", T, "--how", "cash", *amount)
    ended = agreed.svc("--json", *words, by="zhao", now=LATER)
    assert (ended.status, ended.error["key"]) == (2, "nothing-open")
    assert agreed.snapshot() == before


def test_the_deposit_is_set_against_the_charge(agreed: Desk) -> None:
    agreed.ok(*DEPOSIT, by="zhao", now=LATER)
    charged = agreed.ok("--json", "charge", T, by="chen", now=LATER).json
    assert (charged["money"]["paid"], charged["money"]["open"]) == ("100.00", "140.00")
    rest = agreed.ok("receipt", T, "--how", "wechat", by="zhao", now=LATER)
    assert "140.00" in rest.out
    assert "应收 240.00 元，此前已收 100.00 元" in page(agreed, "receipt")
    assert "已收定金" not in page(agreed, "quotation")


def test_a_deposit_is_to_be_given_back_where_nothing_is_done(agreed: Desk) -> None:
    agreed.ok(*DEPOSIT, by="zhao", now=LATER)
    declined = agreed.ok("decline", T, "--reason", "不修了", by="chen", now=LATER)
    assert f"svc overpaid {T}" in declined.out
    back = ("--decide", "back", "--reason", "客户不修了")
    assert "svc overpaid" not in agreed.ok("overpaid", T, *back, by="sun", now=LATER).out
    assert "on account" not in agreed.ok("show", T, now=LATER).out
    assert "[overpaid]" not in agreed.svc("check", now=LATER).out
