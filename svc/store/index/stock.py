"""Moves of parts in the index: rows of `moved`, from tickets and from stock documents.

Documents are looked at only when stock is asked for (`Index.knows_documents`).
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from msgspec.structs import asdict

from svc.errors import SvcError
from svc.model.ids import StockId
from svc.model.stock import PartCondition
from svc.rules.stock.documents import DocumentRow, document_row
from svc.rules.stock.moves import Balances, Begun, Move, booked_moves, moves_of_document
from svc.rules.stock.places import Place, Spot, spot_from_code, store_of
from svc.store import files
from svc.store.index.report_cache import forget_reports, forget_stores, month_number
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
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from sqlite3 import Connection

    from svc.rules.stock.lots import Worth
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
SELECT COALESCE(t.id, d.id) AS id, m.seq, m.line, m.at, m.typed, m.how, m.by, m.part,
  m.leaves, m.goes, m.position, m.reason, m.count, m.serial, m.fen, m.loan
FROM moved m
LEFT JOIN ticket t ON t.n = m.n LEFT JOIN stock_document d ON d.n = -m.n
"""


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
        of_place = "IN (SELECT w FROM word WHERE word IN (?, ?))"
        conditions.append(f"(m.leaves {of_place} OR m.goes {of_place})")
        values += [*_codes([place]), *_codes([place])]
    order = f"ORDER BY m.at / {OFFSETS}, id, m.seq, m.line"  # as Move.order has it
    sql = f"{_MOVES} WHERE {' AND '.join(conditions)} {order}"
    return list(_moves_from(connection, connection.execute(sql, values)))


# Any: columns of SQLite, each of the type that `move_row` gave it.
def _moves_from(connection: Connection, rows: Iterable[tuple[Any, ...]]) -> Iterator[Move]:
    """Moves of rows of `_MOVES`; what is said again and again is looked up once."""
    words: dict[int | None, str] = dict(connection.execute("SELECT w, word FROM word"))
    words[None] = ""
    spots = _Spots(words)
    for row in rows:
        id, seq, line, at, typed, how, by, part, leaves, goes, position, reason, *rest = row
        count, serial, fen, loan = rest
        moment = unpacked_moment(at)
        yield Move(
            at=moment,
            typed=unpacked_moment(at + typed) if typed else moment,
            source=(id, seq, line),
            how=words[how],  # type: ignore[arg-type]
            by=words[by],
            part=words[part],
            count=count,
            leaves=spots[leaves],
            goes=spots[goes],
            serial=serial or "",
            price=None if fen is None else Decimal(fen).scaleb(-2),
            position=words[position],
            loan=loan or "",
            reason=words[reason],
        )


class _Spots(dict[int, Spot]):
    """The spots whose codes are these words, read as they are asked for."""

    def __init__(self, words: Mapping[Any, str]) -> None:
        self._words = words

    def __missing__(self, w: int) -> Spot:
        spot = self[w] = spot_from_code(self._words[w])
        return spot


def _codes(places: Iterable[Place]) -> list[str]:
    return [Spot(place, condition).code for place in places for condition in _CONDITIONS]


_CONDITIONS: tuple[PartCondition, ...] = get_args(PartCondition)


# Kept: what the moves of each part come to


class Reckoned(NamedTuple):
    """What the moves of some parts come to, while the index is of this generation. Parts and spots
    are numbers of words.
    """

    generation: int
    begun: (
        dict[int, int] | None
    )  # spot → when a document first moved something there; None: as kept
    parts: list[int]
    held: list[tuple[int, int, int]]  # spot, part, pieces
    lies: list[tuple[int, int, str]]  # spot, part, position

    @property
    def is_new(self) -> bool:
        """Whether there is something to keep."""
        return self.begun is not None or bool(self.parts)


def reckon_moves(connection: Connection, offices: Mapping[str, str]) -> Reckoned:
    """What the moves of those parts come to that were moved since it was kept. `offices`: of
    technicians.
    """
    meta = dict(connection.execute("SELECT name, value FROM meta"))
    before = dict(connection.execute("SELECT spot, at FROM begun"))
    begun = None if "begun" in meta else _begun_in_moves(connection)
    is_other = begun is not None and _of_stores(connection, begun) != _of_stores(connection, before)
    which = "1" if is_other else "reckoned = 0"
    parts = [w for (w,) in connection.execute(f"SELECT part FROM moved_part WHERE {which}")]
    held: list[tuple[int, int, int]] = []
    lies: dict[tuple[int, int], str] = {}
    if parts:
        stores = _of_stores(connection, before if begun is None else begun)
        some = f"m.part IN ({','.join(map(str, parts))})"
        held = _booked(connection, Begun(stores=stores, offices=offices), some)
        lies = {
            (spot, part): position
            for spot, part, position in connection.execute(_POSITIONS.format(some=some))
        }
    places = [(spot, part, position) for (spot, part), position in lies.items()]
    return Reckoned(meta["generation"], begun, parts, held, places)


