"""An open ticket is never without a moment at which somebody is to look at it."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any

import msgspec
import pytest
from rules.lives import RECEIVED, TOLD, random_life
from rules.logs import at, calendar, policy, ticket

from svc.model import events as ev
from svc.model.settings import WatchLimits
from svc.rules.promises.all_promises import promises_of
from svc.rules.promises.runs import nearest_promise
from svc.rules.ticket.lifecycle import State, replay_ticket

CALENDAR = calendar()
OFFICE = policy("office@2026-11")
POLICIES = [
    OFFICE,
    *(policy(f"{name}@2026-11") for name in ("six_stages", "regions", "contract247")),
]
MAY_BE_STALE = {"handed_over", "replied", "reopened", "on_bench", "at_factory", "called_back"}
"""States in which, under some policy, nothing else may be due."""


def open_promises(state: State, now: datetime, of: Any = OFFICE) -> dict[str, datetime | None]:
    return {
        run.promise: run.due
        for run in promises_of(state, of, CALENDAR, now)
        if run.is_open and run.due is not None
    }


def test_a_ticket_on_which_nothing_else_is_due_is_stale_and_no_other() -> None:
    answered = (RECEIVED, "20 09:10 answered")
    assert "stale" not in open_promises(replay_ticket(ticket(*answered)), at("20 10:00"))
    called = (*answered, "23 09:00 called_back")
    assert open_promises(replay_ticket(ticket(*called)), at("23 10:00")) == {
        "stale": at("26 17:30")
    }
    closed = replay_ticket(ticket(*called, "23 09:05 closed"))
    assert open_promises(closed, at("12-31 10:00")) == {}


def test_its_number_of_days_is_the_departments() -> None:
    state = replay_ticket(ticket(RECEIVED, "20 09:10 answered", "23 09:00 called_back"))
    (stale,) = (
        run
        for run in promises_of(state, OFFICE, CALENDAR, at("23 10:00"), WatchLimits(stale_days=1))
        if run.is_open
    )
    assert (stale.promise, stale.due) == ("stale", at("24 17:30"))


def test_an_agreed_time_is_watched_once_by_the_policy_where_it_has_a_row_for_it() -> None:
    dispatched = replay_ticket(ticket(RECEIVED, "20 09:20 handed_over", "20 09:30 dispatched"))
    for each in POLICIES:
        runs = [
            run
            for run in promises_of(dispatched, each, CALENDAR, at("20 10:00"))
            if run.promise == "appointment"
        ]
        assert len(runs) == 1, each.name
    bare = msgspec.structs.replace(
        OFFICE, promises={"report": OFFICE.promises["report"]}
    )  # a policy without visits
    assert open_promises(dispatched, at("20 10:00"), bare) == {"appointment": at("23 10:00")}


@pytest.mark.slow
def test_of_6_000_random_lives_no_open_ticket_is_unwatched_and_no_word_is_lost() -> None:
    random = Random(20261129)
    seen = set()
    for life in range(6_000):
        followed = POLICIES[life % len(POLICIES)]
        for state, last, now in random_life(random):
            promises = promises_of(state, followed, CALENDAR, now)
            nearest = nearest_promise(promises)
            assert (nearest is not None) >= state.is_open(), [str(e) for e in state.events]
            due = {(run.promise, run.due) for run in promises if run.is_open}
            for promise, moment in told_by(last):
                assert not state.is_open() or any(
                    (name, moment) in due for name in named_in(promise, followed)
                ), (promise, moment, due)
            if [run.promise for run in promises if run.is_open and run.due] == ["stale"]:
                seen.add(state.status)
    assert seen == MAY_BE_STALE


def told_by(last: ev.AnyEvent) -> list[tuple[str, datetime]]:
    """What this event told, and the promise by which it is to be watched."""
    fields = TOLD.get(str(last.__struct_config__.tag), {})
    return [
        (promise, getattr(last, field)) for field, promise in fields.items() if getattr(last, field)
    ]


def named_in(promise: str, followed: Any) -> list[str]:
    """The promise, and those of the policy that stand in its place."""
    return [promise] + [
        name
        for name, rows in followed.promises.items()
        for row in (rows if isinstance(rows, list) else [rows])
        if promise in (row.agreed, "appointment" if row.clock == "agreed" else "")
    ]
