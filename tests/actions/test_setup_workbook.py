"""A department entered from one workbook: the template filled in, checked, recorded, once."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from conftest import Desk, typed

from svc.model import reading
from svc.model.import_kinds import TEMPLATE
from svc.model.table_files import CellValue, read_tables

if TYPE_CHECKING:
    from conftest import Ended

NOW = "2026-11-20T09:00:00+08:00"

FILLED: dict[str, list[list[CellValue]]] = {
    # sheet → rows, by the template's heads
    "部门": [["晨光厨具售后部", "400-123-4567", "周一至周五 8:30-17:30", "办事处服务时限", None, "监督电话 1"]],
    "办事处": [
        ["SZ", "深圳办事处", "华南", "科技路 1 号", "0755-26000000"],
        ["GZ", "广州办事处", "华南", "天河路", None, "周一至周六 9:00-18:00"],
    ],
    "人员": [
        ["孙伟", None, 13800000000.0, None, "深圳办事处", "经理"],
        ["王强", None, None, None, "广州", "维修工程师、协调员", "CR、NB"],
        ["陈静", None, None, None, "深圳", "客服专员"],
    ],
    "客户": [
        ["第一食品厂", "0755-26000001", "张三", None, None, "路 1 号", "深圳办事处"],
        ["第二食品厂", "020-26000002", "李四", None, None, "路 2 号", "广州办事处"],
    ],
    "机器": [["CR001", "CR-200", "第一食品厂"], ["CR002", "CR-200", "第二食品厂"]],
    "备件": [["P-1", "加热管", "CR-200", None, None, None, 180.0]],
    "已知故障": [["不加热", None, "不加热", None, "断路", "换管"]],
    "未结工单": [["2026-1", date(2026, 11, 1), None, "第一食品厂", None, None, None, None, None, "不热"]],
}  # fmt: skip


@pytest.fixture
def new(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A ledger that was just started, with nobody but who started it."""
    path = tmp_path / "new"
    assert typed("init", str(path), "--me", "孙伟", "--email", "a@b.c").status == 0
    monkeypatch.chdir(path)
    return Desk(path, monkeypatch)


def book(desk: Desk, rows: dict[str, list[list[CellValue]]], name: str = "b.xlsx") -> str:
    """The template with these rows in place of its examples."""
    path = desk.path.parent / name
    desk.ok("--lang", "zh", "setup", "--template", str(path))
    sheets = read_tables(path.read_bytes(), name).sheets
    with xlsxwriter.Workbook(str(path)) as out:
        shape = out.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in sheets:
            page = out.add_worksheet(sheet.name)
            filled = rows.get(sheet.name, [])
            for number, row in enumerate([sheet.rows[0], *filled]):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        day = datetime(value.year, value.month, value.day)
                        page.write_datetime(number, column, day, shape)
                    elif value is not None:
                        page.write(number, column, value)
    return str(path)


def changed(**sheets: list[list[CellValue]]) -> dict[str, list[list[CellValue]]]:
    return {**FILLED, **sheets}


def set_up(desk: Desk, path: str, *more: str, now: str = NOW) -> Ended:
    return desk.svc("--json", "--lang", "zh", "setup", "--from", path, *more, now=now)


def counts(ended: Ended) -> dict[str, dict[str, int]]:
    return {
        sheet["sheet"]: {verdict: n for verdict, n in sheet["counts"].items() if n}
        for sheet in ended.json["sheets"]
        if sheet["items"]
    }


def faults(ended: Ended) -> dict[str, str]:
    """What is wrong, by sheet and cell."""
    return {
        f"{sheet['sheet']} {fault['cell']}": fault["problem"]
        for sheet in ended.json["sheets"]
        for item in sheet["items"]
        for fault in item["faults"]
    }


def test_the_template_has_a_sheet_for_every_kind_and_as_it_is_changes_nothing(new: Desk) -> None:
    path = new.path.parent / "t.xlsx"
    new.ok("setup", "--template", str(path))
    assert len(read_tables(path.read_bytes(), "t.xlsx").sheets) == len(TEMPLATE)
    before = new.snapshot()
    done = set_up(new, str(path), "--go")
    assert (done.status, done.json["paths"]) == (0, [])
    assert new.snapshot() == before
    assert "没有一张表填了内容" in new.ok("--lang", "zh", "setup", "--from", str(path), now=NOW).out


def test_a_workbook_makes_a_whole_department_and_twice_changes_nothing(new: Desk) -> None:
    path = book(new, FILLED)
    before = new.snapshot()
    tried = set_up(new, path)
    assert tried.status == 0
    assert tried.json["recorded"] is False
    assert new.snapshot() == before
    done = set_up(new, path, "--go")
    assert done.json["recorded"] is True
    assert counts(done) == counts(tried) == {
        name: {"new": len(rows)} for name, rows in FILLED.items()
    }  # fmt: skip
    assert new.git("status", "--porcelain", "-uall") == ""
    assert new.ok("--json", "check", now=NOW).json["items"] == []
    settings: Any = reading.read_record((new.path / "svc.yaml").read_bytes())
    assert [office["calendar"] for office in settings["offices"].values()] == ["CN", "GZ"]
    staff: Any = reading.read_record((new.path / "staff.yaml").read_bytes())
    assert [person["name"] for person in staff["staff"]] == ["定时任务", "孙伟", "王强", "陈静"]
    assert staff["staff"][1]["office"] == "SZ"
    assert len(new.ok("--json", "list", now=NOW).json["items"]) == 1
    before = new.snapshot()
    again = set_up(new, path, "--go", now="2026-12-03T09:00:00+08:00")
    assert counts(again) == {name: {"same": len(rows)} for name, rows in FILLED.items()}
    assert new.snapshot() == before


