"""An open ticket is never without a moment at which somebody is to look at it."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

import msgspec
import pytest
from rules.logs import USUAL, at, calendar, event, policy, ticket

from svc.model import events as ev
from svc.model.settings import WatchLimits
from svc.rules.promises.all_promises import promises_of
from svc.rules.promises.runs import nearest_promise
from svc.rules.ticket.lifecycle import AFTER_VISIT, State, replay_ticket

CALENDAR = calendar()
OFFICE = policy("office@2026-11")
POLICIES = [
    OFFICE,
    *(policy(f"{name}@2026-11") for name in ("six_stages", "regions", "contract247")),
]
RECEIVED = "20 09:00 received"  # a Friday
TOLD: dict[str, dict[str, str]] = {
    "contacted": {"promised": "told_time"},
    "not_reached": {"next": "next_call"},
    "dispatched": {"appointment": "appointment"},
    "rescheduled": {"appointment": "appointment"},
    "brought_in": {"ready_by": "ready_by"},
    "held": {"until": "hold"},
    "shipped": {"due_back": "factory"},
    "part_requested": {"by_when": "part"},
    "committed": {"until": "commitment"},
}
"""Events that tell a moment, each with the promise it is watched as."""
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


def random_life(random: Random) -> Any:
    """A ticket after each of its steps, as commands would allow them."""
    now = at("20 09:00")
    log = [made("received", 1, now, {})]
    kinds = ["repair", "inquiry", "installation", "complaint", "maintenance"]
    head = ticket(RECEIVED, kind=random.choice(kinds))
    for seq in range(2, random.randint(4, 16)):
        state = replay_ticket(msgspec.structs.replace(head, log=log))
        steps = [
            what
            for what, kind in ev.CATALOGUE.items()
            if state.status in kind.after and what not in ("settled", "forgotten", "recomputed")
        ]
        moving = [what for what in steps if what in MOVING or ev.CATALOGUE[what].leads_to]
        what = random.choice(moving if moving and random.random() < 0.6 else steps)
        now += timedelta(minutes=random.choice((5, 60, 600, 3_000)))
        log = [*log, made(what, seq, now, fields_of(random, what, now, log))]
        yield replay_ticket(msgspec.structs.replace(head, log=log)), log[-1], now


MOVING = ("visited", "resumed")


def fields_of(random: Random, what: str, now: datetime, log: list[ev.AnyEvent]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for field in TOLD.get(what, ()):
        if random.random() < 0.7 or field in ("appointment",):
            fields[field] = (now + timedelta(hours=random.randint(1, 200))).isoformat()
    if what == "committed":
        fields["until"] = (now + timedelta(hours=30)).isoformat()
    if what == "visited":
        fields["outcome"] = random.choice(list(AFTER_VISIT))
    if what == "not_reached":
        fields["purpose"] = random.choice(["contact", "callback", "followup", "pickup"])
    if what in ("part_delivered", "commitment_kept", "loan_ended"):
        fields["of"] = random.choice([one.id for one in log])
    return fields


def made(what: str, seq: int, now: datetime, fields: dict[str, Any]) -> ev.AnyEvent:
    line = f"{now:%Y-%m-%d} {now:%H:%M} {what}"
    assert what in USUAL
    made_event: ev.AnyEvent = msgspec.convert(event(line, seq, **fields), ev.AnyEvent)
    return made_event
