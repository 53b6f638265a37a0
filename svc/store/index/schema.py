"""The tables of the index: columns of tickets and what they are found by, no documents; customers
as they stand.

A moment is one integer, its seconds since 1970 with its offset, so that moments sort. A key by
which a ticket is found (customer's file, serial number …) is a checksum: what is found by it is
read from its file and judged there. A ticket's number in the index, `n`, says its folder, lane and
running number.

`area` and `flows` are what a ticket adds to reports, whatever its month (svc/store/index/flows.py):
`area` names the offices at which reports count it, each with its region, a line each; it is NULL
where `region`, `office` and the day of `received` say that already. The tables `flow` to `machine`
are those of reports (svc/store/index/report_month.py); `moved` to `reserved` are those of the stock
(svc/store/index/stock.py, reserved.py).
"""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from svc.model.ids import LANES, StockId, TicketId, parse_ticket_id
from svc.model.times import EPOCH, epoch_seconds

if TYPE_CHECKING:
    from collections.abc import Iterable
    from sqlite3 import Connection

CLOSED, OPEN, UNREADABLE = range(3)
"""What `standing` says of a ticket."""

FROM_COLUMNS = 0  # the columns say which promise is next
UNTOLD = 1  # its promises could not be reckoned: its file says why
BY_TIME = 2  # which promise is next depends on the time: reckoned from its file
"""What `by_file` says of a ticket: whether its columns are enough."""

ODD = f"unsure OR by_file = {UNTOLD} OR standing = {UNREADABLE}"
"""The tickets that may be asked for though their columns do not say so."""

_STAMPED = (
    *("n INTEGER PRIMARY KEY", "id TEXT NOT NULL"),
    *("stamp INTEGER NOT NULL", "unsure INTEGER NOT NULL"),
)
_MOVED_WORDS = ("how", "by", "part", "leaves", "goes", "position", "reason")
_MOVED = ("n", "seq", "line", "at", "typed", *_MOVED_WORDS, "count", "serial", "fen", "loan")
"""The columns of `moved`: moves of parts, those of one part together. `n` is a ticket's, or a stock
document's below nought; `typed` is how much later than `at`; what is said again and again is the
number of a `word`. `place` tells those apart that are written at once.
"""

_REQUIRED = ("standing INTEGER NOT NULL", "by_file INTEGER NOT NULL")
_READ = (
    *("kind TEXT", "status TEXT", "urgency TEXT", "office TEXT", "region TEXT"),
    *("customer TEXT", "model TEXT", "serial TEXT", "technician TEXT"),
    *("received INTEGER", "appointment INTEGER"),
    *("due INTEGER", "late_after INTEGER", "promise TEXT", "left_seconds INTEGER"),
    *("events BLOB", "area TEXT", "flows BLOB"),
)
"""The columns of `ticket`: what tells that a file has changed; what is known of one that can't be
read, too; what was read.
"""

TABLES = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE folder (f INTEGER PRIMARY KEY, path TEXT NOT NULL, stamp INTEGER NOT NULL,
  unsure INTEGER NOT NULL, archive TEXT NOT NULL);
CREATE TABLE ticket ({", ".join(_STAMPED + _REQUIRED + _READ)});
CREATE TABLE found_by (key INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (key,
  n)) WITHOUT ROWID;
