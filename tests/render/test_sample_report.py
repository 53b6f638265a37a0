"""The sample's report in all its forms: the workbook and the PDF say what the JSON says."""

from __future__ import annotations

import io
import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
import python_calamine
from render.paper_checks import check_inside_margins, check_no_overlap, printed, text_of
from render.paper_tickets import pages

from svc.actions import reports
from svc.render.report_pages import report_page
from svc.render.report_words import report_fields, title_words
from svc.render.sheets import report_workbook
from svc.render.words import Words
from svc.rules.report.answer import Report
from svc.store.ledger import Ledger

SAMPLE = Path(__file__).parents[2] / "ledger"
NOW = datetime.fromisoformat("2026-12-05T09:00:00+08:00")
NUMBERS = ("count", "rate", "hours", "minutes", "yuan")
MONTHS = (("southwest", "2026-10"), ("all", "2026-10"))


@cache
def report(region: str, month: str) -> Report:
    return reports.month_report(Ledger(SAMPLE), region, month, NOW)[0]


@cache
def document(region: str, month: str, lang: str) -> pdfium.PdfDocument:
    return printed(report_page(report(region, month), pages(lang), for_pdf=True))


def fields(region: str, month: str, lang: str) -> dict[str, Any]:
    """The report as it stands in its JSON."""
    told = report_fields(report(region, month), Words(lang))
    read: dict[str, Any] = json.loads(json.dumps(told, default=str))
    return read


@pytest.mark.parametrize(("region", "month"), MONTHS)
def test_the_workbook_has_the_numbers_of_the_json(region: str, month: str) -> None:
    told = fields(region, month, "en")
    book = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(report_workbook(report(region, month), Words("en")))
    )
    front = report(region, month).front
    assert front is not None
    cover, figures, *sheets = (
        book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
    )
    assert ["Digest of the input", told["digest"]] in cover
    compared = 0

    def same(found: object, value: object) -> None:
        nonlocal compared
        assert found == ("—" if value is None else pytest.approx(float(str(value)), rel=1e-12))
        compared += 1

    for target in (figure for figure in front.figures if figure.target is not None):
        title = title_words(target.title, Words("en"))
        assert pytest.approx(float(target.target or 0)) in [
            row[7] for row in figures if row[1] == title
        ]
    for table in front.tables:
        assert sheets.pop(0)[0][0] == title_words(table.columns[0].title, Words("en"))
    left = iter(sheets)
    in_tables = {figure.id for each in report(region, month).sections for figure in each.in_tables}
    for section in told["sections"]:
        for figure in section["figures"]:
            if figure["id"] not in in_tables:
                named = [f"{section['number']} {section['title']}", figure["title"]]
                row = next(
                    row for row in figures if row[:2] == named and row[10] == figure["formula"]
                )
                for found, name in (
                    (row[2], "value"),
                    (row[3], "month_before"),
                    (row[5], "year_before"),
                ):
                    same(found, figure[name])
        for table in section["tables"]:
            heads, *found_rows = next(left)
            wide = len(table["columns"])
            assert heads[:wide] == [column["title"] for column in table["columns"]]
            for row, cells in zip(table["rows"], found_rows[: len(table["rows"])], strict=True):
                for index, column in enumerate(table["columns"]):
                    if column["unit"] in NUMBERS:
                        same(cells[index], row[index])
    assert list(left) == []
    assert compared > 500


def undashed(text: str) -> str:
    """Without dashes: a reader takes one at the end of a line for the mark of a broken word and
    drops it.
    """
    return re.sub("[-−\x02\ufffe]", "", text)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("region", "month"), MONTHS)
def test_the_pdf_has_every_title_formula_and_cell(region: str, month: str, lang: str) -> None:
    told = fields(region, month, lang)
    layer = undashed(text_of(document(region, month, lang)))
    looked_for = [told["department"], told["region_name"], told["digest"]]
    for section in told["sections"]:
        looked_for += [
            section["title"],
            *section["notes"],
            *(figure["formula"] for figure in section["figures"]),
        ]
        for table in section["tables"]:
            looked_for.append(table["title"])
            texts = [
                i
                for i, column in enumerate(table["columns"])
                if column["unit"] in ("text", "ticket", "day")
            ]
            looked_for += [row[i] for row in table["rows"] for i in texts if row[i]]
    assert len(looked_for) > 100
    for text in looked_for:
        assert undashed("".join(text.split())) in layer, text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_headquarters_month_stands_inside_the_margins_and_nothing_on_top_of_another(
    lang: str,
) -> None:
    check_inside_margins(document("all", "2026-10", lang))
    check_no_overlap(document("all", "2026-10", lang))
