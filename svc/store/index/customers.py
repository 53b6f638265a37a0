"""Customers' files in the index: what they are found by, and who they are, as they stand and
without their logs.

Files are looked at only when customers are asked for (svc/store/index/changed_customers.py).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import msgspec

from svc.model.customers import AnyCustomerEvent, Customer
from svc.model.ids import CustomerId, parse_customer_id
from svc.rules.forms import plain_form, serial_form
from svc.rules.telephones import telephones
from svc.rules.ticket.customers import CustomerFile
from svc.store.index.schema import lookup_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from sqlite3 import Connection

_AREA_CODES = 7  # a number without its area code has so many digits or more
_MOST_VALUES = 500


class CustomerWithoutLog(Customer, frozen=True, kw_only=True, omit_defaults=True):
    """A customer as it stands; the log stays in the file."""

    log: list[AnyCustomerEvent] = []  # noqa: RUF012  (of a Struct, it is copied)


class CustomerDocument(msgspec.Struct, frozen=True, omit_defaults=True, array_like=True):
    """A file as it is kept."""

    status: str
    merged_into: str
    customer: CustomerWithoutLog


def customer_numbers(connection: Connection, sought: Iterable[tuple[str, str]]) -> list[CustomerId]:
    """The files that may be found by any of these (`serial`, `phone`, `name`, `alias`, `is`
    `replaced`), or can't be read.
    """
    keys = sorted({each for kind, value in sought for each in lookup_keys(kind, value)})
    ids = {
        id for (id,) in connection.execute("SELECT id FROM customer WHERE unsure OR NOT readable")
    }
    for start in range(0, len(keys), _MOST_VALUES):
        piece = keys[start : start + _MOST_VALUES]
        marks = ",".join("?" * len(piece))
        sql = f"SELECT c.id FROM customer_by JOIN customer c USING (n) WHERE key IN ({marks})"
        ids |= {id for (id,) in connection.execute(sql, piece)}
    return [number for id in sorted(ids) if (number := parse_customer_id(id)) is not None]


def all_customers(connection: Connection) -> tuple[list[CustomerFile], list[str]]:
    """All files as they stand, by number; and those that can't be read."""
    customers, unreadable = [], []
    for id, doc in connection.execute("SELECT id, doc FROM customer ORDER BY id"):
        if doc is None:
            unreadable.append(id)
        else:
            document = _decoder().decode(doc)
            customers.append(
                CustomerFile(
                    customer=document.customer,
                    status=document.status,
                    merged_into=document.merged_into,
                )
            )
    return customers, unreadable


def current_customers(connection: Connection, ids: Iterable[str]) -> dict[str, Customer]:
    """These customers as they stand, by number; those that are gone since are left out."""
    customers: dict[str, Customer] = {}
    for id in ids:
        row = connection.execute("SELECT doc FROM customer WHERE id = ?", (id,)).fetchone()
        if row is not None and row[0] is not None:
            customers[id] = _decoder().decode(row[0]).customer
    return customers


def lookup_keys(kind: str, value: str) -> list[int]:
    """What a file with such a value is found by."""
    if kind == "phone":
        return [lookup_key(kind, each.number[-_AREA_CODES:]) for each in telephones(value)]
    form = value
    if kind == "serial":
        form = serial_form(value)
    elif kind == "name":
        form = plain_form(value)
    return [lookup_key(kind, form)] if form else []


@cache
def _decoder() -> msgspec.msgpack.Decoder[CustomerDocument]:
    return msgspec.msgpack.Decoder(CustomerDocument)
