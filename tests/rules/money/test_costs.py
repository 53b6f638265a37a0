"""Who bears a cost: by its sort, by whose person it is, and as the department settles it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from rules.logs import ticket

from svc.model.parts import Part, PartsCatalogue
from svc.model.settings import Settings
from svc.rules.money.costs import bearer_of, costs_of
from svc.rules.ticket.lifecycle import replay_ticket


def settings(**more: Any) -> Any:
    offices = {
        "SZ": {
            "name": "深圳",
            "region": "south",
            "calendar": "SZ",
            "sales_branch": more.pop("branch", False),
        }
    }
    data = {"schema": 1, "name": "甲", "regions": {"south": {"name": "华南"}}, "offices": offices,
            "policies": [{"policy": "office"}], "warranty": {"months": 12, "on_site_months": 6}, **more}  # fmt: skip
    return msgspec.convert(data, Settings)


REPAIR = replay_ticket(ticket("20 09:00 received"))


def complaint(quality: Any) -> Any:
    judged = (
        "20 10:00 complaint_judged",
        {"sort": "收费", "grade": "minor", "quality": quality, "accepted": True},
    )
    return replay_ticket(ticket("20 09:00 received", judged, kind="complaint"))


@pytest.mark.parametrize(("sort", "bearer"), [
    ("travel", "company"), ("lodging", "company"), ("allowance", "company"),
    ("repair", "manufacturing"), ("parts", "manufacturing"), ("transport", "manufacturing"),
    ("packing", "manufacturing"), ("damage", "service"), ("other", "company"),
])  # fmt: skip
def test_usually_the_company_bears_what_people_spend_and_manufacturing_what_machines_cost(
    sort: str, bearer: str
) -> None:
    assert bearer_of(sort, REPAIR, settings(), "SZ") == bearer


def test_a_sales_branch_bears_the_travel_of_its_own_people() -> None:
    assert bearer_of("travel", REPAIR, settings(branch=True), "SZ") == "branch"
    assert bearer_of("parts", REPAIR, settings(branch=True), "SZ") == "manufacturing"
    # somebody of headquarters
    assert bearer_of("travel", REPAIR, settings(branch=True), "") == "company"


def test_what_the_department_settles_comes_first() -> None:
    own = settings(branch=True, bearers={"travel": "service"})
    assert bearer_of("travel", REPAIR, own, "SZ") == "service"


def test_a_complaint_that_is_no_quality_matter_is_recovered_by_the_business_department() -> None:
    assert bearer_of("parts", complaint(False), settings(), "SZ") == "business"
    # what we did ourselves
    assert bearer_of("damage", complaint(False), settings(), "SZ") == "service"
    assert bearer_of("parts", complaint(True), settings(), "SZ") == "manufacturing"


def used(*parts: tuple[str, int]) -> Any:
    fields = [{"part": part, "count": count, "old_part": "returned"} for part, count in parts]
    return "20 14:00 visited", {"parts": fields}


def charged(*lines: tuple[str, int, str]) -> Any:
    made = [
        {"item": code, "count": count, "price": "100.00", "code": code}
        | ({"free": free} if free else {})
        for code, count, free in lines
    ]
    return "20 15:00 charged", {"lines": made, "total": "0.00"}


def in_words(item: str) -> Any:
    made = [{"item": item, "count": 1, "price": "260.00"}]
    return "20 15:00 charged", {"lines": made, "total": "260.00"}


LENT = ("20 13:10 part_lent", {"part": "P-1", "count": 2, "technician": "wang"})  # 000005
USED_UP = ("20 14:30 loan_ended", {"of": "000005", "how": "used"})
NOTED = ("20 16:00 cost_noted", {"sort": "parts", "amount": "150.00", "bearer": "company"})
TRAVEL = ("20 16:00 cost_noted", {"sort": "travel", "amount": "30.00", "bearer": "company"})
VALUES = PartsCatalogue(
    parts=[
        Part(code="P-1", name="控制板", price=Decimal("180.00")),
        Part(code="P-2", name="密封圈", price=Decimal("12.50")),
    ]
)


@pytest.mark.parametrize(("log", "rows"), [
    ([used(("P-1", 1), ("P-2", 2))], [("180.00", "manufacturing", True), ("25.00", "manufacturing", True)]),
    ([used(("p-1", 1), ("P-1", 1))], [("360.00", "manufacturing", True)]),
    ([used(("P-9", 1), ("加热管", 1))], []),                                   # of no known value
    ([used(("P-1", 2)), charged(("P-1", 1, ""))], [("180.00", "manufacturing", True)]),  # one the customer pays
    ([used(("P-1", 1)), charged(("P-1", 3, ""))], []),
    ([used(("P-1", 1)), in_words("控制板")], []),                              # paid by a line in words
    ([used(("P-1", 1)), in_words("P-1 控制板")], []),
    ([used(("P-1", 1)), in_words("检测")], [("180.00", "manufacturing", True)]),
    ([used(("P-1", 1)), charged(("P-1", 1, "warranty"))], [("180.00", "manufacturing", True)]),
    ([used(("P-1", 1)), NOTED], [("150.00", "company", False)]),               # noted: not twice
    ([used(("P-1", 1)), TRAVEL], [("30.00", "company", False), ("180.00", "manufacturing", True)]),
    ([], []),
    ([LENT, used(("P-1", 1)), USED_UP], [("360.00", "manufacturing", True)]),  # the second no work names
    ([LENT, used(("P-1", 1)), USED_UP, charged(("P-1", 1, ""))], [("180.00", "manufacturing", True)]),
])  # fmt: skip
def test_parts_used_count_at_their_value_once(log: Any, rows: Any) -> None:
    arrived = "20 13:00 arrived"
    going = ["20 09:20 handed_over", "20 09:50 dispatched", arrived] if log else []
    state = replay_ticket(ticket("20 09:00 received", *going, *log))
    found = costs_of(state, settings(), VALUES)
    assert [(str(row.amount), row.bearer, row.is_derived) for row in found] == rows


def test_a_part_counts_where_it_was_put_in_last() -> None:
    going = ["20 09:20 handed_over", "20 09:50 dispatched", "20 13:00 arrived"]
    state = replay_ticket(ticket("20 09:00 received", *going, used(("P-1", 1)), TRAVEL))
    seqs = {row.sort: row.seq for row in costs_of(state, settings(), VALUES)}
    assert seqs == {"parts": 5, "travel": 6}


def test_the_department_says_who_bears_parts_used_too() -> None:
    going = ["20 09:20 handed_over", "20 09:50 dispatched", "20 13:00 arrived"]
    state = replay_ticket(ticket("20 09:00 received", *going, used(("P-1", 1))))
    (row,) = costs_of(state, settings(bearers={"parts": "service"}), VALUES)
    assert (row.bearer, row.words) == ("service", "P-1 × 1")
