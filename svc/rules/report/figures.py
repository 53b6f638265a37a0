"""What figures are made of: counts, sums, rates and quantiles of measures, each with the tickets
behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from math import ceil, sqrt
from typing import TypeVar

from svc.errors import Phrase
from svc.model.money import NOTHING
from svc.rules.report.answer import COUNT, HOURS, RATE, YUAN, Behind, Figure, Number, Title
from svc.rules.report.measure_rows import Flow
from svc.rules.report.measures import Measures

NameOf = Callable[[str], str]
"""What a person with this id is called."""

Added = TypeVar("Added", int, Decimal)
Parts = Iterable[tuple[Measures | Flow, Number]]


def count_figure(id_: str, title: Title, formula: Phrase, parts: Parts) -> Figure:
    """So many of something; each ticket with how many it has."""
    behind = [Behind(ticket.ticket, int(number)) for ticket, number in parts if number]
    return Figure(
        id=id_,
        title=title,
        unit=COUNT,
        value=sum(each.value for each in behind),
        formula=formula,
        behind=behind,
    )


def sum_by_ticket(flows: Iterable[Flow], adds: Callable[[Flow], Added]) -> list[tuple[Flow, Added]]:
    """Each ticket's first flow with what all of its flows add."""
    out: dict[str, tuple[Flow, Added]] = {}
    for flow in flows:
        first, so_far = out.get(flow.ticket, (flow, None))
        added = adds(flow)
        out[flow.ticket] = (first, added if so_far is None else so_far + added)
    return list(out.values())


def machines_figure(
    id_: str, title: Title, formula: Phrase, value: int, owners: Mapping[str, int]
) -> Figure:
    """So many machines; `owners`: how many each customer has, where that is asked."""
    behind = [Behind(customer, count, is_customer=True) for customer, count in owners.items()]
    return Figure(id=id_, title=title, unit=COUNT, value=value, formula=formula, behind=behind)


def amount_figure(id_: str, title: Title, formula: Phrase, parts: Parts) -> Figure:
    """Yuan; each ticket with its own."""
    behind = [Behind(ticket.ticket, yuan) for ticket, yuan in parts if yuan]
    total = sum((each.value for each in behind if isinstance(each.value, Decimal)), NOTHING)
    return Figure(id=id_, title=title, unit=YUAN, value=total, formula=formula, behind=behind)


def rate_figure(
    id_: str, title: Title, formula: Phrase, parts: Iterable[tuple[Measures, int, int]]
) -> Figure:
    """A share of tickets or of what they have; each ticket with what it adds above and below the
    line.
    """
    behind = [
        Behind(ticket.ticket, int(above), int(below)) for ticket, above, below in parts if below
    ]
    return ratio_figure(id_, title, formula, behind, sum(each.out_of for each in behind))


def ratio_figure(
    id_: str, title: Title, formula: Phrase, behind: list[Behind], below: int
) -> Figure:
    """What tickets have above the line divided by one number; None where there is nothing to divide
    by.
    """
    above = sum(int(each.value) for each in behind)
    return Figure(
        id=id_,
        title=title,
        unit=RATE,
        value=share(above, below),
        numerator=above,
        denominator=below,
        formula=formula,
        behind=behind,
    )


def hours_figure(
    id_: str, title: Title, formula: Phrase, parts: Parts, of: Callable[[list[float]], float]
) -> Figure:
    """A quantile of hours; None of nothing."""
    behind = [Behind(ticket.ticket, value) for ticket, value in parts]
    value = of([float(each.value) for each in behind]) if behind else None
    return Figure(id=id_, title=title, unit=HOURS, value=value, formula=formula, behind=behind)


def median(values: list[float]) -> float:
    """The middle one; of an even number, halfway between the two in the middle."""
    ranked = sorted(values)
    half = len(ranked) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2


def ninetieth_percentile(values: list[float]) -> float:
    """The smallest value that nine tenths of all do not exceed (nearest rank)."""
    return sorted(values)[ceil(len(values) * 9 / 10) - 1]


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


_Z = 1.96
"""95 of 100 intervals that are made so hold the rate that is sought."""


def wilson_interval(part: int, whole: int) -> tuple[float, float] | None:
    """Between what a rate lies that was seen as `part` of `whole` cases (Wilson's interval, 95 %);
    None of no cases.
    """
    if not whole:
        return None
    seen, square = part / whole, _Z**2
    middle = seen + square / (2 * whole)
    half = _Z * sqrt(seen * (1 - seen) / whole + square / (4 * whole**2))
    under = 1 + square / whole
    return max(0.0, (middle - half) / under), min(1.0, (middle + half) / under)
