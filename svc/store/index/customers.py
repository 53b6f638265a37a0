"""Customers' files in the index: what they are found by, and who they are, without their logs.

Whoever looks for a customer by part of a name compares all of them; so they are kept whole, as they stand. Files are
looked at only when customers are asked for (svc/store/index/customer_changes.py).
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from svc.errors import NoSuchCustomer, SvcError
from svc.model.customers import AnyCustomerEvent, Customer
from svc.model.ids import CustomerId, parse_customer_id
from svc.rules.customers import CustomerFile, file_of
from svc.rules.equipment import customer_serials
from svc.rules.figures.machines import changes
from svc.rules.matching import plain_form, serial_form, telephones
from svc.rules.sifting import Card, card_of
from svc.store.index.reports import forget_reports, month_of
from svc.store.index.tables import key, seconds

if TYPE_CHECKING:
    from collections.abc import Iterable
    from sqlite3 import Connection

    from svc.rules.customers import CustomerState
    from svc.store.index.customer_changes import Seen
    from svc.store.ledger import Ledger

_AREA_CODES = 7  # a number without its area code has so many digits or more
_MOST_VALUES = 500
_DAY_SECONDS = 86400
_EPOCH = date(1970, 1, 1).toordinal()


class _Kept(Customer, frozen=True, kw_only=True, omit_defaults=True):
    """A customer as it stands; the log stays in the file."""

    log: list[AnyCustomerEvent] = []  # noqa: RUF012  (of a Struct, it is copied)


class _File(msgspec.Struct, frozen=True, omit_defaults=True, array_like=True):
    status: str
    merged_into: str
    customer: _Kept


_DECODER = msgspec.msgpack.Decoder(_File)


Machine = tuple[str, str, int, int]
"""A row of `machine` without n."""

Noted = tuple[tuple[object, ...], set[int], list[Machine]]
"""A row of `customer` without n, the keys it is found by, and its rows of `machine` without n."""


def read(ledger: Ledger, seen: Seen) -> list[Noted]:
    """What is to be noted of the files that changed."""
    rows: list[Noted] = []
    for done, (id, (stamp, unsure)) in enumerate(sorted(seen.files.items()), 1):
        state = None
        try:
            state = ledger.read_customer(id).state
        except NoSuchCustomer:
            continue  # gone meanwhile
        except SvcError:
            pass  # whoever asks meets the reason
        columns: tuple[object, ...] = (None,) * 5 if state is None else _columns(state)
        values = (id, stamp, unsure, state is not None, *columns)
        rows.append((values, set(), []) if state is None else (values, _keys(state), _machines(state)))
        if done % 100 == 0:
            ledger.progress(done, len(seen.files))
    ledger.progress(len(seen.files), len(seen.files))
    return rows


def note(connection: Connection, seen: Seen, rows: list[Noted]) -> None:
    """Write down what changed. Keys of earlier values stay: at worst a file is read that turns out not to fit."""
    if seen.looked:
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('customers', ?)", (seen.looked,))
    machines = _taken_out(connection, [*seen.gone, *seen.files])
    for values, keys, own in rows:
        n = connection.execute(f"INSERT INTO customer VALUES (NULL, {','.join('?' * 9)})", values).lastrowid
        connection.executemany("INSERT OR IGNORE INTO customer_by VALUES (?, ?)", [(each, n) for each in keys])
        connection.executemany("INSERT INTO machine VALUES (?, ?, ?, ?, ?)", [(n, *each) for each in own])
        machines.subtract(own)
    for region, _, at, _ in (each for each, count in machines.items() if count):
        # In every zone it is a later day than this.
        day_before = date.fromordinal(max(1, _EPOCH + at // _DAY_SECONDS - 1))
        forget_reports(connection, region, month_of(day_before), later_too=True)


def _taken_out(connection: Connection, ids: Iterable[str]) -> Counter[Machine]:
    """Remove files; the rows of `machine` they had, without n."""
    machines: Counter[Machine] = Counter()
    for id in ids:
        row = connection.execute("SELECT n FROM customer WHERE id = ?", (id,)).fetchone()
        if row is not None:
            machines.update(connection.execute("SELECT region, model, at, number FROM machine WHERE n = ?", row))
            for table in ("machine", "customer"):
                connection.execute(f"DELETE FROM {table} WHERE n = ?", row)
    return machines


def numbers(connection: Connection, sought: Iterable[tuple[str, str]]) -> list[CustomerId]:
    """The files that may be found by any of these (`serial`, `phone`, `name`, `is` `replaced`), or can't be read."""
    keys = sorted({each for kind, value in sought for each in _keys_of(kind, value)})
    found = {id for (id,) in connection.execute("SELECT id FROM customer WHERE unsure OR NOT readable")}
    for start in range(0, len(keys), _MOST_VALUES):
        piece = keys[start : start + _MOST_VALUES]
        marks = ",".join("?" * len(piece))
        sql = f"SELECT c.id FROM customer_by JOIN customer c USING (n) WHERE key IN ({marks})"
        found |= {id for (id,) in connection.execute(sql, piece)}
    return [number for id in sorted(found) if (number := parse_customer_id(id)) is not None]


