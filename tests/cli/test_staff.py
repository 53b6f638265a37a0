"""`svc staff leave`: what a person sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conftest import TICKET

from svc.render.tables import terminal_cells

if TYPE_CHECKING:
    import pytest
    from conftest import Desk

NOW = "2026-11-20T11:00:00"


def test_in_chinese_it_is_a_table_that_fits_and_what_to_type_stands_below(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.play("dispatch")
    desk.ok("loan", "lend", TICKET, "P-1001", "--to", "wang", by="sun", now=NOW)
    desk.ok("roster", "--duty", "2026-11-21", "--who", "wang", by="sun")
    monkeypatch.setenv("SVC_LANG", "zh")
    text = desk.ok("staff", "leave", "王强", "--to", "李明", by="sun", now=NOW).out
    lines = text.splitlines()
    assert lines[0].split() == ["事项", "编号", "客户单位", "时间", "交给"]
    assert lines[2].split()[:2] == ["未做的上门", TICKET]
    for line in lines[: lines.index("")]:
        assert terminal_cells(line) <= 80
    assert "李明 不是维修工程师" in text
    assert f"svc reschedule {TICKET} --to 人员 --appointment 时间" in text
    (part,) = [line for line in lines if "P-1001" in line]
    assert part.split()[0] == "手上的备件"
    assert part.split()[-1] == "李明"
    assert "svc roster --duty 2026-11-21 --who 人员" in text
    assert "未做任何更改" in text


def test_when_nothing_hangs_on_them_it_says_which_line_to_write(desk: Desk) -> None:
    text = desk.ok("staff", "leave", "wang", "--to", "sun", by="sun", now=NOW).out
    assert "Nothing hangs on 王强." in text
    assert 'left: "2026-11-20"' in text


def test_the_reason_is_that_they_leave_unless_another_is_given(desk: Desk) -> None:
    desk.play("handover")
    desk.ok("staff", "leave", "li", "--to", "sun", "--go", by="sun", now=NOW)
    assert desk.log[-1]["reason"] == "leaves the department"
