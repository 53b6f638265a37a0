"""Section 11 of a small month: suggestions, and what is unfinished, whenever it was received."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace
from rules.logs import ticket
from rules.report.months import ARRIVED, FIXED, NAMES, RECEIVED, Reported, measured, on

from svc.rules.report.section_unfinished import unfinished_section

PAID = ("20 15:05 paid", {"amount": "80.00", "how": "cash", "taken_by": "wang"})
CHARGED = ("20 15:02 charged", {"total": "80.00"})
CLOSED = ("21 10:00 called_back", {"rating": "satisfied"}), "21 10:05 closed"
RECEIPT = (
    "20 15:06 receipt_issued",
    {"number": "SZ-A-26-0001", "payer": "测试客户", "amount": "80.00", "how": "cash"},
)


class Unfinished:
    """The section of a month with tickets of earlier ones."""

    def __init__(self, *tickets: Any, older: Any = (), **months: Any) -> None:
        whole = Reported(*tickets)
        earlier = [replace(each, ticket=f"O{each.ticket}") for each in measured(*older)]
        section = unfinished_section(
            replace(whole.months, older=earlier, **months), NAMES.__getitem__
        )
        self.figures = {each.id: each for each in section.figures}
        self.tables = {each.id: each for each in section.tables}

    def __getitem__(self, figure: str) -> Any:
        return self.figures[figure].value


def test_open_tickets_are_told_with_their_age_and_what_each_waits_for() -> None:
    """The month ends on the 30th; the one of October is older than it."""
    found = Unfinished(ticket(*ARRIVED), ticket(*FIXED, *CLOSED), older=[on("10-20")])
    assert (found["unfinished"], found["oldest_days"]) == (2, 41)
    assert [each.value for each in found.figures["oldest_days"].behind] == [41]
    rows = [
        (row[3], row[4].value, row[5].value, row[6], row[7]) for row in found.tables["open"].rows
    ]
    assert rows == [
        (None, "received", "dispatcher", date(2026, 10, 20), 41),
        ("王强", "visiting", "repair", date(2026, 11, 20), 10),
    ]
    waiting = [(row[0].value, *row[1:]) for row in found.tables["waiting"].rows]
    assert waiting == [("dispatcher", 1, 41), ("repair", 1, 10)]
    assert found.tables["waiting"].total is not None
    assert found.tables["waiting"].total[1:] == [2, 41]


def test_of_a_month_that_is_not_over_the_age_is_that_of_today() -> None:
    found = Unfinished(ticket(RECEIVED), judged_on=date(2026, 11, 22))
    assert found["oldest_days"] == 2


def test_money_in_hand_is_told_by_who_has_it_and_a_cashier_may() -> None:
    taken = ticket(*FIXED, CHARGED, PAID, *CLOSED)
    found = Unfinished(taken, older=[on("10-20", *FIXED[1:], CHARGED, PAID)])
    assert (found["in_hand"], found["unfinished"]) == (Decimal("160.00"), 1)
    assert found.tables["in_hand"].rows == [["王强", 2, Decimal("160.00"), date(2026, 11, 20)]]


def test_invoices_are_to_be_issued_while_nobody_did_and_the_receipt_stands() -> None:
    to_issue = ("20 15:10 invoiced", {"receipt": "SZ-A-26-0001", "state": "to_issue"})
    issued = ("20 16:00 invoiced", {"receipt": "SZ-A-26-0001", "state": "issued"})
    log = (*FIXED[:-1], CHARGED, PAID, RECEIPT, to_issue)
    found = Unfinished(ticket(*log))
    assert found["to_invoice"] == Decimal("80.00")
    assert [row[3] for row in found.tables["to_invoice"].rows] == [Decimal("80.00")]
    assert Unfinished(ticket(*log, issued))["to_invoice"] == 0


def test_suggestions_and_what_customers_would_have_better_stand_apart() -> None:
    better = {"rating": "satisfied", "better": "来得快一点"}
    found = Unfinished(
        ticket(RECEIVED, kind="suggestion"),
        ticket(*FIXED, ("21 10:00 called_back", better)),
        ticket(*FIXED, ("22 10:00 called_back", better)),
        ticket(*FIXED, ("21 10:00 called_back", {"rating": "fair", "better": "便宜一点"})),
        ticket(*FIXED, ("21 10:00 called_back", {"rating": "fair"})),
    )
    assert (found["suggestions"], found["wishes"]) == (1, 3)
    assert [row[0] for row in found.tables["suggestions"].rows] == ["T1"]
    assert found.tables["wishes"].rows == [
        ["来得快一点", 2, date(2026, 11, 22), "T3"],
        ["便宜一点", 1, date(2026, 11, 21), "T4"],
    ]
