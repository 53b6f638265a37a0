"""The price list on paper: whole, in its order, over several pages."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from render import golden
from render.paper_checks import check_paper, printed
from render.paper_tickets import HOSTILE, SETTINGS, ZONE, pages, read

from svc.model.prices import Band, Item, PriceList
from svc.render.pages import Page
from svc.render.papers.price_list import PricesGiven, price_list

LABOUR = Item(code="L01", name="检测诊断", price=Decimal("80.00"), unit="次")
TRAVEL = [
    Band(code="T01", name="上门费 20 公里以内", up_to_km=20, price=Decimal("50.00")),
    Band(code="T02", name="上门费 20 公里以上", price=Decimal("120.00")),
]
FILTER = Item(code="P-1", name="滤芯", price=Decimal("18.50"), unit="个", consumable=True)
NOTE = "超出保修期的按本价目单收费。"


def made(parts: list[Item], note: str = NOTE, lang: str = "zh", *, for_pdf: bool = True) -> Page:
    begins = datetime(2026, 7, 1, tzinfo=ZONE)
    prices = PriceList(since=begins.date(), note=note, labour=[LABOUR], travel=TRAVEL, parts=parts)
    given = PricesGiven(version="2026-07", prices=prices, settings=SETTINGS, begins=begins)
    return price_list(given, pages(lang), for_pdf=for_pdf)


def many(count: int) -> list[Item]:
    return [
        Item(code=f"P-{n}", name=f"备件 {n} 号", price=Decimal(n).quantize(Decimal("0.01")))
        for n in range(1, count + 1)
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_is_the_one_that_was_approved(lang: str) -> None:
    golden.check(f"price-list.{lang}.html", made([FILTER], lang=lang, for_pdf=False).html)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("count", [0, 1, 60])
def test_it_prints_well_with_few_lines_and_with_many(count: int, lang: str) -> None:
    page = made(many(count), lang=lang)
    names = [item.name for item in many(count)]
    check_paper(page, ["L01", "检测诊断", "80.00", "T02", "120.00", NOTE, *names])
    assert len(printed(page)) == (1 if count < 20 else 2)


def test_a_group_without_lines_has_no_title_and_a_consumable_says_so() -> None:
    assert "Parts" not in read(made([], lang="en"))
    assert "滤芯 (consumable: charged in warranty too)" in read(made([FILTER], lang="en"))


def test_hostile_text_adds_no_element() -> None:
    plain = made([Item(code="P-1", name="x", price=Decimal("1.00"))], note="x", lang="en")
    item = Item(code="P-1", name=HOSTILE, price=Decimal("1.00"))
    assert made([item], note=HOSTILE, lang="en").html.count("<") == plain.html.count("<")
