"""Each moment of a ticket was spent by one of those who can make a customer wait, and all of them
come to the whole.
"""

from __future__ import annotations

import itertools
from random import Random
from typing import Any

import pytest
from rules.logs import at, calendar, policy, ticket

from svc.model.events import CATALOGUE, FINAL
from svc.model.labels import LABELS
from svc.rules.promises.time_spent import BUCKETS, stretches, time_spent
from svc.rules.ticket.lifecycle import replay_ticket

CALENDAR = calendar()
OFFICE = policy("office@2026-11")
LATER = at("27 12:00")

TAKEN = ("20 09:00 received", "20 09:30 handed_over")
SENT = (*TAKEN, "20 10:00 dispatched")
THERE = (*SENT, "23 10:00 arrived")
DONE = (*THERE, "23 11:00 visited")
CLOSED = (*DONE, "24 09:00 called_back", "24 09:10 closed")
NEEDS_PARTS = ("23 11:00 visited", {"outcome": "needs_parts"})
ARRIVES = ("24 09:00 part_delivered", {"of": "000006"})
UNHEARD = ("23 12:00 not_reached", {"purpose": "callback"})
TALK = ("25 09:00 reopened", {"reopened_for": "talk"})


def told(*log: Any, **head: Any) -> list[str]:
    """`20 09:00 dispatcher` for each stretch, and the end of the last; a gap is `…`."""
    out: list[str] = []
    last = None
    for part in stretches(replay_ticket(ticket(*log, **head)), LATER):
        if last is not None and part.begins != last:
            out.append(f"{last:%d %H:%M} …")
        out.append(f"{part.begins:%d %H:%M} {part.bucket}")
        last = part.ends
    return [*out, f"{last:%d %H:%M}"] if last else out


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        (TAKEN, "20 09:00 dispatcher, 27 12:00"),
        (CLOSED, "20 09:00 dispatcher, 20 10:00 technician, 23 10:00 repair, 23 11:00 callback"),
        (
            (*THERE, NEEDS_PARTS, "23 12:00 part_requested", ARRIVES),
            "23 10:00 repair, 23 11:00 second_visit, 23 12:00 parts, 24 09:00 second_visit",
        ),
        (
            (*THERE, NEEDS_PARTS, "23 12:00 part_short", "24 09:00 dispatched", "25 09:00 arrived"),
            "23 11:00 second_visit, 23 12:00 parts, 24 09:00 second_visit, 25 09:00 repair",
        ),
        (
            (*CLOSED, "25 09:00 reopened", "25 10:00 dispatched"),
            "23 11:00 callback, 24 09:10 …, 25 09:00 second_visit",
        ),
        ((*CLOSED, TALK), "24 09:10 …, 25 09:00 dispatcher"),
        (
            (*TAKEN, "20 10:00 held", "23 09:00 resumed"),
            "20 09:00 dispatcher, 20 10:00 customer, 23 09:00 dispatcher",
        ),
        ((*TAKEN, ("20 10:00 held", {"wish": "parts"})), "20 10:00 parts, 27 12:00"),
        ((*TAKEN, ("20 10:00 held", {"wish": "vehicle"})), "20 10:00 hold, 27 12:00"),
        (
            (*TAKEN, "20 10:00 not_reached", "20 14:00 contacted"),
            "20 10:00 customer, 20 14:00 dispatcher",
        ),
        (  # nobody answered the callback at first; what was asked is over once they were heard
            (*DONE, UNHEARD, "23 15:00 called_back", "23 16:00 reopened"),
            "23 11:00 callback, 23 16:00 second_visit",
        ),
        (
            (*DONE, UNHEARD, "23 16:00 reopened"),
            "23 11:00 callback, 23 16:00 second_visit",
        ),
        (
            ("20 09:00 noted", "20 09:30 not_reached", "20 10:00 received"),
            "20 09:00 dispatcher, 20 09:30 customer, 20 10:00 dispatcher",
        ),
        (
            (*TAKEN, "20 10:00 replied", "20 11:00 quoted", "20 15:00 consented"),
            "20 09:00 dispatcher, 20 11:00 customer, 20 15:00 dispatcher",
        ),
        (
            (*TAKEN, ("20 11:00 quoted", {"lines": [], "total": "0.00"})),
            "20 09:00 dispatcher, 27 12:00",
        ),
        (
            ("20 09:00 received", "20 10:00 asked", "20 11:00 answered"),
            "20 09:00 dispatcher, 20 10:00 technician, 20 11:00 callback",
        ),
        (
            (
                "20 09:00 received",
                "20 10:00 brought_in",
                "23 10:00 repaired",
                "23 12:00 told_ready",
                "24 09:00 picked_up",
            ),
            "20 10:00 repair, 23 10:00 dispatcher, 23 12:00 customer, 24 09:00 callback",
        ),
        (
            (
                "20 09:00 received",
                "20 10:00 brought_in",
                "20 11:00 part_requested",
                "20 15:00 shipped",
                "25 09:00 returned",
            ),
            "20 10:00 repair, 20 11:00 parts, 20 15:00 factory, 25 09:00 parts",
        ),
        (
            (("18 09:00 imported", {"typed": "20 09:00"}), "23 09:00 handed_over"),
            "18 09:00 not_recorded, 20 09:00 dispatcher",
        ),
        (
            (
                (
                    "18 09:00 imported",
                    {"typed": "20 09:00", "closed_at": "2026-11-19T09:00:00+08:00"},
                ),
            ),
            "18 09:00 not_recorded, 19 09:00",
        ),
        ((*TAKEN, ("20 12:00 settled", {"outcome": "dispatched"})), "20 12:00 technician"),
        # dated before the entry that it follows
        ((*SENT, "20 09:40 arrived", "20 11:00 visited"), "20 09:00 dispatcher, 20 10:00 repair"),
    ],
)
def test_who_is_waited_for_from_entry_to_entry(log: tuple[Any, ...], expected: str) -> None:
    assert expected in ", ".join(told(*log))


