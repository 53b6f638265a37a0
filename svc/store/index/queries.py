"""Questions to the index: which tickets may fit, and rows of a list.

What is sought in files is only narrowed here: the index may give a ticket too many, never one too
few. So every condition is one that the ticket's file is asked once more, and what can't be read is
always given.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from svc.model.ids import TicketId, ticket_order
from svc.rules.forms import part_form, plain_form, serial_form
from svc.rules.list_rows import ListRow
from svc.rules.promises.due import Due, Owed
from svc.store.index.schema import (
    ODD,
    OFFSETS,
    OPEN,
    UNREADABLE,
    least_packed,
    lookup_key,
    parsed_numbers,
    unpacked_moment,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from sqlite3 import Connection

_Value = str | int
_MOST_VALUES = 500  # in one question; SQLite takes a thousand or more


class Sought(Struct, frozen=True, kw_only=True):
    """Which tickets are wanted: those that fit all that is given; of `keys` any."""

    is_open: bool = False
    statuses: tuple[str, ...] = ()
    kind: str = ""
    urgency: str = ""
    region: str = ""
    technician: str = ""
    taken_in: str = ""  # at this office: its number says so
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
    """By any of these: `file` (a customer's), `unit`, `serial`, `book` (of receipts), `alias` (a
    number it had before), `imported` (the number it had elsewhere), `block` (the token of a
    customer's form), each with its value;
    `part` (asked for, lent or fitted), `parts` with a month in which any was; `visit` with a day
    that is not the appointment's; `is` with `noted` (the head of a call that somebody else took),
    `complaint`, `lent` (a part is out), `awaiting` (one is asked of the parts centre), `fitted` (a
    part was), `without_slip` (of the last visit), `to_clear` (its card or its signature),
    `replaced` (a machine); `attached` (a file is); `attached` with
    the hash of a file, `known` with an entry of the knowledge base that was tried, `helped` with
    one that helped; `taken` with whoever has money of it that nobody has handed in; `day`
    with an office and a day, `SZ 2026-11-23`, on which something of the daily sheet happened,
    `money_day` likewise on which money reached a cashier or left; `month` with an office and a
    month, `SZ 2026-11`, in which it counts there or anything happened, but for that in which it was
    received, where it was; `stands` with an office
    where it stands open, or where what was charged is not what was paid, or not handed in.
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


def ticket_numbers(
    connection: Connection, sought: Iterable[Sought], office: str = ""
) -> list[TicketId]:
    """The tickets that may fit any of what is sought, and those that can't be read, of whatever
    office; in the order of their numbers. `office`: for which it acts that has them now.
    """
    ids = _ticket_ids(connection, f"SELECT id FROM ticket t WHERE {ODD}", [])
    for sql, values in _questions(sought, "id", office):
        ids |= _ticket_ids(connection, sql, values)
    return sorted_numbers(ids)


def tickets_not_as_told(
    connection: Connection, sought: Iterable[Sought], told: Mapping[str, bytes]
) -> list[TicketId]:
    """Of the tickets that may fit any of what is sought those of which the events of some month
    are not `told` so (`packed_events`, by number), and those that can't be read.
    """
    ids = _ticket_ids(connection, f"SELECT id FROM ticket t WHERE {ODD}", [])
    for sql, values in _questions(sought, "id, events", ""):
        for id, events in connection.execute(sql, values):
            packed = events or b""
            months = {packed[at : at + 8] for at in range(0, len(packed), 8)}
            if told.get(id) not in months:
                ids.add(id)
    return sorted_numbers(ids)


def _questions(
    sought: Iterable[Sought], columns: str, office: str
) -> Iterator[tuple[str, list[_Value]]]:
    for each in sought:
        conditions, values = _conditions(each, received=True, office=office)
        if each.promises is not None:
            yield _owing_query(each, conditions, values)
        elif each.keys is not None:
            for keys in _in_pieces(sorted({_search_key(kind, value) for kind, value in each.keys})):
                where = " AND ".join([f"key IN ({','.join('?' * len(keys))})", *conditions])
                sql = f"SELECT {columns} FROM found_by JOIN ticket t USING (n) WHERE {where}"
                yield sql, [*keys, *values]
        else:
            where = " AND ".join(conditions) or "1"
            yield f"SELECT {columns} FROM ticket t WHERE {where}", values


def listed_tickets(
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
    conditions, values = _conditions(sought, received=True, office=office)
    conditions.append(f"NOT by_file AND standing <> {UNREADABLE}")
    if overdue:
        conditions.append("due IS NOT NULL AND left_seconds IS NULL AND late_after < ?")
        values.append(least_packed(now))
    if due_before is not None:
        conditions.append("due < ?")
        values.append(least_packed(due_before))
    where = " AND ".join(conditions)
    sql = f"SELECT {_COLUMNS} FROM ticket t WHERE {where} ORDER BY due IS NULL, due, id"
    tickets = map(_ListColumns._make, connection.execute(f"{sql} LIMIT ?", [*values, limit or -1]))
    listed = [_list_row(ticket, now) for ticket in tickets]
    more = 0
    if limit and len(listed) == limit:
        (count,) = connection.execute(
            f"SELECT count(*) FROM ticket t WHERE {where}", values
        ).fetchone()
        more = count - limit
    conditions, values = _conditions(sought, received=False, office=office)
    by_file = _ticket_ids(
        connection, " AND ".join(["SELECT id FROM ticket t WHERE by_file", *conditions]), values
    )
    # of what can't be read its number says of which office it is
    by_file |= _ticket_ids(
        connection,
        f"SELECT id FROM ticket t WHERE standing = {UNREADABLE} AND id LIKE ?",
        [f"{office}-%" if office else "%"],
    )
    return Listed(rows=listed, more=more, by_file=sorted_numbers(by_file))


class _ListColumns(NamedTuple):
    """What a list shows of a ticket, as it lies in columns of these names."""

    id: str
    kind: str | None
    status: str
    urgency: str | None
    office: str
    region: str
    customer: str | None
    model: str | None
    serial: str | None
    technician: str
    received: int
    due: int | None  # and with it the three below
    late_after: int
    promise: str
    left_seconds: int | None


_COLUMNS = ", ".join(_ListColumns._fields)


def _list_row(ticket: _ListColumns, now: datetime) -> ListRow:
    return ListRow(
        id=ticket.id,
        kind=ticket.kind,
        status=ticket.status,
        urgency=ticket.urgency,
        office=ticket.office,
        region=ticket.region,
        customer=ticket.customer,
        model=ticket.model,
        serial=ticket.serial,
        technician=ticket.technician,
        received=unpacked_moment(ticket.received),
        due=_due(ticket, now),
    )


def _due(ticket: _ListColumns, now: datetime) -> Due | None:
    if ticket.due is None:
        return None
    falls_due = unpacked_moment(ticket.due)
    return Owed(
        promise=ticket.promise,
        due=falls_due,
        late_after=unpacked_moment(ticket.late_after),
        flag_at=falls_due,  # no list says it
        left_seconds=ticket.left_seconds,
    ).at(now)


def _conditions(sought: Sought, *, received: bool, office: str) -> tuple[list[str], list[_Value]]:
    conditions: list[str] = []
    values: list[_Value] = []
    if sought.is_open:
        conditions.append(f"standing = {OPEN}")
    if sought.statuses:
        conditions.append(f"status IN ({','.join('?' * len(sought.statuses))})")
        values += sought.statuses
    if office:
        conditions.append("office = ?")
        values.append(office)
    for name in ("kind", "urgency", "region", "technician"):
        if value := getattr(sought, name):
            conditions.append(f"{name} = ?")
            values.append(value)
    if sought.taken_in:
        conditions.append("t.id LIKE ?")
        values.append(f"{sought.taken_in}-%")
    for column, sign, moment in (
        ("received", ">=", sought.received_from if received else None),
        ("received", "<", sought.received_until if received else None),
        ("appointment", ">=", sought.appointment_from),
        ("appointment", "<", sought.appointment_until),
    ):
        if moment is not None:
            conditions.append(f"{column} {sign} ?")
            values.append(least_packed(moment))
    return conditions, values


def _owing_query(
    sought: Sought, conditions: list[str], values: list[_Value]
) -> tuple[str, list[_Value]]:
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
            values.append(least_packed(until) + OFFSETS)
    return (
        f"SELECT t.id FROM owed o JOIN ticket t USING (n) WHERE {' AND '.join(conditions)}",
        values,
    )


def _ticket_ids(connection: Connection, sql: str, values: Sequence[_Value]) -> set[str]:
    return {id for (id,) in connection.execute(sql, values)}


_FORMS: dict[str, Callable[[str], str]] = {
    "unit": plain_form,
    "imported": plain_form,
    "serial": serial_form,
    "part": part_form,
}


def _search_key(kind: str, value: str) -> int:
    form = _FORMS.get(kind)
    return lookup_key(kind, form(value) if form else value)


def _in_pieces(values: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(values), _MOST_VALUES):
        yield values[start : start + _MOST_VALUES]


def sorted_numbers(ids: set[str]) -> list[TicketId]:
    """Numbers in the order in which `Reader.numbers` gives them."""
    return sorted(parsed_numbers(ids), key=ticket_order)
