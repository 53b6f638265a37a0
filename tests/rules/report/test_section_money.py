"""Section 8 of a small month: charged, taken, owed, and what it cost us (S3 9); to the fen."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rules.logs import ticket
from rules.report.months import RECEIVED, Reported, on


def charged(amount: str, when: str = "20 10:00") -> Any:
    lines = [{"item": "工时", "count": 1, "price": amount}]
    return (f"{when} charged", {"lines": lines, "total": amount})


def paid(amount: str, when: str = "20 10:05", how: str = "cash") -> Any:
    return (f"{when} paid", {"amount": amount, "how": how})


def refunded(amount: str, when: str = "20 10:10", how: str = "cash") -> Any:
    return (f"{when} refunded", {"amount": amount, "how": how})


def yuan(month: Reported, *figures: str) -> list[str]:
    """The figures as they would be written."""
    return [str(month[each]) for each in figures]


BY_DAY = ("owed_start", "charged_in_month", "taken_in_month", "refunded_in_month", "owed_end")
BY_TICKET = ("charged", "paid", "outstanding")


def test_money_by_ticket_and_by_day() -> None:
    old = on("10-30", charged("100.00", "10-30 10:00"), paid("80.00", "03 10:00"))
    twice = ticket(
        RECEIVED,
        charged("80.00"),
        paid("80.00"),
        refunded("80.00"),
        charged("90.00", "21 09:00"),  # in place of the first
        paid("80.00", "12-01 09:00", "transfer"),
    )
    month = Reported(old, twice)
    # Of T2, whenever it was: charged 90; paid 80 - 80 + 80.
    assert yuan(month, *BY_TICKET) == ["90.00", "80.00", "10.00"]
    # By day: T1 owed 100, was charged nothing and paid 80; T2 was charged 80 and 10 more, paid 80
    # and got it back.
    assert yuan(month, *BY_DAY) == ["100.00", "90.00", "160.00", "80.00", "110.00"]
    assert month.labels("taken") == {"cash": Decimal("160.00")}
    (row,) = month.rows("owing")
    assert [*row[:2], *row[3:]] == [
        "T2",
        "甲",
        Decimal("90.00"),
        Decimal("80.00"),
        Decimal("10.00"),
    ]


def test_a_charge_in_one_month_and_its_payment_in_the_next_is_owed_between_them() -> None:
    spanning = on("10-30", charged("100.00", "10-30 10:00"), paid("100.00", "02 10:00"))
    october = Reported(spanning, first=spanning.received.date().replace(day=1))
    assert yuan(october, *BY_DAY) == ["0.00", "100.00", "0.00", "0.00", "100.00"]
    november = Reported(spanning)
    assert yuan(november, *BY_DAY) == ["100.00", "0.00", "100.00", "0.00", "0.00"]
    assert november.earlier("charged") == (Decimal("100.00"), Decimal("0.00"))


def test_fens_add_up_exactly() -> None:
    month = Reported(*[ticket(RECEIVED, charged("0.10"), paid("0.07"))] * 3)
    assert yuan(month, *BY_TICKET) == ["0.30", "0.21", "0.09"]
    assert [(each.ticket, each.value) for each in month.figures["outstanding"].behind] == [
        ("T1", Decimal("0.03")),
        ("T2", Decimal("0.03")),
        ("T3", Decimal("0.03")),
    ]


def test_what_a_customer_paid_too_much_is_owed_to_them() -> None:
    month = Reported(ticket(RECEIVED, charged("80.00"), paid("100.00")))
    assert yuan(month, "outstanding", "owed_end") == ["-20.00", "-20.00"]
    assert [row[0] for row in month.rows("owing")] == ["T1"]


def test_what_was_taken_and_given_back_by_how_it_was_paid() -> None:
    month = Reported(
        ticket(RECEIVED, charged("80.00"), paid("50.00", how="wechat"), paid("30.00")),
        ticket(RECEIVED, charged("20.00"), paid("20.00", how="wechat"), refunded("20.00", how="transfer")),
        ticket(RECEIVED, charged("9.00"), paid("9.00", "12-01 09:00", "card")),
    )  # fmt: skip
    assert month.labelled("taken") == {
        "wechat": [Decimal("70.00"), Decimal("0.00")],
        "cash": [Decimal("30.00"), Decimal("0.00")],
        "transfer": [Decimal("0.00"), Decimal("20.00")],
    }
    assert list(month.labelled("taken")) == ["wechat", "cash", "transfer"]
    total = month.tables["taken"].total
    assert total is not None
    assert total[1:] == [Decimal("100.00"), Decimal("20.00")]


def cost(sort: str, amount: str, bearer: str) -> Any:
    return ("20 11:00 cost_noted", {"sort": sort, "amount": amount, "bearer": bearer})


def test_internal_cost_by_what_it_was_for_and_who_bears_it() -> None:
    month = Reported(
        ticket(RECEIVED, cost("parts", "30.00", "company"), cost("travel", "12.50", "branch")),
        ticket(RECEIVED, cost("travel", "7.50", "company"), cost("travel", "-2.50", "branch")),
        on("10-30", cost("lodging", "99.00", "service")),
    )
    assert month["internal_cost"] == Decimal("47.50")
    assert month.earlier("internal_cost") == (Decimal("99.00"), Decimal("0.00"))
    table = month.tables["internal_costs"]
    assert [column.id for column in table.columns] == ["sort", "branch", "company", "total"]
    assert list(month.labelled("internal_costs").items()) == [
        ("travel", [Decimal("10.00"), Decimal("7.50"), Decimal("17.50")]),
        ("parts", [Decimal("0.00"), Decimal("30.00"), Decimal("30.00")]),
    ]
    assert table.total is not None
    assert table.total[1:] == [Decimal("10.00"), Decimal("37.50"), Decimal("47.50")]


def test_a_month_without_money_has_zeros_with_two_places() -> None:
    month = Reported(ticket(RECEIVED))
    assert yuan(month, *BY_TICKET, *BY_DAY, "internal_cost") == ["0.00"] * 9
    for table in ("taken", "owing", "internal_costs"):
        assert month.rows(table) == []