def test_while_a_row_is_faulty_nothing_is_recorded_and_each_cell_is_named(new: Desk) -> None:
    path = book(new, changed(
        办事处=[["SZ", "深圳办事处", "华南"], ["广", "广州办事处", "华南"], ["SZ", "另一个", "华南"]],
        人员=[["王强", None, None, None, "深圳", "修理"]],
        机器=[["CR001", "CR-200", "没有的厂"]],
    ))  # fmt: skip
    before = new.snapshot()
    ended = set_up(new, path, "--go")
    assert (ended.status, ended.json["recorded"]) == (1, False)
    assert new.snapshot() == before
    found = faults(ended)
    assert {"办事处 A3", "办事处 A4", "人员 F2", "机器 C2", "客户 G3"} == set(found)
    assert found["办事处 A4"] == "上面已经有这一行"


def test_a_second_row_of_the_department_is_named(new: Desk) -> None:
    ended = set_up(new, book(new, {"部门": [["甲"], ["乙"]]}))
    assert set(faults(ended)) == {"部门 A3"}


def test_hours_that_are_none_are_named_by_their_cell(new: Desk) -> None:
    ended = set_up(new, book(new, {"部门": [["甲", None, "随时"]]}))
    assert faults(ended) == {"部门 C2": "“随时”不是上班时间"}


def test_prices_that_make_no_list_hide_no_other_fault(new: Desk) -> None:
    labour: list[CellValue] = ["工时", "L01", "检测", 80.0]
    people: list[list[CellValue]] = [["王强", None, None, None, None, "修理"]]
    ended = set_up(new, book(new, {"人员": people, "价目": [labour]}), "--go")
    assert (ended.status, ended.json["recorded"]) == (1, False)
    assert set(faults(ended)) == {"人员 F2"}
    problems = {sheet["sheet"]: sheet["problem"] for sheet in ended.json["sheets"]}
    assert "路费" in problems["价目"]
    travel: list[CellValue] = [
        "路费",
        "T01",
        "上门",
        50.0,
        "次",
    ]  # travel is by distance, not by the piece
    both = book(new, {"人员": people, "价目": [labour, travel]}, "c.xlsx")
    ended = set_up(new, both, "--go")
    assert set(faults(ended)) == {"人员 F2", "价目 E3"}
    assert {sheet["problem"] for sheet in ended.json["sheets"]} == {None}


def test_prices_hold_from_the_day_the_department_names(new: Desk) -> None:
    lines: list[list[CellValue]] = [["工时", "L01", "检测", 80.0], ["路费", "T01", "上门", 50.0]]
    head: list[CellValue] = ["甲", None, None, None, date(2027, 1, 1)]
    set_up(new, book(new, {"部门": [head], "价目": lines}), "--go")
    names = sorted(path.name for path in (new.path / "prices").glob("*.yaml"))
    assert names == ["2027-01.yaml"]
    data: Any = reading.read_record((new.path / "prices/2027-01.yaml").read_bytes())
    assert [item["price"] for item in data["labour"]] == ["80.00"]


def test_without_a_sheet_of_prices_the_usual_list_begins_that_day(new: Desk) -> None:
    head: list[CellValue] = ["甲", None, None, None, date(2027, 1, 1)]
    set_up(new, book(new, {"部门": [head]}), "--go")
    data: Any = reading.read_record((new.path / "prices/2027-01.yaml").read_bytes())
    assert len(data["labour"]) > 2


def test_a_file_without_any_sheet_that_is_known_is_refused(new: Desk, tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    with xlsxwriter.Workbook(str(path)) as out:
        out.add_worksheet("随便记的").write(0, 0, "a")
    ended = new.svc("--lang", "zh", "setup", "--from", str(path))
    assert ended.status == 2
    assert "随便记的" in ended.err


def test_sheets_that_are_no_table_are_named(new: Desk) -> None:
    path = Path(book(new, {"部门": [["甲"]]}))
    sheets = read_tables(path.read_bytes(), "b").sheets
    with xlsxwriter.Workbook(str(path)) as out:
        for sheet in sheets[:1]:
            page = out.add_worksheet(sheet.name)
            for number, row in enumerate(sheet.rows):
                page.write_row(number, 0, row)
        out.add_worksheet("随便记的").write(0, 0, "a")
    text = new.ok("--lang", "zh", "setup", "--from", str(path), now=NOW).out
    assert "未读的表（不是认得的表格）：随便记的" in text
    assert "部门：新的 1" in text
    assert f"svc setup --from {path} --go" in text
