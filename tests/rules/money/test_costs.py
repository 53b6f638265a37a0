"""Who bears a cost: by its sort, by whose person it is, and as the department settles it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from rules.logs import ticket

from svc.model.settings import Settings
from svc.rules.money.costs import bearer_of
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
