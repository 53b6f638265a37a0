"""The coordinator's board (派工看板): what waits, who could go, and why.

What waits is sorted by urgency, then by the time the customer asked for, then by distance (S4
coordinator 4). Whoever is proposed is proposed with reasons; what speaks against somebody is said
too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from svc.errors import N_, Phrase
from svc.model import events as ev
from svc.model.rosters import Roster
from svc.model.staff import Person
from svc.model.tickets import Ticket
from svc.model.typed_text import UNKNOWN
from svc.rules.duty import is_after_hours
from svc.rules.forms import serial_form
from svc.rules.promises.clock import OPEN_TIME_CLOCKS, WorkCalendar
from svc.rules.promises.runs import PromiseRun, nearest_promise
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.part_requests import open_requests
from svc.rules.ticket.visits import Trip, agreed_trip, trip_of

URGENCIES = ("critical", "urgent", "normal")
LEAST_WARNING = timedelta(minutes=15)


class WaitingTicket(Struct, frozen=True, kw_only=True):
    """A ticket nobody is on the way for."""

    ticket: Ticket
    state: State
    due: PromiseRun | None
    running_out: bool
    wanted: datetime | None  # the time promised to the customer, else the one asked for


NOT_CERTIFIED = N_("not certified for {model}")


class BookedVisit(Struct, frozen=True, kw_only=True):
    """A visit somebody has on a day."""

    ticket: Ticket
    technician: str
    appointment: datetime
    status: str
    elsewhere: str = ""  # the office it is for, where that is not the one that asks
    together: Sequence[str] = ()  # other tickets of the same visit

    @property
    def trip(self) -> Trip:
        return trip_of(self.ticket.id, self.technician, self.appointment, self.together)


class UnkeptVisit(Struct, frozen=True, kw_only=True):
    """A visit that was agreed and that nobody makes: why, and whether nobody will come for it."""

    ticket: Ticket
    technician: str
    appointment: datetime
    why: Phrase
    nobody_comes: bool  # who was to go has left or is away; else it was missed, or has no result


class Candidate(Struct, frozen=True, kw_only=True):
    """Somebody who could go: what speaks for it, and what forbids it (empty: nothing)."""

    person: Person
    visits: int  # on that day
    recent: int  # in the seven days before: work is to be fair
    reasons: list[Phrase]
    against: list[Phrase]

    @property
    def can_go(self) -> bool:
        return not self.against


class Planning(Struct, frozen=True, kw_only=True):
    """A visit to be planned, and what decides who can make it."""

    ticket: Ticket
    at: datetime | None  # None: no time is agreed or asked for that is still to come
    day: date  # of that time, else the day it is planned on
    states: Sequence[State]  # tickets of the office, with the visits people have
    roster: Roster
    calendar: WorkCalendar | None  # None: the ticket has no terms yet
    visit_time: timedelta  # how long a visit takes


def waiting_tickets(
    tickets: Iterable[tuple[State, list[PromiseRun]]],
    calendar_of: dict[str, WorkCalendar],
    now: datetime,
) -> list[WaitingTicket]:
    """Tickets in which nobody is on the way, the most pressing first; `calendar_of` by version."""
    rows = []
    for state, promises in tickets:
        if state.status not in (*ev.WAITING, "noted"):
            continue
        ticket = state.current
        due = nearest_promise(promises)
        calendar = calendar_of.get(ticket.terms.calendar) if ticket.terms else None
        rows.append(
            WaitingTicket(
                ticket=ticket,
                state=state,
                due=due,
                running_out=due is not None and is_running_out(due, calendar, now),
                wanted=wanted_time(state),
            )
        )
    return sorted(rows, key=_pressing_order)


def wanted_time(state: State) -> datetime | None:
    """The time promised at the last contact, else the one asked for at intake."""
    promised = [
        e.promised
        for e in state.ticket.log
        if isinstance(e, ev.Contacted) and e.promised is not None
    ]
    return promised[-1] if promised else state.current.asked_for


def is_running_out(run: PromiseRun, calendar: WorkCalendar | None, now: datetime) -> bool:
    """Whether an open promise is in the last quarter of its limit, at least the last 15 minutes, or
    over.

    On working clocks the quarter is one of open time.
    """
    if run.due is None or run.state == "paused":
        return False
    if now >= run.due:
        return True
    if calendar is not None and run.promise_row.clock in OPEN_TIME_CLOCKS:
        whole: float = calendar.open_seconds_between(run.started.at, run.due)
        left: float = calendar.open_seconds_between(now, run.due)
    else:
        whole, left = _seconds(run.due - run.started.at), _seconds(run.due - now)
    return left <= max(whole / 4, LEAST_WARNING.total_seconds())


def booked_visits(states: Iterable[State], day: date) -> list[BookedVisit]:
    """The visits of a day, by technician and time: dispatched, under way or made."""
    visits = []
    for state in states:
        if state.appointment is None or state.appointment.date() != day or not state.technician:
            continue
        if state.status in ("dispatched", "visiting", "done", "called_back", "closed", "on_hold"):
            visits.append(
                BookedVisit(
                    ticket=state.current,
                    technician=state.technician,
                    appointment=state.appointment,
                    status=state.status,
                    together=state.together,
                )
            )
    return sorted(visits, key=lambda g: (g.technician, g.appointment, g.ticket.id))


def unkept_visits(
    states: Iterable[State], people: Mapping[str, Person], roster: Roster, now: datetime
) -> list[UnkeptVisit]:
    """The visits that nobody will make, or nobody made, or that have no result: first what nobody
    will come for, then the longest overdue.
    """
    visits = []
    for state in states:
        found = _why_unkept(state, people, roster, now)
        if found is None or state.appointment is None:
            continue
        why, nobody_comes = found
        visits.append(
            UnkeptVisit(
                ticket=state.current,
                technician=state.technician,
                appointment=state.appointment,
                why=why,
                nobody_comes=nobody_comes,
            )
        )
    return sorted(visits, key=lambda v: (not v.nobody_comes, v.appointment, v.ticket.id))


def _why_unkept(
    state: State, people: Mapping[str, Person], roster: Roster, now: datetime
) -> tuple[Phrase, bool] | None:
    """Why nobody makes the visit that is agreed, and whether nobody will come for it; None if
    somebody does.
    """
    if state.appointment is None:
        return None
    appointment = state.appointment.astimezone(now.tzinfo)
    if state.status == "visiting":
        begun = state.last_mark("arrived")
        is_over = begun is not None and begun.at.astimezone(now.tzinfo).date() < now.date()
        return (Phrase(N_("begun, no result recorded")), False) if is_over else None
    if state.status != "dispatched":
        return None
    person = people.get(state.technician)
    day = max(appointment.date(), now.date())
    if person is None or (person.left is not None and person.left < day):
        return Phrase(N_("has left")), True
    if appointment.date() >= now.date():
        own = (each for each in person.absences if each.since <= day <= each.until)
        absence = next(own, None) or roster.away_on(person.id, day)
        if absence is not None:
            return Phrase(N_("away: {why}"), why=absence.why), True
    return (Phrase(N_("missed: nobody has arrived")), False) if appointment < now else None


STANDS_BY_ITSELF = (*ev.WAITING, "noted")
"""States that the board lists ticket by ticket as waiting."""


def not_done_besides(states: Iterable[State], shown: Container[str]) -> Counter[str]:
    """How many open tickets there are by state that stand nowhere else on the board; `shown` are
    the numbers of those that do.
    """
    return Counter(
        state.status
        for state in states
        if state.is_open() and state.status not in STANDS_BY_ITSELF and state.ticket.id not in shown
    )


def candidates_for(planning: Planning, people: Sequence[Person]) -> list[Candidate]:
    """All technicians of the ticket's office, those who can go first: fewest visits, then known to
    the customer.
    """
    office = planning.ticket.office
    candidates = [
        _candidate(person, planning)
        for person in people
        if person.may(("technician",)) and person.office == office and person.left is None
    ]
    return sorted(candidates, key=_first_to_go)


def objections_to(person: Person, planning: Planning) -> list[Phrase]:
    """What forbids sending this person to this machine then; empty if nothing does."""
    ticket, at, day, roster = planning.ticket, planning.at, planning.day, planning.roster
    out = []
    model = ticket.equipment.model if ticket.equipment else ""
    if not is_skilled(person, model, ticket.kind or "", day):
        out.append(Phrase(NOT_CERTIFIED, model=model))
    absences = [absence for absence in person.absences if absence.since <= day <= absence.until]
    away = absences[0] if absences else roster.away_on(person.id, day)
    if away is not None:
        out.append(
            Phrase(
                N_("away from {since} until {until} ({why})"),
                since=away.since,
                until=away.until,
                why=away.why,
            )
        )
    if at is not None:
        clash = overlapping_visit(person.id, ticket.id, at, planning.states, planning.visit_time)
        if clash is not None:
            out.append(
                Phrase(
                    N_("is at {ticket} from {time}"), ticket=clash.ticket.id, time=clash.appointment
                )
            )
        if (
            planning.calendar is not None
            and is_after_hours(at, planning.calendar)
            and person.id not in roster.on_duty(day)
        ):
            out.append(Phrase(N_("not on duty then: the office is closed at {time}"), time=at))
    return out


def overlapping_visit(
    technician: str, ticket: str, at: datetime, states: Sequence[State], visit_time: timedelta
) -> State | None:
    """Another visit of this technician less than a visit's length away from `at`."""
    for state in states:
        if (
            state.technician == technician
            and state.ticket.id != ticket
            and state.status in ("dispatched", "visiting")
            and state.appointment is not None
            and abs(state.appointment - at) < visit_time
        ):
            return state
    return None


