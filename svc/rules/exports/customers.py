"""A customer's file as a row, and each machine in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from svc.model.customers import Customer, Equipment
from svc.model.exported import ExportRow, amount_cell, day_cell, time_cell
from svc.model.settings import WarrantyPeriods
from svc.model.typed_times import read_full_day
from svc.rules.forms import serial_form
from svc.rules.report.measures import Measures
from svc.rules.ticket.customers import CustomerState
from svc.rules.ticket.warranty import warranty_of_machine


class MachineCount(Struct):
    """What the tickets about a machine come to, added up one by one."""

    tickets: int = 0
    failures: int = 0
    last_failure: date | None = None
    repeats: int = 0

    def add(self, measures: Measures) -> None:
        """Take in what a ticket adds, as the office counts it that acts."""
        self.tickets += 1
        self.repeats += bool(measures.repeat_of)
        if measures.is_fault:
            self.failures += 1
            self.last_failure = max(measures.received, self.last_failure or measures.received)


def customer_row(state: CustomerState) -> ExportRow:
    """The file as it stands now."""
    customer = state.current
    contact = customer.contacts[0] if customer.contacts else None
    terms, account = customer.contract_terms, customer.account
    return {
        "customer": customer.id,
        "status": state.status,
        "merged_into": state.merged_into or None,
        "sort": customer.sort,
        "office": customer.office,
        "region": customer.region,
        "opened_at": time_cell(customer.opened),
        "name": customer.name,
        "address": customer.address,
        "phone": customer.phone,
        "contact": contact.name if contact else None,
        "mobile": contact.mobile if contact else None,
        "contacts": len(customer.contacts),
        "zone": customer.zone,
        "distance_km": customer.distance_km,
        "contract": customer.contract or None,
        "contract_since": day_cell(terms.since if terms else None),
        "contract_until": day_cell(terms.until if terms else None),
        "account_days": account.days if account else None,
        "account_limit": amount_cell(account.limit if account else None),
        "machines": len(customer.equipment),
        "confirmed_at": time_cell(state.confirmed_at),
        "cared_for_by": customer.cared_for_by or None,
    }


def machine_rows(
    customer: Customer,
    usual: WarrantyPeriods,
    today: date,
    counts: Mapping[str, MachineCount],
) -> Iterator[ExportRow]:
    """The machines of a customer as they stand, by serial number. `counts`: of each machine that
    tickets were about, by the form in which serial numbers are compared.
    """
    for machine in sorted(customer.equipment, key=lambda each: each.serial):
        count = counts.get(serial_form(machine.serial), MachineCount())
        ends = warranty_of_machine(machine, usual, today)
        yield {
            "serial": machine.serial,
            "model": machine.model,
            "specification": machine.specification,
            "customer": customer.id,
            "office": customer.office,
            "region": customer.region,
            "site": machine.site or None,
            "place": machine.place or None,
            "bought": day_cell(day_of_sale(machine)),
            "installed": day_cell(machine.installed),
            "on_site_until": _day(ends.get("on_site_until")),
            "warranty_until": _day(ends.get("until")),
            "software": machine.software or None,
            "tickets": count.tickets,
            "failures": count.failures,
            "last_failure": day_cell(count.last_failure),
            "repeats": count.repeats,
        }


def day_of_sale(machine: Equipment) -> date | None:
    """The day on which a machine was bought; None where only words are known."""
    return read_full_day(machine.bought)


def _day(end: object) -> str | None:
    return day_cell(end) if isinstance(end, date) else None
