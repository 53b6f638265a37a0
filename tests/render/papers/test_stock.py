"""Papers of the store: with one line and with sixty, in both languages, whatever stands in them."""

from __future__ import annotations

from typing import Any

import pytest
from render import golden
from render.paper_checks import check_paper, printed
from render.paper_tickets import HOSTILE, SETTINGS, STAFF, pages, read
from rules.stock.papers import FIRST, arrived, document, line, then

from svc.model.parts import Part, PartsCatalogue
from svc.render.pages import Page
from svc.render.papers.stock import (
    StockGiven,
    ToCount,
    count_list,
    document_paper,
    kit_list,
    stock_book_paper,
    stock_sheet_paper,
)
from svc.rules.stock.book import stock_book
from svc.rules.stock.documents import replay_document
from svc.rules.stock.kits import Kit, KitLine
from svc.rules.stock.moves import moves_of_document
from svc.rules.stock.places import Spot, store_of
from svc.rules.stock.sheet import SheetRow

PAPERS = ("count-list", "transfer-note", "stock-book", "kit-list", "stock-sheet")
CATALOGUE = PartsCatalogue(
    parts=[
        Part(code=f"P-{1000 + n}", name=f"备件{n}", specification=f"规格 {n}V", position=f"A-{n}")
        for n in range(1, 61)
    ]
)
GIVEN = StockGiven(settings=SETTINGS, staff=STAFF, parts=CATALOGUE, office="SZ", when=FIRST)


def paper(name: str, lines: int, lang: str = "zh", told: str = "", **more: Any) -> Page:
    """A paper with so many lines; `told` is what somebody wrote on it."""
    options: dict[str, Any] = {"pages": pages(lang), "for_pdf": True} | more
    codes = [f"P-{1000 + n}" for n in range(1, lines + 1)]
    match name:
        case "count-list":
            rows = [ToCount(position=told or f"A-{code[-2:]}", part=code) for code in codes]
            return count_list(GIVEN, rows, **options)
        case "transfer-note":
            sent = document(
                2,
                "transferred",
                *(line(f"{code}:2", position=told, reason=told) for code in codes),
                to_office="BJ",
                reason=told or "北京急用",
            )
            return document_paper(GIVEN, then(sent, arrived(*([2] * lines))), **options)
        case "kit-list":
            along = tuple(KitLine(part=code, wanted=3, in_hand=1) for code in codes)
            kit = Kit(technician="wang", name=told or "标准包", topped_up=FIRST, lines=along)
            return kit_list(GIVEN, kit, **options)
        case "stock-sheet":
            stock = [
                SheetRow(
                    part=code,
                    name=told or f"备件{number}",
                    position=told or f"A-{number}",
                    good=number,
                    reserved=number % 2,
                    minimum=2,
                    came=number // 3,
                    runs_short=True,
                )
                for number, code in enumerate(codes, 1)
            ]
            since = FIRST.replace(hour=0)
            return stock_sheet_paper(GIVEN, stock, "morning", since, **options)
        case _:
            papers = [
                document(n, "received", line("P-1001:3", position=told), reason=told, hours=n)
                for n in range(1, lines + 1)
            ]
            moves = [move for each in papers for move in moves_of_document(replay_document(each))]
            book = stock_book(moves, "P-1001", Spot(store_of("SZ")))
            return stock_book_paper(GIVEN, book, "2026-11-02…2026-11-30", **options)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", PAPERS)
def test_each_paper_is_the_one_that_was_approved(name: str, lang: str) -> None:
    golden.check(f"{name}.{lang}.html", paper(name, 3, lang, for_pdf=False).html)


@pytest.mark.parametrize("lines", [1, 60])
@pytest.mark.parametrize("name", PAPERS)
def test_it_prints_well_with_one_line_and_with_sixty(name: str, lines: int) -> None:
    page = paper(name, lines)
    codes = ["P-1001"] if name == "stock-book" else [f"P-{1000 + n}" for n in range(1, lines + 1)]
    check_paper(page, codes)
    assert len(printed(page)) == (1 if lines == 1 else 2)


@pytest.mark.parametrize("name", PAPERS)
def test_what_somebody_wrote_is_text(name: str) -> None:
    page = paper(name, 1, told=HOSTILE)
    assert "<b>粗</b>" not in page.html
    assert "<script" not in page.html
    check_paper(page, [])


def test_the_list_to_count_by_has_room_for_figures_and_tells_none() -> None:
    text = read(paper("count-list", 2, "en"))
    assert "Position Code, name Specification Pieces counted Remark" in text
    assert "A-01 P-1001 备件1 规格 1V A-02 P-1002 备件2 规格 2V Counted by" in text


def test_the_transfer_note_says_what_was_sent_and_what_arrived() -> None:
    text = read(paper("transfer-note", 1, "en"))
    assert "Transfer note SZ-M2611-A0002" in text
    assert "1 A-1 P-1001 备件1 规格 1V 2 2 Sent by" in text


def test_the_book_of_several_years_says_of_which_each_line_is_and_breaks_no_number() -> None:
    papers = [
        document(1, "received", line("P-1001:900000")),
        document(2, "received", line("P-1001:5"), hours=24 * 365),
    ]
    moves = [move for each in papers for move in moves_of_document(replay_document(each))]
    book = stock_book(moves, "P-1001", Spot(store_of("SZ")))
    page = stock_book_paper(GIVEN, book, "2026…2027", pages("zh"), for_pdf=True)
    check_paper(page, ["900000", "900005"])
    assert "2027-11-02 入库" in read(page)


def test_the_book_ends_with_the_balance() -> None:
    text = read(paper("stock-book", 2, "zh"))
    assert "结存 6" in text
    assert "11-02 11:00 入库 SZ-M2611-A0002 总部 3 6" in text


def test_the_kit_is_written_beside_its_set_with_room_for_what_is_counted() -> None:
    text = read(paper("kit-list", 1, "en"))
    assert "Technician 王强 Set 标准包 Last topped up" in text
    assert "1 P-1001 备件1 规格 1V 3 1 2 Technician signs" in text


def test_the_sheet_says_what_is_short_and_what_came() -> None:
    text = read(paper("stock-sheet", 3, "en"))
    assert "Short 3 parts Came in 1 parts" in text
    assert "P-1001 备件1 A-1 1 1 0 2 none to give out" in text
    assert "P-1003 备件3 A-3 3 1 2 2 1 soon too few" in text
    assert "备件库存表（上午）" in read(paper("stock-sheet", 1, "zh"))
