"""Charts of the report, in black and white: columns, days, rows, and Pareto with its cumulative
line.

A chart gives the picture, the table behind it every number and every name in full. So a label may
be cut, turned or left out here, but none ever touches another or the edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, cos, floor, log10, radians
from typing import Literal

from msgspec import Struct

from svc.render.drawing import ASCENT, DESCENT, HATCHES, LINE, SIZE, Drawing, shortened, text_width
from svc.render.report_words import number_words
from svc.rules.report.answer import COUNT, RATE, Number

WIDTH = 640
"""Of a chart over the whole width of a page: 169 mm."""
HEIGHT = 130
"""Of the field in which columns stand, without labels."""
GAP = 4
"""Between two labels, and between a label and what it belongs to."""
LONGEST = 110
"""What a turned label may be long before it is cut."""
TURNED = radians(45)
MIDDLE = 0.35 * SIZE
"""From the middle of a text down to the line it stands on."""
MOST_ROWS, MOST_SERIES = 40, len(HATCHES)
REST = "… +{count}"
"""What stands for labels or series that there is no room for: how many there are."""


class Series(Struct, frozen=True, kw_only=True):
    """What is drawn in one hatch; None where there is no value, such as a rate of nothing."""

    name: str
    values: Sequence[Number | None]


class Plot(Struct, frozen=True, kw_only=True):
    """What is to be drawn: each series has a value for each label."""

    # days: labels in order, of which some may be left out
    kind: Literal["columns", "days", "rows", "pareto"]
    title: str
    labels: Sequence[str]
    series: Sequence[Series]  # pareto: one, its values falling; what is below zero is not drawn
    unit: str = COUNT
    stacked: bool = False  # the series of a label on top of each other, not side by side
    off: frozenset[int] = frozenset()  # places of labels behind which there is grey: days off
    marks: dict[int, str] = {}  # places of labels → a short word below them


def draw_chart(plot: Plot, width: float = WIDTH) -> str:
    """The chart as an SVG element; empty if it has no labels or no series.

    Raises ValueError if a series has not as many values as there are labels.
    """
    for series in plot.series:
        if len(series.values) != len(plot.labels):
            raise ValueError(
                f"{len(series.values)} values of {series.name}, {len(plot.labels)} labels"
            )
    if not plot.labels or not plot.series:
        return ""
    return _Rows(plot, width).svg() if plot.kind == "rows" else _Columns(plot, width).svg()


def is_upright(plot: Plot, width: float) -> bool:
    """Whether labels that a chart of this width has under its columns need not be turned."""
    return plot.kind in ("rows", "days") or max(map(text_width, plot.labels)) + GAP <= (
        width - 60
    ) / len(plot.labels)


def axis_ticks(low: float, high: float, *, whole: bool) -> list[float]:
    """Round numbers for an axis from low to high and zero, 3 to 7 of them, about as far apart as 1,
    2 or 5 × 10^k.
    """
    low, high = min(low, 0), max(high, 0)
    span = (high - low) or 1
    power = 10.0 ** floor(log10(span / 5))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor * 5 >= span)
    step = max(step, 1.0) if whole else step
    first, last = floor(low / step), ceil(high / step - 1e-9)
    return [round(step * k, 10) for k in range(first, max(last, first + 1) + 1)]


class _Field:
    """What all charts need: the values, the axis for them, the key to the hatches."""

    def __init__(self, plot: Plot, width: float) -> None:
        self.drawing = Drawing(width)
        self.plot = plot
        self.unit = plot.unit
        self.series = _at_most(list(plot.series), plot)
        self.labels = list(plot.labels)

    def scale(self) -> list[float]:
        """The ticks of the axis, which reaches over all that is drawn."""
        tops, depths = [0.0], [0.0]
        for values in self.across():
            up, down = (
                [float(v) for v in values if v and v > 0],
                [float(v) for v in values if v and v < 0],
            )
            tops.append(sum(up) if self.plot.stacked else max(up, default=0))
            depths.append(sum(down) if self.plot.stacked else min(down, default=0))
        return axis_ticks(min(depths), max(tops), whole=self.unit == COUNT)

    def across(self) -> list[tuple[Number | None, ...]]:
        """The values of each label."""
        return list(zip(*(series.values for series in self.series), strict=True))

    def tick(self, value: float) -> str:
        if self.unit == RATE:
            return f"{100 * value:g} %"
        return f"{value:,.0f}" if value == round(value) else f"{value:,g}"

    @property
    def side(self) -> int:
        """How many bars of a label stand side by side."""
        return 1 if self.plot.stacked else len(self.series)

    def bars_at(self, index: int) -> list[tuple[int, float, float, str]]:
        """The bars of a label: their place side by side, the values they begin and end at, their
        hatch.
        """
        out = []
        up = down = 0.0
        for number, (series, hatch) in enumerate(zip(self.series, HATCHES, strict=False)):
            value = float(series.values[index] or 0)
            if not value or (value < 0 and self.plot.kind == "pareto"):
                continue
            so_far = up if value > 0 else down
            start = so_far if self.plot.stacked else 0.0
            up, down = up + max(value, 0), down + min(value, 0)
            place = 0 if self.plot.stacked else number
            out.append((place, start, start + value, "rising" if len(self.series) == 1 else hatch))
        return out

    def key(self, top: float) -> float:
        """Draws what each hatch means, if there is more than one; where the field may begin."""
        if len(self.series) < 2:
            return top
        x = 0.0
        names = [shortened(series.name, self.drawing.width / 3) for series in self.series]
        for name, hatch in zip(names, HATCHES, strict=False):
            needed = 18 + text_width(name) + 12
            if x and x + needed > self.drawing.width:
                x, top = 0, top + LINE
            self.drawing.rectangle(x + 0.5, top + 1, 14, 9, hatch)
            self.drawing.text(x + 18, top + ASCENT, name)
            x += needed
        return top + LINE + 2

    def totals(self) -> list[str]:
        """What is written at the end of each bar: its value; of stacked ones, their sum."""
        if len(self.series) > 1 and not self.plot.stacked:
            return []
        sums = (
            self.series[0].values
            if len(self.series) == 1
            else [_sum(each, self.unit) for each in self.across()]
        )
        return [number_words(value, self.unit, grouped=True) for value in sums]


class _Columns(_Field):
    """Upright bars over their labels."""

    def svg(self) -> str:
        drawing, pareto = self.drawing, self.plot.kind == "pareto"
        if self.plot.kind != "days":
            self._sum_up()
        # Pareto: the axis ends at the sum, so that the left one in numbers and the right one in
        # percent agree.
        total = sum(float(v) for v in self.series[0].values if v and v > 0) if pareto else 0.0
        scale = axis_ticks(0, total, whole=self.unit == COUNT) if pareto else self.scale()
        self.low, self.high = scale[0], total or scale[-1]
        names = {value: self.tick(value) for value in scale if value <= self.high}
        self.right = drawing.width - (text_width("100 %") + GAP if total else 1)
        self.left = self._left(max(map(text_width, names.values())) + GAP + 1)
        self.step = (self.right - self.left) / len(self.labels)
        self.base = self.key(0) + LINE + HEIGHT

        numbers = self.totals()
        if numbers and max(map(text_width, numbers)) + 1 > self.step:
            # all of them or none: a column without a number would look like one without a value
            numbers = []
        self._grey()
        self._axis(names, lines=pareto or not numbers)
        self._bars()
        below = self.base + MIDDLE + GAP  # under the lowest number of the axis
        if not pareto:
            self._on_top(numbers)
        elif total:
            self._cumulative(total)
            below = self._in_a_row(numbers, below)
        return drawing.svg(self.plot.title, self._below(below) + 1)

    def _sum_up(self) -> None:
        """Labels that there is no room for, even turned, are summed up in the last one."""
        room = int((self.drawing.width - 90) * cos(TURNED) // LINE)
        if len(self.labels) > room:
            left = len(self.labels) - room + 1
            self.labels = [*self.labels[: room - 1], REST.format(count=left)]
            self.series = [
                Series(
                    name=s.name,
                    values=[*s.values[: room - 1], _sum(s.values[room - 1 :], self.unit)],
                )
                for s in self.series
            ]

    def _left(self, least: float) -> float:
        """Where the field begins: right of the axis' numbers; further in where the first label is a
        turned one.
        """
        step = (self.right - least) / len(self.labels)
        if not self._turned(step):
            return least
        longest = min(max(map(text_width, self.labels)), LONGEST)
        return max(least, (longest + SIZE) * cos(TURNED) - step / 2)

    def _turned(self, step: float) -> bool:
        """Whether labels have to be turned that have so much room each; days never are, some are
        left out.
        """
        return self.plot.kind != "days" and max(map(text_width, self.labels)) + GAP > step

    def _y(self, value: float) -> float:
        return self.base - HEIGHT * (value - self.low) / (self.high - self.low)

    def _x(self, index: int) -> float:
        """The middle of a column."""
        return self.left + self.step * (index + 0.5)

    def _axis(self, names: dict[float, str], *, lines: bool) -> None:
        """The numbers of the axis, with a line over the whole field where columns have no number of
        their own.
        """
        for value, name in names.items():
            y = self._y(value)
            if lines:
                self.drawing.line(self.left, y, self.right, y, ink="#bbb")
            self.drawing.line(self.left - 3, y, self.left, y)
            self.drawing.text(self.left - GAP, y + MIDDLE, name, anchor="end")
        self.drawing.line(self.left, self._y(self.high), self.left, self.base)

    def _grey(self) -> None:
        """Behind the columns of days off; neighbours are one piece."""
        begins = [place for place in sorted(self.plot.off) if place - 1 not in self.plot.off]
        for begin in begins:
            end = begin
            while end in self.plot.off and end < len(self.labels):
                end += 1
            wide = self.step * (end - begin)
            self.drawing.shade(self._x(begin) - self.step / 2, self._y(self.high), wide, HEIGHT)

    def _bars(self) -> None:
        wide = min(self.step * 0.72, 60) / self.side
        for index in range(len(self.labels)):
            for number, start, end, hatch in self.bars_at(index):
                x = self._x(index) + wide * (number - self.side / 2)
                low, high = sorted((self._y(start), self._y(end)))
                low = min(low, high - 1)  # what is there is seen
                self.drawing.rectangle(x, low, wide, high - low, hatch)
        self.drawing.line(self.left, self._y(0), self.right, self._y(0))

    def _on_top(self, numbers: Sequence[str]) -> None:
        for index, text in enumerate(numbers):
            top = max((max(start, end) for _, start, end, _ in self.bars_at(index)), default=0)
            self.drawing.text(self._x(index), self._y(max(top, 0)) - 4, text, anchor="middle")

    def _in_a_row(self, numbers: Sequence[str], top: float) -> float:
        """The numbers in a row under the columns, out of the way of the line; where the labels may
        begin.
        """
        for index, text in enumerate(numbers):
            self.drawing.text(self._x(index), top + ASCENT, text, anchor="middle")
        return top + LINE if numbers else top

    def _cumulative(self, total: float) -> None:
        """The line of what this and all columns before it come to, and its axis in percent."""
        for percent in (0, 20, 40, 60, 80, 100):
            self.drawing.text(
                self.right + GAP, self._y(total * percent / 100) + MIDDLE, f"{percent} %"
            )
        eighty = self._y(total * 0.8)
        self.drawing.line(self.left, eighty, self.right, eighty, dashes="4 3")
        self.drawing.line(self.right, self._y(total), self.right, self.base)
        points, up = [], 0.0
        for index, value in enumerate(self.series[0].values):
            up += max(float(value or 0), 0)
            points.append((self._x(index), self._y(up)))
        self.drawing.path(points)

    def _below(self, top: float) -> float:
        """Draws the labels under the columns; where they end."""
        if not self._turned(self.step):
            self._upright(top + ASCENT)
            return self._marked(top + LINE)
        line, depth = top + ASCENT * cos(TURNED), 0.0
        for index, label in enumerate(self.labels):
            x = self._x(index) + 0.25 * SIZE
            text = shortened(label, min(LONGEST, x / cos(TURNED) - SIZE))
            depth = max(depth, (text_width(text) + DESCENT) * cos(TURNED))
            self.drawing.text(x, line, text, anchor="end", turn=-45)
        return line + depth

    def _marked(self, top: float) -> float:
        """Draws the words below the labels, all that have room; where they end."""
        words = {
            place: word
            for place, word in self.plot.marks.items()
            if text_width(word) + 1 <= self.step
        }
        for place, word in words.items():
            self.drawing.text(self._x(place), top + ASCENT, word, anchor="middle")
        return top + LINE if words else top

    def _upright(self, line: float) -> None:
        """Every label, or every second, third, … one: as many as there is room for."""
        widest = max(map(text_width, self.labels)) + GAP
        each, free = max(1, ceil(widest / self.step)), 0.0
        for index in range(0, len(self.labels), each):
            # One that stands for several columns may be wider than they are: it is moved in at the
            # edges.
            text = shortened(self.labels[index], self.drawing.width - 2)
            half = text_width(text) / 2
            x = min(max(self._x(index), half + 1), self.drawing.width - half - 1)
            if x - half >= free:
                self.drawing.text(x, line, text, anchor="middle")
                free = x + half + GAP


class _Rows(_Field):
    """Bars that lie, each behind its label, with their numbers at the end: for long names."""

    def svg(self) -> str:
        drawing = self.drawing
        left_out = self._leave_out()
        top = self.key(0) + GAP
        scale = self.scale()
        totals = self.totals()
        label_room = min(max(map(text_width, self.labels)), 0.36 * drawing.width)
        end_room = max(map(text_width, totals), default=0)
        left = label_room + GAP + 1
        right = drawing.width - end_room - GAP - 1
        low, high = scale[0], scale[-1]
        thick = SIZE if self.side == 1 else 7
        step = thick * self.side + 6
        bottom = top + step * len(self.labels)

        def x_of(value: float) -> float:
            return left + (right - left) * (value - low) / (high - low)

        for index, label in enumerate(self.labels):
            y = top + step * index
            line = y + step / 2 + MIDDLE
            drawing.text(left - GAP, line, shortened(label, label_room), anchor="end")
            reach = x_of(0)
            for number, start, end, hatch in self.bars_at(index):
                here, there = sorted((x_of(start), x_of(end)))
                there = max(there, here + 1)  # what is there is seen
                drawing.rectangle(here, y + 3 + thick * number, there - here, thick, hatch)
                reach = max(reach, there)
            if totals:
                drawing.text(reach + GAP, line, totals[index])
        drawing.line(x_of(0), top, x_of(0), bottom)
        if left_out:
            drawing.text(left - GAP, bottom + ASCENT, shortened(left_out, label_room), anchor="end")
            bottom += LINE
        return drawing.svg(self.plot.title, bottom + 2)

    def _leave_out(self) -> str:
        """Rows that one page has no room for are only counted; the text that says so."""
        count = len(self.labels) - MOST_ROWS
        if count <= 0:
            return ""
        self.labels = self.labels[:MOST_ROWS]
        self.series = [Series(name=s.name, values=s.values[:MOST_ROWS]) for s in self.series]
        return REST.format(count=count)


def _at_most(series: list[Series], plot: Plot) -> list[Series]:
    """No more series than there are hatches: the last are summed up."""
    if len(series) <= MOST_SERIES:
        return series
    kept, rest = series[: MOST_SERIES - 1], series[MOST_SERIES - 1 :]
    values = [_sum(each, plot.unit) for each in zip(*(s.values for s in rest), strict=True)]
    return [*kept, Series(name=REST.format(count=len(rest)), values=values)]


def _sum(values: Sequence[Number | None], unit: str) -> Number | None:
    """The sum of what is there; rates have none."""
    given = [value for value in values if value is not None]
    return sum(given) if given and unit != RATE else None
