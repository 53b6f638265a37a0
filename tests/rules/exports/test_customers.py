"""Customers' files and machines as rows of an export."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from rules.report.months import FIXED, measured, on

from svc.model.customers import Customer
from svc.model.exported import TABLES
from svc.model.settings import WarrantyPeriods
from svc.rules.exports.customers import MachineCount, customer_row, day_of_sale, machine_rows
from svc.rules.ticket.customers import replay_customer

TODAY = date(2026, 11, 20)
USUAL = WarrantyPeriods(months=24, on_site_months=12)
MACHINE = {
    "serial": "CR200-24-0042",
    "model": "CR-200",
    "specification": "380V",
    "bought": "2025-08-01",
}
HEAD: dict[str, Any] = {
    "id": "SZ-A0001",
    "status": "active",
    "opened": "2026-10-01T09:00:00+08:00",
    "office": "SZ",
    "region": "south",
    "name": "南山明辉餐饮",
    "address": "海德路 9 号",
    "phone": "0755-26001111",
    "contacts": [
        {"name": "张工", "mobile": "13800138000"},
        {"name": "李工", "mobile": "13800138001"},
    ],
    "equipment": [MACHINE],
    "log": [],
}


def customer(*log: dict[str, Any], **head: Any) -> Any:
    opened = {"what": "opened", "digest": "0" * 16}
    events = [
        {
            "seq": seq, "id": f"{seq:06d}", "at": "2026-10-01T09:00:00+08:00",
            "typed": "2026-10-01T09:00:00+08:00", "by": "chen", **event,
        }
        for seq, event in enumerate((opened, *log), 1)
    ]  # fmt: skip
    return replay_customer(msgspec.convert({**HEAD, **head, "log": events}, Customer))


def machines(state: Any, counts: Any = None) -> list[dict[str, Any]]:
    return list(machine_rows(state.current, USUAL, TODAY, counts or {}))


def test_rows_have_the_columns_of_their_tables() -> None:
    state = customer()
    for table, row in (("customers", customer_row(state)), ("machines", machines(state)[0])):
        assert set(row) == {column.name for column in TABLES[table].columns}


def test_a_customer_stands_as_the_file_stands_now() -> None:
    account = {"what": "account_set", "account": {"days": 30, "limit": "5000.00"}}
    row = customer_row(customer(account))
    assert (row["account_days"], row["account_limit"]) == (30, "5000.00")
    assert (row["contact"], row["mobile"], row["contacts"]) == ("张工", "13800138000", 2)
    assert (row["machines"], row["contract"], row["contract_until"]) == (1, None, None)
    terms = {"name": "24x7", "since": "2026-01-01", "until": "2026-12-31"}
    held = customer_row(customer({"what": "contract_set", "contract": terms}))
    assert (held["contract"], held["contract_since"], held["contract_until"]) == (
        "24x7", "2026-01-01", "2026-12-31",
    )  # fmt: skip


def test_a_machine_has_its_ends_and_what_tickets_say_of_it() -> None:
    fault = measured(on("11-05", *FIXED[1:]))[0]
    count = MachineCount()
    count.add(fault)
    count.add(measured(on("11-02", *FIXED[1:]))[0])
    count.add(measured(on("11-20", "20 10:00 cancelled"))[0])
    (row,) = machines(customer(), {fault.serial: count})
    assert (row["bought"], row["on_site_until"], row["warranty_until"]) == (
        "2025-08-01", "2026-07-31", "2027-07-31",
    )  # fmt: skip
    assert (row["tickets"], row["failures"], row["last_failure"], row["repeats"]) == (
        3, 2, "2026-11-05", 0,
    )  # fmt: skip


def test_of_a_machine_without_a_day_of_sale_no_end_is_known() -> None:
    state = customer(equipment=[{**MACHINE, "bought": "去年"}])
    (row,) = machines(state)
    assert (row["bought"], row["warranty_until"], row["tickets"]) == (None, None, 0)
    assert day_of_sale(state.current.equipment[0]) is None


def test_machines_are_sorted_by_serial_number() -> None:
    state = customer(equipment=[{**MACHINE, "serial": "B"}, {**MACHINE, "serial": "A"}])
    assert [row["serial"] for row in machines(state)] == ["A", "B"]
