"""Who is calling, and what is known of the customer and the machine while they are on the line."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.actions import customers, knowledge
from svc.actions.intake_answers import IntakeAnswers
from svc.errors import N_, Damaged, NoSuchMachine, Phrase
from svc.model.customers import (
    Contact,
    Customer,
    Equipment,
    all_contacts,
    phone_fields,
    site_of,
)
from svc.model.events import Noted
from svc.model.tickets import why_unknown
from svc.model.typed_text import UNKNOWN
from svc.rules.forms import plain_form, serial_form, serials_alike
from svc.rules.search.knowledge import KnowledgeMatch
from svc.rules.search.repeats import Repeat, earlier_repairs, judge_repeat
from svc.rules.telephones import same_telephone, telephone_likeness
from svc.rules.ticket.lifecycle import State
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.rules.parts.own_warranty import UnderWarranty

_DONE = ("done", "called_back")


class Caller(Struct, frozen=True, kw_only=True):
    """The customer's file that fits what was answers, the machine of it, and how it was found."""

    customer: Customer
    machine: Equipment | None = None
    how: Phrase


class Background(Struct, frozen=True, kw_only=True):
    """What the clerk sees while the caller speaks."""

    files: frozenset[str]  # the customer's, and those merged into it
    # open tickets of this customer or machine, the likeliest to be the same matter first
    open: list[State]
    earlier: list[State]  # earlier repairs of the machine, the newest first
    repeat: Repeat | None
    under_warranty: list[UnderWarranty]  # parts of the machine, repairs of the same fault
    knowledge: list[KnowledgeMatch]
    broken: list[Damaged]


# Who it is


def identify_caller(
    ledger: Ledger, answers: IntakeAnswers, *, customer_id: str = ""
) -> Caller | None:
    """The customer's file for what was told: the one named, else by serial number, telephone, name
    and address.

    A telephone alone does not do where another name was told: half a building may share one. Raises
    NoSuchCustomer for a file that is named, NoSuchMachine if the serial number alone was to tell.
    """
    serial = answers.serial
    if customer_id:
        customer = customers.resolve_customer(ledger, customer_id).current
        how = Phrase(N_("file number {file}"), file=customer.id)
        return Caller(customer=customer, machine=_only_machine(customer, answers), how=how)
    caller = find_caller(customers.customers_like(ledger, answers), answers)
    if caller is None and serial and not answers.unit and not is_unknown(serial):
        raise NoSuchMachine(serial=serial)
    return caller


def find_caller(candidates: list[Customer], answers: IntakeAnswers) -> Caller | None:
    """The first file that fits: by serial number, telephone, then name and address."""
    serial, unit = answers.serial, answers.unit
    for customer in candidates:
        machine = machine_of(customer, serial)
        if machine is not None and _names_agree(customer, unit):
            return Caller(
                customer=customer,
                machine=machine,
                how=Phrase(N_("serial number {serial}"), serial=serial),
            )
    for number in answers.telephones:
        called = _with_telephone([c for c in candidates if _names_agree(c, unit)], number)
        if called is not None:
            return Caller(
                customer=called,
                machine=_only_machine(called, answers),
                how=Phrase(N_("telephone {number}"), number=number),
            )
    for customer in candidates:
        if unit and (plain_form(customer.name), customer.address) == (
            plain_form(unit),
            answers.address,
        ):
            return Caller(
                customer=customer,
                machine=_only_machine(customer, answers),
                how=Phrase(N_("name and address")),
            )
    return None


def _with_telephone(candidates: list[Customer], number: str) -> Customer | None:
    """The first with this number and its extension; else the only one of that house: where one of
    the two has no extension, several may share the line.
    """
    if is_unknown(number):
        return None
    likeness = [
        max(telephone_likeness(number, filed) for filed in phone_fields(customer))
        for customer in candidates
    ]
    if 2 in likeness:
        return candidates[likeness.index(2)]
    return candidates[likeness.index(1)] if likeness.count(1) == 1 else None


def phone_of_another(candidates: list[Customer], answers: IntakeAnswers) -> Customer | None:
    """A file with the told telephone under another name; None if there is none."""
    unit = answers.unit
    return next(
        (c for c in candidates if has_telephone(c, answers.phone) and not _names_agree(c, unit)),
        None,
    )


def has_telephone(customer: Customer, number: str) -> bool:
    """Whether the number is the customer's or one of a contact's, in any spelling."""
    if not number or is_unknown(number):
        return False
    return any(same_telephone(number, filed) for filed in phone_fields(customer))


