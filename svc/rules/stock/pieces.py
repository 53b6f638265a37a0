"""Pieces that are followed one by one, by their serial numbers: which of them lie where."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from svc.rules.forms import serial_form
from svc.rules.stock.moves import Move
from svc.rules.stock.places import Spot


def pieces_at(
    moves: Iterable[Move], part: str, spot: Spot, until: datetime | None = None
) -> list[str]:
    """The serial numbers of the pieces of a part at a spot after moves that are in order, up to a
    moment; what came first stands in front (先进先出, S3 四 2).
    """
    there: dict[str, None] = {}
    for move in moves:
        is_later = until is not None and move.at > until
        if not move.serial or move.part != part or is_later or move.leaves == move.goes:
            continue
        if move.goes == spot:
            there[move.serial] = None
        elif move.leaves == spot:
            there.pop(move.serial, None)
    return list(there)


def lent_out(moves: Iterable[Move]) -> set[str]:
    """The serial numbers of the loaners that customers have after these moves, which are in order.
    Of one that two desks lent on two tickets a loan is still open when the other was taken back; a
    count says that it is there.
    """
    loans: dict[str, int] = {}
    for move in moves:
        match move.how:
            case "loaner_lent":
                loans[move.serial] = loans.get(move.serial, 0) + 1
            case "loaner_returned":
                loans[move.serial] = loans.get(move.serial, 0) - 1
            case "counted":
                loans.pop(move.serial, None)
    return {serial for serial, count in loans.items() if count > 0}


def as_booked(typed: Iterable[str], known: Iterable[str]) -> list[str]:
    """Serial numbers as the books spell them; one that the books do not know as it is typed."""
    spelt = {serial_form(serial): serial for serial in known}
    return [spelt.get(serial_form(serial), serial) for serial in typed]
