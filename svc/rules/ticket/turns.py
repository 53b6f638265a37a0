"""Whose turn it is: who does what comes next on a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from svc.model import events as ev
from svc.model.staff import Person, Staff
from svc.rules.ticket.complaints import complaint_story
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.paid_work import done_unagreed_by

AT_MOST = 3
"""So many are named where a role does it and no one person."""

ROLES_BY_STATE: dict[str, tuple[str, ...]] = {
    "noted": ("clerk",),
    "received": ("clerk",),
    "reopened": ("clerk",),
    "handed_over": ("coordinator", "lead"),
    "replied": ("coordinator", "lead"),
    "on_hold": ("coordinator", "lead"),
    "on_bench": ("bench",),
    "at_factory": ("receptionist",),
    "done": ("callback",),
    "called_back": ("callback",),
}
ON_THE_WAY = ("dispatched", "visiting")
"""States in which the technician who was sent acts next."""
AT_THE_DESK = ("noted", "received", "handed_over", "replied", "reopened")
"""States in which the next to act sits at the desk; outside opening hours that is who is on duty
(S4).
"""
_HEADS = ("lead", "manager")
_STATION_HEADS = ("head", "lead", "manager")


def whose_turn(state: State, staff: Staff, on_duty: Sequence[str] = ()) -> list[str]:
    """Who does what comes next: to whom it was escalated, who was asked, who is `on_duty` outside
    opening hours, to whom it was handed over, else those of the office with the role; nobody is
    named while a technician is on the way. Who did paid work to which nobody had agreed asks the
    customer.
    """
    if not state.is_open():
        return []
    escalated = escalated_to(state)
    if escalated:
        return [escalated]
    asked = specialist_asked(state)
    if asked:
        return [asked]
    unasked = done_unagreed_by(state)
    if unasked:
        return [state.heir(unasked)]
    if on_duty and state.status in AT_THE_DESK:
        return list(on_duty)
    if state.status in ("handed_over", "replied") and state.lead:
        return [state.lead]
    department = _department_next(state)
    if department:  # of the office, or of none: these departments are the company's
        offices, roles = ("", state.current.office), (department,)
        people = _those_with(state, staff, offices, roles)
        if people:
            return people
    return _those_with(state, staff, (state.current.office,), turn_roles(state))


def _those_with(
    state: State, staff: Staff, offices: tuple[str, ...], roles: tuple[str, ...]
) -> list[str]:
    people = [
        state.heir(person.id)
        for person in staff.staff
        if person.office in offices and person.left is None and person.may(roles)
    ]
    return list(dict.fromkeys(people))[:AT_MOST]


def _department_next(state: State) -> str:
    """The department whose step of a complaint comes next; empty: none's."""
    if state.current.kind != "complaint":
        return ""
    return complaint_story(state.events).department_next or ""


def escalated_to(state: State) -> str:
    """To whom the ticket was escalated who has recorded nothing on it since, while the same office
    acts; empty: nobody.
    """
    waiting = ""
    for event in state.events:
        match event:
            case ev.Escalated():
                waiting = event.to
            case ev.TakenOver() if event.whose == waiting:
                waiting = event.to
            case ev.OfficeChanged():
                waiting = ""
            case _ if event.by == waiting:
                waiting = ""
    return waiting


def specialist_asked(state: State) -> str:
    """Who was asked a question that is not answered yet; empty: nobody."""
    waiting = ""
    for event in state.events:
        match event:
            case ev.Asked():
                waiting = event.to
            case ev.TakenOver() if event.whose == waiting:
                waiting = event.to
            case _ if isinstance(event, (ev.Answered, ev.Replied)) or event.by == waiting:
                waiting = ""
    return waiting if state.status in ev.WAITING else ""


def turn_roles(state: State) -> tuple[str, ...]:
    """Whose turn it is where it is nobody's by name: one of these roles of the office."""
    if state.current.kind == "complaint" or state.is_reopened_for_talk():
        return _HEADS
    if state.status == "on_bench" and state.machine is not None and state.machine.ready:
        return ("receptionist",)  # it is his who tells the customer (S4, bench 6)
    return ROLES_BY_STATE.get(state.status, ())


def station_head(staff: Staff, office: str, on: date, besides: str = "") -> Person | None:
    """Who hears of what went wrong: the head of the office, else its lead, else its manager, else
    the manager of no office, else any; nobody who has left, nor the person `besides`. None if
    there is none.
    """
    rank = {office: 0, "": 1}
    heads = [
        person
        for person in staff.staff
        if person.may(_STATION_HEADS if person.office == office else ("manager",))
        and (person.left is None or person.left >= on)
        and person.id != besides
    ]
    return min(
        heads,
        key=lambda person: (rank.get(person.office, 2), _first_role(person)),
        default=None,
    )


def _first_role(person: Person) -> int:
    return next(n for n, role in enumerate(_STATION_HEADS) if person.may((role,)))
