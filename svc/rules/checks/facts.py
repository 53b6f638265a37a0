"""What the rules between records need of each record: noted once, so that a record need not be read
again for another, nor by the process that compares them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from msgspec import Struct, json

from svc.model import customers as cu
from svc.model import events as ev
from svc.model.blocks import token_of
from svc.model.faults import KeyPath
from svc.model.month_seals import MonthSeal
from svc.model.seals import Seal
from svc.model.staff import Staff
from svc.model.stock import COUNTS
from svc.model.tickets import Ticket
from svc.rules.checks.logs import AHEAD
from svc.rules.forms import serial_form
from svc.rules.stock.documents import StockState
from svc.rules.stock.moves import (
    Begun,
    Move,
    begun_by,
    booked_moves,
    in_order,
    moves_of_document,
)
from svc.rules.stock.places import Spot, store_of, with_technician
from svc.rules.telephones import telephones
from svc.rules.ticket.customers import CustomerState, what_goes_over
from svc.rules.ticket.equipment import customer_serials
from svc.rules.ticket.machines_moved import (
    MovedMachine,
    machines_given_away,
    machines_received,
)
from svc.rules.ticket.parts_out import PartOut, parts_out


class LoanOut(Struct, frozen=True, array_like=True):
    """A part that is out, and where in the log it was lent."""

    place: int
    out: PartOut


class TicketFacts(Struct, frozen=True, array_like=True):
    """What the rules between records need of one ticket."""

    id: str
    customer_id: str = ""  # the customer's, as told
    serial: str = ""  # of the machine, as told; empty of one that is yet to be installed
    parts_out: tuple[LoanOut, ...] = ()
    receipts: tuple[tuple[str, int], ...] = ()  # number, place in the log
    # other tickets, each with the place where it is named
    tickets_named: tuple[tuple[KeyPath, str], ...] = ()
    # the ticket complained of, or complaints about it: place in the log
    complaints: tuple[tuple[int, str], ...] = ()
    ahead: tuple[int, datetime] | None = (
        None  # the place of what was typed later than now, and when
    )
    # the token of the customer's form by which it came; empty: none, or the ticket is ended
    form: str = ""
    moves: tuple[Move, ...] = ()  # of parts
    # the due machines that it was made for (plan, serial number, day); none of one given up
    upkeep: tuple[tuple[str, str, str], ...] = ()


Content = tuple[str, str]
"""Somebody to call, or a machine: the name or serial number, and all of it as JSON."""


class CustomerFacts(Struct, frozen=True, array_like=True):
    """What the rules between records need of one customer's file."""

    id: str
    status: str
    merged_into: str
    machines: tuple[str, ...]  # serial numbers of those they have
    serials_ever: tuple[str, ...]  # of those they ever had, in the form in which they are compared
    telephones: tuple[str, ...]
    # other files: place, what the event says of them, which, serial
    customers_named: tuple[tuple[KeyPath, str, str, str], ...] = ()
    tickets_named: tuple[tuple[KeyPath, str], ...] = ()  # tickets
    ahead: tuple[int, datetime] | None = None
    contents: tuple[Content, ...] = ()  # of a file that was merged, or has taken others over
    absorbed: tuple[tuple[str, tuple[Content, ...]], ...] = ()  # of each file what came from it
    given_away: tuple[MovedMachine, ...] = ()  # machines that were corrected here
    received: tuple[MovedMachine, ...] = ()


class CountedLine(Struct, frozen=True, array_like=True):
    """A line of a stock count: what was counted, and what the books were taken to have."""

    number: int  # from 1
    at: datetime
    seq: int
    part: str
    spot: Spot
    booked: int


class StockFacts(Struct, frozen=True, array_like=True):
    """What the rules between records need of one stock document."""

    id: str
    ahead: tuple[int, datetime] | None = None
    moves: tuple[Move, ...] = ()
    counted: tuple[CountedLine, ...] = ()


class SealFacts(Struct, frozen=True, array_like=True):
    """What the rules between records need of one seal."""

    id: str
    ahead: tuple[int, datetime] | None = None


AnyFacts = TicketFacts | CustomerFacts | StockFacts | SealFacts


