"""The work order as a PDF: looked at as a reader and a scanner see it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from render.paper_checks import (
    OURS,
    check_inside_margins,
    check_no_overlap,
    fonts_of,
    pieces,
    printed,
    scanned,
    text_of,
)
from render.paper_tickets import HOSTILE, LONG, MORNING, NAME, cases, order_of

from svc.errors import TemplateAsksOutside
from svc.render.fonts import beyond_usual, missing_characters
from svc.render.pdf import pdf_of, readable_text
from svc.store.assets import fonts_dir


@cache
def document(name: str, lang: str = "zh") -> pdfium.PdfDocument:
    return printed(order_of(cases()[name], lang))


def text(name: str, lang: str = "zh") -> str:
    return text_of(document(name, lang))


@pytest.mark.parametrize("name", cases())
def test_every_text_of_the_record_is_in_the_text_layer(name: Any) -> None:
    ticket, page = cases()[name], text(name)
    head = (
        ticket.customer.unit,
        ticket.customer.address,
        ticket.customer.contact,
        ticket.symptom,
        ticket.wishes,
    )
    visit = next((event for event in ticket.log if event.__class__.__name__ == "Visited"), None)
    for told in (
        *head,
        *((visit.found, visit.done, visit.advice, visit.leftover) if visit else ()),
    ):
        assert all(piece in page for piece in pieces(told))


@pytest.mark.parametrize(
    ("name", "told"),
    [("hostile", HOSTILE), ("long", LONG), ("long", NAME), ("parts", "SN00000030")],
)
def test_what_is_hard_to_print_is_printed_in_full(name: str, told: Any) -> None:
    assert "".join(told.split()) in text(name)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", cases())
def test_all_text_stands_inside_the_margins(name: Any, lang: str) -> None:
    check_inside_margins(document(name, lang))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", cases())
def test_no_two_characters_overlap(name: Any, lang: str) -> None:
    check_no_overlap(document(name, lang))


@pytest.mark.parametrize("name", ["dispatched", "hostile", "parts"])
def test_the_codes_on_order_and_slip_scan_to_the_number_at_200_dpi(name: str) -> None:
    assert scanned(document(name)) == ["SZ-2611-A0042", "SZ-2611-A0042"]


@pytest.mark.parametrize(("name", "lang", "count"), [
    ("received", "zh", 2), ("dispatched", "zh", 2), ("visited", "zh", 2), ("hostile", "zh", 2), ("dispatched", "en", 2),
])  # fmt: skip
def test_the_usual_order_is_one_sheet_of_two_pages(name: str, lang: str, count: int) -> None:
    assert len(document(name, lang)) == count


@pytest.mark.parametrize("name", cases())
def test_each_copy_counts_its_own_pages_and_the_later_ones_say_whose(name: Any) -> None:
    pages = [page.get_textpage().get_text_bounded() for page in document(name, "en")]
    counted = [
        tuple(map(int, found.groups()))
        for page in pages
        if (found := re.search(r"Page (\d+) of (\d+)", page))
    ]
    ours = counted[0][1]
    theirs = len(pages) - ours
    assert counted == [
        *((number, ours) for number in range(1, ours + 1)),
        *((number, theirs) for number in range(1, theirs + 1)),
    ]
    for place, (page, (number, _)) in enumerate(zip(pages, counted, strict=True)):
        assert ("示范设备有限公司售后服务部 Visit work order SZ-2611-A0042" in page) == (number > 1)
        assert ("Office copy" in page, "Customer copy" in page) == (place < ours, place >= ours)


@pytest.mark.parametrize("name", cases())
def test_what_the_customer_signs_stands_once_on_our_copy(name: Any) -> None:
    pages = [" ".join(page.get_textpage().get_text_bounded().split())
             for page in document(name, "en")]  # fmt: skip
    for part in ("Customer's signature", "not signed, because"):
        (page,) = [page for page in pages if part in page]
        assert "Office copy" in page


def test_black_ink_only() -> None:
    for page in document("visited"):
        picture = page.render(scale=1).to_pil().convert("RGB")
        assert all(red == green == blue for _, (red, green, blue) in picture.getcolors(1 << 24))


def test_the_same_record_gives_the_same_bytes() -> None:
    page = order_of(cases()["visited"])
    first, second = (
        pdf_of(page.html, title=page.title, when=page.when, fonts=fonts_dir()) for _ in range(2)
    )
    assert first == second


def test_our_fonts_and_no_others_are_embedded() -> None:
    assert fonts_of(document("visited")) == OURS


ELSEWHERE = """
import sys, json
from datetime import datetime
from pathlib import Path
from svc.render.pdf import pdf_of
html, title, when = json.loads(sys.stdin.read())
data = pdf_of(html, title=title, when=datetime.fromisoformat(when), fonts=Path(sys.argv[1]))
sys.stdout.buffer.write(data)
"""


def elsewhere(fonts: Path, **environment: str) -> bytes:
    """The visited order made by another process, with the fonts in this folder."""
    page = order_of(cases()["visited"])
    ended = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, str(fonts)],
        input=json.dumps([page.html, page.title, page.when.isoformat()]).encode(),
        env={**os.environ, **environment},
        capture_output=True,
        check=True,
    )
    assert ended.stderr == b""
    return ended.stdout


def test_the_fonts_are_found_on_a_path_with_blanks_and_chinese(tmp_path: Path) -> None:
    folder = shutil.copytree(fonts_dir(), tmp_path / "程序 文件" / "fonts")
    assert elsewhere(folder) == elsewhere(fonts_dir())


def test_where_the_system_finds_no_fonts_the_page_brings_them(tmp_path: Path) -> None:
    """Slower, and in a batch embedded again for each paper; but the same page."""
    other = tmp_path / "fonts.conf"
    other.write_text("<fontconfig></fontconfig>")
    assert elsewhere(fonts_dir(), FONTCONFIG_FILE=str(other)) == elsewhere(fonts_dir())


def test_papers_bound_in_one_file_count_their_own_pages_and_share_the_fonts() -> None:
    orders = [order_of(cases()[name], "en") for name in ("dispatched", "parts", "received")]
    copies = [html for page in orders for html in (page.html, *page.more)]
    data = pdf_of(*copies, title="x", when=MORNING, fonts=fonts_dir())
    bound = pdfium.PdfDocument(data)
    assert [page.get_textpage().get_text_bounded() for page in bound] == [
        page.get_textpage().get_text_bounded() for order in orders for page in printed(order)
    ]
    # Regular and Bold, of each the Chinese and the Latin letters
    assert data.count(b"/FontFile2") == 4
    assert data == pdf_of(*copies, title="x", when=MORNING, fonts=fonts_dir())


@pytest.mark.parametrize("address", [
    "http://127.0.0.1:9/x.png", "https://example.com/x.css", "file:///etc/passwd", "svc-fonts:../coverage.txt", "x.png",
])  # fmt: skip
def test_a_page_that_asks_for_anything_else_is_refused(address: str) -> None:
    html = f'<img src="{address}"><p>text</p>'
    with pytest.raises(TemplateAsksOutside):
        pdf_of(html, title="x", when=MORNING, fonts=fonts_dir())


def test_a_picture_inside_the_page_is_printed() -> None:
    svg = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"
    assert pdf_of(f'<img src="{svg}">', title="x", when=MORNING, fonts=fonts_dir()).startswith(
        b"%PDF"
    )


def test_the_record_is_dated_by_its_own_time() -> None:
    data = document("visited").get_metadata_dict()
    assert data["Title"] == "上门维修工单 SZ-2611-A0042"
    assert data["CreationDate"] == "20261123104200+08'00'"


def test_all_words_of_the_paper_are_in_the_font() -> None:
    for lang in ("zh", "en"):
        page = order_of(cases()["visited"], lang).html
        assert missing_characters(page, fonts_dir()) == []
        assert beyond_usual([page], fonts_dir()) == frozenset()


@pytest.mark.parametrize(("text", "shown"), [
    ("a\r\nb\u2028c", "a\nb\nc"), ("a\tb\u00a0c\u3000d", "a b c\u3000d"), ("\u202egnp.exe", "\\u202egnp.exe"),
])  # fmt: skip
def test_nothing_invisible_is_left(text: str, shown: str) -> None:
    assert readable_text(text) == shown
