"""Tables for the tests of imports, and what they are read by."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from svc.model.import_kinds import KINDS
from svc.model.staff import Person, Staff
from svc.model.table_files import TableSheet
from svc.rules.imports.cells import Known
from svc.rules.imports.heads import find_columns
from svc.rules.imports.rows import TableRow, TableRows, read_rows

KNOWN = Known(
    today=date(2026, 11, 20),
    zone=ZoneInfo("Asia/Shanghai"),
    choices={
        "customer_sort": {"经销商": "dealer", "dealer": "dealer", "最终用户": "end_user"},
        "zone": {"服务区内": "inside", "near": "near"},
        "role": {"维修工程师": "technician", "协调员": "coordinator", "clerk": "clerk"},
        "share": {"工时": "labour", "路费": "travel", "备件": "parts"},
        "kind": {"故障报修": "repair", "repair": "repair", "投诉": "complaint"},
    },
    offices={"SZ": "SZ", "深圳办事处": "SZ", "深圳": "SZ", "BJ": "BJ"},
    staff=Staff(staff=[Person(id="wang", name="王强", roles=["technician"])]),
)


def read(kind: str, heads: str, *rows: list[Any], known: Known = KNOWN) -> TableRows:
    """The rows of a sheet whose heads are given with blanks between."""
    sheet = TableSheet(rows=[list(heads.split()), *(list(row) for row in rows)])
    columns = find_columns(sheet, KINDS[kind], {}, "x")
    return read_rows(sheet, columns, KINDS[kind], known)


def good(kind: str, heads: str, *rows: list[Any]) -> list[TableRow]:
    """The same, of which none may be faulty."""
    found = read(kind, heads, *rows).rows
    assert [fault for row in found for fault in row.faults] == []
    return found
