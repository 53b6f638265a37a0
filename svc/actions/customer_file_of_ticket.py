"""The customer's file of a ticket: found, or opened with it; what it lacks is added, what differs
is said.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from svc.actions.callers import Caller, differing_fields, machine_of, phone_of_another
from svc.actions.customers import contacts_told, customers_like
from svc.actions.intake_answers import IntakeAnswers
from svc.actions.typist import Typist
from svc.errors import (
    FileFound,
    FileOpened,
    MachineAdded,
    NameThere,
    Notice,
    PhoneOfAnother,
    ToldOtherwise,
)
from svc.model import customers as cu
from svc.model import events as ev
from svc.model.customers import Contact, Customer, Equipment, Opened
from svc.model.ids import CustomerId
from svc.model.tickets import Ticket
from svc.model.typed_text import UNKNOWN
from svc.rules.forms import plain_form
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.store.recording import Recording


def file_for_ticket(
    tx: Recording,
    *,
    ticket: Ticket,
    caller: Caller | None,
    answers: IntakeAnswers,
    typist: Typist,
    lane: str,
    notices: list[Notice],
) -> str:
    """The customer's file of this ticket: the one that was found, else a new one. Empty where
    nobody knows the unit.
    """
    customer = ticket.customer
    assert customer is not None
    if caller is not None:
        filed_customer = caller.customer
        notices.append(
            FileFound(customer=filed_customer.id, unit=filed_customer.name, how=caller.how)
        )
        notices += [
            ToldOtherwise(customer=filed_customer.id, field=field, told=value, filed=filed)
            for field, value, filed in differing_fields(answers, filed_customer)
        ]
        return filed_customer.id
    if customer.unit == UNKNOWN:
        return ""
    contacts, phone = contacts_told(customer.phone, customer.contact, customer.mobile)
    customer_id = tx.create_customer(
        Customer(
            id=str(CustomerId(ticket.office, lane, 0)),  # given when it is written
            status="active",
            opened=typist.happened,
            office=ticket.office,
            region=ticket.region,
            name=customer.unit,
            address=customer.address,
            phone=phone,
            contacts=contacts,
            zone=customer.zone,
            distance_km=customer.distance_km,
            contract=customer.contract,
            equipment=[] if (machine := machine_for_file(ticket)) is None else [machine],
            log=[Opened(digest=ev.DIGEST_TO_COME)],
        ),
        lane,
        typist.at,
    )
    notices.append(FileOpened(customer=customer_id, unit=customer.unit))
    return customer_id


def add_contact_to_file(tx: Recording, *, customer_id: str, ticket: Ticket, typist: Typist) -> None:
    """Put who was told to be called into a file that has nobody, or the number would be lost."""
    told = ticket.customer
    if not customer_id or told is None or told.contact == UNKNOWN:
        return
    if not tx.customer(customer_id).state.current.contacts:
        contact = Contact(name=told.contact, mobile=told.mobile)
        tx.append(
            customer_id, cu.ContactAdded(contact=contact), at=_at_in_file(tx, customer_id, typist)
        )


def name_phone_of_another(
    customers: list[Customer], answers: IntakeAnswers, customer_id: str, notices: list[Notice]
) -> None:
    """Say if the name or telephone of a customer whose file was just opened is another file's."""
    namesakes = [c.id for c in customers if plain_form(c.name) == plain_form(answers.unit)]
    if customer_id and namesakes:
        notices.append(
            NameThere(unit=answers.unit, mine=customer_id, files=namesakes, first=namesakes[0])
        )
    other = phone_of_another(customers, answers) if customer_id else None
    if other is not None:
        notices.append(PhoneOfAnother(customer=other.id, unit=other.name, mine=customer_id))


def files_since(
    ledger: Ledger, look_number: int | None, customers: list[Customer], answers: IntakeAnswers
) -> list[Customer]:
    """The customers who fit what was told and were not among `customers`, found after
    `Ledger.look_at_customers`.
    """
    if look_number is not None and ledger.look_at_customers() == look_number:
        return []
    known_ids = {customer.id for customer in customers}
    return [
        customer for customer in customers_like(ledger, answers) if customer.id not in known_ids
    ]


def machine_for_file(ticket: Ticket) -> Equipment | None:
    """The machine as a customer's file has it; None where nobody knows its serial number."""
    machine = ticket.equipment
    if machine is None or machine.serial == UNKNOWN:
        return None
    return Equipment(
        serial=machine.serial,
        model=machine.model,
        specification=machine.specification,
        bought=machine.bought,
    )


def add_machine_to_file(
    tx: Recording,
    *,
    customer_id: str,
    ticket: Ticket,
    others: list[Customer],
    typist: Typist,
    notices: list[Notice],
) -> None:
    """Put a machine the file does not have into it; one that another file has stays there until it
    is transferred.
    """
    machine = machine_for_file(ticket)
    if not customer_id or machine is None:
        return
    customer = tx.customer(customer_id).state.current
    if machine_of(customer, machine.serial) is not None:
        return
    if any(machine_of(other, machine.serial) for other in others):
        return
    tx.append(
        customer_id, cu.EquipmentAdded(machine=machine), at=_at_in_file(tx, customer_id, typist)
    )
    notices.append(MachineAdded(customer=customer_id, serial=machine.serial))


def _at_in_file(tx: Recording, customer_id: str, typist: Typist) -> datetime | None:
    """When a file is told of what a request told: with it; now, where the file was opened after the
    request came in, as of a form that lay for a while.
    """
    opened = tx.customer(customer_id).began
    return None if typist.at is not None and typist.at < opened else typist.at
