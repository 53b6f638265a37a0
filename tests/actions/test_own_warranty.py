"""The warranty of a part and of a repair: told at intake, and free on the quotation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import last
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk, Ended

SECOND = "SZ-2612-A0001"
DECEMBER = "2026-12-10T10:00:00"
PERIODS = "part_warranty: {months: 3}\nrepair_warranty: {days: 90}\nnear_km:"
SAID = ("--outcome", "fixed", "--found", "加热管断路", "--done", "换管", "--cause", "quality")
VISIT = ("visit", TICKET, *SAID, "--part", "P-1001:1:returned")
QUOTE = ("quote", SECOND, "--line", "L04", "--line", "P-1001:2")
PART = "The part P-1001, fitted on 2026-11-20 (ticket SZ-2611-A0001), is under its own warranty"
REPAIR = "The repair of 2026-11-20 (ticket SZ-2611-A0001) was of the same fault"


@pytest.fixture
def fixed(desk: Desk) -> Desk:
    """A machine out of warranty on which a part was fitted."""
    desk.told |= {"bought": "2020-08-01", "mode": "paid", "zone": "near", "distance": "35"}
    desk.play("reply")
    desk.ok("waive", TICKET, "--reason", "老客户", by="sun", now="2026-11-20T09:40:00")
    desk.ok(
        "dispatch", TICKET, "--to", "wang", "--appointment", "14:00",
        by="li", now="2026-11-20T09:50:00",
    )  # fmt: skip
    desk.ok("arrive", TICKET, by="wang", now="2026-11-20T13:55:00")
    visit = (*VISIT, "--agreed", "张工", "--how", "on_site", "--amount", "300")
    desk.ok(*visit, by="wang", now="2026-11-20T15:30:00")
    return desk


def again(desk: Desk, symptom: str, now: str = DECEMBER) -> Ended:
    ended = desk.intake("--second", now=now, symptom=symptom)
    assert ended.status == 0, ended.err
    return ended


def lines(desk: Desk) -> list[tuple[Any, ...]]:
    return [(each["item"], each["count"], each["price"]) for each in last(desk, SECOND)["lines"]]


def test_at_intake_it_is_said_which_part_and_which_repair_are_under_warranty(fixed: Desk) -> None:
    assert "own warranty" not in again(fixed, "加热管断路").err  # nothing is set
    fixed.edit("near_km:", PERIODS, "svc.yaml")
    said = again(fixed, "加热管又断路", now="2026-12-11T10:00:00").err
    assert f"{PART} until 2027-02-19." in said
    assert f"{REPAIR}, and is under its own warranty until 2027-02-17." in said
    other = again(fixed, "门关不上漏水", now="2026-12-12T10:00:00").err
    assert PART in other
    assert REPAIR not in other


def test_on_a_quotation_as_many_pieces_are_free_and_the_line_says_why(fixed: Desk) -> None:
    fixed.edit("near_km:", PERIODS, "svc.yaml")
    again(fixed, "不加热")
    ended = fixed.ok(*QUOTE, by="chen", now=DECEMBER)
    why = "加热管 (warranty of the part fitted on 2026-11-20, until 2027-02-19)"
    why = (
        why
        if "warranty" in lines(fixed)[1][0]
        else "加热管（配件保修：2026-11-20 装，保到 2027-02-19）"
    )
    assert lines(fixed) == [("电控板维修", 1, "240.00"), (why, 1, "0.00"), ("加热管", 1, "180.00")]
    assert PART in ended.err
    assert last(fixed, SECOND)["total"] == "420.00"


@pytest.mark.parametrize(
    "more", [("--cause", "misuse", "--evidence", "外壳破裂"), ("--allow", "x")]
)
def test_misuse_and_a_managers_word_leave_the_price(fixed: Desk, more: tuple[str, ...]) -> None:
    fixed.edit("near_km:", PERIODS, "svc.yaml")
    again(fixed, "不加热")
    fixed.ok(*QUOTE, *more, by="sun", now=DECEMBER)
    assert lines(fixed)[1:] == [("加热管", 2, "180.00")]


def test_after_the_last_day_and_without_a_setting_the_price_is_the_lists(fixed: Desk) -> None:
    again(fixed, "不加热")
    fixed.ok(*QUOTE, by="chen", now=DECEMBER)
    assert lines(fixed)[1:] == [("加热管", 2, "180.00")]
    fixed.edit("near_km:", "part_warranty: {days: 10}\nnear_km:", "svc.yaml")
    fixed.ok(*QUOTE, "--again", by="chen", now="2026-12-11T10:00:00")
    assert lines(fixed)[1:] == [("加热管", 2, "180.00")]


def test_lines_that_are_charged_are_free_by_the_same_rule(fixed: Desk) -> None:
    fixed.edit("near_km:", PERIODS, "svc.yaml")
    again(fixed, "不加热")
    fixed.ok("charge", SECOND, "--line", "P-1001:1", by="chen", now=DECEMBER)
    assert [(count, price) for _, count, price in lines(fixed)] == [(1, "0.00")]
