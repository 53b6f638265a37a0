"""The monthly region report (区域月报) as a page: figures with their formulas, charts, and the table behind each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from math import ceil

from msgspec import Struct

from svc.errors import N_, Phrase
from svc.render.charts import GAP, WIDTH, Plot, Series, draw
from svc.render.drawing import text_width
from svc.render.pages import Page, Pages
from svc.render.pdf import Ink
from svc.render.report_terms import (
    REPORT_TITLE,
    cell_text,
    change_text,
    is_number,
    number_text,
    out_of_text,
    region_text,
    title_text,
    total_cells,
    unreadable_text,
    until_text,
)
from svc.render.words import Words
from svc.rules.reports import Cell, Column, Figure, Number, Report, Section, Table

PAGE_MM = 182.0
"""Between the margins of the page."""
MM, PADDING_MM = 8 / 10 * 25.4 / 72, 3.2
"""A unit of text width as tables print it (8 points), and what a cell leaves free around its text."""
COLUMN_MM = 80.0
"""Of a column at most, where it need not be wider for a word that can't be broken."""
SMALL, TALL = 12, 36
"""Rows of a table that stands beside its chart or is never broken; rows that fit under each other on a page."""
GAP_MM, PICTURE = 6.0, 96 / 25.4
"""Between what stands side by side; units of a chart in a millimetre."""
NARROWEST = 380
"""Of a chart beside its table, in units."""


class Line(Struct, frozen=True, kw_only=True):
    """A figure, as it is printed."""

    title: str
    formula: str
    value: str
    out_of: str  # of a rate
    month_before: str
    month_change: str
    year_before: str
    year_change: str


class Head(Struct, frozen=True, kw_only=True):
    """The head of a column."""

    text: str
    number: bool  # to the right, never broken
    whole: bool  # never broken
    mm: float


class Grid(Struct, frozen=True, kw_only=True):
    """A table, as it is printed, with its chart."""

    title: str
    note: str
    chart: str  # an SVG element; empty where there is nothing to draw
    heads: list[Head]
    blocks: list[list[list[str]]]  # the rows; of a long and narrow table in blocks side by side
    total: list[str]  # under the last block; empty if there is none
    mm: float  # of a block
    beside: bool  # the table stands beside its chart, not below it
    whole: bool  # all of it fits on one page, and is kept on one


class Part(Struct, frozen=True, kw_only=True):
    """A section, as it is printed."""

    title: str
    notes: list[str]
    lines: list[Line]
    grids: list[Grid]


def report_page(report: Report, pages: Pages, *, for_pdf: bool, anyway: bool = False) -> Page:
    """The page: the same report gives the same one.

    With `for_pdf`, raises CharactersOutsideFont, naming each, unless `anyway`: then 〓 stands for them.
    """
    words = pages.words
    ink = Ink(pages.font_dir if for_pdf else None)
    department, region = ink("svc.yaml: name", report.department), ink("svc.yaml: regions", region_text(report, words))
    parts = [_part(section, words, ink) for section in report.sections]
    unreadable = [ink("path", unreadable_text(each, words)) for each in report.unreadable]
    ink.check(anyway=anyway)
    title = f"{words(REPORT_TITLE)} {region} {report.month}"
    year, month = map(int, report.month.split("-"))
    html = pages.html(
        "region_report.html",
        for_pdf=for_pdf,
        title=title,
        department=department,
        region=region,
        month=report.month,
        until=until_text(report, words),
        digest=report.digest,
        short_digest=report.short_digest,
        parts=parts,
        unreadable=unreadable,
        stood_in=words.show([Phrase(N_("U+{code} in {field}"), **lacking.facts) for lacking in ink.lacking]),
    )
    when = report.as_of or datetime(year, month, 1, tzinfo=UTC)
    return Page(title=title, html=html, when=when, replaced=tuple(ink.lacking))


def _part(section: Section, words: Words, ink: Ink) -> Part:
    return Part(
        title=f"{section.number}  {ink(section.id, title_text(section.title, words))}",
        notes=[ink(section.id, words.show(note)) for note in section.notes],
        lines=[_line(figure, words, ink) for figure in section.figures],
        grids=[_grid(table, words, ink) for table in section.tables],
    )


def _line(figure: Figure, words: Words, ink: Ink) -> Line:
    return Line(
        title=ink(figure.id, title_text(figure.title, words)),
        formula=ink(figure.id, words.show(figure.formula)),
        value=number_text(figure.value, figure.unit),
        out_of=out_of_text(figure),
        month_before=number_text(figure.month_before, figure.unit),
        month_change=change_text(figure.month_change, figure.unit, words),
        year_before=number_text(figure.year_before, figure.unit),
        year_change=change_text(figure.year_change, figure.unit, words),
    )


