"""A ticket's life: what may follow what, and where the log has brought it.

Commands judge what may follow what with what they see (`check_may_follow`). Replay is total: after
a merge of two desks' logs an event that the table does not allow at its place changes nothing and
is listed as out of turn, until a `settled` event names the outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import Struct

from svc.model import events as ev
from svc.model.tickets import Terms, Ticket, why_unknown
from svc.model.typed_text import REMOVED
from svc.rules.ticket import account, bench
from svc.rules.ticket.acting_office import ActingOffice, recorded_beside
from svc.rules.ticket.amendments import Applied, amend_log
from svc.rules.ticket.head_values import NOW, HeadValues

if TYPE_CHECKING:
    from svc.model.data import Data

Happened = TypeVar("Happened", bound=ev.Event)
SomeRecord = TypeVar("SomeRecord", bound=Struct)

AFTER_VISIT: dict[str, str] = {
    **dict.fromkeys(ev.REPAIRED, "done"),
    "needs_parts": "replied",  # waits for the next visit to be dispatched
    "part_not_brought": "replied",
    "postponed": "replied",
    "continued": "replied",  # an installation of several days
    "taken_along": "on_bench",
    "to_factory": "at_factory",
    "refused": "declined",
    "declined": "declined",
}
"""Where each outcome of a visit leads."""


class Mark(Struct, frozen=True):
    """A moment of the ticket's life: when it happened, when it was typed, by which event."""

    at: datetime
    typed: datetime
    seq: int


class Agreed(Struct, frozen=True):
    """A time agreed with the customer: `appointment`, `ready_by` (pick-up), `start` (of an
    installation).
    """

    name: str
    time: datetime
    seq: int


class Hold(Struct, frozen=True):
    """A time on hold; `until` is None while it lasts."""

    since: datetime
    typed: datetime
    wish: str
    until: datetime | None = None


_SERIAL = ("equipment", "serial")


