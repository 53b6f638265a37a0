"""The sheet of a month's workbook that has a row a ticket."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
import python_calamine
from render.month_reports import quiet
from rules.logs import ticket
from rules.report.months import FIXED, measured

from svc.model.staff import Person, Staff
from svc.render.report_tickets import LABELLED, SHOWN, tickets_table
from svc.render.sheets import report_workbook
from svc.render.words import Words
from svc.rules.exports.tickets import ticket_row
from svc.rules.ticket.lifecycle import replay_ticket

STAFF = Staff(staff=[Person(id="wang", name="王强", roles=["technician"])])
ZH = Words("zh")


@pytest.fixture(scope="module")
def row() -> dict[str, Any]:
    late = (*FIXED, "20 15:10 charged", "21 10:00 called_back", "21 10:05 closed")
    made = ticket(*late)
    return ticket_row(replay_ticket(made), measured(made))


def told(row: dict[str, Any], words: Words = ZH) -> dict[str, Any]:
    (cells,) = tickets_table([row], STAFF, words).rows
    return dict(zip(SHOWN, cells, strict=True))


def test_values_are_real_and_in_words(row: dict[str, Any]) -> None:
    cells = told(row)
    assert cells["received_at"] == datetime.fromisoformat("2026-11-20T09:00:00+08:00")
    assert (cells["charged"], cells["hours_to_repair"]) == (Decimal("80.00"), Decimal("6.0"))
    assert (cells["visits"], cells["visit_minutes"], cells["reopened"]) == (1, 300, "否")
    assert (cells["technician"], cells["kind"], cells["status"]) == ("王强", "故障报修", "已关闭")
    assert (cells["who_pays"], cells["rating"], cells["first_time_fix"]) == ("我方", "满意", "是")
    late = told(row | {"broken": "contact reply"})
    assert late["broken"] == ZH.label("promise", "contact") + "、" + ZH.label("promise", "reply")


def test_heads_are_chinese_and_every_label_is_a_word(row: dict[str, Any]) -> None:
    heads = tickets_table([], STAFF, ZH).heads
    assert [head for head in heads if any("a" <= letter <= "z" for letter in head)] == []
    cells = told(row)
    assert [
        name for name in LABELLED if str(cells.get(name) or "").isascii() and cells.get(name)
    ] == ["office"]  # none is called anything here


def test_the_workbook_has_the_sheet_with_a_frozen_head_and_first_column(
    row: dict[str, Any],
) -> None:
    data = report_workbook(quiet(), ZH, tickets_table([row, row], STAFF, ZH))
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names[-1] == "工单"
    heads, first, second = book.get_sheet_by_name("工单").to_python()
    assert (heads[0], len(heads), first) == ("服务工单号", len(SHOWN), second)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = sorted(name for name in archive.namelist() if "worksheets/sheet" in name)
        markup = archive.read(max(names, key=lambda name: int("".join(filter(str.isdigit, name)))))
        workbook = archive.read("xl/workbook.xml").decode()
    for part in (b'<pane xSplit="1" ySplit="1"', b"<autoFilter", b'fitToWidth="4" fitToHeight="0"'):
        assert part in markup
    assert "$A:$A" in workbook
    assert "$1:$1" in workbook


def test_telephone_numbers_in_names_are_masked(row: dict[str, Any]) -> None:
    named = row | {"customer_name": "王芳 13800138000", "serial": "=1+1"}
    data = report_workbook(quiet(), ZH, tickets_table([named], STAFF, ZH))
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    cells = book.get_sheet_by_name("工单").to_python()[1]
    assert (cells[SHOWN.index("customer_name")], cells[SHOWN.index("serial")]) == (
        "王芳 138****8000", "=1+1",
    )  # fmt: skip
