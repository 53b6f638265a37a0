"""What became of a sealed month's figures: which, by which tickets' which entries, told as what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import refused
from actions.test_renumber import Copied, take_down_both
from conftest import TICKET, Desk

if TYPE_CHECKING:
    from pathlib import Path

NOVEMBER = "2026-11"
SEALED_AT, NOON, EVENING = (f"2026-12-02T{clock}" for clock in ("09:00:00", "12:00:00", "18:00:00"))
CALL = ("callback", TICKET, "--spoke-to", "张工", "--rating", "satisfied")
LATE = ("--at", "2026-11-21 10:00", "--late", "漏录")
SECOND = "SZ-2611-A0002"


@pytest.fixture
def sealed(desk: Desk) -> Desk:
    """Wang's visit is over and its slip in, and the month is sealed; a second request came in."""
    desk.play("slip")
    assert desk.other(1, now="2026-11-24T09:00:00").status == 0
    seal(desk)
    return desk


def seal(desk: Desk, *words: str, now: str = SEALED_AT) -> None:
    desk.ok("seal", NOVEMBER, "--office", "SZ", *words, by="sun", now=now)


def diff(desk: Desk, now: str = EVENING) -> Any:
    """What `svc report diff` says of November in Shenzhen."""
    (item,) = desk.ok("report", "diff", "SZ", NOVEMBER, "--json", by="sun", now=now).json["items"]
    return item


def changed(found: Any) -> dict[str, tuple[object, object, list[str]]]:
    return {
        each["id"]: (each["before"], each["after"], each["tickets"]) for each in found["changed"]
    }


def by(found: Any, ticket: str = TICKET) -> list[tuple[str, bool, bool, str | None]]:
    (own,) = (each for each in found["by_tickets"] if each["ticket"] == ticket)
    return [(e["what"], e["late"], e["correction"], e["reason"]) for e in own["events"]]


def test_nothing_changed_as_long_as_nothing_is_entered(sealed: Desk) -> None:
    found = diff(sealed)
    assert (found["changed"], found["by_tickets"], found["entries"]) == ([], [], [])
    said = sealed.ok(
        "--lang", "zh", "report", "diff", "深圳办事处", NOVEMBER, by="sun", now=NOON
    ).out
    assert "各项数字都与封账时一样。" in said


def test_a_late_entry_is_named_with_the_figures_it_changed_and_its_reason(sealed: Desk) -> None:
    sealed.ok(*CALL, *LATE, by="zhao", now=NOON)
    sealed.ok(
        "note",
        SECOND,
        "门口有狗",
        "--at",
        "2026-11-25 10:00",
        "--late",
        "漏记",
        by="chen",
        now=NOON,
    )
    found = diff(sealed)
    assert changed(found)["called_back"] == (0, 1, [TICKET])
    assert changed(found)["satisfaction"] == (None, 1.0, [TICKET])
    assert "received" not in changed(found)
    assert by(found) == [("called_back", True, False, "漏录")]
    assert [each["ticket"] for each in found["entries"]] == [TICKET, SECOND]
    assert all(each["told"] for each in found["changed"])
    said = sealed.ok("--lang", "zh", "report", "diff", "SZ", NOVEMBER, by="sun", now=NOON).out
    assert "  回访满意率：— → 100.0 % (1/1)\n" in said or "满意率" in said
    assert "已回访（2026-11-21 10:00），赵敏于 2026-12-02 12:00 补录：漏录" in said
    rest = said.partition("没有改变数字的补录和更正：")[2]
    assert (SECOND in rest, TICKET in rest) == (True, False)


def test_what_happened_later_changes_figures_and_is_no_late_entry(sealed: Desk) -> None:
    sealed.ok(*CALL, by="zhao", now=NOON)
    found = diff(sealed)
    assert changed(found)["called_back"] == (0, 1, [TICKET])
    assert by(found) == [("called_back", False, False, None)]
    assert found["entries"] == []


