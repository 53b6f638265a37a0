"""How an open promise stands at a time, to the second."""

from __future__ import annotations

from datetime import timedelta

import pytest
from rules.logs import at

from svc.rules.promises.due import Due, Owed

CALLBACK = Owed(
    promise="callback", due=at("20 18:00"), late_after=at("20 18:30"), flag_at=at("20 17:30")
)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("20 09:00", "running"),
        ("20 18:00:01", "running"),  # within the grace
        ("20 18:30", "running"),  # the last moment still counts
        ("20 18:30:01", "overdue"),
    ],
)
def test_a_promise_is_overdue_once_its_grace_is_over(now: str, state: str) -> None:
    assert CALLBACK.at(at(now)) == Due("callback", at("20 18:00"), state)


def test_one_that_stands_still_is_never_overdue_and_says_what_is_left() -> None:
    paused = Owed(
        promise="visit",
        due=at("24 17:30"),
        late_after=at("24 17:30"),
        flag_at=at("24 17:30:01"),
        left_seconds=0,
    )
    for now in ("20 09:00", "2027-01-04 08:30"):
        assert paused.at(at(now)) == Due("visit", at("24 17:30"), "paused", 0)


def test_a_commitment_on_a_ticket_that_is_over_shows_once_it_is_late() -> None:
    until = at("30 17:00")
    committed = Owed(
        promise="commitment", due=until, late_after=until, flag_at=until, only_late=True
    )
    assert committed.at(until) is None
    late = committed.at(until + timedelta(seconds=1))
    assert late == Due("commitment", until, "overdue")
