"""Complaints summed up by class, model, cause and department."""

from __future__ import annotations

from decimal import Decimal

from svc.rules.ticket.complaint_sums import SumBy, SummedComplaint, complaint_sums


def complaint(kind: str, model: str, cost: str | None, *, quality: bool) -> SummedComplaint:
    values: dict[SumBy, str] = {"class": kind, "model": model}
    return SummedComplaint(values=values, quality=quality, cost=Decimal(cost) if cost else None)


def test_each_counts_once_in_each_sum_and_what_is_most_frequent_comes_first() -> None:
    rows = complaint_sums(
        [
            complaint("收费", "CR-200", "10.50", quality=False),
            complaint("产品质量", "CR-200", None, quality=True),
            complaint("产品质量", "CR-800", None, quality=True),
        ]
    )
    told = [(each.by, each.value, each.count, each.quality, f"{each.cost}") for each in rows]
    assert told == [
        ("class", "产品质量", 2, 2, "None"),
        ("class", "收费", 1, 0, "10.50"),
        ("model", "CR-200", 2, 1, "10.50"),
        ("model", "CR-800", 1, 1, "None"),
        ("cause", "", 3, 2, "10.50"),
        ("department", "", 3, 2, "10.50"),
    ]
