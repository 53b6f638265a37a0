"""Importing old tickets: with their days and the numbers they had, marked as imported. Closed ones
are not judged by promises; open ones are watched from the day of the import.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from svc.actions.callers import Caller
from svc.actions.intake import Request, head_of_request
from svc.actions.intake_answers import IntakeAnswers
from svc.actions.typist import Typist
from svc.errors import N_, Damaged, Phrase
from svc.model import events as ev
from svc.model.service import SUBJECTS
from svc.rules.forms import serial_form
from svc.rules.imports.found import Found
from svc.rules.imports.tickets import ended_at, find_tickets_of_rows, imported_as
from svc.store.index.queries import Sought

if TYPE_CHECKING:
    from svc.model.customers import Customer, Equipment
    from svc.model.tickets import Ticket
    from svc.rules.imports.rows import TableRow
    from svc.store.ledger import Ledger

Says = Callable[[Phrase], str]


def compared_tickets(
    ledger: Ledger, rows: Sequence[TableRow], customers: Sequence[Customer], broken: list[Damaged]
) -> list[Found]:
    """What each row is to the tickets that were imported before."""
    numbers = sorted({row.get("number") for row in rows if row.get("number")})
    states = []
    if numbers:
        sought = Sought(keys=tuple(("imported", number) for number in numbers))
        states = [record.state for record in ledger.tickets(broken, "", sought)]
    return find_tickets_of_rows(rows, imported_as(states), customers)


def imported_ticket(
    ledger: Ledger,
    found: Found,
    customers: dict[str, Customer],
    typist: Typist,
    *,
    own_office: str,
    say: Says,
) -> Ticket:
    """The ticket of a row. What the table does not say the customer's file does; what neither says
    is unknown.
    """
    row = found.row
    customer = customers.get(found.owner)
    received = datetime.fromisoformat(row.get("received"))
    kind = row.get("kind") or "repair"
    machine = _machine(customer, row.get("serial"))
    request = Request(
        office=row.get("office") or (customer.office if customer else own_office),
        answers=_answers(row, customer, machine, say),
        kind=kind,
        of=SUBJECTS[kind][0] if kind in SUBJECTS else "",
        zone=customer.zone if customer else "",
        distance_km=customer.distance_km if customer else None,
        contract=customer.contract if customer else "",
        caller=Caller(customer=customer, machine=machine, how=Phrase(N_("name")))
        if customer
        else None,
    )
    head = head_of_request(ledger, request, replace(typist, at=received), say)
    told = head.customer
    assert told is not None
    ended = ended_at(row)
    return replace(
        head,
        status="received" if ended is None else "closed",
        customer=replace(told, file=found.owner),
        log=[
            ev.Imported(
                digest=ev.DIGEST_TO_COME,
                number=row.get("number"),
                closed_at=ended,
                technician=row.get("technician"),
                remedy=row.get("remedy"),
            )
        ],
    )


def _answers(
    row: TableRow, customer: Customer | None, machine: Equipment | None, say: Says
) -> IntakeAnswers:
    """What the caller said, as far as table and file know it."""
    why = say(Phrase(N_("not in the table that was imported")))
    unknown = f"unknown: {why}"
    people = {each.name: each.mobile for each in customer.contacts} if customer else {}
    contact = row.get("contact") or next(iter(people), "")
    told = {
        "unit": customer.name if customer else row.get("customer"),
        "address": row.get("address") or (customer.address if customer else ""),
        "phone": row.get("phone") or (customer.phone if customer else ""),
        "contact": contact,
        "mobile": people.get(contact, ""),
        "model": row.get("model") or (machine.model if machine else ""),
        "specification": machine.specification if machine else "",
        "serial": row.get("serial"),
        "bought": machine.bought if machine else "",
        "symptom": row.get("symptom"),
    }
    names = [name for name, _ in IntakeAnswers().of_fields()]
    known = {name: told.get(name, "") for name in names}
    return IntakeAnswers(
        **{name: unknown if value in ("", "unknown") else value for name, value in known.items()}
    )


def _machine(customer: Customer | None, serial: str) -> Equipment | None:
    form = serial_form(serial)
    machines = customer.equipment if customer else []
    return next((each for each in machines if form and serial_form(each.serial) == form), None)