def machine_of(customer: Customer, serial: str) -> Equipment | None:
    """The machine with this serial number, however it is spelt; None if the customer has none
    such.
    """
    wanted = "" if is_unknown(serial) else serial_form(serial)
    return next((m for m in customer.equipment if wanted and serial_form(m.serial) == wanted), None)


def machine_alike(ledger: Ledger, serial: str) -> tuple[Customer, Equipment] | None:
    """A machine on file whose serial number passes for this one (O for 0, I for 1), and whose it
    is; None if the number itself is on file, or nobody knows it.
    """
    if not serial or is_unknown(serial):
        return None
    alike = serials_alike(serial)
    keys = [("serial", form) for form in (serial_form(serial), *alike)]
    found = None
    for record in ledger.customers([], *keys):
        if record.state.status != "active":
            continue
        customer = record.state.current
        if machine_of(customer, serial) is not None:
            return None
        for machine in customer.equipment:
            if found is None and serial_form(machine.serial) in alike:
                found = customer, machine
    return found


def fill_from_file(answers: IntakeAnswers, caller: Caller) -> IntakeAnswers:
    """What was answers, with what the file knows put where nothing was."""
    customer, machine = caller.customer, caller.machine
    contact = next((c for c in all_contacts(customer) if c.name == answers.contact), None)
    if contact is None and not answers.contact:
        contact = _calling_contact(customer, machine, answers)
    site = site_of(customer, machine) or customer
    filed = {
        "unit": customer.name,
        "address": site.address,
        "phone": customer.phone,
        "contact": contact.name if contact else "",
        "mobile": contact.mobile if contact else "",
        "zone": site.zone,
        "distance": "" if site.distance_km is None else str(site.distance_km),
        "contract": customer.contract,
    }
    if machine is not None:
        filed |= {
            name: getattr(machine, name) for name in ("model", "specification", "serial", "bought")
        }
    # What the file has as unknown is asked once more; the file says no reason.
    return answers.filled_up({name: value for name, value in filed.items() if value != UNKNOWN})


def differing_fields(answers: IntakeAnswers, customer: Customer) -> Iterator[tuple[str, str, str]]:
    """What was told otherwise than the file has it: the field of the file, as told, as filed."""
    for name, field, filed in (
        ("unit", "name", customer.name),
        ("address", "address", customer.address),
        ("phone", "phone", customer.phone),
    ):
        value = answers.answer_to(name)
        if not value or is_unknown(value) or value == filed:
            continue
        if name == "address" and any(value == site.address for site in customer.sites):
            continue
        if name == "phone" and has_telephone(customer, value):
            continue
        yield field, value, filed


# What is known


def caller_background(
    ledger: Ledger,
    *,
    at: datetime,
    answers: IntakeAnswers,
    customer: Customer | None = None,
    kind: str = "repair",
    besides: str = "",
) -> Background:
    """Open tickets, earlier repairs and known faults for what was told so far. `besides` is the
    ticket that is asked for.
    """
    broken: list[Damaged] = []
    serial = answers.serial
    customer_ids = set()
    if customer is not None:
        state = ledger.read_customer(customer.id).state
        customer_ids = {customer.id, *customers.merged_ids(ledger, state)}
    states = list(_tickets_concerning(ledger, customer_ids, answers, broken))
    earlier = earlier_repairs(serial, states, at, besides)
    symptom = answers.symptom
    settings = ledger.settings
    repeat = None
    if kind == "repair" and symptom:
        repeat = judge_repeat(
            symptom, at, earlier, days=settings.repeat_days, count=settings.repeat_count
        )
    opened = [state for state in states if state.is_open()]
    return Background(
        files=frozenset(customer_ids),
        open=sorted(
            opened,
            key=lambda state: (
                not is_same_matter(state, answers, customer_ids, kind),
                state.ticket.id,
            ),
        ),
        earlier=earlier,
        repeat=repeat,
        under_warranty=_under_warranty(ledger, answers, states, at, besides),
        knowledge=knowledge.fitting_entries(ledger, symptom, answers.model, broken)
        if symptom
        else [],
        broken=broken,
    )


def _under_warranty(
    ledger: Ledger, answers: IntakeAnswers, states: list[State], at: datetime, besides: str
) -> list[UnderWarranty]:
    if not ledger.settings.has_own_warranties:
        return []  # most have none, and load nothing of it
    from svc.actions.own_warranty import under_own_warranty

    return under_own_warranty(
        ledger, answers.serial, states, at, symptom=answers.symptom, besides=besides
    )