def everybody(connection: Connection) -> tuple[list[CustomerFile], list[str]]:
    """All files as they stand, by number; and those that can't be read."""
    known, unreadable = [], []
    for id, doc in connection.execute("SELECT id, doc FROM customer ORDER BY id"):
        if doc is None:
            unreadable.append(id)
        else:
            file = _DECODER.decode(doc)
            known.append(CustomerFile(customer=file.customer, status=file.status, merged_into=file.merged_into))
    return known, unreadable


def known(connection: Connection) -> tuple[list[str], list[Card], list[CustomerFile], list[str]]:
    """The numbers of the files in use with a card of each, the other files, and those that can't be read."""
    ids, cards = [], []
    others: list[str] = []
    unreadable: list[str] = []
    sql = "SELECT id, in_use, names, address, numbers FROM customer ORDER BY id"
    for id, in_use, names, address, numbers in connection.execute(sql):
        if in_use:
            ids.append(id)
            cards.append(Card(names, address, numbers))
        else:
            (unreadable if in_use is None else others).append(id)
    return ids, cards, filed(connection, others), unreadable


def filed(connection: Connection, ids: list[str]) -> list[CustomerFile]:
    """These files as they stand; those that are gone since are left out."""
    found = []
    for id in ids:
        row = connection.execute("SELECT doc FROM customer WHERE id = ?", (id,)).fetchone()
        if row is None or row[0] is None:
            continue
        file = _DECODER.decode(row[0])
        found.append(CustomerFile(customer=file.customer, status=file.status, merged_into=file.merged_into))
    return found


def _columns(state: CustomerState) -> tuple[object, ...]:
    """The columns from `doc` on."""
    file = file_of(state)
    head = {name: getattr(file.customer, name) for name in Customer.__struct_fields__ if name != "log"}
    doc = msgspec.msgpack.encode(_File(file.status, file.merged_into, _Kept(**head)))
    card = card_of(file.customer)
    return doc, file.status == "active", card.names, card.address, card.numbers


def _machines(state: CustomerState) -> list[Machine]:
    return [(each.region, each.model, seconds(each.at), each.number) for each in changes(state.customer)]


def _keys(state: CustomerState) -> set[int]:
    current = state.current
    found = {each for serial in customer_serials(state) for each in _keys_of("serial", serial)}
    for field in (current.phone, *(contact.mobile for contact in current.contacts)):
        found.update(_keys_of("phone", field))
    found.update(_keys_of("name", current.name))
    tags = {event.__struct_config__.tag for event in state.customer.log}
    if not tags.isdisjoint(("equipment_replaced", "equipment_corrected")):
        found.update(_keys_of("is", "replaced"))
    return found


def _keys_of(kind: str, value: str) -> list[int]:
    if kind == "phone":
        return [key(kind, number[-_AREA_CODES:]) for number in telephones(value)]
    form = serial_form(value) if kind == "serial" else plain_form(value) if kind == "name" else value
    return [key(kind, form)] if form else []
