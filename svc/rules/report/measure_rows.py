"""The rows of which a ticket's measures are made (svc/rules/report/measures.py), and what tickets
add to what stood open and to cash: plain values, so that they can be kept.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from svc.model.money import NOTHING

GOES_IN = ("received", "reopened")
GOES_OUT = ("closed", "declined", "cancelled")


class Turn(Struct, frozen=True, array_like=True):
    """A ticket came in (`received`, `reopened` after its end) or went out (`closed`, `declined`,
    `cancelled`).
    """

    day: date
    how: str

    @property
    def comes_in(self) -> bool:
        return self.how in GOES_IN


class JudgedPromise(Struct, frozen=True, kw_only=True, array_like=True):
    """A promise and how it counts: `kept`, `broken`, `open`, `dropped`, or `unset` where no limit
    is set.
    """

    promise: str
    verdict: str
    due_at: datetime | None = None  # of one that is broken, or may be at another time
    done_at: datetime | None = None  # None: not yet, or never
    late_after: datetime | None = None  # of one without an end: broken when judged later than this
    waited_for: str = ""  # for whom it waited longest, of those times that are told; empty: nobody

    def judged_at(self, moment: datetime) -> JudgedPromise:
        """As it counts when judged at this moment."""
        return (
            replace(self, verdict="broken")
            if self.late_after and moment > self.late_after
            else self
        )


class VisitMade(Struct, frozen=True, kw_only=True, array_like=True):
    """A visit that took place, and who was sent."""

    technician: str
    day: date
    outcome: str
    seconds: int | None  # from arrival to the end of the work; None if no arrival is on record
    on_time: bool | None  # whether the agreed time was kept; None if there was none
    along: bool = False  # one with the visit of another ticket, which has its hours and time
    trip: str = ""  # of one to several machines: the same for all of them


class CallbackMade(Struct, frozen=True, kw_only=True, array_like=True):
    """A callback with an answer."""

    day: date
    rating: str
    technician: str  # who was there last; empty: nobody was
    reason: str
    action: str  # the corrective action recorded since
    slip_rating: str = ""  # on the slip of the work it was about; empty: none
    better: str = ""  # what the customer would have better; empty: nothing was said

    @property
    def is_satisfied(self) -> bool:
        return self.rating in ("very_satisfied", "satisfied")

    @property
    def differs_from_slip(self) -> bool:
        """A rating on the slip that the customer does not give on the phone: that may be fraud (S2
        4.3.3).
        """
        return self.slip_rating not in ("", self.rating)

    @property
    def is_dissatisfied(self) -> bool:
        return self.rating in ("dissatisfied", "very_dissatisfied")


class JudgedComplaint(Struct, frozen=True, kw_only=True, array_like=True):
    """How a complaint was judged, as far as it has been; empty and None: not yet."""

    category: str = ""
    grade: str = ""
    accepted: bool | None = None
    quality: bool | None = None
    cause: str = ""
    department: str = ""
    cost: Decimal | None = None
    remedy: str = ""


class MoneyMoved(Struct, frozen=True, kw_only=True, array_like=True):
    """Money of one day: `charged` (less what an earlier charge was), `paid` or `refunded`."""

    day: date
    category: str
    amount: Decimal
    how: str = ""


class CostBorne(Struct, frozen=True, kw_only=True, array_like=True):
    """What the ticket cost us, and who bears it."""

    category: str
    amount: Decimal
    bearer: str


class TimeWaited(Struct, frozen=True, kw_only=True, array_like=True):
    """How long a ticket that is over waited for one that can make a customer wait
    (svc/rules/promises/time_spent.py); of `technician` what was while they were sent or there,
    which is part of the row without.
    """

    bucket: str
    seconds: int
    technician: str = ""


class PartPut(Struct, frozen=True, kw_only=True, array_like=True):
    """Pieces of a part that were put into a machine."""

    part: str  # in the form parts are compared in
    count: int
    is_paid: bool  # whether the customer pays for the work


class PartAsked(Struct, frozen=True, kw_only=True, array_like=True):
    """A request for a part, and whether the stock met it (svc/rules/parts/hit_rate.py)."""

    part: str
    is_met: bool


class MoneyInHand(Struct, frozen=True, kw_only=True, array_like=True):
    """What one of us has taken from a customer and not handed in."""

    person: str
    amount: Decimal
    since: date


class LeftToDo(Struct, frozen=True, kw_only=True, array_like=True):
    """What is still to be done on a ticket, at the office that acts."""

    waits_for: str = ""  # one of svc/rules/promises/time_spent.py; empty: it is closed
    since: date | None = None  # from when on it has waited for that
    in_hand: list[MoneyInHand] = []
    to_invoice: Decimal = NOTHING  # on receipts whose invoice is still to be issued


class CorrectionMade(Struct, frozen=True, kw_only=True, array_like=True):
    """A value that was put right: of which kind of entry, and one promise that was broken until
    then.
    """

    day: date
    entry: str  # the event that was amended; `received` of what was told at intake
    reason: str
    is_late: bool  # made in a later month than what it is about
    promise: str = ""  # broken before, not any more; empty: none
    due_at: datetime | None = None


class Flow(Struct, frozen=True, kw_only=True):
    """What one ticket, or several in the same way, added to what stood open or to cash on one day.

    `how` is that of a turn, or `charged`, `paid`, `refunded` with the `amount`, and how it was
    paid.
    """

    region: str
    is_complaint: bool
    day: date
    how: str
    number: int = 1  # of turns or of payments
    amount: Decimal = NOTHING
    pay: str = ""
    ticket: str = ""  # empty: several

    @property
    def comes_in(self) -> bool:
        return self.how in GOES_IN

    @property
    def goes_out(self) -> bool:
        return self.how in GOES_OUT