def test_of_several_entries_only_those_that_changed_a_figure_are_named(sealed: Desk) -> None:
    sealed.ok("note", TICKET, "门口有狗", by="chen", now=NOON)
    sealed.ok(*CALL, by="zhao", now=NOON)
    sealed.ok("note", TICKET, "狗很大", by="chen", now=NOON)
    assert [what for what, *_ in by(diff(sealed))] == ["called_back"]


def test_a_request_that_came_late_adds_to_what_came_in(sealed: Desk) -> None:
    told = sealed.other(2, "--at", "2026-11-27 09:00", "--late", "纸上记的", now=NOON)
    assert told.status == 0, told.err
    found = diff(sealed)
    number = "SZ-2612-A0001"
    assert changed(found)["received"] == (2, 3, [number])
    assert changed(found)["open_end"] == (2, 3, [number])
    assert ("received", True, False, "纸上记的") in by(found, number)


def test_a_time_that_was_amended_is_told_as_a_correction(sealed: Desk) -> None:
    visited = next(event["seq"] for event in sealed.log if event["what"] == "visited")
    words = ("amend", TICKET, str(visited), "--at", "2026-11-20 15:00")
    sealed.ok(*words, "--reason", "看错表", by="li", now=NOON)
    found = diff(sealed)
    assert changed(found)["hours_median"] == (6.5, 6.0, [TICKET])
    assert by(found) == [("amended", False, True, "看错表")]
    said = sealed.ok("--lang", "zh", "report", "diff", "SZ", NOVEMBER, by="sun", now=NOON).out
    assert "更正：看错表" in said


def test_a_receipt_that_was_voided_is_told_though_it_changed_no_figure(desk: Desk) -> None:
    desk.play("slip")
    line = ("--line", "检测:1:80", "--allow", "检测费")
    desk.ok("charge", TICKET, *line, by="sun", now="2026-11-20T17:00:00")
    take = ("receipt", TICKET, "--how", "cash")
    desk.ok(*take, by="zhao", now="2026-11-20T17:10:00")
    seal(desk)
    void = ("receipt", TICKET, "--void", "SZ-A-26-0001", "--reason", "写错")
    desk.ok(*void, by="zhao", now=NOON)
    found = diff(desk)
    assert found["changed"] == []
    assert [each["what"] for each in found["entries"][0]["events"]] == ["receipt_voided"]
    said = desk.ok("--lang", "zh", "report", "diff", "SZ", NOVEMBER, by="sun", now=NOON).out
    rest = said.partition("没有改变数字的补录和更正：")[2]
    assert "更正：写错" in rest


def test_two_tickets_joined_later_are_named_and_a_correction_begins_anew(sealed: Desk) -> None:
    sealed.ok("same", SECOND, "--into", TICKET, "--reason", "同一台", "--go", by="li", now=NOON)
    found = diff(sealed)
    assert changed(found)["received"] == (2, 1, [SECOND])
    assert ("joined", False, False, "同一台") in by(found, SECOND)
    seal(sealed, "--again", "合并了两张单", now="2026-12-02T14:00:00")
    assert diff(sealed)["changed"] == []


def test_a_month_that_is_not_sealed_is_refused_and_of_a_region_the_offices_are_named(
    sealed: Desk,
) -> None:
    error = refused(sealed, "report", "diff", "SH", NOVEMBER, by="sun", now=NOON)
    assert error["key"] == "month-not-sealed"
    assert "svc seal 2026-11 --office SH" in error["message"]
    everywhere = sealed.ok("--json", "report", "diff", "all", NOVEMBER, by="sun", now=NOON).json
    assert [each["office"] for each in everywhere["items"]] == ["SZ"]
    assert "BJ" in everywhere["unsealed"]
    region = sealed.ok("--json", "report", "diff", "south", NOVEMBER, by="sun", now=NOON).json
    assert [each["office"] for each in region["items"]] == ["SZ"]
    ahead = refused(sealed, "report", "diff", "SZ", "2027-03", by="sun", now=NOON)
    assert ahead["key"] == "month-not-begun"


