"""A paper on another size is the same template, laid out by what the size is."""

from __future__ import annotations

from typing import Any

import pypdfium2 as pdfium
import pytest
from render.paper_checks import (
    MM,
    check_no_overlap,
    draw_by_second_engine,
    glyphs,
    printed,
    scanned,
)
from render.paper_tickets import paper_of
from render.papers import test_bench_order as bench
from render.papers import test_receipt as receipts
from render.papers.test_visit_order import Seen
from render.test_letterhead import TICKETS

from svc.errors import NotOnThisSize
from svc.render.pages import Pages
from svc.render.paper_sizes import SHEETS, cut_off, is_roll
from svc.render.papers.table import PAPERS, sheet_of
from svc.render.words import Words
from svc.store.assets import fonts_dir, templates_dir

RECEIPTS, VOUCHERS = receipts.cases(), bench.cases()
ROLL = {
    **{("receipt", name): RECEIPTS[name] for name in ("usual", "void", "long", "many", "hostile")},
    **{("voucher", name): VOUCHERS[name] for name in ("received", "long", "hostile")},
    ("fault-tag", "usual"): TICKETS["fault-tag"],
}


def on(size: Any, document: str, ticket: Any, lang: str = "zh", **more: Any) -> Any:
    pages = Pages([templates_dir()], fonts_dir(), Words(lang), {document: size})
    return paper_of(document, ticket, lang, pages=pages, **more)


def check_roll(document: pdfium.PdfDocument) -> None:
    """One page of 80 mm, what is on it inside the printed 72, and cut a thumb's breadth below it."""
    assert len(document) == 1
    width, height = document[0].get_size()
    assert abs(width - 80 * MM) < 1
    seen = list(glyphs(document[0], turned=False))
    assert min(left for _, left, *_ in seen) >= 3.9 * MM
    assert max(right for *_, right, _ in seen) <= width - 3.9 * MM
    assert max(top for *_, top in seen) <= height - 3.9 * MM
    lowest = min(bottom for _, _, bottom, *_ in seen)
    assert 7 * MM <= lowest <= 40 * MM  # the stamp's field may stand below the last text
    check_no_overlap(document)


@pytest.mark.parametrize("which", ROLL, ids=" ".join)
def test_on_a_roll_all_is_one_page_as_long_as_what_is_on_it(which: Any) -> None:
    lang = "en" if which[1] in ("usual", "long") else "zh"
    document = printed(on("80mm", which[0], ROLL[which], lang))
    check_roll(document)
    assert scanned(document) == ["SZ-2611-A0042"]


@pytest.mark.parametrize("document", ["receipt", "voucher"])
def test_nothing_of_the_usual_size_is_missing_on_a_roll(document: str) -> None:
    usual, roll = (Seen(on(size, document, ROLL[document, "long"]).html) for size in ("A5", "80mm"))
    assert sorted("".join("".join(usual.text).split())) == sorted(
        "".join("".join(roll.text).split())
    )


def test_what_is_grey_on_a_sheet_is_black_on_a_roll() -> None:
    """A thermal head has one ink, and prints grey as dots."""
    grey = [
        printed(on(size, "receipt", ROLL["receipt", "void"]))[0].render().to_pil().convert("L")
        for size in ("A5", "80mm")
    ]
    on_sheet, on_roll = (picture.histogram()[0xC4] for picture in grey)
    assert on_sheet > 1000
    assert on_roll < 100


def test_the_second_engine_cuts_a_roll_likewise(monkeypatch: pytest.MonkeyPatch) -> None:
    draw_by_second_engine(monkeypatch)
    check_roll(printed(on("80mm", "receipt", ROLL["receipt", "usual"])))


@pytest.mark.parametrize(
    "document", [name for name, paper in PAPERS.items() if "A5" in paper.sizes]
)
def test_on_a5_a_paper_is_two_pages_at_most_none_nearly_empty(document: str) -> None:
    pages = printed(on("A5", document, TICKETS[document]))
    assert len(pages) <= 2
    for page in pages:
        assert page.get_size() == pytest.approx((210 * MM, 148 * MM), abs=1)
        assert min(bottom for _, _, bottom, *_ in glyphs(page)) < 148 * MM / 2


def test_a_size_that_a_paper_is_not_made_for_is_refused_with_those_it_is() -> None:
    with pytest.raises(NotOnThisSize) as refused:
        sheet_of("visit-order", {"visit-order": "80mm"})
    assert refused.value.facts["sizes"] == ["A4"]
    assert sheet_of("visit-order", {"receipt": "80mm"}) == SHEETS["A4"]


def test_what_a_customer_writes_does_not_cut_the_page() -> None:
    html = "<style>@page { size: 80mm 4000mm; }</style><p>size: 80mm 4000mm;"
    assert is_roll(html)
    assert cut_off(html, 100) == "<style>@page { size: 80mm 113.0mm; }</style><p>size: 80mm 4000mm;"


def test_on_the_screen_the_browser_chooses_the_length_of_a_roll() -> None:
    page = on("80mm", "receipt", ROLL["receipt", "usual"], for_pdf=False).html
    assert "4000mm" not in page
    assert "max-width: 72mm" in page
