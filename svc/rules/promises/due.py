"""How an open promise stands at a time, by comparing alone: what a list needs of promises.

The deadlines are counted in `svc.rules.promises.deadlines`; who only lists what was counted loads
neither calendars nor events.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Due(Struct, frozen=True):
    """The open promise that falls due first, as a list says it; `left_seconds` while it stands
    still.
    """

    promise: str
    due: datetime
    state: str  # running, paused, overdue
    left_seconds: int | None = None


class Owed(Struct, frozen=True):
    """A promise that is open, or may be at another time.

    It is overdue after `late_after`. `only_late`: a commitment on a ticket that is over; it
    shows once it is late.
    """

    promise: str
    due: datetime
    late_after: datetime
    flag_at: datetime
    left_seconds: int | None = None  # while it stands still
    only_late: bool = False

    def at(self, now: datetime) -> Due | None:
        """How it stands at `now`; None if it does not show then."""
        if self.left_seconds is not None:
            return Due(self.promise, self.due, "paused", self.left_seconds)
        late = now > self.late_after
        if self.only_late and not late:
            return None
        return Due(self.promise, self.due, "overdue" if late else "running")
