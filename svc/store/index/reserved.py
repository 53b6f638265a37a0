"""What tickets reserve in the stores, from the index: rows of `reserved`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svc.rules.stock.reserved import GOING, Reservation
from svc.store.index.schema import unpacked_moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Connection


def reserved_in_index(
    connection: Connection, office: str = "", parts: Sequence[str] = ()
) -> list[Reservation]:
    """What is reserved in the store of an office (every one, if none is given) of these parts (all,
    if there are none), the first first.
    """
    conditions, values = ["1"], [*parts]
    if parts:
        conditions.append(f"r.part IN ({','.join('?' * len(parts))})")
    if office:
        conditions.append("t.office = ?")
        values.append(office)
    sql = (
        "SELECT t.id, t.office, r.part, r.count, r.since, t.status, t.technician, t.appointment"
        f" FROM reserved r JOIN ticket t USING (n) WHERE {' AND '.join(conditions)}"
    )
    found = []
    for id, at, part, count, since, status, technician, appointment in connection.execute(
        sql, values
    ):
        is_going = status in GOING
        reservation = Reservation(
            ticket=id,
            office=at,
            part=part,
            count=count,
            since=unpacked_moment(since),
            technician=technician if is_going else "",
            appointment=unpacked_moment(appointment) if is_going else None,
        )
        found.append(reservation)
    return sorted(found, key=lambda each: each.order)