def _grid(table: Table, words: Words, ink: Ink) -> Grid:
    def printed(row: Sequence[Cell]) -> list[str]:
        return [
            ink(f"{table.id}: {column.id}", cell_text(cell, column.unit, words))
            for cell, column in zip(row, table.columns, strict=True)
        ]

    heads = [ink(table.id, title_text(column.title, words)) for column in table.columns]
    rows = [printed(row) for row in table.rows]
    total = [] if table.total is None else printed(total_cells(table.total))
    widths = column_widths(table.columns, [heads, *rows, *([total] if total else [])])
    mm = round(sum(widths), 1)
    title = ink(table.id, title_text(table.title, words))
    plot = plot_of(table, title, heads, rows)
    left = (PAGE_MM - mm - GAP_MM) * PICTURE
    beside = plot is not None and len(rows) <= SMALL and left >= NARROWEST
    blocks = _blocks(rows, mm)
    return Grid(
        title=title,
        note="" if table.note is None else ink(table.id, words.show(table.note)),
        chart=_markup(draw(plot, min(left, WIDTH) if beside else WIDTH)) if plot else "",
        heads=[
            Head(text=head, number=is_number(column), whole=_is_whole(column), mm=width)
            for head, column, width in zip(heads, table.columns, widths, strict=True)
        ],
        blocks=blocks,
        total=total,
        mm=mm,
        beside=beside,
        whole=len(rows) <= SMALL or len(blocks) > 1,
    )


def _blocks(rows: list[list[str]], mm: float) -> list[list[list[str]]]:
    """The rows in as many blocks side by side as make a long table short enough for one page; else in one."""
    most = min(4, int((PAGE_MM + GAP_MM) // (mm + GAP_MM)))
    if len(rows) <= SMALL or most < 2 or len(rows) > most * TALL:
        return [rows]
    each = ceil(len(rows) / most)
    return [rows[start : start + each] for start in range(0, len(rows), each)]


def _markup(svg: str) -> str:
    from markupsafe import Markup

    return Markup(svg)


def _is_whole(column: Column) -> bool:
    """Whether a cell of the column is one word: a number, a day, the number of a ticket."""
    return is_number(column) or column.unit in ("day", "moment", "ticket")


def column_widths(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[float]:
    """The widths of the columns in millimetres, the head being the first row; at most the page's together.

    Each is as wide as its longest text. Where they don't fit, columns of text become narrower, down to
    their longest word; where even that does not fit, all do, and words are broken.
    """
    wanted, least = [], []
    for index, column in enumerate(columns):
        texts = [row[index] for row in rows]
        full = max(_mm(line) for text in texts for line in text.split("\n"))
        word = max(_mm(word) for text in texts[: 1 if _is_whole(column) else None] for word in _words(text))
        if _is_whole(column):
            word = max([word, *(_mm(text) for text in texts[1:])])
        least.append(word)
        wanted.append(max(word, min(full, COLUMN_MM)))
    if sum(wanted) <= PAGE_MM:
        return [round(mm, 1) for mm in wanted]
    if sum(least) >= PAGE_MM:
        return [round(PAGE_MM * mm / sum(least), 1) for mm in least]
    share = (PAGE_MM - sum(least)) / (sum(wanted) - sum(least))
    return [round(low + share * (high - low), 1) for low, high in zip(least, wanted, strict=True)]


def _mm(text: str) -> float:
    return text_width(text) * MM + PADDING_MM


def _words(text: str) -> list[str]:
    """What a line is not broken in: words of letters, single Chinese characters."""
    return re.findall(r"[!-~]+|\S", text) or [""]


def plot_of(table: Table, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Plot | None:
    """What is drawn of a table whose heads and cells read like this; None where there is nothing to see."""
    chart = table.chart
    if chart is None:
        return None
    place = {column.id: index for index, column in enumerate(table.columns)}
    shown = [place[id_] for id_ in chart.values]
    drawn = [
        (cells, texts)
        for cells, texts in zip(table.rows, rows, strict=True)
        if chart.kind != "pareto" or any(_number(cells[index]) for index in shown)
    ]
    series = [Series(name=heads[index], values=[_number(cells[index]) for cells, _ in drawn]) for index in shown]
    if not any(value for each in series for value in each.values):
        return None
    named = place[chart.labels]
    labels = [_label(cells[named], texts[named]) for cells, texts in drawn]
    unit = table.columns[shown[0]].unit
    match chart.kind:
        case "days":
            return Plot(kind="days", title=title, labels=labels, series=series, unit=unit, stacked=True)
        case "pareto":
            return Plot(kind="pareto", title=title, labels=labels, series=series, unit=unit)
        case "stacked":
            return Plot(kind="rows", title=title, labels=labels, series=series, unit=unit, stacked=True)
        case _:
            room = (WIDTH - 60) / len(labels)
            upright = max(map(text_width, labels)) + GAP <= room
            return Plot(kind="columns" if upright else "rows", title=title, labels=labels, series=series, unit=unit)


def _number(cell: Cell) -> Number | None:
    return cell if isinstance(cell, int | float | Decimal) else None


def _label(cell: Cell, text: str) -> str:
    """A day by its number in the month."""
    return str(cell.day) if isinstance(cell, date) else text
