"""The monthly region report (区域月报) as a page: figures with their formulas, charts, and the
table behind each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from math import ceil, floor

from msgspec import Struct
from msgspec.structs import replace

from svc.errors import N_
from svc.render import report_words as say
from svc.render.charts import WIDTH, Plot, Series, draw_chart, is_upright
from svc.render.drawing import text_width
from svc.render.pages import Page, Pages
from svc.render.papers.filling import stand_ins
from svc.render.pdf import Ink
from svc.render.small_charts import small_chart
from svc.render.words import Words
from svc.rules.report.answer import (
    HOURS,
    YUAN,
    Cell,
    Column,
    Figure,
    Number,
    Report,
    Section,
    SpecialDay,
    Table,
)

PAGE_MM = 182.0
"""Between the margins of the page."""
STAND_INS = str.maketrans({"−": "-", "⏎": " "})
"""For what our font lacks of the signs that we write ourselves."""
POINTS, LEAST_POINTS = 8.0, 6.0
"""The size of the text in tables, and down to which it becomes smaller where a table is too wide
for the page.
"""
MM, PADDING_MM = POINTS / 10 * 25.4 / 72, 3.2
"""A unit of text width as tables print it, and what a cell leaves free around its text."""
COLUMN_MM, SHORT_MM, HEAD_MM = 80.0, 18.0, 17.0
"""A column of text at most, where no word is longer; texts, and heads, that are not broken."""
SMALL, TALL = 12, 36
"""Rows of a table that stands beside its chart or is never broken; rows that fit under each other
on a page.
"""
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


class ColumnHead(Struct, frozen=True, kw_only=True):
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
    heads: list[ColumnHead]
    blocks: list[list[list[str]]]  # the rows; of a long and narrow table in blocks side by side
    total: list[str]  # under the last block; empty if there is none
    mm: float  # how wide a block is
    points: float  # the size of the text
    beside: bool  # the table stands beside its chart, not below it
    whole: bool  # all of it fits on one page, and is kept on one


class Goal(Struct, frozen=True, kw_only=True):
    """A figure beside its target, as it is printed."""

    line: Line
    target: str
    met: str


class PrintedFront(Struct, frozen=True, kw_only=True):
    """The first page, as it is printed."""

    sentences: list[str]
    goals: list[Goal]
    charts: list[str]  # SVG elements
    attention: Grid
    remarks: list[tuple[str, list[str]]]  # headings, each with its paragraphs


class PrintedSection(Struct, frozen=True, kw_only=True):
    """A section, as it is printed."""

    title: str
    notes: list[str]
    lines: list[Line]
    grids: list[Grid]


def report_page(
    report: Report,
    pages: Pages,
    *,
    for_pdf: bool,
    template: str = "region_report.html",
) -> Page:
    """The page: the same report gives the same one."""
    words = pages.words
    ink = Ink(pages.font_dir if for_pdf else None)
    department, region = (
        ink("svc.yaml: name", report.department),
        ink("svc.yaml: regions", say.region_words(report, words).translate(STAND_INS)),
    )
    days = {each.day: each for each in report.special_days}
    parts = [_part(section, words, ink, days) for section in report.sections]
    unreadable = [
        ink("path", say.unreadable_words(each, words).translate(STAND_INS))
        for each in report.unreadable
    ]
    title = f"{words(say.report_title(report))} · {region} · {report.month}"
    html = pages.html(
        template,
        for_pdf=for_pdf,
        title=title,
        department=department,
        region=region,
        month=report.month,
        several=report.several,
        until=say.as_of_words(report, words),
        digest=report.digest,
        short_digest=report.short_digest,
        front=None if report.front is None else _front(report, report.front, words, ink),
        parts=parts,
        unreadable=unreadable,
        stood_in=stand_ins(ink, words),
    )
    when = report.as_of or datetime.combine(report.first_day, time(), tzinfo=UTC)
    return Page(title=title, html=html, when=when, stood_in=tuple(ink.lacking))


SpecialDays = Mapping[date, SpecialDay]


def _front(report: Report, front: Section, words: Words, ink: Ink) -> PrintedFront:
    tables = {table.id: table for table in front.tables}
    trend = tables["trend"]
    months = [str(month)[2:] for month in trend.column("name")]
    charts = [
        small_chart(
            ink(figure.id, say.title_words(figure.title, words)),
            months,
            [_number(cell) for cell in trend.column(figure.id)],
            figure.unit,
            figure.target,
        )
        for figure in front.figures
    ]
    return PrintedFront(
        sentences=[ink(front.id, say.title_words(note, words)) for note in front.notes],
        goals=[
            Goal(
                line=_line(figure, words, ink),
                target=say.target_words(figure, words),
                met=say.met_words(figure, words),
            )
            for figure in front.figures
        ],
        charts=[_markup(chart) for chart in charts if chart],
        attention=_grid(tables["attention"], words, ink, {}),
        remarks=[
            (ink("notes", heading), [ink("notes", each) for each in paragraphs])
            for heading, paragraphs in say.remark_blocks(report)
        ],
    )


def _part(section: Section, words: Words, ink: Ink, days: SpecialDays) -> PrintedSection:
    return PrintedSection(
        title=f"{section.number}  {ink(section.id, say.title_words(section.title, words))}",
        notes=[ink(section.id, say.title_words(note, words)) for note in section.notes],
        lines=[_line(figure, words, ink) for figure in section.figures],
        grids=[_grid(table, words, ink, days) for table in section.tables],
    )


def _line(figure: Figure, words: Words, ink: Ink) -> Line:
    return Line(
        title=ink(figure.id, say.title_words(figure.title, words)),
        formula=ink(figure.id, say.title_words(figure.formula, words).translate(STAND_INS)),
        value=_value(figure, words),
        out_of=_out_of(figure),
        month_before=say.number_words(figure.month_before, figure.unit, grouped=True),
        month_change=say.change_words(figure.month_change, figure.unit, words),
        year_before=say.number_words(figure.year_before, figure.unit, grouped=True),
        year_change=say.change_words(figure.year_change, figure.unit, words),
    )


def _value(figure: Figure, words: Words) -> str:
    number = say.number_words(figure.value, figure.unit, grouped=True)
    if figure.value is None or figure.unit not in (HOURS, YUAN):
        return number
    return words(N_("{number} h") if figure.unit == HOURS else N_("{number} yuan"), number=number)


def _out_of(figure: Figure) -> str:
    """What a rate was divided by what; empty for other figures."""
    if figure.numerator is None or figure.denominator is None:
        return ""
    return f"{figure.numerator:,} ÷ {figure.denominator:,}"


def _cell(cell: Cell, unit: str, words: Words) -> str:
    """A cell as it is printed; somebody's text with its line breaks."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int | float | Decimal):
        return say.number_words(cell, unit, grouped=True)
    return say.cell_words(cell, unit, words)


