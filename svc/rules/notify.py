"""What messages say of tickets and people, before it is put into words: picked from what lists
show, each thing with a mark by which it is remembered once it is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct

from svc.model import events as ev
from svc.model.rosters import Shift, who_of
from svc.model.settings import Digest
from svc.model.staff import Person, Staff
from svc.model.tickets import Ticket
from svc.rules.board import BookedVisit, UnkeptVisit, WaitingTicket
from svc.rules.promises.runs import PromiseRun
from svc.rules.ticket.lifecycle import State

LOOKED_BACK = timedelta(days=7)
"""What was flagged or complained of longer ago is no news."""
AT_MOST_WAITING = 30
"""So many waiting tickets are named in the morning; how many there are is always said."""


class Told(Struct, frozen=True, kw_only=True):
    """One line of a message. `mark` is what is remembered of it; empty: the message is remembered
    as a whole.
    """

    part: Literal["promise", "visit", "unkept", "waiting", "visits", "complaint", "duty"]
    mark: str = ""
    ticket: Ticket | None = None
    at: datetime | None = None
    day: date | None = None
    value: str = ""  # a promise's name, a state, the number of another ticket, hours of a shift
    is_late: bool = False
    people: list[str] = []  # names
    count: int = 0


class Message(Struct, frozen=True, kw_only=True):
    """What is to be told: of which office, for which day, for whom; `about` tells messages of one
    digest apart.
    """

    digest: Digest
    office: str
    day: date
    lines: list[Told]
    people: list[Person] = []  # for whom it is: mentioned, or written to
    about: str = ""


def newly_flagged(
    state: State, runs: Iterable[PromiseRun], turn: Sequence[str], staff: Staff, now: datetime
) -> list[Told]:
    """The promises of a ticket that were flagged in the last days and are still open, each by its
    event; whose turn it is.
    """
    open_runs = {(run.promise, run.due): run for run in runs if run.is_open and run.due is not None}
    lines = []
    for event in state.events:
        if not isinstance(event, ev.Flagged) or now - event.typed > LOOKED_BACK:
            continue
        run = open_runs.get((event.promise, event.due))
        if run is not None:
            lines.append(
                Told(
                    part="promise",
                    mark=event.id,
                    ticket=state.current,
                    at=run.due,
                    value=run.promise,
                    is_late=run.state == "overdue",
                    people=[staff.name_of(person) for person in turn],
                )
            )
    return lines


def visits_of_technician(
    visits: Iterable[BookedVisit], technician: str, after: date, until: date
) -> list[Told]:
    """The visits that somebody has to make on the days after one, up to and with another."""
    return [
        Told(part="visit", ticket=visit.ticket, at=visit.appointment)
        for visit in sorted(visits, key=lambda visit: (visit.appointment, visit.ticket.id))
        if visit.technician == technician
        and visit.status == "dispatched"
        and after < visit.appointment.date() <= until
    ]


def morning_list(
    unkept: Iterable[UnkeptVisit],
    waiting: Sequence[WaitingTicket],
    trips: Iterable[tuple[Person, int]],
    staff: Staff,
) -> list[Told]:
    """What the coordinator begins the day with: visits nobody makes, what waits, the most pressing
    first, who has how many visits.
    """
    lines = [
        Told(
            part="unkept",
            ticket=visit.ticket,
            at=visit.appointment,
            people=[staff.name_of(visit.technician)],
            is_late=not visit.nobody_comes,
        )
        for visit in unkept
    ]
    lines += [
        Told(
            part="waiting",
            ticket=row.ticket,
            at=row.due.due if row.due else None,
            value=row.state.status,
            is_late=row.due is not None and row.due.state == "overdue",
            count=len(waiting),
        )
        for row in waiting[:AT_MOST_WAITING]
    ]
    lines += [
        Told(part="visits", people=[person.name], count=count) for person, count in trips if count
    ]
    return lines


def new_complaint(state: State) -> Told:
    """A complaint: when it came in, about which ticket."""
    about = [event.ticket for event in state.events if isinstance(event, ev.Linked)]
    ticket = state.current
    return Told(
        part="complaint",
        mark=ticket.id,
        ticket=ticket,
        at=ticket.received,
        value=about[0] if about else "",
    )


def duty_of_day(day: date, duty: Sequence[str | Shift], staff: Staff, office: str) -> list[Told]:
    """Who of an office takes calls on a day; all of one shift stand together."""
    shifts: dict[str, list[str]] = {}
    for entry in duty:
        person = staff.find_person(who_of(entry))
        if person is not None and office in ("", person.office):
            hours = entry.hours if isinstance(entry, Shift) else ""
            shifts.setdefault(hours, []).append(person.name)
    return [
        Told(part="duty", day=day, value=hours, people=names) for hours, names in shifts.items()
    ]
