"""The daily reconciliation (日对账表, S2 4.3.3): each technician's day in numbers, what is behind
them, and the money by way of paying, with room for what is counted and for who signs.
"""

from __future__ import annotations

from msgspec import Struct

from svc.actions.daily import Reconciled
from svc.errors import N_
from svc.render.daily import HEADS, confirmations, details, figures_row, money_rows, status_said
from svc.render.pages import Page, Pages
from svc.render.papers.days import DayFilling, DayGiven, filled_day_page


class ReconciledGiven(DayGiven, frozen=True, kw_only=True):
    """What the paper is made from."""

    found: Reconciled


class WayLine(Struct, frozen=True, kw_only=True):
    """A way of paying; empty is a cell to write in."""

    how: str
    books: str
    counted: str
    difference: str


class SheetBlock(Struct, frozen=True, kw_only=True):
    """What is behind a number."""

    title: str
    lines: list[str]


class DailySheet(Struct, frozen=True, kw_only=True):
    """What `daily_sheet.html` can use, as `paper`."""

    status: str
    heads: list[str]
    rows: list[list[str]]
    blocks: list[SheetBlock]
    money: list[WayLine]
    confirmed: list[str]


def daily_sheet(given: ReconciledGiven, pages: Pages, *, for_pdf: bool = False) -> Page:
    """An office's day."""

    def values(fill: DayFilling) -> DailySheet:
        return _values(fill, given.found)

    return filled_day_page("daily-sheet", given, pages, values, for_pdf=for_pdf)


def _values(fill: DayFilling, found: Reconciled) -> DailySheet:
    words, ink, staff = fill.words, fill.ink, fill.given.staff
    return DailySheet(
        status=status_said(found, words),
        heads=[words(head) for head in HEADS],
        rows=[
            [
                ink(f"staff.yaml: {each.technician}", str(value)) if place == 0 else str(value)
                for place, value in enumerate(figures_row(each, staff.name_of(each.technician)))
            ]
            for each in found.sheet.standing
        ],
        blocks=[
            SheetBlock(title=words(head), lines=[ink(words(head), line) for line in lines])
            for head, lines in details(found, words, staff)
        ],
        money=[
            WayLine(
                how=words.label("pay", how),
                books=str(books),
                counted="" if counted is None else str(counted),
                difference="" if counted is None else str(counted - books),
            )
            for how, books, counted in money_rows(found)
        ],
        confirmed=[
            ink(words(N_("Sealed")), line.strip()) for line in confirmations(found, words, staff)
        ],
    )
