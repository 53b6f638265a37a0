"""Dispatch (派工): a technician and an agreed time."""

from __future__ import annotations

from datetime import date, datetime

from svc.actions.recording import Done, Typist, done, writing
from svc.errors import N_, AppointmentPast, NotAcceptable, NotSkilled, Phrase
from svc.model.staff import Person
from svc.model.tickets import Ticket
from svc.store.ledger import Ledger


def dispatch(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    technician: str,
    appointment: datetime,
    agreed_with: str = "",
    bring: list[str] | None = None,
) -> Done:
    """Assign a technician and an agreed time.

    Raises UnknownStaff, NotAcceptable (no technician, absent that day), NotSkilled (S0 1.6, unless a
    manager allows it), AppointmentPast.
    """
    with writing(ledger, typist) as tx:
        current = tx.ticket(ticket).state.current
        person = ledger.person(technician)
        check_can_go(person, current, appointment, typist)
        tx.append(
            current.id,
            "dispatched",
            at=typist.at,
            technician=person.id,
            appointment=appointment,
            agreed_with=agreed_with,
            bring=bring or [],
        )
    return done(ledger, tx, current.id)


def reschedule(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    appointment: datetime,
    agreed_with: str,
    reason: str,
    technician: str = "",
) -> Done:
    """Move an agreed visit, with the customer's consent (S4 visit 3). Raises as `dispatch` does."""
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        current = state.current
        person = ledger.person(technician or state.technician) if technician or state.technician else None
        if person is not None:
            check_can_go(person, current, appointment, typist)
        tx.append(
            current.id,
            "rescheduled",
            at=typist.at,
            appointment=appointment,
            agreed_with=agreed_with,
            reason=reason,
            technician=technician,
        )
    return done(ledger, tx, current.id)


def check_can_go(person: Person, ticket: Ticket, appointment: datetime, typist: Typist) -> None:
    """Raise what speaks against sending this person to this machine then."""
    if not person.may(("technician",)):
        raise NotAcceptable(problem=Phrase(N_("{person} is no technician"), person=person.id))
    if appointment < typist.happened:
        raise AppointmentPast(at=appointment, now=typist.happened)
    day = appointment.date()
    away = next((a for a in person.absences if a.since <= day <= a.until), None)
    if away is not None:
        raise NotAcceptable(
            problem=Phrase(N_("{person} is away from {since} until {until} ({why})"), person=person.id,
                           since=away.since, until=away.until, why=away.why)
        )  # fmt: skip
    model = ticket.equipment.model if ticket.equipment else ""
    if not typist.allow and not is_skilled(person, model, ticket.kind or "", day):
        raise NotSkilled(person=person.id, model=model)


def is_skilled(person: Person, model: str, kind: str, day: date) -> bool:
    """Whether they are certified for the model (or all that begin so) or the task on that day (S0 1.6)."""
    return any(
        (model.casefold().startswith(skill.covers.casefold()) or skill.covers == kind)
        and skill.since <= day
        and (skill.until is None or day <= skill.until)
        for skill in person.skills
    )
