"""A department's own letterhead: logo, form numbers and footer, on every paper."""

from __future__ import annotations

import base64
import struct
import zlib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from render.paper_checks import check_inside_margins, check_no_overlap, printed, scanned, text_of
from render.paper_tickets import HEAD, after, order_of, pages, paper_of, visited
from render.papers.test_bench_order import cases as bench
from render.papers.test_callback_record import cases as callbacks
from render.papers.test_complaint_form import cases as complaints
from render.papers.test_inquiry_record import cases as inquiries
from render.papers.test_installation_papers import DOCUMENTS as INSTALLATION_PAPERS
from render.papers.test_installation_papers import cases as installations
from render.papers.test_loan_card import cases as loans
from render.papers.test_part_slips import shortages
from render.papers.test_quotation import cases as quotes
from render.papers.test_receipt import cases as receipts
from render.papers.test_training_sheet import cases as trainings

from svc.errors import TemplateAsksOutside, TemplateFaulty
from svc.render.pages import Page, StoodIn
from svc.render.papers.table import PAPERS

TICKETS = {
    "visit-order": callbacks()["due"],
    "callback-record": callbacks()["due"],
    "complaint-form": complaints()["settled"],
    "loan-card": loans()["out"],
    "issue-slip": loans()["out"],
    "fault-tag": loans()["out"],
    "failure-slip": shortages(),
    "bench-order": next(iter(bench().values())),
    "voucher": bench()["received"],
    "quotation": next(iter(quotes().values())),
    "receipt": next(iter(receipts().values())),
    "survey": callbacks()["due"],
    "inquiry-record": inquiries()["answered"],
    "training-sheet": trainings()["agreed"],
    **dict.fromkeys(INSTALLATION_PAPERS, installations()["accepted"]),
}


