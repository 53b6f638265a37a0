"""How often entries of the knowledge base were tried, and how often they helped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svc.store.index.schema import lookup_key

if TYPE_CHECKING:
    from collections.abc import Collection
    from sqlite3 import Connection

TRIED, HELPED = "known", "helped"
"""The kinds of keys that a ticket has for each entry tried."""


def use_counts(connection: Connection, slugs: Collection[str]) -> dict[str, tuple[int, int]]:
    """Of each entry on how many tickets it was tried, and on how many it helped."""

    def count(kind: str, slug: str) -> int:
        sql = "SELECT count(*) FROM found_by WHERE key = ?"
        (number,) = connection.execute(sql, [lookup_key(kind, slug)]).fetchone()
        return int(number)

    return {slug: (count(TRIED, slug), count(HELPED, slug)) for slug in slugs}
