"""What lists of the store ask the index for all parts at once: counts, positions, issues."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from svc.rules.stock.moves import Move
from svc.rules.stock.places import Place, Spot, store_of
from svc.store.index.schema import unpacked_moment

if TYPE_CHECKING:
    from sqlite3 import Connection

CountSeen = tuple[str, datetime]
"""A record that may be a count, and when it was: the caller looks."""
MOST_LOOKED_AT = 20

_LIKE_A_COUNT = """
SELECT id, max(at) FROM moved
WHERE (leaves = ?1 AND goes IN (?1, 'difference')) OR (leaves = 'difference' AND goes = ?1)
GROUP BY id ORDER BY max(at) DESC, id DESC LIMIT ?2
"""


def counts_in_index(connection: Connection, office: str) -> list[CountSeen]:
    """The records that moved parts as a count does, the newest first."""
    store = Spot(store_of(office)).code
    rows = connection.execute(_LIKE_A_COUNT, (store, MOST_LOOKED_AT))
    return [(id, unpacked_moment(at)) for id, at in rows]


def counts_seen(moves: Iterable[Move], office: str) -> list[CountSeen]:
    """The same from moves."""
    store, outside = Spot(store_of(office)), Spot(Place("difference"))
    last: dict[str, datetime] = {}
    for move in moves:
        if {move.leaves, move.goes} <= {store, outside} and store in (move.leaves, move.goes):
            last[move.source[0]] = move.at
    newest = sorted(last.items(), key=lambda seen: (seen[1], seen[0]), reverse=True)
    return newest[:MOST_LOOKED_AT]


_POSITIONS = """
SELECT part, position FROM moved WHERE goes = ? AND position IS NOT NULL
ORDER BY at, id, seq, line
"""


def positions_in_index(connection: Connection, office: str) -> dict[str, str]:
    """Where good pieces of each part were last said to lie in a store."""
    return dict(connection.execute(_POSITIONS, (Spot(store_of(office)).code,)).fetchall())


def positions_in(moves: Iterable[Move], office: str) -> dict[str, str]:
    """The same from moves."""
    store = Spot(store_of(office))
    return {move.part: move.position for move in moves if move.goes == store and move.position}
