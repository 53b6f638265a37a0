"""Columns line up, by our own few lines and by the library's."""

from __future__ import annotations

import re
from typing import Any

import pytest

from svc.render.tables import (
    Screen,
    TableCell,
    cut_to_cells,
    fold,
    plain_table,
    tabulated,
    terminal_cells,
)

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


def widest(text: str) -> int:
    return max(map(terminal_cells, text.split("\n")))


def test_a_table_that_fits_the_screen_is_as_it_is_without_one() -> None:
    wide = widest(plain_table(HEADS, ROWS))
    assert plain_table(HEADS, ROWS, Screen(wide, colours=False)) == plain_table(HEADS, ROWS)


@pytest.mark.parametrize("width", range(24, 56))
def test_one_that_does_not_goes_on_in_further_lines_and_loses_nothing(width: int) -> None:
    narrow = plain_table(HEADS, ROWS, Screen(width, colours=False))
    assert widest(narrow) <= width
    kept = narrow.split("\n")[0]
    if "…" not in kept:
        for cell in (cell for row in ROWS for cell in row):
            assert all(narrow.count(char) >= 1 for char in cell if char.strip())


def test_what_can_be_said_shorter_is_before_anything_is_folded() -> None:
    rows = [["a", TableCell("2026-11-20 09:00", short="11-20")]]
    assert plain_table(["x", "due"], rows, Screen(10, colours=False)).split("\n")[2] == "a  11-20"
    assert plain_table(["x", "due"], rows).split("\n")[2] == "a  2026-11-20 09:00"


def test_columns_without_room_are_left_out_from_the_right_and_counted() -> None:
    heads = [f"head{number}" for number in range(9)]
    lines = plain_table(heads, [["SZ-2611-A0001"] * 9], Screen(40, colours=False)).split("\n")
    assert lines[0].split() == ["head0", "head1", "…7"]
    assert lines[2].split() == ["SZ-2611-A0001"] * 2


@pytest.mark.parametrize(
    ("text", "cells", "lines"),
    [
        ("南山明辉，餐饮", 8, ["南山明", "辉，餐饮"]),  # no line begins with a comma
        ("更换（加热管）", 6, ["更换", "（加热", "管）"]),  # none ends with a bracket
        ("2026-11-20 09:00", 10, ["2026-11-20", "09:00"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("", 4, [""]),
        ("a b", 3, ["a b"]),
    ],
)
def test_lines_are_broken_where_they_may_be(text: str, cells: int, lines: list[str]) -> None:
    assert fold(text, cells) == lines


def test_further_lines_of_a_text_are_indented() -> None:
    assert fold("一二三四五", 6, "  ") == ["一二三", "  四五"]


def test_every_line_of_a_coloured_cell_is_coloured_and_counts_without_it() -> None:
    rows = [[TableCell("南山明辉餐饮", style="overdue"), "x"]]
    coloured = plain_table(["客户", "y"], rows, Screen(11, colours=True))
    plain = plain_table(["客户", "y"], rows, Screen(11, colours=False))
    assert coloured.count("\x1b[31m") == 2
    assert re.sub(r"\x1b\[[0-9]*m", "", coloured) == plain
