"""Moves of parts in the index: rows of `moved`, from tickets and from stock documents.

Documents are looked at only when stock is asked for (`Index.knows_documents`).
"""

from __future__ import annotations

import os
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from svc.errors import SvcError
from svc.model.ids import StockId
from svc.rules.stock.moves import Balances, Begun, Move, moves_of_document
from svc.rules.stock.places import Place, Spot, spot_from_code
from svc.store import files
from svc.store.index.schema import (
    OFFSETS,
    delete_moves,
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
    """A move as it is written into `moved`, without `n`. Raises ValueError for an offset of before
    there were time zones.
    """
    _, seq, line = move.source
    at = packed_moment(move.at)
    return (
        *(seq, line, at, packed_moment(move.typed) - at),
        *(move.how, move.by, move.part, move.leaves.code, move.goes.code),
        *(move.position or None, move.reason or None, move.count, move.serial or None),
        None if move.price is None else int(move.price * 100),
        move.loan or None,
    )


_MOVES = """
SELECT COALESCE(t.id, d.id), m.seq, m.line, m.at, m.at + m.typed, how.word, by.word, part.word,
  leaves.word, goes.word, position.word, reason.word, m.count, m.serial, m.fen, m.loan
FROM moved m
LEFT JOIN ticket t ON t.n = m.n LEFT JOIN stock_document d ON d.n = -m.n
JOIN word how ON how.w = m.how JOIN word by ON by.w = m.by JOIN word part ON part.w = m.part
JOIN word leaves ON leaves.w = m.leaves JOIN word goes ON goes.w = m.goes
LEFT JOIN word position ON position.w = m.position LEFT JOIN word reason ON reason.w = m.reason
"""


# Any: columns of SQLite, each of the type that `move_row` gave it.
def _move_from(row: tuple[Any, ...]) -> Move:
    id, seq, line, at, typed, how, by, part, leaves, goes, position, reason, *rest = row
    count, serial, fen, loan = rest
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
        conditions.append("m.part = (SELECT w FROM word WHERE word = ?)")
        values.append(part)
    if place is not None:
        spots = [Spot(place).code, Spot(place, "defective").code]
        of_place = "IN (SELECT w FROM word WHERE word IN (?, ?))"
        conditions.append(f"(m.leaves {of_place} OR m.goes {of_place})")
        values += [*spots, *spots]
    sql = f"{_MOVES} WHERE {' AND '.join(conditions)}"
    return sorted(map(_move_from, connection.execute(sql, values)), key=lambda move: move.order)


class HeldParts(NamedTuple):
    """What is booked everywhere after all moves, and since when books are kept. `generation` is
    that of the index if this was reckoned just now, and is to be kept; None if it was.
    """

    balances: Balances
    begun: dict[str, datetime]
    generation: int | None


def held_in_index(connection: Connection, offices: Mapping[str, str]) -> HeldParts:
    """How many pieces of each part are booked at each place of ours. `offices`: of technicians."""
    words: dict[int, str] = dict(connection.execute("SELECT w, word FROM word"))
    meta = dict(connection.execute("SELECT name, value FROM meta"))
    if "held" not in meta:
        begun = _begun_in_moves(connection, words)
        balances = balances_until(connection, Begun(stores=begun, offices=offices), words)
        return HeldParts(balances, begun, meta["generation"])
    begun = {
        office: unpacked_moment(at)
        for office, at in connection.execute("SELECT office, at FROM begun")
    }
    balances = {
        (words[part], spot_from_code(words[spot])): count
        for spot, part, count in connection.execute("SELECT spot, part, count FROM held")
    }
    return HeldParts(balances, begun, None)


def keep_held(connection: Connection, held: HeldParts) -> None:
    """Keep what was reckoned, until a move is noted or removed."""
    numbers: dict[str, int] = dict(connection.execute("SELECT word, w FROM word"))
    for table in ("held", "begun"):
        connection.execute(f"DELETE FROM {table}")
    rows = [
        (numbers[spot.code], numbers[part], count) for (part, spot), count in held.balances.items()
    ]
    connection.executemany("INSERT INTO held VALUES (?, ?, ?)", rows)
    stores = [(office, packed_moment(at)) for office, at in held.begun.items()]
    connection.executemany("INSERT INTO begun VALUES (?, ?)", stores)
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('held', 1)")


def _begun_in_moves(connection: Connection, words: Mapping[int, str]) -> dict[str, datetime]:
    """Since when the books of each office's store are kept: its first document."""
    begun: dict[str, datetime] = {}
    for column in ("leaves", "goes"):
        sql = f"SELECT {column}, min(at) FROM moved WHERE n < 0 GROUP BY {column}"
        for w, at in connection.execute(sql):
            place, moment = spot_from_code(words[w]).place, unpacked_moment(at)
            if place.kind == "store":
                begun[place.whose] = min(moment, begun.get(place.whose, moment))
    return begun


_LATER = 1 << 62


def balances_until(
    connection: Connection,
    begun: Begun,
    words: Mapping[int, str],
    until: datetime | None = None,
) -> Balances:
    """What is booked everywhere after all moves, or those up to a moment: reckoned from them."""
    last = _LATER if until is None else least_packed(until) + OFFSETS
    spots = {w: spot_from_code(word) for w, word in words.items() if ":" in word}
    rows = []
    for w, spot in spots.items():
        kind = spot.place.kind
        if spot.place.is_inner:
            first = begun.since(spot.place)
            since = _LATER if first is None else least_packed(first)
            rows.append((w, 0 if kind in ("transit", "loaner") else since, spot.holds_loans))
    connection.execute(
        "CREATE TEMP TABLE booked_since (w INTEGER PRIMARY KEY, at INTEGER, has_loans INTEGER)"
    )
    connection.executemany("INSERT INTO booked_since VALUES (?, ?, ?)", rows)
    sums: Balances = {}
    for column, sign in (("goes", 1), ("leaves", -1)):
        sql = f"""
            SELECT m.part, m.{column}, sum(m.count)
            FROM moved m JOIN booked_since b ON b.w = m.{column}
            WHERE m.at < ? AND (m.at >= b.at OR (b.has_loans AND m.loan IS NOT NULL))
            GROUP BY m.part, m.{column}"""
        for part, w, count in connection.execute(sql, (last,)):
            key = words[part], spots[w]
            sums[key] = sums.get(key, 0) + sign * count
    connection.execute("DROP TABLE booked_since")
    return {key: count for key, count in sums.items() if count}


def past_balances(connection: Connection, offices: Mapping[str, str], until: datetime) -> Balances:
    """What was booked everywhere after the moves up to a moment."""
    words: dict[int, str] = dict(connection.execute("SELECT w, word FROM word"))
    begun = held_in_index(connection, offices).begun
    return balances_until(connection, Begun(stores=begun, offices=offices), words, until)


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
    delete_moves(connection, [(-n,) for (n,) in gone])
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
