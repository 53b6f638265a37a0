"""Calls that found nobody: how many there were in a row, and who is told after too many."""

from __future__ import annotations

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
