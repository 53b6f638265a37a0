"""Repeated repairs (多次维修, S4): the same fault on the same machine again, or its so-manieth
repair.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct

from svc.model.typed_text import UNKNOWN
from svc.rules.forms import serial_form
from svc.rules.search.likeness import likeness
from svc.rules.ticket.lifecycle import State

ALIKE = 0.5
"""From here on two symptoms pass for the same fault; a clerk sees both and decides."""

_NO_REPAIR = ("cancelled", "declined", "duplicate", "noted")


class Repeat(Struct, frozen=True, kw_only=True):
    """Why a repair is a repeated one: it is the machine's `times`-th, and which earlier ones
    count.
    """

    times: int
    same_fault: list[str]  # tickets with the same fault within the days that are set
    earlier: list[str]  # all earlier repairs, the newest first

    @property
    def counted(self) -> list[str]:
        """The tickets to be named: those with the same fault, else all."""
        return self.same_fault or self.earlier


def earlier_repairs(
    serial: str, states: Iterable[State], before: datetime, besides: str = ""
) -> list[State]:
    """The earlier repairs of the machine with this serial number, newest first; none if nobody
    knows the number.

    A request that was cancelled or declined was no repair. `besides` is the ticket that is asked
    for.
    """
    form = serial_form(serial)
    if not form or serial == UNKNOWN:
        return []
    repairs = [
        state
        for state in states
        if state.current.kind == "repair"
        and state.status not in _NO_REPAIR
        and state.ticket.id != besides
        and state.ticket.received <= before
        and serial_form(_serial_of_fault(state)) == form
    ]
    return sorted(repairs, key=lambda state: (state.ticket.received, state.ticket.id), reverse=True)


def _serial_of_fault(state: State) -> str:
    """The number of the machine that was to be repaired; another one may have come in its place
    since. Empty: the ticket is about none.
    """
    machine = state.as_received.equipment
    return machine.serial if machine is not None else ""


def judge_repeat(
    symptom: str, at: datetime, earlier: list[State], *, days: int, count: int
) -> Repeat | None:
    """Whether a repair told at `at` is a repeated one; `earlier` as `earlier_repairs` gives them.

    The same fault within `days` calendar days after the earlier work ended (or, if it has not,
    after it was received), or the `count`-th repair of all.
    """
    same_fault = [
        state.ticket.id
        for state in earlier
        if at.date() - (state.work_ended_at or state.ticket.received).astimezone(at.tzinfo).date()
        <= timedelta(days=days)
        and is_same_fault(symptom, state)
    ]
    if not same_fault and len(earlier) + 1 < count:
        return None
    return Repeat(
        times=len(earlier) + 1,
        same_fault=same_fault,
        earlier=[state.ticket.id for state in earlier],
    )


def is_same_fault(symptom: str, earlier: State) -> bool:
    """Whether the symptom is that of an earlier ticket, as it was told then or as it was found."""
    texts = [earlier.current.symptom, *(visit.found for visit in earlier.visits)]
    return any(likeness(symptom, text) >= ALIKE for text in texts)
