"""Complaints summed up (S1 art. 21): by class, model, cause and department, how many, of which
quality issues, at what cost.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from svc.model.money import NOTHING

SumBy = Literal["class", "model", "cause", "department"]
BY: tuple[SumBy, ...] = ("class", "model", "cause", "department")


class SummedComplaint(Struct, frozen=True, kw_only=True):
    """What a sum asks of one complaint; empty: not known yet. `values` by what is summed by."""

    values: dict[SumBy, str]
    quality: bool
    cost: Decimal | None


class ComplaintSum(Struct, frozen=True, kw_only=True):
    """One row of a sum; `cost` in yuan, of those whose cost is known; None: of none it is."""

    by: SumBy
    value: str
    count: int
    quality: int
    cost: Decimal | None


def complaint_sums(complaints: Iterable[SummedComplaint]) -> list[ComplaintSum]:
    """By each of `BY` in its order, the most frequent first, of as many by name; each complaint
    counts once in each.
    """
    known = list(complaints)
    rows = []
    for by in BY:
        groups: dict[str, list[SummedComplaint]] = {}
        for each in known:
            groups.setdefault(each.values.get(by, ""), []).append(each)
        rows += [
            ComplaintSum(
                by=by,
                value=value,
                count=len(those),
                quality=sum(each.quality for each in those),
                cost=_sum_of_costs(those),
            )
            for value, those in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
        ]
    return rows


def _sum_of_costs(complaints: Iterable[SummedComplaint]) -> Decimal | None:
    costs = [each.cost for each in complaints if each.cost is not None]
    return sum(costs, NOTHING) if costs else None
