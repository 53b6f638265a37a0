"""What a customer was told and what we wait for: each such moment is watched until an event ends it
(S4: 给客户做出的承诺一定要兑现).

A policy's promises run from one kind of moment to another; here whoever typed named the moment
itself. An open ticket on which nothing else is due is `stale` after some working days (ours), so
that none is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from svc.model import events as ev
from svc.model.durations import Duration
from svc.model.policies import Promise
from svc.model.settings import WatchLimits
from svc.rules.promises.clock import WorkCalendar, deadline
from svc.rules.promises.runs import PromiseRun, flag_time
from svc.rules.ticket.account import account_of
from svc.rules.ticket.installation import open_signatures
from svc.rules.ticket.lifecycle import AFTER_VISIT, Mark, State
from svc.rules.ticket.loaners import loans_said_again
from svc.rules.ticket.paid_work import is_done_unagreed

NO_ENTRIES = (ev.Flagged, ev.Remarked, ev.Filed, ev.Linked, ev.Renumbered)
"""Events after which a ticket is as stale as before: they bring the customer no further."""

BY_SETTING = ("stale", "hold", "quote", "remedy", "loan")
"""What is due by a number in svc.yaml, which may be another by now."""


class Basis(Struct, frozen=True, kw_only=True):
    """What moments are counted by."""

    calendar: WorkCalendar
    limits: WatchLimits


class WatchedKind(Struct, frozen=True, kw_only=True):
    """A kind of moment that is watched: the events that name it, and those that end it."""

    promise: str
    starts: tuple[type[ev.Event], ...]
    # Any: an event of one of `starts`, which no type can say
    due: Callable[[Any, Basis], datetime | None]  # None: this one names no moment
    kept_by: tuple[type[ev.Event], ...]
    dropped_by: tuple[type[ev.Event], ...] = ()
    purpose: str = ""  # which attempts to call belong to it
    agreed: str = ""  # watched here only where the policy has no row for this agreed time
    source: str = "ours"

    @property
    def row(self) -> Promise:
        """The promise as a policy would write it."""
        (end, *_) = self.kept_by or self.dropped_by
        return Promise(
            from_=ev.tag_of(self.starts[0]), to=ev.tag_of(end), clock="agreed", source=self.source
        )


def _next_call(purpose: str, *kept_by: type[ev.Event]) -> WatchedKind:
    return WatchedKind(
        promise="next_call",
        starts=(ev.NotReached,),
        due=lambda event, basis: event.next,
        kept_by=(*kept_by, ev.NotReached),
        purpose=purpose,
    )


def _end_of_talk(opened: ev.Reopened, basis: Basis) -> datetime | None:
    """By when the station head has spoken with a dissatisfied customer; None: it is a repair."""
    if opened.reopened_for != "talk":
        return None
    limit = Duration(basis.limits.remedy_days, "wd")
    return deadline(opened.at, limit, "working_days", basis.calendar)


WATCHES = (
    WatchedKind(
        promise="told_time",
        starts=(ev.Contacted,),
        due=lambda event, basis: event.promised,
        kept_by=(ev.Arrived, ev.Answered, ev.BroughtIn, ev.Accepted),
        # an appointment takes its place, as does another agreement with the customer
        dropped_by=(ev.Dispatched, ev.Rescheduled, ev.Held, ev.Shipped),
        source="S4 coordinator 3",
    ),
    WatchedKind(
        promise="appointment",
        starts=(ev.Dispatched, ev.Rescheduled),
        due=lambda event, basis: event.appointment,
        kept_by=(ev.Arrived, ev.Accepted),
        dropped_by=(ev.Answered, ev.BroughtIn, ev.Held),
        agreed="appointment",
        source="S2 4.2.4",
    ),
    WatchedKind(
        promise="ready_by",
        starts=(ev.BroughtIn,),
        due=lambda event, basis: event.ready_by,
        kept_by=(ev.Repaired, ev.Returned, ev.PickedUp),
        dropped_by=(ev.Shipped,),
        agreed="ready_by",
        source="S4 reception 3",
    ),
    _next_call("contact", ev.Contacted, ev.Replied, ev.Answered, ev.Dispatched, ev.BroughtIn),
    _next_call("callback", ev.CalledBack),
    _next_call("followup", ev.FollowedUp, ev.CalledBack),
    _next_call("pickup", ev.ToldReady, ev.PickedUp, ev.Dispatched),
    WatchedKind(
        promise="hold",
        starts=(ev.Held,),
        due=lambda event, basis: event.until or end_of_hold(event.at, basis.calendar, basis.limits),
        kept_by=(ev.Resumed,),
        dropped_by=(ev.Settled,),
    ),
    WatchedKind(
        promise="visit_record",
        starts=(ev.Arrived,),
        due=lambda event, basis: basis.calendar.end_of_day(event.at),
        kept_by=(ev.Visited, ev.Accepted),
        dropped_by=(ev.Settled,),
        source="S0 2.7.2, S2 4.3.2",
    ),
    WatchedKind(
        promise="start",
        starts=(ev.OrderIssued,),
        due=lambda event, basis: basis.calendar.end_of_day(event.start),
        kept_by=(ev.Arrived, ev.PartsAccepted, ev.Accepted),
        dropped_by=(ev.Dispatched,),
        source="S3 part 3",
    ),
    WatchedKind(
        promise="factory",
        starts=(ev.Shipped,),
        due=lambda event, basis: event.due_back,
        kept_by=(ev.Returned,),
        dropped_by=(ev.Settled,),
        source="S0 2.6.7",
    ),
    WatchedKind(
        promise="quote",
        starts=(ev.Quoted,),
        due=lambda event, basis: basis.calendar.end_of_day(event.at, basis.limits.quote_days),
        kept_by=(),  # an answer is the customer's doing: it counts for nobody
        dropped_by=(ev.Consented, ev.Charged),
    ),
    WatchedKind(
        promise="remedy",
        starts=(ev.Reopened,),
        due=_end_of_talk,
        kept_by=(ev.Answered, ev.Replied),
        dropped_by=(ev.Dispatched, ev.BroughtIn),  # it has become a repair
        source="S4 callback, S2 4.2.8C",
    ),
)
"""All kinds of moments that are watched while a ticket goes on; parts awaited and commitments come
besides, each with an end of its own.
"""

WATCHED = (
    *dict.fromkeys(watch.promise for watch in WATCHES),
    *("part", "defect", "prevention", "signature", "commitment", "agreement", "payment", "loan"),
    *("loaner", "stale"),
)
"""The promises that no policy has to name."""

WORDS_GIVEN = ("told_time", "appointment", "ready_by", "next_call", "start", "commitment")
"""Promises that are somebody's word to the customer."""

