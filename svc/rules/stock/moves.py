"""A move (备件收发): so many pieces of one part from one place to another, at a moment.

Moves are never written as such: they follow from stock documents and from events of tickets, so
nothing is typed twice, and stock at any moment is what the moves until then add up to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from svc.model.stock import StockDocument, StockLine, TakenIn, TakenInLine
from svc.rules.stock.documents import StockState
from svc.rules.stock.places import Place, Spot, on_the_way, store_of, with_technician

MoveKey = tuple[str, int, int]
"""Which record, which event of it (`seq`), which line of that, from 1: what a move is known by."""


class Move(Struct, frozen=True, kw_only=True):
    """Pieces of one part that went from one spot to another. A piece known by its serial number has
    a move of its own.
    """

    at: datetime
    typed: datetime
    source: MoveKey
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
    def order(self) -> tuple[datetime, MoveKey]:
        """Moves happen in this order, whatever desk recorded them and whenever they were merged."""
        return self.at, self.source


def moves_of_document(state: StockState) -> list[Move]:
    """What a document moved, its voiding included, in the order of its log."""
    document = state.document
    first = document.log[0]
    moves = [
        move
        for number, line in enumerate(document.lines, 1)
        for move in _moves_of_line(document, line, (document.id, first.seq, number))
    ]
    if state.taken_in is not None:
        moves += _taken_in(document, state.taken_in)
    if state.voided is not None:
        last = state.voided
        moves += [
            replace(
                move,
                at=last.at,
                typed=last.typed,
                by=last.by,
                source=(document.id, last.seq, number),
                leaves=move.goes,
                goes=move.leaves,
                reason=last.reason,
            )
            for number, move in enumerate(moves, 1)
        ]
    return moves


def _moves_of_line(document: StockDocument, line: StockLine, source: MoveKey) -> Iterator[Move]:
    first = document.log[0]
    leaves, goes, count = _ways(document, line)
    if not count:
        return
    whole = Move(
        at=first.at,
        typed=first.typed,
        source=source,
        by=first.by,
        part=line.part,
        count=count,
        leaves=Spot(leaves, line.condition),
        goes=Spot(goes, line.condition),
        price=line.price,
        position=line.position,
        reason=line.reason or document.reason,
    )
    yield from one_by_one(whole, line.serials)


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
            more = line.count - (line.booked or 0)
            outside = Place("difference")
            if not more:  # found as the books say: seen there, nothing moved
                return here, here, line.count
            return (outside, here, more) if more > 0 else (here, outside, -more)
        case "moved":  # all that lies there; the balance stays
            return here, here, line.count


def _taken_in(document: StockDocument, taken: TakenIn) -> Iterator[Move]:
    """What arrived goes into the store, what is missing to the difference (decisions 16)."""
    arrived = {line.line: line for line in taken.lines}
    way = on_the_way(document.office, document.to_office)
    for number, sent in enumerate(document.lines, 1):
        line = arrived.get(number, TakenInLine(line=number, count=0, reason="-"))
        whole = Move(
            at=taken.at,
            typed=taken.typed,
            source=(document.id, taken.seq, number),
            by=taken.by,
            part=sent.part,
            count=line.count,
            leaves=Spot(way, sent.condition),
            goes=Spot(store_of(document.to_office), sent.condition),
            position=line.position,
        )
        if line.count:
            yield from one_by_one(whole, line.serials)
        missing = sent.count - line.count
        if missing > 0:
            lost = [serial for serial in sent.serials if serial not in line.serials]
            gone = Spot(Place("difference"), sent.condition)
            yield from one_by_one(
                replace(whole, count=missing, goes=gone, position="", reason=line.reason), lost
            )
        elif missing < 0:
            more = Spot(Place("difference"), sent.condition)
            yield replace(whole, count=-missing, leaves=more, goes=Spot(way, sent.condition))


def in_order(moves: Iterable[Move]) -> list[Move]:
    """Moves in the order in which they happened."""
    return sorted(moves, key=lambda move: move.order)


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
