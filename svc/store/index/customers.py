"""Customers' files in the index: what they are found by, and who they are, without their logs.

Whoever looks for a customer by part of a name compares all of them: their cards, which lie together. Kept beside them
is each as a whole, as it stands. Files are looked at only when customers are asked for
(svc/store/index/customer_changes.py).
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

Noted = tuple[tuple[object, ...], tuple[object, ...], set[int], list[Machine]]
"""A row of `customer` and one of `card` without n (empty if the file can't be read), the keys it is found by, and its
rows of `machine` without n."""


class Known(msgspec.Struct, frozen=True):
    """What the index knows of files, by number: those in use and those merged into others, each with its card; where
    the merged ones went; and those that can't be read."""

    in_use: dict[str, Card]
    merged: dict[str, Card]
    merged_into: dict[str, str]
    unreadable: list[str]


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
        values = (id, stamp, unsure, state is not None)
        rows.append(((*values, None), (), set(), []) if state is None else _noted(values, state))
        if done % 100 == 0:
            ledger.progress(done, len(seen.files))
    ledger.progress(len(seen.files), len(seen.files))
    return rows


def note(connection: Connection, seen: Seen, rows: list[Noted]) -> None:
    """Write down what changed. Keys of earlier values stay: at worst a file is read that turns out not to fit."""
    if seen.looked:
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('customers', ?)", (seen.looked,))
    machines = _taken_out(connection, [*seen.gone, *seen.files])
    for values, card, keys, own in rows:
        n = connection.execute("INSERT INTO customer VALUES (NULL, ?, ?, ?, ?, ?)", values).lastrowid
        if card:
            connection.execute("INSERT INTO card VALUES (?, ?, ?, ?, ?, ?, ?)", (n, *card))
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
            for table in ("machine", "card", "customer"):
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


def known(connection: Connection) -> Known:
    """The cards of all files, by number."""
    odd = connection.execute("SELECT id, readable FROM customer WHERE unsure OR NOT readable")
    found = Known({}, {}, {}, sorted(id for id, readable in odd if not readable))
    rows = connection.execute("SELECT id, status, merged_into, names, address, numbers FROM card").fetchall()
    for id, status, merged_into, names, address, numbers in sorted(rows):
        if status == "active":
            found.in_use[id] = Card(names, address, numbers)
        elif status == "merged":
            found.merged[id] = Card(names, address, numbers)
            found.merged_into[id] = merged_into
    return found


def filed(connection: Connection, ids: Iterable[str]) -> dict[str, Customer]:
    """These customers as they stand, by number; those that are gone since are left out."""
    found: dict[str, Customer] = {}
    for id in ids:
        row = connection.execute("SELECT doc FROM customer WHERE id = ?", (id,)).fetchone()
        if row is not None and row[0] is not None:
            found[id] = _DECODER.decode(row[0]).customer
    return found


def _noted(values: tuple[object, ...], state: CustomerState) -> Noted:
    """What is noted of a file that can be read."""
    file = file_of(state)
    head = {name: getattr(file.customer, name) for name in Customer.__struct_fields__ if name != "log"}
    doc = msgspec.msgpack.encode(_File(file.status, file.merged_into, _Kept(**head)))
    card = card_of(file.customer)
    columns = (values[0], file.status, file.merged_into, card.names, card.address, card.numbers)
    return (*values, doc), columns, _keys(state), _machines(state)


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
