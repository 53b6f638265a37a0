"""Parts, prices, staff and known faults of a table: found by code, id, name, title."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from rules.imports.tables import good, read

from svc.model.knowledge import Knowledge
from svc.model.parts import Part, PartsCatalogue
from svc.model.prices import Band, Item, PriceList
from svc.model.staff import Person, Staff
from svc.rules.imports.found import Found
from svc.rules.imports.settings import (
    find_knowledge,
    find_parts,
    find_prices,
    find_staff,
    knowledge_data,
    part_data,
    person_data,
    price_data,
)

PARTS = PartsCatalogue(
    parts=[Part(code="P-1", name="加热管", models=["CR"], price=Decimal("180.00"), minimum=6)]
)
PRICES = PriceList(
    since=date(2026, 7, 1),
    labour=[Item(code="L01", name="检测", price=Decimal("80.00"), unit="次")],
    travel=[Band(code="T01", name="上门费", price=Decimal("50.00"))],
)
STAFF = Staff(
    staff=[
        Person(id="wang", name="王强", office="SZ", roles=["technician", "clerk"]),
        Person(id="li", name="李明", roles=["clerk"]),
        Person(id="li2", name="李明", roles=["clerk"]),
    ]
)
FAULTS = [
    Knowledge(slug="cold", title="不加热", models=["*"], symptom="冷", cause="断", remedy="换")
]


def said(found: list[Found]) -> list[tuple[str, str]]:
    return [(each.verdict, each.on) for each in found]


def parts(heads: str, *rows: list[Any]) -> list[Found]:
    return find_parts(read("parts", heads, *rows).rows, PARTS)


def prices(heads: str, *rows: list[Any]) -> list[Found]:
    return find_prices(read("prices", heads, *rows).rows, PRICES)


def staff(heads: str, *rows: list[Any]) -> list[Found]:
    return find_staff(read("staff", heads, *rows).rows, STAFF)


def test_a_part_is_found_by_its_code_in_small_letters_too() -> None:
    rows = ["p-1", "加热管", 180.0], ["P-1", "加热管", 181.0], ["P-2", "风扇", None]
    assert said(parts("编码 名称 单价", rows[0], rows[2])) == [("same", "P-1"), ("new", "P-2")]
    (each,) = parts("编码 名称 单价", rows[1])
    assert [(d.filed, d.told) for d in each.differences] == [("180.00", "181.00")]


def test_one_code_twice_is_said_again_or_faulty() -> None:
    rows = ["P-2", "风扇"], ["P-2", "风扇"], ["P-2", "电机"]
    assert [each.verdict for each in parts("编码 名称", *rows)] == ["new", "again", "faulty"]


def test_what_is_no_code_and_a_substitute_that_is_not_there_are_faults() -> None:
    assert said(parts("编码 名称", ["9003", "x"])) == [("faulty", "")]
    heads = "编码 名称 可替代件"
    assert [each.verdict for each in parts(heads, ["P-2", "x", "P-7"])] == ["faulty"]
    rows = ["P-2", "x", "p-7、P-1"], ["P-7", "y", None]
    assert [each.verdict for each in parts(heads, *rows)] == ["new", "new"]


def test_a_part_is_written_with_what_was_said_alone() -> None:
    (row,) = good(
        "parts", "编码 名称 适用机型 用途 单价 最低库存", ["p-2", "x", "A、B", "热", 5, 0]
    )
    assert part_data(row) == {
        "code": "P-2", "name": "x", "models": ["A", "B"], "for": "热", "price": "5.00",
    }  # fmt: skip


def test_a_price_differs_or_is_new_and_its_group_stays() -> None:
    heads = "类别 代码 项目 单价 单位"
    rows = ["工时", "L01", "检测", 88.0, "次"], ["工时", "L02", "维修", 90.0, "次"]
    assert said(prices(heads, *rows)) == [("differs", "L01"), ("new", "L02")]
    assert said(prices(heads, ["备件", "L01", "检测", 80.0, None])) == [("faulty", "")]


def test_travel_alone_has_a_distance_and_nothing_else() -> None:
    heads = "类别 代码 项目 单价 公里以内 单位"
    assert said(prices(heads, ["路费", "T02", "远", 90, 80, None])) == [("new", "T02")]
    assert said(prices(heads, ["工时", "L09", "远", 90, 80, None])) == [("faulty", "")]
    assert said(prices(heads, ["路费", "T02", "远", 90, None, "次"])) == [("faulty", "")]


def test_an_item_is_written_as_a_price_list_has_it() -> None:
    rows = good(
        "prices", "类别 代码 项目 单价 公里以内 易耗", ["路费", "t2", "远", 90, 80, None],
        ["备件", "P-1", "垫", 1.5, None, "是"],
    )  # fmt: skip
    assert [price_data(row) for row in rows] == [
        {"code": "T2", "name": "远", "price": "90.00", "up_to_km": 80},
        {"code": "P-1", "name": "垫", "price": "1.50", "consumable": True},
    ]


def test_the_first_price_list_has_nothing_to_be_compared_with() -> None:
    rows = good("prices", "类别 代码 项目 单价", ["工时", "L01", "检测", 80])
    assert said(find_prices(rows, None)) == [("new", "L01")]


def test_somebody_is_found_by_name_and_roles_are_in_no_order() -> None:
    heads = "姓名 岗位 办事处"
    assert said(staff(heads, ["王强", "clerk、维修工程师", "深圳"])) == [("same", "wang")]
    assert said(staff(heads, ["王强", "clerk", "BJ"])) == [("differs", "wang")]


def test_of_two_people_of_one_name_the_id_says_which() -> None:
    assert said(staff("姓名 岗位", ["李明", "clerk"])) == [("faulty", "")]
    assert said(staff("姓名 岗位 登录名", ["李明", "clerk", "li2"])) == [("same", "li2")]
    assert said(staff("姓名 岗位 登录名", ["李明", "clerk", "Li 3"])) == [("faulty", "")]


def test_a_new_person_gets_an_id_that_nobody_has() -> None:
    (each,) = staff("姓名 岗位 电话", ["王芳", "协调员", 13800138000.0])
    assert (each.verdict, each.on) == ("new", "wangf")
    assert person_data(each, date(2026, 11, 20)) == {
        "id": "wangf", "name": "王芳", "phone": "13800138000", "roles": ["coordinator"],
    }  # fmt: skip


def test_what_somebody_can_repair_they_can_since_the_day_of_the_import() -> None:
    (each,) = staff("姓名 岗位 会修机型", ["王芳", "维修工程师", "CR、NB"])
    assert person_data(each, date(2026, 11, 20))["skills"] == [
        {"covers": "CR", "since": "2026-11-20"},
        {"covers": "NB", "since": "2026-11-20"},
    ]


def test_two_new_people_of_one_surname_get_two_ids() -> None:
    rows = ["赵云", "clerk"], ["赵雪", "clerk"]
    ids = [each.on for each in staff("姓名 岗位", *rows)]
    assert len(set(ids)) == 2


def test_a_known_fault_is_found_by_its_title() -> None:
    heads = "标题 故障现象 原因 处理办法"
    rows = read("knowledge", heads, ["不加热", "冷", "断", "换"], ["漏水", "漏", "破", "补"]).rows
    found = find_knowledge(rows, FAULTS)
    assert said(found) == [("same", "cold"), ("new", "loushui")]
    assert knowledge_data(found[1].row) == {
        "title": "漏水", "models": ["*"], "symptom": "漏", "cause": "破", "remedy": "补",
    }  # fmt: skip


def test_a_known_fault_gets_a_file_that_is_free_and_can_be() -> None:
    heads = "标题 故障现象 原因 处理办法 文件名"
    rows = read(
        "knowledge", heads, ["楼睡", "漏", "破", "补", None], ["漏水", "漏", "破", "补", None],
        ["x", "漏", "破", "补", "A/b"], ["y", "漏", "破", "补", "y_1"],
    ).rows  # fmt: skip
    assert said(find_knowledge(rows, FAULTS)) == [
        ("new", "loushui"), ("new", "loushui_2"), ("faulty", ""), ("new", "y_1"),
    ]  # fmt: skip
