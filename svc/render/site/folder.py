"""All pages of a folder: which there are for a level, and what leads to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.site import BoardFacts, Machine, SiteFacts, TechnicianDay
from svc.errors import N_
from svc.render.page_paths import (
    BOARD,
    CALLBACKS,
    INDEX,
    OVERDUE,
    day_page,
    machine_page,
    report_file,
    ticket_page,
)
from svc.render.pages import Page
from svc.render.papers.days import DayFilling, DayGiven
from svc.render.papers.filling import Given
from svc.render.pdf import Ink, readable_text
from svc.render.site.boards import board_page, callbacks_page, overdue_page
from svc.render.site.forms import FormPart
from svc.render.site.frames import SiteFrame, filled
from svc.render.site.levels import model_for_all
from svc.render.site.links import Link, telephone_links
from svc.render.site.orders import Order, ended_page, order_of, order_page, stop_of
from svc.rules.ticket.lifecycle import State

GivenOf = Callable[[State], Given]
OrderForm = Callable[[State], "FormPart | None"]
FaultForm = Callable[[Machine], "FormPart | None"]


class DayLine(Struct, frozen=True, kw_only=True):
    """A technician in the overview, with how many visits."""

    link: Link
    left: int
    today: int
    later: int
    is_away: bool


def no_form(_: object) -> FormPart | None:
    """No form stands on the page."""
    return None


def staff_pages(
    site: SiteFrame,
    facts: SiteFacts,
    given_of: GivenOf,
    reports: Sequence[tuple[str, Page]],
    *,
    only_days: bool = False,
    order_form: OrderForm = no_form,
) -> dict[str, bytes]:
    """The pages for staff or managers, each by its path. `reports` are months with their pages;
    `only_days`: of the lists none.

    Raises what `Pages.html` raises.
    """
    words = site.pages.words
    lists = [(N_("Overview"), INDEX)]
    if not only_days:
        lists += [(N_("Board"), BOARD), (N_("Callbacks"), CALLBACKS), (N_("Overdue"), OVERDUE)]
    menu = [Link(text=words(says), to=path) for says, path in lists]
    menu += [
        Link(text=words(N_("Report {month}"), month=month), to=report_file(month))
        for month, _ in reports
    ]
    site = replace(site, menu=menu)
    files = {report_file(month): page.html.encode() for month, page in reports}
    orders: dict[str, Order] = {}
    for number, state in facts.open_tickets.items():
        orders[number] = order_of(given_of(state), site, has_page=True)
        files[orders[number].page] = order_page(orders[number], site, order_form(state))
    files |= {ticket_page(each.ticket.id): ended_page(each, site) for each in facts.ended}
    for day in facts.days:
        files[day_page(day.technician.id)] = _day(day, orders, site, facts, given_of)
    if not only_days:
        files[BOARD] = board_page(facts, site)
        files[OVERDUE] = overdue_page(facts, site)
        called = DayGiven(
            day=facts.now.date(),
            is_over=False,
            tickets=[given_of(state) for state in facts.callbacks],
            settings=site.settings,
            staff=site.staff,
        )
        fill = DayFilling(called, words.to_the_minute(), Ink(None))
        files[CALLBACKS] = callbacks_page(fill, facts, site)
    files[INDEX] = _overview(site, [_line(day, site) for day in facts.days])
    return files


def wall_pages(site: SiteFrame, facts: BoardFacts) -> dict[str, bytes]:
    """The pages for a wall: the board, which nobody's name is on."""
    words = site.pages.words
    menu = [(N_("Overview"), INDEX), (N_("Board"), BOARD)]
    site = replace(site, menu=[Link(text=words(says), to=path) for says, path in menu])
    return {
        BOARD: board_page(facts, site),
        INDEX: _overview(site, []),
    }


def _overview(site: SiteFrame, days: list[DayLine]) -> bytes:
    title = site.pages.words(N_("Overview"))
    return filled(site, INDEX, "index", title, of_many=True, days=days)


def customer_pages(
    site: SiteFrame, machines: Sequence[Machine], *, fault_form: FaultForm = no_form
) -> dict[str, bytes]:
    """A page for each machine, which the code on its label leads to: whom to call, and what to
    say. Nothing leads from one to another.
    """
    words = site.pages.words
    hotline = telephone_links(readable_text(site.settings.hotline))
    title = words(N_("Report a fault"))

    def page(path: str, machine: Machine | None, form: FormPart | None) -> bytes:
        said = (
            [model_for_all(machine.model, words), readable_text(machine.serial)] if machine else []
        )
        return filled(site, path, "fault", title, form=form, machine=said, hotline=hotline)

    files = {
        machine_page(each.serial): page(machine_page(each.serial), each, fault_form(each))
        for each in machines
    }
    return {INDEX: page(INDEX, None, None), **files}


def _day(
    day: TechnicianDay,
    orders: dict[str, Order],
    site: SiteFrame,
    facts: SiteFacts,
    given_of: GivenOf,
) -> bytes:
    words, path = site.pages.words, day_page(day.technician.id)
    stops = []
    for each in day.visits:
        number = each.state.ticket.id
        if number not in orders:
            orders[number] = order_of(given_of(each.state), site, has_page=False)
        stops.append(stop_of(each, orders[number], words))
    name = words.show(day.technician.name)
    return filled(
        site,
        path,
        "day",
        name,
        of_many=True,
        day=f"{facts.now:%F}",
        is_away=bool(day.away),
        telephones=telephone_links(readable_text(day.technician.phone)),
        stops=stops,
    )


def _line(day: TechnicianDay, site: SiteFrame) -> DayLine:
    name = site.pages.words.show(day.technician.name)
    when = [each.when for each in day.visits]
    return DayLine(
        link=Link(text=name, to=day_page(day.technician.id)),
        left=when.count("before"),
        today=when.count("today"),
        later=when.count("later"),
        is_away=bool(day.away),
    )
