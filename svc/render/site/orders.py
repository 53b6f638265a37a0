"""A ticket on the pages for staff and managers: where to go, whom to call, what is known, what
happened so far.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.site import VisitOfDay
from svc.model import events as ev
from svc.render.page_paths import ticket_page
from svc.render.papers.filling import Filling, Given
from svc.render.papers.values import PromiseDue
from svc.render.papers.visit_order import visit_kit
from svc.render.pdf import Ink
from svc.render.site.forms import FormPart
from svc.render.site.frames import SiteFrame, filled
from svc.render.site.levels import Level, left_out, may_be_told, model_for_all
from svc.render.site.links import Link, map_link, telephone_links
from svc.render.tickets import what_was_told
from svc.render.words import Words
from svc.rules.ticket.lifecycle import State, events_in_order


class StoryEntry(Struct, frozen=True, kw_only=True):
    """An entry of a ticket's story."""

    when: str
    what: str
    who: str
    told: list[str]


class Order(Struct, frozen=True, kw_only=True):
    """A ticket as the templates have it, as `order`. Empty is what nobody told, and what the level
    does not see.
    """

    number: str
    page: str  # from the top of the folder; empty where it has none
    kind: str
    status: str
    urgency: str  # where it is not the usual one
    mark: str
    machine: list[str]  # model, specification, serial number
    warranty: str
    appointment: str
    technician: str
    technician_telephones: list[Link]
    unit: str = ""
    contact: str = ""
    telephones: list[Link] = []
    address: Link = Link(text="")
    zone: str = ""
    distance: str = ""
    bought: str = ""
    symptom: str = ""
    occurred: str = ""
    wishes: str = ""
    judged: str = ""
    prepare: str = ""
    agreed_with: str = ""
    together: list[str] = []
    bring: list[str] = []
    dues: list[PromiseDue] = []
    commitments: list[PromiseDue] = []
    money: list[str] = []
    story: list[StoryEntry] = []


class OrderOfDay(Struct, frozen=True, kw_only=True):
    """A visit of a technician's day, as one of `stops`."""

    when: str  # before, today, later
    time: str
    outcome: str  # once it was reported
    order: Order


def order_of(given: Given, site: SiteFrame, *, has_page: bool) -> Order:
    """What the level of the pages sees of a ticket. Of one that is over staff see nobody's name or
    number, and of the machine the model alone: nobody goes there any more.
    """
    words = site.pages.words.to_the_minute()
    fill = Filling(given, words, Ink(None))
    ticket, state = fill.ticket, fill.state
    machine, technician = fill.machine(), fill.technician()
    status, mark = words.label("status", state.status), fill.mark()
    order = Order(
        number=ticket.id,
        page=ticket_page(ticket.id) if has_page else "",
        kind=words.label("kind", ticket.kind),
        status=status,
        urgency="" if ticket.urgency == "normal" else words.label("urgency", ticket.urgency),
        mark="" if mark == status else mark,
        machine=[model_for_all(ticket.equipment.model, words)] if ticket.equipment else [],
        warranty=machine.get("verdict", ""),
        appointment=fill.moment(state.appointment),
        technician=technician.name,
        technician_telephones=telephone_links(technician.phone),
    )
    sees_all = site.level == "manager"
    return _in_full(order, fill, site) if sees_all or state.is_open() else order


def _in_full(order: Order, fill: Filling, site: SiteFrame) -> Order:
    """The order with whose it is, and all that was told."""
    from svc.render.money import money_lines

    ticket, state, level = fill.ticket, fill.state, site.level
    customer = fill.customer()
    machine = [fill.machine().get(name, "") for name in ("model", "specification", "serial")]
    telephones = [link for name in ("mobile", "phone") for link in _calls(customer.get(name, ""))]
    is_manager = level == "manager"
    return replace(
        order,
        machine=[text for text in machine if text],
        unit=customer.get("unit", ""),
        contact=customer.get("contact", ""),
        telephones=telephones,
        address=map_link(customer.get("address", ""), site.settings.map_address),
        zone=customer.get("zone", ""),
        distance=customer.get("distance", ""),
        bought=fill.machine().get("bought", ""),
        symptom=fill.intake_value("symptom", ticket.symptom),
        occurred=fill.intake_value("occurred", ticket.occurred),
        wishes=fill.intake_value("wishes", ticket.wishes),
        judged=fill.judged(),
        prepare=fill.of(fill.last(ev.Replied), "prepare"),
        agreed_with=fill.agreed_with(),
        together=[other.ticket.id for other in fill.given.together],
        bring=[item.text for item in visit_kit(fill)],
        dues=_open_dues(fill),
        commitments=fill.commitments(),
        money=money_lines(state.account, fill.staff, fill.words) if is_manager else [],
        story=_story(fill, level),
    )


def _calls(text: str) -> list[Link]:
    return telephone_links(text) if text else []


def _open_dues(fill: Filling) -> list[PromiseDue]:
    """The open promises with their times; whether one is overdue depends on the clock, and stands
    on the pages that say what time it is.
    """
    runs = [run for run in fill.given.promises if run.is_open and run.due]
    names = list(dict.fromkeys(run.promise for run in runs))
    return fill.dues(*names)


def _story(fill: Filling, level: Level) -> list[StoryEntry]:
    """What happened so far, in the order in which it happened."""
    log = fill.state.ticket.log
    entries = []
    for event in sorted(events_in_order(log), key=lambda each: each.at):
        if not may_be_told(event, log, level):
            continue
        told = what_was_told(event, fill.state, fill.staff, fill.words, left_out(level))
        entries.append(
            StoryEntry(
                when=fill.words.show(event.at),
                what=fill.words.label("event", ev.tag_of(event)),
                who=fill.name(event.by),
                told=[text.replace("⏎", "\n") for text in told],
            )
        )
    return entries


def stop_of(each: VisitOfDay, order: Order, words: Words) -> OrderOfDay:
    """A visit of a day with its order."""
    moment, report = each.visit.appointment, each.visit.report
    return OrderOfDay(
        when=each.when,
        time=f"{moment:%H:%M}" if each.when == "today" else words.to_the_minute().show(moment),
        outcome=words.label("outcome", report.outcome) if report else "",
        order=order,
    )


def ended_page(state: State, site: SiteFrame) -> bytes:
    """The page of a ticket that is over: that it is, and nothing of the customer."""
    ticket, words = state.current, site.pages.words
    last = events_in_order(ticket.log)[-1]
    return filled(
        site,
        ticket_page(ticket.id),
        "ended",
        ticket.id,
        status=words.label("status", state.status),
        day=words.show(last.at.date()),
        machine=model_for_all(ticket.equipment.model, words) if ticket.equipment else "",
    )


def order_page(order: Order, site: SiteFrame, form: FormPart | None) -> bytes:
    """The page of a ticket: what the QR code of its order leads to."""
    return filled(
        site, order.page, "ticket", f"{order.number} {order.kind}", form=form, order=order
    )
