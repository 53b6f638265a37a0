"""Said twice: what the same person says again within ten minutes changes nothing.

A command repeated after a lost answer, a request typed again because the telephone rang: what
stands already is not recorded once more.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.model.records import event_data
from svc.rules.ticket.lifecycle import events_in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from svc.model.events import Event
    from svc.model.tickets import Ticket

SAID_TWICE = timedelta(minutes=10)


class Planned(Struct, frozen=True):
    """An event to be recorded; `at_given` says whether the person named the time.

    `worked_out` are fields nobody typed, such as the next attempt: said twice, they may differ.
    """

    event: Event
    at_given: bool
    worked_out: tuple[str, ...] = ()


def is_said_recently(event: Event, now: datetime) -> bool:
    """Whether the event was typed within ten minutes of now, on either side: clocks differ."""
    return abs(now - event.typed) <= SAID_TWICE


def are_the_last(plan: Sequence[Planned], log: Iterable[Event], by: str, now: datetime) -> bool:
    """Whether these events are the last that this person recorded in the log, within ten minutes of
    now.
    """
    mine = [event for event in events_in_order(list(log)) if event.by == by]
    last = mine[-len(plan) :]
    return len(last) == len(plan) and all(
        is_said_recently(event, now) and _say_the_same(planned, event)
        for planned, event in zip(plan, last, strict=True)
    )


def is_taken_down(ticket: Ticket, head: Ticket) -> bool:
    """Whether a ticket is what its head says: the same customer, machine, symptom, and the same
    person typing.
    """
    one, other = ticket.log[0], head.log[0]
    return one.by == other.by and heads_agree(ticket, head) and _began_the_same(one, other)


def _say_the_same(planned: Planned, event: Event) -> bool:
    """Whether both say the same: what and every field; the time only where the person named it."""
    left, right = event_data(planned.event), event_data(event)
    passing = {
        "seq",
        "id",
        "typed",
        "allowed",
        "late",
        "acting",
        *planned.worked_out,
        *(() if planned.at_given else ("at",)),
    }
    return {k: v for k, v in left.items() if k not in passing} == {
        k: v for k, v in right.items() if k not in passing
    }


def heads_agree(ticket: Ticket, head: Ticket) -> bool:
    """Whether both heads say the same of customer, machine and symptom."""
    return _request(ticket) == _request(head)


def _began_the_same(one: Event, other: Event) -> bool:
    """Of two noted calls the words tell whether they are the same; of two intakes the head does."""
    if type(one) is not type(other) or hasattr(one, "digest"):
        return type(one) is type(other)
    return _say_the_same(Planned(other, False), one)


def _request(ticket: Ticket) -> tuple[object, ...]:
    machine = _machine_identity(ticket)
    return ticket.office, ticket.customer, ticket.symptom, ticket.kind, machine


def _machine_identity(ticket: Ticket) -> tuple[str, str, str] | None:
    machine = ticket.equipment
    return (machine.model, machine.specification, machine.serial) if machine else None
