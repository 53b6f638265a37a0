"""A ticket for every event there is, each text of it a word of its own: what a level may not see
is looked for in the bytes of its pages.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import inspect
from render.paper_tickets import HEAD, MORNING, RECEIVED, SETTINGS, STAFF

from svc.actions.promises import OpenPromise
from svc.actions.site import SiteFacts, TechnicianDay, VisitOfDay
from svc.model import events as ev
from svc.model.policies import Promise
from svc.model.tickets import Ticket
from svc.render.pages import Page, Pages
from svc.render.papers.filling import Given
from svc.render.site.folder import staff_pages, wall_pages
from svc.render.site.frames import SiteFrame
from svc.render.site.levels import Level
from svc.render.words import Words
from svc.rules.promises.runs import PromiseRun
from svc.rules.ticket.lifecycle import Mark, State, replay_ticket
from svc.rules.ticket.visits import Visit
from svc.store.assets import fonts_dir, templates_dir

NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
SUM = Decimal("98765.40")
HEAD_WORDS = {
    "unit": "zq-unit-qz", "address": "zq-address-qz", "phone": "0755-98700001",
    "contact": "zq-contact-qz", "mobile": "13987000002",
}  # fmt: skip


def word(event: str, field: str) -> str:
    """What stands in a field of an event, and nowhere else."""
    return f"zq-{event}-{field}-qz"


def _value(kind: Any, event: str, field: str) -> Any:
    match kind:
        case inspect.StrType():
            return word(event, field)
        case inspect.LiteralType():
            return kind.values[0]
        case inspect.UnionType():
            some = [each for each in kind.types if not isinstance(each, inspect.NoneType)]
            return _value(some[0], event, field)
        case inspect.CollectionType():
            return [_value(kind.item_type, event, field)]
        case inspect.StructType():
            return kind.cls(**{each.name: _value(each.type, event, field) for each in kind.fields})
        case inspect.DecimalType():
            return SUM
        case inspect.DateTimeType():
            return MORNING
        case inspect.DateType():
            return date(2026, 11, 21)
        case inspect.BoolType():
            return True
    return 1


def every_event() -> dict[str, ev.AnyEvent]:
    """One of each event, all its fields filled in."""
    events: dict[str, Any] = {}
    for kind in ev.CATALOGUE.values():
        info = inspect.type_info(kind.event)
        assert isinstance(info, inspect.StructType)
        what = str(kind.event.__struct_config__.tag)
        fields = {each.name: _value(each.type, what, each.name) for each in info.fields}
        fields |= {"seq": 2, "id": "bbbbb2", "at": MORNING, "typed": MORNING, "by": "li"}
        fields |= {"total": SUM} if "total" in fields else {}
        events[what] = kind.event(**fields)
    return events


def ticket_with(number: int, *events: ev.AnyEvent, **head: Any) -> State:
    """A ticket of this number with these events behind its intake."""
    customer = {**HEAD["customer"], **HEAD_WORDS}
    machine = {**HEAD["equipment"], "serial": "zq-serial-qz", "model": "CR-8 13987000003"}
    told = {"symptom": "zq-symptom-qz", "wishes": "zq-wishes-qz", "occurred": "zq-occurred-qz"}
    data = {**HEAD, "customer": customer, "equipment": machine, **told, **head}
    data |= {"id": f"SZ-2611-A{number:04d}", "log": msgspec.to_builtins([RECEIVED])}
    ticket = msgspec.convert(data, Ticket)
    return replay_ticket(msgspec.structs.replace(ticket, log=[RECEIVED, *events]))


def facts_of(*states: State) -> SiteFacts:
    """These tickets, each with a visit of today, a call to make, and something overdue."""
    row = Promise(from_="received", to="visited", within="1h", clock="working")
    mark = Mark("received", MORNING, 1)
    run = PromiseRun("visit", row, mark, MORNING, "overdue")
    visit = Visit(technician="wang", appointment=NOW)
    visits = [VisitOfDay(state=state, visit=visit, when="today") for state in states]
    return SiteFacts(
        now=NOW,
        open_tickets={state.ticket.id: state for state in states if state.is_open()},
        ended=[state for state in states if not state.is_open()],
        promises={state.ticket.id: [run] for state in states},
        days=[TechnicianDay(technician=STAFF.staff[2], away="zq-away-qz", visits=visits)],
        callbacks=list(states),
        overdue=[OpenPromise(ticket=each.current, state=each, promise=run) for each in states],
        broken=[],
    )


def site_of(level: Level, lang: str = "zh") -> SiteFrame:
    pages = Pages([templates_dir()], fonts_dir(), Words(lang))
    return SiteFrame(pages=pages, settings=SETTINGS, staff=STAFF, level=level)


def pages_for(level: Level, facts: SiteFacts, lang: str = "zh", **more: Any) -> dict[str, bytes]:
    """The pages of a level for these facts; managers have a report of one sentence."""
    site = site_of(level, lang)
    if level == "wall":
        return wall_pages(site, facts)

    def given(state: State) -> Given:
        promises = facts.promises[state.ticket.id]
        return Given(state=state, promises=promises, settings=SETTINGS, staff=STAFF)

    report = Page(title="", html="<p>zq-report-qz</p>", when=NOW)
    reports = [("2026-10", report)] if level == "manager" else []
    return staff_pages(site, facts, given, reports, **more)
