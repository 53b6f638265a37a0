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
    return [
        (each["item"], each["count"], each["price"], each.get("free"))
        for each in last(desk, SECOND)["lines"]
    ]


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
    assert lines(fixed) == [
        ("电控板维修", 1, "240.00", None),
        ("加热管", 1, "180.00", "part_warranty"),
        ("加热管", 1, "180.00", None),
    ]
    assert PART in ended.err
    assert "加热管 (free: warranty of the part)" in ended.out
    assert last(fixed, SECOND)["total"] == "420.00"


def test_a_ticket_that_cannot_be_read_is_named_on_the_quotation(fixed: Desk) -> None:
    fixed.edit("near_km:", PERIODS, "svc.yaml")
    again(fixed, "不加热")
    (fixed.path / "tickets/SZ/2026-11" / f"{TICKET}.yaml").write_text("x: [", encoding="utf-8")
    assert f"{TICKET}.yaml" in fixed.ok(*QUOTE, by="chen", now=DECEMBER).err


def test_a_piece_is_free_on_one_line_alone(fixed: Desk) -> None:
    fixed.edit("near_km:", PERIODS, "svc.yaml")
    again(fixed, "不加热")
    fixed.ok("quote", SECOND, *("--line", "P-1001") * 2, by="chen", now=DECEMBER)
    assert [free for *_, free in lines(fixed)] == ["part_warranty", None]


@pytest.mark.parametrize(
    "more", [("--cause", "misuse", "--evidence", "外壳破裂"), ("--allow", "x")]
)
def test_misuse_and_a_managers_word_leave_the_price(fixed: Desk, more: tuple[str, ...]) -> None:
    fixed.edit("near_km:", PERIODS, "svc.yaml")
    again(fixed, "不加热")
    fixed.ok(*QUOTE, *more, by="sun", now=DECEMBER)
    assert lines(fixed)[1:] == [("加热管", 2, "180.00", None)]


def test_after_the_last_day_and_without_a_setting_the_price_is_the_lists(fixed: Desk) -> None:
    again(fixed, "不加热")
    fixed.ok(*QUOTE, by="chen", now=DECEMBER)
    assert lines(fixed)[1:] == [("加热管", 2, "180.00", None)]
    fixed.edit("near_km:", "part_warranty: {days: 10}\nnear_km:", "svc.yaml")
    fixed.ok(*QUOTE, "--again", by="chen", now="2026-12-11T10:00:00")
    assert lines(fixed)[1:] == [("加热管", 2, "180.00", None)]


def test_lines_that_are_charged_are_free_by_the_same_rule(fixed: Desk) -> None:
    fixed.edit("near_km:", PERIODS, "svc.yaml")
    again(fixed, "不加热")
    fixed.ok("charge", SECOND, "--line", "P-1001:1", by="chen", now=DECEMBER)
    assert lines(fixed) == [("加热管", 1, "180.00", "part_warranty")]


def test_what_is_used_up_in_use_has_no_warranty(fixed: Desk) -> None:
    fixed.edit("near_km:", PERIODS, "svc.yaml")
    fixed.ok(
        "part", "add", "P-1001", "--name", "加热管", "--consumable", "yes", by="sun", now=DECEMBER
    )
    assert PART not in again(fixed, "加热管又断路").err
    fixed.ok(*QUOTE, by="chen", now=DECEMBER)
    assert lines(fixed)[1:] == [("加热管", 2, "180.00", None)]