class State:
    """What the log says: built by `replay_ticket`, not changed afterwards."""

    def __init__(self, ticket: Ticket) -> None:
        self.ticket = ticket  # the head as told at intake, the log as amended
        self.recorded = ticket  # as it stands in the file
        self.amendments: list[Applied] = []  # what was put right, in the order of the log
        self.status = ev.NEW
        self.left = ""  # the state a hold left
        self.technician = ""
        self.appointment: datetime | None = None
        self.together: list[str] = []  # the other tickets of the visit that is agreed
        # every time agreed with the customer, in the order of the log
        self.agreed: list[Agreed] = []
        self.noted: ev.Noted | None = None  # the call that somebody else took down
        self.lead = ""  # whom it was handed over to
        self.taken_over: list[ev.TakenOver] = []  # from somebody, in the order of the log
        self.moves: list[ev.OfficeChanged] = []  # from office to office, in the order of the log
        self._unaware: dict[str, frozenset[str]] = {}  # of each of them what was entered beside it
        # calendars that counted until a moment, the earliest first; since then the head's as it
        # stands
        self.calendars_before: list[tuple[datetime, str]] = []
        self.events: list[ev.AnyEvent] = []  # what took place, in the order of the log
        self.marks: list[tuple[str, Mark]] = []  # moments in the order of the log
        self.holds: list[Hold] = []
        self.out_of_turn: list[ev.AnyEvent] = []
        self.flagged: set[tuple[str, datetime]] = set()
        self.reminders = 0
        # head value → the event that changed it last
        self.corrections: dict[tuple[str, ...], int] = {}
        self.visit: ev.Visited | None = None  # the last visit
        self.visits: list[ev.Visited] = []  # all that took place, in the order of the log
        self.callbacks: list[ev.CalledBack] = []
        self.work_ended_at: datetime | None = None  # the last time; not the return to the office
        self.callback: ev.CalledBack | None = None
        self.reopened: ev.Reopened | None = None  # the last time
        self.slip: ev.SlipIn | None = None  # of the last visit
        self.is_handed_out = False  # the technician has the order of this visit
        self.is_back = False  # the technician of the last visit is back at the office
        self.machine: bench.MachineHere | None = None  # the customer's, while it is with us
        self.repaired: ev.Repaired | None = None  # the last bench repair
        # what paid work may lack, as somebody with the role for it said since it was opened last
        self.waived: frozenset[str] = frozenset()
        self.led_to: dict[str, str] = {}  # id of an event → the state it led to, if to another
        self._money: list[ev.AnyEvent] = []
        self._reported = False
        self._values = HeadValues()
        self._current: Ticket | None = None

    @property
    def current(self) -> Ticket:
        """The ticket with its head as it stands now: corrections, urgency and terms applied."""
        if self._current is None:
            self._current = _with_values(self.ticket, self._values.at())
        return self._current

    def head_at(self, seq: int) -> Ticket:
        """The ticket with its head as it was when the event of this number was recorded (0: as it
        was received). What was put right later holds for that time, too; what became another one
        later, such as a machine that was exchanged, does not.
        """
        if not self._values.changed_later(seq):
            return self.current
        return _with_values(self.ticket, self._values.at(seq))

    @property
    def as_received(self) -> Ticket:
        """The ticket as it was received, with all that was put right since: of the machine that had
        the fault, not of one that came in its place.
        """
        return self.head_at(0)

    def serials_in_turn(self, seq: int = NOW) -> list[str]:
        """The number of the machine, and of each that came in its place until the event of this
        number was recorded; empty where the ticket is about none.
        """
        if self.ticket.equipment is None:
            return []
        first = self.ticket.equipment.serial
        return self._values.in_turn(_SERIAL, seq) or [first]

    @property
    def account(self) -> account.Account:
        """Quoted, agreed, charged, paid, open."""
        return account.account_of(self._money)

    def last_mark(self, moment: str) -> Mark | None:
        """The latest mark of this moment in the log; None if it has not come."""
        return next((mark for name, mark in reversed(self.marks) if name == moment), None)

    def heir(self, person: str, since: int = 0) -> str:
        """Who has what the person had of this ticket at the event number `since`: the same, unless
        somebody took it over.
        """
        for event in self.taken_over:
            if event.seq > since and event.whose == person:
                person = event.to
        return person

    def office_at(self, seq: int) -> str:
        """The office that acted when the event of this number was recorded."""
        gone_to = (move.office for move in reversed(self.moves) if move.seq <= seq)
        return next(gone_to, self.ticket.office)

    def office_of(self, event: ev.Event) -> str:
        """The office that acted when this was recorded, as far as the desk knew that recorded it:
        what another desk entered while it knew nothing of a handover counts for the office that
        had the ticket until then.
        """
        return self.place_of(event).office

    def region_of(self, event: ev.Event) -> str:
        """The region of that office, as it was when the ticket went there."""
        return self.place_of(event).region

    def place_of(self, event: ev.Event) -> ActingOffice:
        """Both. Each entry after a handover names the office, as the desk knew it; of one that
        names none, as it is older or its desk knew of no handover, it follows from the others.
        """
        if not self.moves:
            return ActingOffice(self.ticket.region, self.ticket.office)
        for move in reversed(self.moves):
            if event.acting == (move.acting or move.office):  # one put right since has another
                return ActingOffice(move.region, move.office)
        if event.acting == self.ticket.office:
            return ActingOffice(self.ticket.region, self.ticket.office)
        gone_to = (
            ActingOffice(move.region, move.office)
            for move in reversed(self.moves)
            if move is event or (move.seq < event.seq and event.id not in self._unaware_of(move))
        )
        return next(gone_to, ActingOffice(self.ticket.region, self.ticket.office))

    def _unaware_of(self, move: ev.OfficeChanged) -> frozenset[str]:
        """The entries, by their ids, of desks that did not know of this handover."""
        if move.id not in self._unaware:
            out = {event.id for event in self.out_of_turn if isinstance(event, ev.OfficeChanged)}
            entries = [event for event in self.ticket.log if event.id not in out]
            self._unaware[move.id] = recorded_beside(move, entries)
        return self._unaware[move.id]

    def region_at(self, seq: int) -> str:
        """The region of the office that acted when the event of this number was recorded."""
        gone_to = (move.region for move in reversed(self.moves) if move.seq <= seq)
        return next(gone_to, self.ticket.region)

    def is_open(self) -> bool:
        return self.status not in ev.FINAL

    def is_reopened_for_talk(self) -> bool:
        """Whether the customer waits for a talk, and nobody is to go there."""
        return (
            self.status == "reopened"
            and self.reopened is not None
            and self.reopened.reopened_for == "talk"
        )

    @property
    def duplicate_of(self) -> str:
        """The ticket on which the matter of this one goes on; empty: on this one."""
        joined = [event for event in self.events if isinstance(event, ev.Joined)]
        return joined[-1].into if joined and self.status == "duplicate" else ""

    def current_hold(self) -> Hold | None:
        """The hold that lasts, if there is one."""
        return self.holds[-1] if self.holds and self.holds[-1].until is None else None


