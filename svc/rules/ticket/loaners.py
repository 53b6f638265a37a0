"""The loaners of a ticket (备用机): machines of the store that its customer has until theirs is
repaired.
"""

from __future__ import annotations

from collections.abc import Iterable

from svc.model import events as ev


def loaners_out(events: Iterable[ev.Event]) -> list[ev.LoanerLent]:
    """The loaners that the customer has after these events, in their order."""
    out: dict[str, ev.LoanerLent] = {}
    for event in events:
        match event:
            case ev.LoanerLent():
                out[event.id] = event
            case ev.LoanerReturned():
                out.pop(event.of, None)
    return list(out.values())
