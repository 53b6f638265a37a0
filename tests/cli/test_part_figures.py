"""Figures of parts on the screen and as lists: how long they last, and where nothing is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import TICKET
from keeper import furnish

if TYPE_CHECKING:
    from conftest import Desk

SATURDAY = "2026-11-21T11:00:00"
FIXED = ("--outcome", "fixed", "--found", "断路", "--done", "换管", "--cause", "quality")


@pytest.fixture
def fitted(desk: Desk) -> Desk:
    """A tube was put into the machine on the 20th, and stays."""
    furnish(desk)
    desk.play("arrive")
    visit = ("visit", TICKET, *FIXED, "--part", "P-1001:1:returned")
    desk.ok(*visit, by="wang", now="2026-11-20T15:30:00")
    return desk


def test_how_long_a_part_lasts_is_listed_by_part_and_by_machine(fitted: Desk) -> None:
    by_part = fitted.ok("part", "life", "--csv", now=SATURDAY).out.splitlines()
    assert by_part[0].lstrip("\ufeff") == 'Part,Replaced,"Median, days",Shortest,Longest,Still in'
    assert by_part[1:] == ["P-1001 加热管,0,,,,1"]
    assert fitted.ok("part", "life", now=SATURDAY).out.splitlines()[2].split() == [
        "P-1001", "加热管", "0", "1",
    ]  # fmt: skip
    (row,) = fitted.ok("part", "life", "P-1001", "--csv", now=SATURDAY).out.splitlines()[1:]
    assert row.split(",")[1:] == ["CR-200", "1", "2026-11-20", "", "", TICKET]


def test_once_another_took_its_place_its_days_are_known(fitted: Desk) -> None:
    assert "P-1001 加热管: none has been replaced yet" in fitted.ok("part", "life", "P-1001").out
    for when, who, words in (
        ("27T09:00:00", "li", ("reopen", TICKET, "--reason", "又坏了")),
        ("27T09:10:00", "li", ("dispatch", TICKET, "--to", "wang", "--appointment", "14:00")),
        ("27T13:55:00", "wang", ("arrive", TICKET)),
        ("27T15:00:00", "wang", ("visit", TICKET, *FIXED, "--part", "P-1001:1:returned")),
    ):
        fitted.ok(*words, by=who, now=f"2026-11-{when}")
    december = "2026-12-01T09:00:00"
    by_part = fitted.ok("part", "life", "--csv", now=december).out.splitlines()
    assert by_part[1:] == ["P-1001 加热管,1,7,7,7,1"]
    shown = fitted.ok("part", "life", "P-1001", now=december).out
    assert "P-1001 加热管: 1 replaced, after 7 days in the median" in shown
    replaced = fitted.ok("part", "replaced", "--csv", now=december).out.splitlines()
    assert replaced[1:] == []
    november = fitted.ok("part", "replaced", "2026-11", "--csv", now=december).out.splitlines()
    assert november[1:] == ["P-1001 加热管,2,1,2,0"]


def test_what_nobody_said_has_a_name_of_its_own(fitted: Desk) -> None:
    by_office = fitted.ok("part", "replaced", "--by", "office", "--csv", now=SATURDAY).out
    assert by_office.splitlines()[1:] == ["深圳办事处,1,1,1,0"]
    by_model = fitted.ok("part", "replaced", "--by", "model", "--csv", now=SATURDAY).out
    assert by_model.splitlines()[1:] == ["CR-200,1,1,1,0"]
    shown = fitted.ok("part", "replaced", now=SATURDAY).out
    assert shown.splitlines()[-1].startswith("Pieces that visits and bench repairs put in")
