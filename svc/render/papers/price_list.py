"""The price list (价目单) that technicians carry and that hangs at the counter: labour by job,
travel by distance, parts.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from svc.errors import N_
from svc.model.prices import Band, Item, PriceList
from svc.model.settings import Settings
from svc.render.pages import Page, Pages
from svc.render.papers.days import DayHead, page_with_head
from svc.render.papers.values import Called
from svc.render.pdf import Ink
from svc.render.words import Words


class PricesGiven(Struct, frozen=True, kw_only=True):
    """What the price list is printed from."""

    version: str
    prices: PriceList
    settings: Settings
    begins: datetime  # when it begins to hold: the same list gives the same page


class PricedLine(Struct, frozen=True, kw_only=True):
    """A line, ready to print."""

    code: str
    item: str
    unit: str
    price: str
    consumable: bool


class PriceGroup(Struct, frozen=True, kw_only=True):
    """Lines of one sort, under their title."""

    title: str
    lines: list[PricedLine]


class PricesOnPaper(Struct, frozen=True, kw_only=True):
    """What `price_list.html` can use, as `paper`."""

    version: str
    since: str
    groups: list[PriceGroup]
    note: str
    hotline: str


def price_list(given: PricesGiven, pages: Pages, *, for_pdf: bool) -> Page:
    """One version of the price list, whole."""
    ink, words = Ink(pages.font_dir if for_pdf else None), pages.words
    where = f"prices/{given.version}.yaml: "
    prices = given.prices
    titles = (
        (N_("Labour"), prices.labour),
        (N_("Travel, there and back"), prices.travel),
        (N_("Parts"), prices.parts),
    )
    paper = PricesOnPaper(
        version=given.version,
        since=prices.since.isoformat(),
        groups=[
            PriceGroup(title=words(title), lines=[_line(item, where, ink, words) for item in items])
            for title, items in titles
            if items
        ],
        note=ink(f"{where}note", prices.note),
        hotline=ink("svc.yaml: hotline", given.settings.hotline),
    )
    head = DayHead(
        number=given.version,
        department=ink("svc.yaml: name", given.settings.name),
        office="",
        technician=Called(),
        away="",
        as_of=prices.since.isoformat(),
        unreadable=[],
    )
    return page_with_head(
        "price-list",
        head,
        paper,
        ink,
        pages,
        when=given.begins,
        for_pdf=for_pdf,
    )


def _line(item: Item | Band, where: str, ink: Ink, words: Words) -> PricedLine:
    unit = item.unit if isinstance(item, Item) else ""
    return PricedLine(
        code=item.code,
        item=ink(f"{where}{item.code}", item.name),
        unit=ink(f"{where}{item.code}", unit),
        price=f"{item.price:.2f}",
        consumable=isinstance(item, Item) and item.consumable,
    )