_DEFECT = Promise(from_="defect_reported", to="defect_reported", clock="agreed", source="S3 part 3")
_PREVENTION = Promise(
    from_="corrective_action", to="prevention_checked", clock="agreed", source="S3 5"
)
_SIGNATURE_LIMIT = Duration(3, "wd")
_SIGNATURE = Promise(
    from_="accepted",
    to="signed_later",
    within=str(_SIGNATURE_LIMIT),
    clock="working_days",
    source="S3 part 3; days: ours",
)
_AGREEMENT = Promise(
    from_="visited",
    to="consented",
    or_to=["waived"],
    within="1wd",
    clock="working_days",
    source="S2 4.2.2A; days: ours",
)
_PAYMENT = Promise(from_="payment_deferred", to="paid", clock="agreed", source="ours")
_LOANER = Promise(from_="loaner_lent", to="loaner_returned", clock="agreed", source="ours")
_PART = Promise(from_="part_requested", to="part_delivered", clock="agreed", source="S3 四 1")
_PART_SENT = Promise(from_="part_sent", to="part_delivered", clock="agreed", source="S3 四 1")
_COMMITMENT = Promise(
    from_="committed", to="commitment_kept", clock="agreed", source="S4: 给客户做出的承诺一定要兑现"
)


def end_of_hold(since: datetime, calendar: WorkCalendar, limits: WatchLimits) -> datetime:
    """Until when a ticket is on hold if nobody says."""
    return deadline(since, Duration(limits.hold_days, "wd"), "working_days", calendar)


def watched_runs(
    state: State, agreed: frozenset[str], basis: Basis, now: datetime
) -> Iterator[PromiseRun]:
    """All that was told or is awaited, in the order of the table, then as it was told; `agreed`
    names the agreed times that the policy watches itself. Whose word it is is who gave it, or took
    it over since.
    """
    for run in _watched_runs(state, agreed, basis, now):
        heir = state.heir(run.by, run.started.seq) if state.taken_over and run.by else run.by
        yield run if heir == run.by else replace(run, by=heir)


