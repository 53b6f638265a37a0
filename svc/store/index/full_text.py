"""What a search looks into: every line that stands in tickets once, with the tickets it stands in.

The lines of tens of thousands of tickets make a batch: most lines (a part, an answer, a model)
stand in many of them. They lie in pieces, which are passed through at the speed of memory; where a
line fits, the piece tells its tickets, by their places in the batch. A batch says what its tickets
were when the index was made. What was noted later has a row of `words`, and what a batch says of a
ticket in `passed_over` does not count.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from svc.model.ids import TicketId, order_of, parse_ticket_id
from svc.rules.search.pinyin import sound_of_word
from svc.rules.search.tickets import forms_of
from svc.store.index.schema import ODD, OFFSETS

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator
    from sqlite3 import Connection

    from svc.store.index.schema import StampedEntry

TABLES = """
CREATE TABLE words (n INTEGER PRIMARY KEY, text TEXT NOT NULL, serials TEXT NOT NULL);
CREATE TABLE batch (b INTEGER PRIMARY KEY, numbers BLOB NOT NULL);
CREATE TABLE piece (p INTEGER PRIMARY KEY, b INTEGER NOT NULL, kind INTEGER NOT NULL,
  lines BLOB NOT NULL,
  ends BLOB NOT NULL, places BLOB NOT NULL);
CREATE TABLE passed_over (n INTEGER PRIMARY KEY);
"""

_MOST_VALUES = 500
_FEW = 1000  # tickets that are found: each is looked up; of more, the newest are taken as they come
_MOST_PLACES = 60_000  # tickets of a batch; two bytes count to 65,535
_MOST_LINES, _MOST_CHARACTERS = 100_000, 2_000_000  # of a batch while it is made: some 40 MB
_PIECE_CHARACTERS, _PIECE_PLACES = 50_000, 100_000
_SERIALS, _ASCII, _CHINESE = range(3)
"""The lines of a piece: serial numbers; texts in ASCII alone, and the others. Most words are looked
for in one kind.
"""

_Lines = defaultdict[str, "array[int]"]
"""Lines, each with the places of the tickets in which it stands."""

_Forms = list[tuple[str, str, "re.Pattern[str] | None"]]
"""Of each word: how it stands in texts, in serial numbers (empty: it is not looked for there), and
how it sounds.
"""


class Packer:
    """Puts the texts of tickets into batches, while the index is filled."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._begin()

    def _begin(self) -> None:
        self._numbers = array("q")
        self._texts: _Lines = defaultdict(_no_places)
        self._serials: _Lines = defaultdict(_no_places)
        self._characters = 0

    def add(self, rows: Iterable[StampedEntry]) -> None:
        """Take these tickets in."""
        before = len(self._texts)
        for row in rows:
            words = row.entry.words
            if words is not None:
                place = len(self._numbers)
                self._numbers.append(row.n)
                for lines, text in zip((self._texts, self._serials), words, strict=True):
                    for line in text.split("\n"):
                        lines[line].append(place)
        self._characters += sum(map(len, islice(reversed(self._texts), len(self._texts) - before)))
        different = len(self._texts) + len(self._serials)
        if (
            len(self._numbers) > _MOST_PLACES
            or different > _MOST_LINES
            or self._characters > _MOST_CHARACTERS
        ):
            self.finish()

    def finish(self) -> None:
        """Write down what was taken in."""
        if self._numbers:
            sql = "INSERT INTO batch VALUES (NULL, ?)"
            b = self._connection.execute(sql, (self._numbers.tobytes(),)).lastrowid
            self._serials.pop("", None)  # of tickets without any
            ascii = ((line, places) for line, places in self._texts.items() if line.isascii())
            others = ((line, places) for line, places in self._texts.items() if not line.isascii())
            for kind, lines in (
                (_SERIALS, self._serials.items()),
                (_ASCII, ascii),
                (_CHINESE, others),
            ):
                pieces = ((b, kind, *piece) for piece in _packed_pieces(lines))
                self._connection.executemany(
                    "INSERT INTO piece VALUES (NULL, ?, ?, ?, ?, ?)", pieces
                )
        self._begin()


def put_words(connection: Connection, rows: Iterable[StampedEntry]) -> None:
    """Keep the texts of tickets that were noted since."""
    texts = [(row.n, *row.entry.words) for row in rows if row.entry.words is not None]
    connection.executemany("INSERT INTO words VALUES (?, ?, ?)", texts)


def take_out_words(connection: Connection, numbers: Iterable[int]) -> None:
    """What is kept of these tickets no longer counts."""
    gone = [(n,) for n in numbers]
    connection.executemany("DELETE FROM words WHERE n = ?", gone)
    connection.executemany("INSERT OR IGNORE INTO passed_over VALUES (?)", gone)


def tickets_with_words(
    connection: Connection, words: list[str], limit: int
) -> tuple[list[TicketId], int, list[TicketId]]:
    """The newest tickets in which every word stands, at most so many; how many more there are; and
    those of which the files have to be asked.
    """
    forms: _Forms = [(*forms_of(word), sound_of_word(forms_of(word)[0])) for word in words]
    odd = {n: id for n, id in connection.execute(f"SELECT n, id FROM ticket WHERE {ODD}")}
    try:
        numbers = _in_batches(connection, forms) if forms else set()
    except (IndexError, TypeError, ValueError) as error:  # a piece is not what it was written as
        raise sqlite3.DatabaseError("damaged") from error
    numbers -= {n for (n,) in connection.execute("SELECT n FROM passed_over")}
    for n, text, serials in (
        connection.execute("SELECT n, text, serials FROM words") if forms else ()
    ):
        if all(
            word in text
            or (serial and serial in serials)
            or (sound is not None and sound.search(text))
            for word, serial, sound in forms
        ):  # no word reaches over the end of a line
            numbers.add(n)
    numbers -= odd.keys()
    by_file = sorted(
        (number for id in odd.values() if (number := parse_ticket_id(id)) is not None), key=order_of
    )
    newest = _newest_tickets(connection, numbers, limit)
    return newest, len(numbers) - len(newest), by_file


