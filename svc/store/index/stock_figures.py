"""What lists of the store ask the index for all parts at once: counts, positions, issues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.rules.stock.moves import Begun, Move
from svc.rules.stock.places import Spot, spot_from_code, store_of
from svc.rules.stock.sheet import ARRIVALS
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


class KitPiece(Struct, frozen=True, kw_only=True):
    """Pieces of a part in somebody's kit, and since when: the last time any came in."""

    technician: str
    part: str
    count: int
    since: datetime


_OF_KITS = """
SELECT spot.word, part.word, m.at, m.count FROM moved m
JOIN word spot ON spot.w = m.{column} JOIN word part ON part.w = m.part
WHERE m.{column} IN (SELECT w FROM word WHERE word GLOB 'technician:*[^!]')
  AND m.loan IS NULL AND m.leaves != m.goes ORDER BY m.at
"""


def kits_in_index(connection: Connection, begun: Begun) -> list[KitPiece]:
    """What is in the kits of all technicians, by the books."""
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    first: dict[str, int | None] = {}
    for column, sign in (("goes", 1), ("leaves", -1)):
        for word, part, at, count in connection.execute(_OF_KITS.format(column=column)):
            if word not in first:
                since = begun.since(spot_from_code(word).place)
                first[word] = None if since is None else least_packed(since)
            begins = first[word]
            if begins is None or at < begins:
                continue
            had, last = sums.get((word, part), (0, at))
            sums[word, part] = had + sign * count, at if sign > 0 else last
    return [
        KitPiece(
            technician=spot_from_code(word).place.whose,
            part=part,
            count=count,
            since=unpacked_moment(at),
        )
        for (word, part), (count, at) in sorted(sums.items())
        if count
    ]


def kits_in(moves: Iterable[Move]) -> list[KitPiece]:
    """The same from moves as they are booked."""
    sums: dict[tuple[str, str], tuple[int, datetime]] = {}
    for move in moves:
        if move.loan or move.leaves == move.goes:
            continue
        if move.leaves.holds_loans:
            key = move.leaves.place.whose, move.part
            had, last = sums.get(key, (0, move.at))
            sums[key] = had - move.count, last
        if move.goes.holds_loans:
            key = move.goes.place.whose, move.part
            had, _ = sums.get(key, (0, move.at))
            sums[key] = had + move.count, move.at
    return [
        KitPiece(technician=person, part=part, count=count, since=since)
        for (person, part), (count, since) in sorted(sums.items())
        if count
    ]


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


def came_in_index(connection: Connection, office: str, since: datetime) -> Counter[str]:
    """How many pieces of each part came into the store of an office, entered since a moment."""
    rows = connection.execute(
        f"""
        SELECT part.word, sum(m.count) FROM moved m
        JOIN word s ON s.word = ?1 JOIN word part ON part.w = m.part
        LEFT JOIN stock_document d ON d.n = -m.n
        WHERE m.goes = s.w AND m.leaves != s.w AND m.how IN {_in(ARRIVALS)}
          AND m.at + m.typed >= ?2 AND COALESCE(d.status, '') != 'voided'
        GROUP BY m.part""",
        (Spot(store_of(office)).code, least_packed(since)),
    )
    return Counter(dict(rows))


def _in(hows: Iterable[str]) -> str:
    words = ", ".join(f"'{how}'" for how in hows)
    return f"(SELECT w FROM word WHERE word IN ({words}))"
