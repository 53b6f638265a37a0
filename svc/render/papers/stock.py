"""Papers of the store: the count list (盘点表), the transfer note (调拨单) and other documents, the
stock book (备件库存账本), the stock sheet (备件库存表), what a technician has along (随车备件清单).

One template for all: a head, a table whose columns each paper says, lines to sign on. A paper here
is about a store and not about a ticket, so it is printed by the command that is about it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.errors import N_
from svc.model.parts import PartsCatalogue
from svc.model.settings import Settings
from svc.model.staff import Staff
from svc.model.stock import PartCondition
from svc.render.listings import TableValue
from svc.render.pages import Page, Pages
from svc.render.papers.filling import in_copies, stand_ins
from svc.render.papers.values import Copy
from svc.render.pdf import Ink
from svc.render.stock import BOOK_HEADS, book_rows, document_facts
from svc.render.stock_sheet import SHEET_HEADS, sheet_rows, sheet_title
from svc.render.words import Words
from svc.rules.stock.book import StockBook
from svc.rules.stock.documents import StockState
from svc.rules.stock.kits import Kit
from svc.rules.stock.sheet import Half, SheetRow

if TYPE_CHECKING:
    from svc.render.paper_sizes import PaperSheet

COUNT_LIST, STOCK_BOOK, TRANSFER_NOTE = "count-list", "stock-book", "transfer-note"
KIT_LIST, STOCK_SHEET = "kit-list", "stock-sheet"


class PaperColumn(Struct, frozen=True):
    """A column: what stands above it, how wide it is in percent, whether numbers stand in it."""

    head: str
    width: int
    right: bool = False


class StockPaper(Struct, frozen=True, kw_only=True):
    """What `stock_paper.html` can use, as `paper`."""

    facts: list[tuple[str, str]]
    columns: list[PaperColumn]
    rows: list[list[str]]
    signs: list[str]


class StorePaperHead(Struct, frozen=True, kw_only=True):
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
    positions: Mapping[str, str] = {}  # where a part lies in the store, by the books


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

    def page(self, document: str, title: str, number: str, paper: StockPaper) -> Page:
        given, words, ink = self.given, self.words, self.ink
        head = StorePaperHead(
            number=number,
            department=ink("svc.yaml: name", given.settings.name),
            office=ink("svc.yaml", words.label("office", given.office)),
            as_of=words.show(given.when),
        )

        def html_of(copies: list[Copy], sheet: PaperSheet) -> str:
            return self.pages.html(
                "stock_paper.html",
                for_pdf=self.for_pdf,
                document=document,
                title=title,
                head=head,
                paper=paper,
                copies=copies,
                sheet=sheet,
                stood_in=stand_ins(ink, self.pages.words),
            )

        first, *more = in_copies(document, self.pages, ink, html_of, for_pdf=self.for_pdf)
        return Page(
            title=f"{title} {number}",
            html=first,
            more=tuple(more),
            when=given.when,
            stood_in=tuple(ink.lacking),
        )


def count_list(
    given: StockGiven,
    rows: Sequence[ToCount],
    pages: Pages,
    *,
    for_pdf: bool,
    condition: PartCondition = "good",
) -> Page:
    """The list that is taken along the shelves, by position; counted figures are written on it."""
    fill = _Filling(given, pages, for_pdf=for_pdf)
    words = fill.words
    paper = StockPaper(
        facts=[
            (words(N_("Counted on")), given.when.date().isoformat()),
            (words(N_("Condition of the pieces")), words.label("part_condition", condition)),
            (words(N_("Lines")), str(len(rows))),
        ],
        columns=[
            PaperColumn(words(N_("Position")), 13),
            PaperColumn(words(N_("Code, name")), 31),
            PaperColumn(words(N_("Specification")), 20),
            PaperColumn(words(N_("Pieces counted")), 12),
            PaperColumn(words(N_("Remark")), 24),
        ],
        rows=[
            [fill.ink(f"{row.part}: position", row.position), *fill.part(row.part), "", ""]
            for row in rows
        ],
        signs=[words(N_("Counted by")), words(N_("Witness")), words(N_("Date"))],
    )
    number = f"{given.office} {given.when.date().isoformat()}"
    return fill.page(COUNT_LIST, words(N_("Stock count list")), number, paper)


def stock_book_paper(
    given: StockGiven,
    book: StockBook,
    span: str,
    pages: Pages,
    *,
    for_pdf: bool,
) -> Page:
    """The book of one part, with what is there after each movement; `span` is which days it is
    of.
    """
    fill = _Filling(given, pages, for_pdf=for_pdf)
    words, ink = fill.words, fill.ink
    name, specification = fill.part(book.part)
    facts = [
        (words(N_("Part")), name),
        (words(N_("Specification")), specification),
        (words(N_("Days of the book")), span),
        (words(N_("Pieces there")), str(book.balance)),
    ]
    widths = (11, 9, 16, 14, 7, 7, 8, 9, 8, 11)
    years = {entry.at.year for entry in book.entries}
    moment = "%Y-%m-%d" if len(years) > 1 else "%m-%d %H:%M"
    paper = StockPaper(
        facts=[(label, value) for label, value in facts if value],
        columns=[
            PaperColumn(words(head), width, right=place in (4, 5, 6))
            for place, (head, width) in enumerate(zip(BOOK_HEADS, widths, strict=True))
        ],
        rows=[
            ["" if value is None else ink("stock", _shown(value, words, moment)) for value in row]
            for row in book_rows(book, given.staff, words)
        ],
        signs=[words(N_("Parts keeper signs")), words(N_("Date"))],
    )
    number = f"{given.office} {book.part}"
    return fill.page(STOCK_BOOK, words(N_("Stock book")), number, paper)


def _shown(value: TableValue, words: Words, moment: str) -> str:
    if isinstance(value, datetime):
        return value.strftime(moment)
    return words.show(value)


def document_paper(
    given: StockGiven, state: StockState, pages: Pages, *, for_pdf: bool = False
) -> Page:
    """A stock document on paper, such as a transfer note: what goes along, with lines for who
    packs and who takes in.
    """
    fill = _Filling(given, pages, for_pdf=for_pdf)
    words, document = fill.words, state.document
    facts = [
        *document_facts(document, given.staff, words),
        (words(N_("State")), words.label("stock_status", state.status)),
    ]
    positions = given.positions
    arrived = {line.line: line for line in state.taken_in.lines} if state.taken_in else {}
    is_transfer = document.kind == "transferred"
    rows = []
    for number, line in enumerate(document.lines, 1):
        known = given.parts.find_part(line.part)
        position = line.position or positions.get(line.part) or (known.position if known else "")
        came = str(arrived[number].count) if number in arrived else ""
        rows.append(
            [
                str(number),
                fill.ink(f"lines.{number}.position", position),
                *fill.part(line.part),
                str(line.count),
                *([came] if is_transfer else ()),
                fill.ink(f"lines.{number}", " ".join(filter(None, (*line.serials, line.reason)))),
            ]
        )
    heads = [
        (N_("No."), 5),
        (N_("Position"), 12),
        (N_("Code, name"), 30),
        (N_("Specification"), 18),
        (N_("Count"), 8),
        *([(N_("Pieces arrived"), 8)] if is_transfer else []),
        (N_("Serial numbers, remark"), 19 if is_transfer else 27),
    ]
    signs = (
        (N_("Sent by"), N_("Taken in by"), N_("Date"))
        if is_transfer
        else (N_("Parts keeper signs"), N_("Checked by"), N_("Date"))
    )
    paper = StockPaper(
        facts=[(label, fill.ink(label, value)) for label, value in facts if value],
        columns=[
            PaperColumn(words(head), width, right=head in ("Count", "Pieces arrived"))
            for head, width in heads
        ],
        rows=rows,
        signs=[words(sign) for sign in signs],
    )
    called = words.label("stock_kind", document.kind)
    title = called[:1].upper() + called[1:]
    return fill.page(TRANSFER_NOTE, title, document.id, paper)


def kit_list(given: StockGiven, kit: Kit, pages: Pages, *, for_pdf: bool = False) -> Page:
    """What a technician always has along, beside their set, to be counted in the van and signed."""
    fill = _Filling(given, pages, for_pdf=for_pdf)
    words, ink = fill.words, fill.ink
    facts = [
        (words(N_("Technician")), given.staff.name_of(kit.technician)),
        (words(N_("Set")), kit.name),
        (words(N_("Last topped up")), words.show(kit.topped_up) if kit.topped_up else ""),
        (words(N_("Lines")), str(len(kit.lines))),
    ]
    heads = (
        *((N_("No."), 5), (N_("Code, name"), 28), (N_("Specification"), 15)),
        *((N_("In the set"), 8), (N_("In hand"), 8), (N_("To top up"), 8)),
        *((N_("Pieces counted"), 9), (N_("Serial numbers, remark"), 19)),
    )
    paper = StockPaper(
        facts=[(label, ink(label, value)) for label, value in facts if value],
        columns=[
            PaperColumn(words(head), width, right=place in (3, 4, 5))
            for place, (head, width) in enumerate(heads)
        ],
        rows=[
            [
                str(number),
                *fill.part(line.part),
                str(line.wanted),
                str(line.in_hand),
                str(line.missing or ""),
                "",
                ink(f"{line.part}: serials", " ".join(line.serials)),
            ]
            for number, line in enumerate(kit.lines, 1)
        ],
        signs=[words(N_("Technician signs")), words(N_("Parts keeper signs")), words(N_("Date"))],
    )
    name = ink(f"staff.yaml: {kit.technician}", given.staff.name_of(kit.technician))
    number = f"{given.office} {name} {given.when.date().isoformat()}"
    return fill.page(KIT_LIST, words(N_("Technician's kit")), number, paper)


def stock_sheet_paper(
    given: StockGiven,
    rows: Sequence[SheetRow],
    half: Half,
    since: datetime,
    pages: Pages,
    *,
    for_pdf: bool,
) -> Page:
    """What lies in the store, for reception to look at (S4 reception 1)."""
    fill = _Filling(given, pages, for_pdf=for_pdf)
    words, ink = fill.words, fill.ink
    parts = N_("{count} parts")
    paper = StockPaper(
        facts=[
            (words(N_("As of")), words.show(given.when)),
            (words(N_("New since")), words.show(since)),
            (words(N_("Short")), words(parts, count=sum(bool(row.short) for row in rows))),
            (words(N_("Came in")), words(parts, count=sum(bool(row.came) for row in rows))),
        ],
        columns=[
            PaperColumn(words(head), width, right=place in (2, 3, 4, 5, 6))
            for place, (head, width) in enumerate(
                zip(SHEET_HEADS, (23, 10, 8, 12, 12, 12, 8, 15), strict=True)
            )
        ],
        rows=[
            [ink(f"{row.part}: stock", words.show(cell)) for cell in cells]
            for row, cells in zip(rows, sheet_rows(rows, words), strict=True)
        ],
        signs=[words(N_("Parts keeper signs")), words(N_("Reception"))],
    )
    number = f"{given.office} {given.when.date().isoformat()}"
    return fill.page(STOCK_SHEET, sheet_title(half, words), number, paper)
