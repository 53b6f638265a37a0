"""What one ticket adds to the figures of its region: small, flat and in plain values, so that it
can be kept.

A report is made of these alone; the figures (svc/rules/report) add them up and never look at a log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from svc.model import events as ev
from svc.model.money import NOTHING, in_yuan
from svc.model.staff import Staff
from svc.model.tickets import Ticket
from svc.model.times import day_of
from svc.rules.forms import serial_form
from svc.rules.money.costs import CostRow, noted_costs
from svc.rules.promises.broken_then_amended import BrokenThenAmended
from svc.rules.promises.runs import PromiseRun, grace_of
from svc.rules.promises.time_spent import Stretch, TimeSpent
from svc.rules.report.left_to_do import (
    left_to_do,
    longest_wait,
    parts_asked,
    parts_put,
    times_waited,
    unboxed_good,
)
from svc.rules.report.measure_rows import (
    CallbackMade,
    CorrectionMade,
    CostBorne,
    Flow,
    JudgedComplaint,
    JudgedPromise,
    LeftToDo,
    MoneyMoved,
    PartAsked,
    PartPut,
    TimeWaited,
    Turn,
    VisitMade,
)
from svc.rules.report.own_promises import judged_runs
from svc.rules.report.scope import RegionOffice
from svc.rules.ticket.account import is_taken_back_again
from svc.rules.ticket.lifecycle import AFTER_VISIT, State, events_in_order
from svc.rules.ticket.visits import trip_of

NOBODY = Staff(staff=[])

SOLVED = ("done", "called_back", "closed")
"""States in which the work has ended and the ticket was not opened again."""

VERDICTS = {"kept": "kept", "late": "broken", "overdue": "broken", "dropped": "dropped"}
"""How a promise counts; one that still runs, or stands still, is `open`, and one without a limit
never judged.
"""


class Standing(Struct, frozen=True, kw_only=True, array_like=True):
    """What a ticket adds to what stood open and to cash of an office, in whatever month it was
    received. One that went to another office adds to both.
    """

    ticket: str
    region: str  # of the office, as it was then
    office: str
    received: date
    kind: str  # empty: a call that was only noted so far
    turns: list[Turn]  # none at an office that did not take it in
    money_moved: list[MoneyMoved]

    @property
    def is_complaint(self) -> bool:
        return self.kind == "complaint"

    @property
    def flows(self) -> list[Flow]:
        """The same, one by one."""
        flow = Flow(
            region=self.region,
            is_complaint=self.is_complaint,
            ticket=self.ticket,
            day=self.received,
            how="",
        )
        turns = [replace(flow, day=turn.day, how=turn.how) for turn in self.turns]
        return turns + [
            replace(flow, day=m.day, how=m.category, amount=m.amount, pay=m.how)
            for m in self.money_moved
        ]


class Measures(Standing, frozen=True, kw_only=True, array_like=True):
    """One ticket in figures of one office: it counts in the month of `received`.

    Where it went to another office, it counts as taken in where it was; promises, visits, bench
    repairs, money and costs count for whoever acted, all else for who acts now. Those of a region
    are those of its offices together.
    """

    is_intake: bool  # whether it was taken in here
    acts: bool  # whether this is the office that acts

    channel: str
    status: str
    reminders: int
    promises: list[JudgedPromise]
    visits: list[VisitMade]
    all_visits: list[VisitMade]  # by whatever office; at the one that acts now
    bench_repairs: list[str]  # who did each
    solved: bool
    reopened: bool  # at least once, also before it was closed
    # elapsed, from received to the last end of the work; None while it goes on
    hours_to_repair: float | None
    work_ended: bool  # a callback is due, or was
    callbacks: list[CallbackMade]
    model: str
    serial: str  # of the machine that had the fault, for comparing; empty where nobody knows it
    serial_told: str
    cause: str  # the last one found; empty: none on record
    no_fault: bool  # the last one to look found none
    repeat_of: list[str]
    repeat_declared: bool
    complaint: JudgedComplaint | None
    charged: Decimal
    paid: Decimal  # less what was given back
    costs: list[CostBorne]
    # when something was last typed, where a promise may be broken at another time
    touched: datetime | None
    corrections: list[CorrectionMade] = []
    waited: list[TimeWaited] = []  # of one that is closed, at the office that acts
    customer: str = ""  # what the unit is called
    technician: str = ""  # who was sent last; empty: nobody
    is_software: bool = False  # an upgrade of software
    # whether an installation's parts were complete and without defect; None: not yet accepted
    unboxed_good: bool | None = None
    parts: list[PartPut] = []
    asked: list[PartAsked] = []
    left: LeftToDo | None = None  # at the office that acts; None: nothing

    def judged(self, now: datetime, month_over: datetime) -> Measures:
        """With promises as they count: at the end of the ticket's month, or when something was last
        typed if that is later; of a month that is not over, now.
        """
        if self.touched is None:
            return self
        moment = now if now < month_over else max(month_over, self.touched)
        return replace(self, promises=[each.judged_at(moment) for each in self.promises])

    def without_words(self) -> Measures:
        """With no more of what people are called and said than that it was said: a digest is of
        figures, and stays when somebody is forgotten.
        """
        complaint = self.complaint
        return replace(
            self,
            customer=_if_said(self.customer),
            callbacks=[
                replace(
                    each,
                    reason=_if_said(each.reason),
                    action=_if_said(each.action),
                    better=_if_said(each.better),
                )
                for each in self.callbacks
            ],
            corrections=[replace(each, reason=_if_said(each.reason)) for each in self.corrections],
            complaint=complaint
            and replace(
                complaint, cause=_if_said(complaint.cause), remedy=_if_said(complaint.remedy)
            ),
        )

    def until(self, day: date) -> Measures:
        """As far as it has days, as it stood when this one began: visits, callbacks and money."""
        moved = [each for each in self.money_moved if each.day < day]
        return replace(
            self,
            visits=[each for each in self.visits if each.day < day],
            all_visits=[each for each in self.all_visits if each.day < day],
            callbacks=[each for each in self.callbacks if each.day < day],
            money_moved=moved,
            charged=sum_moved(moved, "charged"),
            paid=sum_moved(moved, "paid") - sum_moved(moved, "refunded"),
        )

    @property
    def stands(self) -> bool:
        """Whether anything is still to be done, or to be paid."""
        return self.left is not None or self.charged != self.paid

    @property
    def callback_runs(self) -> bool:
        """Whether there is time left for a callback."""
        return any(each.promise == "callback" and each.verdict == "open" for each in self.promises)

    @property
    def is_fault(self) -> bool:
        """Whether it counts as a fault of a machine: a repair neither given up, nor found to be
        without one.
        """
        is_repair = self.kind == "repair" and self.acts
        return is_repair and self.status not in ev.GIVEN_UP and not self.no_fault


def places_of(state: State) -> list[RegionOffice]:
    """The offices at which a ticket counts: that at which it was taken in, then the others it went
    to. A duplicate counts with the ticket it was joined to, and nowhere itself.
    """
    if state.duplicate_of:
        return []
    own = _taken_in_at(state)
    return [own, *sorted({RegionOffice(move.region, move.office) for move in state.moves} - {own})]


def _taken_in_at(state: State) -> RegionOffice:
    return RegionOffice(state.ticket.region, state.ticket.office)


def _place_of(state: State, event: ev.Event) -> RegionOffice:
    """Who acted when this was recorded, as far as the desk knew."""
    return RegionOffice(*state.place_of(event))


def _place_at(state: State, seq: int) -> RegionOffice:
    """Who acted when the event of this number was recorded; of two with one number, at two desks,
    who has the ticket since.
    """
    if state.moves:
        of_number = [event for event in state.ticket.log if event.seq == seq]
        if len(of_number) == 1:
            return _place_of(state, of_number[0])
    return RegionOffice(state.region_at(seq), state.office_at(seq))


def standings_of(state: State, zone: tzinfo) -> list[Standing]:
    """What a ticket of any month adds to stocks and cash, by office."""
    standings = []
    for place in places_of(state):
        log = _Log(state, [], zone, _FLOWS, place)
        standing = Standing(
            ticket=state.ticket.id,
            region=place.region,
            office=place.office,
            received=log.turns[0].day,
            kind=state.current.kind or "",
            turns=log.turns if place == _taken_in_at(state) else [],
            money_moved=log.moved,
        )
        standings.append(standing)
    return standings


def measure_ticket(
    state: State,
    promises: list[PromiseRun],
    zone: tzinfo,
    overturned: Sequence[BrokenThenAmended] = (),
    *,
    costs: Sequence[CostRow] | None = None,
    spent: TimeSpent | None = None,
    staff: Staff = NOBODY,
) -> list[Measures]:
    """What a ticket adds, by office. `promises` as they stand at some time: `judged` tells how they
    count at a later one; `overturned` are those that were broken until something was put right.
    `costs`: what the ticket cost us; None: only what was noted. `spent`: for whom it waited, of one
    that is closed. `staff` says who may keep money.

    Days are those of `zone`.
    """
    known = noted_costs(state) if costs is None else costs
    return [
        _measures_at(
            place, state, promises, zone, overturned, costs=known, spent=spent, staff=staff
        )
        for place in places_of(state)
    ]


def _measures_at(
    place: RegionOffice,
    state: State,
    promises: list[PromiseRun],
    zone: tzinfo,
    overturned: Sequence[BrokenThenAmended],
    *,
    costs: Sequence[CostRow],
    spent: TimeSpent | None,
    staff: Staff,
) -> Measures:
    """What of a ticket counts at one office."""
    ticket = state.current
    log = _Log(state, promises, zone, _TAKES, place)
    is_intake = place == _taken_in_at(state)
    acts = place == RegionOffice(ticket.region, ticket.office)
    runs = [
        run
        for run in judged_runs(ticket.kind or "", promises)
        if _place_of_promise(state, run) == place
    ]
    waited = times_waited(state) if any(map(_may_be_broken, runs)) else []
    judged_promises = [_judged_promise(run, waited) for run in runs]
    # that had the fault: another one may have come in its place since
    machine = state.as_received.equipment

    def counts(seq: int) -> bool:
        return _place_at(state, seq) == place

    solved = acts and state.status in SOLVED
    ended = state.work_ended_at
    return Measures(
        ticket=ticket.id,
        region=place.region,
        office=place.office,
        is_intake=is_intake,
        acts=acts,
        received=log.turns[0].day,
        kind=ticket.kind or "",
        channel=ticket.channel,
        status=state.status,
        turns=log.turns if is_intake else [],
        reminders=state.reminders if is_intake else 0,
        promises=judged_promises,
        visits=log.visits,
        all_visits=log.all_visits if acts else [],
        bench_repairs=log.bench_repairs,
        solved=solved,
        reopened=acts and state.last_mark("reopened") is not None,
        hours_to_repair=(ended - ticket.received).total_seconds() / 3600
        if solved and ended
        else None,
        work_ended=acts and state.last_mark("work_ended") is not None,
        callbacks=log.callbacks if acts else [],
        model=machine.model if machine else "",
        serial=serial_form(machine.serial) if machine else "",
        serial_told=machine.serial if machine else "",
        cause=log.cause,
        no_fault=log.no_fault,
        repeat_of=ticket.repeat_of if acts else [],
        repeat_declared=state.last_mark("repeat_declared") is not None,
        complaint=log.complaint if acts and ticket.kind == "complaint" else None,
        charged=log.sum_of("charged"),
        paid=log.sum_of("paid") - log.sum_of("refunded"),
        money_moved=log.moved,
        costs=[
            CostBorne(category=each.sort, amount=each.amount, bearer=each.bearer)
            for each in costs
            if _place_at(state, each.seq) == place
        ],
        touched=last_typed_at(state.ticket)
        if any(each.late_after for each in judged_promises)
        else None,
        corrections=_corrections(state, zone, overturned) if acts else [],
        waited=_waited(spent) if acts and spent else [],
        customer=ticket.customer.unit if ticket.customer else "",
        technician=log.sent_last,
        is_software=ticket.of == "software",
        unboxed_good=unboxed_good(state),
        parts=parts_put(state, counts),
        asked=parts_asked(state, zone, counts),
        left=left_to_do(state, zone, staff) if acts else None,
    )


def _waited(spent: TimeSpent) -> list[TimeWaited]:
    rows = [TimeWaited(bucket=bucket, seconds=length) for bucket, length in spent.seconds.items()]
    return rows + [
        TimeWaited(bucket=bucket, seconds=length, technician=technician)
        for (bucket, technician), length in spent.of_technicians.items()
    ]


def _place_of_promise(state: State, run: PromiseRun) -> RegionOffice:
    """Where a promise counts: where it ended, or runs."""
    if run.ended:
        return _place_at(state, run.ended.seq)
    return RegionOffice(state.current.region, state.current.office)


def _corrections(
    state: State, zone: tzinfo, overturned: Sequence[BrokenThenAmended]
) -> list[CorrectionMade]:
    """All amendments, and those corrections of what was told that came late or after which a
    promise is not broken any more; a row for each such promise.
    """
    told = {event.id: event for event in state.ticket.log}
    made = []
    for event in state.events:
        if not isinstance(event, ev.Amended | ev.Corrected):
            continue
        amended = told.get(event.of) if isinstance(event, ev.Amended) else None
        day = day_of(event.typed, zone)
        about = day_of(amended.at if amended else state.ticket.received, zone)
        correction = CorrectionMade(
            day=day,
            entry=ev.tag_of(amended) if amended else "received",
            reason=event.reason,
            is_late=(day.year, day.month) > (about.year, about.month),
        )
        runs = [each.run for each in overturned if each.correction.id == event.id]
        made += [replace(correction, promise=run.promise, due_at=run.due) for run in runs]
        if not runs and (amended is not None or correction.is_late):
            made.append(correction)
    return made


def _if_said(text: str) -> str:
    return "said" if text else ""


def sum_moved(moved: Iterable[MoneyMoved], category: str) -> Decimal:
    """How much of it was charged, paid or refunded."""
    return sum((each.amount for each in moved if each.category == category), NOTHING)


def last_typed_at(ticket: Ticket) -> datetime:
    """When something was last typed into the ticket: until then at least, it was as it says."""
    return max(event.typed for event in ticket.log)


class _Log:
    """One pass over what took place: out of turn is left out, as in the state. Visits, bench
    repairs, money and costs are those of one office, all else is of the whole ticket.
    """

    def __init__(
        self,
        state: State,
        promises: list[PromiseRun],
        zone: tzinfo,
        # Any: each function takes events of the kind it stands under, which no type can say
        takes: Mapping[type[ev.Event], Callable[[_Log, Any], None]],
        place: RegionOffice,
    ) -> None:
        self._place = place
        self._acting = _taken_in_at(state)
        self.turns = [Turn(day_of(state.ticket.received, zone), "received")]
        self.visits: list[VisitMade] = []
        self.all_visits: list[VisitMade] = []
        self.bench_repairs: list[str] = []
        self.callbacks: list[CallbackMade] = []
        self.moved: list[MoneyMoved] = []
        self.cause = ""
        self.no_fault = False
        self.complaint = JudgedComplaint()
        self._zone = zone
        self._technician = ""
        self._own, self._together = state.ticket.id, list[str]()
        self._appointment: datetime | None = None
        self._was_there = ""  # who made the last visit
        self._slip_rating, self._is_called = "", False  # of the work since that visit
        self._arrived: ev.Arrived | None = None
        self._charged = NOTHING
        self._refunds: list[ev.Refunded] = []
        self._kept = {
            run.ended.seq: run.state == "kept"
            for run in promises
            if run.promise == "appointment" and run.ended and run.state in VERDICTS
        }
        took_place = {(name, mark.seq) for name, mark in state.marks}
        for event in events_in_order(event for event in state.ticket.log if type(event) in takes):
            if (ev.tag_of(event), event.seq) in took_place:
                self._acting = _place_of(state, event)
                takes[type(event)](self, event)

    @property
    def sent_last(self) -> str:
        """Who was sent last; empty: nobody was."""
        return self._technician

    @property
    def _counts(self) -> bool:
        """Whether what happens now counts at the office that is looked at."""
        return self._acting == self._place

    def _dispatched(self, event: ev.Dispatched) -> None:
        self._technician, self._arrived = event.technician, None
        self._together, self._appointment = event.together, event.appointment

    def _reassigned(self, event: ev.Reassigned) -> None:
        self._technician, self._together = event.technician, event.together

    def _rescheduled(self, event: ev.Rescheduled) -> None:
        self._technician = event.technician or self._technician
        self._appointment = event.appointment

    def _taken_over(self, event: ev.TakenOver) -> None:
        if event.visit:
            self._technician = event.to

    def _arrives(self, event: ev.Arrived) -> None:
        self._arrived = event

    def _repaired(self, event: ev.Repaired) -> None:
        if self._counts:
            self.bench_repairs.append(event.by)
        self._found(event.cause, no_fault=False)

    def _judged(self, event: ev.ComplaintJudged) -> None:
        self._complaint(
            category=event.sort, grade=event.grade, accepted=event.accepted, quality=event.quality
        )

    def _responsible(self, event: ev.ResponsibilityFound) -> None:
        self._complaint(cause=event.cause, department=event.department)
        if event.cost is not None:
            self._complaint(cost=event.cost)

    def _cause_found(self, event: ev.CauseFound) -> None:
        self._complaint(cause=self.complaint.cause or event.cause)

    def _audited(self, event: ev.CostAudited) -> None:
        self._complaint(cost=event.amount)

    def _charges(self, event: ev.Charged) -> None:
        self._moved(event, "charged", event.total - self._charged)
        self._charged = event.total

    def _paid(self, event: ev.Paid) -> None:
        self._moved(event, "paid", event.amount, event.how)

    def _refunded(self, event: ev.Refunded) -> None:
        if not is_taken_back_again(event, self._refunds):
            self._refunds.append(event)
            self._moved(event, "refunded", event.amount, event.how)

    def _goes(self, event: ev.Event) -> None:
        self._turn(event, ev.tag_of(event))

    def _imported(self, event: ev.Imported) -> None:
        """It went out where it was kept before."""
        if event.closed_at is not None:
            self._turn(replace(event, at=event.closed_at), "closed")

    def _settled(self, event: ev.Settled) -> None:
        for refund in self._refunds:
            if refund.id in event.once:
                self._moved(refund, "refunded", -refund.amount, refund.how)
        if event.outcome in ev.STATES:
            self._turn(event, event.outcome if event.outcome in ev.FINAL else "reopened")

    def _turn(self, event: ev.Event, how: str) -> None:
        """A ticket that is out can only come in, and the other way round; no turn lies before the
        one before it.
        """
        turn = Turn(max(self.turns[-1].day, self._day(event)), how)
        if turn.comes_in != self.turns[-1].comes_in:
            self.turns.append(turn)

    def _visited(self, event: ev.Visited) -> None:
        along = event.along_with != ""
        arrived = None if along else self._arrived
        visit = VisitMade(
            technician=self._technician or event.by,
            day=self._day(event),
            outcome=event.outcome,
            seconds=None
            if arrived is None
            else max(0, int((event.at - arrived.at).total_seconds())),
            on_time=None if arrived is None else self._kept.get(arrived.seq),
            along=along,
            trip="" if along else self._trip(),
        )
        self.all_visits.append(visit)
        if self._counts:
            self.visits.append(visit)
        self._was_there = visit.technician
        self._slip_rating, self._is_called = "", False
        self._found(event.cause, no_fault=event.outcome == "no_fault")
        if AFTER_VISIT[event.outcome] in ev.FINAL:
            self._turn(event, AFTER_VISIT[event.outcome])

    def _trip(self) -> str:
        if not self._together or self._appointment is None:
            return ""
        trip = trip_of(self._own, self._technician, self._appointment, self._together)
        return " ".join(str(each) for each in trip)

    def _found(self, cause: str, *, no_fault: bool) -> None:
        self.no_fault = no_fault
        if cause != "unknown" or not self.cause:
            self.cause = cause

    def _called_back(self, event: ev.CalledBack) -> None:
        self.callbacks.append(
            CallbackMade(
                day=self._day(event),
                rating=event.rating,
                technician=self._was_there,
                reason=event.reason,
                action="",
                slip_rating=self._slip_rating,
                better=event.better,
            )
        )
        self._is_called = True

    def _slip_in(self, event: ev.SlipIn) -> None:
        self._slip_rating = event.rating or ""
        if self._is_called:  # it came in after the call about the same work
            self.callbacks[-1] = replace(self.callbacks[-1], slip_rating=self._slip_rating)

    def _put_right(self, event: ev.CorrectiveAction) -> None:
        if self.callbacks:
            self.callbacks[-1] = replace(self.callbacks[-1], action=event.remedy)
        self._complaint(remedy=event.remedy)

    def _complaint(self, **fields: object) -> None:
        self.complaint = replace(self.complaint, **fields)

    def _moved(self, event: ev.Event, category: str, amount: Decimal, how: str = "") -> None:
        """Never before the ticket came in, whatever was typed: else it would be in no month's
        stock.
        """
        if not self._counts:
            return
        day = max(self.turns[0].day, self._day(event))
        self.moved.append(MoneyMoved(day=day, category=category, amount=in_yuan(amount), how=how))

    def sum_of(self, category: str) -> Decimal:
        """How much money was charged, paid or refunded in all."""
        return sum_moved(self.moved, category)

    def _day(self, event: ev.Event) -> date:
        return day_of(event.at, self._zone)


_TAKES: dict[type[ev.Event], Callable[[_Log, Any], None]] = {
    ev.Dispatched: _Log._dispatched,
    ev.Reassigned: _Log._reassigned,
    ev.Rescheduled: _Log._rescheduled,
    ev.TakenOver: _Log._taken_over,
    ev.Arrived: _Log._arrives,
    ev.Visited: _Log._visited,
    ev.Repaired: _Log._repaired,
    ev.CalledBack: _Log._called_back,
    ev.SlipIn: _Log._slip_in,
    ev.CorrectiveAction: _Log._put_right,
    ev.ComplaintJudged: _Log._judged,
    ev.ResponsibilityFound: _Log._responsible,
    ev.CauseFound: _Log._cause_found,
    ev.CostAudited: _Log._audited,
    ev.Charged: _Log._charges,
    ev.Paid: _Log._paid,
    ev.Refunded: _Log._refunded,
    **dict.fromkeys((ev.Closed, ev.Declined, ev.Cancelled, ev.Reopened), _Log._goes),
    ev.Imported: _Log._imported,
    ev.Settled: _Log._settled,
}
"""What counts of a log; other events add to no figure of their own."""

_OF_FLOWS = (
    ev.Visited,
    ev.Charged,
    ev.Paid,
    ev.Refunded,
    ev.Settled,
    ev.Closed,
    ev.Declined,
    ev.Cancelled,
    ev.Reopened,
    ev.Imported,
)
_FLOWS: dict[type[ev.Event], Callable[[_Log, Any], None]] = {
    kind: _TAKES[kind] for kind in _OF_FLOWS
}
"""What counts of it for stocks and cash."""


def _may_be_late(run: PromiseRun) -> bool:
    """Whether it goes on and is late one day."""
    return run.due is not None and run.ended is None and run.state != "paused"


def _may_be_broken(run: PromiseRun) -> bool:
    return _verdict(run) == "broken" or _may_be_late(run)


def _verdict(run: PromiseRun) -> str:
    return "unset" if run.due is None else VERDICTS.get(run.state, "open")


def _judged_promise(run: PromiseRun, waited: Sequence[Stretch]) -> JudgedPromise:
    """When it was due, and done, and for whom it waited, is told of what is broken, or may be: the
    others are only counted.
    """
    verdict, may_be_late = _verdict(run), _may_be_late(run)
    if not _may_be_broken(run):
        return JudgedPromise(promise=run.promise, verdict=verdict)
    return JudgedPromise(
        promise=run.promise,
        verdict=verdict,
        due_at=run.due,
        done_at=run.ended.at
        if run.ended and run.state == "late"
        else None,  # what was given up was not done
        late_after=run.due + grace_of(run.promise_row) if run.due and may_be_late else None,
        waited_for=longest_wait(run, waited),
    )
