"""Machines of customers' files in the index: whose each is, and when how many came into use."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from svc.rules.report.machines import MachineChange
from svc.rules.search.machines import MachineOwner

if TYPE_CHECKING:
    from sqlite3 import Connection


class _OwnerDocument(msgspec.Struct, frozen=True, array_like=True):
    """`CustomerDocument`, of which only what a list of machines needs is built."""

    status: str
    merged_into: str
    customer: MachineOwner


def machine_owners(connection: Connection) -> tuple[list[MachineOwner], list[str]]:
    """The customers in use who have machines, by number; and the files that can't be read."""
    owners, unreadable = [], []
    for id, doc in connection.execute("SELECT id, doc FROM customer ORDER BY id"):
        if doc is None:
            unreadable.append(id)
            continue
        document = _decoder().decode(doc)
        if document.status == "active" and document.customer.equipment:
            owners.append(document.customer)
    return owners, unreadable


def noted_machine_changes(connection: Connection) -> list[MachineChange]:
    """When machines came into use and left it, of all customers."""
    rows = connection.execute(
        "SELECT region, office, model, at, sum(number) FROM machine GROUP BY 1, 2, 3, 4"
    )
    return [
        MachineChange(region, office, model, datetime.fromtimestamp(at, UTC), number)
        for region, office, model, at, number in rows
    ]


@cache
def _decoder() -> msgspec.msgpack.Decoder[_OwnerDocument]:
    return msgspec.msgpack.Decoder(_OwnerDocument)
