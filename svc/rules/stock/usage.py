"""How a store uses a part: when it was issued last, how much of it a week, for how long it lasts.

Issued is what leaves the store to be used: lent, put in, taken into a kit. A part that was never
issued is slow since it first came (S3 四 2). It runs short when there is less than
(pieces issued − returned in the last 8 weeks) ÷ 8 × lead time in weeks.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from svc.model.settings import Settings
from svc.rules.stock.moves import Move, MoveHow
from svc.rules.stock.places import Spot

ISSUES: tuple[MoveHow, ...] = ("lent", "fitted", "used", "kit_lent", "loaner_lent")
RETURNS: tuple[MoveHow, ...] = ("returned", "kit_returned", "loaner_returned")
WEEKS_LOOKED_AT = 8
Pace = Literal["", "slow", "very_slow"]


class Usage(Struct, frozen=True, kw_only=True):
    """What a store did with a part."""

    came: datetime | None = None  # first
    issued: datetime | None = None  # last
    used: int = 0  # issued and not returned, in the weeks looked at

    @property
    def idle_since(self) -> datetime | None:
        """Since when it has not been issued; None if it never was here."""
        return self.issued or self.came

    def pace(self, settings: Settings, now: datetime) -> Pace:
        """Whether it is slow (yellow) or very slow (red)."""
        if self.idle_since is None:
            return ""
        idle = now - self.idle_since
        if idle > timedelta(days=settings.very_slow_days):
            return "very_slow"
        return "slow" if idle > timedelta(days=settings.slow_days) else ""

    def is_used_up_before(self, there: int, settings: Settings) -> bool:
        """Whether what is there won't last until what is asked for now comes."""
        return there * WEEKS_LOOKED_AT * 7 < self.used * settings.lead_days


def since_when(now: datetime) -> datetime:
    """From when on use is counted."""
    return now - timedelta(weeks=WEEKS_LOOKED_AT)


def usage_by_part(moves: Iterable[Move], spot: Spot, now: datetime) -> dict[str, Usage]:
    """How each part was used at a spot until now."""
    since = since_when(now)
    out: dict[str, Usage] = {}
    for move in moves:
        if spot not in (move.leaves, move.goes) or move.leaves == move.goes or move.at > now:
            continue
        known = out.get(move.part, Usage())
        came, issued, used = known.came, known.issued, known.used
        if move.goes == spot:
            came = min(came or move.at, move.at)
            used -= move.count if move.how in RETURNS and move.at > since else 0
        elif move.how in ISSUES:
            issued = max(issued or move.at, move.at)
            used += move.count if move.at > since else 0
        out[move.part] = Usage(came=came, issued=issued, used=used)
    return out
