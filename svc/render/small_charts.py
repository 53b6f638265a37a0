"""Small charts of the report's first page: a figure over twelve months, the last of them black.

Beside each other they tell how things go; the numbers stand in the table of the months.
"""

from __future__ import annotations

from collections.abc import Sequence

from svc.render.drawing import SIZE, Drawing, shortened, text_width
from svc.render.report_words import number_words
from svc.rules.report.answer import Number

WIDTH, HEIGHT = 128.0, 62.0
"""Of a chart, in units; five stand side by side on a page."""
TOP, FOOT = 13.0, 13.0
"""Above the columns, for the title and the last value; below them, for the first and the last
month.
"""
GAP = 3.0
"""Between two texts."""


def small_chart(
    title: str,
    months: Sequence[str],
    values: Sequence[Number | None],
    unit: str,
    target: Number | None,
) -> str:
    """The chart as an SVG element; empty if there is no value. A month without a value has a stroke
    on the ground; the target, if there is one, is a broken line.
    """
    known = [float(value) for value in values if value is not None]
    if not known:
        return ""
    goal = [] if target is None else [float(target)]
    high, low = max(*known, *goal, 0.0), min(*known, 0.0)
    field = HEIGHT - TOP - FOOT
    drawing = Drawing(WIDTH)

    def level(value: float) -> float:
        return TOP + field * (high - value) / ((high - low) or 1)

    each = WIDTH / len(values)
    for place, value in enumerate(values):
        left = place * each + 1
        if value is None:
            drawing.line(left + 2, level(0), left + each - 4, level(0))
            continue
        top, ground = sorted((level(float(value)), level(0)))
        hatch = "black" if place == len(values) - 1 else "rising"
        drawing.rectangle(left, top, each - 2, ground - top, hatch)
    drawing.line(0, level(0), WIDTH, level(0))
    if target is not None:
        drawing.line(0, level(float(target)), WIDTH, level(float(target)), dashes="3 2")
    last = number_words(values[-1], unit, grouped=True)
    drawing.text(0, SIZE - 1, shortened(title, WIDTH - text_width(last) - GAP))
    drawing.text(WIDTH, SIZE - 1, last, anchor="end")
    drawing.text(0, HEIGHT - 2, months[0])
    if text_width(months[0]) + text_width(months[-1]) < WIDTH:
        drawing.text(WIDTH, HEIGHT - 2, months[-1], anchor="end")
    return drawing.svg(title, HEIGHT)
