"""The loaners of a ticket (备用机): machines of the store that its customer has until theirs is
repaired.
"""

from __future__ import annotations

from collections.abc import Iterable

from svc.model import events as ev
from svc.rules.forms import serial_form


def loans_said_again(events: Iterable[ev.Event]) -> dict[str, str]:
    """Loans of a machine that the customer of this ticket had already, by their ids, each with the
    id of the loan that it says again: two desks recorded one loan, and neither knew of the other.
    Whichever of them a return names, it ends that one loan.
    """
    out: dict[tuple[str, str], str] = {}
    again: dict[str, str] = {}
    for event in events:
        match event:
            case ev.LoanerLent():
                machine = event.part, serial_form(event.serial)
                first = out.setdefault(machine, event.id)
                if first != event.id:
                    again[event.id] = first
            case ev.LoanerReturned():
                ended = again.get(event.of, event.of)
                out = {machine: loan for machine, loan in out.items() if loan != ended}
    return again


def loaners_out(events: Iterable[ev.Event]) -> list[ev.LoanerLent]:
    """The loaners that the customer has after these events, in their order; of one loan that two
    desks recorded what was said last.
    """
    events = list(events)
    again = loans_said_again(events)
    out: dict[str, ev.LoanerLent] = {}
    for event in events:
        match event:
            case ev.LoanerLent():
                out[again.get(event.id, event.id)] = event
            case ev.LoanerReturned():
                out.pop(again.get(event.of, event.of), None)
    return list(out.values())
