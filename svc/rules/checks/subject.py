"""What the rules of `svc check` look at, and what they answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from svc.errors import Phrase
from svc.model import customers as cu
from svc.model.events import CATALOGUE, Event, EventKind, tag_of
from svc.model.faults import KeyPath
from svc.model.month_seals import MONTH_SEAL_CATALOGUE, MONTH_SEAL_HEAD_KEYS, MonthSeal
from svc.model.prices import PriceList
from svc.model.seals import SEAL_CATALOGUE, SEAL_HEAD_KEYS, Seal
from svc.model.staff import Person
from svc.model.stock import STOCK_CATALOGUE, STOCK_HEAD_KEYS, StockDocument
from svc.model.tickets import HEAD_KEYS, Ticket
from svc.rules.daily.month_seals import MonthSealState
from svc.rules.daily.seals import SealState
from svc.rules.promises.runs import PromiseRun
from svc.rules.stock.documents import StockState
from svc.rules.stock.moves import Begun
from svc.rules.ticket.customers import CustomerState
from svc.rules.ticket.lifecycle import State, events_in_order

if TYPE_CHECKING:
    from svc.model.data import Data


class Finding(Struct, frozen=True):
    """One thing that is not as it should be: the rule, what, and where in the file."""

    rule: str
    problem: Phrase
    place: KeyPath = ()


class SealedDays(Struct, frozen=True):
    """The days of an office that are sealed, and the events that any of its seals has."""

    days: frozenset[date]
    events: frozenset[str]


class SealedMonth(Struct, frozen=True):
    """A month of an office that is sealed: the events that its seal has, or a correction of it."""

    sealed: frozenset[str]  # that it was sealed with
    known: frozenset[str]  # the same, and those of corrections


class Referable(Struct, frozen=True, kw_only=True):
    """What records refer to."""

    # None: staff.yaml can't be read, so people are not looked at
    people: Mapping[str, Person] | None
    offices: Mapping[str, str]  # code → region
    policies: frozenset[str]  # versions that are there, readable or not
    calendars: frozenset[str]
    prices: Mapping[str, PriceList | None]  # None of one that can't be read
    # The promises of a ticket at a time, or one of them by its name; raises SvcError where they
    # can't be told.
    promises: Callable[[State, datetime, str], list[PromiseRun]]
    seals: Callable[[], Mapping[str, SealedDays]]  # by office
    # of an office and the first day of a month; None: not sealed
    months: Callable[[str, date], SealedMonth | None]
    zone: tzinfo  # by which days are told
    books: Callable[[], Begun]  # since when those of stores and kits are kept
    _may: dict[tuple[str, type[Event]], bool] = {}

    def may_record(self, person: str, event: Event, catalogue: Mapping[str, EventKind]) -> bool:
        """Whether somebody has a role that records such events; of nobody nothing is known."""
        is_allowed = self._may.get((person, type(event)))
        if is_allowed is None:
            entry = (self.people or {}).get(person)
            is_allowed = entry is None or entry.may(catalogue[tag_of(event)].roles)
            self._may[person, type(event)] = is_allowed
        return is_allowed


class CheckedRecord(Struct, frozen=True, kw_only=True):
    """One record of any kind, and what its log says."""

    references: Referable
    data: dict[str, Any]
    record: Ticket | cu.Customer | StockDocument | Seal | MonthSeal
    state: State | CustomerState | StockState | SealState | MonthSealState
    began: datetime  # received, opened, booked; of a seal when its day did
    catalogue: Mapping[str, EventKind]
    head_keys: tuple[str, ...]
    log: list[Any]  # as it stands in the file
    order: list[tuple[int, Any]]  # the log in its order, each event with its place in the file
    kinds: dict[type[Event], list[tuple[int, Any]]]  # the same by kind of event, as amended

    @property
    def id(self) -> str:
        return self.record.id

    # Any in these two: the rule that asks for some kinds knows their fields, this does not.
    def events_of(self, *kinds: type[Event]) -> list[tuple[int, Any]]:
        """The events of these kinds, each with its place in the file; in no order."""
        return [pair for kind in kinds if kind in self.kinds for pair in self.kinds[kind]]

    def events_in_order(self, *kinds: type[Event]) -> list[tuple[int, Any]]:
        """The events of these kinds as they are replayed, each with its place in the file."""
        of_kinds = [self.kinds[kind] for kind in kinds if kind in self.kinds]
        if len(of_kinds) < 2:
            return of_kinds[0] if of_kinds else []
        return sorted(
            (pair for pairs in of_kinds for pair in pairs),
            key=lambda pair: (pair[1].seq, pair[1].id),
        )


class CheckedTicket(CheckedRecord, frozen=True, kw_only=True):
    """A ticket."""

    record: Ticket
    state: State


class CheckedCustomer(CheckedRecord, frozen=True, kw_only=True):
    """A customer's file."""

    record: cu.Customer
    state: CustomerState