def png(width: int, height: int) -> str:
    """A black picture as a data: address."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = b"".join(b"\x00" + b"\x00" * width for _ in range(height))
    head = struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0)
    data = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
    return "data:image/png;base64," + base64.b64encode(data).decode()


LETTERHEAD = f"""
{{% macro logo() %}}<img src="{png(60, 24)}" style="height: 10mm; display: block">{{% endmacro %}}
{{% macro form_number(document) %}}
  {{{{ {{"visit-order": "SH-07", "loan-card": "SH & 12"}}.get(document, "SH-00") }}}}
{{% endmacro %}}
{{% macro footer(document) %}}<p class="small">本单一式两份；监督电话 0755-2600 0099。</p>{{% endmacro %}}
"""


def own(folder: Path, name: str = "letterhead.html", text: str = LETTERHEAD) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def letterhead(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return own(tmp_path_factory.mktemp("own"))


@cache
def page(document: str, folder: Path) -> Page:
    return paper_of(document, TICKETS[document], pages=pages("zh", folder))


def test_no_paper_about_a_ticket_is_forgotten_here() -> None:
    assert set(TICKETS) == {name for name, paper in PAPERS.items() if paper.about == "ticket"}


@pytest.mark.parametrize("document", TICKETS)
def test_every_paper_bears_the_form_number_and_the_footer(document: Any, letterhead: Any) -> None:
    text = text_of(printed(page(document, letterhead)))
    number = {"visit-order": "SH-07", "loan-card": "SH&12"}.get(document, "SH-00")
    assert f"{number}SZ-" in text
    assert "本单一式两份；监督电话0755-26000099。" in text


@pytest.mark.parametrize("document", ["visit-order", "callback-record", "loan-card"])
def test_the_logo_is_printed_and_moves_nothing_out_of_its_place(
    document: str, letterhead: Any
) -> None:
    document_ = printed(page(document, letterhead))
    check_inside_margins(document_)
    check_no_overlap(document_)
    assert "SZ-2611-A0042" in scanned(document_)
    picture = document_[0].render(scale=1, grayscale=True).to_pil()
    rows = (35, 45, 55) if document == "visit-order" else (45, 55, 65)  # its margins are small
    assert {picture.getpixel((x, y)) for x in (45, 75, 105) for y in rows} == {0}


def test_a_logo_stands_beside_the_heads_text_and_a_footer_still_fits_on_the_page(
    letterhead: Any,
) -> None:
    assert len(printed(page("callback-record", letterhead))) == 1


def test_what_a_letterhead_leaves_out_stays_empty(tmp_path: Path) -> None:
    empty = own(tmp_path, text="{# nothing yet #}")
    assert paper_of("loan-card", TICKETS["loan-card"], pages=pages("zh", empty)) == paper_of(
        "loan-card", TICKETS["loan-card"]
    )


@pytest.mark.parametrize(("text", "line", "problem"), [
    ("{% macro logo() %}\n{{ nobody }}{% endmacro %}", 2, "'nobody' is undefined"),
    ("\n\n{% macro footer(document) %}", 3, "Unexpected end of template"),
    ("{% macro footer(document) %}\n{{ document.missing() }}\n{% endmacro %}", 2, "has no attribute 'missing'"),
])  # fmt: skip
def test_a_letterhead_that_is_wrong_is_named_with_its_line(
    tmp_path: Path, text: str, line: int, problem: str
) -> None:
    with pytest.raises(TemplateFaulty, match=problem) as refused:
        paper_of("loan-card", TICKETS["loan-card"], pages=pages("zh", own(tmp_path, text=text)))
    assert refused.value.facts["template"] == "letterhead.html"
    assert refused.value.facts["line"] == line


def test_characters_of_the_letterhead_that_the_font_lacks_are_named_too(tmp_path: Path) -> None:
    folder = own(tmp_path, text="{% macro footer(document) %}\t𠀋野家{% endmacro %}")
    page = paper_of("loan-card", TICKETS["loan-card"], pages=pages("zh", folder))
    assert page.stood_in == (StoodIn("𠀋", "templates/"),)
    assert "𠀋野家" in page.html


@pytest.mark.parametrize("asks", [
    '<img src="https://example.com/logo.png">', '<p style="background: url(https://example.com/a.png)">',
    '<link rel="stylesheet" href="https://example.com/x.css">', '<script src="https://example.com/x.js"></script>',
    '<style>@import "https://example.com/x.css";</style>', '<svg><image href="https://example.com/a.svg"/></svg>',
])  # fmt: skip
def test_a_page_for_the_screen_that_asks_for_something_elsewhere_is_refused(
    tmp_path: Path, asks: str
) -> None:
    folder = own(tmp_path, text=f"{{% macro footer(document) %}}{asks}{{% endmacro %}}")
    with pytest.raises(TemplateAsksOutside, match=r"example\.com"):
        paper_of("loan-card", TICKETS["loan-card"], pages=pages("zh", folder), for_pdf=False)


def test_what_a_customer_says_is_no_address_that_is_asked_for(letterhead: Any) -> None:
    said = '<img src="https://example.com/a.png"> url(https://example.com) @import "x"'
    told = paper_of("survey", after(customer={**HEAD["customer"], "unit": said}), pages=pages("zh", letterhead),
                    for_pdf=False)  # fmt: skip
    assert "https://example.com/a.png" in told.html


@pytest.mark.parametrize(
    "asks", ['<img src="https://example.com/logo.png">', '<img src="logo.png">']
)
def test_a_logo_on_a_server_or_in_a_file_is_not_printed(tmp_path: Path, asks: str) -> None:
    folder = own(tmp_path, text=f"{{% macro logo() %}}{asks}{{% endmacro %}}")
    with pytest.raises(TemplateAsksOutside, match=r"logo\.png"):
        printed(paper_of("loan-card", TICKETS["loan-card"], pages=pages("zh", folder)))


def test_macros_that_orders_had_of_all_papers_are_still_found_under_their_old_names(
    tmp_path: Path,
) -> None:
    text = (
        '{% extends "svc/visit_order.html" %}{% import "parts.html" as part %}{% block content %}'
        "{{ part.consents(paper.consents) }}{{ part.parts_used(paper.visit.parts, 2) }}"
        "{% if paper.charges %}{{ part.charges(paper.charges) }}{% endif %}{% endblock %}"
    )
    folder = own(tmp_path, "visit_order.html", text)
    page = order_of(after(*visited()), pages=pages("zh", folder)).html
    assert "客户确认事项" in page
    assert "轴承 6204" in page
