"""Figures of the store: how what lies there is used, and what it is worth (S3 四 2)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.errors import Damaged
from svc.rules.stock.lots import lots_of
from svc.rules.stock.places import Spot, store_of
from svc.rules.stock.usage import Pace, Usage, usage_by_part
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from svc.actions.stock import Stock
    from svc.model.events import PartLent
    from svc.rules.stock.moves import Move


class StockFigure(Struct, frozen=True, kw_only=True):
    """How a part is used in a store."""

    usage: Usage
    pace: Pace  # of what is there
    runs_short: bool  # what is there won't last until what is asked for now comes


def stock_figures(
    ledger: Ledger,
    rows: Sequence[Stock],
    broken: list[Damaged],
    now: datetime,
    moves: Sequence[Move] | None = None,
) -> dict[tuple[str, str], StockFigure]:
    """How the parts of a list were used until now, by office and part. `moves`: all there are,
    where they have been read, and no index is to be asked.
    """
    figures = {}
    used = {
        office: _usage(ledger, office, broken, now)
        if moves is None
        else usage_by_part(moves, Spot(store_of(office)), now)
        for office in {row.office for row in rows}
    }
    for row in rows:
        usage = used[row.office].get(row.part, Usage())
        figures[row.office, row.part] = StockFigure(
            usage=usage,
            pace=usage.pace(ledger.settings, now) if row.good > 0 else "",
            runs_short=usage.is_used_up_before(row.good, ledger.settings),
        )
    return figures


def _usage(ledger: Ledger, office: str, broken: list[Damaged], now: datetime) -> dict[str, Usage]:
    from svc.store.index.stock_figures import usage_in_index

    known = ledger.ask_index(lambda index: usage_in_index(index, office, now), stock=True)
    if known is None:
        store = store_of(office)
        return usage_by_part(ledger.moves(broken, place=store), Spot(store), now)
    return known


def stock_value(
    ledger: Ledger, broken: list[Damaged], at: datetime | None = None
) -> dict[Spot, Decimal]:
    """What the good pieces at each inner place were worth at a moment, by lots: the price of the
    receipt, else that of the catalogue. Defective pieces count for nothing.
    """
    prices = {part.code: part.price for part in ledger.parts.parts}
    return {
        spot: sum((each.at(prices.get(part)) for part, each in worth.items()), Decimal())
        for spot, worth in ledger.worth(broken, at).items()
        if spot.condition == "good"
    }


def lots_of_loan(ledger: Ledger, ticket: str, lent: PartLent) -> list[str]:
    """The documents that the pieces of a loan came with, the oldest first, each with its day and
    how many: those are to be taken from the shelf. None where no books are kept.
    """
    source = (ticket, lent.seq, 1)
    lots = lots_of(ledger.moves([], lent.part))
    return [
        f"{lot.source[0]} {lot.at.date().isoformat()} ×{count}"
        for lot, count in lots.taken.get(source, ())
        if lot.at is not None and lot.source != source
    ]
