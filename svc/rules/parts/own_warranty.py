"""The warranty of a part that was fitted, and of a repair (配件保修, 维修保修): each from the day
of the work, besides that of the machine (ours; how long: svc.yaml).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo

from msgspec import Struct

from svc.model.settings import OwnWarranty, Settings
from svc.model.times import day_of
from svc.rules.forms import serial_form
from svc.rules.parts.fitted import fitted_parts
from svc.rules.parts.life import PartLife, part_lives
from svc.rules.search.repeats import earlier_repairs, is_same_fault
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.warranty import last_day_of_months


class UnderWarranty(Struct, frozen=True, kw_only=True):
    """A part, or a repair, that is under its own warranty."""

    part: str  # empty: the repair
    count: int  # pieces of the part
    since: date  # the day of the work
    until: date  # the last day of it
    ticket: str


def last_day_of(since: date, period: OwnWarranty, *, first_counts: bool) -> date | None:
    """The last day of a warranty that begins with the work of `since`; None where there is none.

    So many months, or so many days, after the day of the work, which counts or does not as svc.yaml
    says of the machine's (民法典 201, 202).
    """
    if period.months:
        return last_day_of_months(since, period.months, first_counts=first_counts)
    if period.days:
        return since + timedelta(days=period.days - first_counts)
    return None


def own_warranties(
    serial: str,
    tickets: Iterable[State],
    settings: Settings,
    at: datetime,
    zone: tzinfo,
    *,
    symptom: str = "",
    besides: str = "",
) -> list[UnderWarranty]:
    """What is under its own warranty `at` a moment on the machine with this serial number: parts
    that are in it, and repairs of the same fault, the latest first. `besides` is the ticket that is
    asked for.
    """
    form, on = serial_form(serial), day_of(at, zone)
    if not form or not settings.has_own_warranties:
        return []
    others = [each for each in tickets if each.ticket.id != besides]
    first_counts = settings.warranty.first_day_counts
    found: list[UnderWarranty] = []
    for life in _parts_inside(form, others, on, zone):
        since = life.fitted.day
        until = last_day_of(since, settings.part_warranty, first_counts=first_counts)
        if until is not None and on <= until:
            found.append(
                UnderWarranty(
                    part=life.fitted.part,
                    count=life.count,
                    since=since,
                    until=until,
                    ticket=life.fitted.ticket,
                )
            )
    for state in earlier_repairs(serial, others, at) if symptom else ():
        if state.work_ended_at is None or not is_same_fault(symptom, state):
            continue
        since = day_of(state.work_ended_at, zone)
        until = last_day_of(since, settings.repair_warranty, first_counts=first_counts)
        if until is not None and since <= on <= until:
            found.append(
                UnderWarranty(part="", count=0, since=since, until=until, ticket=state.ticket.id)
            )
    return sorted(found, key=lambda each: (each.since, each.ticket, each.part), reverse=True)


def _parts_inside(form: str, tickets: list[State], on: date, zone: tzinfo) -> list[PartLife]:
    """The parts that were in the machine on a day, as far as tickets tell."""
    fitted = [each for state in tickets for each in fitted_parts(state, zone) if each.day <= on]
    return [
        life
        for life in part_lives(fitted)
        if life.replaced is None and serial_form(life.fitted.machine) == form
    ]