def _watched_runs(
    state: State, agreed: frozenset[str], basis: Basis, now: datetime
) -> Iterator[PromiseRun]:
    kinds = {type(event) for event in state.events}
    for watch in WATCHES:
        if watch.agreed not in agreed and not kinds.isdisjoint(watch.starts):
            yield from _runs(watch, state, basis, now)
    if ev.DefectReported in kinds:
        yield from _defects(state, basis.calendar, now)
    if ev.CorrectiveAction in kinds:
        yield from _preventions(state, basis.calendar, now)
    if not kinds.isdisjoint((ev.PartsAccepted, ev.Accepted)):
        yield from _signatures(state, basis.calendar, now)
    if ev.PartRequested in kinds:
        yield from _parts(state, basis.calendar, now)
    if ev.Committed in kinds:
        yield from _commitments(state, basis.calendar, now)
    if not kinds.isdisjoint((ev.Visited, ev.Repaired)):
        yield from _agreements(state, basis.calendar, now)
    if ev.PaymentDeferred in kinds:
        yield from _payments(state, basis.calendar, now)
    if ev.LoanerLent in kinds:
        yield from _loaners(state, basis.calendar, now)
    if ev.PartLent in kinds and basis.limits.loan_days:
        yield from _loans(state, basis, now)


def stale_run(state: State, basis: Basis, now: datetime) -> PromiseRun:
    """When the lead is to look at a ticket on which nothing else is due: some working days after
    the last entry that took it further.
    """
    last = max(
        (event for event in state.ticket.log if not isinstance(event, NO_ENTRIES)),
        key=lambda event: (event.typed, event.seq),
        default=state.ticket.log[0],
    )
    limit = Duration(basis.limits.stale_days, "wd")
    start = Mark(last.typed, last.typed, last.seq)
    due = deadline(start.at, limit, "working_days", basis.calendar)
    return PromiseRun(
        promise="stale",
        promise_row=Promise(
            from_=ev.tag_of(last), to="closed", within=str(limit), clock="working_days"
        ),
        started=start,
        due=due,
        state="overdue" if now > due else "running",
        years_not_listed=tuple(basis.calendar.years_not_listed(start.at, due, "working_days")),
        flag_at=flag_time(due, basis.calendar),
    )


def _runs(watch: WatchedKind, state: State, basis: Basis, now: datetime) -> Iterator[PromiseRun]:
    """Each moment of this kind that was named, with how it ended if it did."""
    waiting: _Named | None = None
    for event in state.events:
        if not _concerns(watch, event):
            continue
        how = _ending(watch, event) if waiting is not None else ""
        if waiting is not None and how:
            yield waiting.ended(event, how)
            waiting = None
        if isinstance(event, watch.starts):
            due = watch.due(event, basis)
            if due is None:
                continue
            if waiting is not None:  # another moment takes its place
                yield waiting.ended(event, "dropped")
            waiting = _Named(watch.promise, watch.row, event, due)
    if waiting is not None:
        yield waiting.still_open(basis.calendar, now)


def _concerns(watch: WatchedKind, event: ev.Event) -> bool:
    """An attempt to call concerns the call it was for; of all consents, that to a price is waited
    for.
    """
    if isinstance(event, ev.NotReached):
        return event.purpose == watch.purpose
    return not isinstance(event, ev.Consented) or event.to == "price"


def _ending(watch: WatchedKind, event: ev.Event) -> str:
    """How this event ends what is watched; empty: not at all."""
    if isinstance(event, watch.kept_by):
        return "kept"
    if isinstance(event, (*watch.dropped_by, ev.Reopened)) or _is_over(event):
        return "dropped"
    return ""


def _is_over(event: ev.Event) -> bool:
    """Whether the ticket is over with this event."""
    if isinstance(event, ev.Visited):
        return AFTER_VISIT[event.outcome] in ev.FINAL
    if isinstance(event, ev.Settled):
        return event.outcome in ev.FINAL
    return isinstance(event, (ev.Closed, ev.Declined, ev.Cancelled))


def _preventions(state: State, calendar: WorkCalendar, now: datetime) -> Iterator[PromiseRun]:
    """Whether the prevention after a complaint took effect is looked at by a day, beyond the end of
    the ticket; where it did not, again by another.
    """
    waiting: _Named | None = None
    for event in state.events:
        due: datetime | None = None
        if isinstance(event, ev.CorrectiveAction):
            due = event.effective_by
        elif isinstance(event, ev.PreventionChecked):
            due = event.again_by
            if waiting is not None:
                yield waiting.ended(event, "kept")
            waiting = None
        if due is not None:
            if waiting is not None:  # another day takes its place
                yield waiting.ended(event, "dropped")
            waiting = _Named("prevention", _PREVENTION, event, due)
    if waiting is not None:
        yield waiting.still_open(calendar, now)


