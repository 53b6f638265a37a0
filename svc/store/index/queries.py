"""Questions to the index: which tickets may fit, and rows of a list.

What is sought in files is only narrowed here: the index may give a ticket too many, never one too
few. So every condition is one that the ticket's file is asked once more, and what can't be read is
always given.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from svc.model.ids import TicketId, parse_ticket_id, ticket_order
from svc.rules.forms import plain_form, serial_form
from svc.rules.list_rows import ListRow
from svc.rules.promises.due import Due, Owed
from svc.store.index.schema import ODD, OFFSETS, OPEN, UNREADABLE, from_then, key, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from sqlite3 import Connection

_MOST_VALUES = 500  # in one question; SQLite takes a thousand or more


class Sought(Struct, frozen=True, kw_only=True):
    """Which tickets are wanted: those that fit all that is given; of `keys` any."""

    is_open: bool = False
    statuses: tuple[str, ...] = ()
    kind: str = ""
    urgency: str = ""
    region: str = ""
    technician: str = ""
    received_from: datetime | None = None
    received_until: datetime | None = None  # excluded
    appointment_from: datetime | None = None
    appointment_until: datetime | None = None  # excluded
    promises: tuple[str, ...] | None = (
        None  # one of these is open and does not stand still (empty: any), and
    )
    due_until: datetime | None = None  # falls due by then
    flag_until: datetime | None = None  # is to be flagged by then
    keys: tuple[tuple[str, str], ...] | None = None
    """By any of these: `file` (a customer's), `unit`, `serial`, `book` (of receipts), each with its
    value; `visit` with a day that is not the appointment's; `is` with `noted` (the head of a call
    that somebody else took), `complaint`, `lent` (a part is out), `replaced` (a machine).
    """


def visits_around(day: date, days_before: int = 0) -> Sought:
    """Tickets whose appointment is on the day or so many days before.

    The index has moments and a day is that of its own offset, so a day more on either side is
    looked at.
    """
    first = datetime.combine(day - timedelta(days=days_before + 1), datetime.min.time(), tzinfo=UTC)
    return Sought(appointment_from=first, appointment_until=first + timedelta(days=days_before + 3))


class Listed(Struct, frozen=True, kw_only=True):
    """Rows as the index has them, and the tickets whose files have to be asked."""

    rows: list[ListRow]
    more: int  # rows beyond the limit
    by_file: list[TicketId]


def numbers(connection: Connection, sought: Iterable[Sought], office: str = "") -> list[TicketId]:
    """The tickets that may fit any of what is sought, and those that can't be read; in the order of
    their numbers.
    """
    found = _ids(connection, f"SELECT id FROM ticket t WHERE {ODD}", [])
    for each in sought:
        conditions, values = _conditions(each, received=True)
        if each.promises is not None:
            found |= _ids(connection, *_owing(each, conditions, values))
        elif each.keys is not None:
            for keys in _pieces(sorted({_key(kind, value) for kind, value in each.keys})):
                where = " AND ".join([f"key IN ({','.join('?' * len(keys))})", *conditions])
                found |= _ids(
                    connection,
                    f"SELECT id FROM found_by JOIN ticket t USING (n) WHERE {where}",
                    keys + values,
                )
        else:
            found |= _ids(
                connection,
                f"SELECT id FROM ticket t WHERE {' AND '.join(conditions) or '1'}",
                values,
            )
    return in_order(found, office)


def rows(
    connection: Connection,
    sought: Sought,
    now: datetime,
    *,
    office: str,
    overdue: bool,
    due_before: datetime | None,
    limit: int,
) -> Listed:
    """The rows that fit, first those that fall due first; `limit` of them, 0 for all."""
    conditions, values = _conditions(sought, received=True)
    conditions.append(f"NOT by_file AND standing <> {UNREADABLE}")
    if overdue:
        conditions.append("due IS NOT NULL AND left_seconds IS NULL AND late_after < ?")
        values.append(from_then(now))
    if due_before is not None:
        conditions.append("due < ?")
        values.append(from_then(due_before))
    if office:
        conditions.append("id LIKE ?")
        values.append(f"{office}-%")
    where = " AND ".join(conditions)
    sql = f"SELECT {_COLUMNS} FROM ticket t WHERE {where} ORDER BY due IS NULL, due, id"
    found = [
        _row(values_, now)
        for values_ in connection.execute(f"{sql} LIMIT ?", [*values, limit or -1])
    ]
    more = 0
    if limit and len(found) == limit:
        (count,) = connection.execute(
            f"SELECT count(*) FROM ticket t WHERE {where}", values
        ).fetchone()
        more = count - limit
    conditions, values = _conditions(sought, received=False)
    by_file = _ids(
        connection, " AND ".join(["SELECT id FROM ticket t WHERE by_file", *conditions]), values
    )
    by_file |= _ids(connection, f"SELECT id FROM ticket t WHERE standing = {UNREADABLE}", [])
    return Listed(rows=found, more=more, by_file=in_order(by_file, office))


_COLUMNS = (
    "id, kind, status, urgency, office, region, customer, model, serial, technician, received,"
    " due, late_after, promise, left_seconds"
)


def _row(values: tuple[Any, ...], now: datetime) -> ListRow:
    (
        id,
        kind,
        status,
        urgency,
        office,
        region,
        customer,
        model,
        serial,
        technician,
        received,
        *owed,
    ) = values
    return ListRow(
        id=id,
        kind=kind,
        status=status,
        urgency=urgency,
        office=office,
        region=region,
        customer=customer,
        model=model,
        serial=serial,
        technician=technician,
        received=unpacked(received),
        due=_due(*owed, now=now),
    )


def _due(
    due: int | None, late_after: int, promise: str, left_seconds: int | None, *, now: datetime
) -> Due | None:
    if due is None:
        return None
    falls_due = unpacked(due)
    return Owed(
        promise=promise,
        due=falls_due,
        late_after=unpacked(late_after),
        flag_at=falls_due,  # no list says it
        left_seconds=left_seconds,
    ).at(now)


def _conditions(sought: Sought, *, received: bool) -> tuple[list[str], list[Any]]:
    conditions: list[str] = []
    values: list[Any] = []
    if sought.is_open:
        conditions.append(f"standing = {OPEN}")
    if sought.statuses:
        conditions.append(f"status IN ({','.join('?' * len(sought.statuses))})")
        values += sought.statuses
    for name in ("kind", "urgency", "region", "technician"):
        if value := getattr(sought, name):
            conditions.append(f"{name} = ?")
            values.append(value)
    for column, sign, moment in (
        ("received", ">=", sought.received_from if received else None),
        ("received", "<", sought.received_until if received else None),
        ("appointment", ">=", sought.appointment_from),
        ("appointment", "<", sought.appointment_until),
    ):
        if moment is not None:
            conditions.append(f"{column} {sign} ?")
            values.append(from_then(moment))
    return conditions, values


def _owing(sought: Sought, conditions: list[str], values: list[Any]) -> tuple[str, list[Any]]:
    """Tickets with an open promise of the kinds wanted, and due or to be flagged by the time
    given.
    """
    conditions, values = [*conditions, "o.left_seconds IS NULL"], list(values)
    if sought.promises:
        conditions.append(f"o.promise IN ({','.join('?' * len(sought.promises))})")
        values += sought.promises
    for column, until in (("due", sought.due_until), ("flag_at", sought.flag_until)):
        if until is not None:
            conditions.append(f"o.{column} < ?")
            values.append(from_then(until) + OFFSETS)
    return (
        f"SELECT t.id FROM owed o JOIN ticket t USING (n) WHERE {' AND '.join(conditions)}",
        values,
    )


def _ids(connection: Connection, sql: str, values: list[Any]) -> set[str]:
    return {id for (id,) in connection.execute(sql, values)}


def _key(kind: str, value: str) -> int:
    form = {"unit": plain_form, "serial": serial_form}.get(kind)
    return key(kind, form(value) if form else value)


def _pieces(values: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), _MOST_VALUES):
        yield values[start : start + _MOST_VALUES]


def in_order(ids: set[str], office: str) -> list[TicketId]:
    """Numbers in the order in which `Reader.numbers` gives them."""
    found = [number for id in ids if (number := parse_ticket_id(id)) is not None]
    if office:
        found = [number for number in found if number.office == office]
    return sorted(found, key=ticket_order)
