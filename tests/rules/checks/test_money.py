"""Rules of a ticket's money, to the fen."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from rules.checks.records import (
    PAID,
    PRICES,
    QUOTE_LINE,
    RECEIPT,
    RECEIVED,
    found,
    in_ticket,
    places,
    seen,
)
from rules.logs import ticket

from svc.rules.checks.rules import findings_of_ticket

UNDER = {"policy": "office@2026-11", "calendar": "SZ@1", "prices": "2026-07"}


def test_a_price_is_that_of_the_list_or_of_a_later_one_the_ticket_was_put_under() -> None:
    under = {"policy": "office@2026-11", "calendar": "SZ@1", "prices": "2026-07"}
    right = (
        "20 10:00 quoted",
        {"lines": [{**QUOTE_LINE, "code": "L01"}, QUOTE_LINE], "total": "160.00"},
    )
    assert found(RECEIVED, right, terms=under) == []
    unknown = ("20 10:00 quoted", {"lines": [{**QUOTE_LINE, "code": "L99"}], "total": "80.00"})
    assert found(RECEIVED, unknown, terms=under) == ["price"]
    later = ("20 09:30 recomputed", {"calendar": "", "prices": "2027-01"})
    assert (
        found(
            RECEIVED,
            later,
            unknown,
            terms=under,
            about={"prices": {"2026-07": PRICES, "2027-01": None}},
        )
        == []
    )


@pytest.mark.parametrize("what", ["quoted", "charged"])
def test_lines_add_up_to_the_total(what: str) -> None:
    lines = [{**QUOTE_LINE, "count": 3, "price": "0.10"}, {**QUOTE_LINE, "price": "9.70"}]
    right = (f"20 10:00 {what}", {"lines": lines, "total": "10.00"})
    assert found(RECEIVED, right) == []
    wrong = (f"20 10:00 {what}", {"lines": lines, "total": "10.01"})
    assert in_ticket(RECEIVED, wrong) == [("total", ("log", 1))]


def test_a_receipt_may_have_no_lines_and_if_it_has_they_add_up() -> None:
    receipt = ("20 10:00 receipt_issued", {**RECEIPT, "lines": []})
    assert found(*PAID, receipt) == []
    with_lines = ("20 10:00 receipt_issued", {**RECEIPT, "lines": [QUOTE_LINE]})
    assert found(*PAID, with_lines) == []
    wrong = ("20 10:00 receipt_issued", {**RECEIPT, "lines": [{**QUOTE_LINE, "count": 2}]})
    assert in_ticket(*PAID, wrong) == [("total", ("log", 2))]


def test_the_line_whose_price_is_not_that_of_the_list_is_named() -> None:
    lines = [{**QUOTE_LINE, "code": "L01"}, {**QUOTE_LINE, "code": "T01"}, QUOTE_LINE]
    quoted = ("20 10:00 quoted", {"lines": lines, "total": "240.00"})
    assert in_ticket(RECEIVED, quoted, terms=UNDER) == [("price", ("log", 1, "lines", 1))]
    # of a list that can't be read nothing is said
    assert found(RECEIVED, quoted, terms=UNDER, about={"prices": {"2026-07": None}}) == []
    assert PRICES.travel[0].price == Decimal("50.00")


@pytest.mark.parametrize(("amount", "rules"), [("0.01", 0), ("0.00", 1), ("-0.01", 1)])
def test_money_taken_is_more_than_nothing(amount: str, rules: int) -> None:
    for what in ("paid", "refunded", "receipt_issued"):
        findings = in_ticket(RECEIVED, (f"20 10:00 {what}", {"amount": amount}))
        assert findings.count(("amount", ("log", 1, "amount"))) == rules


@pytest.mark.parametrize(
    ("written", "rules"),
    [
        ("80.00", 0), ("80", 0), ("80.5", 0), ("-80.00", 0),
        (80, 1), ("8e1", 1), ("080_0", 1), ("８０", 1), ("+80", 1), ("80.", 1), (".50", 1),
        (" 80", 1), ("1234567890123", 1), ("123456789012", 0),
    ],
)  # fmt: skip
def test_amounts_are_written_in_figures(written: Any, rules: int) -> None:
    noted = ("20 10:00 cost_noted", {"sort": "travel", "amount": "80.00", "bearer": "branch"})
    own = seen(ticket(RECEIVED, noted))
    own.data["log"][1]["amount"] = written
    assert places(findings_of_ticket(own)) == [("figures", ("log", 1, "amount"))] * rules


def test_the_price_of_a_line_and_the_cost_of_a_complaint_are_written_in_figures_too() -> None:
    quoted = ("20 10:00 quoted", {"lines": [QUOTE_LINE, QUOTE_LINE], "total": "160.00"})
    cost = {"cause": "x", "department": "质检科", "cost": "10.00"}
    own = seen(ticket(RECEIVED, quoted, ("20 11:00 responsibility_found", cost)))
    own.data["log"][1]["lines"][1]["price"] = 80
    own.data["log"][2]["cost"] = "1_0"
    assert sorted(places(findings_of_ticket(own))) == [
        ("figures", ("log", 1, "lines", 1, "price")),
        ("figures", ("log", 2, "cost")),
    ]


def test_for_what_was_taken_and_not_given_back_there_is_a_receipt_and_no_more() -> None:
    receipt = ("20 10:05 receipt_issued", RECEIPT)
    back = ("20 10:10 refunded", {"amount": "80.00"})
    void = ("20 10:10 receipt_voided", {"number": RECEIPT["number"]})
    assert found(*PAID, receipt) == []
    assert in_ticket(*PAID) == [("receipt", ("log",))]
    assert in_ticket(*PAID, receipt, back) == [("receipt-without-money", ("log",))]
    assert found(*PAID, receipt, back, void) == []
    assert found(*PAID, receipt, void) == ["receipt"]