class Facts(Struct, frozen=True, kw_only=True, dict=True):
    """All that rules between records look at."""

    tickets: Mapping[str, TicketFacts]  # by number, in order
    customers: Mapping[str, CustomerFacts]
    documents: Mapping[str, StockFacts] = {}
    seals: Mapping[str, SealFacts] = {}
    staff: Staff = Staff(staff=[])
    offices: Mapping[str, str] = {}  # what each is called
    has_loan_term: bool = False  # the settings say when a part that was lent is to be back
    unreadable: frozenset[str] = frozenset()  # numbers of records that are there and can't be read

    @property
    def begun(self) -> Begun:
        """Since when the books of each store are kept."""
        moves = [move for document in self.documents.values() for move in document.moves]
        return begun_by(moves, {person.id: person.office for person in self.staff.staff})

    @cached_property
    def booked(self) -> list[Move]:
        """The moves that are in the books of stores, in their order."""
        begun = self.begun
        moves = [move for ticket in self.tickets.values() for move in ticket.moves]
        moves += [move for document in self.documents.values() for move in document.moves]
        return list(booked_moves(in_order(moves), begun)) if begun.stores else []


_EVENTS_LOOKED_AT = frozenset(
    {
        ev.PartLent,
        ev.ReceiptIssued,
        ev.Linked,
        ev.Joined,
        ev.RepeatDeclared,
    }
)


def facts_of_ticket(ticket: Ticket, now: datetime, moves: Sequence[Move] = ()) -> TicketFacts:
    """What the rules between records need of this ticket."""
    named: list[tuple[KeyPath, str]] = [
        (("repeat_of", index), other) for index, other in enumerate(ticket.repeat_of)
    ]
    machine = ticket.equipment if ticket.kind != "installation" else None
    complaints: list[tuple[int, str]] = []
    lent: dict[str, int] = {}
    receipts: list[tuple[str, int]] = []
    for index, event in enumerate(ticket.log):
        if type(event) not in _EVENTS_LOOKED_AT:
            continue
        match event:
            case ev.PartLent():
                lent[event.id] = index
            case ev.ReceiptIssued():
                receipts.append((event.number, index))
            case ev.RepeatDeclared():
                named += [
                    (("log", index, "earlier", nth), other)
                    for nth, other in enumerate(event.earlier)
                ]
            case ev.Linked():
                named.append((("log", index, "ticket"), event.ticket))
                if event.why == "complaint":
                    complaints.append((index, event.ticket))
            case ev.Joined():
                named.append((("log", index, "into"), event.into))
    return TicketFacts(
        ticket.id,
        ticket.customer.file if ticket.customer else "",
        machine.serial if machine else "",
        tuple(LoanOut(lent[out.lent.id], out) for out in parts_out(ticket.log if lent else ())),
        tuple(receipts),
        tuple(named),
        tuple(complaints),
        _typed_ahead(ticket.log, now),
        _form_of(ticket),
        tuple(moves),
        _made_for(ticket),
    )


def _made_for(ticket: Ticket) -> tuple[tuple[str, str, str], ...]:
    """The due machines of a ticket that nobody gave up."""
    if any(isinstance(event, (ev.Cancelled, ev.Declined)) for event in ticket.log):
        return ()
    return tuple((row.plan, row.serial, row.due.isoformat()) for row in ticket.upkeep)


def _form_of(ticket: Ticket) -> str:
    first = ticket.log[0]
    is_ended = ticket.status in ev.FINAL
    return token_of(first.block) if isinstance(first, ev.Noted) and not is_ended else ""


def _typed_ahead(log: Sequence[ev.Event], now: datetime) -> tuple[int, datetime] | None:
    """The place in the log of what was typed last, and when, if that is still to come."""
    if not any([event.typed > now for event in log]):
        return None
    last = max(range(len(log)), key=lambda index: log[index].typed)
    return (last, log[last].typed) if log[last].typed - now > AHEAD else None


