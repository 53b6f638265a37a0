"""The report as a page and as a PDF: all of its tables, on paper that a manager would accept."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from random import Random
from typing import Any

import pypdfium2 as pdfium
import pytest
from render.golden import check
from render.month_reports import FORMULA_LIKE, busy, figure, on_one_page, quiet, told
from render.paper_checks import check_inside_margins, check_no_overlap, printed, text_of
from render.paper_tickets import pages

from svc.errors import Phrase
from svc.render import report_words as say
from svc.render.drawing import text_width
from svc.render.pages import Page, StoodIn
from svc.render.pdf import pdf_of, readable_text
from svc.render.report_pages import (
    LEAST_POINTS,
    MM,
    PAGE_MM,
    POINTS,
    TALL,
    column_widths,
    report_page,
    table_plot,
)
from svc.render.words import Words
from svc.rules.report.answer import COUNT, Chart, Column, Label, Report, Section, Table
from svc.store.assets import fonts_dir

NASTY = [*FORMULA_LIKE, "<script>alert(1)</script>", "</table></body>", "{{ 7*7 }}{% include 'x' %}", "&amp;\"'<b>",
         "长" * 120, "W" * 90, "甲\n乙\n丙"]  # fmt: skip
REPORTS = {"busy": busy(), "quiet": quiet(), "nasty": told(NASTY)}


def page_of(report: Report, lang: str, *, for_pdf: bool = True) -> Page:
    return report_page(report, pages(lang), for_pdf=for_pdf)


@cache
def document(name: str, lang: str) -> pdfium.PdfDocument:
    return printed(page_of(REPORTS[name], lang))


def texts(report: Report, words: Words) -> list[str]:
    """Every text that has to stand in the report: titles, figures, formulas, heads and cells."""
    out = [
        report.department,
        report.month,
        report.digest,
        say.region_words(report, words).replace("⏎", ""),
    ]
    out += [say.unreadable_words(each, words) for each in report.unreadable]
    for section in report.sections:
        out += [say.title_words(each, words) for each in (section.title, *section.notes)]
        for each in section.figures:
            out += [say.title_words(each.title, words), say.title_words(each.formula, words)]
            out += [
                say.number_words(n, each.unit, grouped=True)
                for n in (each.value, each.month_before, each.year_before)
            ]
            out += [
                say.change_words(change, each.unit, words)
                for change in (each.month_change, each.year_change)
            ]
        for table in section.tables:
            out.append(say.title_words(table.title, words))
            for row in [*table.rows, *([table.total] if table.total else [])]:
                for cell, column in zip(row, table.columns, strict=True):
                    if isinstance(cell, str):
                        out.append(readable_text(cell))
                    elif cell is not None and not isinstance(cell, Label):
                        out.append(
                            say.number_words(cell, column.unit, grouped=True)
                            if say.is_number(column) and not isinstance(cell, Phrase)
                            else say.cell_words(cell, column.unit, words)
                        )
                    else:
                        out.append(
                            say.cell_words(cell, column.unit, words) if cell is not None else ""
                        )
    return out


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", REPORTS)
def test_every_text_of_every_table_is_in_the_text_layer(name: Any, lang: str) -> None:
    layer = text_of(document(name, lang))
    for text in texts(REPORTS[name], Words(lang)):
        assert "".join(text.split()) in layer, text


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", REPORTS)
def test_everything_stands_inside_the_margins_and_nothing_on_top_of_another(
    name: Any, lang: str
) -> None:
    check_inside_margins(document(name, lang))
    check_no_overlap(document(name, lang))


@pytest.mark.parametrize("name", REPORTS)
def test_it_is_black_on_white_and_every_page_says_which_of_how_many_and_from_what(
    name: Any,
) -> None:
    for number, sheet in enumerate(document(name, "en"), 1):
        read = "".join(sheet.get_textpage().get_text_bounded().split())
        assert f"Page{number}of{len(document(name, 'en'))}" in read
        assert f"Digestoftheinput{REPORTS[name].short_digest}" in read
        red, green, blue = sheet.render(scale=0.5).to_pil().convert("RGB").split()
        assert red.tobytes() == green.tobytes() == blue.tobytes()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_the_one_that_was_approved(lang: str) -> None:
    report = busy(kinds_of_machine=9, times_broken=5)
    check(f"region-report.{lang}.html", page_of(report, lang, for_pdf=False).html)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_page_is_the_one_that_was_approved(lang: str) -> None:
    report = on_one_page(["# 问题与改进", "<b>路上堵车</b>", "", "# 下月计划", "补齐备件"])
    check(f"report-front-page.{lang}.html", page_of(report, lang, for_pdf=False).html)


@pytest.mark.parametrize(
    "remarks", [[], ["一句话", *(text for text in NASTY if text.startswith(("<", "{", "&")))]]
)
def test_the_first_page_is_one_page_and_what_was_written_for_it_is_no_markup(
    remarks: list[str],
) -> None:
    page = page_of(on_one_page(remarks), "zh")
    assert "<script>" not in page.html
    assert page.stood_in == ()
    pages_ = printed(page)
    first, second = (pages_[number].get_textpage().get_text_range() for number in (0, 1))
    assert "编制" in first
    assert ("问题与改进" in first) is not bool(remarks)
    assert "受理" in second
    for text in remarks:
        assert "".join(text.split()) in "".join(first.split())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_our_own_words_are_in_the_font_the_minus_of_formulas_too(lang: str) -> None:
    charged = figure("outstanding", "x", COUNT, 3)
    report = quiet()
    formula = type(charged)(
        id="a", title=Phrase("x"), unit=COUNT, value=1, formula=Phrase("charged − received")
    )
    section = Section(id="money", number=8, title=Phrase("Money"), figures=[formula], tables=[])
    minus = Report(
        **{name: getattr(report, name) for name in report.__struct_fields__}
        | {"sections": [section]}
    )
    assert "charged - received" in page_of(minus, lang).html


class Read(HTMLParser):
    """A page as a browser reads it: its elements with their attributes, and the text of each cell
    of a table.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: set[tuple[str, ...]] = set()
        self.cells: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add((tag, *(name for name, _ in attrs)))
        if tag == "td":
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.cells:
            self.cells[-1] += data


