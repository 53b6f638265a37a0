"""Papers of the store: the count list (盘点表), the transfer note (调拨单) and other documents, the
stock book (备件库存账本).

One template for all: a head, a table whose columns each paper says, lines to sign on. A paper here
is about a store and not about a ticket, so it is printed by the command that is about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from svc.errors import N_
from svc.model.parts import PartsCatalogue
from svc.model.settings import Settings
from svc.model.staff import Staff
from svc.model.stock import PartCondition
from svc.render.pages import Page, Pages
from svc.render.papers.filling import stand_ins
from svc.render.papers.values import Copy
from svc.render.pdf import Ink, lacking_by_field

COUNT_LIST, STOCK_BOOK = "count-list", "stock-book"


class Column(Struct, frozen=True):
    """A column: what stands above it, how wide it is in percent, whether numbers stand in it."""

    head: str
    width: int
    right: bool = False


class StockPaper(Struct, frozen=True, kw_only=True):
    """What `stock_paper.html` can use, as `paper`."""

    facts: list[tuple[str, str]]
    columns: list[Column]
    rows: list[list[str]]
    signs: list[str]


class StockHead(Struct, frozen=True, kw_only=True):
    """What stands on top."""

    number: str  # of the document; of a list the office and the day
    department: str
    office: str
    as_of: str


class StockGiven(Struct, frozen=True, kw_only=True):
    """What every such paper is made from."""

    settings: Settings
    staff: Staff
    parts: PartsCatalogue
    office: str
    when: datetime  # until when records were looked at


class ToCount(Struct, frozen=True, kw_only=True):
    """A row of the count list; how many the books have is not told to who counts."""

    position: str
    part: str


class _Filling:
    def __init__(self, given: StockGiven, pages: Pages, *, for_pdf: bool) -> None:
        self.given, self.pages = given, pages
        self.words = pages.words.to_the_minute()
        self.ink = Ink(pages.font_dir if for_pdf else None)
        self.for_pdf = for_pdf

    def part(self, code: str) -> tuple[str, str]:
        """Code and name, and the specification."""
        part = self.given.parts.find_part(code)
        where = f"parts.yaml: {code}"
        if part is None:
            return self.ink(where, code), ""
        return self.ink(where, f"{part.code} {part.name}"), self.ink(where, part.specification)

    def page(
        self, document: str, title: str, number: str, paper: StockPaper, *, anyway: bool
    ) -> Page:
        given, words, ink = self.given, self.words, self.ink
        head = StockHead(
            number=number,
            department=ink("svc.yaml: name", given.settings.name),
            office=ink("svc.yaml", words.label("office", given.office)),
            as_of=words.show(given.when),
        )
        ink.check(anyway=anyway)
        html = ink.on_page(
            self.pages.html(
                "stock_paper.html",
                for_pdf=self.for_pdf,
                document=document,
                title=title,
                head=head,
                paper=paper,
                copies=[Copy(name="", words="")],
                stood_in=stand_ins(ink, self.pages.words),
            )
        )
        ink.check(anyway=anyway)
        return Page(
            title=f"{title} {number}",
            html=html,
            when=given.when,
            replaced=tuple(lacking_by_field(ink.lacking)),
        )


def count_list(
    given: StockGiven,
    rows: Sequence[ToCount],
    pages: Pages,
    *,
    for_pdf: bool,
    condition: PartCondition = "good",
    anyway: bool = False,
) -> Page:
    """The list that is taken along the shelves, by position; counted figures are written on it.
    Raises CharactersOutsideFont.
    """
    fill = _Filling(given, pages, for_pdf=for_pdf)
    words = fill.words
    paper = StockPaper(
        facts=[
            (words(N_("Counted on")), given.when.date().isoformat()),
            (words(N_("Condition of the pieces")), words.label("part_condition", condition)),
            (words(N_("Lines")), str(len(rows))),
        ],
        columns=[
            Column(words(N_("Position")), 13),
            Column(words(N_("Code, name")), 31),
            Column(words(N_("Specification")), 20),
            Column(words(N_("Counted")), 12),
            Column(words(N_("Remark")), 24),
        ],
        rows=[
            [fill.ink(f"{row.part}: position", row.position), *fill.part(row.part), "", ""]
            for row in rows
        ],
        signs=[words(N_("Counted by")), words(N_("Witness")), words(N_("Date"))],
    )
    number = f"{given.office} {given.when.date().isoformat()}"
    return fill.page(COUNT_LIST, words(N_("Stock count list")), number, paper, anyway=anyway)
