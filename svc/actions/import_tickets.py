"""Importing old tickets: with their days and the numbers they had, marked as imported. Closed ones
are not judged by promises; open ones are watched from the day of the import.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.callers import Caller
from svc.actions.intake import Request, head_of_request
from svc.actions.intake_answers import IntakeAnswers
from svc.actions.typist import Typist
from svc.errors import N_, Damaged, LateForSealedMonth, Phrase
from svc.model import events as ev
from svc.model.customers import site_of
from svc.model.ids import MonthSealId
from svc.model.service import SUBJECTS
from svc.model.times import day_of
from svc.rules.forms import serial_form
from svc.rules.imports.found import Found
from svc.rules.imports.tickets import ended_at, find_tickets_of_rows, imported_as
from svc.store.index.queries import Sought
from svc.store.records import MonthSealRecord

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


class SealedRows(Struct, frozen=True, kw_only=True):
    """Rows that lie in a month which is sealed for their office: they are late for it."""

    office: str
    month: str
    count: int
    first: datetime  # of the first of them
    seal: MonthSealRecord


def rows_of_sealed_months(
    ledger: Ledger, found: Sequence[Found], customers: Sequence[Customer], own_office: str
) -> list[SealedRows]:
    """The new rows of sealed months, by office and month. Seals that can't be read are named by
    `svc check`.
    """
    sealed = set(ledger.month_seal_numbers())
    if not sealed:
        return []
    offices = {customer.id: customer.office for customer in customers}
    rows: dict[MonthSealId, list[datetime]] = {}
    for each in found:
        if each.verdict == "new":
            received = datetime.fromisoformat(each.row.get("received"))
            office = each.row.get("office") or offices.get(each.owner, own_office)
            number = MonthSealId(office, day_of(received, ledger.zone).replace(day=1))
            if number in sealed:
                rows.setdefault(number, []).append(received)
    late = []
    for number, moments in sorted(rows.items(), key=lambda pair: str(pair[0])):
        with suppress(Damaged):
            seal = ledger.read_month_seal(number)
            if seal is not None:
                late.append(
                    SealedRows(
                        office=number.office,
                        month=number.month,
                        count=len(moments),
                        first=min(moments),
                        seal=seal,
                    )
                )
    return late


def check_reason_for_late(ledger: Ledger, late: Sequence[SealedRows], typist: Typist) -> None:
    """Raise LateForSealedMonth for rows of a sealed month that nobody gave a reason for: before the
    first of them is written.
    """
    if late and not (typist.late or typist.allow):
        holds = late[0].seal.state.holds
        raise LateForSealedMonth(
            office=late[0].office,
            whose=late[0].office,
            month=late[0].month,
            by=ledger.staff.name_of(holds.by),
            sealed=holds.typed,
            at=late[0].first,
        )


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
    site = (site_of(customer, machine) or customer) if customer else None
    people = {each.name: each.mobile for each in customer.contacts} if customer else {}
    contact = row.get("contact") or next(iter(people), "")
    told = {
        "unit": customer.name if customer else row.get("customer"),
        "address": row.get("address") or (site.address if site else ""),
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
