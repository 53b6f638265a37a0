"""Cards of customers' files, hundreds in a row: whoever looks for a customer by part of a name
compares all of them.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec import DecodeError, Struct, msgpack

from svc.rules.search.customer_cards import SearchCard

if TYPE_CHECKING:
    from collections.abc import Iterable
    from sqlite3 import Connection

_DECK = 9  # bits of a file's number in the index: the cards of 512 lie together


class NumberedCard(Struct, frozen=True, array_like=True, gc=False):
    """A file, by its number in the index and its own, and its card."""

    n: int
    id: str
    status: str
    merged_into: str
    card: SearchCard


class CardsOnFile(Struct, frozen=True):
    """What the index knows of files, by number: those in use and those merged into others, each
    with its card; where the merged ones went; the characters of all names, perhaps some more; and
    the files that can't be read.
    """

    in_use: dict[str, SearchCard]
    merged: dict[str, SearchCard]
    merged_into: dict[str, str]
    characters: set[str]
    unreadable: list[str]


def replace_cards(connection: Connection, gone: set[int], filed: Iterable[NumberedCard]) -> None:
    """Put in these cards, once those that are gone are out."""
    decks: dict[int, list[NumberedCard]] = defaultdict(list)
    for n in gone:
        decks[n >> _DECK] = []
    for each in filed:
        decks[each.n >> _DECK].append(each)
    for d, new in decks.items():
        row = connection.execute("SELECT cards FROM deck WHERE d = ?", (d,)).fetchone()
        kept = (
            [each for each in _unpacked_cards(*row) if each.n not in gone]
            if row is not None
            else []
        )
        connection.execute(
            "INSERT OR REPLACE INTO deck VALUES (?, ?)", (d, msgpack.encode([*kept, *new]))
        )
        characters = sorted(set().union(*(each.card.names for each in new)) - {"\n"})
        connection.executemany(
            "INSERT OR IGNORE INTO name_character VALUES (?)", [(char,) for char in characters]
        )


def cards_on_file(connection: Connection) -> CardsOnFile:
    """The cards of all files."""
    odd = connection.execute("SELECT id, readable FROM customer WHERE unsure OR NOT readable")
    unreadable = sorted(id for id, readable in odd if not readable)
    characters = {char for (char,) in connection.execute("SELECT character FROM name_character")}
    on_file = CardsOnFile({}, {}, {}, characters, unreadable)
    filed: list[NumberedCard] = []
    for (cards,) in connection.execute("SELECT cards FROM deck"):
        filed += _unpacked_cards(cards)
    for each in sorted(filed, key=attrgetter("id")):
        if each.status == "active":
            on_file.in_use[each.id] = each.card
        elif each.status == "merged":
            on_file.merged[each.id] = each.card
            on_file.merged_into[each.id] = each.merged_into
    return on_file


def _unpacked_cards(data: bytes) -> list[NumberedCard]:
    try:
        return msgpack.decode(data, type=list[NumberedCard])
    except (DecodeError, TypeError) as error:
        raise sqlite3.DatabaseError("damaged") from error
