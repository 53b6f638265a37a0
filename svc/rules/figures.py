"""The month in figures: what a region took in, closed, kept and broke. Pure counts of records.

A ticket counts in the month of `received` (design §5), so it is in exactly one month; promises and
ratings are those of the month's tickets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from statistics import median

from msgspec import Struct

from svc.model import events as ev
from svc.rules.lifecycle import State
from svc.rules.promises import Held

SATISFIED = ("very_satisfied", "satisfied")


class Kept(Struct, frozen=True, kw_only=True):
    """How one promise was kept in the month: 及时率 = kept ÷ (kept + broken); open ones do not count yet."""

    promise: str
    kept: int
    broken: int
    open: int

    @property
    def percent(self) -> float | None:
        judged = self.kept + self.broken
        return None if judged == 0 else 100 * self.kept / judged


class Month(Struct, frozen=True, kw_only=True):
    """The figures of one region, or of all, for tickets received in one month."""

    region: str  # empty: headquarters over all
    month: str  # 2026-11
    received: int
    closed: int
    open: int
    by_kind: dict[str, int]
    by_channel: dict[str, int]
    by_status: dict[str, int]
    promises: list[Kept]
    broken: list[tuple[str, str]]  # ticket, promise
    visited: int  # tickets with at least one visit
    fixed_first: int  # fixed at the first visit, and no second one since
    second_visits: int
    hours_to_repair: list[float]  # from received to the end of the work, elapsed hours
    called_back: int
    satisfied: int
    dissatisfied: int
    reopened: int
    complaints: int
    unreadable: int

    @property
    def first_time_fix(self) -> float | None:
        """一次修复率: tickets fixed at the first visit ÷ tickets visited, in percent."""
        return None if self.visited == 0 else 100 * self.fixed_first / self.visited

    @property
    def satisfaction(self) -> float | None:
        """满意率: (very satisfied + satisfied) ÷ callbacks with an answer, in percent (domain: callbacks)."""
        return None if self.called_back == 0 else 100 * self.satisfied / self.called_back

    @property
    def median_hours(self) -> float | None:
        return median(self.hours_to_repair) if self.hours_to_repair else None


def of_month(tickets: Iterable[tuple[State, list[Held]]], region: str, month: str, unreadable: int = 0) -> Month:
    """The figures of the tickets of this region ("" for all) that were received in this month (YYYY-MM)."""
    chosen = [
        (state, held)
        for state, held in tickets
        if state.ticket.received.isoformat()[:7] == month and region in ("", state.ticket.region)
    ]
    repairs = [(s, h) for s, h in chosen if s.ticket.kind != "complaint"]  # never counted as repair intake
    visits = [s.visits for s, _ in repairs if s.visits]
    ratings = [callback.rating for s, _ in chosen for callback in s.callbacks]
    return Month(
        region=region,
        month=month,
        received=len(repairs),
        closed=sum(s.status == "closed" for s, _ in repairs),
        open=sum(s.is_open() for s, _ in repairs),
        by_kind=_counted(s.ticket.kind or "unknown" for s, _ in chosen),
        by_channel=_counted(s.ticket.channel for s, _ in chosen),
        by_status=_counted(s.status for s, _ in chosen),
        promises=_promises([h for _, h in chosen]),
        broken=[(s.ticket.id, p.promise) for s, h in chosen for p in h if p.broken],
        visited=len(visits),
        fixed_first=sum(len(v) == 1 and v[0].outcome in ev.REPAIRED for v in visits),
        second_visits=sum(len(v) > 1 for v in visits),
        hours_to_repair=[hours for s, _ in repairs if (hours := _hours(s)) is not None],
        called_back=len(ratings),
        satisfied=sum(rating in SATISFIED for rating in ratings),
        dissatisfied=sum(rating in ("dissatisfied", "very_dissatisfied") for rating in ratings),
        reopened=sum(1 for s, _ in repairs if s.last("reopened")),
        complaints=len(chosen) - len(repairs),
        unreadable=unreadable,
    )


def _hours(state: State) -> float | None:
    """Elapsed hours from received to the end of the work; None while it goes on."""
    ended = state.work_ended_at
    return None if ended is None else (ended - state.ticket.received).total_seconds() / 3600


def _promises(tickets: list[list[Held]]) -> list[Kept]:
    names = list(dict.fromkeys(held.promise for promises in tickets for held in promises))
    out = []
    for name in names:
        states = [held.state for promises in tickets for held in promises if held.promise == name]
        out.append(
            Kept(
                promise=name,
                kept=states.count("kept"),
                broken=states.count("late") + states.count("overdue"),
                open=states.count("running") + states.count("paused") + states.count("unset"),
            )
        )
    return out


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0])))
