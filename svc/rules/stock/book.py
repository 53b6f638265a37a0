"""The stock book (备件库存账本): every movement of a part in a store, with what is there after it.

Pieces that came or went together, each known by its serial number, are one entry.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from svc.rules.stock.moves import Move, MoveHow, in_order
from svc.rules.stock.places import Spot


class BookEntry(Struct, frozen=True, kw_only=True):
    """A line of the book."""

    at: datetime
    record: str  # the ticket or stock document
    how: MoveHow
    other: Spot  # where they came from, or went
    came: int
    went: int
    balance: int  # after it
    by: str
    serials: tuple[str, ...] = ()
    position: str = ""
    reason: str = ""


class StockBook(Struct, frozen=True, kw_only=True):
    """The book of a part at one spot, from a moment to another."""

    part: str
    spot: Spot
    carried: int  # what was there before the first entry
    entries: list[BookEntry]

    @property
    def balance(self) -> int:
        """What is there after the last entry."""
        return self.entries[-1].balance if self.entries else self.carried


def stock_book(
    moves: Iterable[Move],
    part: str,
    spot: Spot,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> StockBook:
    """The book of a part at a spot. What was moved before `since` is carried over; `until` is
    taken along.
    """
    balance = carried = 0
    entries: list[BookEntry] = []
    before: Move | None = None
    for move in in_order(moves):
        if move.part != part or spot not in (move.leaves, move.goes):
            continue
        if until is not None and move.at > until:
            break
        came, went = _counts(move, spot)
        balance += came - went
        if since is not None and move.at < since:
            carried = balance
            continue
        serials = (move.serial,) if move.serial else ()
        if entries and before is not None and _are_one(before, move):
            last = entries.pop()
            came, went, serials = last.came + came, last.went + went, (*last.serials, *serials)
        entries.append(
            BookEntry(
                at=move.at,
                record=move.source[0],
                how=move.how,
                other=move.leaves if move.goes == spot else move.goes,
                came=came,
                went=went,
                balance=balance,
                by=move.by,
                serials=serials,
                position=move.position,
                reason=move.reason,
            )
        )
        before = move
    return StockBook(part=part, spot=spot, carried=carried, entries=entries)


def _counts(move: Move, spot: Spot) -> tuple[int, int]:
    """How many came and how many went; none of what left and reached the same spot."""
    if move.leaves == move.goes:
        return 0, 0
    return (move.count, 0) if move.goes == spot else (0, move.count)


def _are_one(one: Move, other: Move) -> bool:
    """Whether they differ in nothing but the piece."""
    if not (one.serial and other.serial):
        return False
    return (
        replace(one, serial="", source=("", 0, 0)) == replace(other, serial="", source=("", 0, 0))
        and one.source[:2] == other.source[:2]
    )
