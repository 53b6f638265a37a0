"""A file as a record: its text, its plain data and what they mean, of a ticket and of a customer's
file alike.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from svc.errors import WrongFileName
from svc.model import reading
from svc.model.customers import CUSTOMER_CATALOGUE, AnyCustomerEvent, Customer
from svc.model.events import CATALOGUE, AnyEvent, EventKind
from svc.model.faults import record_from
from svc.model.ids import CustomerId, TicketId
from svc.model.records import ticket_from
from svc.model.tickets import Ticket
from svc.rules.ticket.customers import CustomerState, replay_customer
from svc.rules.ticket.lifecycle import State, replay_ticket


class Record(Struct, frozen=True, kw_only=True):
    """A ticket's file as it was read: its text, whether we laid it out, the plain data, and the
    ticket.
    """

    path: str
    text: str
    our_layout: bool
    data: dict[str, Any]
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

    def state_with(self, log: list[Any]) -> State:
        """Where the ticket would be with this log."""
        return replay_ticket(replace(self.ticket, log=log))


class CustomerRecord(Struct, frozen=True, kw_only=True):
    """A customer's file as it was read."""

    path: str
    text: str
    our_layout: bool
    data: dict[str, Any]
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

    def state_with(self, log: list[Any]) -> CustomerState:
        """How the file would stand with this log."""
        return replay_customer(replace(self.customer, log=log))


def record_of(data: bytes, number: TicketId) -> Record:
    """The record that a ticket's file holds. Raises Damaged with file and line."""
    path = number.path
    text = reading.decode(data, path)
    values, ours = reading.read_text(text, path)
    ticket = ticket_from(values, path, text)
    if ticket.id != str(number):
        raise WrongFileName(path=path, line=1, problem=ticket.id)
    return Record(path=path, text=text, our_layout=ours, data=values, ticket=ticket)


def customer_of(data: bytes, number: CustomerId) -> CustomerRecord:
    """The record that a customer's file holds. Raises Damaged with file and line."""
    path = number.path
    text = reading.decode(data, path)
    values, ours = reading.read_text(text, path)
    customer = record_from(values, Customer, path, text)
    if customer.id != str(number):
        raise WrongFileName(path=path, line=1, problem=customer.id)
    return CustomerRecord(path=path, text=text, our_layout=ours, data=values, customer=customer)
