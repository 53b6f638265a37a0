"""What was broken stays listed, though a value that was put right makes it kept."""

from __future__ import annotations

from rules.logs import at, calendar, policy, ticket
from rules.ticket.test_amendments import GONE, amended

from svc.rules.promises.all_promises import promises_of
from svc.rules.promises.broken_then_amended import broken_then_amended
from svc.rules.ticket.lifecycle import replay_ticket

LATE = (*GONE[:-1], "20 15:55 arrived")


def test_what_was_broken_stays_listed_with_the_amendment_after_which_it_is_kept() -> None:
    office, hours = policy("office@2026-11"), calendar()
    before = replay_ticket(ticket(*LATE))
    late = {
        run.promise for run in promises_of(before, office, hours, at("20 16:00")) if run.is_broken
    }
    assert "appointment" in late
    mended = amended(5, "at", "2026-11-20T13:58:00+08:00", "2026-11-20T15:55:00+08:00")
    after = replay_ticket(ticket(*LATE, mended))
    assert not {
        run.promise for run in promises_of(after, office, hours, at("20 16:00")) if run.is_broken
    } & {"appointment"}
    listed = broken_then_amended(after, office, hours)
    assert [(each.run.promise, each.run.state, each.correction.seq) for each in listed] == [
        ("appointment", "late", 6)
    ]
    assert broken_then_amended(before, office, hours) == []


def test_an_amendment_that_breaks_a_promise_is_not_listed_as_mending_one() -> None:
    later = amended(5, "at", "2026-11-20T15:58:00+08:00")
    state = replay_ticket(ticket(*GONE, later))
    assert broken_then_amended(state, policy("office@2026-11"), calendar()) == []