_POSITIONS = """
SELECT m.goes, m.part, position.word FROM moved m
JOIN word position ON position.w = m.position
LEFT JOIN ticket t ON t.n = m.n LEFT JOIN stock_document d ON d.n = -m.n
WHERE {some} ORDER BY m.at, COALESCE(t.id, d.id), m.seq, m.line
"""


def keep_reckoned(connection: Connection, found: Reckoned) -> None:
    """Keep it, until a move of the part is noted or removed."""
    if found.begun is not None:
        connection.execute("DELETE FROM begun")
        connection.executemany("INSERT INTO begun VALUES (?, ?)", found.begun.items())
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('begun', 1)")
    parts = [(part,) for part in found.parts]
    for table in ("held", "lies", "worth"):
        connection.executemany(f"DELETE FROM {table} WHERE part = ?", parts)
    connection.executemany("INSERT INTO held VALUES (?, ?, ?)", found.held)
    connection.executemany("INSERT INTO lies VALUES (?, ?, ?)", found.lies)
    connection.executemany("UPDATE moved_part SET reckoned = 1 WHERE part = ?", parts)


def _is_reckoned(connection: Connection) -> bool:
    sql = """
        SELECT EXISTS (SELECT 1 FROM meta WHERE name = 'begun')
          AND NOT EXISTS (SELECT 1 FROM moved_part WHERE reckoned = 0)"""
    return bool(connection.execute(sql).fetchone()[0])


def held_in_index(connection: Connection, places: Sequence[Place] | None) -> Balances | None:
    """How many pieces of each part are booked at these places of ours (None: all); None if that is
    not kept just now.
    """
    if not _is_reckoned(connection):
        return None
    sql, codes = "SELECT spot, part, count FROM held", list[str]()
    if places is not None:
        codes = _codes(places)
        sql += f" WHERE spot IN (SELECT w FROM word WHERE word IN ({_marks(codes)}))"
    return _balances_of(connection, connection.execute(sql, codes).fetchall())


def _balances_of(connection: Connection, rows: Sequence[tuple[int, int, int]]) -> Balances:
    """Balances of rows: spot, part, pieces."""
    words = _words(connection, {number for row in rows for number in row[:2]})
    spots = _Spots(words)
    return {(words[part], spots[spot]): count for spot, part, count in rows}


def positions_in_index(connection: Connection, office: str) -> dict[str, str] | None:
    """Where good pieces of each part were last said to lie in a store; None if that is not kept
    just now.
    """
    if not _is_reckoned(connection):
        return None
    sql = """
        SELECT part.word, l.position FROM lies l JOIN word part ON part.w = l.part
        WHERE l.spot = (SELECT w FROM word WHERE word = ?)"""
    return dict(connection.execute(sql, (Spot(store_of(office)).code,)).fetchall())


def begun_in_index(connection: Connection) -> dict[str, datetime]:
    """Since when the books of each office's store are kept."""
    is_kept = connection.execute("SELECT 1 FROM meta WHERE name = 'begun'").fetchone()
    sql = "SELECT spot, at FROM begun"
    begun = dict(connection.execute(sql)) if is_kept else _begun_in_moves(connection)
    return _of_stores(connection, begun)


def _begun_in_moves(connection: Connection) -> dict[int, int]:
    """When a document first moved something from a spot, or to it."""
    begun: dict[int, int] = {}
    for column in ("leaves", "goes"):
        sql = f"SELECT {column}, min(at) FROM moved WHERE n < 0 GROUP BY {column}"
        for w, at in connection.execute(sql):
            begun[w] = min(at, begun.get(w, at))
    return begun


def _of_stores(connection: Connection, begun: Mapping[int, int]) -> dict[str, datetime]:
    """Of each office's store the first moment of good and defective pieces."""
    words = _words(connection, begun)
    stores: dict[str, datetime] = {}
    for w, at in begun.items():
        place, moment = spot_from_code(words[w]).place, unpacked_moment(at)
        if place.kind == "store":
            stores[place.whose] = min(moment, stores.get(place.whose, moment))
    return stores


