"""The charts of a workbook: native ones, that change with the cells they are drawn from.

As on paper each series has a pattern besides its colour, so that a black and white print tells them
apart; the columns of days off are pale.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.render import report_words as say
from svc.render.charts import MOST_ROWS, REST
from svc.render.words import Words
from svc.rules.report.answer import Chart, Number, SpecialDay, Table

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart as NativeChart
    from xlsxwriter.worksheet import Worksheet

FILLS = (
    ("#1F4E79", ""),
    ("#E69F00", "wide_upward_diagonal"),
    ("#009E73", "large_grid"),
    ("#CC79A7", "dark_horizontal"),
    ("#56B4E9", "percent_50"),
    ("#D55E00", "wide_downward_diagonal"),
    ("#7F7F7F", "dark_vertical"),
    ("#F0E442", "small_check"),
)
"""The colour and the pattern of each series, in order; they begin again after the last."""
PALE = "#B8C7D9"
"""A day on which nobody works."""
BESIDE = 100
"""A chart stands beside a table up to this width, in digits; else below it."""
WIDE, HIGH, HIGH_A_ROW = 620, 320, 18
"""In pixels: a chart, and what each bar of one that lies adds to its height."""
LONG_NAME, MANY_NAMES = 8, 8
"""From so many letters, or so many bars, on bars lie: their names stand beside them."""


class ChartPlace(Struct, frozen=True, kw_only=True):
    """Where the table of a chart stands: the heads in the first row of the sheet, rows below."""

    book: Workbook
    sheet: Worksheet
    below: int  # the first free row
    widths: Sequence[int]  # of the columns, in digits


def add_chart(table: Table, days: Collection[SpecialDay], place: ChartPlace, words: Words) -> None:
    """Add the chart of a table to its sheet; nothing where there is nothing to see."""
    chart = table.chart
    if chart is None:
        return
    columns = {column.id: index for index, column in enumerate(table.columns)}
    shown = [columns[name] for name in chart.values]
    if not any(_number(row[column]) for row in table.rows for column in shown):
        return
    count = len(table.rows) if chart.kind == "days" else min(len(table.rows), MOST_ROWS)
    rest = len(table.rows) - count
    native = place.book.add_chart(_native_kind(chart, table, columns[chart.labels], words))
    _add_series(native, table, count, place.sheet.name, days)
    if chart.share:
        native.combine(_cumulative(columns[chart.labels], columns[chart.share], count, place))
    title = say.title_words(table.title, words)
    native.set_title(
        {
            "name": f"{title} ({REST.format(count=rest)})" if rest else title,
            "name_font": {"size": 12},
            "overlay": False,
        }
    )
    is_alone = len(shown) == 1 and not chart.share
    native.set_legend({"none": True} if is_alone else {"position": "bottom"})
    lies = chart.kind == "stacked" or _lies(table, columns[chart.labels], words)
    high = max(HIGH, 90 + HIGH_A_ROW * count) if lies and chart.kind != "pareto" else HIGH
    _set_axes(native, chart, lies=lies)
    native.set_size({"width": WIDE, "height": high})
    if sum(place.widths) <= BESIDE:
        place.sheet.insert_chart(0, len(place.widths) + 1, native, {"y_offset": 6})
    else:
        place.sheet.insert_chart(place.below + 1, 0, native)


def _native_kind(chart: Chart, table: Table, labels: int, words: Words) -> Mapping[str, str]:
    match chart.kind:
        case "days":
            return {"type": "column", "subtype": "stacked"}
        case "stacked":
            return {"type": "bar", "subtype": "stacked"}
        case "pareto":
            return {"type": "column"}
        case _:
            return {"type": "bar" if _lies(table, labels, words) else "column"}


def _lies(table: Table, labels: int, words: Words) -> bool:
    """Whether bars lie: where upright ones had too little room for their names."""
    chart = table.chart
    if chart is None or chart.kind in ("days", "pareto"):
        return False
    names = [say.cell_words(row[labels], "", words) for row in table.rows]
    return len(names) > MANY_NAMES or any(len(name) > LONG_NAME for name in names)


def _add_series(
    native: NativeChart, table: Table, count: int, sheet: str, days: Collection[SpecialDay]
) -> None:
    chart = table.chart
    assert chart is not None
    columns = {column.id: index for index, column in enumerate(table.columns)}
    labels = columns[chart.labels]
    off = {each.day for each in days if each.is_off}
    single = len(chart.values) == 1
    for number, name in enumerate(chart.values):
        column = columns[name]
        fill = _fill(*FILLS[number % len(FILLS)])
        series: dict[str, object] = {
            "name": [sheet, 0, column],
            "categories": [sheet, 1, labels, count, labels],
            "values": [sheet, 1, column, count, column],
            "border": {"color": "#404040", "width": 0.5},
            "gap": 40,
            **fill,
        }
        if chart.kind == "days":
            pale = [_pale(row[labels], off, *FILLS[number % len(FILLS)]) for row in table.rows]
            series |= {"points": pale} if any(pale) else {}
        elif single and count <= MOST_ROWS:
            series["data_labels"] = {"value": True, "font": {"size": 8}}
        native.add_series(series)


def _cumulative(labels: int, share: int, count: int, place: ChartPlace) -> NativeChart:
    """The line of a Pareto chart, with its axis in percent on the right."""
    line = place.book.add_chart({"type": "line"})
    line.add_series(
        {
            "name": [place.sheet.name, 0, share],
            "categories": [place.sheet.name, 1, labels, count, labels],
            "values": [place.sheet.name, 1, share, count, share],
            "y2_axis": True,
            "line": {"color": "#000000", "width": 1.5},
            "marker": {
                "type": "square",
                "size": 5,
                "border": {"color": "#000000"},
                "fill": {"color": "#FFFFFF"},
            },
        }
    )
    line.set_y2_axis({"min": 0, "max": 1, "num_format": "0%", "num_font": {"size": 8}})
    return line


def _fill(colour: str, pattern: str) -> dict[str, object]:
    if not pattern:
        return {"fill": {"color": colour}}
    return {"pattern": {"pattern": pattern, "fg_color": colour, "bg_color": "#FFFFFF"}}


def _pale(
    day: object, off: Collection[date], colour: str, pattern: str
) -> dict[str, object] | None:
    """How the column of a day off is filled; None of any other."""
    if day not in off:
        return None
    return _fill(PALE, pattern)


def _set_axes(native: NativeChart, chart: Chart, *, lies: bool) -> None:
    names: dict[str, object] = {"num_font": {"size": 8}, "label_position": "low"}
    numbers: dict[str, object] = {
        "num_font": {"size": 8},
        "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
    }
    if lies:
        names["reverse"] = True  # the first row on top
        numbers["label_position"] = "high"
    if chart.kind == "days":
        names |= {"num_format": "d", "text_axis": True}
    across, upright = (numbers, names) if lies else (names, numbers)
    native.set_x_axis(across)
    native.set_y_axis(upright)


def _number(cell: object) -> Number | None:
    from decimal import Decimal

    return cell if isinstance(cell, int | float | Decimal) else None
