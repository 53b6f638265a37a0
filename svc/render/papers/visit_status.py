"""The visit status table (上门服务状态记录表, S4): the coordinator's table of a day's visits, what
is unfinished first.

S4 has the unfinished in red; here a heavy frame and ＊ mark it, which a black and white printer
shows too.
"""

from __future__ import annotations

from msgspec import Struct

from svc.errors import N_
from svc.render.pages import Page, Pages
from svc.render.papers.days import DayFilling, DayGiven, filled_day_page
from svc.render.papers.filling import Filling
from svc.rules.ticket.visits import Visit, trip_of, unfinished_visit, visits_on_day


class VisitLine(Struct, frozen=True, kw_only=True):
    """A visit; empty is a cell to write in."""

    number: str
    unit: str
    address: str
    machine: str
    pressing: str  # urgency, if more than normal
    technician: str
    appointment: str
    handed_out: bool
    arrived: str
    left: str
    outcome: str
    open: str  # what was left open
    slip: str
    unfinished: bool
    missed: bool  # its time is over, and nobody is there
    still_to_end: bool  # its time has not come, or somebody is there


class VisitStatus(Struct, frozen=True, kw_only=True):
    """What `visit_status.html` can use, as `paper`."""

    before: list[VisitLine]  # left unfinished on days before
    visits: list[VisitLine]
    unfinished: int
    finished: int
    missed: int  # among the unfinished
    ahead: int | None  # of today: whose time has not come, or where somebody is; None: another day


def visit_status(given: DayGiven, pages: Pages, *, for_pdf: bool) -> Page:
    """What the days before left over, then the day's visits by time."""
    return filled_day_page("visit-status", given, pages, _values, for_pdf=for_pdf)


def _values(fill: DayFilling) -> VisitStatus:
    before, visits = [], []
    trips: dict[object, list[VisitLine]] = {}
    for ticket in fill.tickets:
        left = unfinished_visit(ticket.state, fill.given.day)
        if left is not None and _is_theirs(left, fill.given):
            row = _row(ticket, left, fill, unfinished=True)
            before.append(row)
            trips.setdefault(_trip(ticket, left), []).append(row)
        for visit in visits_on_day(ticket.state, fill.given.day):
            if visit is not left and _is_theirs(visit, fill.given):
                row = _row(ticket, visit, fill, unfinished=_is_unfinished(ticket, visit, fill))
                visits.append((visit.appointment, ticket.ticket.id, row))
                trips.setdefault(_trip(ticket, visit), []).append(row)
    rows = [row for *_, row in sorted(visits, key=lambda visit: visit[:2])]
    unfinished = sum(any(row.unfinished for row in trip) for trip in trips.values())
    finished = sum(
        all(row.left != "" and not row.unfinished for row in trip) for trip in trips.values()
    )
    going = sum(any(row.still_to_end for row in trip) for trip in trips.values())
    return VisitStatus(
        before=before,
        visits=rows,
        unfinished=unfinished,
        finished=finished,
        missed=sum(any(row.missed for row in trip) for trip in trips.values()),
        ahead=None if fill.given.now is None else going,
    )


def _trip(ticket: Filling, visit: Visit) -> object:
    """What a visit to several machines is told by, and each other one by itself."""
    number = ticket.ticket.id
    together = trip_of(number, visit.technician, visit.appointment, visit.together)
    return together if visit.together else (number, id(visit))


def _is_theirs(visit: Visit, given: DayGiven) -> bool:
    return given.technician is None or visit.technician == given.technician.id


def _is_unfinished(ticket: Filling, visit: Visit, fill: DayFilling) -> bool:
    """Reported as unfinished; or nobody has reported, though somebody had to go, and the day is
    over; or the time agreed is, and nobody has come.
    """
    if visit.report is not None:
        return visit.is_unfinished
    is_to_end = visit.moved_to is None and ticket.state.is_open() and ticket.state.status != "done"
    return is_to_end and (fill.given.is_over or _is_missed(ticket, visit, fill))


def _is_missed(ticket: Filling, visit: Visit, fill: DayFilling) -> bool:
    """Whether the time agreed for today is over and nobody is there, who was to be."""
    now = fill.given.now
    return (
        now is not None
        and visit.appointment < now
        and visit.arrived is None
        and visit.report is None
        and visit.moved_to is None
        and ticket.state.status == "dispatched"
    )


def _row(ticket: Filling, visit: Visit, fill: DayFilling, *, unfinished: bool) -> VisitLine:
    words, customer, machine = ticket.words, ticket.customer(), ticket.machine()
    report, state = visit.report, ticket.state
    if report is not None:
        outcome = words.label("outcome", report.outcome)
    elif visit.moved_to is not None:
        outcome = words(N_("moved to {time}"), time=visit.moved_to)
    elif _is_missed(ticket, visit, fill):
        outcome = words(N_("past the agreed time, nobody on site"))
    elif state.status in ("dispatched", "visiting"):
        outcome = words(N_("no report yet")) if unfinished else ""
    else:
        outcome = words.label("status", state.status)
    is_last = report is not None and report is state.visit
    return VisitLine(
        number=ticket.ticket.id,
        unit=customer["unit"],
        address=customer["address"],
        machine=machine["model"],
        pressing=words.label("urgency", ticket.ticket.urgency)
        if ticket.ticket.urgency != "normal"
        else "",
        technician=ticket.name(visit.technician),
        appointment=fill.clock(visit.appointment),
        handed_out=visit.is_handed_out,
        arrived=fill.clock(visit.arrived),
        left=fill.clock(report.at) if report else "",
        outcome=outcome,
        open=ticket.of(report, "leftover"),
        slip=words(N_("slip handed in")) if is_last and state.slip is not None else "",
        unfinished=unfinished,
        missed=_is_missed(ticket, visit, fill),
        still_to_end=report is None
        and not unfinished
        and visit.moved_to is None
        and state.status in ("dispatched", "visiting"),
    )
