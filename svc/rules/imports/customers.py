"""Customers in a table, and the customers' files: found by the file's number, the name, the
telephone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

from msgspec.structs import replace

from svc.errors import N_, Phrase, UnknownContract, ZoneDisagrees
from svc.model.customers import Customer, phone_fields
from svc.model.ids import parse_customer_id
from svc.model.settings import Settings
from svc.model.tickets import why_unknown
from svc.rules.forms import plain_form
from svc.rules.imports.found import Difference, Found, compared, faulty
from svc.rules.imports.rows import CellFault, TableRow
from svc.rules.telephones import same_telephone, telephones
from svc.rules.ticket.contracts import known_contract
from svc.rules.ticket.service_area import zone_of

_ALIKE_DIGITS = 7
"""Two fields that name one telephone end in these digits alike: one may lack its area code."""


class CustomerBook:
    """The customers in use, to be found by what a table says of them."""

    def __init__(self, customers: Iterable[Customer]) -> None:
        self.by_id: dict[str, Customer] = {}
        self._by_name: dict[str, list[Customer]] = {}
        self._by_digits: dict[str, list[Customer]] = {}
        for customer in customers:
            self.add(customer)

    def add(self, customer: Customer) -> None:
        """Have one more to be found."""
        self.by_id[customer.id] = customer
        self._by_name.setdefault(plain_form(customer.name), []).append(customer)
        for digits in {each for field in phone_fields(customer) for each in _digits(field)}:
            self._by_digits.setdefault(digits, []).append(customer)

    def called(self, name: str) -> list[Customer]:
        """Those of this name, or the one whose file has this number."""
        number = parse_customer_id(name)
        if number is not None:
            customer = self.by_id.get(str(number))
            return [] if customer is None else [customer]
        return self._by_name.get(plain_form(name), [])

    def with_telephone(self, *fields: str) -> list[Customer]:
        """Those that have one of these telephones, themselves or a contact."""
        likely = {
            customer.id: customer
            for field in fields
            for digits in _digits(field)
            for customer in self._by_digits.get(digits, ())
        }
        return [
            customer
            for customer in likely.values()
            if any(_has_telephone(customer, field) for field in fields)
        ]


def _digits(field: str) -> Iterator[str]:
    return (each.number[-_ALIKE_DIGITS:] for each in telephones(field))


def _has_telephone(customer: Customer, field: str) -> bool:
    return any(same_telephone(filed, field) for filed in phone_fields(customer))


def find_customers_of_rows(
    rows: Sequence[TableRow], book: CustomerBook, settings: Settings, names: Set[str]
) -> list[Found]:
    """What each row is to the files. Rows of one name are one customer, with the contacts of all.

    Somebody whose telephone alone is on file is the same customer under another name, which is
    shown as a difference; unless that file's own name is among the `names` of the whole table.
    """
    found: list[Found] = []
    first: dict[str, int] = {}  # a name → the place of the row that said it first
    for row in rows:
        name = row.get("name")
        if row.faults:
            found.append(faulty(row, name))
            continue
        form = plain_form(name)
        if form in first:
            place = first[form]
            earlier = found[place]
            apart = _apart(earlier.row, row)
            if apart is not None:
                found.append(faulty(row, name, apart))
                continue
            found[place] = replace(earlier, also=(*earlier.also, row))
            found.append(_later_row(row, earlier, book, settings))
            continue
        first[form] = len(found)
        found.append(_find_one(row, book, settings, names))
    return found


def _find_one(row: TableRow, book: CustomerBook, settings: Settings, names: Set[str]) -> Found:
    name = row.get("name")
    faults = list(_value_faults(row, settings))
    if faults:
        return faulty(row, name, *faults)
    named = book.called(name)
    numbers = [number for number in (row.get("phone"), row.get("mobile")) if number]
    if len(named) > 1:
        by_phone = [
            customer for customer in named if any(_has_telephone(customer, n) for n in numbers)
        ]
        if len(by_phone) != 1:
            files = [customer.id for customer in named]
            problem = Phrase(N_("several files have this name: {files}"), files=files)
            write = Phrase(N_("write the file's number instead of the name"))
            return faulty(row, name, row.fault("name", problem, write))
        named = by_phone
    if named:
        return compared(row, name, named[0].id, _differences(row, named[0], settings))
    others = [
        customer
        for customer in book.with_telephone(*numbers)
        if plain_form(customer.name) not in names
    ]
    if others:
        other = others[0]
        return compared(row, name, other.id, _differences(row, other, settings))
    return Found(row=row, verdict="new", name=name)


def _later_row(row: TableRow, earlier: Found, book: CustomerBook, settings: Settings) -> Found:
    """What a row is that names the customer of an earlier one once more."""
    name = row.get("name")
    filed = book.by_id.get(earlier.on)
    if filed is None:
        return Found(row=row, verdict="again", name=name)
    differences = _differences(row, filed, settings)
    if differences:
        return compared(row, name, filed.id, differences)
    return Found(row=row, verdict="again", name=name, on=filed.id)


def _value_faults(row: TableRow, settings: Settings) -> Iterator[CellFault]:
    """What is wrong with values that each could be right."""
    distance = row.get("distance_km")
    if row.get("zone") == "near" and not distance:
        problem = Phrase(N_("outside the area, near: the distance is needed"))
        yield row.fault("zone", problem, Phrase(N_("write the kilometres to the office")))
    try:
        zone_of(row.get("zone"), int(distance) if distance else None, settings)
    except ZoneDisagrees as wrong:
        yield row.fault("zone", wrong)
    try:
        known_contract(settings, row.get("contract"))
    except UnknownContract as wrong:
        yield row.fault("contract", wrong)


def _apart(first: TableRow, second: TableRow) -> CellFault | None:
    """The fault of a row with the name of an earlier one that can't be the same customer."""
    phones = first.get("phone"), second.get("phone")
    addresses = first.get("address"), second.get("address")
    one_phone = not all(phones) or same_telephone(*phones)
    one_address = not all(addresses) or plain_form(addresses[0]) == plain_form(addresses[1])
    if one_phone or one_address:
        return None
    return second.fault(
        "name",
        Phrase(
            N_("row {row} has this name with another telephone and another address"),
            row=first.number,
        ),
        Phrase(N_("write names that tell them from each other, such as the branch")),
    )


