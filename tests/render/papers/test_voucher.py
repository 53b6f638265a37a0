"""The pick-up voucher as the customer gets it over the counter."""

from __future__ import annotations

import pytest
from render import golden
from render.paper_checks import MM, check_inside_margins, check_no_overlap, printed, scanned
from render.paper_tickets import HOSTILE, paper_of
from render.papers.test_bench_order import cases, read
from render.papers.test_visit_order import Seen

from svc.errors import NothingToPickUp

A5_ACROSS = (210 * MM, 148 * MM)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_voucher_is_the_one_that_was_approved(lang: str) -> None:
    page = paper_of("voucher", cases()["received"], lang, for_pdf=False)
    golden.check(f"voucher.{lang}.html", page.html)


def test_it_says_what_was_left_until_when_where_and_what_to_bring() -> None:
    page = read(paper_of("voucher", cases()["received"], "en").html)
    for told in (
        "深圳市喆堃餐饮管理有限公司", "CR-800", "CR8-25-004217", "Accessories电源线, 遥控器",
        "Pick-up time2026-11-23 09:12 Mon", "深圳市南山区科技南路 8 号",
        "Please bring this voucher", "Received by李明",
    ):  # fmt: skip
        assert told in page
    assert "Quoted" not in page


def test_the_quote_stands_on_it_where_there_is_one() -> None:
    assert "Quoted, yuan1180.00" in read(paper_of("voucher", cases()["long"], "en").html)


def test_a_machine_that_was_not_brought_in_has_none() -> None:
    with pytest.raises(NothingToPickUp, match="svc bench receive SZ-2611-A0042"):
        paper_of("voucher", cases()["empty"])


@pytest.mark.parametrize("name", ["received", "long", "hostile"])
def test_all_text_is_inside_the_margins_and_the_code_scans(name: str) -> None:
    document = printed(paper_of("voucher", cases()[name]))
    check_inside_margins(document, A5_ACROSS)
    check_no_overlap(document)
    assert scanned(document) == ["SZ-2611-A0042"]


def test_hostile_text_appears_literally_and_adds_no_element() -> None:
    hostile, plain = (
        Seen(paper_of("voucher", cases()[name]).html) for name in ("hostile", "received")
    )
    assert HOSTILE in "".join(hostile.text)
    assert set(hostile.elements) == set(plain.elements)
