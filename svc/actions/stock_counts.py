"""Counting a store (盘点): what is to be counted, what was found, what differs (S3 四 2).

What the books say of a part is taken under the lock, at the moment of the count: whatever was
recorded while people counted is in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.stock import (
    DocumentResult,
    document_head,
    document_result,
    known_line,
    place_named,
    write_checked,
)
from svc.actions.typist import Typist, writing
from svc.errors import (
    Damaged,
    DifferencesUnexplained,
    NoSuchDocument,
    PieceElsewhere,
    WhichPieces,
)
from svc.model.ids import StockId
from svc.model.stock import PartCondition, StockDocument, StockKind, StockLine
from svc.rules.stock.moves import Move, balances
from svc.rules.stock.pieces import as_booked, pieces_at
from svc.rules.stock.places import Spot, store_of, with_technician
from svc.store.clone_settings import own_lane
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.store.recording import Recording

COUNT_EVERY = timedelta(days=31)
"""A store is counted at least once a month (S3 四 2)."""


class CountedPart(Struct, frozen=True, kw_only=True):
    """A part that was counted: how many lay there, and how many the books have."""

    part: str
    name: str
    counted: int
    booked: int
    position: str = ""
    reason: str = ""
    serials: tuple[str, ...] = ()  # of the pieces that were seen, where they are followed
    booked_serials: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The pieces that the books have there, and nobody saw."""
        return tuple(each for each in self.booked_serials if each not in self.serials)

    @property
    def found(self) -> tuple[str, ...]:
        """The pieces that were seen, and are not there by the books."""
        return tuple(each for each in self.serials if each not in self.booked_serials)

    @property
    def is_different(self) -> bool:
        return bool(self.difference or self.missing or self.found)

    @property
    def difference(self) -> int:
        """How many more there are than in the books; below nought: missing."""
        return self.counted - self.booked


def count_preview(
    ledger: Ledger,
    spot: Spot,
    lines: Sequence[StockLine],
    at: datetime,
    *,
    reasons: Mapping[str, str] | None = None,
    broken: list[Damaged],
) -> list[CountedPart]:
    """What was counted at a spot beside what the books say at that moment; a part that was counted
    in two places is added up. `reasons` are those of single parts.

    Raises NotInCatalogue; WhichPieces for a part that is followed piece by piece, and nobody said
    which were seen; PieceElsewhere for one that by the books is at another place of ours.
    """
    by_part: dict[str, StockLine] = {}
    for line in lines:
        known = known_line(ledger.parts, line)
        before = by_part.get(known.part)
        by_part[known.part] = known if before is None else _added_up(before, known)
    return [
        _beside_the_books(
            ledger, spot, replace(line, reason=(reasons or {}).get(code, line.reason)), at, broken
        )
        for code, line in by_part.items()
    ]


def _added_up(one: StockLine, other: StockLine) -> StockLine:
    return replace(
        one,
        count=one.count + other.count,
        serials=[*one.serials, *other.serials],
        reason=one.reason or other.reason,
    )


def _beside_the_books(
    ledger: Ledger,
    spot: Spot,
    line: StockLine,
    at: datetime,
    broken: list[Damaged],
) -> CountedPart:
    part = ledger.parts.find_part(line.part)
    is_followed = bool(line.serials) or (part is not None and part.serial)
    moves = ledger.moves(broken, line.part)
    there = pieces_at(moves, line.part, spot, at) if is_followed else []
    if is_followed and line.count != len(line.serials):
        raise WhichPieces(
            part=ledger.parts.called(line.part),
            code=line.part,
            place=place_named(ledger, spot),
            count=line.count,
        )
    seen = as_booked(line.serials, [*(move.serial for move in moves if move.serial), *there])
    counted = CountedPart(
        part=line.part,
        name=part.name if part else "",
        counted=line.count,
        booked=balances(moves, at).get((line.part, spot), 0),
        position=line.position,
        reason=line.reason,
        serials=tuple(seen),
        booked_serials=tuple(there),
    )
    for serial in counted.found:
        _check_not_elsewhere(ledger, counted, serial, [move for move in moves if move.at <= at])
    return counted


