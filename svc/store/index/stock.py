"""Moves of parts in the index: rows of `moved`, from tickets and from stock documents.

Documents are looked at only when stock is asked for (`Index.knows_documents`).
"""

from __future__ import annotations

import os
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from svc.errors import SvcError
from svc.model.ids import StockId
from svc.rules.stock.moves import Balances, Move, moves_of_document
from svc.rules.stock.places import Place, Spot, spot_from_code
from svc.store import files
from svc.store.index.schema import OFFSETS, insert_moves, packed_moment, unpacked_moment
from svc.store.records import stock_record_of

if TYPE_CHECKING:
    from collections.abc import Iterable
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
        *(id, seq, line, packed_moment(move.at), packed_moment(move.typed), move.by),
        *(move.part, move.count, move.leaves.code, move.goes.code, move.serial or None),
        None if move.price is None else int(move.price * 100),
        *(move.position or None, move.loan or None, move.reason or None),
    )


# Any: columns of SQLite, each of the type that `move_row` gave it.
def _move_from(row: tuple[Any, ...]) -> Move:
    _, id, seq, line, at, typed, by, part, count, leaves, goes, *rest = row
    serial, fen, position, loan, reason = rest
    return Move(
        at=unpacked_moment(at),
        typed=unpacked_moment(typed),
        source=(id, seq, line),
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


def balances_in_index(connection: Connection, until: datetime | None = None) -> Balances:
    """How many pieces of each part are at each spot, after all moves or those up to a moment."""
    where, values = "", []
    if until is not None:
        where, values = " WHERE at < ?", [packed_moment(until) // OFFSETS * OFFSETS + OFFSETS]
    sums: Balances = {}
    for spot, sign in (("goes", 1), ("leaves", -1)):
        sql = f"SELECT part, {spot}, sum(count) FROM moved{where} GROUP BY part, {spot}"
        for part, code, count in connection.execute(sql, values):
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
