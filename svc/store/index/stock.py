"""Moves of parts in the index: rows of `moved`, from tickets and from stock documents.

Documents are looked at only when stock is asked for (`Index.knows_documents`).
"""

from __future__ import annotations

import os
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from svc.errors import SvcError
from svc.model.ids import StockId
from svc.rules.stock.moves import Balances, Begun, Move, moves_of_document
from svc.rules.stock.places import Place, Spot, spot_from_code, store_of, with_technician
from svc.store import files
from svc.store.index.schema import (
    OFFSETS,
    insert_moves,
    least_packed,
    packed_moment,
    unpacked_moment,
)
from svc.store.records import stock_record_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from sqlite3 import Connection

    from svc.store.index.changed_records import ChangedRecords, RecordFile
    from svc.store.reader import Reader

_Row = tuple[object, ...]


def move_row(move: Move) -> _Row:
    """A move as it lies in `moved`, without `n`. Raises ValueError for an offset of before there
    were time zones.
    """
    id, seq, line = move.source
    return (
        *(id, seq, line, packed_moment(move.at), packed_moment(move.typed), move.how, move.by),
        *(move.part, move.count, move.leaves.code, move.goes.code, move.serial or None),
        None if move.price is None else int(move.price * 100),
        *(move.position or None, move.loan or None, move.reason or None),
    )


# Any: columns of SQLite, each of the type that `move_row` gave it.
def _move_from(row: tuple[Any, ...]) -> Move:
    _, id, seq, line, at, typed, how, by, part, count, leaves, goes, *rest = row
    serial, fen, position, loan, reason = rest
    return Move(
        at=unpacked_moment(at),
        typed=unpacked_moment(typed),
        source=(id, seq, line),
        how=how,
        by=by,
        part=part,
        count=count,
        leaves=spot_from_code(leaves),
        goes=spot_from_code(goes),
        serial=serial or "",
        price=None if fen is None else Decimal(fen).scaleb(-2),
        position=position or "",
        loan=loan or "",
        reason=reason or "",
    )


def moves_in_index(
    connection: Connection, part: str = "", place: Place | None = None
) -> list[Move]:
    """The moves of a part (all, if none is given) that leave or reach a place (any), in the order
    in which they happened.
    """
    conditions, values = ["1"], []
    if part:
        conditions.append("part = ?")
        values.append(part)
    if place is not None:
        spots = [Spot(place).code, Spot(place, "defective").code]
        conditions.append("(leaves IN (?, ?) OR goes IN (?, ?))")
        values += [*spots, *spots]
    sql = f"SELECT * FROM moved WHERE {' AND '.join(conditions)}"
    return sorted(map(_move_from, connection.execute(sql, values)), key=lambda move: move.order)


def stores_begun(connection: Connection) -> dict[str, datetime]:
    """Since when the books of each office's store are kept: its first document."""
    sql = " UNION ALL ".join(
        f"SELECT {spot}, min(at) FROM moved WHERE n < 0 AND {spot} LIKE 'store:%' GROUP BY {spot}"
        for spot in ("leaves", "goes")
    )
    begun: dict[str, datetime] = {}
    for code, at in connection.execute(sql):
        office, moment = spot_from_code(code).place.whose, unpacked_moment(at)
        begun[office] = min(moment, begun.get(office, moment))
    return begun


_LATER = 1 << 62


def balances_in_index(
    connection: Connection, offices: Mapping[str, str], until: datetime | None = None
) -> Balances:
    """How many pieces of each part are booked in each store and with each technician, or are on
    the way, after all moves or those up to a moment. `offices`: of technicians.
    """
    begun = Begun(stores=stores_begun(connection), offices=offices)
    places = [store_of(office) for office in begun.stores]
    places += [with_technician(person) for person in offices]
    since: list[object] = []
    for place in places:
        first = begun.since(place)
        packed = _LATER if first is None else least_packed(first)
        for code in (Spot(place).code, Spot(place, "defective").code):
            since += [code, packed]
    marks = ",".join(["(?, ?)"] * (len(since) // 2))
    last = _LATER if until is None else least_packed(until) + OFFSETS
    sums: Balances = {}
    for spot, sign in (("goes", 1), ("leaves", -1)) if since else ():
        sql = f"""
            WITH begun (spot, since) AS (VALUES {marks})
            SELECT part, m.{spot}, sum(count) FROM moved m LEFT JOIN begun b ON b.spot = m.{spot}
            WHERE m.at < ? AND (m.{spot} LIKE 'transit:%' OR b.since <= m.at
              OR (m.{spot} LIKE 'technician:%' AND m.loan IS NOT NULL))
            GROUP BY part, m.{spot}"""
        for part, code, count in connection.execute(sql, [*since, last]):
            key = part, spot_from_code(code)
            sums[key] = sums.get(key, 0) + sign * count
    return {key: count for key, count in sums.items() if count}


def unreadable_documents(connection: Connection) -> list[str]:
    """The numbers of the stock documents that can't be read."""
    return [id for (id,) in connection.execute("SELECT id FROM stock_document WHERE NOT readable")]


# Noted


def read_changed_documents(
    ledger: Reader, changed: ChangedRecords
) -> list[tuple[RecordFile, str, list[_Row]] | None]:
    """What is to be noted of each changed document: its status, empty if it can't be read, and the
    rows of its moves; None of one that is gone.
    """
    return [_read_one(ledger, each) for each in changed.files]


def _read_one(ledger: Reader, file: RecordFile) -> tuple[RecordFile, str, list[_Row]] | None:
    number = file.number
    assert isinstance(number, StockId)
    try:
        data = files.read_file(os.fspath(files.located(ledger.top, number.path)))
        if data is None:
            return None
        state = stock_record_of(data, number).state
        return file, state.status, [move_row(move) for move in moves_of_document(state)]
    except (SvcError, ValueError):
        return file, "", []


def note_changed_documents(
    connection: Connection,
    changed: ChangedRecords,
    rows: Iterable[tuple[RecordFile, str, list[_Row]] | None],
) -> None:
    """Write what changed among the stock documents."""
    gone = [(n,) for n in (*changed.gone, *(each.n for each in changed.files))]
    connection.executemany("DELETE FROM stock_document WHERE n = ?", gone)
    connection.executemany("DELETE FROM moved WHERE n = -?", gone)
    for row in rows:
        if row is not None:
            file, status, moves = row
            connection.execute(
                "INSERT INTO stock_document VALUES (?, ?, ?, ?, ?, ?)",
                (file.n, str(file.number), file.stamp, int(file.unsure), bool(status), status),
            )
            insert_moves(connection, [(-file.n, *move) for move in moves])
    connection.executemany(
        "DELETE FROM stock_folder WHERE f = ?", [(f,) for f in changed.gone_folders]
    )
    connection.executemany(
        "INSERT OR REPLACE INTO stock_folder VALUES (?, ?, ?, ?)", changed.folders
    )
