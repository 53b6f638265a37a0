"""Where the time of a ticket went: each moment from the request to the close was spent by one of
those who can make a customer wait.

What the log does not say is not guessed: nobody notes when a technician sets out, so the way is
part of `technician`; what was kept elsewhere before an import is `not_recorded`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, get_args

from msgspec import Struct

from svc.model import events as ev
from svc.model.money import NOTHING
from svc.model.policies import Policy
from svc.rules.promises.clock import WorkCalendar
from svc.rules.promises.policy_runs import first_word_clocks
from svc.rules.ticket.bench import MachineHere, machine_after
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.part_requests import open_requests

Bucket = Literal[
    "dispatcher",
    "technician",
    "repair",
    "parts",
    "second_visit",
    "customer",
    "factory",
    "hold",
    "callback",
    "not_recorded",
]
BUCKETS: tuple[Bucket, ...] = get_args(Bucket)


class Stretch(Struct, frozen=True):
    """A time in which one thing was waited for; `technician` is who was sent, if somebody was."""

    begins: datetime
    ends: datetime
    bucket: Bucket
    technician: str = ""


def stretches(state: State, until: datetime) -> list[Stretch]:
    """The time in which the ticket was open, from its first word to its close, or to `until` if it
    is still open (not after it in any case), without gaps or overlaps but for the time between a
    close and a reopening. Neighbours that say the same are one.

    An entry that is dated before the one it follows counts from that one's moment.
    """
    walk = _Walk()
    found: list[Stretch] = []
    here: datetime | None = None
    for event in state.events:
        at = min(event.at if here is None else max(here, event.at), until)
        if here is not None:
            _add(found, walk, here, at)
        walk.take(event, state.led_to.get(event.id, walk.status))
        here = at
        if isinstance(event, ev.Imported):
            here = max(at, min(event.closed_at or event.typed, until))
            _add(found, walk, at, here, "not_recorded")
    if here is not None:
        _add(found, walk, here, until)
    return found


def _add(
    found: list[Stretch],
    walk: _Walk,
    begins: datetime,
    ends: datetime,
    bucket: Bucket | None = None,
) -> None:
    if begins >= ends or (walk.status in ev.FINAL and bucket is None):
        return
    sent = walk.technician if walk.status in _SENT else ""
    stretch = Stretch(begins, ends, bucket or walk.bucket(), sent)
    last = found[-1] if found else None
    if last and (last.ends, last.bucket, last.technician) == (begins, stretch.bucket, sent):
        found[-1] = Stretch(last.begins, ends, stretch.bucket, sent)
    else:
        found.append(stretch)


_SENT = ("dispatched", "visiting")
_BY_STATE: dict[str, Bucket] = {
    "visiting": "repair",
    "at_factory": "factory",
    "done": "callback",
    "called_back": "callback",
}
_BY_WISH: dict[str, Bucket] = {"customer": "customer", "parts": "parts"}


class _Walk:
    """What a log has said so far of who is waited for."""

    def __init__(self) -> None:
        self.status = ev.NEW
        self.technician = ""
        self._machine: MachineHere | None = None
        self._parts: list[ev.Event] = []
        self._is_short = False  # a part was not in the store, and nobody has asked for it yet
        self._is_visited = False
        self._is_asked = False  # the customer was told a price, or called in vain
        self._specialist = False
        self._wish = ""

    def bucket(self) -> Bucket:
        """What is waited for now."""
        if self.status == "on_hold":
            return _BY_WISH.get(self._wish, "hold")
        if self.status in _BY_STATE:
            return _BY_STATE[self.status]
        if self.status == "dispatched":
            return "second_visit" if self._is_visited else "technician"
        if self._is_short or open_requests(self._parts):
            return "parts"
        if self._is_asked:
            return "customer"
        if self.status == "on_bench":
            return self._on_bench()
        if self._is_visited:
            return "second_visit"
        return "technician" if self._specialist else "dispatcher"

    def _on_bench(self) -> Bucket:
        machine = self._machine
        if machine is None or not machine.ready:
            return "repair"
        return "customer" if machine.customer_told else "dispatcher"

    def take(self, event: ev.AnyEvent, status: str) -> None:
        """Take in the next event, which led to this state."""
        self._machine = machine_after(self._machine, event)
        self.status = status
        if isinstance(event, _ANSWERS):
            self._is_asked = False
        if isinstance(event, _PART_ASKED):
            self._parts.append(event)
        if isinstance(event, _NOT_SHORT):
            self._is_short = False
        self.technician = _sent_by(event, self.technician)
        match event:
            case ev.Visited():
                self._is_visited, self._specialist = True, False
            case ev.Reopened() if event.reopened_for == "talk":
                self._is_visited = False
            case ev.Quoted():
                self._is_asked = event.total > NOTHING
            case ev.NotReached():
                self._is_asked = True
            case ev.PartShort():
                self._is_short = True
            case ev.Asked() | ev.Answered() | ev.Replied():
                self._specialist = isinstance(event, ev.Asked)
            case ev.Held():
                self._wish = event.wish


def _sent_by(event: ev.AnyEvent, technician: str) -> str:
    """Who is sent after this event, if `technician` was before."""
    match event:
        case ev.Dispatched() | ev.Reassigned():
            return event.technician
        case ev.Rescheduled():
            return event.technician or technician
        case ev.TakenOver() if event.visit:
            return event.to
    return technician


_PART_ASKED = (ev.PartRequested, ev.PartDelivered, ev.PartRequestCancelled)
_NOT_SHORT = (*_PART_ASKED, ev.PartLent, ev.Dispatched)
_ANSWERS = (
    ev.Received,
    ev.Contacted,
    ev.Replied,
    ev.Answered,
    ev.Consented,
    ev.Charged,
    ev.Dispatched,
    ev.Reminded,
    ev.Rescheduled,
    ev.BroughtIn,
    ev.Visited,
    ev.ToldReady,
    ev.FollowedUp,
    ev.CalledBack,
    ev.Reopened,
)
"""After these the customer was heard: whatever was asked before, they are not waited for."""


class TimeSpent(Struct, frozen=True, kw_only=True):
    """Seconds by bucket, in the order of BUCKETS, those with none left out; `elapsed`: counted day
    and night, not by the office's hours; `of_technicians`: what of it was while somebody was sent
    or there, by whom.
    """

    elapsed: bool
    seconds: dict[Bucket, int]
    of_technicians: dict[tuple[Bucket, str], int]

    @property
    def total(self) -> int:
        """All of it: what lies between the first and the last moment on that clock."""
        return sum(self.seconds.values())


def time_spent(state: State, policy: Policy, calendar: WorkCalendar, until: datetime) -> TimeSpent:
    """How the time of a ticket is shared out, by the calendar of its terms; day and night where all
    limits for the first word and for being there run so, as a 24×7 contract has it.
    """
    elapsed = first_word_clocks(policy, state.current) == {"elapsed"}
    spent: dict[Bucket, int] = dict.fromkeys(BUCKETS, 0)
    by_technician: dict[tuple[Bucket, str], int] = {}
    for part in stretches(state, until):
        seconds = _seconds_of(part, calendar, elapsed=elapsed)
        spent[part.bucket] += seconds
        if part.technician and seconds:
            key = part.bucket, part.technician
            by_technician[key] = by_technician.get(key, 0) + seconds
    return TimeSpent(
        elapsed=elapsed,
        seconds={bucket: seconds for bucket, seconds in spent.items() if seconds},
        of_technicians=by_technician,
    )


def _seconds_of(part: Stretch, calendar: WorkCalendar, *, elapsed: bool) -> int:
    """How long it was: open time by the calendar, or all of it."""
    if elapsed:
        return round(part.ends.timestamp()) - round(part.begins.timestamp())
    return calendar.open_seconds_between(part.begins, part.ends)
