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

from svc.actions.stock import DocumentResult, document_head, document_result, write_checked
from svc.actions.typist import Typist, writing
from svc.errors import Damaged, DifferencesUnexplained, NoSuchDocument, NotInCatalogue
from svc.model.ids import StockId
from svc.model.stock import PartCondition, StockLine
from svc.rules.stock.moves import balances
from svc.rules.stock.places import Spot, store_of
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

    @property
    def difference(self) -> int:
        """How many more there are than in the books; below nought: missing."""
        return self.counted - self.booked


def count_preview(
    ledger: Ledger,
    office: str,
    lines: Sequence[StockLine],
    at: datetime,
    *,
    condition: PartCondition = "good",
    reasons: Mapping[str, str] | None = None,
    broken: list[Damaged],
) -> list[CountedPart]:
    """What was counted beside what the books say at that moment; a part that was counted in two
    places is added up. `reasons` are those of single parts. Raises NotInCatalogue.
    """
    spot = Spot(store_of(office), condition)
    told: dict[str, StockLine] = {}
    for line in lines:
        part = ledger.parts.find_part(line.part)
        if part is None:
            raise NotInCatalogue(part=line.part)
        before = told.get(part.code)
        told[part.code] = (
            line
            if before is None
            else replace(
                before, count=before.count + line.count, reason=before.reason or line.reason
            )
        )
    counted = []
    for code, line in told.items():
        part = ledger.parts.find_part(code)
        held = balances(ledger.moves(broken, code, spot.place), at)
        counted.append(
            CountedPart(
                part=code,
                name=part.name if part else "",
                counted=line.count,
                booked=held.get((code, spot), 0),
                position=line.position,
                reason=(reasons or {}).get(code, line.reason),
            )
        )
    return counted


def record_count(
    ledger: Ledger,
    typist: Typist,
    office: str,
    lines: Sequence[StockLine],
    *,
    condition: PartCondition = "good",
    reasons: Mapping[str, str] | None = None,
) -> DocumentResult:
    """Record a count: what differs from the books is booked to the difference, for a reason each.

    Raises NotInCatalogue, DifferencesUnexplained, NotInStock where what is missing left later,
    UnknownOffice, NoLane, NotYourRole.
    """
    lane = own_lane(ledger)
    with writing(ledger, typist) as tx:
        ledger.close()  # what others wrote since the preview is looked at
        broken: list[Damaged] = []
        counted = count_preview(
            ledger,
            office,
            lines,
            typist.happened,
            condition=condition,
            reasons=reasons,
            broken=broken,
        )
        told = [
            StockLine(
                part=each.part,
                count=each.counted,
                condition=condition,
                booked=each.booked,
                position=each.position,
                reason=each.reason if each.difference else "",
            )
            for each in counted
        ]
        told = _as_written_just_now(ledger, tx, office, lane, told)
        head = document_head(ledger, typist, "counted", office, told)
        created = write_checked(ledger, tx, head, lane, typist)
        unexplained = [each.part for each in counted if each.difference and not each.reason]
        if unexplained and not tx.repeated:
            raise DifferencesUnexplained(parts=[ledger.parts.called(part) for part in unexplained])
    return document_result(ledger, tx, created)


def _as_written_just_now(
    ledger: Ledger, tx: Recording, office: str, lane: str, told: list[StockLine]
) -> list[StockLine]:
    """The lines as this person wrote them a moment ago, if they are the same: since then the books
    say what was counted, and the same count would look like another.
    """
    folder = StockId(office, tx.now.year, tx.now.month, lane, 0).folder
    numbers = ledger.document_numbers_in(folder, lane)
    if not numbers:
        return told
    try:
        earlier = tx.document(str(numbers[-1])).document
    except (NoSuchDocument, Damaged):
        return told
    before = [replace(line, booked=None, reason="") for line in earlier.lines]
    now = [replace(line, booked=None, reason="") for line in told]
    is_same = earlier.kind == "counted" and before == now and any(tx.just_said(earlier.log))
    return list(earlier.lines) if is_same else told


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
