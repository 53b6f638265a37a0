"""Lines of money over several pages: no line lost, sums carried that add up."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

import pytest

from svc.render.money import grouped
from svc.render.paper_sizes import SHEETS
from svc.render.papers.carried_sums import CellText, LinePage, line_pages, text_mm

THIRD = SHEETS["241-1/3"]


def pages(count: int, sheet: Any = THIRD, text: str = "轴承", **more: Any) -> list[LinePage]:
    """The pages of so many lines, the first of 1 yuan, the second of 2."""
    sums = [Decimal(n) for n in range(1, count + 1)]
    return line_pages([CellText(text, 0.5)] * count, sums, sheet, **more)


def test_few_lines_are_on_one_page_and_nothing_is_carried() -> None:
    assert pages(3) == [LinePage(first=0, end=3)]


def test_what_is_carried_over_is_brought_forward_and_adds_up() -> None:
    first, *_, last = pages(60)
    assert (first.brought, last.carried) == ("", "")
    sums = [Decimal(n) for n in range(1, 61)]
    for before, after in zip(pages(60), pages(60)[1:], strict=False):
        assert before.carried == after.brought == grouped(sum(sums[: before.end], Decimal(0)))


@pytest.mark.parametrize("seed", range(50))
def test_every_line_stands_on_one_page_in_its_order_and_no_page_is_empty(seed: int) -> None:
    random = Random(seed)
    sheet = SHEETS[random.choice(("A4", "A5", "241-1/1", "241-1/2", "241-1/3"))]
    lines = [CellText("长" * random.randrange(200), 0.5) for _ in range(random.randrange(1, 80))]
    found = line_pages(lines, [Decimal("0.10")] * len(lines), sheet, below_mm=random.randrange(40))
    assert [number for page in found for number in range(page.first, page.end)] == [
        *range(len(lines))
    ]
    assert all(page.first < page.end for page in found)


def test_the_total_never_stands_on_a_page_alone() -> None:
    for count in range(2, 40):
        last = pages(count, below_mm=30)[-1]
        assert last.end - last.first >= 1


def test_long_items_fields_and_what_stands_below_take_room() -> None:
    usual = len(pages(30))
    assert len(pages(30, text="长" * 100)) > usual
    assert pages(30, above=[[CellText("长" * 300, 0.5)]])[0].end < pages(30)[0].end
    assert len(pages(3, below_mm=60)) == 2


def test_letters_are_narrower_than_ideographs_and_each_line_break_is_one() -> None:
    assert text_mm([CellText("A" * 40, 0.5)], THIRD) < text_mm([CellText("长" * 40, 0.5)], THIRD)
    assert text_mm([CellText("一\n二\n三", 0.5)], THIRD) == 3 * text_mm(
        [CellText("一", 0.5)], THIRD
    )


@pytest.mark.parametrize("size", ["80mm", "A4/3"])
def test_where_pages_are_not_counted_all_lines_stand_together(size: Any) -> None:
    assert pages(60, SHEETS[size]) == [LinePage(first=0, end=60)]
    assert text_mm([CellText("长" * 40, 0.5)], SHEETS[size]) == 0


def test_an_amount_has_a_comma_where_thousands_end() -> None:
    assert [grouped(Decimal(text)) for text in ("0", "999.9", "1020.50", "1234567.00")] == [
        "0.00", "999.90", "1,020.50", "1,234,567.00",
    ]  # fmt: skip
