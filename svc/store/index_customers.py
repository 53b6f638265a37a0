"""Customers' files in the index: what they are found by, and who they are, without their logs.

Whoever looks for a customer by part of a name compares all of them; so they are kept whole, as they stand. All
files are looked at, but only when customers are asked for.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from svc.errors import NoSuchCustomer, SvcError
from svc.model.customers import AnyCustomerEvent, Customer
from svc.model.ids import CustomerId, parse_customer_id
from svc.rules.customers import CustomerFile, file_of
from svc.rules.equipment import customer_serials
from svc.rules.matching import plain_form, serial_form, telephones
from svc.store.index_changes import is_unsure, stamp_of
from svc.store.index_tables import key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from sqlite3 import Connection

    from svc.rules.customers import CustomerState
    from svc.store.ledger import Ledger

_AREA_CODES = 7  # a number without its area code has so many digits or more
_MOST_VALUES = 500


class _Kept(Customer, frozen=True, kw_only=True, omit_defaults=True):
    """A customer as it stands; the log stays in the file."""

    log: list[AnyCustomerEvent] = []  # noqa: RUF012  (of a Struct, it is copied)


class _File(msgspec.Struct, frozen=True, omit_defaults=True, array_like=True):
    status: str
    merged_into: str
    customer: _Kept


_DECODER = msgspec.msgpack.Decoder(_File)


class Seen(msgspec.Struct, frozen=True):
    """What changed among the customers' files: those to be read, with stamp and unsure, and those that are gone."""

    files: dict[str, tuple[int, bool]]
    gone: list[str]


def changed(connection: Connection, top: Path, now_ns: int) -> Seen:
    """All files of customers against the table."""
    rows = connection.execute("SELECT id, stamp, unsure FROM customer")
    known = {id: (stamp, unsure) for id, stamp, unsure in rows}
    found: dict[str, tuple[int, bool]] = {}
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(top / "customers") as entries:
        for entry in entries:
            if not entry.name.endswith(".yaml") or entry.name.startswith("."):
                continue
            with suppress(FileNotFoundError):
                status = entry.stat(follow_symlinks=False)
                stamp = stamp_of(status)
                if known.pop(entry.name[:-5], None) != (stamp, 0):
                    found[entry.name[:-5]] = (stamp, is_unsure(status, now_ns))
    numbers = {id: seen for id, seen in found.items() if str(parse_customer_id(id)) == id}
    return Seen(numbers, list(known))


Noted = tuple[tuple[object, ...], set[int]]
"""A row of `customer` without n, and the keys it is found by."""


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
        doc = None if state is None else _doc(state)
        rows.append(((id, stamp, unsure, state is not None, doc), set() if state is None else _keys(state)))
        if done % 100 == 0:
            ledger.progress(done, len(seen.files))
    ledger.progress(len(seen.files), len(seen.files))
    return rows


def note(connection: Connection, seen: Seen, rows: list[Noted]) -> None:
    """Write down what changed. Keys of earlier values stay: at worst a file is read that turns out not to fit."""
    connection.executemany("DELETE FROM customer WHERE id = ?", [(id,) for id in (*seen.gone, *seen.files)])
    for values, keys in rows:
        n = connection.execute("INSERT INTO customer VALUES (NULL, ?, ?, ?, ?, ?)", values).lastrowid
        connection.executemany("INSERT OR IGNORE INTO customer_by VALUES (?, ?)", [(each, n) for each in keys])


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


def _doc(state: CustomerState) -> bytes:
    file = file_of(state)
    head = {name: getattr(file.customer, name) for name in Customer.__struct_fields__ if name != "log"}
    return msgspec.msgpack.encode(_File(file.status, file.merged_into, _Kept(**head)))


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
