"""Runs of promises: which falls due first, when one is flagged, how long after its time a call is
still kept.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from rules.logs import at, calendar

from svc.model.policies import Promise
from svc.rules.promises.runs import PromiseRun, flag_time, grace_of, nearest_promise
from svc.rules.ticket.lifecycle import Mark

CALENDAR = calendar()
NINE = at("20 09:00")


def run(promise: str, due: str, state: str = "running") -> PromiseRun:
    return PromiseRun(
        promise=promise,
        promise_row=Promise(from_="received", to="closed", clock="elapsed"),
        started=Mark(NINE, NINE, 1),
        due=at(due) if due else None,
        state=state,
    )


def test_the_nearest_is_the_open_promise_that_falls_due_first() -> None:
    later, sooner = run("contact", "20 11:00"), run("visit_request", "20 09:30", "overdue")
    assert nearest_promise([later, sooner]) is sooner
    assert nearest_promise([later, run("reply", "20 10:00", "kept")]) is later
    assert nearest_promise([run("complaint_answer", "", "unset")]) is None


def test_what_stands_still_comes_after_all_others() -> None:
    paused, running = run("visit", "20 10:00", "paused"), run("hold", "25 17:30")
    assert nearest_promise([paused, running]) is running
    assert nearest_promise([paused]) is paused


@pytest.mark.parametrize(
    ("due", "flagged"),
    [
        ("20 10:00", "20 10:00:01"),  # due while open: the second after
        ("20 17:30", "20 17:30:01"),  # the closing second is open
        ("20 17:31", "20 13:30"),  # due at night: the last opening before
        ("21 08:00", "20 13:30"),  # due on Saturday morning
        ("19 12:30", "19 08:30"),  # due at lunch
        ("10-01 16:00", "09-30 13:30"),  # due in the October holidays
    ],
)
def test_a_call_due_while_closed_is_flagged_at_the_last_opening_before(
    due: str, flagged: str
) -> None:
    assert flag_time(at(due), CALENDAR) == at(flagged)


def test_grace_is_what_the_row_says() -> None:
    row = Promise(from_="answered", to="followed_up", within="2h", clock="elapsed")
    assert grace_of(row) == timedelta()
    row = Promise(from_="answered", to="followed_up", within="2h", grace="30m", clock="elapsed")
    assert grace_of(row) == timedelta(minutes=30)
