"""What a person sees of an import: counts, each fault with its cell and what to write, differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svc.render.imports import SHOWN
from svc.render.tables import terminal_cells

if TYPE_CHECKING:
    from conftest import Desk

ROWS = """\
客户名称,联系电话,办事处,备注
明辉电器,0755-99999999,深圳,x
乙公司,1.38E+10,广州,
丙公司,0755-26003333,,
"""


def shown(desk: Desk, rows: str, *more: str, lang: str = "zh") -> list[str]:
    (desk.path.parent / "t.csv").write_text(rows, encoding="utf-8")
    ended = desk.svc("--lang", lang, "import", "customers", "../t.csv", *more, by="sun")
    assert ended.status in (0, 1), ended
    return ended.out.splitlines()


def test_a_fault_is_told_with_cell_head_reason_and_what_to_write(desk: Desk) -> None:
    lines = shown(desk, ROWS)
    at = lines.index("有误：")
    assert lines[at + 1 : at + 5] == [
        "  B3 联系电话：1.38E+10 是缩写过的数字，原来的各位已经丢失",
        "      → 把这一列设为文本格式，重新输入",
        "  C3 办事处：不认识“广州”",
        "      → 请填其中之一：深圳办事处、北京办事处、上海办事处、武汉办事处、成都办事处",
    ]
    assert "不认识、未读的列：备注" in lines
    assert lines[-2].endswith("之后，记录新的内容：")
    assert lines[-1] == "  svc import 客户 ../t.csv --go"


def test_lines_fit_eighty_columns_of_a_terminal(desk: Desk) -> None:
    desk.play("intake")
    assert max(map(terminal_cells, shown(desk, ROWS))) <= 80


def test_a_difference_is_told_with_both_values(desk: Desk) -> None:
    desk.play("intake")
    unit = desk.data["customer"]["unit"]
    lines = shown(desk, f"客户名称,联系电话\n{unit},0755-99999999\n")
    at = lines.index("与台账不一致（台账保持不变）：")
    assert lines[at + 1] == f"  第 2 行：{unit}（SZ-A0001）"
    assert lines[at + 2].startswith("      联系电话：台账为 ")
    assert lines[at + 2].endswith("表中为 0755-99999999")


def test_no_more_than_so_many_are_shown_and_the_others_counted(desk: Desk) -> None:
    rows = "单位,电话\n" + "".join(f"客户{number},1\n" for number in range(SHOWN + 5))
    lines = shown(desk, rows)
    assert sum(line.startswith("  B") for line in lines) == SHOWN
    assert "  …… 还有 5 条；全部见：--json" in lines


@pytest.mark.parametrize(
    ("more", "ending"),
    [
        ((), "Nothing was changed."),
        (("--go",), "Recorded: 1."),
    ],
)
def test_it_ends_with_what_was_changed(desk: Desk, more: tuple[str, ...], ending: str) -> None:
    assert ending in shown(desk, "单位\n甲公司\n", *more, lang="en")
    if more:
        again = shown(desk, "单位\n甲公司\n", *more, lang="en")
        assert again[-1] == "There was nothing new; nothing was changed."


def test_rows_left_out_say_why_and_lost_digits_are_not_made_up(desk: Desk) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(desk.path.parent / "t.xlsx") as book:
        sheet = book.add_worksheet("机器")
        sheet.write_row(0, 0, ["编号", "机型", "单位"])
        sheet.write_row(1, 0, [1.23e16, "CR-200", "甲公司"])
    words = ("import", "machines", "../t.xlsx", "--go", "--skip-faulty", "../left.csv")
    assert desk.svc("--lang", "zh", *words, by="sun").status == 0
    left = (desk.path.parent / "left.csv").read_text(encoding="utf-8-sig").splitlines()
    assert left[0] == "编号,机型,单位,未导入原因"
    assert left[1].startswith("1.23E+16,CR-200,甲公司,A2 ")