def _defects(state: State, calendar: WorkCalendar, now: datetime) -> Iterator[PromiseRun]:
    """Defects of an installation that are to be remedied by a day; each ends with its own remedy,
    not with the ticket, as 遗留问题 are left after acceptance.
    """
    waiting: dict[str, _Named] = {}
    for event in state.events:
        if not isinstance(event, ev.DefectReported):
            continue
        before = waiting.pop(event.defect, None)
        if before is not None:
            yield before.ended(event, "kept" if event.remedied else "dropped")
        if event.by_when is not None and not event.remedied:
            waiting[event.defect] = _Named("defect", _DEFECT, event, event.by_when)
        elif before is not None and not event.remedied:
            waiting[event.defect] = before
    for defect in waiting.values():
        yield defect.still_open(calendar, now)


def _signatures(state: State, calendar: WorkCalendar, now: datetime) -> Iterator[PromiseRun]:
    """Signatures that an acceptance lacks; each acceptance ends with its own, not with the ticket,
    and the parts counted again take the place of an earlier count.
    """
    waiting: dict[type[ev.Event], _Named] = {}
    for number, event in enumerate(state.events, 1):
        if isinstance(event, (ev.PartsAccepted, ev.Accepted)):
            before = waiting.pop(type(event), None)
            if before is not None:
                yield before.ended(event, "dropped")
            if event.not_signed:
                due = deadline(event.typed, _SIGNATURE_LIMIT, "working_days", calendar)
                waiting[type(event)] = _Named("signature", _SIGNATURE, event, due)
        elif isinstance(event, ev.SignedLater):
            still_open = {type(each.accepted) for each in open_signatures(state.events[:number])}
            for kind in [kind for kind in waiting if kind not in still_open]:
                yield waiting.pop(kind).ended(event, "kept")
        elif isinstance(event, (ev.Declined, ev.Cancelled)):
            for each in waiting.values():
                yield each.ended(event, "dropped")
            waiting = {}
    for each in waiting.values():
        yield each.still_open(calendar, now)


def _parts(state: State, calendar: WorkCalendar, now: datetime) -> Iterator[PromiseRun]:
    """Parts asked of the parts centre, each until it is here, nobody wants it any more, or the
    ticket is over. The day that is told when it is sent takes the place of the one asked for.
    """
    awaited: dict[str, _Named] = {}
    asked: set[str] = set()  # what is neither here nor cancelled, with a day or without
    is_over = False
    for event in state.events:
        if isinstance(event, ev.PartRequested):
            asked.add(event.id)
        of, named = _day_of_part(event)
        if named is not None and of in asked:
            if of in awaited:
                yield awaited.pop(of).ended(event, "dropped")
            if not is_over:
                awaited[of] = named
        elif isinstance(event, (ev.PartDelivered, ev.PartRequestCancelled)):
            asked.discard(event.of)
            if event.of in awaited:
                here = isinstance(event, ev.PartDelivered)
                yield awaited.pop(event.of).ended(event, "kept" if here else "dropped")
        elif isinstance(event, ev.Reopened):
            is_over = False
        elif _is_over(event):
            is_over = True
            for part in awaited.values():
                yield part.ended(event, "dropped")
            awaited = {}
    for part in awaited.values():
        yield part.still_open(calendar, now)


def _day_of_part(event: ev.Event) -> tuple[str, _Named | None]:
    """The request that an event names a day for, and that day."""
    if isinstance(event, ev.PartRequested) and event.by_when is not None:
        return event.id, _Named("part", _PART, event, event.by_when)
    if isinstance(event, ev.PartSent) and event.expected is not None:
        return event.of, _Named("part", _PART_SENT, event, event.expected)
    return "", None


def _commitments(state: State, calendar: WorkCalendar, now: datetime) -> Iterator[PromiseRun]:
    """What somebody promised this customer; each ends with its own keeping, not with the ticket."""
    kept = {event.of: event for event in state.events if isinstance(event, ev.CommitmentKept)}
    for event in state.events:
        if not isinstance(event, ev.Committed):
            continue
        commitment = _Named("commitment", _COMMITMENT, event, event.until)
        if event.id in kept:
            yield commitment.ended(kept[event.id], "kept")
        elif now <= event.until and not state.is_open():
            yield replace(commitment.still_open(calendar, now), state="dropped")
        else:
            yield commitment.still_open(calendar, now)


