"""The technician's day sheet (工程师日程表): where to go in order of time, to whom, why, and what
to bring.
"""

from __future__ import annotations

from msgspec import Struct

from svc.errors import N_
from svc.render.pages import Page, Pages
from svc.render.papers.days import DayFilling, DayGiven, filled_day_page
from svc.render.papers.filling import Filling
from svc.render.papers.values import Tick
from svc.render.papers.visit_order import visit_kit
from svc.rules.ticket.visits import Trip, Visit, trip_of, visits_to_make


class Stop(Struct, frozen=True, kw_only=True):
    """A visit of the day."""

    time: str
    number: str
    kind: str
    pressing: str  # urgency, if more than normal
    customer: dict[str, str]
    machine: dict[str, str]
    mode: str
    symptom: str
    judged: str
    wishes: str
    bring: list[Tick]
    arrived: str
    left: str
    outcome: str


class DaySheet(Struct, frozen=True, kw_only=True):
    """What `day_sheet.html` can use, as `paper`."""

    stops: list[Stop]
    distance: str  # from the office to all customers together, one way each; empty if none is known


def day_sheet(given: DayGiven, pages: Pages, *, for_pdf: bool) -> Page:
    """The day of the technician given."""
    return filled_day_page("day-sheet", given, pages, _values, for_pdf=for_pdf)


def _values(fill: DayFilling) -> DaySheet:
    stops = []
    kilometres = 0
    trips: set[Trip] = set()
    who = fill.given.technician.id if fill.given.technician else ""
    for ticket in fill.tickets:
        for visit in visits_to_make(ticket.state, fill.given.day):
            if visit.technician == who:
                stops.append((visit.appointment, ticket.ticket.id, _stop(ticket, visit, fill)))
                number, customer = ticket.ticket.id, ticket.ticket.customer
                trip = trip_of(number, who, visit.appointment, visit.together)
                if customer and not (visit.together and trip in trips):
                    kilometres += customer.distance_km or 0
                trips.add(trip)
    return DaySheet(
        stops=[stop for *_, stop in sorted(stops, key=lambda stop: stop[:2])],
        distance=fill.words(N_("{km} km"), km=kilometres) if kilometres else "",
    )


def _stop(ticket: Filling, visit: Visit, fill: DayFilling) -> Stop:
    words, request = ticket.words, ticket.ticket
    return Stop(
        time=fill.clock(visit.appointment),
        number=request.id,
        kind=words.label("kind", request.kind),
        pressing=words.label("urgency", request.urgency) if request.urgency != "normal" else "",
        customer=ticket.customer(),
        machine=ticket.machine(),
        mode=words.label("mode", request.mode),
        symptom=ticket.intake_value("symptom", request.symptom),
        judged=ticket.judged(),
        wishes=ticket.intake_value("wishes", request.wishes),
        bring=visit_kit(ticket),
        arrived=fill.clock(visit.arrived),
        left=fill.clock(visit.report.at) if visit.report else "",
        outcome=words.label("outcome", visit.report.outcome) if visit.report else "",
    )
