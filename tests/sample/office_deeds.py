"""What is typed for an office and not for a ticket: stock documents, days that are sealed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sample.desk import LANES
from svc.actions import daily, stock, stock_counts
from svc.actions.typist import Typist
from svc.model.stock import StockKind, StockLine, TakenInLine
from svc.rules.stock.places import store_of
from svc.store.ledger import Ledger

Numbers = dict[str, str]
"""What stock documents are called in the ledger, by their names here."""
Do = Callable[[Ledger, Typist, Numbers], Any]


class OfficeDeed(NamedTuple):
    """Something typed at an office's first desk: when and by whom, and what is done."""

    typed: datetime
    office: str
    name: str  # no other deed has it
    by: str
    do: Do
    at: datetime | None = None  # when it happened; None: just now

    @property
    def order(self) -> tuple[datetime, bool, str, int]:
        return self.typed, True, self.name, 0

    @property
    def desk(self) -> str:
        return LANES[self.office]

    def perform(self, ledger: Ledger, numbers: Numbers) -> None:
        """Do it. Raises what the action raises."""
        self.do(ledger, Typist(by=self.by, now=self.typed, at=self.at), numbers)


def written(name: str, kind: StockKind, office: str, lines: Sequence[StockLine], **more: str) -> Do:
    """A stock document."""

    def do(ledger: Ledger, typist: Typist, numbers: Numbers) -> None:
        done = stock.write_document(ledger, typist, kind, office=office, lines=lines, **more)
        assert not done.repeated, name
        numbers[name] = done.document.id

    return do


def taken_in(name: str, lines: Sequence[TakenInLine], reason: str) -> Do:
    def do(ledger: Ledger, typist: Typist, numbers: Numbers) -> None:
        stock.take_in(ledger, numbers[name], typist, lines=lines, reason=reason)

    return do


def voided(name: str, reason: str) -> Do:
    def do(ledger: Ledger, typist: Typist, numbers: Numbers) -> None:
        stock.void_document(ledger, numbers[name], typist, reason=reason)

    return do


def put_elsewhere(office: str, part: str, position: str) -> Do:
    def do(ledger: Ledger, typist: Typist, _: Numbers) -> None:
        stock.move_part(ledger, typist, office=office, part=part, position=position)

    return do


def counted(office: str, differences: Mapping[str, tuple[int, str]]) -> Do:
    """All that lies in a store: as the books say, but for these, each with its reason."""

    def do(ledger: Ledger, typist: Typist, _: Numbers) -> None:
        held = ledger.balances([], typist.happened, [store_of(office)])
        there = {part: count for (part, spot), count in held.items() if spot.condition == "good"}
        positions = stock.positions_of(ledger, office)
        lines = []
        for part in sorted({*there, *differences}):
            more, reason = differences.get(part, (0, ""))
            count, position = there.get(part, 0) + more, positions.get(part, "")
            lines.append(StockLine(part=part, count=count, position=position, reason=reason))
        stock_counts.record_count(ledger, typist, office, lines)

    return do


def confirmed(office: str, day: date, differences: Mapping[Any, Decimal], reason: str) -> Do:
    """The cashier counts what the books say, but for these."""

    def do(ledger: Ledger, typist: Typist, _: Numbers) -> None:
        sheet = daily.reconcile(ledger, office, day, typist.now, []).sheet
        counted = {
            how: books + differences.get(how, Decimal()) for how, books in sheet.books.items()
        }
        assert differences.keys() <= counted.keys(), (office, day, counted)
        daily.confirm_day(ledger, typist, office=office, day=day, counted=counted, reason=reason)

    return do


def corrected(office: str, day: date, reason: str) -> Do:
    def do(ledger: Ledger, typist: Typist, _: Numbers) -> None:
        daily.correct_day(ledger, typist, office=office, day=day, counted={}, reason=reason)

    return do
