"""Columns line up, by our own few lines and by the library's."""

from __future__ import annotations

import pytest

from svc.render.tables import cut, sheet, table, width

ROWS = [["SZ-2611-A0001", "南山明辉餐饮管理有限公司", "12"], ["1e5", "ab", ""], ["007", "王强", "加热管 12kW"]]


def test_chinese_columns_begin_in_the_same_cell():
    lines = table(["工单", "客户单位", "数"], ROWS).split("\n")
    assert {width(line[: line.index(mark)]) for line, mark in zip(lines[2:], ("南山", "ab", "王强"), strict=True)} == {
        15
    }


@pytest.mark.parametrize("rows", [ROWS, ROWS[:1], [["", "", ""]], [["a", "b", "c"], ["0012", "-", "…"]]])
def test_the_library_lays_a_table_out_as_we_do(rows):
    assert sheet(["工单", "客户单位", "数"], rows) == table(["工单", "客户单位", "数"], rows)


@pytest.mark.parametrize(
    ("text", "cells", "cut_"), [("王强李明", 8, "王强李明"), ("王强李明", 6, "王强…"), ("abc", 2, "a…")]
)
def test_what_is_too_long_ends_in_dots(text, cells, cut_):
    assert cut(text, cells) == cut_
    assert width(cut(text, cells)) <= cells
