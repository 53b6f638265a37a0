"""Small charts: twelve months, the last black, what is not known a stroke, the target a line."""

from __future__ import annotations

import re

import pytest

from svc.render.small_charts import HEIGHT, WIDTH, small_chart

MONTHS = [f"26-{month:02}" for month in range(1, 13)]


def test_a_figure_without_a_value_is_not_drawn() -> None:
    assert small_chart("及时率", MONTHS, [None] * 12, "rate", None) == ""


@pytest.mark.parametrize("values", [[1] * 12, [0] * 12, [-5, *[3] * 11], [0.5] * 12])
def test_all_that_is_drawn_stays_within_it(values: list[float]) -> None:
    drawn = small_chart("月末欠款（很长很长的一个名称）", MONTHS, values, "yuan", 2)
    for name, most in (("x", WIDTH), ("x1", WIDTH), ("x2", WIDTH), ("y", HEIGHT), ("y1", HEIGHT)):
        found = [float(number) for number in re.findall(rf'\b{name}="(-?[\d.]+)"', drawn)]
        assert all(-0.1 <= number <= most + 0.1 for number in found)


def test_the_target_is_a_broken_line_and_the_last_value_stands_beside_the_title() -> None:
    drawn = small_chart("及时率", MONTHS, [None, *[0.9] * 11], "rate", 0.95)
    assert drawn.count('stroke-dasharray="3 2"') == 1
    assert "90.0 %" in drawn
    assert "及时率" in drawn
    assert 'stroke-dasharray="3 2"' not in small_chart("及时率", MONTHS, [0.9] * 12, "rate", None)
