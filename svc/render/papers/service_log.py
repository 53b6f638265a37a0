"""The service log (服务日志): every request of a day as it was taken down, and to whom it went (S0
2.2.3, 2.2.4).
"""

from __future__ import annotations

from msgspec import Struct

from svc.errors import N_
from svc.model import events as ev
from svc.render.pages import Page, Pages
from svc.render.papers.days import DayFilling, DayGiven, filled_day_page
from svc.render.papers.filling import Filling


class LoggedRequest(Struct, frozen=True, kw_only=True):
    """A request that came in. Of a call that was only noted there is a name and a number."""

    number: str
    at: str
    by: str
    channel: str
    kind: str
    urgency: str  # empty: the usual one
    unit: str
    address: str
    contact: str
    mobile: str
    phone: str
    machine: str
    bought: str
    symptom: str
    occurred: str
    only_noted: bool
    went: str  # to whom it was handed over, and when; or how it was answered
    status: str


class ServiceLog(Struct, frozen=True, kw_only=True):
    """What `service_log.html` can use, as `paper`."""

    requests: list[LoggedRequest]


def service_log(given: DayGiven, pages: Pages, *, for_pdf: bool) -> Page:
    """The day's requests, in the order of the tickets given."""
    return filled_day_page("service-log", given, pages, _values, for_pdf=for_pdf)


def _values(fill: DayFilling) -> ServiceLog:
    return ServiceLog(requests=[_request(each, fill) for each in fill.tickets])


def _request(one: Filling, fill: DayFilling) -> LoggedRequest:
    ticket, words = one.ticket, one.words
    noted = one.state.noted if ticket.customer is None else None
    customer, machine = one.customer(), one.machine()
    return LoggedRequest(
        number=ticket.id,
        at=fill.clock(ticket.received),
        by=one.name(noted.by) if noted else one.taken_by(),
        channel=words.label("channel", ticket.channel),
        kind=words.label("kind", ticket.kind) if ticket.kind else "",
        urgency=""
        if ticket.urgency in (None, "normal")
        else words.label("urgency", ticket.urgency),
        unit=customer.get("unit", ""),
        address=customer.get("address", ""),
        contact=customer.get("contact", one.of(noted, "name")),
        mobile=customer.get("mobile", one.of(noted, "phone")),
        phone=customer.get("phone", ""),
        machine="　".join(
            machine[name] for name in ("model", "specification", "serial") if machine.get(name)
        ),
        bought=machine.get("bought", ""),
        symptom=one.intake_value("symptom", ticket.symptom),
        occurred=one.intake_value("occurred", ticket.occurred),
        only_noted=noted is not None,
        went=_went(one),
        status=words.label("status", one.state.status),
    )


def _went(one: Filling) -> str:
    """The first that was done with it: handed over, answered, brought in; empty: nothing yet."""
    for event in one.log:
        when = one.words.show(event.at)
        match event:
            case ev.HandedOver():
                says = N_("handed over to {who}, {when}")
                return one.words(says, who=one.name(event.to), when=when)
            case ev.Answered():
                says = N_("answered, {when}: {words}")
                return one.words(says, when=when, words=one.of(event, "answer"))
            case ev.OfficeChanged():
                return one.words(N_("passed to another office, {when}"), when=when)
            case ev.BroughtIn() | ev.Cancelled() | ev.Joined() | ev.Dispatched() | ev.Replied():
                return f"{one.words.label('event', ev.tag_of(event))}　{when}"
    return ""