CREATE TABLE customer (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL, stamp INTEGER NOT NULL, unsure INTEGER NOT NULL,
  readable INTEGER NOT NULL, doc BLOB
);
CREATE TABLE deck (d INTEGER PRIMARY KEY, cards BLOB NOT NULL);
CREATE TABLE name_character (character TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE INDEX customer_seen ON customer (id, stamp, unsure);
CREATE INDEX customer_odd ON customer (id) WHERE unsure OR NOT readable;
CREATE TABLE customer_by (key INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (key,
  n)) WITHOUT ROWID;
CREATE TABLE stock_folder (f INTEGER PRIMARY KEY, path TEXT NOT NULL, stamp INTEGER NOT NULL,
  unsure INTEGER NOT NULL);
CREATE TABLE stock_document (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL, stamp INTEGER NOT NULL, unsure INTEGER NOT NULL,
  readable INTEGER NOT NULL, status TEXT, kind TEXT, office TEXT, to_office TEXT, technician TEXT,
  booked INTEGER, by TEXT, lines INTEGER, pieces INTEGER, more INTEGER, less INTEGER,
  reason TEXT
);
CREATE TABLE word (w INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);
CREATE TABLE moved (
  n INTEGER NOT NULL, seq INTEGER NOT NULL, line INTEGER NOT NULL, at INTEGER NOT NULL,
  typed INTEGER NOT NULL, how INTEGER NOT NULL, by INTEGER NOT NULL, part INTEGER NOT NULL,
  leaves INTEGER NOT NULL, goes INTEGER NOT NULL, position INTEGER, reason INTEGER,
  count INTEGER NOT NULL, serial TEXT, fen INTEGER, loan TEXT, place INTEGER NOT NULL,
  PRIMARY KEY (part, n, place)
) WITHOUT ROWID;
CREATE TABLE moved_part (part INTEGER PRIMARY KEY, reckoned INTEGER NOT NULL);
CREATE TABLE held (spot INTEGER NOT NULL, part INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (spot, part)) WITHOUT ROWID;
CREATE TABLE lies (spot INTEGER NOT NULL, part INTEGER NOT NULL, position TEXT NOT NULL,
  PRIMARY KEY (spot, part)) WITHOUT ROWID;
CREATE TABLE worth (spot INTEGER NOT NULL, part INTEGER NOT NULL, fen INTEGER NOT NULL,
  unpriced INTEGER NOT NULL, PRIMARY KEY (spot, part)) WITHOUT ROWID;
CREATE TABLE begun (spot INTEGER PRIMARY KEY, at INTEGER NOT NULL);
CREATE TABLE reserved (n INTEGER NOT NULL, part TEXT NOT NULL, count INTEGER NOT NULL,
  since INTEGER NOT NULL, PRIMARY KEY (n, part)) WITHOUT ROWID;
CREATE TABLE area (a INTEGER PRIMARY KEY, region TEXT NOT NULL, office TEXT NOT NULL,
  UNIQUE (region, office));
CREATE TABLE flow (
  a INTEGER NOT NULL, month INTEGER NOT NULL, day INTEGER NOT NULL,
  is_complaint INTEGER NOT NULL, how INTEGER NOT NULL,
  number INTEGER NOT NULL, fen INTEGER NOT NULL, PRIMARY KEY (a, month, day, is_complaint, how)
) WITHOUT ROWID;
CREATE TABLE day_flow (
  a INTEGER NOT NULL, month INTEGER NOT NULL, day INTEGER NOT NULL,
  is_complaint INTEGER NOT NULL, how INTEGER NOT NULL,
  number INTEGER NOT NULL, fen INTEGER NOT NULL, PRIMARY KEY (month, a, day, is_complaint, how)
) WITHOUT ROWID;
CREATE TABLE measured (
  a INTEGER NOT NULL, month INTEGER NOT NULL, doc BLOB NOT NULL, tally BLOB,
  priced INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (a, month)
);
CREATE TABLE outdated (
  a INTEGER NOT NULL, month INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (a, month, n)
) WITHOUT ROWID;
CREATE TABLE report (
  scope TEXT NOT NULL, month INTEGER NOT NULL, months INTEGER NOT NULL, since INTEGER NOT NULL,
  until INTEGER,
  doc BLOB NOT NULL, PRIMARY KEY (scope, month, months)
);
CREATE TABLE machine (
  n INTEGER NOT NULL, region TEXT NOT NULL, office TEXT NOT NULL, model TEXT NOT NULL,
  at INTEGER NOT NULL, number INTEGER NOT NULL,
  PRIMARY KEY (n, at, region, office, model)
) WITHOUT ROWID;
CREATE TABLE owed (
  n INTEGER NOT NULL, promise TEXT NOT NULL, due INTEGER NOT NULL, late_after INTEGER NOT NULL,
  flag_at INTEGER NOT NULL, left_seconds INTEGER
);
"""

INDEXES = f"""
CREATE INDEX ticket_open ON ticket (due IS NULL, due, id) WHERE standing = {OPEN};
CREATE INDEX ticket_odd ON ticket (n) WHERE {ODD};
CREATE INDEX ticket_received ON ticket (received);
CREATE INDEX ticket_told ON ticket (n) WHERE area IS NOT NULL;
CREATE INDEX ticket_appointment ON ticket (appointment) WHERE appointment IS NOT NULL;
CREATE INDEX owed_ticket ON owed (n);
CREATE INDEX moved_of ON moved (n);
CREATE INDEX reserved_part ON reserved (part);
"""

TicketValues = tuple[object, ...]
"""A row of `ticket` without n, id, stamp and unsure."""


class TicketEntry(NamedTuple):
    """What the index holds of one ticket."""

    values: TicketValues
    keys: tuple[int, ...] = ()  # that it is found by
    owed: tuple[tuple[object, ...], ...] = ()  # rows of the table of this name, without n
    words: tuple[str, str] | None = (
        None  # texts and serial numbers, where words are kept (full_text.py)
    )
    moves: tuple[tuple[object, ...], ...] = ()  # rows of `moved`, without n
    reserved: tuple[tuple[object, ...], ...] = ()  # rows of the table of this name, likewise
    measures: bytes | None = None  # of a ticket of the newest months, while the index is made


class StampedEntry(NamedTuple):
    """An entry with what tells that its file has changed since."""

    n: int
    id: str
    stamp: int
    unsure: int
    entry: TicketEntry


Rows = list[StampedEntry]

UNREADABLE_VALUES: TicketValues = (UNREADABLE, 0, *(None,) * len(_READ))

OFFSETS = 2048
"""The values one second has: minutes of offset, twice as many as there are."""


def packed_moment(moment: datetime) -> int:
    """A moment as one integer that sorts as the moment does. Raises ValueError for an offset with
    seconds.
    """
    offset = moment.utcoffset() or timedelta()
    minutes, odd_seconds = divmod(offset.days * 86400 + offset.seconds, 60)
    if odd_seconds:
        raise ValueError(moment)
    return epoch_seconds(moment) * OFFSETS + minutes + OFFSETS // 2


def unpacked_moment(value: int) -> datetime:
    """The moment that `packed_moment` made this of."""
    since, minutes = divmod(value, OFFSETS)
    return _epoch_at(minutes - OFFSETS // 2) + timedelta(seconds=since)


@cache
def _epoch_at(minutes: int) -> datetime:
    """The moment from which seconds are counted, by a clock with this offset, which never
    changes.
    """
    return EPOCH.astimezone(timezone(timedelta(minutes=minutes)))


def least_packed(moment: datetime) -> int:
    """The least integer that a moment at this time, or later, is packed as."""
    return epoch_seconds(moment) * OFFSETS


def packed_events(month: str, ids: Iterable[str]) -> bytes:
    """Eight bytes for a month of an office, `SZ 2026-11`, and the ids of all events of a ticket in
    it.
    """
    key = lookup_key("events", " ".join([month, *sorted(ids)]))
    return key.to_bytes(8, "big", signed=True)


def lookup_key(kind: str, value: str) -> int:
    """The number for a value that records are found by, in the form in which such are compared.

    kind    of a ticket                             of a customer's file
    serial  any of its machines                     any of its machines
    is      noted, complaint, lent, owing, ...      replaced
    taken   who has its money in hand
    day     an office, and a day of its daily sheet
    unit    who is served
    file    the customer's file
    month   an office, and a month in which it counts there or anything happened; not the
            one in which it was received, where it was
    stands  an office where it stands open, its money is not even or not handed in, or an invoice
            is still to be issued
    visit   a day it was visited on, besides the appointment's
    book    a desk's receipt book of a year
    alias   a number it had before                  a number it had before
    part    asked for, lent or fitted
    parts   a month in which any was
    name                                            the customer
    phone                                           the last digits of a telephone
    """
    return zlib.crc32(f"{kind}:{value}".encode("utf-8", "surrogatepass"))


def entry_number(folder: int, ticket: TicketId | StockId) -> int:
    """The `n` of a record in the folder with this `f`."""
    return folder << 40 | LANES.index(ticket.lane) << 32 | ticket.number


IN_FOLDER = (1 << 40) - 1
"""What of an `n` says lane and running number."""


def entry_numbers(folder: int) -> tuple[int, int]:
    """The least `n` of a folder's tickets, and the least beyond them."""
    return folder << 40, (folder + 1) << 40


def parsed_numbers(ids: Iterable[str]) -> list[TicketId]:
    """The numbers of tickets as they lie in `id`; what is none is left out."""
    parsed = map(parse_ticket_id, ids)
    return [number for number in parsed if number is not None]


def run_definitions(connection: Connection, definitions: str) -> None:
    """Make tables or indexes, within the transaction there is."""
    for statement in definitions.split(";"):
        connection.execute(statement)


def insert_entries(connection: Connection, rows: Iterable[StampedEntry]) -> None:
    """Write tickets that are not in the tables: `n`, id, stamp, unsure, and what is noted."""
    tickets, keys, owed, moves, reserved = [], [], [], [], []
    for n, id, stamp, unsure, entry in rows:
        tickets.append((n, id, stamp, unsure, *entry.values))
        keys += [(each, n) for each in entry.keys]
        owed += [(n, *promise) for promise in entry.owed]
        moves += [(n, *move) for move in entry.moves]
        reserved += [(n, *each) for each in entry.reserved]
    values = ",".join("?" * len(_STAMPED + _REQUIRED + _READ))
    connection.executemany(f"INSERT INTO ticket VALUES ({values})", tickets)
    connection.executemany("INSERT OR IGNORE INTO found_by VALUES (?, ?)", keys)
    connection.executemany("INSERT INTO owed VALUES (?, ?, ?, ?, ?, ?)", owed)
    connection.executemany("INSERT INTO reserved VALUES (?, ?, ?, ?)", reserved)
    insert_moves(connection, moves)


def insert_moves(connection: Connection, moves: Iterable[tuple[object, ...]]) -> None:
    """Write moves of parts, each with its `n`: columns as in `_MOVED`, with words as texts."""
    moves = list(moves)
    if not moves:
        return
    first = _MOVED.index(_MOVED_WORDS[0])
    last = first + len(_MOVED_WORDS)
    new = {(word,) for move in moves for word in move[first:last] if word is not None}
    connection.executemany("INSERT OR IGNORE INTO word (word) VALUES (?)", sorted(new))
    numbers: dict[object, int] = dict(connection.execute("SELECT word, w FROM word"))
    rows = [
        (*move[:first], *(numbers.get(word) for word in move[first:last]), *move[last:], place)
        for place, move in enumerate(moves)
    ]
    values = ",".join("?" * (len(_MOVED) + 1))
    connection.executemany(
        f"INSERT INTO moved ({', '.join(_MOVED)}, place) VALUES ({values})", rows
    )
    parts = {(row[_MOVED.index("part")],) for row in rows}
    connection.executemany("INSERT OR REPLACE INTO moved_part VALUES (?, 0)", sorted(parts))
    connection.executemany(_NOT_AS_BEGUN, {(row[0],) for row in rows})


def delete_moves(connection: Connection, numbers: Iterable[tuple[int]]) -> None:
    """Remove the moves of records, each by its `n`."""
    numbers = list(numbers)
    connection.executemany(
        "UPDATE moved_part SET reckoned = 0 WHERE part IN (SELECT part FROM moved WHERE n = ?)",
        numbers,
    )
    connection.executemany(_NOT_AS_BEGUN, numbers)
    connection.executemany("DELETE FROM moved WHERE n = ?", numbers)


_NOT_AS_BEGUN = """
DELETE FROM meta WHERE name = 'begun' AND EXISTS (
  SELECT 1 FROM moved m
  LEFT JOIN begun l ON l.spot = m.leaves LEFT JOIN begun g ON g.spot = m.goes
  WHERE m.n = ?1 AND ?1 < 0 AND max(m.at <= l.at, m.at <= g.at) IS NOT 0)
"""
"""What `begun` says is to be found anew: this document moved something before that."""


PLACE = "coalesce(area, region || char(9) || office)"
"""The places of a row of `ticket`, as `flows.written_places` writes them."""

OF_SCOPE = "(:region = '' OR region = :region) AND (:office = '' OR office = :office)"
"""The rows of a table with region and office that a report's `Scope` holds."""


def forget_measures(connection: Connection) -> None:
    """Forget all that reports counted."""
    for table in ("measured", "outdated", "report"):
        connection.execute(f"DELETE FROM {table}")


def forget_costs(connection: Connection) -> None:
    """Have all that follows from what parts cost counted anew. What months add up to besides is
    still told by their tallies.
    """
    connection.execute("DELETE FROM report")
    connection.execute("DELETE FROM measured WHERE tally IS NULL")
    connection.execute("UPDATE measured SET priced = 0")


def delete_entries(connection: Connection, numbers: Iterable[int]) -> None:
    """Remove tickets. Keys they were found by stay: at worst a file is read that turns out not to
    fit.
    """
    gone = [(n,) for n in numbers]
    for table in ("ticket", "owed", "reserved"):
        connection.executemany(f"DELETE FROM {table} WHERE n = ?", gone)
    delete_moves(connection, gone)
