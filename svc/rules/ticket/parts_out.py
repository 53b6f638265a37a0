"""The parts of a ticket that are out (在借备件), who has each, and which of them are to come back
before more is lent (前件不还后件不借; S4 visit 2, bench 6).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from svc.model import events as ev


class PartOut(Struct, frozen=True, kw_only=True):
    """A part that was lent, and neither used nor returned."""

    lent: ev.PartLent
    technician: str  # who has it: to whom it was lent, or who took it over when that one left
    since: datetime  # since when that one has it
    needed_on: date  # the day of the visit it is for; without one the day it was lent
    # the visit or repair it was for, or the ticket's end: when that was, and when it was typed
    worked: tuple[datetime, datetime] | None = None
    is_allowed: bool = False  # it was lent by a manager's exception, or taken over

    def is_earlier_than(self, at: datetime, typed: datetime, *, has_term: bool = False) -> bool:
        """Whether it stops another loan of that moment: its visit had ended, as far as was known
        when that loan was `typed`, or its day was over. Loans for one day's orders stand together
        (decisions 15). `has_term`: the settings say when a part is to be back; then the day alone
        says nothing.
        """
        if self.worked is not None and self.worked[0] <= at and self.worked[1] <= typed:
            return True
        return not has_term and self.needed_on < at.date()


_WORKED = (ev.Visited, ev.Repaired, ev.Closed, ev.Cancelled, ev.Declined)


def parts_out(events: Iterable[ev.Event]) -> list[PartOut]:
    """The parts that are out after these events, in their order; those that were lent first come
    first.
    """
    out: dict[str, PartOut] = {}
    visit: date | None = None
    for event in events:
        match event:
            case ev.PartLent():
                day = event.at.date()
                out[event.id] = PartOut(
                    lent=event,
                    technician=event.technician,
                    since=event.at,
                    needed_on=max(day, visit or day),
                    is_allowed=bool(event.allowed),
                )
            case ev.LoanEnded():
                out.pop(event.of, None)
            case ev.TakenOver():
                for each in out.keys() & set(event.in_hand):
                    out[each] = replace(
                        out[each], technician=event.to, since=event.at, is_allowed=True
                    )
            case ev.Dispatched() | ev.Rescheduled():
                visit = event.appointment.date()
                for loan in out.values():
                    if loan.worked is None:
                        day = max(loan.needed_on, visit)
                        out[loan.lent.id] = replace(loan, needed_on=day)
            case _ if out and isinstance(event, _WORKED):
                for loan in out.values():
                    ended = loan.worked or (event.at, event.typed)
                    out[loan.lent.id] = replace(loan, worked=ended)
    return list(out.values())