def _agreements(state: State, calendar: WorkCalendar, now: datetime) -> Iterator[PromiseRun]:
    """Of paid work that was done though nobody had agreed to it: that somebody asks the customer,
    the next working day at last.
    """
    waiting: _Named | None = None
    is_settled = False  # asked, or let pass, since it was opened last
    for event in state.events:
        if _settles_agreement(event):
            is_settled = True
            if waiting is not None:
                yield waiting.ended(event, "kept")
                waiting = None
        elif _is_reopened_for_repair(event) or _is_over(event):
            is_settled = is_settled and not isinstance(event, ev.Reopened)
            if waiting is not None:
                yield waiting.ended(event, "dropped")
                waiting = None
        elif (
            not is_settled
            and waiting is None
            and isinstance(event, (ev.Visited, ev.Repaired))
            and is_done_unagreed(state, event)
        ):
            due = deadline(event.typed, Duration(1, "wd"), "working_days", calendar)
            waiting = _Named("agreement", _AGREEMENT, event, due)
    if waiting is not None:
        yield waiting.still_open(calendar, now)


def _is_reopened_for_repair(event: ev.Event) -> bool:
    return isinstance(event, ev.Reopened) and event.reopened_for == "repair"


def _settles_agreement(event: ev.Event) -> bool:
    if isinstance(event, ev.Waived):
        return "agreement" in event.gaps
    return isinstance(event, ev.Consented) and event.to == "price"


def _payments(state: State, calendar: WorkCalendar, now: datetime) -> Iterator[PromiseRun]:
    """What a customer owes until a day; it ends when it is paid, not with the ticket."""
    waiting: _Named | None = None
    money: list[ev.AnyEvent] = []
    for event in state.events:
        money.append(event)
        if waiting is not None and account_of(money).still_to_pay <= 0:
            yield waiting.ended(event, "kept" if isinstance(event, ev.Paid) else "dropped")
            waiting = None
        if isinstance(event, ev.PaymentDeferred):
            if waiting is not None:  # another day takes its place
                yield waiting.ended(event, "dropped")
            waiting = _Named("payment", _PAYMENT, event, event.until)
    if waiting is not None:
        yield waiting.still_open(calendar, now)


def _loans(state: State, basis: Basis, now: datetime) -> Iterator[PromiseRun]:
    """Parts that were lent, each until it is used, back or lost; it ends with that, not with the
    ticket.
    """
    limit = Duration(basis.limits.loan_days, "wd")
    row = Promise(
        from_="part_lent",
        to="loan_ended",
        within=str(limit),
        clock="working_days",
        source="S4 visit 2; days: ours",
    )
    out: dict[str, _Named] = {}
    for event in state.events:
        if isinstance(event, ev.PartLent):
            due = deadline(event.at, limit, "working_days", basis.calendar)
            out[event.id] = _Named("loan", row, event, due)
        elif isinstance(event, ev.LoanEnded) and event.of in out:
            yield out.pop(event.of).ended(event, "kept")
    for loan in out.values():
        yield loan.still_open(basis.calendar, now)


def _loaners(state: State, calendar: WorkCalendar, now: datetime) -> Iterator[PromiseRun]:
    """Machines that were lent to the customer, each until its day; it ends when it is back or lost,
    not with the ticket.
    """
    out: dict[str, _Named] = {}
    again = loans_said_again(state.events)
    for event in state.events:
        if isinstance(event, ev.LoanerLent):
            out[again.get(event.id, event.id)] = _Named("loaner", _LOANER, event, event.until)
        elif isinstance(event, ev.LoanerReturned):
            loan = out.pop(again.get(event.of, event.of), None)
            if loan is not None:
                yield loan.ended(event, "kept")
    for loaner in out.values():
        yield loaner.still_open(calendar, now)


class _Named(Struct, frozen=True):
    """A moment that somebody named, and the promise it is."""

    promise: str
    row: Promise
    start: ev.Event
    due: datetime

    def ended(self, end: ev.Event, how: str) -> PromiseRun:
        """Kept or dropped, and whether that was in time."""
        late = "late" if how == "kept" else "overdue"
        return replace(
            self._run(how if end.at <= self.due else late), ended=_mark(end), flag_at=None
        )

    def still_open(self, calendar: WorkCalendar, now: datetime) -> PromiseRun:
        run = self._run("overdue" if now > self.due else "running")
        return replace(run, flag_at=flag_time(self.due, calendar))

    def _run(self, state: str) -> PromiseRun:
        return PromiseRun(
            promise=self.promise,
            promise_row=self.row,
            started=_mark(self.start),
            due=self.due,
            state=state,
            by=self.start.by if self.promise in WORDS_GIVEN else "",
        )


def _mark(event: ev.Event) -> Mark:
    return Mark(event.at, event.typed, event.seq)
