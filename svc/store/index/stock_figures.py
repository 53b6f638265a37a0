"""What lists of the store ask the index for all parts at once: counts, positions, issues."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from svc.rules.stock.moves import Move
from svc.rules.stock.places import Spot, store_of
from svc.store.index.schema import unpacked_moment

if TYPE_CHECKING:
    from sqlite3 import Connection

_LAST_COUNT = "SELECT max(at) FROM moved WHERE how = 'counted' AND (leaves = ?1 OR goes = ?1)"


def last_count_in_index(connection: Connection, office: str) -> list[datetime]:
    """When good pieces in the store of an office were counted last; nothing if they never were."""
    (at,) = connection.execute(_LAST_COUNT, (Spot(store_of(office)).code,)).fetchone()
    return [] if at is None else [unpacked_moment(at)]


def last_count_in(moves: Iterable[Move], office: str) -> list[datetime]:
    """The same from moves."""
    store = Spot(store_of(office))
    counted = [
        move.at for move in moves if move.how == "counted" and store in (move.leaves, move.goes)
    ]
    return [max(counted)] if counted else []


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