def _differences(row: TableRow, customer: Customer, settings: Settings) -> list[Difference]:
    """What the table says otherwise than the file; what it does not say is no difference."""
    people = {plain_form(contact.name): contact for contact in customer.contacts}
    contact = people.get(plain_form(row.get("contact")))
    filed = {
        "name": customer.name,
        "address": customer.address,
        "office": customer.office,
        "sort": customer.sort,
        "zone": customer.zone,
        "distance_km": "" if customer.distance_km is None else str(customer.distance_km),
        "contract": customer.contract,
        "cared_for_by": customer.cared_for_by,
        "contact": contact.name if contact else "、".join(each.name for each in customer.contacts),
        "job": contact.job if contact else "",
    }
    told = dict(row.values)
    if parse_customer_id(told.get("name", "")) is not None:
        del told["name"]
    if "contract" in told:
        told["contract"] = known_contract(settings, told["contract"], customer.contract)
    found = [
        Difference(head=row.heads[name], filed=filed[name], told=value)
        for name, value in told.items()
        if name in filed and plain_form(filed[name]) != plain_form(value)
    ]
    found += [
        Difference(
            head=row.heads[name], filed=" / ".join(_known(phone_fields(customer))), told=told[name]
        )
        for name in ("phone", "mobile")
        if name in told and not _has_telephone(customer, told[name])
    ]
    return found


def _known(fields: Iterable[str]) -> list[str]:
    return [field for field in dict.fromkeys(fields) if why_unknown(field) is None]