def _grid(table: Table, words: Words, ink: Ink, days: SpecialDays) -> Grid:
    def printed(row: Sequence[Cell]) -> list[str]:
        return [
            ink(f"{table.id}: {column.id}", _cell(cell, column.unit, words))
            for cell, column in zip(row, table.columns, strict=True)
        ]

    heads = [ink(table.id, say.title_words(column.title, words)) for column in table.columns]
    rows = [printed(row) for row in table.rows]
    total = [] if table.total is None else printed(say.total_cells(table.total))
    widths, points = column_widths(table.columns, [heads, *rows, *([total] if total else [])])
    mm = round(sum(widths), 1)
    title = ink(table.id, say.title_words(table.title, words))
    plot = table_plot(table, title, heads, rows)
    if plot is not None and plot.kind == "days":
        plot = _with_days_off(plot, table, days, words)
    told = [_note(table, words), _days_note(plot, days, words)]
    left = min((PAGE_MM - mm - GAP_MM) * PICTURE, WIDTH)
    beside = (
        plot is not None and len(rows) <= SMALL and left >= NARROWEST and is_upright(plot, left)
    )
    blocks = _blocks(rows, mm)
    chart_width = left if beside else WIDTH
    return Grid(
        title=title,
        note=ink(table.id, " ".join(filter(None, told))),
        chart=_markup(draw_chart(plot, chart_width)) if plot else "",
        heads=[
            ColumnHead(text=head, number=say.is_number(column), whole=_is_whole(column), mm=width)
            for head, column, width in zip(heads, table.columns, widths, strict=True)
        ],
        blocks=blocks,
        total=total,
        mm=mm,
        points=points,
        beside=beside,
        whole=len(rows) <= SMALL or len(blocks) > 1,
    )


def _note(table: Table, words: Words) -> str:
    """What stands under the title; where one of many columns is drawn in the order of time, which
    one.
    """
    if table.note is not None:
        return say.title_words(table.note, words)
    chart = table.chart
    if chart is None or chart.kind != "days" or len(chart.values) > 1:
        return ""
    drawn = next(column for column in table.columns if column.id == chart.values[0])
    return words(N_("Chart: {figure}"), figure=say.title_words(drawn.title, words))