def test_nothing_is_counted_after_the_moment_that_is_asked_for() -> None:
    state = replay_ticket(ticket(*CLOSED))
    early = stretches(state, at("20 09:45"))
    assert [(part.bucket, part.ends) for part in early] == [("dispatcher", at("20 09:45"))]
    assert stretches(state, at("20 09:00")) == []


def test_who_was_sent_is_named_with_the_way_and_the_work() -> None:
    log = (*SENT, ("20 11:00 reassigned", {"technician": "zhou"}), "23 10:00 arrived")
    parts = stretches(replay_ticket(ticket(*log)), LATER)
    assert [(part.bucket, part.technician) for part in parts] == [
        ("dispatcher", ""),
        ("technician", "wang"),
        ("technician", "zhou"),
        ("repair", "zhou"),
    ]


def test_working_time_or_day_and_night_as_the_terms_count() -> None:
    state = replay_ticket(ticket(*CLOSED))
    spent = time_spent(state, OFFICE, CALENDAR, LATER)
    assert not spent.elapsed
    opened = CALENDAR.open_seconds_between(at("20 09:00"), at("24 09:10"))
    assert spent.total == opened
    assert spent.seconds["repair"] == 3600
    night = time_spent(state, policy("contract247@2026-11"), CALENDAR, LATER)
    assert night.elapsed
    assert night.total == (at("24 09:10") - at("20 09:00")).total_seconds()
    assert list(night.seconds) == [bucket for bucket in BUCKETS if bucket in night.seconds]


def test_whatever_happens_every_second_is_in_one_bucket() -> None:
    random = Random(5)
    seen: set[str] = set()
    for _ in range(60):
        log: list[Any] = ["20 09:00 received"]
        minute = 0
        for _ in range(14):
            status = replay_ticket(ticket(*log)).status
            rows = [(what, row) for what, row in CATALOGUE.items() if status in row.after]
            moving = [what for what, row in rows if row.leads_to] or ["reopened"]
            may = random.choice([moving, [what for what, _ in rows]])
            minute += random.randrange(-30, 200)
            day, hour = 20 + max(minute, 0) // 1440, max(minute, 0) // 60 % 24
            log.append(f"{day} {hour:02d}:{max(minute, 0) % 60:02d} {random.choice(may)}")
        state = replay_ticket(ticket(*log))
        parts = stretches(state, LATER)
        seen |= {part.bucket for part in parts}
        assert all(part.begins < part.ends for part in parts)
        gaps = [(a.ends, b.begins) for a, b in itertools.pairwise(parts)]
        assert all(ends <= begins for ends, begins in gaps)
        away = sum((begins - ends).total_seconds() for ends, begins in gaps)
        spent = time_spent(state, policy("contract247@2026-11"), CALENDAR, LATER)
        if parts:
            whole = (parts[-1].ends - parts[0].begins).total_seconds()
            assert spent.total == whole - away
        if state.status not in FINAL:
            assert parts[-1].ends == LATER
    assert len(seen) >= 7


def test_each_bucket_has_its_words() -> None:
    assert tuple(LABELS["bucket"]) == BUCKETS
