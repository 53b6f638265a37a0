"""The promises of a policy on a ticket: from its moments to deadlines and how they were kept.

A promise runs from one moment to another, by the row of the ticket's policy that fits the ticket.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from svc.errors import N_, NotADuration, Phrase
from svc.model.durations import SECONDS_IN, parse_duration
from svc.model.events import FINAL
from svc.model.faults import Fault
from svc.model.policies import UNSET, Policy, Promise
from svc.model.tickets import Ticket
from svc.rules.promises.clock import (
    OPEN_TIME_CLOCKS,
    UNITS_OF,
    WorkCalendar,
    deadline,
    deadline_ahead_of,
)
from svc.rules.promises.runs import PromiseRun, flag_time, grace_of
from svc.rules.ticket.lifecycle import Hold, Mark, State

LATER_STEPS: dict[str, tuple[str, ...]] = {
    "contacted": ("arrived", "work_ended"),
    "replied": ("assigned", "arrived", "work_ended"),  # who comes and when is an answer (S0 2.3.3)
    "answered": ("work_ended",),
}
"""Moments that nobody waits for once a later one has come, whatever the policy says: the step that
was left out is answered by the one that was taken.
"""
FIRST_WORDS = frozenset(("contacted", "replied", "answered", "assigned", "arrived"))
"""Moments at which the customer first hears from us, or somebody is sent or comes."""
_Facts = tuple[str, str, str, str, str]


def policy_runs(
    state: State, policy: Policy, calendar: WorkCalendar, now: datetime
) -> list[PromiseRun]:
    """The promises of the policy that have started on this ticket, in the policy's order, then as
    they started.
    """
    came = {name for name, _ in state.marks}
    out: list[PromiseRun] = []
    for name, row in _rows_of(policy, state.current):
        if row.from_ in came or (row.again and "reopened" in came):
            judged = (
                _judge_run(name, row, run, state, calendar, now=now) for run in _runs(row, state)
            )
            out.extend(run for run in judged if run is not None)
    return out


def agreed_times_watched(policy: Policy, state: State) -> frozenset[str]:
    """The agreed times by which a promise of this policy is judged on this ticket."""
    return frozenset(
        row.agreed or "appointment"
        for _, row in _rows_of(policy, state.current)
        if (row.agreed or row.clock == "agreed") and not row.before
    )


def first_word_clocks(policy: Policy, ticket: Ticket) -> frozenset[str]:
    """The clocks by which this ticket's limits for the first word and for being there run."""
    return frozenset(
        row.clock
        for _, row in _rows_of(policy, ticket)
        if row.within not in ("", UNSET) and not FIRST_WORDS.isdisjoint((row.to, *row.or_to))
    )


def _rows_of(policy: Policy, ticket: Ticket) -> Iterator[tuple[str, Promise]]:
    """The promises of the policy that a ticket has, each with the row that fits it."""
    facts = _choosing_facts(ticket)
    for name, rows in policy.promises.items():
        row = _row_for(facts, rows if isinstance(rows, list) else [rows])
        if row is not None:
            yield name, row


def _choosing_facts(ticket: Ticket) -> _Facts:
    """What rows are chosen by: zone, kind, mode, urgency and channel, as they stand now."""
    zone = ticket.customer.zone if ticket.customer else ""
    return zone, ticket.kind or "", ticket.mode or "", ticket.urgency or "", ticket.channel


def _row_for(facts: _Facts, rows: list[Promise]) -> Promise | None:
    """The first row that fits a ticket of which these are the facts."""
    zone, kind, mode, urgency, channel = facts
    for row in rows:
        when = row.when
        if (
            (not when.zone or _is_one_of(zone, when.zone))
            and (not when.kind or _is_one_of(kind, when.kind))
            and (not when.mode or _is_one_of(mode, when.mode))
            and (not when.urgency or _is_one_of(urgency, when.urgency))
            and (not when.channel or _is_one_of(channel, when.channel))
        ):
            return row
    return None


def _is_one_of(value: str, wanted: str | list[str]) -> bool:
    return value == wanted or (isinstance(wanted, list) and value in wanted)


class _End(Struct, frozen=True):
    mark: Mark
    how: str  # kept, dropped or final


# One pass over the log: each branch a thing that starts or ends a run.
def _runs(row: Promise, state: State) -> Iterator[tuple[Mark, _End | None]]:  # noqa: C901
    """Each time the promise ran on this ticket: its start, and its end if it has one."""
    starts = {row.from_, "reopened"} if row.again else {row.from_}
    keeps = {row.to, *row.or_to, *LATER_STEPS.get(row.to, ())}
    drops = set(row.drops)
    started: Mark | None = None
    begun: set[int] = (
        set()
        # an event that counts once more on return (svc/rules/ticket/lifecycle.py) starts nothing
        # twice
    )
    for name, mark in state.marks:
        if row.if_done:  # judged at every time it is done: a second change needs its own notice
            if name in starts:
                started = mark
            elif name in keeps and started is not None:
                yield started, _End(mark, "kept")
            if name in drops or name in FINAL:
                started = None
        elif started is None:
            if name in starts and mark.seq not in begun:
                started = mark
                begun.add(mark.seq)
        elif name in keeps:
            yield started, _End(mark, "kept")
            started = None
        elif name in drops:
            yield started, _End(mark, "dropped")
            started = None
        elif name in FINAL:
            yield started, _End(mark, "final")
            started = None
        elif name in starts and row.from_ == "work_ended":
            started = mark  # the technician came back the same day: the callback counts from then
    if started is not None and not row.if_done:
        yield started, None


