"""The board for a wall, what is overdue, and whom to call: the lists among the pages."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from svc.actions.promises import OpenPromise
from svc.actions.site import BoardFacts, SiteFacts
from svc.errors import N_, Length
from svc.render.explained import hours_and_minutes
from svc.render.page_paths import BOARD, CALLBACKS, OVERDUE, ticket_page
from svc.render.papers.callback_list import CallToMake, call_to_make
from svc.render.papers.days import DayFilling
from svc.render.pdf import readable_text
from svc.render.site.frames import SiteFrame, filled
from svc.render.site.levels import model_for_all
from svc.render.site.links import Link, telephone_links
from svc.render.words import Words
from svc.rules.promises.runs import PromiseRun, nearest_promise
from svc.rules.ticket.lifecycle import State

MOST_ON_WALL = 30
"""Rows on a screen of 1,920 × 1,080 pixels that nobody scrolls, in letters that are read from
afar."""


class PromiseStanding(Struct, frozen=True, kw_only=True):
    """How a promise stands, with the time that is left or over."""

    promise: str = ""
    due: str = ""
    says: str = ""
    state: str = ""  # running, paused, overdue: how it is drawn, too


class BoardRow(Struct, frozen=True, kw_only=True):
    """A ticket on the board: nothing in it is anybody's but the technician's name, which the wall
    does not have.
    """

    number: str
    page: str
    urgency: str
    model: str
    place: str
    status: str
    technician: str
    standing: PromiseStanding


class SiteBoard(Struct, frozen=True, kw_only=True):
    """What `board.html` can use, as `board`."""

    as_of: str
    figures: list[tuple[str, int]]
    rows: list[BoardRow]
    more: int  # that there is no room for


class OverdueRow(Struct, frozen=True, kw_only=True):
    """A promise that is overdue."""

    number: str
    page: str
    unit: str
    model: str
    status: str
    technician: str
    standing: PromiseStanding


class Call(Struct, frozen=True, kw_only=True):
    """A call to make, as the paper has it, with what can be tapped."""

    call: CallToMake
    page: str
    telephones: list[Link]


def board_page(facts: BoardFacts, site: SiteFrame) -> bytes:
    """The board: open tickets, those that fall due first on top; it reads itself again."""
    words, now = site.pages.words.to_the_minute(), facts.now
    nearest = {id: nearest_promise(facts.promises[id]) for id in facts.open_tickets}
    in_order = sorted(facts.open_tickets, key=lambda id: (*_order(nearest[id]), id))
    due_today = [
        run
        for run in nearest.values()
        if run and run.due and run.state == "running" and run.due.date() == now.date()
    ]
    visits = [each for day in facts.days for each in day.visits if each.when == "today"]
    overdue = sum(run is not None and run.state == "overdue" for run in nearest.values())
    held = sum(state.status == "on_hold" for state in facts.open_tickets.values())
    most = MOST_ON_WALL if site.level == "wall" else len(in_order)
    board = SiteBoard(
        as_of=words.show(now.replace(second=0)),
        figures=[
            (words(N_("Open tickets")), len(nearest)),
            (words(N_("Overdue")), overdue),
            (words(N_("Due today")), len(due_today)),
            (words(N_("Visits today")), len(visits)),
            (words(N_("On hold")), held),
        ],
        rows=[_board_row(facts.open_tickets[id], nearest[id], site, now) for id in in_order[:most]],
        more=max(0, len(in_order) - most),
    )
    title = words(N_("Board"))
    return filled(site, BOARD, "board", title, refresh=True, of_many=True, board=board)


def overdue_page(facts: SiteFacts, site: SiteFrame) -> bytes:
    """What is overdue, the longest first; it reads itself again, as it says for how long."""
    words = site.pages.words.to_the_minute()
    return filled(
        site,
        OVERDUE,
        "overdue",
        words(N_("Overdue")),
        refresh=True,
        of_many=True,
        as_of=words.show(facts.now.replace(second=0)),
        rows=[_overdue_row(item, facts, site) for item in facts.overdue],
    )


def callbacks_page(fill: DayFilling, facts: SiteFacts, site: SiteFrame) -> bytes:
    """Whom to call back today, the one due first on top."""
    calls = []
    for ticket in fill.tickets:
        call = call_to_make(ticket, fill)
        telephones = [*telephone_links(call.mobile), *telephone_links(call.phone)]
        page = ticket_page(call.number) if call.number in facts.open_tickets else ""
        calls.append(Call(call=call, page=page, telephones=telephones))
    title = fill.words(N_("Callbacks"))
    day = fill.day(fill.given.day)
    return filled(site, CALLBACKS, "callbacks", title, of_many=True, day=day, calls=calls)


def _order(run: PromiseRun | None) -> tuple[bool, bool, float]:
    """What stands still comes after what runs, and after that what nothing is due of."""
    due = run.due.timestamp() if run and run.due else 0.0
    return run is None, run is not None and run.state == "paused", due


def _board_row(state: State, run: PromiseRun | None, site: SiteFrame, now: datetime) -> BoardRow:
    ticket, words = state.current, site.pages.words
    is_wall = site.level == "wall"
    places = (words.label("region", ticket.region), words.label("office", ticket.office))
    return BoardRow(
        number=ticket.id,
        page="" if is_wall else ticket_page(ticket.id),
        urgency="" if ticket.urgency == "normal" else words.label("urgency", ticket.urgency),
        model=_model(state, words),
        place=" · ".join(dict.fromkeys(places)),
        status=words.label("status", state.status),
        technician="" if is_wall else words.show(_technician(state, site)),
        standing=_standing(run, words, now),
    )


def _overdue_row(item: OpenPromise, facts: SiteFacts, site: SiteFrame) -> OverdueRow:
    words, state = site.pages.words, item.state
    customer = item.ticket.customer
    return OverdueRow(
        number=item.ticket.id,
        page=ticket_page(item.ticket.id) if item.ticket.id in facts.open_tickets else "",
        unit=readable_text(customer.unit) if customer else "",
        model=_model(state, words),
        status=words.label("status", state.status),
        technician=words.show(_technician(state, site)),
        standing=_standing(item.promise, words, facts.now),
    )


def _model(state: State, words: Words) -> str:
    machine = state.current.equipment
    return model_for_all(machine.model, words) if machine else ""


def _technician(state: State, site: SiteFrame) -> str:
    return site.staff.name_of(state.technician) if state.technician else ""


def _standing(run: PromiseRun | None, words: Words, now: datetime) -> PromiseStanding:
    if run is None or run.due is None:
        return PromiseStanding()
    promise = words.label("promise", run.promise)
    if run.state == "paused":
        left = _rough_length(run.left_seconds or 0)
        return PromiseStanding(
            promise=promise, says=words(N_("paused, {length} left"), length=left), state="paused"
        )
    length = _rough_length(int(abs((run.due - now).total_seconds())))
    is_overdue = run.state == "overdue"
    says = N_("overdue for {length}") if is_overdue else N_("{length} left")
    return PromiseStanding(
        promise=promise,
        due=f"{run.due:%H:%M}" if run.due.date() == now.date() else f"{run.due:%m-%d}",
        says=words(says, length=length),
        state=run.state,
    )


def _rough_length(seconds: int) -> Length:
    """So long as it is said across a room: days, hours, or hours and minutes."""
    minutes = seconds // 60
    if minutes >= 2880:
        return Length(f"{minutes // 1440}d")
    if minutes >= 600:
        return Length(f"{minutes // 60}h")
    return hours_and_minutes(60 * minutes) if minutes else Length("0m")
