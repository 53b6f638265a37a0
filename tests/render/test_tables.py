"""Columns line up, by our own few lines and by the library's."""

from __future__ import annotations

from typing import Any

import pytest

from svc.render.tables import cut_to_cells, plain_table, tabulated, terminal_cells

HEADS = ["工单", "客户单位", "数"]
ROWS = [
    ["SZ-2611-A0001", "南山明辉餐饮管理有限公司", "12"],
    ["1e5", "ab", ""],
    ["007", "王强", "加热管 12kW"],
]


@pytest.mark.parametrize("layout", [plain_table, tabulated])
def test_chinese_columns_begin_in_the_same_cell(layout: Any) -> None:
    lines = layout(HEADS, ROWS).split("\n")[2:]
    begins = {
        terminal_cells(line[: line.index(mark)])
        for line, mark in zip(lines, ("南山", "ab", "王强"), strict=True)
    }
    assert begins == {15}


@pytest.mark.parametrize("layout", [plain_table, tabulated])
def test_no_text_is_taken_for_a_number(layout: Any) -> None:
    assert [line.split()[0] for line in layout(HEADS, ROWS).split("\n")[2:]] == [
        "SZ-2611-A0001",
        "1e5",
        "007",
    ]


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [("王强李明", 8, "王强李明"), ("王强李明", 6, "王强…"), ("abc", 2, "a…")],
)
def test_what_is_too_long_ends_in_dots(text: str, cells: int, shown: str) -> None:
    assert cut_to_cells(text, cells) == shown
    assert terminal_cells(cut_to_cells(text, cells)) <= cells