@pytest.mark.parametrize("for_pdf", [True, False])
def test_what_somebody_wrote_is_text_and_adds_no_element_and_no_attribute(for_pdf: bool) -> None:
    nasty = Read(page_of(told(NASTY), "en", for_pdf=for_pdf).html)
    shown = [cell.strip() for cell in nasty.cells]
    assert [text for text in shown if text in NASTY][:-1] == NASTY
    benign = Read(page_of(told(["abc", "加热" * 40] * 40), "en", for_pdf=for_pdf).html)
    assert nasty.elements <= benign.elements | Read(page_of(busy(), "en").html).elements
    names = {name for _, *attributes in nasty.elements for name in attributes}
    assert not [name for name in names if name.startswith("on") or name in ("href", "src", "id")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_report_gives_the_same_bytes(lang: str) -> None:
    first, second = (page_of(busy(), lang) for _ in range(2))
    assert first == second
    assert (
        len(
            {
                pdf_of(page.html, title=page.title, when=page.when, fonts=fonts_dir())
                for page in (first, second)
            }
        )
        == 1
    )


def test_characters_that_no_font_has_are_noted_once_and_the_page_says_for_what_a_sign_stands() -> (
    None
):
    report = told(["甲", "\U0002000b野家", "丙"])
    page = page_of(report, "en")
    assert page.html.count("\U0002000b野家") == 2  # in the table, and in the chart beside it
    assert page.stood_in == (StoodIn("\U0002000b", "models: model"),)
    assert "〓 stands for characters the font lacks: U+2000B" in page.html
    assert "\U0002000b" in page_of(report, "en", for_pdf=False).html


def test_an_unreadable_file_is_named_on_the_first_page() -> None:
    first = "".join(document("busy", "en")[0].get_textpage().get_text_bounded().split())
    assert "isleftoutofthefigures:tickets/SZ/2026-11/SZ-2611-A0007.yaml:14:`at`isnotatime" in first
    assert "left out of the figures" not in page_of(quiet(), "en").html


def grid_rows(html: str, title: str) -> list[str]:
    """The first cells of the rows of a table, in the order in which they are printed."""
    part = html.partition(f"<h3>{title}</h3>")[2].partition("<h3>")[0]
    return re.findall(r'<tr><td class="[a-z]+">([^<]*)</td>', part)


def test_a_long_narrow_table_stands_in_blocks_side_by_side_and_no_row_is_lost() -> None:
    html = page_of(busy(), "en").html
    assert grid_rows(html, "Received by day") == [f"2026-11-{day:02}" for day in range(1, 31)]
    part = html.partition("<h3>Received by day</h3>")[2].partition("<h3>")[0]
    assert part.count("<thead>") > 1
    assert part.count('<tr class="total">') == 1


@pytest.mark.parametrize("rows", [1, 12, 13, TALL, TALL + 1, 2 * TALL, 5 * TALL])
def test_every_row_is_printed_once_however_many_there_are(rows: Any) -> None:
    report = told([f"N{n}" for n in range(rows)])
    assert grid_rows(page_of(report, "en").html, "Models, those with most faults first") == [
        f"N{n}" for n in range(rows)
    ]


def test_a_table_without_rows_says_so_and_one_of_zeros_has_no_chart() -> None:
    html = page_of(quiet(), "en").html
    assert "<svg" not in html
    assert "<p>None.</p>" in html.partition("Broken promises")[2]
    assert html.count('<div class="picture">') == 0
    assert page_of(busy(), "en").html.count("<svg") == 5


def one_chart(kind: str, labels: list[str], values: list[int | None]) -> Table:
    return Table(
        id="t",
        title=Phrase("t"),
        columns=[
            Column(id="name", title=Phrase("n"), unit="text"),
            Column(id="count", title=Phrase("c")),
        ],
        rows=[[label, value] for label, value in zip(labels, values, strict=True)],
        chart=Chart(kind=kind, labels="name", values=["count"]),
    )


@pytest.mark.parametrize(("kind", "labels", "drawn"), [
    ("bars", ["电话", "微信"], "columns"), ("bars", ["一个很长的名字，柱下写不下，要写在旁边才行"] * 6, "rows"),
    ("stacked", ["a"], "rows"), ("pareto", ["a"], "pareto"), ("days", ["a"], "days"),
])  # fmt: skip
def test_long_names_are_drawn_beside_their_bars(kind: str, labels: Any, drawn: str) -> None:
    plot = table_plot(
        one_chart(kind, labels, [1] * len(labels)),
        "t",
        ["n", "c"],
        [[label, "1"] for label in labels],
    )
    assert plot is not None
    assert plot.kind == drawn
    assert plot.stacked == (kind in ("stacked", "days"))


def test_models_without_faults_are_in_the_table_but_not_in_the_pareto() -> None:
    plot = table_plot(
        one_chart("pareto", ["a", "b", "c"], [2, 1, 0]),
        "t",
        ["n", "c"],
        [["a", ""], ["b", ""], ["c", ""]],
    )
    assert plot is not None
    assert list(plot.labels) == ["a", "b"]
    assert table_plot(one_chart("bars", ["a"], [None]), "t", ["n", "c"], [["a", ""]]) is None


@pytest.mark.parametrize("seed", range(200))
def test_columns_fit_the_page_and_numbers_and_words_their_columns(seed: int) -> None:
    dice = Random(seed)
    units = [
        dice.choice(("text", "label", COUNT, "yuan", "day", "ticket"))
        for _ in range(dice.randint(1, 14))
    ]
    columns = [Column(id=str(n), title=Phrase("x"), unit=unit) for n, unit in enumerate(units)]

    def text(unit: str) -> str:
        if unit in ("text", "label"):
            return "".join(
                dice.choice("长短名字ab c-")
                for _ in range(dice.randint(0, dice.choice((5, 30, 200))))
            )
        return {
            COUNT: "1,234",
            "yuan": "12,345.60",
            "day": "2026-11-01",
            "ticket": "SZ-2611-A0042",
        }[unit]

    rows = [[text(unit) for unit in units] for _ in range(6)]
    widths, points = column_widths(columns, rows)
    assert sum(widths) <= PAGE_MM + 0.05 * len(widths)
    assert LEAST_POINTS <= points <= POINTS
    if points > LEAST_POINTS:
        for index, column in enumerate(columns):
            for row in rows[1:]:
                whole = (
                    [row[index]]
                    if column.unit not in ("text", "label")
                    else re.findall("[ -~]+?(?= |$)", row[index])
                )
                needed = (
                    max((text_width(word.strip()) for word in whole), default=0)
                    * MM
                    * points
                    / POINTS
                )
                assert needed <= widths[index] + 0.1