def _check_not_elsewhere(
    ledger: Ledger, counted: CountedPart, serial: str, moves: Sequence[Move]
) -> None:
    last = next((move for move in reversed(moves) if move.serial == serial), None)
    if last is not None and last.goes.place.is_inner:
        raise PieceElsewhere(
            part=ledger.parts.called(counted.part),
            code=counted.part,
            serial=serial,
            place=place_named(ledger, last.goes),
        )


def record_count(
    ledger: Ledger,
    typist: Typist,
    office: str,
    lines: Sequence[StockLine],
    *,
    condition: PartCondition = "good",
    technician: str = "",
    reasons: Mapping[str, str] | None = None,
) -> DocumentResult:
    """Record a count of a store, or of what a technician has along: what differs from the books is
    booked to the difference, for a reason each.

    Raises what `count_preview` raises, DifferencesUnexplained, NotInStock where what is missing
    left later, UnknownOffice, NoLane, NotYourRole.
    """
    lane = own_lane(ledger)
    spot = Spot(with_technician(technician) if technician else store_of(office), condition)
    with writing(ledger, typist) as tx:
        ledger.close()  # what others wrote since the preview is looked at
        counted = count_preview(ledger, spot, lines, typist.happened, reasons=reasons, broken=[])
        count_lines = [
            StockLine(
                part=each.part,
                count=each.counted,
                condition=condition,
                booked=each.booked,
                serials=list(each.serials),
                booked_serials=list(each.booked_serials),
                position=each.position,
                reason=each.reason if each.is_different else "",
            )
            for each in counted
        ]
        kind: StockKind = "kit_counted" if technician else "counted"
        head = document_head(ledger, typist, kind, office, count_lines, technician=technician)
        head = _as_written_just_now(ledger, tx, head, lane)
        created = write_checked(ledger, tx, head, lane, typist)
        unexplained = [each.part for each in counted if each.is_different and not each.reason]
        if unexplained and not tx.repeated:
            raise DifferencesUnexplained(parts=[ledger.parts.called(part) for part in unexplained])
    return document_result(ledger, tx, created)


def _as_written_just_now(
    ledger: Ledger, tx: Recording, head: StockDocument, lane: str
) -> StockDocument:
    """The count with its lines as this person wrote them a moment ago, if they are the same: since
    then the books say what was counted, and the same count would look like another.
    """
    folder = StockId(head.office, tx.now.year, tx.now.month, lane, 0).folder
    numbers = ledger.document_numbers_in(folder, lane)
    if not numbers:
        return head
    try:
        earlier = tx.document(str(numbers[-1])).document
    except (NoSuchDocument, Damaged):
        return head
    is_of_same = (earlier.kind, earlier.technician) == (head.kind, head.technician)
    is_same = is_of_same and _as_told(earlier) == _as_told(head)
    return (
        replace(head, lines=earlier.lines) if is_same and any(tx.just_said(earlier.log)) else head
    )


def _as_told(count: StockDocument) -> list[StockLine]:
    """The lines without what the books said."""
    return [replace(line, booked=None, booked_serials=[], reason="") for line in count.lines]


def last_count(ledger: Ledger, office: str) -> datetime | None:
    """When the store of an office was counted last; None if it never was."""
    from svc.store.index.stock_figures import last_count_in, last_count_in_index

    last = ledger.ask_index(lambda index: last_count_in_index(index, office), stock=True)
    if last is None:
        last = last_count_in(ledger.moves([], place=store_of(office)), office)
    return last[0] if last else None


def counts_due(
    ledger: Ledger, now: datetime, offices: Sequence[str]
) -> list[tuple[str, datetime | None]]:
    """Which of these offices have to count their store, and when they did last; one whose books
    have not begun has nothing to count (S3 四 2).
    """
    begun = ledger.books_begun().stores
    last = [(office, last_count(ledger, office)) for office in offices if office in begun]
    return [(office, at) for office, at in last if is_count_due(at, now)]


def is_count_due(last: datetime | None, now: datetime) -> bool:
    """Whether a store has to be counted: not within the last month."""
    return last is None or now - last > COUNT_EVERY
