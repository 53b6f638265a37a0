"""Tables of the index: moments that sort, moves with words as numbers, what is forgotten."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime

import pytest

from svc.model.ids import parse_stock_id, parse_ticket_id
from svc.store.index import schema

MOVE = (7, 2, 1, 100, 5, "lent", "sun", "P-1", "store:SZ", "technician:wang", None, None, 1)
REST = ("", None, "l1")


@pytest.fixture
def tables() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    schema.run_definitions(connection, schema.TABLES)
    yield connection
    connection.close()


def count(tables: sqlite3.Connection, sql: str) -> int:
    (number,) = tables.execute(sql).fetchone()
    return int(number)


def test_a_moment_is_one_number_and_back_and_sorts() -> None:
    moments = [
        datetime.fromisoformat(text)
        for text in (
            "2026-11-20T09:00:00+08:00",
            "2026-11-20T02:00:00+00:00",
            "2026-11-20T09:00:01-12:00",
        )
    ]
    packed = [schema.packed_moment(each) for each in moments]
    assert [schema.unpacked_moment(each) for each in packed] == moments
    assert [schema.unpacked_moment(each).utcoffset() for each in packed] == [
        each.utcoffset() for each in moments
    ]
    assert packed == sorted(packed)
    assert all(schema.least_packed(at) <= each for at, each in zip(moments, packed, strict=True))


def test_words_of_moves_stand_once_and_moves_name_them(tables: sqlite3.Connection) -> None:
    schema.insert_moves(tables, [(*MOVE, *REST), (8, *MOVE[1:], *REST)])
    assert count(tables, "SELECT count(*) FROM word WHERE word = 'P-1'") == 1
    sql = "SELECT count(*) FROM moved JOIN word ON w = part WHERE word = 'P-1' AND count = 1"
    assert count(tables, sql) == 2
    assert count(tables, "SELECT count(*) FROM moved WHERE loan = 'l1' AND position IS NULL") == 2


OTHER = (8, 2, 1, 100, 5, "lent", "sun", "P-2", "store:SZ", "technician:wang", None, None, 1)


def reckoned(tables: sqlite3.Connection) -> list[str]:
    """The parts of which what was reckoned stands."""
    sql = "SELECT word FROM moved_part JOIN word ON w = part WHERE reckoned ORDER BY word"
    return [word for (word,) in tables.execute(sql)]


def test_what_was_reckoned_of_a_part_is_forgotten_with_a_move_of_it_and_only_then(
    tables: sqlite3.Connection,
) -> None:
    schema.insert_moves(tables, [(*MOVE, *REST), (*OTHER, *REST)])
    assert reckoned(tables) == []
    tables.execute("UPDATE moved_part SET reckoned = 1")
    schema.delete_moves(tables, [(9,)])
    schema.insert_moves(tables, [])
    assert reckoned(tables) == ["P-1", "P-2"]
    schema.delete_moves(tables, [(7,)])
    assert reckoned(tables) == ["P-2"]
    schema.insert_moves(tables, [(9, *OTHER[1:], *REST)])
    assert reckoned(tables) == []
    assert count(tables, "SELECT count(*) FROM moved") == 2


@pytest.mark.parametrize(
    ("n", "at", "place", "stands"),
    [
        (-9, 51, "store:SZ", 1),
        (-9, 50, "store:SZ", 0),  # as early as the first
        (-9, 51, "store:BJ", 0),  # whose books nobody had begun
        (9, 1, "store:BJ", 1),  # a ticket begins no books
    ],
)
def test_since_when_books_are_kept_is_found_anew_if_a_document_says_so(
    tables: sqlite3.Connection, n: int, at: int, place: str, stands: int
) -> None:
    kept = "SELECT count(*) FROM meta WHERE name = 'begun'"
    schema.insert_moves(tables, [(-7, *MOVE[1:], *REST)])
    tables.execute("INSERT INTO begun SELECT w, 50 FROM word WHERE word LIKE '%:%'")
    tables.execute("INSERT INTO meta VALUES ('begun', 1)")
    row = (n, 2, 1, at, *MOVE[4:8], place, *MOVE[9:], *REST)
    schema.insert_moves(tables, [row])
    assert count(tables, kept) == stands
    schema.delete_moves(tables, [(-8,)])
    assert count(tables, kept) == stands


def test_a_record_has_its_place_in_its_folder_whatever_its_kind() -> None:
    ticket, document = parse_ticket_id("SZ-2611-A0007"), parse_stock_id("SZ-M2611-B0007")
    assert ticket is not None
    assert document is not None
    least, beyond = schema.entry_numbers(3)
    first, second = schema.entry_number(3, ticket), schema.entry_number(3, document)
    assert least <= first < second < beyond
