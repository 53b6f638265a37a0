"""Papers are drawn by WeasyPrint where there is no plutoprint, and look the same there."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pypdfium2 as pdfium
import pytest
from render.paper_checks import (
    check_inside_margins,
    check_no_overlap,
    draw_by_second_engine,
    fonts_of,
    scanned,
    text_of,
)
from render.paper_tickets import MORNING, cases, order_of

from svc.errors import NoPdfEngine, TemplateAsksOutside
from svc.render.pdf import pdf_of
from svc.store.assets import fonts_dir

Printer = Callable[..., bytes]


def of_page(*pages: str) -> bytes:
    return pdf_of(*pages, title="工单", when=MORNING, fonts=fonts_dir())


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> Printer:
    """Papers drawn without plutoprint."""
    draw_by_second_engine(monkeypatch)
    return of_page


def test_an_order_drawn_by_the_second_is_the_same_order(
    monkeypatch: pytest.MonkeyPatch, second: Printer
) -> None:
    page = order_of(cases()["hostile"])
    data = second(page.html, *page.more)
    drawn = pdfium.PdfDocument(data)
    check_inside_margins(drawn)
    check_no_overlap(drawn)
    assert scanned(drawn) == ["SZ-2611-A0042", "SZ-2611-A0042"]
    assert drawn.get_metadata_dict()["Title"] == "工单"
    assert drawn.get_metadata_dict()["CreationDate"] == f"D:{MORNING:%Y%m%d%H%M%S}+08'00"
    assert data == second(page.html, *page.more)
    monkeypatch.undo()
    first = pdfium.PdfDocument(of_page(page.html, *page.more))
    assert len(first) == len(drawn)
    assert sorted(text_of(first)) == sorted(text_of(drawn))
    assert fonts_of(drawn) == {("Svc-Sans-SC", 1), ("Svc-Sans-SC-Bold", 1)}  # its names for ours


def test_papers_bound_by_the_second_count_their_own_pages(second: Printer) -> None:
    style = "<style>@page{@bottom-left{content:counter(page) '/' counter(pages)}}</style>"
    leaf = "<p>x</p><p style='break-before:page'>y</p>"
    drawn = pdfium.PdfDocument(second(style + leaf, style + "<p>z</p>"))
    assert [text_of([page]) for page in drawn] == ["x1/2", "y2/2", "z1/1"]


@pytest.mark.parametrize("address", [
    "http://127.0.0.1:9/x.png", "file:///etc/passwd", "svc-fonts:../coverage.txt", "x.png",
])  # fmt: skip
def test_the_second_fetches_nothing_either(second: Printer, address: str) -> None:
    with pytest.raises(TemplateAsksOutside):
        second(f'<img src="{address}">')


def test_without_either_the_ways_out_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "plutoprint", None)
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(NoPdfEngine, match="--format html") as refused:
        of_page("<p>x</p>")
    assert "svc-desk[pdf]" in str(refused.value)
