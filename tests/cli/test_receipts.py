"""Paid service as typed: prices, quote, consent, charge, receipt; and what becomes of money and
receipts.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import typed

if TYPE_CHECKING:
    from conftest import Desk

T = "SZ-2611-A0001"
LATER = "2026-11-20T10:00:00"


def keys(desk: Desk, *words: str, by: str, now: str = LATER) -> str:
    """The key of the refusal of a command; nothing of the ledger has changed."""
    before = desk.snapshot()
    ended = desk.svc("--json", *words, by=by, now=now)
    assert ended.status == 2, ended
    assert desk.snapshot() == before
    key: str = ended.error["key"]
    return key


@pytest.fixture
def paid(desk: Desk) -> Desk:
    """A repair out of warranty, replied to."""
    desk.told |= {"bought": "2020-08-01", "mode": "paid"}
    desk.play("reply")
    return desk


@pytest.fixture
def charged(paid: Desk) -> Desk:
    """The same, quoted, agreed to and charged: 240 yuan."""
    paid.ok("quote", T, "--line", "L04", by="chen", now=LATER)
    paid.ok("consent", T, "--to", "price", "--who", "张工", "--how", "电话", by="chen", now=LATER)
    paid.ok("charge", T, by="chen", now=LATER)
    return paid


def test_the_price_list_can_be_looked_at_and_a_ticket_names_the_one_of_its_day(desk: Desk) -> None:
    shown = desk.ok("prices")
    assert "Price list 2026-07" in shown.out
    assert "更换零部件" in shown.out
    assert {"code": "L04", "name": "电控板维修", "price": "240.00"} in desk.ok(
        "--json", "prices"
    ).json["items"]
    desk.intake()
    assert desk.data["terms"]["prices"] == "2026-07"


def test_before_any_list_holds_a_ticket_names_none_and_codes_can_not_be_quoted(desk: Desk) -> None:
    desk.edit('from: "2026-07-01"', 'from: "2027-01-01"', "prices/2026-07.yaml")
    desk.commit()
    desk.told |= {"mode": "paid", "bought": "2020-08-01"}
    desk.play("handover")
    assert "prices" not in desk.data["terms"]
    assert keys(desk, "quote", T, "--line", "L04", by="chen") == "no-price-list"
    desk.ok("quote", T, "--line", "修主板:1:200", by="chen", now=LATER)


def test_a_paid_repair_is_quoted_agreed_to_charged_and_paid(paid: Desk) -> None:
    assert f"svc quote {T}" in paid.ok("show", T).out
    lines = ("--line", "L03", "--line", "p-1001:2", "--line", "清洗：1：30", "--line", "T01")
    quoted = paid.ok("quote", T, *lines, by="chen", now=LATER)
    assert "600.00" in quoted.out
    assert f"Next: svc consent {T}" in quoted.out
    paid.ok("consent", T, "--to", "price", "--who", "张工", "--how", "电话", by="chen", now=LATER)
    charged = paid.ok("--json", "charge", T, by="chen", now=LATER).json
    assert (charged["money"]["charged"], charged["money"]["open"]) == ("600.00", "600.00")
    receipt = paid.ok("receipt", T, "--how", "wechat", by="zhao", now=LATER)
    assert "SZ-A-26-0001: 南山明辉餐饮, 600.00 yuan (陆佰元整), WeChat Pay" in receipt.out
    shown = paid.ok("show", T, now=LATER).out
    assert "quoted 600.00, agreed 600.00, charged 600.00, paid 600.00, open 0.00" in shown
    assert paid.svc("check", now=LATER).status == 0


def test_paid_work_is_charged_only_as_agreed_unless_a_manager_allows(paid: Desk) -> None:
    assert keys(paid, "charge", T, by="chen") == "nothing-quoted"
    assert (
        keys(paid, "consent", T, "--to", "price", "--who", "张工", "--how", "电话", by="chen")
        == "nothing-quoted"
    )
    paid.ok("quote", T, "--line", "L03", by="chen", now=LATER)
    assert keys(paid, "charge", T, by="chen") == "no-consent"
    paid.ok("consent", T, "--to", "price", "--who", "张工", "--how", "电话", by="chen", now=LATER)
    # more than was agreed to
    assert keys(paid, "charge", T, "--line", "L04", by="chen") == "above-agreed"
    assert (
        keys(paid, "charge", T, "--line", "L04", "--allow", "现场加项", by="chen")
        == "only-a-manager-allows"
    )
    paid.ok("charge", T, "--line", "L04", "--allow", "现场加项，客户口头同意", by="sun", now=LATER)


def test_a_refused_price_is_followed_by_declining_politely(paid: Desk) -> None:
    paid.ok("quote", T, "--line", "L03", by="chen", now=LATER)
    refused = ("consent", T, "--to", "price", "--who", "张工", "--how", "电话", "--refused")
    assert f"Next: svc decline {T}" in paid.ok(*refused, by="chen", now=LATER).out
    assert keys(paid, "charge", T, by="chen") == "no-consent"
    assert (
        "State: declined"
        in paid.ok("decline", T, "--reason", "不同意报价", by="chen", now=LATER).out
    )


def test_work_the_warranty_covers_is_free_unless_misuse_is_shown(desk: Desk) -> None:
    desk.play("arrive")
    assert (
        keys(desk, "charge", T, "--line", "L03", by="wang", now="2026-11-20T15:00:00")
        == "free-of-charge"
    )
    found = (
        "--outcome",
        "fixed",
        "--found",
        "进水",
        "--done",
        "换板",
        "--cause",
        "misuse",
        "--evidence",
        "照片 3 张",
    )
    desk.ok("visit", T, *found, by="wang", now="2026-11-20T15:30:00")
    assert (
        keys(desk, "charge", T, "--line", "L04", by="wang", now="2026-11-20T15:31:00")
        == "no-consent"
    )


def test_a_receipt_book_runs_without_gaps_over_all_tickets_and_a_void_keeps_its_number(
    charged: Desk,
) -> None:
    charged.ok("receipt", T, "--how", "cash", "--amount", "100", by="zhao", now=LATER)
    second = charged.intake(symptom="漏水", serial="CR200-24-0099", now=LATER)
    assert second.status == 0, second.err
    other = "SZ-2611-A0002"
    charged.ok("charge", other, "--line", "检测:1:80", "--allow", "检测费", by="sun", now=LATER)
    taken = charged.ok("receipt", other, "--how", "cash", by="zhao", now=LATER)
    assert "SZ-A-26-0002" in taken.out
    charged.ok(
        "receipt",
        T,
        "--void",
        "sz-a-26-0001",
        "--reason",
        "金额写错",
        "--refund",
        "cash",
        by="zhao",
        now=LATER,
    )
    third = charged.ok("receipt", T, "--how", "cash", by="zhao", now="2026-11-20T10:30:00")
    assert "SZ-A-26-0003" in third.out
    assert "240.00" in third.out
    assert "SZ-A-27-0001" in next_year(charged)
    assert charged.svc("check", now="2027-01-04T09:30:00").status == 0


def next_year(desk: Desk) -> str:
    desk.ok(
        "charge", T, "--line", "主板:1:300", "--allow", "加项", by="sun", now="2027-01-04T09:00:00"
    )
    return desk.ok("receipt", T, "--how", "cash", by="zhao", now="2027-01-04T09:10:00").out


def test_money_is_not_taken_beyond_what_is_open_and_not_twice_for_a_command_typed_twice(
    charged: Desk,
) -> None:
    assert (
        keys(charged, "receipt", T, "--how", "cash", "--amount", "240.01", by="zhao") == "too-much"
    )
    assert (
        keys(charged, "receipt", T, "--how", "cash", "--amount", "0", by="zhao") == "not-an-amount"
    )
    first = charged.ok("receipt", T, "--how", "cash", by="zhao", now=LATER)
    again = charged.ok("receipt", T, "--how", "cash", by="zhao", now="2026-11-20T10:05:00")
    assert "already recorded" in again.out
    assert first.out.splitlines()[0] == again.out.splitlines()[0]
    assert keys(charged, "receipt", T, "--how", "cash", "--again", by="zhao") == "nothing-open"
    assert keys(charged, "receipt", T, "--how", "wechat", by="zhao") == "nothing-open"
    assert [event["what"] for event in charged.log].count("paid") == 1


def test_a_charge_can_be_corrected_but_not_below_what_was_paid(charged: Desk) -> None:
    charged.ok("receipt", T, "--how", "cash", by="zhao", now=LATER)
    assert keys(charged, "charge", T, "--line", "L03", by="chen") == "below-paid"


def test_a_voided_receipt_is_replaced_for_the_same_money_once(charged: Desk) -> None:
    charged.ok("receipt", T, "--how", "cash", by="zhao", now=LATER)
    number = "SZ-A-26-0001"
    assert keys(charged, "receipt", T, "--replaces", number, by="zhao") == "receipt-stands"
    assert (
        keys(charged, "receipt", T, "--void", "SZ-A-26-0009", "--reason", "x", by="zhao")
        == "no-such-receipt"
    )
    void = ("receipt", T, "--void", number, "--reason", "抬头写错")
    assert keys(charged, *void, "--also", "wechat:40", by="zhao") == "one-deed-at-a-time"
    charged.ok(*void, by="zhao", now=LATER)
    assert "already recorded" in charged.ok(*void, by="zhao", now=LATER).out
    assert keys(charged, *void, "--refund", "cash", by="zhao") == "receipt-is-void"
    check = charged.svc("check", now=LATER)
    assert check.status == 1
    assert "without a receipt" in check.out
    replaced = ("receipt", T, "--replaces", number, "--payer", "明辉公司")
    assert "SZ-A-26-0002: 明辉公司, 240.00" in charged.ok(*replaced, by="zhao", now=LATER).out
    assert "already recorded" in charged.ok(*replaced, by="zhao", now=LATER).out
    assert (
        keys(charged, "receipt", T, "--replaces", number, "--payer", "别人", by="zhao")
        == "no-money-for-receipt"
    )
    assert charged.svc("check", now=LATER).status == 0


def test_money_taken_on_site_is_owed_by_the_technician_until_the_cashier_confirms_it(
    charged: Desk,
) -> None:
    charged.ok("receipt", T, "--how", "cash", "--amount", "100", by="wang", now=LATER)
    charged.ok("receipt", T, "--how", "transfer", by="wang", now="2026-11-20T10:20:00")
    owed = "100.00 taken by 王强, not yet handed in"
    assert owed in charged.ok("show", T, now=LATER).out
    assert keys(charged, "receipt", T, "--hand-in", by="wang") == "not-your-role"
    charged.ok("receipt", T, "--hand-in", by="zhao", now="2026-11-20T17:00:00")
    assert (
        "already recorded"
        in charged.ok("receipt", T, "--hand-in", by="zhao", now="2026-11-20T17:01:00").out
    )
    assert (
        keys(charged, "receipt", T, "--hand-in", by="zhao", now="2026-11-20T18:00:00")
        == "nothing-to-hand-in"
    )
    assert owed not in charged.ok("show", T, now=LATER).out


def test_the_invoice_of_a_receipt_is_told_as_it_stands(charged: Desk) -> None:
    assert keys(charged, "receipt", T, "--invoice", "to_issue", by="zhao") == "no-such-receipt"
    charged.ok("receipt", T, "--how", "cash", by="zhao", now=LATER)
    charged.ok("receipt", T, "--invoice", "to_issue", "--title", "明辉公司", by="zhao", now=LATER)
    issued = (
        "--invoice",
        "issued",
        "--of",
        "SZ-A-26-0001",
        "--tax-number",
        "9144",
        "--invoice-number",
        "25001",
    )
    told = charged.ok("--json", "receipt", T, *issued, by="zhao", now=LATER).json
    assert told["money"]["receipts"][0]["invoice"] == "issued"


def test_a_fixed_value_may_be_typed_as_the_department_calls_it(charged: Desk) -> None:
    charged.ok("--lang", "zh", "receipt", T, "--how", "微信支付", by="zhao", now=LATER)
    assert charged.log[-1]["how"] == "wechat"


def test_options_of_different_deeds_are_not_taken_together(charged: Desk) -> None:
    assert (
        keys(charged, "receipt", T, "--how", "cash", "--void", "SZ-A-26-0001", by="zhao")
        == "one-deed-at-a-time"
    )


def test_with_prepayment_money_is_taken_once_the_customer_has_agreed(paid: Desk) -> None:
    paid.ok("quote", T, "--line", "L03", by="chen", now=LATER)
    paid.ok("consent", T, "--to", "price", "--who", "张工", "--how", "电话", by="chen", now=LATER)
    assert keys(paid, "receipt", T, "--how", "cash", by="zhao") == "nothing-open"
    paid.edit("near_km: 80", "near_km: 80\nprepayment: true", "svc.yaml")
    paid.commit()
    assert "160.00" in paid.ok("receipt", T, "--how", "cash", by="zhao", now=LATER).out
    assert keys(paid, "receipt", T, "--how", "cash", "--amount", "1", by="zhao") == "nothing-open"


def test_a_ticket_is_not_closed_while_money_is_open(charged: Desk) -> None:
    charged.ok("dispatch", T, "--to", "wang", "--appointment", "14:00", by="li", now=LATER)
    found = (
        "--outcome",
        "fixed",
        "--found",
        "断路",
        "--done",
        "换板",
        "--cause",
        "wear",
        "--arrived",
        "14:00",
    )
    charged.ok("visit", T, *found, by="wang", now="2026-11-20T15:30:00")
    charged.ok("slip", T, "--signed-by", "张工", by="wang", now="2026-11-20T16:00:00")
    charged.ok(
        "callback",
        T,
        "--spoke-to",
        "张工",
        "--rating",
        "satisfied",
        by="zhao",
        now="2026-11-20T17:00:00",
    )
    assert keys(charged, "close", T, by="zhao", now="2026-11-20T17:01:00") == "unpaid"
    charged.ok("receipt", T, "--how", "alipay", by="zhao", now="2026-11-20T17:02:00")
    charged.ok("close", T, by="zhao", now="2026-11-20T17:03:00")


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('total: "240.00"', 'total: "250.00"', "total"),
        ('number: "SZ-A-26-0001"', 'number: "SZ-A-26-0002"', "receipt-book"),
        ('number: "SZ-A-26-0001"', 'number: "1"', "receipt-book"),
        ('    amount: "240.00"\n    how', '    amount: "200.00"\n    how', "receipt-without-money"),
    ],
)
def test_check_names_totals_books_and_receipts_that_do_not_fit(
    charged: Desk, old: str, new: str, rule: str
) -> None:
    charged.ok("receipt", T, "--how", "cash", by="zhao", now=LATER)
    text = charged.record.read_text(encoding="utf-8")
    assert old in text
    charged.record.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")
    assert f"[{rule}]" in charged.svc("check", now=LATER).out


def test_an_amount_that_can_not_be_added_up_is_damage(charged: Desk) -> None:
    text = charged.record.read_text(encoding="utf-8").replace('price: "240.00"', 'price: "NaN"')
    charged.record.write_text(text, encoding="utf-8", newline="")
    assert charged.svc("show", T, now=LATER).status == 3


def test_a_broken_price_list_is_named_by_check(desk: Desk) -> None:
    desk.edit('price: "80.00"', 'price: "80"', "prices/2026-07.yaml")
    ended = typed("check")
    assert ended.status == 3
    assert "prices/2026-07.yaml:6" in ended.out + ended.err


def test_a_receipt_is_printed_by_its_number_into_a_file_named_after_it(
    charged: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SVC_LEDGER", str(charged.path))
    assert keys(charged, "print", T, "receipt", by="chen") == "no-receipt"
    charged.ok("receipt", T, "--how", "cash", by="zhao", now=LATER)
    charged.ok("print", T, "receipt", "--format", "html")
    charged.ok("print", T, "receipt", "--number", "sz-a-26-0001")
    assert sorted(file.name for file in tmp_path.glob(f"{T}*")) == [
        f"{T}-receipt-SZ-A-26-0001.pdf", f"{T}-receipt.html",
    ]  # fmt: skip
    assert (
        keys(charged, "print", T, "receipt", "--number", "SZ-A-26-0009", by="chen")
        == "no-such-receipt"
    )
    assert (
        keys(charged, "print", T, "visit-order", "--number", "SZ-A-26-0001", by="chen")
        == "not-numbered"
    )
