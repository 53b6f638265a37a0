"""What a ticket owes, without `now`: how each open promise stands at any time then follows from a
comparison.

For whoever lists many tickets and keeps what was counted: the deadlines are counted once, by
`svc.rules.promises.all_promises`, and hold until the ticket, its policy or its calendar changes.
"""

from __future__ import annotations

from datetime import UTC, datetime

from svc.model.durations import SECONDS_IN, parse_duration
from svc.model.events import (
    FINAL,
    Accepted,
    Committed,
    DefectReported,
    LoanEnded,
    PartLent,
    PartsAccepted,
    PaymentDeferred,
)
from svc.model.policies import UNSET, Policy, Promise
from svc.model.settings import USUAL, WatchLimits
from svc.rules.promises.all_promises import promises_of
from svc.rules.promises.clock import WorkCalendar
from svc.rules.promises.due import Due, Owed
from svc.rules.promises.runs import PromiseRun, grace_of
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.loaners import loaners_out

BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
"""Judged at this time, what is open is not late yet."""
_WEEKS = 2500  # a limit that takes no longer than this can be counted from any year below
_YEARS = range(1950, 2400)


def promises_owed(
    state: State, policy: Policy, calendar: WorkCalendar, limits: WatchLimits = USUAL
) -> list[Owed]:
    """All that is open on the ticket at some time, if nothing more is recorded; as `promises_of`
    counts it.
    """
    return [
        Owed(
            promise=run.promise,
            due=run.due,
            late_after=run.due + grace_of(run.promise_row),
            flag_at=run.flag_at or run.due,
            left_seconds=run.left_seconds if run.state == "paused" else None,
            only_late=run.state == "dropped",
        )
        for run in promises_of(state, policy, calendar, BEFORE_ALL, limits)
        if run.ended is None and run.due is not None
    ]


def nearest_owed(promises: list[Owed]) -> Owed | None:
    """The one that falls due first, those that stand still after all others; as `nearest_promise`
    chooses.

    For tickets on which nothing is `only_late`: there it depends on the time which one that is.
    """
    return min(promises, key=lambda o: (o.left_seconds is not None, o.due, o.promise), default=None)


def due_as_listed(run: PromiseRun | None) -> Due | None:
    """A promise as a list says it."""
    return (
        None
        if run is None or run.due is None
        else Due(run.promise, run.due, run.state, run.left_seconds)
    )


def owes_nothing(state: State, starts: frozenset[str]) -> bool:
    """Whether it is plain, without counting a deadline, that no promise of this ticket is open at
    any time.

    It is over, nothing that starts a promise (`starts_of` its policy) came after that, nobody
    committed to anything, no payment was deferred, no defect reported and nothing accepted, and
    nothing that was lent is still out.
    """
    outlives = (Committed, PaymentDeferred, DefectReported, PartsAccepted, Accepted)
    if state.is_open() or any(isinstance(event, outlives) for event in state.ticket.log):
        return False
    back = {event.of for event in state.events if isinstance(event, LoanEnded)}
    lent = (event for event in state.events if isinstance(event, PartLent))
    if any(event.id not in back for event in lent) or loaners_out(state.events):
        return False
    for name, _ in reversed(state.marks):
        if name in FINAL:
            return True
        if name in starts:
            return False
    return False


def starts_of(policy: Policy) -> frozenset[str]:
    """The moments that start a promise of this policy."""
    return frozenset(
        name
        for row in _rows(policy)
        for name in ((row.from_, "reopened") if row.again else (row.from_,))
    )


def always_tells(policy: Policy, calendar: WorkCalendar) -> bool:
    """Whether every limit of the policy can be counted on this calendar, whenever it starts
    (`is_in_reach`).
    """
    week = [sum(span.closes - span.opens for span in day) for day in calendar.calendar.hours]
    weekly = {
        **dict.fromkeys(SECONDS_IN, sum(week)),
        "wd": sum(1 for day in week if day),
        "d": 7,
    }
    for row in _rows(policy):
        for text in (row.within, row.before, row.grace):
            if text and text != UNSET:
                limit = parse_duration(text)
                amount = limit.amount if limit.in_days else limit.seconds
                if not weekly[limit.unit] or abs(amount) > _WEEKS * weekly[limit.unit]:
                    return False
    return weekly["h"] > 0


def is_in_reach(state: State) -> bool:
    """Whether all moments of the ticket lie in years in which a calendar can be asked."""
    return all(mark.at.year in _YEARS for _, mark in state.marks) and all(
        agreed.time.year in _YEARS for agreed in state.agreed
    )


def _rows(policy: Policy) -> list[Promise]:
    return [
        row
        for given in policy.promises.values()
        for row in (given if isinstance(given, list) else [given])
    ]