def test_the_changed_figures_go_into_a_file(sealed: Desk) -> None:
    sealed.ok(*CALL, *LATE, by="zhao", now=NOON)
    rows = sealed.ok("report", "diff", "SZ", NOVEMBER, "--csv", by="sun", now=NOON).out
    assert f",0,1,{TICKET}\n" in rows


def test_a_ticket_that_was_renumbered_stays_known_by_its_events(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.play("intake")
    copied = Copied(desk, tmp_path, monkeypatch)
    there = copied.there
    take_down_both(copied)
    there.ok("seal", NOVEMBER, "--office", "SZ", by="sun", now=SEALED_AT)
    assert there.sync().status == 2  # another has the number, too
    copied.renumber(there)
    found = diff(there)
    assert changed(found)["received"] == (2, 3, [SECOND])  # the other desk's, which has the number
    assert [each["ticket"] for each in found["entries"]] == [SECOND]
    items = there.svc("check", "--json", by="sun", now=EVENING).json["items"]
    assert {item["rule"] for item in items} & {"month-seal", "late-for-month"} == {"late-for-month"}


def test_a_customer_who_was_forgotten_changes_no_figure(desk: Desk) -> None:
    desk.play("close")
    seal(desk)
    desk.ok("forget", "SZ-A0001", "--reason", "客户要求", "--go", by="sun", now=NOON)
    found = diff(desk)
    assert (found["changed"], found["entries"]) == ([], [])


def compared(desk: Desk, *words: str, now: str = EVENING, area: str = "SZ") -> Any:
    asked = ("report", "diff", area, NOVEMBER, *words, "--json")
    return desk.ok(*asked, by="sun", now=now).json


def digest_printed(desk: Desk, now: str, area: str = "SZ") -> str:
    """The twelve digits at the foot of the page that would be printed now."""
    told = desk.ok("report", area, NOVEMBER, "--json", now=now).json
    return str(told["digest"])[:12]


def test_a_printed_report_is_compared_with_todays_by_the_digest_on_its_page(desk: Desk) -> None:
    desk.play("slip")
    printed = digest_printed(desk, SEALED_AT)
    head = desk.git("rev-parse", "HEAD").strip()
    assert desk.other(1, now="2026-12-02T10:00:00").status == 0  # of December: changes nothing
    desk.ok(*CALL, "--at", "2026-11-21 10:00", by="zhao", now=NOON)
    desk.ok("note", TICKET, "门口有狗", "--at", "2026-11-25 10:00", by="chen", now=NOON)
    found = compared(desk, "--from", printed)
    assert (found["from"]["how"], found["to"]["how"]) == ("printed", "now")
    assert found["from"]["digest"].startswith(printed)
    assert found["to"]["digest"][:12] == digest_printed(desk, EVENING) != printed
    assert head in desk.git("rev-list", found["from"]["commit"]) or head == found["from"]["commit"]
    told = changed(found)
    assert told["called_back"] == (0, 1, [TICKET])
    assert told["satisfaction"] == (None, 1.0, [TICKET])
    assert "received" not in told
    assert by(found) == [("called_back", True, False, None)]
    assert [e["what"] for e in found["entries"][0]["events"]] == ["called_back", "remarked"]
    said = desk.ok(
        "--lang",
        "zh",
        "report",
        "diff",
        "深圳办事处",
        NOVEMBER,
        "--from",
        printed,
        by="sun",
        now=EVENING,
    ).out
    assert "满意率：— → 100.0 % (1/1)" in said
    assert f"摘要 {printed}" in said


def test_what_happened_after_the_page_was_printed_is_no_late_entry(desk: Desk) -> None:
    desk.play("slip")
    printed = digest_printed(desk, SEALED_AT)
    desk.ok(*CALL, by="zhao", now=NOON)
    found = compared(desk, "--from", printed)
    assert by(found) == [("called_back", False, False, None)]
    assert found["entries"] == []


def test_two_printed_reports_are_compared_in_the_order_of_time(desk: Desk) -> None:
    desk.play("slip")
    first = digest_printed(desk, SEALED_AT)
    visited = next(event["seq"] for event in desk.log if event["what"] == "visited")
    words = ("amend", TICKET, str(visited), "--at", "2026-11-20 15:00")
    desk.ok(*words, "--reason", "看错表", by="li", now="2026-12-02T11:00:00")
    second = digest_printed(desk, NOON)
    desk.ok(*CALL, by="zhao", now="2026-12-02T15:00:00")
    for order in ((first, second), (second, first)):
        found = compared(desk, "--from", order[0], "--to", order[1])
        assert (found["from"]["digest"][:12], found["to"]["digest"][:12]) == (first, second)
        assert changed(found)["hours_median"] == (6.5, 6.0, [TICKET])
        assert by(found) == [("amended", False, True, "看错表")]
        assert "called_back" not in changed(found)
        assert found["to"]["how"] == "printed"


def test_a_commit_and_a_day_are_compared_too_and_equal_ones_say_so(desk: Desk) -> None:
    desk.play("slip")
    commit = desk.git("rev-parse", "HEAD").strip()
    desk.ok(*CALL, "--at", "2026-11-21 10:00", by="zhao", now=NOON)
    for name, how in ((commit[:10], "commit"), ("2026-12-01", "known")):
        found = compared(desk, "--from", name)
        assert found["from"]["how"] == how
        assert changed(found)["called_back"] == (0, 1, [TICKET]), name
        assert by(found)[0][0] == "called_back"
    same = desk.ok("report", "diff", "SZ", NOVEMBER, "--from", "HEAD", by="sun", now=EVENING)
    assert "All figures are the same." in same.out
    assert "today" in same.out


def test_the_tickets_named_make_the_difference_of_each_count(desk: Desk) -> None:
    """Of a region: what each named ticket adds now, less what it added, is the change."""
    desk.play("slip")
    printed = digest_printed(desk, SEALED_AT, area="south")
    late = ("--at", "2026-11-27 09:00")
    assert desk.other(2, *late, now=NOON).status == 0
    desk.ok(*CALL, "--at", "2026-11-21 10:00", by="zhao", now=NOON)
    found = compared(desk, "--from", printed, area="south")
    assert found["region"] == "south"
    assert {each["id"] for each in found["changed"]} >= {"received", "called_back", "open_end"}
    for each in found["changed"]:
        if each["unit"] == "count":
            sums = []
            for when in ("--known", "--at"):
                day = "2026-12-01" if when == "--known" else "2026-12-02"
                ended = desk.ok(
                    "report", "south", NOVEMBER, "--explain", each["id"], when, day, "--json",
                    now=EVENING,
                ).json  # fmt: skip
                own = (row for row in ended["tickets"] if row["ticket"] in each["tickets"])
                sums.append(sum(row["adds"] for row in own))
            assert sums[1] - sums[0] == each["after"] - each["before"], each["id"]


def test_what_changed_comes_as_a_table_for_a_spreadsheet(desk: Desk) -> None:
    desk.play("slip")
    desk.ok(*CALL, "--at", "2026-11-21 10:00", by="zhao", now=NOON)
    asked = ("report", "diff", "SZ", NOVEMBER, "--from", "2026-12-01", "--csv")
    rows = desk.ok(*asked, by="sun", now=EVENING).out.splitlines()
    assert rows[0].lstrip("\ufeff") == "Figure,Before,After,Tickets"
    assert f"tickets called back,0,1,{TICKET}" in rows