def replay_ticket(ticket: Ticket) -> State:
    """Where the log has brought the ticket. Never refuses: what is out of turn is listed."""
    log, amendments = amend_log(ticket.log)
    state = State(ticket)
    state.amendments = amendments
    if log is not ticket.log:
        state.ticket = msgspec.structs.replace(ticket, log=log)
    overruled: set[str] | None = None
    for event in events_in_order(log):
        entry = ev.CATALOGUE[ev.tag_of(event)]
        if isinstance(event, ev.Joined):
            overruled = _overruled_joins(ticket.id, log) if overruled is None else overruled
            if event.into in overruled:
                continue
        if isinstance(event, ev.Settled):
            _settle(state, event)
        elif state.status in entry.after and not _was_gone_already(state, event):
            _apply(state, event, entry)
        else:
            state.out_of_turn.append(event)
    return state


def _overruled_joins(ticket: str, log: Iterable[ev.AnyEvent]) -> set[str]:
    """The tickets to which this one was not joined after all: they were joined to it, too, as two
    desks knew nothing of each other. Of two that were joined crosswise the one with the lower
    number goes on, at every desk. What came before somebody settled it, or opened it again, is
    over.
    """
    linked: set[str] = set()
    joined: set[str] = set()
    for event in events_in_order(log):
        match event:
            case ev.Linked(why="same"):
                linked.add(event.ticket)
            case ev.Joined():
                joined.add(event.into)
            case ev.Settled() | ev.Reopened():
                linked.clear()
                joined.clear()
    return {other for other in linked & joined if ticket < other}


def _was_gone_already(state: State, event: ev.AnyEvent) -> bool:
    """Whether an office gives the ticket away that does not have it any more: two desks gave it to
    two others before they met, and the first holds.
    """
    if not isinstance(event, ev.OfficeChanged) or not event.away_from:
        return False
    return state.current.office not in (event.away_from, event.office)


def acting_office(ticket: Ticket) -> str:
    """The office that acts for the ticket now: told without a replay where it is the one it came
    in at.
    """
    changing = (ev.OfficeChanged, ev.Corrected)
    if not any(isinstance(event, changing) for event in ticket.log):
        return ticket.office
    return replay_ticket(ticket).current.office


def events_in_order(log: Iterable[Happened]) -> list[Happened]:
    """The log in its one order, whatever the clocks say: by number, then by id."""
    return sorted(log, key=lambda event: (event.seq, event.id))


def derive_ticket(data: Data) -> tuple[str, dict[tuple[str, ...], int]]:
    """Of a record as plain data: its status and the correction comments, both from the log alone.

    Raises msgspec.ValidationError if the data is no ticket.
    """
    state = replay_ticket(msgspec.convert(data, Ticket))
    return state.status, state.corrections


def _apply(state: State, event: ev.AnyEvent, entry: ev.EventKind) -> None:
    """Take an event that is in its turn into the state."""
    name = ev.tag_of(event)
    mark = Mark(event.at, event.typed, event.seq)
    state.events.append(event)
    # No promise of a repair starts anew where only a talk is wanted.
    is_talk = isinstance(event, ev.Reopened) and event.reopened_for == "talk"
    state.marks.append(("talk" if is_talk else name, mark))
    for moment in entry.marks:
        state.marks.append((moment, mark))
    if isinstance(event, ev.ComplaintJudged) and event.accepted:
        state.marks.append(("complaint_accepted", mark))
    if isinstance(event, ev.CostAudited) and event.bearer == "business" and event.amount > 0:
        state.marks.append(("cost_to_recover", mark))
    if type(event) in TAKEN_IN:
        _take_in(state, event, mark)
    if isinstance(event, account.EVENTS):
        state._money.append(event)
    state.machine = bench.machine_after(state.machine, event)
    _lead_to(state, event, _leads_to(state, event, entry))
    if state.holds:
        _end_hold(state, event.at)


