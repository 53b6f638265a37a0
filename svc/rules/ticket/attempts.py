"""Calls that found nobody: how many there were in a row, and who is told after too many."""

from __future__ import annotations

from datetime import date

from svc.model.events import (
    Answered,
    CalledBack,
    Contacted,
    FollowedUp,
    NotReached,
    Received,
    Reopened,
    ToldReady,
)
from svc.model.staff import Person, Staff
from svc.rules.ticket.lifecycle import State, events_in_order

_REACHED = {
    "contact": (Contacted, Answered, Received),
    "callback": (CalledBack,),
    "followup": (FollowedUp, CalledBack),
    "pickup": (ToldReady,),
}
"""What ends a row of attempts, by what the call was for; being opened again ends every row."""


def contact_attempts(state: State, purpose: str) -> list[NotReached]:
    """The attempts for this purpose since the customer was last reached for it."""
    row: list[NotReached] = []
    for event in events_in_order(state.ticket.log):
        if isinstance(event, (*_REACHED[purpose], Reopened)):
            row = []
        elif isinstance(event, NotReached) and event.purpose == purpose:
            row.append(event)
    return row


def station_head(staff: Staff, office: str, on: date) -> Person | None:
    """The manager of the office, else one of no office, else any; nobody who has left. None if
    there is none.
    """
    managers = [p for p in staff.staff if p.may(("manager",)) and (p.left is None or p.left >= on)]
    rank = {office: 0, "": 1}
    return min(managers, key=lambda person: rank.get(person.office, 2), default=None)
