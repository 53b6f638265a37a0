"""What a row says of itself: which way a ticket went, how a rating counts, how a promise does later."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace
from rules.logs import at

from svc.rules.report.measure_rows import CallbackMade, Flow, JudgedPromise, Turn

FRIDAY = date(2026, 11, 20)
CALL = CallbackMade(day=FRIDAY, rating="satisfied", technician="", reason="", action="")


@pytest.mark.parametrize(
    ("how", "comes_in", "goes_out"),
    [
        ("received", True, False),
        ("reopened", True, False),
        ("closed", False, True),
        ("declined", False, True),
        ("cancelled", False, True),
        ("charged", False, False),
        ("paid", False, False),
        ("refunded", False, False),
    ],
)
def test_a_flow_goes_one_way_and_money_goes_neither(
    how: str, comes_in: bool, goes_out: bool
) -> None:
    flow = Flow(region="south", is_complaint=False, day=FRIDAY, how=how)
    assert (flow.comes_in, flow.goes_out) == (comes_in, goes_out)
    assert Turn(FRIDAY, how).comes_in == comes_in


def test_a_promise_that_runs_is_broken_when_judged_after_its_end_and_one_that_is_done_stays() -> (
    None
):
    end = at("24 17:30")
    runs = JudgedPromise(promise="visit", verdict="open", due_at=end, late_after=end)
    later = end + timedelta(seconds=1)
    assert runs.judged_at(end) == runs
    assert runs.judged_at(later) == replace(runs, verdict="broken")
    kept = JudgedPromise(promise="visit", verdict="kept")
    assert kept.judged_at(later) == kept


@pytest.mark.parametrize(
    ("rating", "satisfied", "dissatisfied"),
    [
        ("very_satisfied", True, False),
        ("satisfied", True, False),
        ("fair", False, False),
        ("dissatisfied", False, True),
        ("very_dissatisfied", False, True),
    ],
)
def test_what_a_rating_counts_as(rating: str, satisfied: bool, dissatisfied: bool) -> None:
    call = replace(CALL, rating=rating)
    assert (call.is_satisfied, call.is_dissatisfied) == (satisfied, dissatisfied)


@pytest.mark.parametrize(
    ("on_the_slip", "differs"), [("", False), ("satisfied", False), ("very_satisfied", True)]
)
def test_another_rating_on_the_slip_is_told_and_a_missing_one_is_none(
    on_the_slip: str, differs: bool
) -> None:
    assert replace(CALL, slip_rating=on_the_slip).differs_from_slip == differs
