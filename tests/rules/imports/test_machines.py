"""Machines of a table: found by their serial numbers, their owners by name, number, telephone."""

from __future__ import annotations

from datetime import date
from typing import Any

from rules.imports.tables import good, read
from rules.imports.test_customers import FILED, customer

from svc.model.customers import Equipment
from svc.rules.imports.customers import CustomerBook
from svc.rules.imports.found import Found
from svc.rules.imports.machines import find_machines_of_rows, find_owner, machine_from
from svc.rules.imports.rows import CellFault


def machine(serial: str, **more: str) -> Equipment:
    values = {"model": "CR-200", "specification": "unknown", "bought": "2024-03-01", **more}
    return Equipment(serial=serial, **values)


WITH_MACHINES = [
    customer("SZ-A0007", "己公司", "0755-26007777", equipment=[machine("CR-1"), machine("00123")]),
    *FILED,
]


def found(heads: str, *rows: list[Any]) -> list[Found]:
    return find_machines_of_rows(read("machines", heads, *rows).rows, WITH_MACHINES)


def test_a_new_serial_number_is_new_at_its_owner() -> None:
    (each,) = found("出厂编号 机型 单位", ["CR-9", "CR-200", "己公司"])
    assert (each.verdict, each.owner) == ("new", "SZ-A0007")


def test_a_serial_number_is_the_same_however_it_is_written() -> None:
    (each,) = found("出厂编号 机型 单位", ["ｃｒ 1", "CR-200", "己公司"])
    assert (each.verdict, each.on) == ("same", "SZ-A0007")


def test_what_differs_is_named_and_so_is_another_owner() -> None:
    (each,) = found("出厂编号 机型 单位 购买日期", ["CR-1", "CR-300", "甲公司", date(2024, 3, 2)])
    assert each.verdict == "differs"
    assert [(d.head, d.filed, d.told) for d in each.differences] == [
        ("机型", "CR-200", "CR-300"),
        ("购买日期", "2024-03-01", "2024-03-02"),
        ("单位", "己公司", "甲公司"),
    ]


def test_an_owner_whom_nobody_knows_or_several_can_be_is_a_fault() -> None:
    rows = ["X-1", "CR-200", "没有的公司"], ["X-2", "CR-200", "丙公司"]
    assert [each.verdict for each in found("出厂编号 机型 单位", *rows)] == ["faulty", "faulty"]
    (each,) = found("出厂编号 机型 单位 电话", ["X-2", "CR-200", "丙公司", "26004444"])
    assert (each.verdict, each.owner) == ("new", "SZ-A0004")


def test_one_serial_number_twice_is_said_again_or_faulty() -> None:
    row, other = ["X-1", "CR-200", "甲公司"], ["x1", "CR-300", "甲公司"]
    assert [each.verdict for each in found("出厂编号 机型 单位", row, row, other)] == [
        "new", "again", "faulty",
    ]  # fmt: skip


def test_a_serial_number_that_lost_its_zeros_is_known_by_the_file() -> None:
    (each,) = found("出厂编号 机型 单位", [123.0, "CR-200", "己公司"])
    assert each.verdict == "faulty"
    assert each.faults[0].problem.facts == {"serial": "00123"}


def test_a_serial_number_without_letter_or_digit_is_none() -> None:
    (each,) = found("出厂编号 机型 单位", ["???", "CR-200", "己公司"])
    assert each.verdict == "faulty"


def test_what_the_table_does_not_say_is_unknown() -> None:
    (row,) = good("machines", "出厂编号 机型 单位 保修期至", ["X-1", "CR-200", "甲", "2027-03-01"])
    assert machine_from(row) == Equipment(
        serial="X-1",
        model="CR-200",
        specification="unknown",
        bought="unknown",
        warranty_until=date(2027, 3, 1),
    )


def test_an_owner_is_found_by_the_number_of_the_file() -> None:
    (row,) = good("machines", "出厂编号 机型 单位", ["X-1", "CR-200", "SZ-A0002"])
    owner = find_owner(row, CustomerBook(FILED))
    assert not isinstance(owner, CellFault)
    assert owner.name == "乙公司"