def _words(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    wanted = ",".join(map(str, numbers))
    return dict(connection.execute(f"SELECT w, word FROM word WHERE w IN ({wanted})"))


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


# Kept as well, once asked for: what the pieces are worth


class ReckonedWorth(NamedTuple):
    """What the pieces of some parts are worth, while the index is of this generation."""

    generation: int
    parts: list[int]
    rows: list[tuple[str, int, int, int]]  # spot, part, fen, pieces without a price


def reckon_worth(connection: Connection, offices: Mapping[str, str]) -> ReckonedWorth:
    """What the pieces of those parts are worth that were moved since it was kept."""
    from svc.rules.stock.lots import lots_of

    begun = Begun(stores=begun_in_index(connection), offices=offices)
    (generation,) = connection.execute(
        "SELECT value FROM meta WHERE name = 'generation'"
    ).fetchone()
    parts: dict[int, str] = dict(
        connection.execute(
            "SELECT w, word FROM moved_part JOIN word ON w = part WHERE reckoned < 2"
        )
    )
    rows = []
    for w, part in parts.items():
        moves = booked_moves(moves_in_index(connection, part), begun)
        rows += [
            (spot.code, w, int(each.priced * 100), each.unpriced)
            for spot, worth in lots_of(moves).worth().items()
            for each in worth.values()
        ]
    return ReckonedWorth(generation, list(parts), rows)


def keep_worth(connection: Connection, found: ReckonedWorth) -> None:
    """Keep it, until a move of the part is noted or removed."""
    parts = [(part,) for part in found.parts]
    connection.executemany("DELETE FROM worth WHERE part = ?", parts)
    connection.executemany(
        "INSERT INTO worth SELECT w, ?2, ?3, ?4 FROM word WHERE word = ?1", found.rows
    )
    connection.executemany("UPDATE moved_part SET reckoned = 2 WHERE part = ?", parts)


def worth_in_index(connection: Connection) -> dict[Spot, dict[str, Worth]] | None:
    """What the pieces are worth at each place of ours, part by part; None if that is not kept just
    now.
    """
    from svc.rules.stock.lots import Worth

    if connection.execute("SELECT 1 FROM moved_part WHERE reckoned < 2").fetchone():
        return None
    rows = connection.execute("SELECT spot, part, fen, unpriced FROM worth").fetchall()
    words = _words(connection, {number for row in rows for number in row[:2]})
    found: dict[int, dict[str, Worth]] = {}
    for spot, part, fen, unpriced in rows:
        worth = Worth(priced=Decimal(fen).scaleb(-2), unpriced=unpriced)
        found.setdefault(spot, {})[words[part]] = worth
    return {spot_from_code(words[spot]): worth for spot, worth in found.items()}


# Reckoned from the moves


def past_balances(connection: Connection, offices: Mapping[str, str], until: datetime) -> Balances:
    """What was booked everywhere after the moves up to a moment."""
    begun = Begun(stores=begun_in_index(connection), offices=offices)
    rows = _booked(connection, begun, f"m.at < {least_packed(until) + OFFSETS}")
    return _balances_of(connection, rows)


_LATER = 1 << 62


def _booked(connection: Connection, begun: Begun, which: str) -> list[tuple[int, int, int]]:
    """Spot of ours, part, pieces that are booked there after the moves of a condition."""
    rows = []
    for w, word in connection.execute("SELECT w, word FROM word WHERE word LIKE '%:%'"):
        spot = spot_from_code(word)
        if spot.place.is_inner:
            first = begun.since(spot.place)
            since = _LATER if first is None else least_packed(first)
            is_always = spot.place.kind in ("transit", "loaner")
            rows.append((w, 0 if is_always else since, spot.holds_loans))
    connection.execute(
        "CREATE TEMP TABLE booked_since (w INTEGER PRIMARY KEY, at INTEGER, has_loans INTEGER)"
    )
    connection.executemany("INSERT INTO booked_since VALUES (?, ?, ?)", rows)
    sums: dict[tuple[int, int], int] = {}
    for column, sign in (("goes", 1), ("leaves", -1)):
        sql = f"""
            SELECT m.{column}, m.part, sum(m.count)
            FROM moved m JOIN booked_since b ON b.w = m.{column}
            WHERE {which} AND (m.at >= b.at OR (b.has_loans AND m.loan IS NOT NULL))
            GROUP BY m.part, m.{column}"""
        for spot, part, count in connection.execute(sql):
            sums[spot, part] = sums.get((spot, part), 0) + sign * count
    connection.execute("DROP TABLE booked_since")
    return [(spot, part, count) for (spot, part), count in sums.items() if count]


# Documents


_ROW = DocumentRow.__struct_fields__


def document_rows_in_index(connection: Connection, month: date | None) -> list[DocumentRow]:
    """What lists say of the documents that are dated in a month; without one, of transfers that
    are on the way.
    """
    condition = "status = 'booked' AND kind = 'transferred'"
    values: tuple[int, ...] = ()
    if month is not None:
        first = datetime(month.year, month.month, 1, tzinfo=UTC)
        # a day more on either side: a month is that of its own offset
        span = first - timedelta(days=1), first + timedelta(days=32)
        condition, values = "booked >= ? AND booked < ?", tuple(map(least_packed, span))
    sql = f"SELECT {', '.join(_ROW)} FROM stock_document WHERE readable AND {condition}"
    rows = [
        DocumentRow(**dict(zip(_ROW, row, strict=True)) | {"booked": unpacked_moment(row[_BOOKED])})
        for row in connection.execute(sql, values)
    ]
    return [row for row in rows if row.is_of(month)]


_BOOKED = _ROW.index("booked")


def unreadable_documents(connection: Connection) -> list[str]:
    """The numbers of the stock documents that can't be read."""
    return [id for (id,) in connection.execute("SELECT id FROM stock_document WHERE NOT readable")]


# Noted


def read_changed_documents(ledger: Reader, changed: ChangedRecords) -> list[_Noted]:
    """What is to be noted of each changed document."""
    read = [_read_one(ledger, each) for each in changed.files]
    return [each for each in read if each is not None]


class _Noted(NamedTuple):
    file: RecordFile
    row: DocumentRow | None  # None: it can't be read
    moves: list[_Row]


def _read_one(ledger: Reader, file: RecordFile) -> _Noted | None:
    """None of one that is gone."""
    number = file.number
    assert isinstance(number, StockId)
    try:
        data = files.read_file(os.fspath(files.located(ledger.top, number.path)))
        if data is None:
            return None
        state = stock_record_of(data, number).state
        packed_moment(state.document.booked)
        moves = [move_row(move) for move in moves_of_document(state)]
        return _Noted(file, document_row(state), moves)
    except (SvcError, ValueError):
        return _Noted(file, None, [])


def note_changed_documents(
    connection: Connection, changed: ChangedRecords, noted: Sequence[_Noted]
) -> None:
    """Write what changed among the stock documents."""
    gone = [(n,) for n in (*changed.gone, *(each.n for each in changed.files))]
    if changed:
        _forget_reports(connection, gone, noted)
    connection.executemany("DELETE FROM stock_document WHERE n = ?", gone)
    delete_moves(connection, [(-n,) for (n,) in gone])
    moves: list[_Row] = []
    for file, row, moved in noted:
        values = {"n": file.n, "id": str(file.number), "stamp": file.stamp}
        values |= {"unsure": int(file.unsure), "readable": row is not None}
        if row is not None:
            values |= asdict(row) | {"booked": packed_moment(row.booked)}
        columns = ", ".join(values)
        sql = f"INSERT INTO stock_document ({columns}) VALUES ({_marks(list(values))})"
        connection.execute(sql, list(values.values()))
        moves += [(-file.n, *move) for move in moved]
    insert_moves(connection, moves)
    connection.executemany(
        "DELETE FROM stock_folder WHERE f = ?", [(f,) for f in changed.gone_folders]
    )
    connection.executemany(
        "INSERT OR REPLACE INTO stock_folder VALUES (?, ?, ?, ?)",
        [(each.f, each.path, each.stamp, each.unsure) for each in changed.folders],
    )


def _forget_reports(
    connection: Connection, gone: Iterable[tuple[int]], noted: Iterable[_Noted]
) -> None:
    """Forget the reports that say what is in a store after these documents, as they were and as
    they are.
    """
    booked = [unpacked_moment(at) for n in gone for (at,) in connection.execute(_BOOKED_AT, n)]
    booked += [row.booked for _, row, _ in noted if row is not None]
    if any(row is None for _, row, _ in noted):
        forget_reports(connection)  # each is to name the document
    elif booked:  # in every zone the day before is not later
        first = min(booked).date() - timedelta(days=1)
        forget_stores(connection, month_number(first))


_BOOKED_AT = "SELECT booked FROM stock_document WHERE n = ? AND booked IS NOT NULL"
