"""Which stock documents there are: of a month, or transfers that nobody has taken in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from svc.errors import Damaged, NoSuchDocument
from svc.rules.stock.documents import StockState
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator


def stock_documents(
    ledger: Ledger,
    broken: list[Damaged],
    *,
    office: str = "",
    kind: str = "",
    month: date | None = None,
) -> list[StockState]:
    """The documents of an office (any) and of one sort (any) that are dated in a month, the newest
    last; without a month the transfers that are on the way, whenever they left. A transfer is of
    both its offices.
    """
    found = _on_the_way(ledger, broken) if month is None else _of_month(ledger, broken, month)
    wanted = [
        state
        for state in found
        if office in ("", state.document.office, state.document.to_office)
        and kind in ("", state.document.kind)
    ]
    return sorted(wanted, key=lambda state: (state.document.booked, state.document.id))


def _of_month(ledger: Ledger, broken: list[Damaged], month: date) -> Iterator[StockState]:
    """A document lies in the folder of the month in which it was typed, which is that of its date
    or a later one.
    """
    for folder in ledger.month_folders("", "movements"):
        if folder.rpartition("/")[2] < f"{month:%Y-%m}":
            continue
        for number in ledger.document_numbers_in(folder):
            state = _read(ledger, broken, str(number))
            if state is not None and f"{state.document.booked:%Y-%m}" == f"{month:%Y-%m}":
                yield state


def _on_the_way(ledger: Ledger, broken: list[Damaged]) -> Iterator[StockState]:
    """Found by what lies between two offices, so that no document is read in vain."""
    places = {spot.place for _, spot in ledger.balances(broken) if spot.place.kind == "transit"}
    numbers = {move.source[0] for place in places for move in ledger.moves(broken, place=place)}
    for number in numbers:
        state = _read(ledger, broken, number)
        if state is not None and state.status == "booked":
            yield state


def _read(ledger: Ledger, broken: list[Damaged], number: str) -> StockState | None:
    try:
        return ledger.read_document(number).state
    except NoSuchDocument:
        return None
    except Damaged as error:
        broken.append(error)
        return None
