"""The workbook, read back by another library, and opened by LibreOffice where it is installed."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from render.month_reports import FORMULA_LIKE, busy, quiet, told

from svc.errors import NoXlsx, Phrase
from svc.render.report_words import cell_words, title_words
from svc.render.sheets import report_workbook, sheet_name
from svc.render.words import Words
from svc.rules.report.answer import Label, Report

REPORTS = {"busy": busy(), "quiet": quiet(), "formulas": told(FORMULA_LIKE)}


def rows(data: bytes) -> dict[str, list[list[object]]]:
    """The cells of each sheet, without empty rows."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {
        name: [
            row
            for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(c != "" for c in row)
        ]
        for name in book.sheet_names
    }


def below(sheet: list[list[object]], title: str) -> list[list[object]]:
    """The rows under a title, from the heads of the columns on."""
    start = next(i for i, row in enumerate(sheet) if row[0] == title)
    return sheet[start + 1 :]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", REPORTS)
def test_every_figure_and_cell_is_there_as_what_it_is(name: Any, lang: str) -> None:
    report, words = REPORTS[name], Words(lang)
    sheets = list(rows(report_workbook(report, words)).values())[1:]
    assert len(sheets) == len(report.sections)
    for section, sheet in zip(report.sections, sheets, strict=True):
        for figure in section.figures:
            row = next(row for row in sheet if row[0] == title_words(figure.title, words))
            points = 100 if figure.unit == "rate" else 1
            month, year = (
                None if c is None else c * points for c in (figure.month_change, figure.year_change)
            )
            expected = [figure.value, figure.month_before, month, figure.year_before, year]
            for found, value in zip(row[1:6], expected, strict=True):
                assert found == ("—" if value is None else pytest.approx(float(value)))
                assert type(found) is (str if value is None else float)
            assert row[6:8] == [
                "" if n is None else n for n in (figure.numerator, figure.denominator)
            ]
            assert row[8] == title_words(figure.formula, words)
        for table in section.tables:
            found_rows = below(sheet, title_words(table.title, words))
            if table.note is not None:
                assert found_rows.pop(0)[0] == title_words(table.note, words)
            if not table.rows:
                assert found_rows[0][0] == words("None.")
                continue
            wide = len(table.columns)
            assert found_rows[0][:wide] == [
                title_words(column.title, words) for column in table.columns
            ]
            for cells, found in zip(table.rows, found_rows[1:], strict=False):
                for cell, column, at in zip(cells, table.columns, found, strict=False):
                    if isinstance(cell, datetime):
                        assert at == cell.replace(tzinfo=None)
                    elif isinstance(cell, date):
                        assert at == cell
                    elif isinstance(cell, str | Label | Phrase | None):
                        assert at == (
                            cell if isinstance(cell, str) else cell_words(cell, column.unit, words)
                        )
                    else:
                        assert at == pytest.approx(float(cell), rel=1e-14)
                        assert isinstance(at, float)


def test_amounts_keep_their_cents_and_rates_are_shares() -> None:
    sheet = rows(report_workbook(busy(), Words("en")))["8 Money"]
    charged = next(row for row in sheet if row[0] == "charged")
    assert Decimal(str(charged[1])) == Decimal("12345.60")
    sheet = rows(report_workbook(busy(), Words("en")))["2 Promises"]
    assert [0.95, 0.93, 2.0] in [row[1:4] for row in sheet if row[0] == "promises kept in time"]


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize("name", REPORTS)
def test_there_are_no_formulas_links_or_macros_in_it(name: Any) -> None:
    for path, text in parts(report_workbook(REPORTS[name], Words("zh"))).items():
        assert not re.search(
            r"<f[ >/]|<hyperlink|externalLink|vbaProject|oleObject|TargetMode", text
        ), path


def test_what_looks_like_a_formula_a_number_or_a_day_is_text_and_stays_it_when_edited() -> None:
    data = report_workbook(told(FORMULA_LIKE), Words("en"))
    found = [
        row[0]
        for row in below(rows(data)["4 Fault analysis"], "Models, those with most faults first")
    ]
    assert found[1:-1] == FORMULA_LIKE
    files = parts(data)
    codes = dict(
        re.findall(r'<numFmt numFmtId="(\d+)" formatCode="([^"]*)"', files["xl/styles.xml"])
    )
    formats = re.findall(
        r'<xf [^>]*numFmtId="(\d+)"', files["xl/styles.xml"].partition("<cellXfs")[2]
    )
    texts = re.findall(r'<c r="[A-Z]+\d+"(?: s="(\d+)")? t="s"', "".join(files.values()))
    assert {codes[formats[int(style)]] for style in texts} == {"@"}


