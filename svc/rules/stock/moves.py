"""A move (备件收发): so many pieces of one part from one place to another, at a moment.

Moves are never written as such: they follow from stock documents and from events of tickets, so
nothing is typed twice, and stock at any moment is what the moves until then add up to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from svc.model.stock import COUNTS, AnyStockEvent, StockDocument, StockLine, TakenIn, TakenInLine
from svc.rules.stock.documents import StockState
from svc.rules.stock.places import Place, Spot, on_the_way, store_of, with_technician

MoveKey = tuple[str, int, int]
"""Which record, which event of it (`seq`), which move of that, from 1: what a move is known by."""


MoveHow = Literal[
    # of tickets
    "delivered",
    "lent",
    "fitted",
    "used",
    "removed",
    "returned",
    "lost",
    "loaner_lent",
    "loaner_returned",
    # of stock documents
    "received",
    "transferred",
    "taken_in",
    "sent_back",
    "counted",
    "scrapped",
    "kit_lent",
    "kit_returned",
    "kit_counted",
    "moved",
    "voided",
]
"""What happened by a move. `fitted`: put in by work; `used`: the keeper says so of a loan that no
work mentions; `removed`: the old part. Counted as the books say, or put elsewhere in the store,
pieces leave and reach the same spot.
"""


class Move(Struct, frozen=True, kw_only=True):
    """Pieces of one part that went from one spot to another. A piece known by its serial number has
    a move of its own.
    """

    at: datetime
    typed: datetime
    source: MoveKey
    how: MoveHow
    by: str
    part: str
    count: int  # above nought
    leaves: Spot
    goes: Spot
    serial: str = ""
    price: Decimal | None = None  # of one, in yuan; of what comes in from outside
    position: str = ""  # where they lie in the store they come to
    loan: str = ""  # the event that lent them, where a loan is moved
    reason: str = ""

    @property
    def is_unbooked(self) -> bool:
        """Whether it was lent though the store's books did not have it, for a reason that was said
        (decisions 15).
        """
        return self.how == "lent" and self.reason != ""

    @property
    def order(self) -> tuple[datetime, MoveKey]:
        """Moves happen in this order, whatever desk recorded them and whenever they were merged."""
        return self.at, self.source


def moves_of_document(state: StockState) -> list[Move]:
    """What a document moved, its voiding included, in the order of its log."""
    document = state.document
    first = document.log[0]
    moves = _numbered(
        move for line in document.lines for move in _moves_of_line(document, line, first)
    )
    if state.taken_in is not None:
        moves += _numbered(_taken_in(document, state.taken_in))
    if state.voided is not None:
        last = state.voided
        moves += _numbered(
            replace(
                move,
                at=last.at,
                typed=last.typed,
                by=last.by,
                source=(document.id, last.seq, 0),
                how="voided",
                leaves=move.goes,
                goes=move.leaves,
                reason=last.reason,
            )
            for move in reversed(moves)  # what happened last goes back first
        )
    return moves


def _numbered(moves: Iterable[Move]) -> list[Move]:
    """The moves of one event, numbered."""
    return [
        replace(move, source=(*move.source[:2], number)) for number, move in enumerate(moves, 1)
    ]


def _moves_of_line(
    document: StockDocument, line: StockLine, first: AnyStockEvent
) -> Iterator[Move]:
    leaves, goes, count = _ways(document, line)
    whole = Move(
        at=first.at,
        typed=first.typed,
        source=(document.id, first.seq, 0),
        how=document.kind,
        by=first.by,
        part=line.part,
        count=count,
        leaves=Spot(leaves, line.condition),
        goes=Spot(goes, line.condition),
        price=line.price,
        position=line.position,
        reason=line.reason or document.reason,
    )
    if document.kind in COUNTS and (line.serials or line.booked_serials):
        yield from _counted_pieces(whole, line, goes if goes.is_inner else leaves)
    elif count:
        yield from one_by_one(whole, line.serials)


def _counted_pieces(whole: Move, line: StockLine, place: Place) -> Iterator[Move]:
    """What a count by serial numbers showed: pieces that are not there go to the difference, others
    come from it; the books may have some without a number.
    """
    here, outside = Spot(place, line.condition), Spot(Place("difference"), line.condition)
    missing = [serial for serial in line.booked_serials if serial not in line.serials]
    found = [serial for serial in line.serials if serial not in line.booked_serials]
    unnamed = (line.booked or 0) - len(line.booked_serials)
    out, into = replace(whole, leaves=here, goes=outside), replace(whole, leaves=outside, goes=here)
    if missing:
        yield from one_by_one(out, missing)
    if unnamed:
        yield replace(out if unnamed > 0 else into, count=abs(unnamed))
    if found:
        yield from one_by_one(into, found)
    if not (missing or unnamed or found) and line.count:  # seen there, nothing moved
        yield replace(whole, leaves=here, goes=here, count=line.count)


def one_by_one(move: Move, serials: list[str]) -> Iterator[Move]:
    """A move, or one for each piece that is known by its serial number."""
    if not serials:
        yield move
    for serial in serials:
        yield replace(move, count=1, serial=serial)


def _ways(document: StockDocument, line: StockLine) -> tuple[Place, Place, int]:
    """From where to where, and how many."""
    here = store_of(document.office)
    match document.kind:
        case "received":
            return Place(document.source or "headquarters"), here, line.count
        case "transferred":
            return here, on_the_way(document.office, document.to_office), line.count
        case "sent_back":
            return here, Place("headquarters"), line.count
        case "scrapped":
            return here, Place("scrap"), line.count
        case "kit_lent":
            return here, with_technician(document.technician), line.count
        case "kit_returned":
            return with_technician(document.technician), here, line.count
        case "counted":
            return _counted(here, line)
        case "kit_counted":
            return _counted(with_technician(document.technician), line)
        case "moved":  # all that lies there; the balance stays
            return here, here, line.count


def _counted(place: Place, line: StockLine) -> tuple[Place, Place, int]:
    more = line.count - (line.booked or 0)
    outside = Place("difference")
    if not more:  # found as the books say: seen there, nothing moved
        return place, place, line.count
    return (outside, place, more) if more > 0 else (place, outside, -more)


def _taken_in(document: StockDocument, taken: TakenIn) -> Iterator[Move]:
    """What arrived goes into the store, what is missing to the difference (decisions 16)."""
    arrived = {line.line: line for line in taken.lines}
    way = on_the_way(document.office, document.to_office)
    for number, sent in enumerate(document.lines, 1):
        line = arrived.get(number, TakenInLine(line=number, count=0, reason="-"))
        whole = Move(
            at=taken.at,
            typed=taken.typed,
            source=(document.id, taken.seq, 0),
            how="taken_in",
            by=taken.by,
            part=sent.part,
            count=line.count,
            leaves=Spot(way, sent.condition),
            goes=Spot(store_of(document.to_office), sent.condition),
            position=line.position,
        )
        missing = sent.count - line.count
        if missing < 0:  # they are on the way first, so that no place gives more than it has
            more = Spot(Place("difference"), sent.condition)
            yield replace(whole, count=-missing, leaves=more, goes=Spot(way, sent.condition))
        if line.count:
            yield from one_by_one(whole, line.serials)
        if missing > 0:
            lost = [serial for serial in sent.serials if serial not in line.serials]
            gone = Spot(Place("difference"), sent.condition)
            yield from one_by_one(
                replace(
                    whole, how="lost", count=missing, goes=gone, position="", reason=line.reason
                ),
                lost,
            )


def in_order(moves: Iterable[Move]) -> list[Move]:
    """Moves in the order in which they happened."""
    return sorted(moves, key=lambda move: move.order)


def after_their_loans(moves: Iterable[Move]) -> Iterator[Move]:
    """Moves in their order, but what was put in before its loan was booked after the loan: until
    then it was in nobody's hands.
    """
    lent: set[str] = set()
    early: dict[str, list[Move]] = defaultdict(list)
    for move in moves:
        if move.how == "lent":
            lent.add(move.loan)
        elif move.loan and move.loan not in lent:
            early[move.loan].append(move)
            continue
        yield move
        yield from early.pop(move.loan, ())


class Begun(Struct, frozen=True, kw_only=True):
    """Since when books are kept: of each store since the first document that moved parts there.

    What left a store or came to it before is not in its books: the opening stock says what was
    there. The same of what a technician had without a loan; loans were written down always.
    """

    stores: Mapping[str, datetime]  # by office
    offices: Mapping[str, str]  # of technicians

    def since(self, place: Place) -> datetime | None:
        """Since when the books of a store or a technician are kept; None if they are not."""
        office = place.whose if place.kind == "store" else self.offices.get(place.whose, "")
        return self.stores.get(office)

    def is_booked(self, move: Move, spot: Spot) -> bool:
        """Whether a move counts at one of its two spots."""
        place = spot.place
        if place.kind not in ("store", "technician"):
            return True
        since = self.since(place)
        has_loan = spot.holds_loans and bool(move.loan)
        return has_loan or (since is not None and move.at >= since)


def begun_by(moves: Iterable[Move], offices: Mapping[str, str]) -> Begun:
    """Since when books are kept, by the moves of documents."""
    stores: dict[str, datetime] = {}
    for move in moves:
        for place in (move.leaves.place, move.goes.place):
            if place.kind == "store":
                stores[place.whose] = min(move.at, stores.get(place.whose, move.at))
    return Begun(stores=stores, offices=offices)


def booked_moves(moves: Iterable[Move], begun: Begun) -> Iterator[Move]:
    """The moves as the books have them: what is not booked comes from, or goes, `before`."""
    for move in moves:
        leaves, goes = (
            spot
            if begun.is_booked(move, spot)
            else Spot(Place("before", spot.place.code), spot.condition)
            for spot in (move.leaves, move.goes)
        )
        if (leaves, goes) == (move.leaves, move.goes):
            yield move
        else:
            yield replace(move, leaves=leaves, goes=goes)


Balances = dict[tuple[str, Spot], int]
"""How many pieces of a part are at a spot; outer places may have less than none."""


def balances(moves: Iterable[Move], until: datetime | None = None) -> Balances:
    """What the moves up to a moment (None: all) add up to; spots with none are left out."""
    sums: dict[tuple[str, Spot], int] = defaultdict(int)
    for move in moves:
        if until is None or move.at <= until:
            sums[move.part, move.leaves] -= move.count
            sums[move.part, move.goes] += move.count
    return {key: count for key, count in sums.items() if count}


def least_from(moves: Iterable[Move], part: str, spot: Spot, at: datetime) -> int:
    """The fewest pieces of a part that lie at a spot at a moment or ever after it: so many may
    leave.
    """
    of_part = [move for move in moves if move.part == part]
    there = balances(of_part, at).get((part, spot), 0)
    least = there
    for move in sorted(of_part, key=lambda move: move.order):
        if move.at > at:
            there += move.count * ((move.goes == spot) - (move.leaves == spot))
            least = min(least, there)
    return least
