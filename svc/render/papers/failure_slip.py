"""The failure slip (备件借用失败单): what was asked of the store and was not there; the hit rate
counts it.
"""

from __future__ import annotations

from msgspec import Struct

from svc.errors import NothingShort
from svc.model import events as ev
from svc.render.pages import Page, Pages
from svc.render.papers.filling import Filling, Given, filled_page
from svc.render.papers.values import HasHead, Stocked


class Shortage(Struct, frozen=True, kw_only=True):
    """A request that stock could not meet, and what was done about it."""

    part: Stocked
    count: str
    asked_at: str
    noted_by: str
    requested_at: str  # of the parts centre
    expected: str
    delivered_at: str


class FailureSlip(HasHead, frozen=True, kw_only=True):
    """What `failure_slip.html` can use, as `paper`."""

    unit: str
    machine: dict[str, str]
    technician: str
    shortages: list[Shortage]


def failure_slip(given: Given, pages: Pages, *, for_pdf: bool) -> Page:
    """All shortages of a ticket.

    Raises NothingShort; what `filled_page` and `Filling.head` raise.
    """
    return filled_page("failure-slip", given, pages, _values, for_pdf=for_pdf)


def _values(fill: Filling) -> FailureSlip:
    head = fill.head()
    short = [event for event in fill.log if isinstance(event, ev.PartShort)]
    if not short:
        raise NothingShort(ticket=fill.ticket.id)
    return FailureSlip(
        head=head,
        unit=fill.customer()["unit"],
        machine=fill.machine(),
        technician=fill.technician().name,
        shortages=[_shortage(fill, event) for event in short],
    )


def _shortage(fill: Filling, short: ev.PartShort) -> Shortage:
    asked = [
        e
        for e in fill.log
        if isinstance(e, ev.PartRequested) and e.part == short.part and e.seq > short.seq
    ]
    request = asked[0] if asked else None
    came = next(
        (e for e in fill.log if isinstance(e, ev.PartDelivered) and request and e.of == request.id),
        None,
    )
    return Shortage(
        part=fill.stocked(short),
        count=str(short.count),
        asked_at=fill.words.show(short.at),
        noted_by=fill.name(short.by),
        requested_at=fill.words.show(request.at) if request else "",
        expected=fill.words.show(request.by_when) if request and request.by_when else "",
        delivered_at=fill.words.show(came.at) if came else "",
    )