def facts_of_document(state: StockState, now: datetime) -> StockFacts:
    """What the rules between records need of this stock document."""
    document = state.document
    first = document.log[0]
    is_count = document.kind in COUNTS and state.voided is None
    person = document.technician
    place = with_technician(person) if person else store_of(document.office)
    counted = [
        CountedLine(
            number,
            first.at,
            first.seq,
            line.part,
            Spot(place, line.condition),
            line.booked or 0,
        )
        for number, line in enumerate(document.lines if is_count else (), 1)
    ]
    ahead = _typed_ahead(document.log, now)
    return StockFacts(document.id, ahead, tuple(moves_of_document(state)), tuple(counted))


def facts_of_seal(seal: Seal | MonthSeal, now: datetime) -> SealFacts:
    """What the rules between records need of this seal."""
    return SealFacts(seal.id, _typed_ahead(seal.log, now))


_FIELD_OF_OTHER_FILE = {
    cu.Absorbed: "file",
    cu.MergedInto: "file",
    cu.EquipmentLeft: "to",
    cu.EquipmentCame: "from_file",
}
"""Events that name another customer's file, and the field in which they do."""

_NAMING_A_TICKET = (cu.EquipmentReplaced, cu.EquipmentUnboxed, cu.SoftwareUpdated)


def facts_of_customer(state: CustomerState, now: datetime) -> CustomerFacts:
    """What the rules between records need of this customer's file."""
    current = state.current
    files: list[tuple[KeyPath, str, str, str]] = []
    named: list[tuple[KeyPath, str]] = []
    for index, event in enumerate(state.customer.log):
        field = _FIELD_OF_OTHER_FILE.get(type(event))
        if field is not None and getattr(event, field):
            serial = event.serial if isinstance(event, cu.EquipmentLeft) else ""
            serial = event.machine.serial if isinstance(event, cu.EquipmentCame) else serial
            what = ev.tag_of(event)
            files.append((("log", index, field), what, getattr(event, field), serial_form(serial)))
        elif isinstance(event, _NAMING_A_TICKET) and event.ticket:
            named.append((("log", index, "ticket"), event.ticket))
    fields = cu.phone_fields(current)
    return CustomerFacts(
        current.id,
        state.status,
        state.merged_into,
        tuple(machine.serial for machine in state.equipment.values()),
        tuple(sorted({serial_form(serial) for serial in customer_serials(state)})),
        tuple(sorted({number.form for field in fields for number in telephones(field)})),
        tuple(files),
        tuple(named),
        _typed_ahead(state.customer.log, now),
        _contents_of(state),
        tuple(
            (other, _contents(event.contacts, event.equipment, event.sites))
            for other, event in state.absorbed.items()
        ),
        tuple(machines_given_away(state)),
        tuple(machines_received(state)),
    )


def _contents_of(state: CustomerState) -> tuple[Content, ...]:
    if state.is_forgotten:
        return ()
    if state.merged_into:
        over = what_goes_over(state)
        return _contents(over.contacts, over.equipment, over.sites)
    if not state.absorbed:
        return ()
    here = _contents(state.contacts.values(), state.equipment.values(), state.sites.values())
    return (*here, *_still_here_as_there(state))


def _still_here_as_there(state: CustomerState) -> Iterator[Content]:
    """Machines and sites that came from another file and are called otherwise here, as that file
    has them.
    """
    for other, there in state.absorbed.items():
        here = state.taken_over[other]
        for machine, taken in zip(there.equipment, here.equipment, strict=True):
            if machine != taken and state.equipment.get(taken.serial) == taken:
                yield machine.serial, _json(machine)
        for site, as_here in zip(there.sites, here.sites, strict=False):
            if site != as_here and state.sites.get(as_here.name) == as_here:
                yield site.name, _json(site)


def _contents(
    contacts: Iterable[cu.Contact], machines: Iterable[cu.Equipment], sites: Iterable[cu.Site]
) -> tuple[Content, ...]:
    people = [(contact.name, _json(contact)) for contact in contacts]
    places = [(site.name, _json(site)) for site in sites]
    return (*people, *((machine.serial, _json(machine)) for machine in machines), *places)


def _json(item: cu.Contact | cu.Equipment | cu.Site) -> str:
    return json.encode(item).decode()
