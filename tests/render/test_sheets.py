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
from xml.sax.saxutils import unescape

import pytest
import python_calamine
from msgspec.structs import replace
from render.month_reports import FORMULA_LIKE, busy, quiet, told

from svc.errors import NoXlsx, Phrase
from svc.render.report_words import cell_words, title_words
from svc.render.sheets import _as_shown, report_workbook, sheet_name
from svc.render.tables import terminal_cells
from svc.render.words import Words
from svc.rules.report.answer import Label, Report, SpecialDay

MODELS = "4.1 Models, those with most fau"
"""What the sheet of the models is called: names have an end."""

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


def sheets_of(report: Report, words: Words) -> tuple[list[list[object]], list[list[list[object]]]]:
    """The sheet of the figures, and those of the tables in their order; the cover left out."""
    found = rows(report_workbook(report, words))
    names = [name for name in found if re.match(r"\d", name)]
    return found.get(words("Figures"), []), [found[name] for name in names]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", REPORTS)
def test_every_figure_and_cell_is_there_as_what_it_is(name: Any, lang: str) -> None:
    report, words = REPORTS[name], Words(lang)
    figures, sheets = sheets_of(report, words)
    for section in report.sections:
        for figure in section.figures:
            row = next(row for row in figures if row[1] == title_words(figure.title, words))
            assert row[0] == f"{section.number} {title_words(section.title, words)}"
            points = 100 if figure.unit == "rate" else 1
            month, year = (
                None if c is None else c * points for c in (figure.month_change, figure.year_change)
            )
            expected = [figure.value, figure.month_before, month, figure.year_before, year]
            for found, value in zip(row[2:7], expected, strict=True):
                assert found == ("—" if value is None else pytest.approx(float(value)))
                assert type(found) is (str if value is None else float)
            assert row[8:10] == [
                "" if n is None else n for n in (figure.numerator, figure.denominator)
            ]
            assert row[10] == title_words(figure.formula, words)
        for note in section.notes:
            assert any(str(row[0]).endswith(title_words(note, words)) for row in figures)
    tables = [table for section in report.sections for table in section.tables]
    for table, sheet in zip(tables, sheets, strict=True):
        wide = len(table.columns)
        assert sheet[0][:wide] == [title_words(column.title, words) for column in table.columns]
        if not table.rows:
            assert sheet[1][0] == words("None.")
        for cells, found in zip(table.rows, sheet[1 : 1 + len(table.rows)], strict=True):
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
        below = [str(row[0]) for row in sheet[1 + len(table.rows) :]]
        assert (table.note is not None) == (
            table.note is not None and title_words(table.note, words) in below
        )