# One branch for each event that changes what is known of a ticket.
def _take_in(state: State, event: ev.AnyEvent, mark: Mark) -> None:  # noqa: C901, PLR0912, PLR0915
    """What an event says besides that it happened; of those that are not in TAKEN_IN, that is all
    there is.
    """
    match event:
        case ev.Noted():
            state.noted = event
        case ev.Imported():
            if event.closed_at is not None:
                state.marks.append(("closed", Mark(event.closed_at, event.typed, event.seq)))
        case ev.HandedOver():
            state.lead = event.to
        case ev.TakenOver():
            _taken_over(state, event)
        case ev.OfficeChanged():
            _change_office(state, event)
        case ev.Dispatched():
            state.technician, state.together = event.technician, event.together
            _agree(state, "appointment", event.appointment, mark)
            state.visit, state.slip, state.is_back, state._reported = None, None, False, False
            state.is_handed_out = False
        case ev.HandedOut():
            state.is_handed_out = True
        case ev.Reassigned():
            state.is_handed_out = state.is_handed_out and event.technician == state.technician
            state.technician, state.together = event.technician, event.together
        case ev.Rescheduled():
            state.is_handed_out = state.is_handed_out and not event.technician
            state.technician = event.technician or state.technician
            _agree(state, "appointment", event.appointment, mark)
        case ev.Visited():
            _visited(state, event, mark)
        case ev.Back():
            _back(state, event, mark)
        case ev.SlipIn():
            state.slip = event
        case ev.Reported():
            state._reported = True
        case ev.Answered():
            _end_work(state, mark)
            if event.guided:
                state.marks.append(("guided", mark))
        case ev.BroughtIn():
            if event.ready_by:
                _agree(state, "ready_by", event.ready_by, mark)
        case ev.PickedUp() if state.status in ev.GIVEN_UP:
            pass  # given back as it is: no work that a callback could ask about
        case ev.PickedUp():
            _end_work(state, mark)
        case ev.Accepted():
            _end_work(state, mark)
            # The acceptance is what there is to report of the last day of an installation.
            state._reported = True
            if state.is_back:
                state.marks.append(("reported", Mark(event.typed, event.typed, event.seq)))
        case ev.Repaired():
            state.repaired = event
        case ev.OrderIssued():
            _agree(state, "start", event.start, mark)
        case ev.Held():
            state.left = state.status
            state.holds.append(Hold(event.at, event.typed, event.wish))
        case ev.Reminded():
            state.reminders += 1
        case ev.CalledBack():
            state.callback = event
            state.callbacks.append(event)
        case ev.Waived():
            state.waived |= frozenset(event.gaps)
        case ev.Reopened():
            state.reopened, state.callback = event, None
            state.technician, state.appointment, state.together = "", None, []
            if event.reopened_for == "repair":
                state.visit, state.slip, state.waived = None, None, frozenset()
                state.is_back, state._reported = False, False
        case ev.Flagged():
            state.flagged.add((event.promise, event.due))
        case ev.Renumbered():  # whoever reads the file reads them as they are now
            state.corrections |= {tuple(field.split(".")): event.seq for field in event.fields}
        case _:
            _change_head(state, event)


TAKEN_IN = frozenset(
    {
        ev.Noted,
        ev.Imported,
        ev.HandedOver,
        ev.TakenOver,
        ev.OfficeChanged,
        ev.Dispatched,
        ev.HandedOut,
        ev.Reassigned,
        ev.Rescheduled,
        ev.Visited,
        ev.Back,
        ev.SlipIn,
        ev.Reported,
        ev.Answered,
        ev.BroughtIn,
        ev.PickedUp,
        ev.Accepted,
        ev.Repaired,
        ev.OrderIssued,
        ev.Held,
        ev.Reminded,
        ev.CalledBack,
        ev.Waived,
        ev.Reopened,
        ev.Flagged,
        ev.Corrected,
        ev.UrgencySet,
        ev.MachineReplaced,
        ev.Recomputed,
        ev.Forgotten,
        ev.Renumbered,
    }
)
"""The events that `_take_in` and `_change_head` tell apart (a test compares): most others only
leave their mark.
"""