def is_same_matter(
    state: State, answers: IntakeAnswers, customer_ids: AbstractSet[str], kind: str
) -> bool:
    """Whether an open ticket is about what is told now.

    The same machine; or the same customer and model, where nobody knows which of their machines; or
    a call from this number that is only noted yet. A complaint, training or maintenance is another
    matter than a repair.
    """
    if not state.is_open():
        return False
    if state.noted is not None and state.status == "noted":
        return _noted_from_there(state.noted, answers)
    ticket = state.current
    if ticket.kind != kind or ticket.equipment is None or ticket.customer is None:
        return False
    mine, theirs = serial_form(answers.serial), serial_form(ticket.equipment.serial)
    if is_unknown(answers.serial):
        mine = ""
    if mine and theirs:
        return mine == theirs
    same_customer = (
        ticket.customer.file in customer_ids
        if customer_ids and ticket.customer.file
        else _same_unit(ticket.customer.unit, answers)
    )
    return same_customer and ticket.equipment.model == answers.model


def open_for_number(ledger: Ledger, phone: str, at: datetime) -> list[State]:
    """The open tickets that a call from this number may be about: calls noted from it first, then
    those of the customer whose number it is.
    """
    alone = IntakeAnswers(phone=phone)
    caller = find_caller(customers.customers_like(ledger, alone), alone)
    customer = caller.customer if caller else None
    seen = caller_background(ledger, at=at, answers=alone, customer=customer)
    return sorted(seen.open, key=lambda state: state.status != "noted")


def is_unknown(answer: str) -> bool:
    """Whether it is said that nobody knows this."""
    return why_unknown(answer) is not None


def command_for(state: State) -> str:
    """What to type if an open ticket is about the same matter: complete it, open it again, or
    remind.
    """
    if state.status == "noted":
        return f"svc intake {state.ticket.id}"
    return f"svc {'reopen' if state.status in _DONE else 'remind'} {state.ticket.id}"


def _tickets_concerning(
    ledger: Ledger, customer_ids: set[str], answers: IntakeAnswers, broken: list[Damaged]
) -> Iterator[State]:
    """The tickets of these files, this unit or this machine, and open noted calls from this
    number.
    """
    wanted = serial_form(answers.serial)
    noted = Sought(keys=(("is", "noted"),), is_open=True)
    keys = [("serial", answers.serial), ("unit", answers.unit)]
    sought = Sought(keys=(*keys, *(("file", customer_id) for customer_id in sorted(customer_ids))))
    for record in ledger.tickets(broken, "", noted, sought):
        ticket = record.ticket
        if ticket.customer is None:
            state = record.state
            if state.noted and state.is_open() and _noted_from_there(state.noted, answers):
                yield state
            continue
        state = record.state
        current = state.current
        customer, machine = current.customer, current.equipment
        assert customer is not None
        if (
            customer.file in customer_ids
            or (machine is not None and wanted and serial_form(machine.serial) == wanted)
            or (not customer.file and _same_unit(customer.unit, answers))
        ):
            yield state


def _noted_from_there(noted: Noted, answers: IntakeAnswers) -> bool:
    """Whether the noted call came from a number that is told now."""
    return any(same_telephone(noted.phone, number) for number in answers.telephones)


def _same_unit(unit: str, answers: IntakeAnswers) -> bool:
    if not answers.unit or unit == UNKNOWN:
        return False
    return plain_form(unit) == plain_form(answers.unit)


def _names_agree(customer: Customer, unit: str) -> bool:
    """Whether the told name can be the file's: none was told, or one is part of the other."""
    if not unit or is_unknown(unit):
        return True
    filed, told_name = plain_form(customer.name), plain_form(unit)
    return filed in told_name or told_name in filed


def _only_machine(customer: Customer, answers: IntakeAnswers) -> Equipment | None:
    """The machine that is meant where nobody said which: the only one of that model, or the only
    one there is.
    """
    if answers.serial:
        return machine_of(customer, answers.serial)
    machines = [machine for machine in customer.equipment if answers.model in ("", machine.model)]
    return machines[0] if len(machines) == 1 else None


def _calling_contact(
    customer: Customer, machine: Equipment | None, answers: IntakeAnswers
) -> Contact | None:
    """The contact whose number was told; else the only one where the machine stands."""
    for contact in all_contacts(customer):
        if any(same_telephone(number, contact.mobile) for number in answers.telephones):
            return contact
    there = contacts_at(customer, machine)
    return there[0] if len(there) == 1 else None


def contacts_at(customer: Customer, machine: Equipment | None) -> list[Contact]:
    """Whom to call about a machine: the people of its site, if it has any; else the customer's."""
    site = site_of(customer, machine)
    return site.contacts if site is not None and site.contacts else customer.contacts
