"""A list as a paper: with one row, with sixty, with whatever somebody wrote."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace
from render import golden
from render.paper_checks import check_paper, printed
from render.paper_tickets import HOSTILE, LONG, pages, read

from svc.render.listings import TableValue, ValueTable
from svc.render.pages import Page
from svc.render.statistics import Statistics, statistics_page
from svc.render.words import Words


def given(lang: str, rows: list[list[TableValue]], **more: Any) -> Statistics:
    heads = [Words(lang)(head) for head in ("Part", "Times asked for", "Met", "Missed")]
    made = Statistics(
        document="hit-rate",
        title="Hit rate of parts",
        department="示范设备有限公司售后服务部",
        whose="深圳办事处",
        first=date(2026, 11, 1),
        last=date(2026, 11, 1),
        until=None,
        listing=ValueTable(heads=[*heads, "%"], rows=rows),
        total=["合计", 12, 9, 3, Decimal("75.0")],
        notes=["命中率 = 库里就有的次数 ÷ 要过的次数。"],
    )
    return replace(made, **more)


def row(number: int, name: str = "加热管") -> list[TableValue]:
    return [f"P-{1000 + number} {name}", 4, 3, 1, Decimal("75.0")]


def paper(lang: str, rows: list[list[TableValue]], *, for_pdf: bool = True, **more: Any) -> Page:
    return statistics_page(given(lang, rows, **more), pages(lang), for_pdf=for_pdf)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_is_the_one_that_was_approved(lang: str) -> None:
    until = date(2026, 11, 20)
    page = paper(lang, [row(1), row(2, "主控板")], for_pdf=False, until=until)
    golden.check(f"hit-rate.{lang}.html", page.html)


def replaced(lang: str, count: int, *, for_pdf: bool = True) -> Page:
    """The table of parts that repairs put in, with so many rows."""
    heads = [Words(lang)(head) for head in ("Part", "Pieces", "Tickets", "Free", "Charged")]
    rows: list[list[TableValue]] = [[f"P-{1000 + n} 备件{n}", 12, 9, 8, 4] for n in range(count)]
    more = {"document": "parts-replaced", "title": "Parts replaced"}
    listing = ValueTable(heads=heads, rows=rows)
    return paper(lang, [], for_pdf=for_pdf, listing=listing, total=["合计", 12, 9, 8, 4], **more)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_parts_replaced_are_those_that_were_approved(lang: str) -> None:
    golden.check(f"parts-replaced.{lang}.html", replaced(lang, 2, for_pdf=False).html)


@pytest.mark.parametrize("count", [1, 60])
def test_the_parts_replaced_print_well_with_one_row_and_with_sixty(count: int) -> None:
    page = replaced("zh", count)
    check_paper(page, ["合计", *(f"P-{1000 + n} 备件{n}" for n in range(count))])
    assert len(printed(page)) == (1 if count == 1 else 2)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "rows",
    [
        [row(1)],
        [row(n) for n in range(60)],
        [row(1, HOSTILE), row(2, LONG * 3), row(3, "W" * 90)],
    ],
    ids=["one", "sixty", "hostile"],
)
def test_it_prints_well_whatever_is_on_it(rows: Any, lang: str) -> None:
    check_paper(paper(lang, rows), ["合计", *(str(each[0]) for each in rows)])


def test_sixty_rows_have_their_heads_on_each_page_and_the_signatures_below() -> None:
    document = printed(paper("zh", [row(n) for n in range(60)]))
    texts = [sheet.get_textpage().get_text_bounded() for sheet in document]
    assert len(texts) == 2
    assert all("需求次数" in text for text in texts)
    assert ["备件管理员签字" in text for text in texts] == [False, True]


def test_months_without_anything_and_several_months_say_so() -> None:
    page = paper("zh", [], for_pdf=False, total=[], last=date(2026, 12, 1))
    assert "这段时间没有。" in read(page)
    assert "2026-11 – 2026-12" in read(page)


def test_what_somebody_wrote_is_no_markup_and_a_foreign_character_is_named() -> None:
    page = paper("zh", [row(1, HOSTILE)], for_pdf=False, notes=[HOSTILE])
    assert "<script>" not in page.html
    assert [each.character for each in paper("zh", [row(1, "ሴ")]).stood_in] == ["ሴ"]