def _leads_to(state: State, event: ev.AnyEvent, entry: ev.EventKind) -> str:
    if isinstance(event, ev.Visited):
        return AFTER_VISIT[event.outcome]
    if isinstance(event, ev.Resumed):
        return state.left
    if isinstance(event, ev.Imported) and event.closed_at is not None:
        return "closed"
    if isinstance(event, ev.PickedUp) and state.status in ev.GIVEN_UP:
        return state.status
    return entry.leads_to or state.status


def _end_hold(state: State, at: datetime) -> None:
    """A hold lasts as long as the ticket is on hold, however it leaves that: taken up again,
    cancelled, settled.
    """
    hold = state.current_hold()
    if hold is not None and state.status != "on_hold":
        state.holds[-1] = msgspec.structs.replace(hold, until=max(at, hold.since))


def _end_work(state: State, mark: Mark) -> None:
    state.work_ended_at = mark.at
    state.marks.append(("work_ended", mark))


def _agree(state: State, name: str, time: datetime, mark: Mark) -> None:
    state.agreed.append(Agreed(name, time, mark.seq))
    if name == "appointment":
        state.appointment = time


def _taken_over(state: State, event: ev.TakenOver) -> None:
    state.taken_over.append(event)
    if state.lead == event.whose:
        state.lead = event.to
    if event.visit:
        state.technician, state.is_handed_out = event.to, False


def _change_office(state: State, event: ev.OfficeChanged) -> None:
    """Who was told of it there is not known yet, and time is counted by the calendar there."""
    terms = state.current.terms
    if terms is not None and event.calendar:
        state.calendars_before.append((event.at, terms.calendar))
    state.moves.append(event)
    state.lead = ""
    _change_head(state, event)


def _visited(state: State, event: ev.Visited, mark: Mark) -> None:
    state.visit = event
    state.visits.append(event)
    fixed = event.outcome in ev.REPAIRED
    state.marks.append(("fixed" if fixed else "taken_away", mark))
    if AFTER_VISIT[event.outcome] == "done":
        _end_work(state, mark)
        if not event.sure or event.outcome == "provisional":
            state.marks.append(("left_unsure", mark))
    if AFTER_VISIT[event.outcome] in ev.FINAL:
        state.marks.append((AFTER_VISIT[event.outcome], mark))
    if event.leftover:
        state.marks.append(("left_over", mark))
    if state.is_back:  # the technician was back first and typed the visit afterwards
        back = state.last_mark("back")
        assert back is not None
        _callback_counts_from_return(state, event, Mark(back.at, event.typed, event.seq))
        state.marks.append(("reported", Mark(event.typed, event.typed, event.seq)))


def _back(state: State, event: ev.Back, mark: Mark) -> None:
    state.is_back = True
    visit = state.visit
    if visit is not None:
        _callback_counts_from_return(state, visit, mark)
    # What came in on the way counts as brought in on return: neither is due before.
    if visit is not None or state._reported:
        state.marks.append(("reported", mark))
    slip = state.last_mark("slip_in")
    if state.slip is not None and slip is not None:
        state.marks.append(("slip_in", Mark(mark.at, mark.typed, slip.seq)))


def _callback_counts_from_return(state: State, visit: ev.Visited, back: Mark) -> None:
    """Callback counts from the return to the office if that is recorded the same day, else from the
    end of the visit (S0 2.7.3); not once the customer has been called.
    """
    ended = state.last_mark("work_ended")
    same_day = visit.at <= back.at and visit.at.date() == back.at.astimezone(visit.at.tzinfo).date()
    if ended is not None and ended.seq == visit.seq and same_day and state.callback is None:
        state.marks.append(("work_ended", back))


