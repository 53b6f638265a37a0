"""A customer's month: what was owed before, what came to it, what was paid; each sum reckoned by hand."""

from __future__ import annotations

from datetime import date, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace
from rules.logs import ticket

from svc.rules.money.statements import bucket_of, days_open, month_after, statement_of
from svc.rules.ticket.lifecycle import State, replay_ticket

ZONE = timezone(timedelta(hours=8))
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


def charged(when: str, total: str) -> Any:
    return f"{when} charged", {
        "lines": [{"item": "工时", "count": 1, "price": total}],
        "total": total,
    }


def state(*log: Any, number: int = 1) -> State:
    made = ticket("20 09:00 received", *log)
    return replay_ticket(replace(made, id=f"SZ-2611-A{number:04d}"))


PAID = ("21 10:00 paid", {"amount": "100.00", "how": "cash"})
RECEIPT = (
    "21 10:00 receipt_issued",
    {"amount": "100.00", "how": "cash", "number": "SZ-A-26-0001"},
)


def rows(state_: State, first: date = NOVEMBER) -> list[tuple[str, str, str]]:
    made = statement_of([state_], first, ZONE)
    return [(row.moved, str(row.amount), str(row.balance)) for row in made.rows]


def test_charges_and_payments_stand_by_day_with_the_balance_after_each() -> None:
    one = state(charged("20 16:00", "300.00"), PAID, RECEIPT)
    two = state(charged("20 17:00", "50.00"), number=2)
    made = statement_of([two, one], NOVEMBER, ZONE)
    assert [(row.day.day, row.ticket[-1], row.receipt, str(row.balance)) for row in made.rows] == [
        (20, "1", "", "300.00"),
        (20, "2", "", "350.00"),
        (21, "1", "SZ-A-26-0001", "250.00"),
    ]
    assert (made.opening, made.closing) == (Decimal("0.00"), Decimal("250.00"))
    assert (made.total("charged"), made.total("paid")) == (Decimal("350.00"), Decimal("100.00"))
    assert [(each.ticket[-1], str(each.amount)) for each in made.open_items] == [
        ("1", "200.00"),
        ("2", "50.00"),
    ]


def test_what_was_owed_at_the_end_of_a_month_is_owed_at_the_beginning_of_the_next() -> None:
    one = state(charged("20 16:00", "300.00"), PAID, RECEIPT)
    november = statement_of([one], NOVEMBER, ZONE)
    december = statement_of([one], DECEMBER, ZONE)
    assert (december.opening, december.rows) == (november.closing, [])
    before = statement_of([one], date(2026, 10, 1), ZONE)
    assert (before.opening, before.closing) == (Decimal(0), Decimal(0))
    assert before.open_items == []


def test_a_charge_counts_with_what_it_adds_to_the_one_before() -> None:
    assert rows(state(charged("20 16:00", "300.00"), charged("21 09:00", "240.00"))) == [
        ("charged", "300.00", "300.00"),
        ("charged", "-60.00", "240.00"),
    ]
    assert rows(state(charged("20 16:00", "300.00"), charged("21 09:00", "300.00"))) == [
        ("charged", "300.00", "300.00")
    ]


def test_money_given_back_is_owed_again() -> None:
    back = (
        "22 10:00 refunded",
        {"amount": "100.00", "how": "cash", "receipt": "SZ-A-26-0001", "reason": "x"},
    )
    one = state(charged("20 16:00", "100.00"), PAID, RECEIPT, back)
    assert rows(one)[-1] == ("refunded", "100.00", "100.00")
    assert statement_of([one], NOVEMBER, ZONE).rows[-1].not_taken is False


def test_an_account_that_is_settled_has_nothing_open() -> None:
    made = statement_of([state(charged("20 16:00", "100.00"), PAID, RECEIPT)], NOVEMBER, ZONE)
    assert made.closing == Decimal(0)
    assert made.open_items == []


def test_the_month_is_that_of_the_ledgers_zone() -> None:
    one = state(charged("30 23:30", "100.00"))  # 15:30 in Greenwich
    assert rows(one) == [("charged", "100.00", "100.00")]
    assert statement_of([one], DECEMBER, timezone(timedelta(hours=9))).opening == 0
    assert statement_of([one], DECEMBER, timezone(timedelta(hours=9))).closing == 100


@pytest.mark.parametrize(("first", "after"), [(11, (2026, 12)), (12, (2027, 1)), (1, (2026, 2))])
def test_the_month_after(first: int, after: tuple[int, int]) -> None:
    assert month_after(date(2026, first, 1)) == date(*after, 1)


def test_a_debt_is_as_old_as_its_charge() -> None:
    one = state(charged("20 16:00", "100.00"))
    assert days_open(one.account, date(2026, 12, 20), ZONE) == 30
    assert days_open(one.account, date(2026, 11, 1), ZONE) == 0
    assert days_open(state().account, date(2026, 12, 20), ZONE) == 0


@pytest.mark.parametrize(("days", "bucket"), [(0, 0), (30, 0), (31, 1), (60, 1), (90, 2), (91, 3)])
def test_a_debt_lies_in_the_span_whose_end_it_has_not_passed(days: int, bucket: int) -> None:
    assert bucket_of(days, [30, 60, 90]) == bucket


def test_a_payment_is_named_by_the_receipt_that_stands_for_it() -> None:
    void = "22 10:00 receipt_voided", {"number": "SZ-A-26-0001", "reason": "抬头写错"}
    again = {**RECEIPT[1], "number": "SZ-A-26-0002", "replaces": "SZ-A-26-0001"}
    one = state(
        charged("20 16:00", "300.00"), PAID, RECEIPT, void, ("22 10:00 receipt_issued", again)
    )
    made = statement_of([one], NOVEMBER, ZONE)
    assert [row.receipt for row in made.rows] == ["", "SZ-A-26-0002"]