def _judge_run(
    name: str,
    row: Promise,
    run: tuple[Mark, _End | None],
    state: State,
    calendar: WorkCalendar,
    *,
    now: datetime,
) -> PromiseRun | None:
    """One run of a promise with its deadline and verdict; None where its agreed time does not
    exist.
    """
    started, end = run
    if row.within == UNSET:
        how = "unset"
        if end:
            how = "kept" if end.how == "kept" else "dropped"
        return PromiseRun(
            promise=name,
            promise_row=row,
            started=started,
            due=None,
            state=how,
            ended=end.mark if end else None,
        )
    due, pauses, paused_since = _due_and_pauses(row, started, end, state, calendar)
    # A visit agreed for the same day has no day before on which to tell that it is moved.
    if due is None or (row.if_done and row.before and due < started.at):
        return None
    grace = grace_of(row)
    if end is None and paused_since:
        verdict = "paused"
    elif end is None:
        verdict = "overdue" if now > due + grace else "running"
    elif end.how == "kept":
        verdict = "kept" if end.mark.at <= due + grace else "late"
    else:
        verdict = "dropped" if end.mark.at <= due + grace else "overdue"
    return PromiseRun(
        promise=name,
        promise_row=row,
        started=started,
        due=due,
        state=verdict,
        ended=end.mark if end else None,
        pauses=tuple(pauses),
        paused_since=paused_since,
        left_seconds=_seconds_left(row, max(paused_since, started.at), due, calendar)
        if paused_since
        else None,
        years_not_listed=tuple(calendar.years_not_listed(started.at, due, row.clock)),
        flag_at=flag_time(due + grace, calendar) if end is None else None,
    )


def _due_and_pauses(
    row: Promise, started: Mark, end: _End | None, state: State, calendar: WorkCalendar
) -> tuple[datetime | None, list[tuple[datetime, datetime]], datetime | None]:
    """The deadline, the pauses that moved it, and since when it stands still if it does."""
    agreed = _agreed_time(row, started, end, state)
    if row.before:
        return (
            (deadline_ahead_of(agreed, parse_duration(row.before), calendar) if agreed else None),
            [],
            None,
        )
    if agreed is not None or row.clock == "agreed":
        return agreed, [], None
    limit = parse_duration(row.within)
    pauses: list[tuple[datetime, datetime]] = []
    due = deadline(started.at, limit, row.clock, calendar)
    if not _pausable(row):
        return due, pauses, None
    for hold in state.holds:
        # What is already broken stays broken, judged by when the hold was typed
        # (docs/design/clock.md, "Holds").
        if hold.wish != "customer" or hold.typed > due or _is_past(hold, started, end):
            continue
        if hold.until is None:
            return due, pauses, (hold.since if end is None else None)
        pauses.append((max(hold.since, started.at), hold.until))
        due = deadline(started.at, limit, row.clock, calendar, pauses)
    return due, pauses, None


def _seconds_left(row: Promise, since: datetime, due: datetime, calendar: WorkCalendar) -> int:
    """Seconds from `since` to the deadline as the promise's clock counts them."""
    return (
        calendar.open_seconds_between(since, due)
        if row.clock in OPEN_TIME_CLOCKS
        else int((due - since).total_seconds())
    )


def _is_past(hold: Hold, started: Mark, end: _End | None) -> bool:
    """Whether the hold was over before the promise started, or began after it ended."""
    return (hold.until is not None and hold.until <= started.at) or (
        end is not None and hold.since >= end.mark.at
    )


def _pausable(row: Promise) -> bool:
    if row.first_answer:  # first answers are never stretched
        return False
    return row.clock in OPEN_TIME_CLOCKS if row.pausable is None else row.pausable


def _agreed_time(row: Promise, started: Mark, end: _End | None, state: State) -> datetime | None:
    """The agreed time this run is judged by: the latest one since it started and before it
    ended.
    """
    name = row.agreed or ("appointment" if row.clock == "agreed" else "")
    # A change is judged by the time it moves, not by the new one; an order by the start it names
    # itself.
    last = end.mark.seq - row.if_done if end is not None else 0
    times = [
        agreed.time
        for agreed in state.agreed
        if agreed.name == name and started.seq <= agreed.seq and (end is None or agreed.seq <= last)
    ]
    return times[-1] if times else None


def policy_faults(policy: Policy) -> list[Fault]:
    """Limits that can't be counted: none at all, a text that is no duration, hours on a clock of
    days.
    """
    out: list[Fault] = []
    for name, given in policy.promises.items():
        several = isinstance(given, list)
        for index, row in enumerate(given if isinstance(given, list) else [given]):
            path = ("promises", name, index) if several else ("promises", name)
            out.extend(Fault((*path, key), problem) for key, problem in _row_faults(row))
    return out


def _row_faults(row: Promise) -> list[tuple[str, Phrase]]:
    out = []
    if row.clock != "agreed" and not (row.within or row.before):
        out.append(("within", Phrase(N_("`within` is missing"))))
    if row.before and not row.agreed:
        out.append(("before", Phrase(N_("`before` needs `agreed`: before which agreed time"))))
    units = {"within": UNITS_OF.get(row.clock, ()), "before": ("d",), "grace": tuple(SECONDS_IN)}
    for key, text in (("within", row.within), ("before", row.before), ("grace", row.grace)):
        if not text or text == UNSET:
            continue
        try:
            limit = parse_duration(text)
        except NotADuration:
            out.append((key, Phrase(N_("`{key}` is not a duration: {text}"), key=key, text=text)))
            continue
        if limit.unit not in units[key] or limit.amount < 0:
            out.append(
                (key, Phrase(N_("`{key}` can't be {text} on this clock"), key=key, text=text))
            )
    return out