def test_nothing_invisible_and_nothing_too_long_comes_into_a_cell() -> None:
    texts = ["a\tb\r\nc\x00\x1b[31m\u202e", "_x0041_", "长" * 40_000, "😀" * 20_000]
    found = [row[0] for row in below(rows(report_workbook(told(texts), Words("en")))["4 Fault analysis"],
                                     "Models, those with most faults first")]  # fmt: skip
    assert found[1:3] == ["a b\nc\\u0000\\u001b[31m\\u202e", "_x0041_"]
    assert all(1000 < len(str(text).encode("utf-16-le")) // 2 <= 32_767 for text in found[3:5])


def test_the_first_row_stays_and_columns_are_wide_enough_for_chinese() -> None:
    sheet = parts(report_workbook(busy(), Words("zh")))["xl/worksheets/sheet4.xml"]
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in sheet
    width = re.search(r'<col min="1" max="1" width="([\d.]+)"', sheet)
    assert width is not None
    assert float(width[1]) >= len("CR-001 ") + 2 * len("全自动商用洗碗机（加长双门，带烘干）")


def test_the_cover_says_whose_month_it_is_from_what_and_what_is_missing() -> None:
    cover = [
        " ".join(map(str, row)).strip()
        for row in rows(report_workbook(busy(), Words("en")))["Monthly service report"]
    ]
    assert cover[0].startswith("示范设备有限公司售后服务部")
    assert cover[1:] == [
        "Region headquarters, all regions",
        "Month 2026-11 The month is not over: as of 2026-11-20 09:00. It is compared with the "
        "same days, 1 to 20, a month and a year ago; figures that go on changing after those days "
        "are not compared.",
        f"Digest of the input {busy().digest}",
        "Not counted tickets/SZ/2026-11/SZ-2611-A0007.yaml:14: `at` is not a time",
    ]


def test_the_same_report_gives_the_same_bytes_and_says_no_time_but_its_months() -> None:
    first = report_workbook(busy(), Words("zh"))
    assert report_workbook(busy(), Words("zh")) == first
    assert report_workbook(busy(2), Words("zh")) != first
    assert (
        re.findall(r">([-\dT:]+Z)<", parts(first)["docProps/core.xml"])
        == ["2026-11-01T00:00:00Z"] * 2
    )
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_without_xlsxwriter_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(NoXlsx, match=re.escape("pip install 'svc-desk[xlsx]'")) as refused:
        report_workbook(quiet(), Words("en"))
    assert (refused.value.key, refused.value.exit_status) == ("no-xlsx", 4)


@pytest.mark.parametrize(("title", "taken", "name"), [
    ("1 受理", set(), "1 受理"),
    ("a/b:c[d]*?\\'", set(), "a-b-c-d----"), ("x" * 40, set(), "x" * 31), ("''", set(), "-"),
    ("Money", {"money"}, "Money 2"), ("y" * 31, {"y" * 31, "y" * 29 + " 2"}, "y" * 29 + " 3"),
])  # fmt: skip
def test_sheets_have_names_that_spreadsheets_accept(title: str, taken: Any, name: str) -> None:
    assert sheet_name(title, taken) == name
    assert name.casefold() in taken


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[list[str]]]]:
    """What LibreOffice shows of each report: the rows of each sheet, as on its screen."""
    office = shutil.which("soffice") or shutil.which("localc")
    if office is None:
        pytest.skip("LibreOffice is not installed (soffice)")
    folder: Path = tmp_path_factory.mktemp("office")
    for name, report in REPORTS.items():
        (folder / f"{name}.xlsx").write_bytes(report_workbook(report, Words("en")))
    # all sheets, as shown
    as_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
    done = subprocess.run(
        [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", as_csv,
         "--outdir", str(folder), *(str(folder / f"{name}.xlsx") for name in REPORTS)],
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    out: dict[str, dict[str, list[list[str]]]] = {name: {} for name in REPORTS}
    for path in sorted(folder.glob("*.csv")):
        name, _, sheet = path.stem.partition("-")
        with path.open(encoding="utf-8", newline="") as file:
            out[name][sheet] = list(csv.reader(file))
    assert all(out.values()), done.stderr.decode(errors="replace")
    return out


def test_libreoffice_opens_it_and_shows_every_sheet_number_and_day(
    opened: dict[str, dict[str, list[list[str]]]],
) -> None:
    assert list(opened["busy"]) == [
        "1 Intake",
        "2 Promises",
        "4 Fault analysis",
        "8 Money",
        "Monthly service report",
    ]
    intake = opened["busy"]["1 Intake"]
    assert ["received", "1,234", "1,000", "+23.4%", "1,234", "0.0%"] in [row[:6] for row in intake]
    assert "2026-11-30" in [row[0] for row in intake]
    promises = opened["busy"]["2 Promises"]
    assert ["promises kept in time", "95.0%", "93.0%", "+2.0 points", "97.0%", "-2.0 points"] in [
        r[:6] for r in promises
    ]
    assert "2026-11-03 17:59" in [row[2] for row in promises]
    assert ["charged", "12,345.60", "0.00", "—", "12,000.00"] in [
        row[:5] for row in opened["busy"]["8 Money"]
    ]


def test_libreoffice_takes_nothing_that_somebody_wrote_for_a_formula(
    opened: dict[str, dict[str, list[list[str]]]],
) -> None:
    shown = [row[0] for row in opened["formulas"]["4 Fault analysis"]]
    assert [text for text in shown if text in FORMULA_LIKE] == [*FORMULA_LIKE, FORMULA_LIKE[0]]


def test_libreoffice_finds_no_error_in_any_cell(
    opened: dict[str, dict[str, list[list[str]]]],
) -> None:
    cells = [
        cell
        for sheets in opened.values()
        for sheet in sheets.values()
        for row in sheet
        for cell in row
    ]
    assert len(cells) > 1000
    assert not [cell for cell in cells if cell.startswith(("Err:", "#")) or cell.startswith("###")]


def test_a_report_without_sections_is_still_a_workbook() -> None:
    empty = Report(
        department="x",
        region="south",
        region_name="华南",
        month="2026-11",
        as_of=None,
        sections=[],
        digest="0" * 64,
    )
    assert list(rows(report_workbook(empty, Words("en")))) == ["Monthly service report"]
