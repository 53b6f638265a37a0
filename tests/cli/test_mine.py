"""`svc mine`: the table a person sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conftest import TICKET

from svc.render.tables import terminal_cells

if TYPE_CHECKING:
    import pytest
    from conftest import Desk

NOON = "2026-11-20T12:00:00"


def test_in_chinese_it_says_why_what_is_due_and_for_whom(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVC_LANG", "zh")
    unit = "深圳市南山区明辉餐饮管理有限公司"
    assert desk.intake(now="2026-11-20T09:05:07", unit=unit).status == 0
    lines = desk.ok("mine", by="chen", now=NOON).out.splitlines()
    assert lines[0].split() == ["工单", "原因", "服务时限", "到期时间", "客户单位"]
    assert lines[2].split()[:3] == [TICKET, "轮到我", "上门请求转协调员"]
    assert (
        max(terminal_cells(line) for line in lines) <= 80
    )  # with the longest promise and its seconds
    assert desk.ok("mine", by="li", now=NOON).out == "李明手上没有待办。\n"


def test_somebody_else_is_asked_for_by_id_or_name(desk: Desk) -> None:
    assert desk.intake().status == 0
    for name in ("chen", "陈静"):
        assert TICKET in desk.ok("mine", name, by="li", now=NOON).out
    assert desk.svc("mine", "nobody", by="li", now=NOON).status == 2
