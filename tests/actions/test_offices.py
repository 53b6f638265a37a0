"""Regions and offices: entered, changed, put under other promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import refused

from svc.model import reading

if TYPE_CHECKING:
    from conftest import Desk

XIAN = ("office", "add", "XA", "--name", "西安办事处", "--region", "华北")


def settings(desk: Desk) -> Any:
    return reading.read_record((desk.path / "svc.yaml").read_bytes())


def test_a_region_gets_the_pinyin_of_its_name_as_code_unless_one_is_said(desk: Desk) -> None:
    desk.ok("region", "add", "西北", by="sun")
    desk.ok("region", "add", "东北", "--code", "ne", by="sun")
    regions = settings(desk)["regions"]
    assert (regions["xibei"], regions["ne"]) == ({"name": "西北"}, {"name": "东北"})
    assert desk.ok("--json", "region", "add", "西北", by="sun").json["repeated"]
    assert refused(desk, "region", "add", "x", "--code", "N E", by="sun")["key"] == "not-a-code"


def test_a_region_is_called_otherwise_by_its_old_name(desk: Desk) -> None:
    desk.ok("region", "change", "华南", "--name", "南方", by="sun")
    assert settings(desk)["regions"]["south"] == {"name": "南方"}


def test_an_office_has_the_calendar_of_the_first_one_and_takes_tickets(desk: Desk) -> None:
    desk.ok(*XIAN, "--phone", "029-88000000", by="sun")
    office = settings(desk)["offices"]["XA"]
    assert office == {
        "name": "西安办事处",
        "region": "north",
        "calendar": "SZ",
        "phone": "029-88000000",
    }
    desk.ok("staff", "add", "马超", "--role", "客服专员", "--office", "XA", by="sun")
    assert "XA-2611-A0001" in desk.intake(by="ma", office="XA").out


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("office", "add", "X1", "--name", "x", "--region", "south"), "not-a-code"),
        (("office", "add", "XA", "--name", "x", "--region", "moon"), "no-such-entry"),
        ((*XIAN, "--calendar", "XX"), "no-such-version"),
        (("office", "change", "XX", "--name", "x"), "unknown-office"),
        (("office", "change", "SZ", "--policy", "none_such"), "no-such-version"),
    ],
)
def test_what_is_not_there_is_named_and_nothing_is_written(
    desk: Desk, words: Any, key: str
) -> None:
    assert refused(desk, *words, by="sun")["key"] == key


def test_an_office_is_put_under_other_promises_before_the_row_for_all(desk: Desk) -> None:
    answer = desk.ok(
        "--json", "office", "change", "SZ", "--policy", "技术服务规范六阶段时限", by="sun"
    ).json
    assert (answer["before"]["policies"], answer["after"]["policies"]) == ("office", "six_stages")
    rows = [
        {"contract": "24x7", "policy": "contract247"},
        {"office": "SZ", "policy": "six_stages"},
        {"policy": "office"},
    ]
    assert settings(desk)["policies"] == rows
    desk.ok("office", "change", "SZ", "--policy", "regions", by="sun")
    assert settings(desk)["policies"][1] == {"office": "SZ", "policy": "regions"}
    desk.ok("office", "change", "SZ", "--policy", "office", by="sun")
    assert settings(desk)["policies"] == [rows[0], rows[2]]
    assert desk.ok("--json", "office", "change", "SZ", "--policy", "office", by="sun").json[
        "repeated"
    ]


def test_new_tickets_of_the_office_are_under_them(desk: Desk) -> None:
    desk.ok("office", "change", "SZ", "--policy", "six_stages", by="sun")
    assert desk.intake().status == 0
    assert "six_stages@2026-11" in desk.record.read_text(encoding="utf-8")


def test_an_office_or_region_is_named_by_its_code_in_whatever_case_or_by_its_name(
    desk: Desk,
) -> None:
    for office in ("sz", "SZ", "深圳办事处", "ｓｚ"):
        assert "王强" in desk.ok("staff", "list", "--office", office, by="sun").out
        assert desk.ok("list", "--office", office, by="sun").status == 0
    for region in ("SOUTH", "south", "华南"):
        desk.ok("office", "change", "SZ", "--region", region, by="sun")
        assert (
            reading.read_record((desk.path / "svc.yaml").read_bytes())["offices"]["SZ"]["region"]
            == "south"
        )


def test_what_is_not_there_names_what_is(desk: Desk) -> None:
    for words, known in (
        (("region", "change", "moon", "--name", "x"), "south"),
        (("part", "change", "P-77", "--name", "x"), "—"),  # the catalogue is empty
        (("price", "line", "L77", "--price", "1"), "L01"),
        (("office", "add", "XA", "--name", "x", "--region", "moon"), "华南"),
    ):
        error = refused(desk, *words, by="sun")
        assert (error["key"], known in error["facts"]["known"]) == ("no-such-entry", True)
