"""Counts, sums, rates and quantiles of what tickets have, each with the tickets behind it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace
from rules.logs import ticket
from rules.report.months import RECEIVED, measured

from svc.errors import Phrase
from svc.rules.report.answer import Behind
from svc.rules.report.figures import (
    amount_figure,
    count_figure,
    hours_figure,
    machines_figure,
    median,
    ninetieth_percentile,
    rate_figure,
    ratio_figure,
    share,
    sum_by_ticket,
    wilson_interval,
)

X = Phrase("x")
T1, T2, T3 = measured(*[ticket(RECEIVED)] * 3)


def test_a_count_is_the_sum_of_what_tickets_have_and_names_those_that_have_any() -> None:
    figure = count_figure("x", X, X, [(T1, 2), (T2, 0), (T3, True)])
    assert (figure.unit, figure.value) == ("count", 3)
    assert figure.behind == [Behind("T1", 2), Behind("T3", 1)]
    assert count_figure("x", X, X, []).value == 0


def test_an_amount_adds_up_yuan_and_names_the_tickets_that_have_any() -> None:
    figure = amount_figure(
        "x", X, X, [(T1, Decimal("0.10")), (T2, Decimal("0.00")), (T3, Decimal("0.20"))]
    )
    assert (figure.unit, str(figure.value)) == ("yuan", "0.30")
    assert figure.behind == [Behind("T1", Decimal("0.10")), Behind("T3", Decimal("0.20"))]
    assert str(amount_figure("x", X, X, []).value) == "0.00"


def test_machines_have_their_customers_behind_them_where_that_is_asked() -> None:
    figure = machines_figure("x", X, X, 7, {"SZ-A0001": 4, "SZ-A0002": 3})
    assert (figure.unit, figure.value) == ("count", 7)
    assert figure.behind == [
        Behind("SZ-A0001", 4, is_customer=True),
        Behind("SZ-A0002", 3, is_customer=True),
    ]
    assert machines_figure("x", X, X, 7, {}).behind == []


def test_a_rate_is_of_the_tickets_that_have_something_below_the_line() -> None:
    figure = rate_figure("x", X, X, [(T1, 1, 2), (T2, 0, 1), (T3, 1, 0)])
    assert (figure.unit, figure.numerator, figure.denominator) == ("rate", 1, 3)
    assert figure.value == pytest.approx(1 / 3)
    assert figure.behind == [Behind("T1", 1, 2), Behind("T2", 0, 1)]
    assert rate_figure("x", X, X, [(T1, 0, 0)]).value is None


def test_a_ratio_is_divided_by_a_number_of_its_own() -> None:
    figure = ratio_figure("x", X, X, [Behind("T1", 1), Behind("T2", 1)], 8)
    assert (figure.value, figure.numerator, figure.denominator) == (0.25, 2, 8)
    assert ratio_figure("x", X, X, [], 0).value is None


def test_hours_are_a_quantile_and_of_nothing_none() -> None:
    figure = hours_figure("x", X, X, [(T1, 0.0), (T2, 6.0)], median)
    assert (figure.unit, figure.value) == ("hours", 3.0)
    assert figure.behind == [Behind("T1", 0.0), Behind("T2", 6.0)]
    assert hours_figure("x", X, X, [], median).value is None


def test_what_a_ticket_did_several_times_is_one_with_its_first_flow() -> None:
    flow = T1.flows[0]
    other = replace(flow, ticket="T2", number=5)
    flows = [replace(flow, number=1), other, replace(flow, number=2)]
    assert sum_by_ticket(flows, lambda each: each.number) == [(flows[0], 3), (other, 5)]
    assert sum_by_ticket([], lambda each: each.number) == []


def test_quantiles_are_those_of_the_definition_stated() -> None:
    assert median([4.0, 1.0, 3.0, 2.0]) == 2.5
    assert median([3.0, 1.0, 2.0]) == 2.0
    assert median([7.0]) == 7.0
    assert ninetieth_percentile([float(n) for n in range(1, 11)]) == 9.0
    assert ninetieth_percentile([float(n) for n in range(1, 12)]) == 10.0
    assert ninetieth_percentile([2.0, 1.0]) == 2.0
    assert ninetieth_percentile([7.0]) == 7.0


def test_a_share_of_nothing_is_none() -> None:
    assert share(1, 4) == 0.25
    assert share(0, 4) == 0.0
    assert share(0, 0) is None


def test_wilsons_interval_is_wide_for_few_cases_and_holds_the_rate() -> None:
    """Against the values of the textbook: 9 of 10 lie between 59.6 % and 98.2 %."""
    low, high = wilson_interval(9, 10) or (0, 0)
    assert (round(low, 3), round(high, 3)) == (0.596, 0.982)
    assert wilson_interval(0, 0) is None
    for whole in (1, 4, 40):
        for part in range(whole + 1):
            low, high = wilson_interval(part, whole) or (2, 2)
            assert 0 <= low <= part / whole <= high <= 1
