"""What a search looks into: the texts of many tickets in a row, passed through at the speed of memory.

A piece holds the texts of up to a thousand tickets of one folder as they were when the index was made. What was noted
later has a row of `words`, and what a piece says of a ticket in `passed_over` does not count.
"""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING

from svc.model.ids import TicketId, order_of, parse_ticket_id
from svc.rules.searching import forms_of
from svc.rules.sounds import found_in, sound_of_word
from svc.store.index.tables import ODD, OFFSETS

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable
    from sqlite3 import Connection

    from svc.store.index.tables import Noted

TABLES = """
CREATE TABLE words (n INTEGER PRIMARY KEY, text TEXT NOT NULL, serials TEXT NOT NULL);
CREATE TABLE piece (numbers BLOB NOT NULL, text_ends BLOB NOT NULL, text BLOB NOT NULL,
  serial_ends BLOB NOT NULL, serials BLOB NOT NULL);
CREATE TABLE passed_over (n INTEGER PRIMARY KEY);
"""

_MOST_VALUES = 500
_FEW = 1000  # tickets that are found: each is looked up; of more, the newest are taken as they come


def pack(connection: Connection, rows: Iterable[tuple[int, str, int, int, Noted]]) -> None:
    """Keep the texts of these tickets as a piece."""
    numbers, text, serials = array("q"), _Texts(), _Texts()
    for n, _, _, _, noted in rows:
        words = noted[3]
        if words is not None:
            numbers.append(n)
            text.add(words[0])
            serials.add(words[1])
    if numbers:
        values = (numbers.tobytes(), *text.blobs(), *serials.blobs())
        connection.execute("INSERT INTO piece VALUES (?, ?, ?, ?, ?)", values)


def put(connection: Connection, rows: Iterable[tuple[int, str, int, int, Noted]]) -> None:
    """Keep the texts of tickets that were noted since."""
    texts = [(n, *noted[3]) for n, _, _, _, noted in rows if noted[3] is not None]
    connection.executemany("INSERT INTO words VALUES (?, ?, ?)", texts)


def take_out(connection: Connection, numbers: Iterable[int]) -> None:
    """What is kept of these tickets no longer counts."""
    gone = [(n,) for n in numbers]
    connection.executemany("DELETE FROM words WHERE n = ?", gone)
    connection.executemany("INSERT OR IGNORE INTO passed_over VALUES (?)", gone)


def with_words(connection: Connection, words: list[str], limit: int) -> tuple[list[TicketId], int, list[TicketId]]:
    """The newest tickets in which every word stands, at most so many; how many more there are; and those of which
    the files have to be asked.
    """
    forms = [forms_of(word) for word in words]
    odd = {n: id for n, id in connection.execute(f"SELECT n, id FROM ticket WHERE {ODD}")}
    try:
        found = _in_pieces(connection, forms) if forms else set()
    except (IndexError, ValueError) as error:  # a piece is not what it was written as
        raise sqlite3.DatabaseError("damaged") from error
    found -= {n for (n,) in connection.execute("SELECT n FROM passed_over")}
    for n, text, serials in connection.execute("SELECT n, text, serials FROM words") if forms else ():
        lines = text.split("\n")
        if all(any(found_in(line, word) for line in lines) or (serial and serial in serials) for word, serial in forms):
            found.add(n)
    found -= odd.keys()
    by_file = sorted((number for id in odd.values() if (number := parse_ticket_id(id)) is not None), key=order_of)
    newest = _newest(connection, found, limit)
    return newest, len(found) - len(newest), by_file


class _Texts:
    """Texts in a row, and where each ends."""

    def __init__(self) -> None:
        self._ends = array("I")
        self._texts: list[bytes] = []
        self._size = 0

    def add(self, text: str) -> None:
        data = _bytes(f"{text}\n")
        self._texts.append(data)
        self._size += len(data)
        self._ends.append(self._size)

    def blobs(self) -> tuple[bytes, bytes]:
        return self._ends.tobytes(), b"".join(self._texts)


def _in_pieces(connection: Connection, forms: list[tuple[str, str]]) -> set[int]:
    found: set[int] = set()
    needles = [(_bytes(word), _bytes(serial), sound_of_word(word)) for word, serial in forms]
    sql = "SELECT numbers, text_ends, text, serial_ends, serials FROM piece"
    for numbers, text_ends, text, serial_ends, serials in connection.execute(sql):
        fitting: set[int] | None = None
        for word, serial, sound in needles:
            places = _places(text, text_ends, word)
            if sound is not None:
                places |= _sounding(text, text_ends, sound)
            if serial:
                places |= _places(serials, serial_ends, serial)
            fitting = places if fitting is None else fitting & places
            if not fitting:
                break
        if fitting:
            own = array("q", numbers)
            found.update(own[place] for place in fitting)
    return found


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _places(texts: bytes, ends: bytes, wanted: bytes) -> set[int]:
    """Which of the texts hold what is wanted."""
    found: set[int] = set()
    at = texts.find(wanted)
    if at >= 0:
        limits = array("I", ends)
        while at >= 0:
            place = bisect_right(limits, at)
            found.add(place)
            at = texts.find(wanted, limits[place])
    return found


def _sounding(texts: bytes, ends: bytes, sound: re.Pattern[str]) -> set[int]:
    """Which of the texts hold characters that sound so."""
    found: set[int] = set()
    begin = 0
    for place, end in enumerate(array("I", ends)):
        if sound.search(texts[begin:end].decode("utf-8", "surrogatepass")):
            found.add(place)
        begin = end
    return found


def _newest(connection: Connection, found: set[int], limit: int) -> list[TicketId]:
    """The newest of these tickets; of those received in the same second, in the order of their numbers."""
    rows: list[tuple[int, str]] = []
    if len(found) > _FEW:
        for n, id, received in connection.execute("SELECT n, id, received FROM ticket ORDER BY received DESC"):
            if n in found:
                if len(rows) >= limit and received // OFFSETS != rows[-1][0]:
                    break
                rows.append((received // OFFSETS, id))
    else:
        wanted = sorted(found)
        for start in range(0, len(wanted), _MOST_VALUES):
            part = wanted[start : start + _MOST_VALUES]
            sql = f"SELECT received, id FROM ticket WHERE n IN ({','.join('?' * len(part))})"
            rows += [(received // OFFSETS, id) for received, id in connection.execute(sql, part)]
    numbers = [(received, number) for received, id in rows if (number := parse_ticket_id(id)) is not None]
    numbers.sort(key=lambda pair: (-pair[0], order_of(pair[1])))
    return [number for _, number in numbers[:limit]]
