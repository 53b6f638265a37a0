"""Columns are found by their heads, in either language, or as somebody says."""

from __future__ import annotations

import pytest

from svc.errors import NoHeads, NoSuchColumn, NotAMap
from svc.model.import_kinds import KINDS, REQUESTS
from svc.model.table_files import TableSheet
from svc.rules.imports.heads import find_columns, head_form

CUSTOMERS = KINDS["customers"]


def found(heads: str, kind: str = "customers", **mapped: str) -> dict[str, int]:
    sheet = TableSheet(rows=[list(heads.split("|"))])
    return find_columns(sheet, KINDS[kind], mapped, "x").fields


@pytest.mark.parametrize(
    ("heads", "kind", "fields"),
    [
        ("客户名称|联系人|手机|地址", "customers", ["name", "contact", "mobile", "address"]),
        ("1、您的单位|Q2. 您的手机号|3.请填写地址（必填）", "customers", ["name", "mobile", "address"]),
        ("2、请填写您的单位|3、请选择办事处？|4. 请留下您的手机号（必填）？", "customers",
         ["name", "office", "mobile"]),
        ("公司|联系电话|办事处", "customers", ["name", "phone", "office"]),
        ("Customer name|Phone|Address*", "customers", ["name", "phone", "address"]),
        ("单位名称（必填）|距离(公里)", "customers", ["name", "distance_km"]),
        ("序列号|产品型号|使用单位|购机日期", "machines", ["serial", "model", "customer", "bought"]),
        ("S/N|机型|客户|保修到期", "machines", ["serial", "model", "customer", "warranty_until"]),
        ("物料编码|品名|安全库存", "parts", ["code", "name", "minimum"]),
        ("类别|代码|项目|单价|单位", "prices", ["group", "code", "name", "price", "unit"]),
        ("姓名|手机|岗位", "staff", ["name", "phone", "roles"]),
    ],
)  # fmt: skip
def test_heads_are_known_in_both_languages_and_by_their_synonyms(
    heads: str, kind: str, fields: list[str]
) -> None:
    assert found(heads, kind) == {name: place for place, name in enumerate(fields)}


def test_titles_above_the_heads_are_passed_over() -> None:
    rows = [["2024 年客户一览", None], [None, None], ["客户名称", "电话"], ["甲", "1"]]
    columns = find_columns(TableSheet(rows=rows), CUSTOMERS, {}, "x")
    assert (columns.row, columns.fields) == (2, {"name": 0, "phone": 1})


def test_the_likelier_of_two_columns_is_read_and_the_other_named() -> None:
    columns = find_columns(TableSheet(rows=[["联系电话", "电话", "单位"]]), CUSTOMERS, {}, "x")
    assert (columns.fields["phone"], columns.unread) == (1, ["联系电话"])


def test_what_is_said_of_a_column_counts_before_its_head() -> None:
    assert found("单位|名称", **{"名称": "name", "单位": "-"}) == {"name": 1}
    assert found("甲方|备注", **{"甲方": "name", "备注": "地址"}) == {"name": 0, "address": 1}


def test_heads_that_are_needed_and_not_there_are_named_with_those_found() -> None:
    with pytest.raises(NoHeads) as refused:
        found("型号|颜色", "machines")
    assert [head.split(" ")[0] for head in refused.value.facts["needed"]] == ["出厂编号", "单位"]
    assert refused.value.facts["found"] == ["型号", "颜色"]


def test_a_map_names_a_field_and_a_column_that_is_there() -> None:
    with pytest.raises(NotAMap):
        found("单位", **{"单位": "colour"})
    with pytest.raises(NoSuchColumn):
        found("单位", **{"公司": "name"})


def test_heads_are_compared_without_signs_and_what_is_in_brackets() -> None:
    assert head_form("单价（元）*") == head_form(" 单 价：") == "单价"
    assert head_form("Serial No.") == "serialno"


def test_each_head_means_one_field_of_its_kind_at_first() -> None:
    """What the template writes is read back as that very field."""
    for kind in KINDS.values():
        for language in (0, 1):
            heads = [field.known_heads[language] for field in kind.fields]
            columns = find_columns(TableSheet(rows=[list(heads)]), kind, {}, "x")
            assert columns.fields == {field.name: place for place, field in enumerate(kind.fields)}


@pytest.mark.parametrize(
    "head",
    ["6、请描述故障", "请描述您的问题", "故障描述（必填）", "*机器怎么了？", "7) 请简要描述一下故障现象?"],
)  # fmt: skip
def test_heads_that_ask_are_found(head: str) -> None:
    sheet = TableSheet(rows=[["单位", head, "8、您希望怎么处理？"]])
    fields = find_columns(sheet, REQUESTS, {}, "x").fields
    assert fields == {"unit": 0, "symptom": 1, "wishes": 2}
