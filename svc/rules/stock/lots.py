"""Lots (批次): the pieces that came with one line of a receipt. The oldest goes first (先进先出,
S3 四 2).

Each place holds its lots in the order in which they arrived there; a piece known by its serial
number is of the lot it came with. What is taken beyond what is there is of no lot that has a name,
and stays a debt of the place: no lot ever has more pieces, or fewer, than arrived with it.

A document that is voided takes back the very pieces it moved, as far as they still lie where it
brought them, and they stand where they stood: what was typed wrong leaves no price behind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from svc.rules.stock.moves import Move, MoveKey, after_their_loans
from svc.rules.stock.places import Spot


class Lot(Struct, frozen=True, order=True):
    """Pieces that came in together; `source` is the movement they came by."""

    part: str
    source: MoveKey
    at: datetime | None = None
    price: Decimal | None = None  # of one, as the receipt has it


class Worth(Struct, frozen=True, kw_only=True):
    """What pieces are worth: by the price of their receipt, else by that of the catalogue."""

    priced: Decimal = Decimal()  # yuan, of those that came with a price
    unpriced: int = 0  # how many came without; below nought: so many are owed

    def with_pieces(self, price: Decimal | None, count: int) -> Worth:
        if price is None:
            return Worth(priced=self.priced, unpriced=self.unpriced + count)
        return Worth(priced=self.priced + count * price, unpriced=self.unpriced)

    def at(self, price: Decimal | None) -> Decimal:
        """In yuan, with the price of the catalogue; without one, such pieces count for nothing."""
        return self.priced + self.unpriced * price if self.unpriced and price else self.priced


UNNAMED: MoveKey = ("", 0, 0)


def unnamed_lot(part: str) -> Lot:
    """What pieces are of that nobody booked in."""
    return Lot(part, UNNAMED)


class Lots:
    """Which lots lie where, after movements that are told in the order in which they happened."""

    def __init__(self) -> None:
        self._queues: dict[tuple[str, Spot], list[tuple[Lot, int]]] = defaultdict(list)
        self._outside: dict[tuple[Lot, Spot], int] = defaultdict(int)
        self._debts: dict[tuple[str, Spot], int] = defaultdict(int)
        self._pieces: dict[tuple[str, str], Lot] = {}  # by part and serial number
        self.taken: dict[MoveKey, list[tuple[Lot, int]]] = {}  # by each movement
        # of each document its movements and what they took, the last one last: voided they go back
        self._to_undo: dict[str, list[tuple[Move, list[tuple[Lot, int]]]]] = defaultdict(list)

    def tell(self, moves: Iterable[Move]) -> Lots:
        """Go on with these movements."""
        for move in moves:
            if move.leaves == move.goes:
                continue
            done = self._to_undo[move.source[0]]
            undone = _undone_by(move, done)
            if undone is not None:
                self._undo(move, done.pop(undone)[1])
                continue
            taken = self._take(move)
            self.taken[move.source] = taken
            for lot, count in taken:
                self._put(move, lot, count)
            if move.how != "voided":
                done.append((move, taken))
        return self

    def at(self, part: str, spot: Spot) -> list[tuple[Lot, int]]:
        """The lots of a part at a spot, the one to take first in front."""
        return list(self._queues.get((part, spot), ()))

    def to_take(self, part: str, spot: Spot, serial: str = "") -> Lot | None:
        """The lot whose pieces leave a spot next: that of the piece with this serial number, else
        the oldest; None where there is none.
        """
        queue = self.at(part, spot)
        return queue[_first(queue, self._pieces.get((part, serial)))][0] if queue else None

    def debt(self, part: str, spot: Spot) -> int:
        """How many pieces were taken from a spot that no lot had there."""
        return self._debts.get((part, spot), 0)

    def totals(self) -> dict[Lot, int]:
        """How many pieces of each lot there are over all places together: none, as what came in
        left somewhere.
        """
        sums: dict[Lot, int] = defaultdict(int)
        for (_, _), queue in self._queues.items():
            for lot, count in queue:
                sums[lot] += count
        for (lot, _), count in self._outside.items():
            sums[lot] += count
        for (part, _), count in self._debts.items():
            sums[unnamed_lot(part)] -= count
        return dict(sums)

    def worth(self) -> dict[Spot, dict[str, Worth]]:
        """What the pieces at each inner spot are worth, part by part. A debt takes off."""
        worth: dict[Spot, dict[str, Worth]] = defaultdict(dict)
        pieces = [
            (key, lot.price, count) for key, queue in self._queues.items() for lot, count in queue
        ]
        pieces += [(key, None, -count) for key, count in self._debts.items()]
        for (part, spot), price, count in pieces:
            worth[spot][part] = worth[spot].get(part, Worth()).with_pieces(price, count)
        return dict(worth)

    def _take(self, move: Move, wanted: Lot | None = None) -> list[tuple[Lot, int]]:
        """What leaves, of the lot that is wanted, as far as it is there."""
        own = self._pieces.get((move.part, move.serial)) if move.serial else wanted
        if not move.leaves.place.is_inner:
            lot = own
            if lot is None:
                lot = Lot(move.part, move.source, move.at, move.price)
            self._outside[lot, move.leaves] -= move.count
            return [(lot, move.count)]
        queue = self._queues[move.part, move.leaves]
        taken: list[tuple[Lot, int]] = []
        left = move.count
        while left and queue:
            place = _first(queue, own)
            lot, there = queue[place]
            count = min(left, there)
            left -= count
            taken.append((lot, count))
            if count == there:
                queue.pop(place)
            else:
                queue[place] = (lot, there - count)
        if left:
            self._debts[move.part, move.leaves] += left
            taken.append((unnamed_lot(move.part), left))
        return taken

    def _undo(self, move: Move, moved: list[tuple[Lot, int]]) -> None:
        """Bring back what a movement took, in front of what lies there."""
        taken = []
        for lot, count in moved:
            taken += self._take(replace(move, count=count), lot)
        self.taken[move.source] = taken
        queue, key = self._queues[move.part, move.goes], (move.part, move.goes)
        for lot, count in reversed(taken):
            if move.serial:
                self._pieces[move.part, move.serial] = lot
            owed = 0
            if not move.goes.place.is_inner:
                self._outside[lot, move.goes] += count
                continue
            if lot == unnamed_lot(move.part):
                owed = min(count, self._debts.get(key, 0))
                self._debts[key] -= owed
            together = count - owed
            if queue and queue[0][0] == lot:
                together += queue.pop(0)[1]
            if together:
                queue.insert(0, (lot, together))

    def _put(self, move: Move, lot: Lot, count: int) -> None:
        if move.serial:
            self._pieces[move.part, move.serial] = lot
        if not move.goes.place.is_inner:
            self._outside[lot, move.goes] += count
            return
        queue = self._queues[move.part, move.goes]
        if queue and queue[-1][0] == lot:
            queue[-1] = (lot, queue[-1][1] + count)
        else:
            queue.append((lot, count))


def _undone_by(move: Move, done: list[tuple[Move, list[tuple[Lot, int]]]]) -> int | None:
    """Which of the movements of its document the voiding takes back: the last that went the other
    way. None where it is still to come: another desk took in later what one had voided by then.
    """
    if move.how != "voided":
        return None
    for number, (each, _) in reversed(list(enumerate(done))):
        if (
            (each.part, each.serial, each.count) == (move.part, move.serial, move.count)
            and _is_same_spot(each.leaves, move.goes)
            and _is_same_spot(each.goes, move.leaves)
        ):
            return number
    return None


def _is_same_spot(one: Spot, other: Spot) -> bool:
    """Whether they are one spot; the books may have begun in between."""
    return one == other or "before" in (one.place.kind, other.place.kind)


def _first(queue: list[tuple[Lot, int]], own: Lot | None) -> int:
    """Which entry is taken from: that of the piece's own lot, else the oldest."""
    return next((place for place, (lot, _) in enumerate(queue) if lot == own), 0)


def lots_of(moves: Iterable[Move], until: datetime | None = None) -> Lots:
    """Which lots lie where after the movements, which are in order, up to a moment."""
    happened = (move for move in moves if until is None or move.at <= until)
    return Lots().tell(after_their_loans(happened))