def _settle(state: State, event: ev.Settled) -> None:
    state.out_of_turn.clear()
    state.events.append(event)
    if event.once:
        state._money.append(event)
    mark = Mark(event.at, event.typed, event.seq)
    state.marks.append(("settled", mark))
    if event.outcome not in ev.STATES:
        return
    if event.outcome == "on_hold" and state.status != "on_hold":
        # Nobody said whose wish it was, so it stops nothing; taken up again, the ticket is where it
        # was.
        state.left = state.status if state.status in ev.WORKING else "received"
        state.holds.append(Hold(event.at, event.typed, ""))
    if event.outcome in ev.FINAL and state.status != event.outcome:
        state.marks.append((event.outcome, mark))
    _lead_to(state, event, event.outcome)
    _end_hold(state, event.at)


def _lead_to(state: State, event: ev.AnyEvent, status: str) -> None:
    if status != state.status:
        state.status = state.led_to[event.id] = status


def _change_head(state: State, event: ev.AnyEvent) -> None:
    """Events that change a value of the head: the value is kept beside it, with the event's
    number. What was put right was so all the time, what became another one is from here on.
    """
    changes: dict[tuple[str, ...], str] = {}
    before: str | None = None
    match event:
        case ev.Corrected():
            path = tuple(event.field.split("."))
            state._values.correct(path, event.new, event.old)
            state.corrections[path] = event.seq
        case ev.UrgencySet():
            changes[("urgency",)] = event.urgency
        case ev.MachineReplaced():
            changes[_SERIAL] = event.new_serial
            before = _serial_before(state, event)
        case ev.Recomputed():
            for name in Terms.__struct_fields__:
                if getattr(event, name):
                    changes[("terms", name)] = getattr(event, name)
        case ev.OfficeChanged():
            changes[("office",)] = event.office
            changes[("region",)] = event.region
            if event.calendar and state.current.terms is not None:
                changes[("terms", "calendar")] = event.calendar
        case ev.Forgotten():
            for field in event.fields:
                path = tuple(field.split("."))
                state._values.remove(path, REMOVED)
                state.corrections[path] = event.seq
    for path, value in changes.items():
        state._values.change(path, value, event.seq, before)
        state.corrections[path] = event.seq
    state._current = None


def _serial_before(state: State, event: ev.MachineReplaced) -> str | None:
    """The number of the machine that was taken away: the ticket's own, or where nobody knew that,
    what was read when it was exchanged.
    """
    machine = state.current.equipment
    if machine is None:
        return None
    return event.old_serial if why_unknown(machine.serial) is not None else machine.serial


def _with_values(ticket: Ticket, values: Mapping[tuple[str, ...], str]) -> Ticket:
    """The ticket with these values of its head."""
    for path, value in values.items():
        ticket = with_head_value(ticket, path, value) or ticket
    return _without_gaps_filled(ticket, values)


def with_head_value(record: SomeRecord, path: tuple[str, ...], value: str) -> SomeRecord | None:
    """The record with one value changed; None if there is no such field or the value does not fit
    it.
    """
    name, rest = path[0], path[1:]
    if name in ("id", "status", "received", "log") or name not in record.__struct_fields__:
        return None
    if rest:
        inner = getattr(record, name)
        changed = with_head_value(inner, rest, value) if isinstance(inner, Struct) else None
        return None if changed is None else msgspec.structs.replace(record, **{name: changed})
    # Any: the plain data of whatever part of the head
    data: dict[str, Any] = {**msgspec.to_builtins(record), name: value}
    if isinstance(getattr(record, name), list) and value:
        data[name] = _listed(value)
    if not value and name not in _required_fields(type(record)):
        del data[name]
    try:
        return msgspec.convert(data, type(record), strict=False)
    except msgspec.ValidationError:
        return None


def _listed(value: str) -> object:
    """A list as a correction holds it; as it is written if it is none."""
    try:
        return msgspec.json.decode(value)
    except msgspec.DecodeError:
        return value


def _without_gaps_filled(ticket: Ticket, values: Mapping[tuple[str, ...], str]) -> Ticket:
    """The ticket without those reasons why a value is not known that has been told since."""
    gaps = [gap for gap in ticket.unknown if tuple(gap.field.split(".")) not in values]
    if len(gaps) == len(ticket.unknown):
        return ticket
    return msgspec.structs.replace(ticket, unknown=gaps)


@lru_cache
def _required_fields(kind: type[Struct]) -> frozenset[str]:
    """The fields of a record that have no default: what they say can't be taken back."""
    return frozenset(field.name for field in msgspec.structs.fields(kind) if field.required)
