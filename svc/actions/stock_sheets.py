"""The stock sheet for reception (备件库存表), as it stands now (S4 reception 1)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.actions.stock import stock_of
from svc.actions.stock_figures import stock_figures
from svc.errors import Damaged
from svc.rules.stock.places import Spot, store_of
from svc.rules.stock.sheet import Half, SheetRow, came_since, half_of, sheet_before
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from collections import Counter


class StockSheet(Struct, frozen=True, kw_only=True):
    """The sheet of a store."""

    office: str
    half: Half
    since: datetime  # when the sheet before was made
    rows: list[SheetRow]


def stock_sheet(
    ledger: Ledger, office: str, now: datetime, broken: list[Damaged], *, half: Half | None = None
) -> StockSheet:
    """What reception is to know of an office's store now: good pieces of each part, and parts of
    which there should be some. `half`: as the morning's or the afternoon's sheet; else by the time
    of day. Raises UnknownOffice, NoSuchVersion.
    """
    half = half or half_of(now)
    calendar = ledger.calendar(ledger.newest("calendars", ledger.office(office).calendar))
    since = sheet_before(half, now, calendar)
    stock = stock_of(ledger, office, broken)
    figures = stock_figures(ledger, stock, broken, now)
    came = _came(ledger, office, since, broken)
    rows = [
        SheetRow(
            part=row.part,
            name=row.name,
            position=row.position,
            good=row.good,
            reserved=row.reserved,
            minimum=row.minimum,
            came=came[row.part],
            runs_short=figures[row.office, row.part].runs_short,
        )
        for row in stock
        if row.good or row.minimum or row.reserved or came[row.part]
    ]
    return StockSheet(office=office, half=half, since=since, rows=rows)


def _came(ledger: Ledger, office: str, since: datetime, broken: list[Damaged]) -> Counter[str]:
    from svc.store.index.stock_figures import came_in_index

    known = ledger.ask_index(lambda index: came_in_index(index, office, since), stock=True)
    if known is None:
        store = store_of(office)
        return came_since(ledger.moves(broken, place=store), Spot(store), since)
    return known
