"""The stock sheet for reception (备件库存表): ready in the morning, changed in the afternoon (S4
reception 1).

It says what lies in the store, what of it is kept for tickets, what is short, and what came since
the sheet before: to a morning's that of noon on the last working day, to an afternoon's that of the
same morning. Nobody records that a sheet was printed; what was entered since then was not on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, time
from typing import Literal

from msgspec import Struct

from svc.rules.promises.clock import WorkCalendar
from svc.rules.stock.moves import Move, MoveHow
from svc.rules.stock.places import Spot

Half = Literal["morning", "afternoon"]
Shortness = Literal["", "none", "too_few", "soon"]
ARRIVALS: tuple[MoveHow, ...] = ("received", "delivered", "taken_in")
NOON = time(12)


class SheetRow(Struct, frozen=True, kw_only=True):
    """A part on the sheet."""

    part: str
    name: str
    position: str
    good: int
    reserved: int
    minimum: int
    came: int  # since the sheet before
    runs_short: bool  # what is there won't last until what is asked for now comes

    @property
    def free(self) -> int:
        """How many nobody reserved; below nought: so many more are needed."""
        return self.good - self.reserved

    @property
    def short(self) -> Shortness:
        """How short it is: nothing to give out, less than there should be, or soon so."""
        if self.free <= 0:
            return "none"
        if self.good < self.minimum:
            return "too_few"
        return "soon" if self.runs_short else ""


def half_of(now: datetime) -> Half:
    """Which of a day's two sheets this is the time for."""
    return "morning" if now.time() < NOON else "afternoon"


def sheet_before(half: Half, now: datetime, calendar: WorkCalendar) -> datetime:
    """When the sheet before was made, at the earliest: what came meanwhile is rather told twice
    than never.
    """
    midnight = datetime.combine(now.date(), time.min, now.tzinfo)
    if half == "afternoon":
        return midnight
    last = calendar.add(midnight, -1)  # the last second that was open
    return datetime.combine(last.date(), NOON, now.tzinfo)


def came_since(moves: Iterable[Move], store: Spot, since: datetime) -> Counter[str]:
    """How many pieces of each part came into a store and were entered since a moment: from
    headquarters, a supplier, another office. What was voided did not come.
    """
    moves = list(moves)
    voided = {move.source[0] for move in moves if move.how == "voided"}
    came: Counter[str] = Counter()
    for move in moves:
        is_new = move.goes == store and move.how in ARRIVALS and move.typed >= since
        if is_new and move.source[0] not in voided:
            came[move.part] += move.count
    return came
