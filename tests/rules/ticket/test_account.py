"""The account of a ticket, and what the warranty covers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from rules.logs import ticket

from svc.model.staff import Person, Staff
from svc.rules.ticket.coverage import is_work_free
from svc.rules.ticket.lifecycle import State, replay_ticket
from svc.rules.ticket.steps import next_steps


def event(line: str, **fields: Any) -> tuple[str, dict[str, Any]]:
    """A line of a log with fields beside the usual ones."""
    return line, fields


def quoted(total: str, when: str = "20 09:10", what: str = "quoted") -> Any:
    return event(
        f"{when} {what}", lines=[{"item": "工时", "count": 1, "price": total}], total=total
    )


def state(*log: Any, **head: Any) -> State:
    return replay_ticket(ticket("20 09:00 received", *log, **head))


def test_the_customer_agreed_to_the_quote_that_was_answered_not_to_a_later_one() -> None:
    yes = "20 09:20 consented"
    account = state(quoted("300.00"), yes, quoted("500.00", "20 09:30")).account
    assert (account.agreed, account.asked, account.refused) == (Decimal("300.00"), False, False)
    account = state(
        quoted("300.00"),
        yes,
        quoted("500.00", "20 09:30"),
        event("20 09:40 consented", granted=False),
    ).account
    assert (account.agreed, account.asked, account.refused) == (Decimal("300.00"), True, True)


def test_consent_to_opening_the_machine_is_no_consent_to_a_price() -> None:
    account = state(quoted("300.00"), event("20 09:20 consented", to="opening")).account
    assert (account.agreed, account.asked) == (None, False)


def test_a_charge_takes_the_earlier_ones_place_and_payments_add_up() -> None:
    account = state(
        quoted("80.00", what="charged"),
        event("20 10:00 paid", amount="30.00"),
        quoted("100.00", "20 11:00", "charged"),
        event("20 12:00 paid", amount="20.00"),
    ).account
    assert (account.charged, account.paid, account.still_to_pay) == (
        Decimal("100.00"),
        Decimal("50.00"),
        Decimal("50.00"),
    )
    assert account.without_receipt == Decimal("50.00")


def test_money_given_back_is_open_again_and_needs_no_receipt() -> None:
    account = state(
        quoted("80.00", what="charged"),
        "20 10:00 paid",
        "20 10:00 receipt_issued",
        "20 11:00 refunded",
        "20 11:00 receipt_voided",
    ).account
    assert (account.still_to_pay, account.without_receipt, account.receipts_in_force) == (
        Decimal("80.00"),
        Decimal("0.00"),
        [],
    )


@pytest.mark.parametrize(
    ("head", "log", "free"),
    [
        ({}, [], True),
        ({"mode": "paid"}, [], False),
        ({"kind": "upgrade"}, [], False),
        ({"kind": "training"}, [], False),
        ({}, [{"cause": "misuse", "evidence": "进水"}], False),
        ({}, [{"cause": "misuse"}], True),  # not shown
        ({}, [{"in_warranty": False}], False),
    ],
)
def test_the_warranty_covers_repairs_but_not_misuse_that_is_shown_nor_paid_service(
    head: dict[str, Any], log: list[Any], free: bool
) -> None:
    work = [
        step
        for fields in log
        for step in (
            "20 09:05 handed_over",
            "20 09:10 dispatched",
            "20 10:00 arrived",
            event("20 11:00 visited", **fields),
        )
    ]
    assert is_work_free(state(*work, **head)) is free


def test_misuse_found_on_the_bench_makes_the_work_paid() -> None:
    found = event("20 10:00 repaired", cause="misuse", evidence="外壳撞裂")
    assert not is_work_free(state("20 09:30 brought_in", found))


@pytest.mark.parametrize(
    ("log", "comes_next"),
    [
        (["20 09:05 handed_over", quoted("300.00")], "consent"),
        (
            ["20 09:05 handed_over", quoted("300.00"), event("20 09:20 consented", granted=False)],
            "decline",
        ),
        (["20 09:05 brought_in", quoted("300.00"), "20 09:20 consented"], "bench repair"),
        (
            ["20 09:05 brought_in", quoted("300.00"), "20 09:20 consented", "20 09:30 repaired"],
            "charge",
        ),
        (["20 09:05 brought_in", "20 09:30 repaired"], "bench told"),
        (["20 09:05 brought_in", "20 09:30 repaired", "20 09:40 told_ready"], "pickup"),
        (["20 09:05 brought_in", "20 09:30 declined"], "pickup"),
        (["20 09:05 brought_in", "20 09:30 shipped"], "returned"),
        ([quoted("300.00"), "20 09:20 consented", "20 09:30 answered"], "charge"),
        (["20 09:30 answered", quoted("80.00", "20 10:00", "charged")], "receipt"),
    ],
)
def test_what_comes_next_follows_from_the_money_and_the_machine(
    log: list[Any], comes_next: str
) -> None:
    assert comes_next in next_steps(state(*log))[:2]


def test_a_receipt_is_for_the_payment_typed_with_it_one_in_place_of_another_for_that_ones() -> None:
    log = [
        event("20 10:00 paid", taken_by="wang", how="cash"),
        event("20 10:00 receipt_issued", how="cash"),
        event("20 11:00 paid", taken_by="wu", how="cash"),
        event("20 11:00 receipt_issued", number="SZ-A-26-0002", how="cash"),
        event("20 12:00 receipt_voided", number="SZ-A-26-0001"),
        event(
            "20 12:00 receipt_issued", number="SZ-A-26-0003", replaces="SZ-A-26-0001", how="cash"
        ),
        event(
            "20 13:00 receipt_issued", number="SZ-A-26-0004", replaces="SZ-A-26-0004", how="card"
        ),
    ]
    account = state(*log).account
    taken_by = [[each.taken_by for each in account.payments_of(r)] for r in account.receipts]
    assert taken_by == [["wang"], ["wu"], ["wang"], []]


def test_a_receipt_typed_alone_is_for_the_last_payment_typed_by_then() -> None:
    log = (
        event("20 10:00 paid", amount="30.00"),
        event("20 10:30 paid", amount="30.00"),
        event("20 10:30 receipt_issued", amount="30.00", how="cash", by="zhao"),
        event("20 11:00 paid", amount="30.00"),
    )
    account = state(*log).account
    (receipt,) = account.receipts
    (payment,) = account.payments_of(receipt)
    assert payment.seq == 3


def test_a_receipt_over_two_ways_of_paying_is_for_two_payments() -> None:
    ways = [{"how": "wechat", "amount": "50.00"}, {"how": "cash", "amount": "30.00"}]
    account = state(
        event("20 10:00 paid", amount="50.00", how="wechat"),
        event("20 10:00 paid", amount="30.00", how="cash"),
        event("20 10:00 receipt_issued", amount="80.00", how="wechat", ways=ways),
    ).account
    (receipt,) = account.receipts
    assert [payment.how for payment in account.payments_of(receipt)] == ["wechat", "cash"]
    assert account.without_receipt == Decimal("0.00")


CASHIER = Person(id="zhao", name="赵敏", roles=["cashier"])
TECHNICIAN = Person(id="wang", name="王强", roles=["technician"])


@pytest.mark.parametrize(("payment", "owed"), [
    ({"how": "cash", "taken_by": "wang"}, True),
    ({"how": "wechat", "taken_by": "wang"}, True),
    ({"how": "transfer", "taken_by": "wang"}, False),  # went to the company itself
    ({"how": "cash", "taken_by": "zhao"}, False),      # the cashier has it
    ({"how": "cash", "taken_by": "gone"}, True),       # who is no longer known is no cashier
])  # fmt: skip
def test_what_was_taken_on_site_is_owed_until_the_cashier_has_it(
    payment: dict[str, str], owed: bool
) -> None:
    staff = Staff(staff=[CASHIER, TECHNICIAN])
    taken = event("20 10:00 paid", **payment)
    assert [p.seq for p in state(taken).account.owed_by_staff(staff)] == ([2] if owed else [])
    confirmed = state(taken, event("20 17:00 handed_in", of="000002")).account
    assert confirmed.owed_by_staff(staff) == []


def test_of_the_invoices_for_a_receipt_the_last_stands() -> None:
    log = [
        event("20 17:00 invoiced", receipt="SZ-A-26-0001", number="01"),
        event("20 18:00 invoiced", receipt="SZ-A-26-0001", number="02"),
        event("20 18:30 invoiced", receipt="SZ-A-26-0002", number="03"),
    ]
    invoices = state("20 10:00 answered", *log).account.invoices
    assert {receipt: invoice.number for receipt, invoice in invoices.items()} == {
        "SZ-A-26-0001": "02",
        "SZ-A-26-0002": "03",
    }
