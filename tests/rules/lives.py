"""Random lives of tickets: steps as commands would allow them, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any

import msgspec
from rules.logs import USUAL, at, event, event_of, ticket

from svc.model import events as ev
from svc.rules.ticket.lifecycle import AFTER_VISIT, State, replay_ticket
from svc.rules.ticket.part_requests import open_requests

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
    "part_sent": {"expected": "part"},
    "committed": {"until": "commitment"},
    "loaner_lent": {"until": "loaner"},
}
"""Events that tell a moment, each with the promise it is watched as."""


FORWARD = ("handed_over", "replied", "dispatched", "arrived", "visited")


def random_life(
    random: Random, forward: float = 0
) -> Iterator[tuple[State, ev.AnyEvent, datetime]]:
    """A ticket after each of its steps, with that step and its moment; `forward`: how often it goes
    the way to a visit, which it seldom reaches by chance.
    """
    now = at("20 09:00")
    log = [made("received", 1, now, {})]
    kinds = ["repair", "inquiry", "installation", "complaint", "maintenance"]
    head = ticket(RECEIVED, kind=random.choice(kinds))
    state = replay_ticket(msgspec.structs.replace(head, log=log))
    for seq in range(2, random.randint(4, 16)):
        steps, moving = steps_after(state.status)
        on_the_way = [what for what in steps if what in FORWARD]
        what = random.choice(moving if moving and random.random() < 0.6 else steps)
        if forward and on_the_way and random.random() < forward:
            what = random.choice(on_the_way)
        now += timedelta(minutes=random.choice((5, 60, 600, 3_000)))
        log = [*log, made(what, seq, now, fields_of(random, what, now, log))]
        state = replay_ticket(msgspec.structs.replace(head, log=log))
        yield state, log[-1], now


@cache
def steps_after(status: str) -> tuple[list[str], list[str]]:
    """What may follow, and what of it moves the ticket on."""
    steps = [
        what
        for what, kind in ev.CATALOGUE.items()
        if status in kind.after and what not in ("settled", "forgotten", "recomputed")
    ]
    return steps, [what for what in steps if what in MOVING or ev.CATALOGUE[what].leads_to]


POINTING = (
    "part_sent", "part_delivered", "part_request_cancelled", "commitment_kept", "loan_ended",
    "loaner_returned",
)  # fmt: skip
MOVING = ("visited", "resumed")


def fields_of(random: Random, what: str, now: datetime, log: list[ev.AnyEvent]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for field in TOLD.get(what, ()):
        if random.random() < 0.7 or field in ("appointment",):
            fields[field] = (now + timedelta(hours=random.randint(1, 200))).isoformat()
    if what in ("committed", "loaner_lent"):
        fields["until"] = (now + timedelta(hours=30)).isoformat()
    if what == "visited":
        fields["outcome"] = random.choice(list(AFTER_VISIT))
    if what == "not_reached":
        fields["purpose"] = random.choice(["contact", "callback", "followup", "pickup"])
    if what in POINTING:
        fields["of"] = random.choice([one.id for one in log])
    if what == "part_sent" and fields["of"] not in {each.asked.id for each in open_requests(log)}:
        fields.pop("expected", None)  # of what is not awaited no day is told
    return fields


def made(what: str, seq: int, now: datetime, fields: dict[str, Any]) -> ev.AnyEvent:
    line = f"{now:%Y-%m-%d} {now:%H:%M} {what}"
    assert what in USUAL
    return event_of(event(line, seq, **fields))
