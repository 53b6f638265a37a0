"""A file as a record: its text, its plain data and what they mean, of a ticket, a customer's file,
a stock document and a seal alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from svc.errors import WrongFileName
from svc.model import reading
from svc.model.customers import CUSTOMER_CATALOGUE, AnyCustomerEvent, Customer
from svc.model.events import CATALOGUE, AnyEvent, Event, EventKind
from svc.model.faults import record_from
from svc.model.ids import CustomerId, MonthSealId, RecordId, SealId, StockId, TicketId
from svc.model.month_seals import MONTH_SEAL_CATALOGUE, AnyMonthSealEvent, MonthSeal
from svc.model.records import ticket_from
from svc.model.renumbering import WHAT, with_new_numbers
from svc.model.seals import SEAL_CATALOGUE, AnySealEvent, Seal
from svc.model.stock import STOCK_CATALOGUE, AnyStockEvent, StockDocument
from svc.model.tickets import Ticket
from svc.rules.daily.month_seals import MonthSealState, replay_month_seal
from svc.rules.daily.seals import SealState, replay_seal
from svc.rules.stock.documents import StockState, replay_document
from svc.rules.ticket.customers import CustomerState, replay_customer
from svc.rules.ticket.lifecycle import State, replay_ticket


class FileRecord(Struct, frozen=True, kw_only=True):
    """A file as it was read: its text, whether we laid it out, and the plain data, as written. What
    the record names has its number as it is now.
    """

    path: str
    text: str
    our_layout: bool
    data: dict[str, Any]


class Record(FileRecord, frozen=True, kw_only=True):
    """A ticket's file, and the ticket."""

    ticket: Ticket

    @property
    def id(self) -> str:
        return self.ticket.id

    @property
    def began(self) -> datetime:
        return self.ticket.received

    @property
    def log(self) -> list[AnyEvent]:
        return self.ticket.log

    @property
    def state(self) -> State:
        return replay_ticket(self.ticket)

    @property
    def catalogue(self) -> dict[str, EventKind]:
        return CATALOGUE

    def state_with(self, log: Sequence[Event]) -> State:
        """Where the ticket would be with this log."""
        return replay_ticket(replace(self.ticket, log=log))


class CustomerRecord(FileRecord, frozen=True, kw_only=True):
    """A customer's file, and the customer."""

    customer: Customer

    @property
    def id(self) -> str:
        return self.customer.id

    @property
    def began(self) -> datetime:
        return self.customer.opened

    @property
    def log(self) -> list[AnyCustomerEvent]:
        return self.customer.log

    @property
    def state(self) -> CustomerState:
        return replay_customer(self.customer)

    @property
    def catalogue(self) -> dict[str, EventKind]:
        return CUSTOMER_CATALOGUE

    def state_with(self, log: Sequence[Event]) -> CustomerState:
        """How the file would stand with this log."""
        return replay_customer(replace(self.customer, log=log))


class StockRecord(FileRecord, frozen=True, kw_only=True):
    """A stock document's file, and the document."""

    document: StockDocument

    @property
    def id(self) -> str:
        return self.document.id

    @property
    def began(self) -> datetime:
        return self.document.booked

    @property
    def log(self) -> list[AnyStockEvent]:
        return self.document.log

    @property
    def state(self) -> StockState:
        return replay_document(self.document)

    @property
    def catalogue(self) -> dict[str, EventKind]:
        return STOCK_CATALOGUE

    def state_with(self, log: Sequence[Event]) -> StockState:
        """How the document would stand with this log."""
        return replay_document(replace(self.document, log=log))


class SealRecord(FileRecord, frozen=True, kw_only=True):
    """A seal's file, and the seal."""

    seal: Seal

    @property
    def id(self) -> str:
        return self.seal.id

    @property
    def began(self) -> datetime:
        """When the day did, where it was sealed."""
        return datetime.combine(self.seal.day, time(), self.seal.log[0].at.tzinfo)

    @property
    def log(self) -> list[AnySealEvent]:
        return self.seal.log

    @property
    def state(self) -> SealState:
        return replay_seal(self.seal)

    @property
    def catalogue(self) -> dict[str, EventKind]:
        return SEAL_CATALOGUE

    def state_with(self, log: Sequence[Event]) -> SealState:
        """How the seal would stand with this log."""
        return replay_seal(replace(self.seal, log=log))


