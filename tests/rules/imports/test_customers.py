"""Customers of a table: found by number, name and telephone as a person would find them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from rules.imports.tables import good, read

from svc.model import customers as cu
from svc.model.customers import Contact, Customer
from svc.model.settings import Office, PolicyChoice, Region, Settings, WarrantyPeriods
from svc.rules.forms import plain_form
from svc.rules.imports.customers import CustomerBook, find_customers_of_rows
from svc.rules.imports.found import Found

NOW = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
SETTINGS = Settings(
    schema=1,
    name="部门",
    regions={"south": Region(name="华南")},
    offices={"SZ": Office(name="深圳办事处", region="south", calendar="SZ")},
    policies=[PolicyChoice(contract="24x7", policy="c"), PolicyChoice(policy="office")],
    warranty=WarrantyPeriods(months=24, on_site_months=12),
)


def customer(id: str, name: str, phone: str, **more: Any) -> Customer:
    values: dict[str, Any] = {
        "status": "active", "opened": NOW, "office": "SZ", "region": "south",
        "address": "南山1号", "contacts": [Contact(name="张三", mobile="13800138000")],
    }  # fmt: skip
    return Customer(
        id=id, name=name, phone=phone, log=[cu.Opened(digest="0" * 16)], **{**values, **more}
    )


FILED = [
    customer("SZ-A0001", "甲公司", "0755-26001111"),
    customer("SZ-A0002", "乙公司", "0755-26002222", contacts=[]),
    customer("SZ-A0003", "丙公司", "0755-26003333", contacts=[]),
    customer("SZ-A0004", "丙公司", "0755-26004444", contacts=[]),
]


def found(heads: str, *rows: list[Any]) -> list[Found]:
    table = read("customers", heads, *rows).rows
    names = {plain_form(row.get("name")) for row in table}
    return find_customers_of_rows(table, CustomerBook(FILED), SETTINGS, names)


def verdicts(heads: str, *rows: list[Any]) -> list[tuple[str, str]]:
    return [(each.verdict, each.on) for each in found(heads, *rows)]


def test_a_new_name_with_a_new_number_is_new() -> None:
    assert verdicts("单位 电话", ["丁公司", "0755-26009999"]) == [("new", "")]


@pytest.mark.parametrize("name", ["甲公司", " 甲公司 ", "SZ-A0001", "sz-a0001"])
def test_a_customer_is_found_by_name_and_by_the_number_of_the_file(name: str) -> None:
    assert verdicts("单位", [name]) == [("same", "SZ-A0001")]


def test_a_number_without_its_area_code_is_the_same_and_a_mobile_a_contacts() -> None:
    assert verdicts("单位 电话 手机", ["甲公司", "26001111", "13800138000"]) == [
        ("same", "SZ-A0001")
    ]


def test_what_differs_is_named_with_both_values_and_what_is_not_said_is_not() -> None:
    (each,) = found("单位 电话 地址 联系人", ["甲公司", "0755-26009999", "福田2号", "李四"])
    assert (each.verdict, each.on) == ("differs", "SZ-A0001")
    assert {(d.head, d.filed, d.told) for d in each.differences} == {
        ("电话", "0755-26001111 / 13800138000", "0755-26009999"),
        ("地址", "南山1号", "福田2号"),
        ("联系人", "张三", "李四"),
    }


def test_somebody_whose_telephone_alone_is_on_file_has_another_name_there() -> None:
    (each,) = found("单位 电话", ["乙公司（新）", "0755-26002222"])
    assert (each.verdict, each.on) == ("differs", "SZ-A0002")
    assert [d.head for d in each.differences] == ["单位"]


def test_unless_the_file_of_that_telephone_stands_in_the_table_too() -> None:
    rows = ["乙公司", "0755-26002222"], ["乙公司分店", "0755-26002222"]
    assert verdicts("单位 电话", *rows) == [("same", "SZ-A0002"), ("new", "")]


def test_of_several_files_of_one_name_the_telephone_tells() -> None:
    assert verdicts("单位 电话", ["丙公司", "0755-26004444"]) == [("same", "SZ-A0004")]
    (each,) = found("单位", ["丙公司"])
    assert each.verdict == "faulty"
    assert each.faults[0].problem.facts == {"files": ["SZ-A0003", "SZ-A0004"]}


def test_rows_of_one_name_are_one_customer_with_the_contacts_of_all() -> None:
    first, second = found(
        "单位 联系人 手机", ["丁", "张", "13900000001"], ["丁", "李", "13900000002"]
    )
    assert (first.verdict, second.verdict) == ("new", "again")
    assert [row.get("contact") for row in first.also] == ["李"]


def test_rows_of_one_name_with_another_telephone_and_address_are_refused() -> None:
    rows = ["丁", "0755-26005551", "南山"], ["丁", "0755-26005552", "福田"]
    assert [each.verdict for each in found("单位 电话 地址", *rows)] == ["new", "faulty"]


def test_a_later_row_of_a_customer_on_file_is_compared_too() -> None:
    rows = found("单位 联系人", ["甲公司", "张三"], ["甲公司", "王五"])
    assert [each.verdict for each in rows] == ["same", "differs"]


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        ("单位 服务区域", ["丁", "near"]),
        ("单位 服务区域 距离", ["丁", "服务区内", 300.0]),
        ("单位 合同", ["丁", "铂金"]),
        ("单位 电话", ["丁", "12"]),
    ],
)
def test_values_that_can_not_be_are_faults(heads: str, row: list[Any]) -> None:
    (each,) = found(heads, row)
    assert (each.verdict, len(each.faults)) == ("faulty", 1)


def test_a_contract_is_known_however_it_is_typed() -> None:
    assert verdicts("单位 合同", ["丁", "7×24"]) == [("new", "")]


def test_the_book_finds_a_customer_that_was_added() -> None:
    book = CustomerBook(FILED)
    book.add(customer("SZ-A0009", "戊", "13700000000"))
    assert [each.id for each in book.with_telephone("13700000000")] == ["SZ-A0009"]
    assert [each.id for each in book.called("戊")] == ["SZ-A0009"]
    assert book.called("SZ-A0077") == []
    (row,) = good("customers", "单位", ["戊"])
    (each,) = find_customers_of_rows([row], book, SETTINGS, {"戊"})
    assert each.on == "SZ-A0009"
