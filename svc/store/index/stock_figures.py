"""What lists of the store ask the index for all parts at once: counts, positions, issues."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from svc.rules.stock.moves import Move
from svc.rules.stock.places import Spot, store_of
from svc.rules.stock.usage import ISSUES, RETURNS, Usage, since_when
from svc.store.index.schema import OFFSETS, least_packed, unpacked_moment

if TYPE_CHECKING:
    from sqlite3 import Connection

_THIS = "(SELECT w FROM word WHERE word = ?1)"
_LAST_COUNT = f"""
SELECT d.booked FROM stock_document d
WHERE d.kind = 'counted' AND d.office = ?2 AND d.status != 'voided'
  AND EXISTS (SELECT 1 FROM moved m WHERE m.n = -d.n AND (m.leaves = {_THIS} OR m.goes = {_THIS}))
ORDER BY d.booked DESC LIMIT 1
"""


def last_count_in_index(connection: Connection, office: str) -> list[datetime]:
    """When good pieces in the store of an office were counted last, by a count that stands; nothing
    if they never were.
    """
    found = connection.execute(_LAST_COUNT, (Spot(store_of(office)).code, office))
    return [unpacked_moment(at) for (at,) in found]


def last_count_in(moves: Iterable[Move], office: str) -> list[datetime]:
    """The same from moves."""
    store, moves = Spot(store_of(office)), list(moves)
    voided = {move.source[0] for move in moves if move.how == "voided"}
    counted = [
        move.at
        for move in moves
        if move.how == "counted"
        and store in (move.leaves, move.goes)
        and move.source[0] not in voided
    ]
    return [max(counted)] if counted else []


def positions_in(moves: Iterable[Move], office: str) -> dict[str, str]:
    """Where good pieces of each part were last said to lie in a store, from moves."""
    store = Spot(store_of(office))
    return {move.part: move.position for move in moves if move.goes == store and move.position}


def usage_in_index(connection: Connection, office: str, now: datetime) -> dict[str, Usage]:
    """How the store of an office used each part until now."""
    store, since, last = Spot(store_of(office)).code, since_when(now), least_packed(now) + OFFSETS
    issues, returns = (_in(hows) for hows in (ISSUES, RETURNS))
    after = least_packed(since) + OFFSETS
    used: dict[str, Usage] = {}
    for part, came, issued, count in connection.execute(
        f"""
        SELECT part.word,
          min(CASE WHEN m.goes = s.w AND m.leaves != s.w THEN m.at END),
          max(CASE WHEN m.leaves = s.w AND m.how IN {issues} THEN m.at END),
          COALESCE(sum(CASE WHEN m.at < ?3 OR m.leaves = m.goes THEN 0
            WHEN m.leaves = s.w AND m.how IN {issues} THEN m.count
            WHEN m.goes = s.w AND m.how IN {returns} THEN -m.count END), 0)
        FROM moved m JOIN word s ON s.word = ?1 JOIN word part ON part.w = m.part
        WHERE (m.goes = s.w OR m.leaves = s.w) AND m.at < ?2 GROUP BY m.part""",
        (store, last, after),
    ):
        if came is not None or issued is not None:
            used[part] = Usage(
                came=None if came is None else unpacked_moment(came),
                issued=None if issued is None else unpacked_moment(issued),
                used=count,
            )
    return used


def _in(hows: Iterable[str]) -> str:
    words = ", ".join(f"'{how}'" for how in hows)
    return f"(SELECT w FROM word WHERE word IN ({words}))"
