"""How often an entry was tried and helped, as the index counts it."""

from __future__ import annotations

import sqlite3

from svc.store.index.known_faults import HELPED, TRIED, use_counts
from svc.store.index.schema import lookup_key


def test_tickets_are_counted_by_entry() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE found_by (key INTEGER, n INTEGER)")
    keys = [(lookup_key(TRIED, "a"), 1), (lookup_key(TRIED, "a"), 2), (lookup_key(HELPED, "a"), 2)]
    connection.executemany("INSERT INTO found_by VALUES (?, ?)", keys)
    assert use_counts(connection, ["a", "b"]) == {"a": (2, 1), "b": (0, 0)}
    connection.close()
