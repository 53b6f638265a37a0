"""The visits of a ticket one by one, and those of a day: what stands on the coordinator's and
technicians' lists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from svc.model import events as ev
from svc.rules.ticket.lifecycle import State, events_in_order

AWAITED = ("dispatched", "visiting", *ev.WAITING, "on_hold")
"""States in which somebody still has to go to the customer, or go again."""


_COUNTED = re.compile(r"(?P<what>.*\S)\s*[:：]\s*(?P<count>[1-9][0-9]{0,3})\s*")


class Visit(Struct, frozen=True, kw_only=True):
    """One visit that was agreed: who, when; and what became of it."""

    technician: str
    appointment: datetime
    bring: list[str] = []
    together: list[str] = []  # the other tickets that were to be seen to in the same visit
    is_handed_out: bool = False
    moved_to: datetime | None = None  # agreed anew for this time before anybody came
    arrived: datetime | None = None
    report: ev.Visited | None = None  # None: not made, or under way
    changed_by: int = 0  # the number of the event that changed it last
    had_by: list[str] = []  # who was to make it before, at the same time

    @property
    def is_unfinished(self) -> bool:
        """Whether more has to be done: nobody has reported yet, or the report says so."""
        return self.report is None or is_unfinished(self.report) or self.report.leftover != ""


def brought(text: str) -> tuple[str, int]:
    """What is to be brought and how many of it, as a dispatch says it: `P-1001:2`, `P-1001`."""
    match = _COUNTED.fullmatch(text)
    return (match["what"].strip(), int(match["count"])) if match else (text.strip(), 1)


Trip = tuple[str, datetime, str]
"""What one visit to several machines is told by: who goes, when, and the first of its tickets."""


def trip_of(ticket: str, technician: str, appointment: datetime, together: Sequence[str]) -> Trip:
    """The visit that a ticket's visit is part of: of two tickets it is the same where they are seen
    to together. Two visits of one ticket are told apart by their times.
    """
    return technician, appointment, min(ticket, *together)


def agreed_trip(state: State) -> Trip | None:
    """The visit that is agreed for a ticket; None if there is none."""
    if state.appointment is None or not state.technician:
        return None
    return trip_of(state.ticket.id, state.technician, state.appointment, state.together)


def seen_to_together(state: State, others: Sequence[State]) -> list[str]:
    """Which of the `others` are seen to in the visit that is agreed for a ticket, or under way."""
    trip, going = agreed_trip(state), ("dispatched", "visiting")
    return [
        other.ticket.id
        for other in others
        if state.status in going and other.status in going and agreed_trip(other) == trip
    ]


def is_unfinished(visit: ev.Visited) -> bool:
    """Whether more has to be done after this visit: a provisional remedy is one, too."""
    return visit.outcome not in ev.REPAIRED or visit.outcome == "provisional"


def visits_of(state: State) -> list[Visit]:
    """All visits of a ticket in the order in which they were agreed; what is out of turn counts for
    nothing.
    """
    visits: list[Visit] = []
    for event in events_in_order(state.ticket.log):
        if event in state.out_of_turn:
            continue
        last = (
            visits[-1]
            if visits and visits[-1].report is None and visits[-1].moved_to is None
            else None
        )
        match event:
            case ev.Dispatched() | ev.Rescheduled():
                technician, bring, has_it = event.technician, getattr(event, "bring", []), False
                together = getattr(event, "together", [])
                if last is not None:
                    together = together or last.together
                    visits[-1] = replace(last, moved_to=event.appointment, changed_by=event.seq)
                    has_it = last.is_handed_out and not technician
                    technician, bring = technician or last.technician, bring or last.bring
                visit = Visit(
                    technician=technician,
                    appointment=event.appointment,
                    bring=bring,
                    together=together,
                    is_handed_out=has_it,
                    changed_by=event.seq,
                )
                visits.append(visit)
            case ev.TakenOver(visit=True) if last is not None:
                visits[-1] = replace(
                    last,
                    technician=event.to,
                    is_handed_out=False,
                    changed_by=event.seq,
                    had_by=[*last.had_by, last.technician],
                )
            case ev.Reassigned() if last is not None:
                visits[-1] = replace(
                    last,
                    technician=event.technician,
                    bring=event.bring or last.bring,
                    together=event.together,
                    is_handed_out=last.is_handed_out and event.technician == last.technician,
                    changed_by=event.seq,
                    had_by=[*last.had_by, last.technician],
                )
            case ev.HandedOut() if last is not None:
                visits[-1] = replace(last, is_handed_out=True, technician=event.technician)
            case ev.Arrived() if last is not None:
                visits[-1] = replace(last, arrived=event.at)
            case ev.Visited() if last is not None:
                visits[-1] = replace(last, report=event, changed_by=event.seq)
    return visits


def visits_on_day(state: State, day: date) -> list[Visit]:
    """The ticket's visits that were to be on this day or were made on it, by time."""
    visits = [
        visit
        for visit in visits_of(state)
        if day in (visit.appointment.date(), visit.arrived and visit.arrived.date())
        or (visit.report is not None and visit.report.at.date() == day)
    ]
    return sorted(visits, key=lambda visit: visit.appointment)


def visits_to_make(state: State, day: date) -> list[Visit]:
    """The ticket's visits of a day that are to be made or were: not what was moved, stands still,
    or was solved without a visit.
    """
    going = state.status in ("dispatched", "visiting")
    return [
        visit
        for visit in visits_on_day(state, day)
        if visit.moved_to is None and (visit.report or going)
    ]


def unfinished_visit(state: State, day: date) -> Visit | None:
    """The visit before this day after which somebody still has to go, if no later one is agreed
    (S4: the unfinished orders of the days before come first in the morning).
    """
    visits = visits_of(state)
    if state.status not in AWAITED or not visits:
        return None
    last = visits[-1]
    before = (last.report.at if last.report else last.appointment).date() < day
    return last if before and last.is_unfinished and last.moved_to is None else None
