"""A run of a promise (服务时限): when it started, when it is due, how it stands or ended.

Each time a promise starts is a run of its own: a ticket opened again has a second visit and a
second callback, and the first ones keep how they ended.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from svc.errors import N_
from svc.model.durations import parse_duration
from svc.model.policies import Promise
from svc.rules.promises.clock import WorkCalendar
from svc.rules.ticket.lifecycle import Mark

PROMISE_STATES: dict[str, str] = {
    "running": N_("not yet due"),
    "paused": N_("paused"),
    "overdue": N_("overdue"),
    "kept": N_("kept"),
    "late": N_("kept late"),
    "dropped": N_("no longer needed"),
    "unset": N_("no limit set"),
}


class PromiseRun(Struct, frozen=True):
    """One promise of one ticket: when it started, when it is due, how it stands or ended.

    `due` is None where no limit is set. `flag_at` is when cron flags it, unless it has ended: on
    the second after `due`, or, for a call due while the office is closed, at the last opening
    before. While the promise stands still (`paused_since`), `due` is what it was when the hold
    began, and `left_seconds` what was left then.
    """

    promise: str
    promise_row: Promise
    started: Mark
    due: datetime | None
    state: str
    ended: Mark | None = None
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    paused_since: datetime | None = None
    left_seconds: int | None = None
    years_not_listed: tuple[int, ...] = ()
    flag_at: datetime | None = None
    by: str = ""  # whose word to the customer it is; empty: nobody's

    @property
    def is_open(self) -> bool:
        return self.ended is None and self.state in ("running", "paused", "overdue")

    @property
    def is_broken(self) -> bool:
        return self.state in ("overdue", "late")


def nearest_promise(promises: list[PromiseRun]) -> PromiseRun | None:
    """The open promise that falls due first, those that stand still after all others; None if none
    is open.
    """
    return min(
        (p for p in promises if p.is_open and p.due),
        key=lambda p: (p.state == "paused", p.due, p.promise),
        default=None,
    )


def grace_of(row: Promise) -> timedelta:
    """How long after its due time a call is still kept."""
    return timedelta(seconds=parse_duration(row.grace).seconds) if row.grace else timedelta()


def flag_time(due: datetime, calendar: WorkCalendar) -> datetime:
    """When to flag: just after `due`, or at the last opening before it if the office is closed
    then.

    An elapsed callback due at night or on a holiday keeps its due time
    (docs/design/clock.md, "Calls at night").
    """
    if calendar.is_open(due):
        return due + timedelta(seconds=1)
    for days in (4, 30, 400):
        spans = calendar.open_spans(due - timedelta(days=days), due)
        if len(spans) > 1:  # the first may have been cut off
            return spans[-1][0]
    return due + timedelta(seconds=1)
