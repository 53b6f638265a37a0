"""A day of an office in words and in JSON."""

from __future__ import annotations

from typing import Any

import pytest
from render.paper_tickets import STAFF
from render.papers.test_daily_sheet import cases

from svc.render.daily import daily_fields, daily_lines, daily_table
from svc.render.words import Words


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("usual", ["未封账", "王强：SZ-2611-A0042 没人签名：负责人不在"]),
        ("sealed", ["已封账；之后数字有变", "本日补录", "：手续费"]),
        ("least", ["这一天没有工程师的事项。"]),
    ],
)
def test_the_screen_tells_what_is_behind_each_number(name: str, says: list[str]) -> None:
    text = "\n".join(daily_lines(cases()[name], Words("zh"), STAFF))
    assert [each for each in says if each not in text] == []


def test_a_file_has_a_row_for_each_technician() -> None:
    table = daily_table([cases()["usual"], cases()["least"]], Words("en"), STAFF)
    assert [[str(value) for value in row] for row in table.rows] == [
        ["2026-11-23", "SZ", "王强", "1", "1", "0", "1", "1", "0", "80.00", "0.00"]
    ]
    assert len(table.heads) == len(table.rows[0])


def test_json_says_what_was_counted_and_what_came_late() -> None:
    said: Any = daily_fields(cases()["sealed"])
    assert (said["status"], said["as_sealed"]) == ("sealed", False)
    (late,) = said["late"]
    assert late["in_seal"] is None
    assert daily_fields(cases()["usual"])["as_sealed"] is None
