"""Old tickets in a table, and those that were imported before: found by the number they had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from svc.errors import N_, Phrase
from svc.model.customers import Customer
from svc.model.events import Imported
from svc.rules.forms import plain_form, serial_form
from svc.rules.imports.customers import CustomerBook
from svc.rules.imports.found import Difference, Found, compared, faulty
from svc.rules.imports.machines import find_owner
from svc.rules.imports.rows import CellFault, TableRow
from svc.rules.ticket.lifecycle import State


def imported_as(states: Iterable[State]) -> dict[str, State]:
    """The tickets that were imported, by the numbers they had."""
    return {
        plain_form(first.number): state
        for state in states
        for first in state.ticket.log[:1]
        if isinstance(first, Imported)
    }


def find_tickets_of_rows(
    rows: Sequence[TableRow], imported: Mapping[str, State], customers: Iterable[Customer]
) -> list[Found]:
    """What each row is to the tickets that were imported before."""
    book = CustomerBook(customers)
    found: list[Found] = []
    first: dict[str, TableRow] = {}
    for row in rows:
        number = row.get("number")
        form = plain_form(number)
        faults = [] if row.faults else list(_faults(row))
        owner = None if row.faults or faults else owner_of(row, book)
        if isinstance(owner, CellFault):
            faults.append(owner)
        if row.faults or faults:
            found.append(faulty(row, number, *faults))
        elif form in first and first[form].values != row.values:
            problem = Phrase(
                N_("row {row} has this number, with other values"), row=first[form].number
            )
            found.append(faulty(row, number, row.fault("number", problem)))
        elif form in first:
            found.append(Found(row=row, verdict="again", name=number))
        elif form in imported:
            state = imported[form]
            found.append(compared(row, number, state.ticket.id, list(_differences(row, state))))
        else:
            customer_id = owner.id if isinstance(owner, Customer) else ""
            found.append(Found(row=row, verdict="new", name=number, owner=customer_id))
        first.setdefault(form, row)
    return found


def owner_of(row: TableRow, book: CustomerBook) -> Customer | CellFault | None:
    """The customer's file of a ticket; None if there is none: an old ticket needs no file. A fault
    where several can be meant.
    """
    if not book.called(row.get("customer")):
        return None
    return find_owner(row, book)


def ended_at(row: TableRow) -> datetime | None:
    """When the ticket was closed; None if it is open. A day without a time is no earlier than the
    moment it came in on that day.
    """
    if not row.get("closed"):
        return None
    received, closed = (datetime.fromisoformat(row.get(name)) for name in ("received", "closed"))
    is_day = closed.time() == datetime.min.time() and closed.date() == received.date()
    return received if is_day else closed


def _faults(row: TableRow) -> Iterator[CellFault]:
    closed = ended_at(row)
    if closed is not None and closed < datetime.fromisoformat(row.get("received")):
        yield row.fault("closed", Phrase(N_("it ends before it came in")))
    if row.get("kind") == "complaint":
        problem = Phrase(N_("a complaint is about a ticket, which a table can't say"))
        command = Phrase(N_("record it by hand: {command}"), command="svc complaint about")
        yield row.fault("kind", problem, command)


def _differences(row: TableRow, state: State) -> Iterator[Difference]:
    head, first = state.ticket, state.ticket.log[0]
    assert isinstance(first, Imported)
    customer, machine = head.customer, head.equipment
    filed = {
        "received": head.received.isoformat(),
        "closed": "" if first.closed_at is None else first.closed_at.isoformat(),
        "kind": head.kind or "",
        "customer": customer.unit if customer else "",
        "serial": machine.serial if machine else "",
        "symptom": head.symptom,
        "technician": first.technician,
        "remedy": first.remedy,
        "office": head.office,
    }
    told = dict(row.values)
    closed = ended_at(row)
    if closed is not None:
        told["closed"] = closed.isoformat()
    if customer is not None and told["customer"].upper() == customer.file:
        told["customer"] = customer.unit
    for name, value in told.items():
        if name not in filed:
            continue
        form = serial_form if name == "serial" else plain_form
        if form(filed[name]) != form(value):
            yield Difference(head=row.heads[name], filed=filed[name], told=value)