class CheckedStock(CheckedRecord, frozen=True, kw_only=True):
    """A stock document."""

    record: StockDocument
    state: StockState


class CheckedSeal(CheckedRecord, frozen=True, kw_only=True):
    """A day's seal."""

    record: Seal
    state: SealState


class CheckedMonthSeal(CheckedRecord, frozen=True, kw_only=True):
    """A month's seal."""

    record: MonthSeal
    state: MonthSealState


def checked_ticket(ticket: Ticket, data: Data, state: State, known: Referable) -> CheckedTicket:
    """What the rules see of a ticket."""
    order, kinds = _order_and_kinds(ticket.log)
    if state.amendments:
        _, kinds = _order_and_kinds(state.ticket.log)
    return CheckedTicket(
        references=known,
        data=data,
        record=ticket,
        state=state,
        began=ticket.received,
        catalogue=CATALOGUE,
        head_keys=HEAD_KEYS,
        log=ticket.log,
        order=order,
        kinds=kinds,
    )


def checked_customer(
    customer: cu.Customer, data: Data, state: CustomerState, known: Referable
) -> CheckedCustomer:
    """What the rules see of a customer's file."""
    order, kinds = _order_and_kinds(customer.log)
    return CheckedCustomer(
        references=known,
        data=data,
        record=customer,
        state=state,
        began=customer.opened,
        catalogue=cu.CUSTOMER_CATALOGUE,
        head_keys=cu.CUSTOMER_HEAD_KEYS,
        log=customer.log,
        order=order,
        kinds=kinds,
    )


def checked_document(
    document: StockDocument, data: Data, state: StockState, known: Referable
) -> CheckedStock:
    """What the rules see of a stock document."""
    order, kinds = _order_and_kinds(document.log)
    return CheckedStock(
        references=known,
        data=data,
        record=document,
        state=state,
        began=document.booked,
        catalogue=STOCK_CATALOGUE,
        head_keys=STOCK_HEAD_KEYS,
        log=document.log,
        order=order,
        kinds=kinds,
    )


def checked_seal(
    seal: Seal, data: Data, state: SealState, known: Referable, began: datetime
) -> CheckedSeal:
    """What the rules see of a seal."""
    order, kinds = _order_and_kinds(seal.log)
    return CheckedSeal(
        references=known,
        data=data,
        record=seal,
        state=state,
        began=began,
        catalogue=SEAL_CATALOGUE,
        head_keys=SEAL_HEAD_KEYS,
        log=seal.log,
        order=order,
        kinds=kinds,
    )


def checked_month_seal(
    seal: MonthSeal, data: Data, state: MonthSealState, known: Referable, began: datetime
) -> CheckedMonthSeal:
    """What the rules see of a month's seal."""
    order, kinds = _order_and_kinds(seal.log)
    return CheckedMonthSeal(
        references=known,
        data=data,
        record=seal,
        state=state,
        began=began,
        catalogue=MONTH_SEAL_CATALOGUE,
        head_keys=MONTH_SEAL_HEAD_KEYS,
        log=seal.log,
        order=order,
        kinds=kinds,
    )


def _order_and_kinds(
    log: Sequence[Event],
) -> tuple[list[tuple[int, Event]], dict[type[Event], list[tuple[int, Event]]]]:
    """The log as it is replayed, each event with its place in the file; and the same by kind of
    event.
    """
    order = list(enumerate(log))
    if any(one.seq >= other.seq for one, other in pairwise(log)):
        places = {id(event): index for index, event in order}
        order = [(places[id(event)], event) for event in events_in_order(log)]
    kinds: dict[type[Event], list[tuple[int, Event]]] = {}
    for pair in order:
        kinds.setdefault(type(pair[1]), []).append(pair)
    return order, kinds
