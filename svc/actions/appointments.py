"""Technicians' calendars: their visits, for their phones."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from svc.errors import Damaged
from svc.model.staff import Person
from svc.rules.ticket.appointments import Appointment, appointments_of
from svc.rules.ticket.lifecycle import State
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger

LOOKED_BACK = timedelta(days=31)
"""Visits that lie farther back are in no calendar any more."""


class TechnicianCalendar(Struct, frozen=True, kw_only=True):
    """Somebody's visits, each with its ticket, by their times."""

    person: Person
    visits: list[tuple[State, Appointment]]


class FoundCalendars(Struct, frozen=True, kw_only=True):
    """The calendars, and the records that could not be read."""

    calendars: list[TechnicianCalendar]
    broken: list[Damaged]


def technician_calendars(ledger: Ledger, now: datetime, technician: str = "") -> FoundCalendars:
    """The calendar of one of the staff, or of every technician who works here or has a visit: from
    a month ago on.
    """
    broken: list[Damaged] = []
    since = now - LOOKED_BACK
    visits: dict[str, list[tuple[State, Appointment]]] = {}
    sought = (Sought(is_open=True), Sought(received_from=since), Sought(appointment_from=since))
    for record in ledger.tickets(broken, "", *sought):
        for appointment in appointments_of(record.state):
            if appointment.begins >= since:
                visits.setdefault(appointment.technician, []).append((record.state, appointment))
    people = [
        person
        for person in ledger.staff.staff
        if person.id == technician
        or (not technician and (person.id in visits or _is_technician(person)))
    ]
    calendars = [
        TechnicianCalendar(person=person, visits=sorted(visits.get(person.id, []), key=_by_time))
        for person in people
    ]
    return FoundCalendars(calendars=calendars, broken=broken)


def _is_technician(person: Person) -> bool:
    return person.may(("technician",)) and person.left is None


def _by_time(visit: tuple[State, Appointment]) -> tuple[datetime, str, int]:
    state, appointment = visit
    return appointment.begins, state.ticket.id, appointment.number