def test_amounts_keep_their_cents_and_rates_are_shares() -> None:
    figures, _ = sheets_of(busy(), Words("en"))
    charged = next(row for row in figures if row[1] == "charged")
    assert Decimal(str(charged[2])) == Decimal("12345.60")
    assert [0.95, 0.93, 2.0] in [row[2:5] for row in figures if row[1] == "promises kept in time"]


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
    found = [row[0] for row in rows(data)[MODELS]]
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
    found = [row[0] for row in rows(report_workbook(told(texts), Words("en")))[MODELS]]
    assert found[1:3] == ["a b\nc\\u0000\\u001b[31m\\u202e", "_x0041_"]
    assert all(1000 < len(str(text).encode("utf-16-le")) // 2 <= 32_767 for text in found[3:5])


def sheet_markup(data: bytes) -> dict[str, str]:
    """The XML of each sheet by its name."""
    files = parts(data)
    names = re.findall(r'<sheet name="([^"]+)"', files["xl/workbook.xml"])
    return {
        unescape(name): files[f"xl/worksheets/sheet{number}.xml"]
        for number, name in enumerate(names, 1)
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_table_has_a_sheet_with_a_head_that_stays_and_filters_its_rows_alone(
    lang: str,
) -> None:
    report, words = busy(), Words(lang)
    data = report_workbook(report, words)
    sheets = {n: text for n, text in sheet_markup(data).items() if re.match(r"\d", n)}
    tables = [table for section in report.sections for table in section.tables]
    assert len(sheets) == len(tables)
    for table, markup in zip(tables, sheets.values(), strict=True):
        assert 'ySplit="1"' in markup
        assert 'state="frozen"' in markup
        last = chr(ord("A") + len(table.columns) - 1)
        assert f'<autoFilter ref="A1:{last}{len(table.rows) + 1}"/>' in markup
        # what stands below is no row of the table: an empty row is between them
        below = re.findall(rf'<row r="{len(table.rows) + 2}"[^>]*>(?!</row>)', markup)
        assert not [row for row in below if not row.endswith("/>")]


def test_columns_are_wide_enough_for_chinese() -> None:
    sheet = next(
        text
        for name, text in sheet_markup(report_workbook(busy(), Words("zh"))).items()
        if name.startswith("4.1 ")
    )
    width = re.search(r'<col min="1" max="1" width="([\d.]+)"', sheet)
    assert width is not None
    assert float(width[1]) >= len("CR-001 ") + 2 * len("全自动商用洗碗机（加长双门，带烘干）")


def test_every_drawn_table_has_a_native_chart_of_its_own_cells() -> None:
    report = replace(
        busy(),
        special_days=[
            SpecialDay(day=date(2026, 11, 7), how="weekly"),
            SpecialDay(day=date(2026, 11, 8), how="make_up"),
        ],
    )
    files = parts(report_workbook(report, Words("zh")))
    charts = [text for name, text in files.items() if re.match(r"xl/charts/chart\d", name)]
    drawn = [t for section in report.sections for t in section.tables if t.chart and t.rows]
    assert len(charts) == len(drawn) == 5
    for table, chart in zip(drawn, charts, strict=True):
        assert table.chart is not None
        assert len(re.findall(r"<c:ser>", chart)) == len(table.chart.values)
        for column in table.chart.values:
            index = [each.id for each in table.columns].index(column)
            letter = chr(ord("A") + index)
            rows_drawn = min(len(table.rows), 40) if table.chart.kind != "days" else len(table.rows)
            assert f"${letter}$2:${letter}${rows_drawn + 1}</c:f>" in chart
        # told by pattern as well as by colour
        if len(table.chart.values) > 1:
            assert "<a:pattFill" in chart
    by_day = next(chart for chart in charts if "$A$2:$A$31" in chart)
    points = re.findall(r'<c:dPt><c:idx val="(\d+)"/>', by_day)
    assert points == ["6", "6"]  # of both series; the make-up working day is none


def test_a_cumulative_share_is_a_line_with_its_own_axis_and_many_rows_are_counted() -> None:
    (faults,) = busy(kinds_of_machine=60).sections[2].tables
    assert faults.chart is not None
    table = replace(faults, chart=replace(faults.chart, share="failure_rate"))
    report = replace(busy(), sections=[replace(busy().sections[2], tables=[table])])
    files = parts(report_workbook(report, Words("en")))
    (chart,) = (text for name, text in files.items() if re.match(r"xl/charts/chart\d", name))
    assert "<c:lineChart>" in chart
    assert "$C$2:$C$41</c:f>" in chart
    assert "… +20" in chart


@pytest.mark.parametrize(
    ("number", "shown", "widest"),
    [
        (-14.0, "+0.0%;-0.0%;0.0%", "-1,400.0%"),
        (-20.0, '+0.0" 个百分点";-0.0" 个百分点";0.0" 个百分点"', "-20.0 个百分点"),
        (0.9542, "0.0%", "95.4%"),
        (1234567, "#,##0", "1,234,567"),
        (Decimal("-123456.5"), "#,##0.00", "-123,456.50"),
    ],
)
def test_a_column_has_room_for_a_number_as_its_format_shows_it(
    number: Any, shown: str, widest: str
) -> None:
    """One that is too narrow shows ### in its place."""
    assert terminal_cells(_as_shown(number, shown)) >= terminal_cells(widest)


def test_the_cover_says_whose_month_it_is_from_what_and_what_is_missing() -> None:
    cover = [
        " ".join(map(str, row)).strip()
        for row in rows(report_workbook(busy(), Words("en")))["Monthly service report"]
    ]
    assert cover[0].startswith("示范设备有限公司售后服务部")
    assert cover[1:5] == [
        "Region headquarters, all regions",
        "Month 2026-11 The month is not over: as of 2026-11-20 09:00. It is compared with the "
        "same days, 1 to 20, a month and a year ago; figures that go on changing after those days "
        "are not compared.",
        f"Digest of the input {busy().digest}",
        "Not counted tickets/SZ/2026-11/SZ-2611-A0007.yaml:14: `at` is not a time",
    ]
    assert cover[5:8] == [
        "Figures the figures of all sections",
        "1.1 Received by kind Intake: Received by kind",
        "1.2 Received by day Intake: Received by day",
    ]
    assert len(cover[5:]) == len(rows(report_workbook(busy(), Words("en")))) - 1


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
        "1.1 Received by kind",
        "1.2 Received by day",
        "2.1 Promises kept and broken",
        "2.2 Broken promises",
        MODELS,
        "8.1 By person",
        "Figures",
        "Monthly service report",
    ]
    figures = [row[1:7] for row in opened["busy"]["Figures"]]
    assert ["received", "1,234", "1,000", "+23.4%", "1,234", "0.0%"] in figures
    assert "2026-11-30" in [row[0] for row in opened["busy"]["1.2 Received by day"]]
    kept = ["promises kept in time", "95.0%", "93.0%", "+2.0 points", "97.0%", "-2.0 points"]
    assert kept in figures
    assert "2026-11-03 17:59" in [row[2] for row in opened["busy"]["2.2 Broken promises"]]
    assert ["charged", "12,345.60", "0.00", "—", "12,000.00"] in [row[:5] for row in figures]


def test_libreoffice_takes_nothing_that_somebody_wrote_for_a_formula(
    opened: dict[str, dict[str, list[list[str]]]],
) -> None:
    shown = [row[0] for row in opened["formulas"][MODELS]]
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
    assert len(cells) > 900
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
