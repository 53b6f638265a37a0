"""From when the warranty of a machine that we install runs, and until when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from svc.model.events import OrderIssued
from svc.model.settings import WarrantyPeriods
from svc.rules.ticket.warranty_start import WarrantyOpen, WarrantyTerm, warranty_of_installation

ACCEPTED = date(2026, 11, 20)
DELIVERED = date(2026, 11, 10)


def term(
    order: dict[str, Any] | None = None, delivered: date | None = DELIVERED, **periods: Any
) -> WarrantyTerm | WarrantyOpen | None:
    """The warranty of a machine bought on 1 September and accepted on 20 November."""
    from datetime import UTC, datetime

    usual = WarrantyPeriods(**({"months": 12, "on_site_months": 6, "first_day_counts": False}
                               | periods))  # fmt: skip
    start = datetime(2026, 11, 9, tzinfo=UTC)
    issued = None if order is None else OrderIssued(number="AZ-1", start=start, **order)
    return warranty_of_installation(
        issued, usual, accepted=ACCEPTED, delivered=delivered, bought="2026-09-01"
    )


@pytest.mark.parametrize(
    ("order", "periods", "since", "until", "on_site_until"),
    [
        (None, {"starts": "accepted"}, "2026-11-20", "2027-11-20", "2027-05-20"),
        (None, {"starts": "delivered"}, "2026-11-10", "2027-11-10", "2027-05-10"),
        # the sale beats the setting
        ({"warranty_from": "accepted", "warranty_months": 24}, {"starts": "delivered"},
         "2026-11-20", "2028-11-20", "2027-05-20"),
        ({"warranty_from": "bought"}, {"starts": "accepted"},
         "2026-09-01", "2027-09-01", "2027-03-01"),
        # the order's day of delivery goes before that of the counting
        ({"delivered": date(2026, 11, 2)}, {"starts": "delivered"},
         "2026-11-02", "2027-11-02", "2027-05-02"),
        # the earlier of both ends: 18 months after shipping, or 12 after acceptance
        ({"shipped": date(2026, 3, 31)}, {"starts": "accepted", "shipped_months": 18},
         "2026-11-20", "2027-09-30", "2027-05-20"),
        ({"shipped": date(2026, 11, 1)}, {"starts": "accepted", "shipped_months": 18},
         "2026-11-20", "2027-11-20", "2027-05-20"),
        ({"shipped": date(2025, 10, 1), "shipped_months": 18}, {"starts": "accepted"},
         "2026-11-20", "2027-04-01", "2027-04-01"),
        # where the first day counts the last is the day before
        (None, {"starts": "accepted", "first_day_counts": True},
         "2026-11-20", "2027-11-19", "2027-05-19"),
    ],
)  # fmt: skip
def test_the_sale_says_from_when_it_runs_else_the_department_and_the_earliest_end_counts(
    order: dict[str, Any] | None,
    periods: dict[str, Any],
    since: str,
    until: str,
    on_site_until: str,
) -> None:
    found = term(order, **periods)
    assert isinstance(found, WarrantyTerm)
    told = [found.since, found.until, found.on_site_until]
    assert [f"{day}" for day in told] == [since, until, on_site_until]
    assert found.is_of_sale == ("warranty_from" in (order or {}))


def test_from_the_purchase_on_it_is_as_that_of_any_other_machine() -> None:
    assert term() is None
    assert term({}) is None


@pytest.mark.parametrize(
    ("order", "periods", "lacks"),
    [
        ({"shipped_months": 18}, {"starts": "accepted"}, "shipped"),
        (None, {"starts": "delivered"}, "delivered"),
    ],
)
def test_without_the_day_that_decides_it_stays_open(
    order: dict[str, Any] | None, periods: dict[str, Any], lacks: str
) -> None:
    assert term(order, delivered=None, **periods) == WarrantyOpen(lacks=lacks)
