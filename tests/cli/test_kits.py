"""`svc stock kit` and its sisters on the screen, in files and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import TICKET
from keeper import furnish, keep, refused

if TYPE_CHECKING:
    from conftest import Desk


@pytest.fixture
def van(desk: Desk) -> Desk:
    """Wang's set: three tubes and two long ones, of which the store has none; topped up."""
    furnish(desk)
    keep(desk, "kit-set", "标准包", "P-1001:3", "P-1002:2")
    desk.ok("staff", "change", "wang", "--kit", "标准包", by="li")
    keep(desk, "kit-top-up", "wang")
    return desk


def test_the_screen_says_what_one_has_along_and_how_to_fill_it_up(van: Desk) -> None:
    shown = van.ok("stock", "kit", "王强", by="sun").out.splitlines()
    assert shown[0] == "王强: set 标准包, last topped up 2026-11-20 09:00"
    cells = [line.split() for line in shown[3:5]]
    assert cells[0] == ["P-1001", "加热管", "3", "3"]
    assert cells[1] == ["P-1002", "加热管（加长）", "2", "0", "2"]
    assert shown[-1] == "To top it up: svc stock kit-top-up wang"


def test_who_has_no_kit_is_told_how_one_is_given(van: Desk) -> None:
    shown = van.ok("stock", "kit", "chen", by="sun").out
    assert "svc staff change chen --kit KIT" in shown


def test_all_kits_of_an_office_stand_in_one_list(van: Desk) -> None:
    (*_, row) = van.ok("stock", "kit", by="sun").out.splitlines()
    assert row.split() == ["王强", "标准包", "5", "3", "2", "2026-11-20", "09:00"]
    listed = van.ok("stock", "kit", "--csv", by="sun").out.splitlines()
    assert listed[1].split(",")[:6] == ["王强", "标准包", "5", "3", "2", ""]


def test_one_kit_as_a_list_for_a_spreadsheet_has_a_row_a_part(van: Desk) -> None:
    listed = van.ok("stock", "kit", "wang", "--csv", by="sun").out.splitlines()
    assert listed[1:] == ["P-1001 加热管,3,3,,,", "P-1002 加热管（加长）,2,0,2,,"]


def test_what_was_used_names_its_tickets(van: Desk) -> None:
    van.play("arrive")
    done = ("--outcome", "fixed", "--found", "断路", "--done", "换管", "--cause", "quality")
    visit = ("visit", TICKET, *done, "--part", "P-1001:2:returned")
    van.ok(*visit, by="wang", now="2026-11-20T15:30:00")
    listed = van.ok("stock", "kit", "wang", "--csv", by="sun").out.splitlines()
    assert listed[1] == f"P-1001 加热管,3,1,2,2,{TICKET}×2"


def test_a_kit_on_paper_is_one_persons_to_sign(van: Desk) -> None:
    van.ok("stock", "kit", "wang", "--format", "html", "--out", "kit.html", by="sun")
    page = (van.path / "kit.html").read_text(encoding="utf-8")
    assert "王强" in page
    assert "P-1001" in page
    error = refused(van, "kit", "--format", "html")
    assert (error["key"], error["facts"]["fields"]) == ("missing-fields", ["STAFF"])


def test_whoever_fills_a_kit_up_reads_where_the_parts_lie_what_lacks_and_what_to_sign(
    desk: Desk,
) -> None:
    furnish(desk)
    keep(desk, "kit-set", "标准包", "P-1001:3", "P-1002:2")
    desk.ok("staff", "change", "wang", "--kit", "标准包", by="li")
    ended = desk.ok("stock", "kit-top-up", "wang", by="sun", now="2026-11-20T09:00:00")
    assert "A-1-1" in ended.out
    assert "To sign: svc print kit-list wang" in ended.out
    assert "Too few in the store: P-1002 加热管（加长）, 2 missing, 0 there" in ended.err


def test_an_empty_kit_has_nothing_to_give_back(van: Desk) -> None:
    keep(van, "kit-return", "wang", "--all", now="2026-11-20T10:00:00")
    before = van.snapshot()
    ended = van.ok("stock", "kit-return", "wang", "--all", by="sun", now="2026-11-20T11:00:00")
    assert ended.out == "There is nothing in the kit of 王强; nothing was changed.\n"
    said = keep(van, "kit-return", "wang", "--all", now="2026-11-20T11:00:00")
    assert (said["document"], said["repeated"], said["committed"]) == (None, True, False)
    assert van.snapshot() == before


def test_before_a_count_is_entered_the_command_that_enters_it_is_said_whole(van: Desk) -> None:
    error = refused(van, "kit-count", "wang")
    assert (error["key"], error["facts"]["fields"]) == ("missing-fields", ["PART:COUNT"])
    before = van.snapshot()
    at = ("--at", "2026-11-20T17:00:00+08:00")
    count = ("kit-count", "wang", "P-1001:2", "--reason", "丢失", "--office", "SZ", *at)
    shown = van.ok("stock", *count, by="sun", now="2026-11-20T18:00:00").out
    assert f"svc stock {' '.join(count)} --go" in shown
    assert van.snapshot() == before


def test_where_there_is_no_set_it_says_so(desk: Desk) -> None:
    furnish(desk)
    assert desk.ok("stock", "kit-set", by="sun").out == "There are none yet.\n"
    assert "svc stock kit-set KIT PART:COUNT" in desk.ok("stock", "kit", by="sun").out
    keep(desk, "kit-set", "标准包", "P-1001:3", "P-1002:2")
    rows = desk.ok("stock", "kit-set", "标准包", by="sun").out.splitlines()[2:]
    assert [row.split() for row in rows] == [
        ["标准包", "P-1001", "加热管", "3"],
        ["标准包", "P-1002", "加热管（加长）", "2"],
    ]
