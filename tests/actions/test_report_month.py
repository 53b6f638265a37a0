"""A month's report is made of what the index counted, or of the files alone: the same either way.

What stands in it is told in tests/actions/test_reports.py, what is kept of it in
tests/store/index/test_report_month.py.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from answers import FilesAlone
from conftest import TICKET, options
from keeper import furnish, keep

from svc.actions.report_month import BuiltReport, build_month_report, region_names
from svc.rules.report.scope import Scope

if TYPE_CHECKING:
    from conftest import Desk

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
NOW = datetime.fromisoformat("2026-12-05T09:00:00+08:00")
SCRAPPED = "2026-12-02T10:00:00"
NEW_OFFICE = ("office", "add", "GZ", "--name", "广州办事处", "--region", "south")


@pytest.fixture
def two(desk: Desk) -> Desk:
    """A ticket in the south, one in the north."""
    assert desk.intake().status == 0
    assert desk.other(2, "--office", "BJ").status == 0
    return desk


def report(
    desk: Desk,
    region: str = "",
    month: date = NOVEMBER,
    *,
    office: str = "",
    now: datetime = NOW,
    explained: bool = False,
) -> BuiltReport:
    """The report from the index, which is the one from the files alone."""
    scope = Scope(region=region, office=office)
    by_index = build_month_report(desk.ledger, scope, month, now, explained=explained)
    by_files = build_month_report(FilesAlone(desk.path), scope, month, now, explained=explained)
    assert (by_index.pages, by_index.digest) == (by_files.pages, by_files.digest)
    return by_index


def figure(found: BuiltReport, key: str) -> object:
    (value,) = [
        each.value for section in found.sections for each in section.figures if each.id == key
    ]
    return value


def behind(found: BuiltReport, key: str) -> list[str]:
    (added,) = [
        each.behind for section in found.sections for each in section.figures if each.id == key
    ]
    return sorted(each.ticket for each in added)


@pytest.mark.parametrize(("region", "count"), [("", 2), ("south", 1), ("north", 1), ("east", 0)])
def test_a_region_counts_its_own_and_headquarters_all(two: Desk, region: str, count: int) -> None:
    assert figure(report(two, region), "received") == count
    assert figure(report(two, region, DECEMBER), "received") == 0


def test_an_office_counts_its_own_not_its_regions(two: Desk) -> None:
    two.ok(*NEW_OFFICE, by="sun")
    assert two.other(3, "--office", "GZ").status == 0
    two.ok("handover", TICKET, "--office", "GZ", by="li", now="2026-11-20T09:30:00")
    assert figure(report(two, "south"), "received") == 2
    assert figure(report(two, office="SZ"), "received") == 1
    assert figure(report(two, office="GZ"), "received") == 1
    assert behind(report(two, office="GZ", explained=True), "received") == ["GZ-2611-A0001"]
    solved = [report(two, office=each) for each in ("SZ", "GZ")]
    assert [figure(each, "solved") for each in solved] == [None, 0]
    assert report(two, office="BJ").sections[0].tables[0].id == "by_kind"  # no regions beside


def test_a_month_that_runs_is_compared_with_the_same_days(two: Desk) -> None:
    assert two.other(3, now="2026-12-03T09:00:00").status == 0
    assert two.other(4, now="2026-12-20T09:00:00").status == 0

    def earlier(now: str) -> list[object]:
        found = report(two, "south", DECEMBER, now=datetime.fromisoformat(now))
        figures = {each.id: each for section in found.sections for each in section.figures}
        return [figures[each].month_before for each in ("received", "open_end", "solved")]

    assert earlier("2026-12-19T20:00:00+08:00") == [0, 0, None]
    assert earlier("2026-12-20T08:00:00+08:00") == [1, 1, None]
    assert earlier("2027-01-01T00:00:00+08:00") == [1, 1, 0.0]


def test_the_tickets_behind_a_figure_are_told_when_they_are_asked_for(two: Desk) -> None:
    assert behind(report(two, explained=True), "received") == ["BJ-2611-A0001", TICKET]
    plain = report(two)
    assert behind(plain, "received") == []
    assert plain.digest == report(two, explained=True).digest


def test_the_digest_is_another_once_something_in_it_is(two: Desk) -> None:
    south, north = report(two, "south").digest, report(two, "north").digest
    assert two.other(3).status == 0
    assert report(two, "south").digest != south
    assert report(two, "north").digest == north


def test_headquarters_sets_the_regions_side_by_side_by_name(two: Desk) -> None:
    ledger = two.ledger
    assert region_names(ledger, []) == {
        "south": "华南",
        "north": "华北",
        "east": "华东",
        "central": "华中",
        "southwest": "西南",
    }
    two.edit('north: {name: "华北"}', 'north: {name: "华南"}', path="svc.yaml")
    names = region_names(two.ledger, [])
    assert (names["south"], names["north"]) == ("华南 (south)", "华南 (north)")


def test_two_people_of_one_name_are_told_apart(two: Desk) -> None:
    two.edit('name: "李明"', 'name: "王强"', "staff.yaml")
    two.ok("handover", TICKET, "--to", "li", by="chen", now="2026-11-20T09:20:00")
    words = ("--to", "wang", "--appointment", "14:00")
    two.ok("dispatch", TICKET, *words, by="li", now="2026-11-20T09:30:00")
    two.ok("arrive", TICKET, by="wang", now="2026-11-20T14:00:00")
    visit = ("--outcome", "fixed", "--found", "x", "--done", "x", "--cause", "wear")
    two.ok("visit", TICKET, *visit, by="wang", now="2026-11-20T15:00:00")
    assert "王强 (wang)" in str(report(two, "south").sections)


def test_machines_in_use_are_counted_at_the_end_of_the_month(two: Desk) -> None:
    gone = ("equipment", "transfer", "CR200-24-0042", "--gone", "--reason", "报废")
    before = report(two, "south")
    two.ok(*gone, by="chen", now="2026-12-02T09:00:00")
    assert report(two, "south").digest == before.digest
    assert report(two, "south", DECEMBER).digest != before.digest


def test_what_can_not_be_read_is_named_and_counted_nowhere(two: Desk) -> None:
    two.edit("log:", "log: [")
    (two.path / "customers/SZ-A0001.yaml").write_text("id: [\n", encoding="utf-8")
    found = report(two)
    assert figure(found, "received") == 1
    assert sorted(str(error.facts["path"]) for error in found.broken) == [
        "customers/SZ-A0001.yaml",
        f"tickets/SZ/2026-11/{TICKET}.yaml",
    ]


def test_a_customer_added_meanwhile_is_counted(two: Desk) -> None:
    before = report(two, "south").digest
    told = {
        "name": "甲",
        "address": "x",
        "phone": "2611111",
        "contact": "甲",
        "mobile": "13522222222",
    }
    two.ok("customer", "add", *options(told), by="chen")
    assert report(two, "south").digest == before  # it has no machine
    machine = {"serial": "N-1", "model": "CR-200", "specification": "x", "bought": "2026-01-01"}
    two.ok("equipment", "add", "SZ-A0002", *options(machine), by="chen")
    assert report(two, "south").digest != before


def rows(found: BuiltReport, table: str) -> list[list[object]]:
    (made,) = [each for page in found.pages for each in page.tables if each.id == table]
    return list(made.rows)


def test_what_an_earlier_month_left_open_is_told_until_it_is_closed(two: Desk) -> None:
    found = report(two, "south", DECEMBER)
    assert [row[0] for row in rows(found, "open")] == [TICKET]
    assert rows(report(two, office="BJ", month=DECEMBER), "open")[0][0] == "BJ-2611-A0001"
    why = ("--reason", "客户不修了", "--asked-by", "张工")
    two.ok("cancel", TICKET, *why, by="li", now="2026-12-04T09:00:00")
    assert rows(report(two, "south", DECEMBER), "open") == []


def test_what_a_store_has_too_little_of_is_told_as_it_was_at_the_end_of_the_month(
    two: Desk,
) -> None:
    """Of tubes there should be six: fifteen came in November, ten are scrapped in December."""

    def short(month: date) -> list[list[object]]:
        return rows(report(two, "south", month), "parts_short")

    assert short(NOVEMBER) == []  # no books are kept yet
    furnish(two)
    assert short(NOVEMBER) == short(DECEMBER) == []
    keep(two, "scrap", "P-1001:10", "--condition", "good", "--reason", "泡水", now=SCRAPPED)
    assert short(NOVEMBER) == []
    assert short(DECEMBER) == [["深圳办事处", "P-1001 加热管", 5, 6]]
    assert rows(report(two, "north", DECEMBER), "parts_short") == []


def test_the_first_page_ends_with_the_month_and_its_figures(two: Desk) -> None:
    found = report(two, "south", DECEMBER)
    trend = rows(found, "trend")
    assert [trend[0][0], trend[-2][:2], trend[-1][:2]] == [
        "2026-01",
        ["2026-11", 1],
        ["2026-12", 0],
    ]
    assert trend[0][1:] == [None] * 10  # no ticket of the ledger is so old
    assert found.front is not None
    assert trend[-1][1:] == [each.value for each in found.front.figures]