class MonthSealRecord(FileRecord, frozen=True, kw_only=True):
    """A month's seal: its file, and the seal."""

    seal: MonthSeal

    @property
    def id(self) -> str:
        return self.seal.id

    @property
    def began(self) -> datetime:
        """When the month did, where it was sealed."""
        return datetime.combine(self.state.first, time(), self.seal.log[0].at.tzinfo)

    @property
    def log(self) -> list[AnyMonthSealEvent]:
        return self.seal.log

    @property
    def state(self) -> MonthSealState:
        return replay_month_seal(self.seal)

    @property
    def catalogue(self) -> dict[str, EventKind]:
        return MONTH_SEAL_CATALOGUE

    def state_with(self, log: Sequence[Event]) -> MonthSealState:
        """How the seal would stand with this log."""
        return replay_month_seal(replace(self.seal, log=log))


AnyRecord = Record | CustomerRecord | StockRecord | SealRecord | MonthSealRecord


def record_of(data: bytes, number: RecordId) -> AnyRecord:
    """The record of whatever kind that a file holds. Raises Damaged with file and line."""
    match number:
        case TicketId():
            return ticket_record_of(data, number)
        case CustomerId():
            return customer_record_of(data, number)
        case StockId():
            return stock_record_of(data, number)
        case SealId():
            return seal_record_of(data, number)
        case MonthSealId():
            return month_seal_record_of(data, number)


def ticket_record_of(data: bytes, number: TicketId) -> Record:
    """The record that a ticket's file holds. Raises Damaged with file and line."""
    stored = _read(data, number.path)
    ticket = ticket_from(stored.data, stored.path, stored.text)
    if _names_numbers_before(stored):
        ticket = ticket_from(with_new_numbers(stored.data), stored.path, stored.text)
    _check_number(ticket.id, number)
    return Record(**asdict(stored), ticket=ticket)


def customer_record_of(data: bytes, number: CustomerId) -> CustomerRecord:
    """The record that a customer's file holds. Raises Damaged with file and line."""
    stored = _read(data, number.path)
    customer = record_from(stored.data, Customer, stored.path, stored.text)
    if _names_numbers_before(stored):
        customer = record_from(with_new_numbers(stored.data), Customer, stored.path, stored.text)
    _check_number(customer.id, number)
    return CustomerRecord(**asdict(stored), customer=customer)


def stock_record_of(data: bytes, number: StockId) -> StockRecord:
    """The record that a stock document's file holds. Raises Damaged with file and line."""
    stored = _read(data, number.path)
    document = record_from(stored.data, StockDocument, stored.path, stored.text)
    if _names_numbers_before(stored):
        document = record_from(
            with_new_numbers(stored.data), StockDocument, stored.path, stored.text
        )
    _check_number(document.id, number)
    return StockRecord(**asdict(stored), document=document)


def seal_record_of(data: bytes, number: SealId) -> SealRecord:
    """The record that a seal's file holds. Raises Damaged with file and line."""
    stored = _read(data, number.path)
    seal = record_from(stored.data, Seal, stored.path, stored.text)
    _check_number(seal.id, number)
    return SealRecord(**asdict(stored), seal=seal)


def month_seal_record_of(data: bytes, number: MonthSealId) -> MonthSealRecord:
    """The record that a month's seal's file holds. Raises Damaged with file and line."""
    stored = _read(data, number.path)
    seal = record_from(stored.data, MonthSeal, stored.path, stored.text)
    _check_number(seal.id, number)
    return MonthSealRecord(**asdict(stored), seal=seal)


def _read(data: bytes, path: str) -> FileRecord:
    text = reading.decode(data, path)
    values, our_layout = reading.read_text(text, path)
    return FileRecord(path=path, text=text, our_layout=our_layout, data=values)


def _names_numbers_before(stored: FileRecord) -> bool:
    """Whether the record may name others that have another number now; told by one look at the
    text.
    """
    return WHAT in stored.text


def _check_number(id: str, number: RecordId) -> None:
    if id != str(number):
        raise WrongFileName(path=number.path, line=1, problem=id)
