"""Rows below the heads: blank ones passed over, the template's examples named, faults by cell."""

from __future__ import annotations

from rules.imports.tables import good, read

from svc.model.import_kinds import CUSTOMERS, KINDS


def test_blank_rows_are_passed_over_and_rows_keep_their_numbers() -> None:
    rows = good("customers", "单位 电话", ["甲", None], [None, None], ["/", "-"], ["乙", None])
    assert [(row.number, row.values) for row in rows] == [(2, {"name": "甲"}), (5, {"name": "乙"})]


def test_a_fault_names_its_cell_its_head_and_what_to_write() -> None:
    (row,) = read("customers", "客户名称 联系电话", ["甲", 1.38e16]).rows
    (fault,) = row.faults
    assert (fault.cell, fault.head) == ("B2", "联系电话")
    assert fault.write is not None


def test_what_is_needed_and_blank_is_a_fault() -> None:
    (row,) = read("machines", "出厂编号 机型 单位", [None, "CR-200", "甲"]).rows
    assert [fault.cell for fault in row.faults] == ["A2"]


def test_a_number_among_codes_with_zeros_in_front_has_lost_its_own() -> None:
    rows = read(
        "machines", "出厂编号 机型 单位", ["00123", "x", "甲"], [124.0, "x", "甲"], [12345.0, "x", "甲"]
    ).rows  # fmt: skip
    assert [bool(row.faults) for row in rows] == [False, True, False]


def test_numbers_alone_are_taken_as_they_are() -> None:
    rows = good("machines", "出厂编号 机型 单位", [123.0, "x", "甲"], [12345.0, "x", "甲"])
    assert [row.get("serial") for row in rows] == ["123", "12345"]


def test_the_rows_of_the_template_are_named_and_not_taken() -> None:
    for language in (0, 1):
        heads = " ".join(field.known_heads[language] for field in CUSTOMERS.fields)
        example = [field.examples[language] or None for field in CUSTOMERS.fields]
        changed = ["别的公司", *example[1:]]
        found = read("customers", heads, example, changed)
        assert found.examples == [2]
        assert [row.number for row in found.rows] == [3]


def test_every_kind_has_examples_by_which_they_are_known() -> None:
    for kind in KINDS.values():
        assert sum(bool(field.examples[0]) for field in kind.fields) >= 2
