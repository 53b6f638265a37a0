"""The ten figures of the first page beside what the department wants them to be."""

from __future__ import annotations

from typing import Any

import pytest
from rules.logs import ticket
from rules.report.months import FIXED, RECEIVED, Reported

from svc.model.settings import TARGETED
from svc.rules.report.targets import TEN, ten_figures


def ten(targets: dict[Any, int]) -> dict[str, Any]:
    month = Reported(ticket(*FIXED), ticket(RECEIVED))
    return {each.id: each for each in ten_figures(month.sections, targets)}


def test_they_are_ten_and_each_target_is_of_one_of_them() -> None:
    assert list(ten({})) == list(TEN)
    assert len(set(TEN)) == 10
    assert set(TARGETED) <= set(TEN)


@pytest.mark.parametrize(
    ("figure", "target", "met"),
    [
        ("first_time_fix", 100, True),  # a rate is at least so many percent
        ("open_end", 2, True),  # what stands open is at most so much
        ("open_end", 1, False),
        ("hours_median", 6, True),
        ("hours_median", 5, False),
        ("complaints", 0, True),
    ],
)
def test_a_rate_is_to_reach_its_target_and_what_is_bad_is_to_stay_within_it(
    figure: str, target: int, met: bool
) -> None:
    assert ten({figure: target})[figure].is_met is met


def test_what_has_no_target_or_no_value_is_neither() -> None:
    assert ten({})["on_time"].is_met is None
    empty = {each.id: each for each in ten_figures(Reported().sections, {"satisfaction": 90})}
    assert empty["satisfaction"].target == 0.9
    assert empty["satisfaction"].is_met is None
