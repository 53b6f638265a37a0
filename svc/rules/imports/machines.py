"""Machines in a table, and those in customers' files: found by their serial numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from svc.errors import N_, Phrase
from svc.model.customers import Customer, Equipment
from svc.model.typed_text import UNKNOWN
from svc.rules.forms import plain_form, serial_form
from svc.rules.imports.customers import CustomerBook
from svc.rules.imports.found import Difference, Found, compared, faulty
from svc.rules.imports.rows import CellFault, TableRow


def find_machines_of_rows(rows: Sequence[TableRow], customers: Iterable[Customer]) -> list[Found]:
    """What each row is to the machines on file."""
    book = CustomerBook(customers)
    filed = {
        serial_form(machine.serial): (customer, machine)
        for customer in book.by_id.values()
        for machine in customer.equipment
    }
    without_zeros = {form.lstrip("0"): machine.serial for form, (_, machine) in filed.items()}
    found: list[Found] = []
    first: dict[str, TableRow] = {}
    for row in rows:
        serial = row.get("serial")
        form = serial_form(serial)
        faults = list(_faults(row, form, filed.keys(), without_zeros))
        if row.faults or faults:
            found.append(faulty(row, serial, *faults))
        elif form in first:
            found.append(_again(row, first[form]))
        else:
            first[form] = row
            found.append(_find_one(row, book, filed.get(form)))
    return found


def machine_from(row: TableRow) -> Equipment:
    """The machine as it goes into a file; what the table does not say is unknown."""
    from datetime import date

    days = {
        name: date.fromisoformat(row.get(name))
        for name in ("installed", "on_site_until", "warranty_until")
        if row.get(name)
    }
    return Equipment(
        serial=row.get("serial"),
        model=row.get("model"),
        specification=row.get("specification") or UNKNOWN,
        bought=row.get("bought") or UNKNOWN,
        place=row.get("place"),
        software=row.get("software"),
        configuration=row.get("configuration"),
        environment=row.get("environment"),
        installed=days.get("installed"),
        on_site_until=days.get("on_site_until"),
        warranty_until=days.get("warranty_until"),
    )


def find_owner(row: TableRow, book: CustomerBook) -> Customer | CellFault:
    """The customer that a row names, by the file's number, the name, and the telephone where
    several have the name; or why nobody can be meant.
    """
    name = row.get("customer")
    named = book.called(name)
    if len(named) > 1 and row.get("phone"):
        phoned = {customer.id for customer in book.with_telephone(row.get("phone"))}
        named = [customer for customer in named if customer.id in phoned] or named
    if len(named) == 1:
        return named[0]
    if named:
        files = [customer.id for customer in named]
        return row.fault(
            "customer",
            Phrase(N_("several files have this name: {files}"), files=files),
            Phrase(N_("write the file's number instead of the name")),
        )
    return row.fault(
        "customer",
        Phrase(N_("no customer's file has the name '{name}'"), name=name),
        Phrase(N_("import the customers first, or write the name as the file has it")),
    )


def _faults(
    row: TableRow, form: str, filed: Iterable[str], without_zeros: dict[str, str]
) -> Iterator[CellFault]:
    if row.faults:
        return
    if not form:
        yield row.fault(
            "serial", Phrase(N_("'{value}' is no serial number"), value=row.get("serial"))
        )
    elif form not in filed and form.isdecimal() and form in without_zeros:
        yield row.fault(
            "serial",
            Phrase(N_("the file has it as {serial}"), serial=without_zeros[form]),
            Phrase(N_("format the column as text and write the zeros in front")),
        )


def _again(row: TableRow, first: TableRow) -> Found:
    if row.values == first.values:
        return Found(row=row, verdict="again", name=row.get("serial"))
    problem = Phrase(N_("row {row} has this serial number, with other values"), row=first.number)
    return faulty(row, row.get("serial"), row.fault("serial", problem))


def _find_one(row: TableRow, book: CustomerBook, filed: tuple[Customer, Equipment] | None) -> Found:
    owner = find_owner(row, book)
    serial = row.get("serial")
    if isinstance(owner, CellFault):
        return faulty(row, serial, owner)
    if filed is None:
        return Found(row=row, verdict="new", name=serial, owner=owner.id)
    customer, machine = filed
    differences = list(_differences(row, machine))
    if customer.id != owner.id:
        differences.append(
            Difference(head=row.heads["customer"], filed=customer.name, told=owner.name)
        )
    return compared(row, serial, customer.id, differences)


def _differences(row: TableRow, machine: Equipment) -> Iterator[Difference]:
    for name, told in row.values.items():
        if name in ("serial", "customer", "phone"):
            continue
        value = getattr(machine, name)
        filed = "" if value is None else str(value)
        if plain_form(filed) != plain_form(told):
            yield Difference(head=row.heads[name], filed=filed, told=told)