def _no_places() -> array[int]:
    return array("H")


def _packed_pieces(lines: Iterable[tuple[str, array[int]]]) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Lines in a row, where the places of each end, and the places."""
    texts: list[str] = []
    ends, places = array("I"), array("H")
    characters = 0
    for line, own in lines:
        texts.append(line)
        places += own
        ends.append(len(places))
        characters += len(line)
        if characters > _PIECE_CHARACTERS or len(places) > _PIECE_PLACES:
            yield _encoded("\n".join([*texts, ""])), ends.tobytes(), places.tobytes()
            texts, ends, places, characters = [], array("I"), array("H"), 0
    if texts:
        yield _encoded("\n".join([*texts, ""])), ends.tobytes(), places.tobytes()


def _in_batches(connection: Connection, forms: _Forms) -> set[int]:
    """The tickets that batches say the words stand in, each of them."""
    needles = [_needles(*form) for form in forms]
    # by batch: places of each word
    fitting: dict[int, list[set[int]]] = defaultdict(lambda: [set() for _ in forms])
    kinds = sorted(set().union(*needles))
    sql = f"SELECT p, b, kind, lines FROM piece WHERE kind IN ({','.join('?' * len(kinds))})"
    for p, b, kind, lines in connection.execute(sql, kinds):
        for fits, wanted in zip(fitting[b], needles, strict=True):
            fitting_lines: list[int] = []
            for needle in wanted.get(kind, ()):
                fitting_lines += (
                    _lines_with(lines, needle)
                    if isinstance(needle, bytes)
                    else _lines_sounding(lines, needle)
                )
            if fitting_lines:
                _add_places(fits, connection, p, fitting_lines)
    tickets: set[int] = set()
    for b, places in fitting.items():
        if all(places):
            (numbers,) = connection.execute(
                "SELECT numbers FROM batch WHERE b = ?", (b,)
            ).fetchone()
            own = array("q", numbers)
            tickets.update(own[place] for place in set.intersection(*places))
    return tickets


def _needles(
    word: str, serial: str, sound: re.Pattern[str] | None
) -> dict[int, list[bytes | re.Pattern[str]]]:
    """What a word is looked for as, by the kind of lines."""
    needles: dict[int, list[bytes | re.Pattern[str]]] = {_CHINESE: [_encoded(word)]}
    if word.isascii():
        needles[_ASCII] = [_encoded(word)]
    if sound is not None:
        needles[_CHINESE].append(sound)
    if serial:
        needles[_SERIALS] = [_encoded(serial)]
    return needles


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _lines_with(lines: bytes, wanted: bytes) -> list[int]:
    """Which of the lines hold what is wanted; it is no line's end."""
    fitting_lines: list[int] = []
    line = end = 0
    at = lines.find(wanted)
    while at >= 0:
        line += lines.count(b"\n", end, at)
        fitting_lines.append(line)
        end = lines.index(b"\n", at)
        at = lines.find(wanted, end)
    return fitting_lines


def _lines_sounding(lines: bytes, sound: re.Pattern[str]) -> list[int]:
    """Which of the lines hold characters that sound so."""
    fitting_lines: list[int] = []
    line = end = 0
    text = lines.decode("utf-8", "surrogatepass")
    heard = sound.search(text)
    while heard is not None:
        line += text.count("\n", end, heard.start())
        fitting_lines.append(line)
        end = text.index("\n", heard.start())
        heard = sound.search(text, end)
    return fitting_lines


def _add_places(
    places_of_tickets: set[int], connection: Connection, p: int, lines: list[int]
) -> None:
    """Add where the tickets stand in their batch that these lines of a piece stand in."""
    ends_blob, places_blob = connection.execute(
        "SELECT ends, places FROM piece WHERE p = ?", (p,)
    ).fetchone()
    ends, places = array("I", ends_blob), array("H", places_blob)
    for line in lines:
        places_of_tickets.update(places[ends[line - 1] if line else 0 : ends[line]])


def _newest_tickets(connection: Connection, tickets: set[int], limit: int) -> list[TicketId]:
    """The newest of these tickets; of those received in the same second, in the order of their
    numbers.
    """
    rows: list[tuple[int, int]] = []
    if len(tickets) > _FEW:
        for n, received in connection.execute(
            "SELECT n, received FROM ticket ORDER BY received DESC"
        ):
            if n in tickets:
                if len(rows) >= limit and received // OFFSETS != rows[-1][0]:
                    break
                rows.append((received // OFFSETS, n))
    else:
        wanted = sorted(tickets)
        for start in range(0, len(wanted), _MOST_VALUES):
            part = wanted[start : start + _MOST_VALUES]
            sql = f"SELECT received, n FROM ticket WHERE n IN ({','.join('?' * len(part))})"
            rows += [(received // OFFSETS, n) for received, n in connection.execute(sql, part)]
        rows.sort(reverse=True)
        rows = [row for row in rows if row[0] >= rows[:limit][-1][0]]
    ids = (
        (at, connection.execute("SELECT id FROM ticket WHERE n = ?", (n,)).fetchone()[0])
        for at, n in rows
    )
    numbers = [(at, number) for at, id in ids if (number := parse_ticket_id(id)) is not None]
    numbers.sort(key=lambda pair: (-pair[0], order_of(pair[1])))
    return [number for _, number in numbers[:limit]]
