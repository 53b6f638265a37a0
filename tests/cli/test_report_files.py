"""`svc report` as PDF, HTML and XLSX: where the files go, what a hostile text does in them, how the
command ends.
"""

from __future__ import annotations

import io
from typing import Any

import pypdfium2 as pdfium
import python_calamine
from conftest import Desk, Ended


def cells(data: bytes) -> dict[str, list[list[Any]]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }


def test_pdf_and_workbook_go_into_a_file_named_for_region_and_month(desk: Desk) -> None:
    desk.play()
    for form, begins in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        ended = desk.ok("report", "SZ", "2026-11", "--format", form)
        path = desk.path / f"report-SZ-2026-11.{form}"
        assert ended.out == f"Written: {path.name}\n"
        assert path.read_bytes().startswith(begins)
    told = desk.ok(
        "--json", "report", "all", "2026-11", "--format", "pdf", "--out", "月报.pdf"
    ).json
    assert (told["kind"], told["region"], told["path"]) == ("report_file", "all", "月报.pdf")
    assert (desk.path / "月报.pdf").exists()


HOSTILE = '=HYPERLINK("http://127.0.0.1:9/x","y")<script>alert(1)</script>{{ 7*7 }}'


def intake(desk: Desk, model: str) -> None:
    """A repair of a machine of this model."""
    assert desk.intake(model=model).status == 0


def test_a_model_that_looks_like_a_formula_is_text_on_paper_and_in_the_workbook(desk: Desk) -> None:
    intake(desk, HOSTILE)
    for form in ("html", "pdf", "xlsx"):
        desk.ok("report", "all", "2026-11", "--format", form, "--out", f"r.{form}")
    html = (desk.path / "r.html").read_text(encoding="utf-8")
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in html
    shown = [
        cell
        for sheet in cells((desk.path / "r.xlsx").read_bytes()).values()
        for row in sheet
        for cell in row
    ]
    assert HOSTILE in shown
    document = pdfium.PdfDocument((desk.path / "r.pdf").read_bytes())
    layer = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    assert "".join(HOSTILE.split()) in layer


def test_a_character_that_no_font_has_is_said_and_the_report_is_printed(desk: Desk) -> None:
    intake(desk, "蒸柜\U0002000b")

    def report(*more: str) -> Ended:
        return desk.svc("report", "all", "2026-11", *more)

    stood_in = report("--format", "pdf", "--out", "r.pdf")
    assert stood_in.status == 0
    assert stood_in.err.count("U+2000B") == 1
    assert "\U0002000b" in report("--format", "html").out
    assert report("--format", "xlsx").status == 0


def test_the_tickets_behind_a_figure_are_not_asked_for_as_a_pdf(desk: Desk) -> None:
    desk.play("intake")
    ended = desk.svc("report", "all", "2026-11", "--explain", "received", "--format", "pdf")
    assert (ended.status, ended.out) == (2, "")
    assert "md, json, csv, xlsx" in ended.err


def test_an_unreadable_ticket_is_named_on_paper_too_and_the_file_is_written(desk: Desk) -> None:
    desk.play("intake")
    desk.other(2)
    desk.edit('received: "2026', 'received: "x2026')
    for form in ("html", "xlsx"):
        ended = desk.svc("report", "all", "2026-11", "--format", form, "--out", f"r.{form}")
        assert ended.status == 3
    assert f"{desk.ticket}.yaml:" in (desk.path / "r.html").read_text(encoding="utf-8")
    shown = [
        cell
        for row in next(iter(cells((desk.path / "r.xlsx").read_bytes()).values()))
        for cell in row
    ]
    assert any(f"{desk.ticket}.yaml:" in str(cell) for cell in shown)