def is_skilled(person: Person, model: str, kind: str, day: date) -> bool:
    """Whether they are certified for the model (or all that begin so) or the task on that day (S0
    1.6).
    """
    return any(
        (model.casefold().startswith(skill.covers.casefold()) or skill.covers == kind)
        and skill.since <= day
        and (skill.until is None or day <= skill.until)
        for skill in person.skills
    )


def parts_awaited(state: State) -> list[str]:
    """Parts asked of the parts centre for this ticket that have not come."""
    return [request.asked.part for request in open_requests(state.ticket.log)]


def _first_to_go(candidate: Candidate) -> tuple[bool, int, int, int, str]:
    return (
        not candidate.can_go,
        candidate.visits,
        -len(candidate.reasons),
        candidate.recent,
        candidate.person.id,
    )


def _candidate(person: Person, planning: Planning) -> Candidate:
    ticket, day = planning.ticket, planning.day
    theirs = [s for s in planning.states if s.technician == person.id and s.appointment is not None]
    today = [s for s in theirs if s.appointment and s.appointment.date() == day]
    recent = [
        s
        for s in theirs
        if s.appointment and timedelta() < day - s.appointment.date() <= timedelta(days=7)
    ]
    reasons = []
    if any(_same_customer(s.current, ticket) for s in theirs):
        reasons.append(Phrase(N_("has been at this customer's")))
    serial = serial_form(ticket.equipment.serial) if ticket.equipment else ""
    if serial and any(
        s.current.equipment and serial_form(s.current.equipment.serial) == serial for s in theirs
    ):
        reasons.append(Phrase(N_("knows this machine")))
    near = [
        s
        for s in today
        if s.ticket.customer and ticket.customer and _same_district(s.ticket, ticket)
    ]
    if near:
        reasons.append(Phrase(N_("is nearby that day ({ticket})"), ticket=near[0].ticket.id))
    return Candidate(
        person=person,
        visits=len({agreed_trip(s) for s in today}),
        recent=len({agreed_trip(s) for s in recent}),
        reasons=reasons,
        against=objections_to(person, planning),
    )


def _same_customer(one: Ticket, other: Ticket) -> bool:
    if one.customer is None or other.customer is None:
        return False
    return one.customer.unit == other.customer.unit or (
        one.customer.file != "" and one.customer.file == other.customer.file
    )


def _same_district(one: Ticket, other: Ticket) -> bool:
    """Whether both addresses name the same district: their first six characters agree. What
    nobody knows is near nothing.
    """
    if one.customer is None or other.customer is None or one.customer.address == UNKNOWN:
        return False
    return one.customer.address[:6] == other.customer.address[:6]


def _pressing_order(row: WaitingTicket) -> tuple[int, float, float, float, str]:
    urgency = row.ticket.urgency or "urgent"  # a noted call is called back at once
    distance = row.ticket.customer.distance_km if row.ticket.customer else None
    # Nobody knows how far: last, as without a time wanted.
    far = float("inf") if distance is None else distance
    wanted = row.wanted.timestamp() if row.wanted else float("inf")
    due = row.due.due.timestamp() if row.due and row.due.due else float("inf")
    return URGENCIES.index(urgency), wanted, far, due, row.ticket.id


def _seconds(span: timedelta) -> float:
    return span.total_seconds()
