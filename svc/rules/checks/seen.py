"""What the rules of `svc check` look at, and what they answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from svc.errors import Phrase
from svc.model import customers as cu
from svc.model.events import CATALOGUE, Entry, Event
from svc.model.staff import Person
from svc.model.tickets import HEAD_KEYS, Ticket
from svc.rules.customers import CustomerState
from svc.rules.lifecycle import State, in_order
from svc.rules.promises import Held

Place = tuple[str | int, ...]
"""Where in a file: keys and positions from the top."""


class Finding(Struct, frozen=True):
    """One thing that is not as it should be: the rule, what, and where in the file."""

    rule: str
    problem: Phrase
    place: Place = ()


class Known(Struct, frozen=True, kw_only=True):
    """What records refer to."""

    people: Mapping[str, Person] | None  # None: staff.yaml can't be read, so people are not looked at
    offices: Mapping[str, str]  # code → region
    policies: frozenset[str]  # versions that are there, readable or not
    calendars: frozenset[str]
    prices: frozenset[str]
    promises: Callable[[State, datetime], list[Held]]  # raises SvcError where they can't be told


class Seen(Struct, frozen=True, kw_only=True):
    """One record, a ticket's or a customer's, and what its log says."""

    known: Known
    data: dict[str, Any]
    record: Ticket | cu.Customer
    state: State | CustomerState
    began: datetime  # received, or opened
    catalogue: Mapping[str, Entry]
    head_keys: tuple[str, ...]
    log: list[Any]  # as it stands in the file
    order: list[tuple[int, Any]]  # the log as it is replayed, each event with its place in the file

    @property
    def id(self) -> str:
        return self.record.id


class SeenTicket(Seen, frozen=True, kw_only=True):
    """A ticket."""

    record: Ticket
    state: State


class SeenFile(Seen, frozen=True, kw_only=True):
    """A customer's file."""

    record: cu.Customer
    state: CustomerState


def seen_ticket(ticket: Ticket, data: dict[str, Any], state: State, known: Known) -> SeenTicket:
    """What the rules see of a ticket."""
    return SeenTicket(
        known=known, data=data, record=ticket, state=state, began=ticket.received, catalogue=CATALOGUE,
        head_keys=HEAD_KEYS, log=ticket.log, order=_ordered(ticket.log),
    )  # fmt: skip


def seen_file(customer: cu.Customer, data: dict[str, Any], state: CustomerState, known: Known) -> SeenFile:
    """What the rules see of a customer's file."""
    return SeenFile(
        known=known, data=data, record=customer, state=state, began=customer.opened, catalogue=cu.CUSTOMER_CATALOGUE,
        head_keys=cu.CUSTOMER_HEAD_KEYS, log=customer.log, order=_ordered(customer.log),
    )  # fmt: skip


def _ordered(log: list[Any]) -> list[tuple[int, Any]]:
    places = {id(event): index for index, event in enumerate(log)}
    return [(places[id(event)], event) for event in in_order(log)]


def what_of(event: Event) -> str:
    """The name of an event: `part_lent`."""
    return str(event.__struct_config__.tag)