def _with_days_off(plot: Plot, table: Table, days: SpecialDays, words: Words) -> Plot:
    """With what each column says by its day: grey behind days off, a mark below holidays and
    make-up working days.
    """
    assert table.chart is not None
    special = {
        place: days[cell]
        for place, cell in enumerate(table.column(table.chart.labels))
        if isinstance(cell, date) and cell in days
    }
    return replace(
        plot,
        off=frozenset(place for place, each in special.items() if each.is_off),
        marks={
            place: words(DAY_MARKS[each.how])
            for place, each in special.items()
            if each.how in DAY_MARKS
        },
    )


DAY_MARKS = {"holiday": N_("H"), "make_up": N_("W")}
"""Under the columns of a chart by days; short, as a day has little room."""


def _days_note(plot: Plot | None, days: SpecialDays, words: Words) -> str:
    """What the grey and the marks in a chart by days mean; empty where there are none."""
    if plot is None or not (plot.off or plot.marks):
        return ""
    told = [words(N_("Grey: days off."))]
    for how, says in (
        ("holiday", N_("{mark}: holiday.")),
        ("make_up", N_("{mark}: make-up working day.")),
    ):
        if any(each.how == how for each in days.values()):
            told.append(words(says, mark=words(DAY_MARKS[how])))
    return "".join(told) if words.lang == "zh" else " ".join(told)


def _blocks(rows: list[list[str]], mm: float) -> list[list[list[str]]]:
    """The rows in as many blocks side by side as make a long table short enough for one page; else
    in one.
    """
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
    return say.is_number(column) or column.unit in ("day", "moment", "ticket")


def column_widths(
    columns: Sequence[Column], rows: Sequence[Sequence[str]]
) -> tuple[list[float], float]:
    """The widths of the columns in millimetres, the head being the first row, and the size of the
    text in points.

    Each column is as wide as its longest text, a long head being broken in two. Where they don't
    fit on the page, columns of text become narrower, down to their longest word or SHORT_MM; then
    the text becomes smaller, down to LEAST_POINTS; where even that does not fit, words are broken.
    """
    wanted, least = [], []
    for index, column in enumerate(columns):
        head, *texts = (row[index] for row in rows)
        in_head = max(map(_mm, _words(head)))
        in_two = max(in_head, min(_mm(head), max(HEAD_MM, 0.55 * _mm(head))))
        lines = [_mm(line) for text in texts for line in text.split("\n")]
        full = max(lines, default=0)
        if _is_whole(column):
            least.append(max(in_head, full))
            wanted.append(max(in_two, full))
        else:
            word = max((_mm(word) for text in texts for word in _words(text)), default=0)
            least.append(max(in_head, word, min(full, SHORT_MM)))
            wanted.append(max(least[-1], in_two, min(full, COLUMN_MM)))
    if sum(wanted) <= PAGE_MM:
        return [round(mm, 1) for mm in wanted], POINTS
    if sum(least) >= PAGE_MM:
        points = max(LEAST_POINTS, floor(10 * POINTS * PAGE_MM / sum(least)) / 10)
        return [floor(10 * PAGE_MM * mm / sum(least)) / 10 for mm in least], points
    share = (PAGE_MM - sum(least)) / (sum(wanted) - sum(least))
    return [
        floor(10 * (low + share * (high - low))) / 10
        for low, high in zip(least, wanted, strict=True)
    ], POINTS


def _mm(text: str) -> float:
    """How wide a cell with this text is, in a table's usual size."""
    return text_width(text) * MM + PADDING_MM


def _words(text: str) -> list[str]:
    """What a line is not broken in: words of letters, single Chinese characters."""
    return re.findall(r"[!-~]+|\S", text) or [""]


def table_plot(
    table: Table, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]
) -> Plot | None:
    """What is drawn of a table whose heads and cells read like this; None where there is nothing to
    see.
    """
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
    series = [
        Series(name=heads[index], values=[_number(cells[index]) for cells, _ in drawn])
        for index in shown
    ]
    if not any(value for each in series for value in each.values):
        return None
    named = place[chart.labels]
    labels = [_label(cells[named], texts[named]) for cells, texts in drawn]
    unit = table.columns[shown[0]].unit
    match chart.kind:
        case "days":
            return Plot(
                kind="days", title=title, labels=labels, series=series, unit=unit, stacked=True
            )
        case "pareto":
            return Plot(kind="pareto", title=title, labels=labels, series=series, unit=unit)
        case "stacked":
            return Plot(
                kind="rows", title=title, labels=labels, series=series, unit=unit, stacked=True
            )
        case _:
            columns = Plot(kind="columns", title=title, labels=labels, series=series, unit=unit)
            return columns if is_upright(columns, WIDTH) else replace(columns, kind="rows")


def _number(cell: Cell) -> Number | None:
    return cell if isinstance(cell, int | float | Decimal) else None


def _label(cell: Cell, text: str) -> str:
    """A day by its number in the month."""
    return str(cell.day) if isinstance(cell, date) else text
