"""A technician's kit (随车备件包): a loan without a ticket, with a set list, topped up and counted
(decisions 15).

What a technician has of a part is the kit and what was lent for tickets; pieces of the two look the
same, so the books alone tell them apart: what a ticket's loan moves names the loan.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct

from svc.rules.stock.moves import Move
from svc.rules.stock.pieces import pieces_at
from svc.rules.stock.places import Spot, with_technician


class KitLine(Struct, frozen=True, kw_only=True):
    """A part of a kit."""

    part: str
    wanted: int  # what the set says; 0: it is not in the set
    in_hand: int  # below nought: more was put in than the books know of
    lent: int = 0  # besides, for tickets
    used: tuple[tuple[str, int], ...] = ()  # since the last top-up: on which tickets, how many
    serials: tuple[str, ...] = ()  # of the pieces in hand that are followed one by one

    @property
    def missing(self) -> int:
        """How many fill it up to what the set says."""
        return max(self.wanted - max(self.in_hand, 0), 0)

    @property
    def used_count(self) -> int:
        return sum(count for _, count in self.used)


class Kit(Struct, frozen=True, kw_only=True):
    """What somebody has along, beside what they are to have."""

    technician: str
    name: str = ""  # of the set
    topped_up: datetime | None = None  # last
    lines: tuple[KitLine, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether there is a set, or anything in hand."""
        return bool(self.name or any(line.in_hand for line in self.lines))


def kit_of(
    moves: Iterable[Move],
    technician: str,
    name: str,
    wanted: Mapping[str, int],
    until: datetime | None = None,
) -> Kit:
    """The kit after all moves of its technician, which are in order, or those up to a moment."""
    spot = Spot(with_technician(technician))
    known = [
        move
        for move in moves
        if spot in (move.leaves, move.goes) and (until is None or move.at <= until)
    ]
    own = [move for move in known if not move.loan]
    filled = _last_top_up(own)
    in_hand, lent = _sums(own, spot), _sums((move for move in known if move.loan), spot)
    used: dict[str, Counter[str]] = defaultdict(Counter)
    for move in own:
        is_after = filled is None or move.order > filled.order
        if move.how == "fitted" and move.leaves == spot and is_after:
            used[move.part][move.source[0]] += move.count
    there = {part for part, count in in_hand.items() if count}
    lines = tuple(
        KitLine(
            part=part,
            wanted=wanted.get(part, 0),
            in_hand=in_hand[part],
            lent=lent[part],
            used=tuple(sorted(used[part].items())),
            serials=tuple(pieces_at(own, part, spot)),
        )
        for part in sorted({*wanted, *there, *used})
    )
    return Kit(
        technician=technician,
        name=name,
        topped_up=filled.at if filled is not None else None,
        lines=lines,
    )


def _last_top_up(moves: list[Move]) -> Move | None:
    """The last movement into the kit that was not voided."""
    voided = {move.source[0] for move in moves if move.how == "voided"}
    into = [move for move in moves if move.how == "kit_lent" and move.source[0] not in voided]
    return max(into, key=lambda move: move.order, default=None)


def _sums(moves: Iterable[Move], spot: Spot) -> Counter[str]:
    sums: Counter[str] = Counter()
    for move in moves:
        sums[move.part] += move.count * ((move.goes == spot) - (move.leaves == spot))
    return sums
