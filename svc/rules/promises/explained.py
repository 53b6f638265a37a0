"""Why a deadline is what it is: every span behind it, counted, closed or paused, and on whose
word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from svc.model.durations import SECONDS_IN, Duration, Unit
from svc.rules.promises.clock import Interval, Source, WorkCalendar, deadline

StretchState = Literal["counted", "closed", "paused"]

# The clock that a bare duration is counted on: `svc clock add` knows no promise.
CLOCK_OF: dict[Unit, str] = {
    **dict.fromkeys(SECONDS_IN, "working"),
    "wd": "working_days",
    "d": "calendar_days",
}


class ExplainedSpan(Struct, frozen=True, kw_only=True):
    """A stretch of time in which one thing was the case."""

    begins: datetime
    ends: datetime
    state: StretchState
    source: Source | None  # whose hours these are; None on clocks that know no hours
    note: str  # the notice, or the reason of the office's own exception

    @property
    def seconds(self) -> int:
        """Elapsed seconds from begin to end."""
        return round(self.ends.timestamp() - self.begins.timestamp())


class Explanation(Struct, frozen=True, kw_only=True):
    """A deadline with all spans between it and its start, in the order of time."""

    start: datetime
    at: datetime  # before `start` if counted backwards
    clock: str
    calendar: str  # name and version: SZ@3
    spans: tuple[ExplainedSpan, ...]
    years_not_listed: tuple[int, ...]


def explain_deadline(
    start: datetime,
    limit: Duration,
    calendar: WorkCalendar,
    clock: str = "",
    pauses: Iterable[Interval] = (),
) -> Explanation:
    """The deadline that `deadline` in clock.py finds, with the spans behind it.

    Without `clock` hours count as open time, `wd` as working days and `d` as calendar days.
    Raises like `deadline`.
    """
    clock = clock or CLOCK_OF[limit.unit]
    pauses = list(pauses)
    at = deadline(start, limit, clock, calendar, pauses)
    return Explanation(
        start=start.astimezone(calendar.zone),
        at=at,
        clock=clock,
        calendar=calendar.calendar.name,
        spans=tuple(spans_between(start, at, calendar, clock, pauses)),
        years_not_listed=tuple(calendar.years_not_listed(start, at, clock)),
    )


def spans_between(
    first: datetime,
    second: datetime,
    calendar: WorkCalendar,
    clock: str = "working",
    pauses: Iterable[Interval] = (),
) -> list[ExplainedSpan]:
    """The spans from the earlier to the later of two moments, without gaps; neighbours of one kind
    are one span.

    Time paused while closed is shown as closed, as it would not have counted anyway.
    """
    begins, ends = sorted(
        (first.astimezone(calendar.zone), second.astimezone(calendar.zone)), key=datetime.timestamp
    )
    merged: list[ExplainedSpan] = []
    paused = sorted(
        (first.astimezone(calendar.zone), last.astimezone(calendar.zone)) for first, last in pauses
    )
    for span in _spans(begins, ends, calendar, clock, paused):
        last = merged[-1] if merged else None
        if last and (last.state, last.source, last.note) == (span.state, span.source, span.note):
            merged[-1] = replace(last, ends=span.ends)
        else:
            merged.append(span)
    return merged


def _spans(
    begins: datetime, ends: datetime, calendar: WorkCalendar, clock: str, pauses: list[Interval]
) -> Iterator[ExplainedSpan]:
    if clock in ("elapsed", "calendar_days"):
        yield from _open_or_paused(begins, ends, pauses, None, "")
        return
    for plan, day_begins, day_ends in calendar.days_in(begins, ends):
        here, until = _later(begins, day_begins), _earlier(ends, day_ends)
        for opens, closes in calendar.open_spans(here, until):
            if here.timestamp() < opens.timestamp():
                yield ExplainedSpan(
                    begins=here, ends=opens, state="closed", source=plan.source, note=plan.note
                )
            yield from _open_or_paused(opens, closes, pauses, plan.source, plan.note)
            here = closes
        if here.timestamp() < until.timestamp():
            yield ExplainedSpan(
                begins=here, ends=until, state="closed", source=plan.source, note=plan.note
            )


def _open_or_paused(
    opens: datetime, closes: datetime, pauses: list[Interval], source: Source | None, note: str
) -> Iterator[ExplainedSpan]:
    """An open span cut where pauses begin and end."""
    here = opens
    for paused_from, paused_to in pauses:
        begins, ends = _later(here, paused_from), _earlier(closes, paused_to)
        if begins.timestamp() >= ends.timestamp():
            continue
        if here.timestamp() < begins.timestamp():
            yield ExplainedSpan(begins=here, ends=begins, state="counted", source=source, note=note)
        yield ExplainedSpan(begins=begins, ends=ends, state="paused", source=source, note=note)
        here = ends
    if here.timestamp() < closes.timestamp():
        yield ExplainedSpan(begins=here, ends=closes, state="counted", source=source, note=note)


# Moments of one zone compare by the wall clock in Python, which is wrong in the hour that comes
# twice.
def _later(one: datetime, other: datetime) -> datetime:
    return one if one.timestamp() >= other.timestamp() else other


def _earlier(one: datetime, other: datetime) -> datetime:
    return one if one.timestamp() <= other.timestamp() else other
