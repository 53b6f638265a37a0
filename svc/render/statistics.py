"""A list as a paper (统计表): whose, of which months, its rows, what is counted and how, and who
signs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal

from msgspec import Struct

from svc.render.listings import TableValue, ValueTable
from svc.render.pages import Page, Pages
from svc.render.papers.filling import stand_ins
from svc.render.pdf import Ink
from svc.render.words import Words, printable


class Statistics(Struct, frozen=True, kw_only=True):
    """What such a paper is made from."""

    document: str  # its name in letterheads: `hit-rate`
    title: str  # message id
    department: str
    whose: str  # the office, or that it is all of them
    first: date  # the first month
    last: date  # and the last one
    until: date | None  # the day up to which a month that is not over is told
    listing: ValueTable
    total: Sequence[TableValue] = ()  # under its rows
    notes: Sequence[str] = ()  # how it is counted, in words; what could not be read


class StatisticsHead(Struct, frozen=True, kw_only=True):
    """What `statistics.html` can use, as `head`."""

    department: str
    whose: str
    period: str


class StatisticsRows(Struct, frozen=True, kw_only=True):
    """What `statistics.html` can use, as `paper`."""

    heads: list[str]
    numbers: list[bool]  # columns whose values stand to the right
    rows: list[list[str]]
    total: list[str]
    notes: list[str]


def statistics_page(given: Statistics, pages: Pages, *, for_pdf: bool) -> Page:
    """The paper: the same records give the same page."""
    words, ink = pages.words, Ink(pages.font_dir if for_pdf else None)
    title = words(given.title)
    period = f"{given.first:%Y-%m}"
    if given.last != given.first:
        period = f"{period} – {given.last:%Y-%m}"
    head = StatisticsHead(
        department=ink("svc.yaml: name", given.department),
        whose=ink("svc.yaml: offices", given.whose),
        period=period,
    )
    columns = range(len(given.listing.heads))
    rows = [*given.listing.rows, *([given.total] if given.total else [])]
    printed = [[ink(str(n), _cell(cell, words)) for cell in row] for n, row in enumerate(rows, 1)]
    paper = StatisticsRows(
        heads=list(given.listing.heads),
        numbers=[any(isinstance(row[at], (int, Decimal)) for row in rows) for at in columns],
        rows=printed[: len(given.listing.rows)],
        total=printed[-1] if given.total else [],
        notes=[ink("notes", note) for note in given.notes],
    )
    html = ink.on_page(
        pages.html(
            "statistics.html",
            for_pdf=for_pdf,
            document=given.document,
            title=title,
            head=head,
            paper=paper,
            until=words.show(given.until) if given.until else "",
            stood_in=stand_ins(ink, words),
        )
    )
    return Page(
        title=f"{title} {head.whose} {period}",
        html=html,
        when=datetime.combine(given.until or given.last, time(), tzinfo=UTC),
        stood_in=tuple(ink.lacking),
    )


def _cell(value: TableValue, words: Words) -> str:
    if value is None:
        return ""
    return printable(value) if isinstance(value, str) else words.show(value)
