"""Prepared, arrived, visited, back, slip filed: each value stands where it was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.deeds import comes_next, events, last, refused, said
from conftest import TICKET, instead

if TYPE_CHECKING:
    from conftest import Desk

NOW = "2026-11-20T15:30:00"
VISIT = ("visit", TICKET, "--found", "断路", "--done", "换管")
FIXED = (*VISIT, "--outcome", "fixed", "--cause", "quality")
SEEN = {"what": "visited", "by": "wang", "found": "断路", "done": "换管"}


@pytest.fixture
def dispatched(desk: Desk) -> Desk:
    desk.play("dispatch")
    return desk


@pytest.fixture
def there(desk: Desk) -> Desk:
    """Record that the technician has arrived at the customer's."""
    desk.play("arrive")
    return desk


def test_what_is_ready_and_what_is_missing_is_said_before_leaving(dispatched: Desk) -> None:
    words = ("--ready", "加热管", "--ready", "万用表", "--missing", "密封圈")
    dispatched.ok("prepare", TICKET, *words, by="wang", now="2026-11-20T13:00:00")
    assert last(dispatched) == {
        "what": "prepared",
        "by": "wang",
        "ready": ["加热管", "万用表"],
        "missing": ["密封圈"],
    }


def test_whom_the_technician_met_is_written(dispatched: Desk) -> None:
    ended = dispatched.ok("arrive", TICKET, "--met", "马工", by="wang", now="2026-11-20T13:55:00")
    assert last(dispatched) == {"what": "arrived", "by": "wang", "met": "马工"}
    assert comes_next(ended) == ["visit"]


def test_every_word_of_a_visit_stands_in_its_own_field(there: Desk) -> None:
    words = (
        *("--part", "加热管:2:scrapped", "--part", "密封圈:1:returned"),
        *("--condition", "正常", "--surroundings", "潮湿", "--evidence", "照片三张"),
        *("--advice", "每月除垢", "--leftover", "排烟不畅", "--unsure"),
        *("--in-warranty", "--papers-seen", "--checked", "full_test"),
    )
    there.ok(*FIXED, *words, by="wang", now=NOW)
    assert last(there) == {
        **SEEN,
        "outcome": "fixed",
        "cause": "quality",
        "condition": "正常",
        "surroundings": "潮湿",
        "in_warranty": True,
        "papers_seen": True,
        "checked": ["full_test"],
        "evidence": "照片三张",
        "parts": [
            {"part": "加热管", "count": 2, "old_part": "scrapped"},
            {"part": "密封圈", "count": 1, "old_part": "returned"},
        ],
        "advice": "每月除垢",
        "sure": False,
        "leftover": "排烟不畅",
    }


def test_a_visit_told_in_four_words_says_no_more(there: Desk) -> None:
    ended = there.ok(*FIXED, by="wang", now=NOW)
    assert last(there) == {**SEEN, "outcome": "fixed", "cause": "quality"}
    assert comes_next(ended) == ["back", "slip", "callback", "reopen"]


@pytest.mark.parametrize(
    ("outcome", "state", "steps"),
    [
        ("fixed", "done", ["back", "slip", "callback", "reopen"]),
        ("provisional", "done", ["back", "slip", "callback", "reopen"]),
        ("needs_parts", "replied", ["dispatch", "contact", "hold"]),
        ("part_not_brought", "replied", ["dispatch", "contact", "hold"]),
        ("postponed", "replied", ["dispatch", "contact", "hold"]),
        ("taken_along", "on the bench", ["bench receive"]),
        ("to_factory", "at the factory", ["ship", "returned"]),
        ("refused", "declined", ["reopen"]),
        ("declined", "declined", ["reopen"]),
    ],
)
def test_how_it_ended_says_where_the_ticket_is(
    there: Desk, outcome: str, state: str, steps: list[str]
) -> None:
    ended = there.ok(*VISIT, "--outcome", outcome, "--cause", "unknown", by="wang", now=NOW)
    assert f"State: {state}\n" in ended.out
    assert comes_next(ended) == steps


def test_an_arrival_not_typed_before_is_recorded_with_the_visit(dispatched: Desk) -> None:
    dispatched.ok(*FIXED, "--arrived", "14:05", by="wang", now=NOW)
    arrived, visited = map(said, events(dispatched)[-2:])
    assert arrived == {"what": "arrived", "by": "wang", "at": "2026-11-20T14:05:00+08:00"}
    assert visited == {**SEEN, "outcome": "fixed", "cause": "quality"}


def test_misuse_is_not_claimed_without_what_shows_it(there: Desk) -> None:
    misuse = (*VISIT, "--outcome", "fixed", "--cause", "misuse")
    assert refused(there, *misuse, by="wang", now=NOW)["key"] == "evidence-missing"
    there.ok(*misuse, "--evidence", "进水照片", by="wang", now=NOW)
    assert (last(there)["cause"], last(there)["evidence"]) == ("misuse", "进水照片")


def test_back_at_the_office_only_the_slip_is_left(there: Desk) -> None:
    there.ok(*FIXED, by="wang", now=NOW)
    ended = there.ok("back", TICKET, by="wang", now="2026-11-20T16:30:00")
    assert last(there) == {"what": "back", "by": "wang"}
    assert comes_next(ended) == ["slip", "callback", "reopen"]


@pytest.mark.parametrize(
    ("words", "event"),
    [
        (
            ("--signed-by", "张工", "--rating", "fair", "--remark", "来得晚"),
            {"signed_by": "张工", "rating": "fair", "remark": "来得晚"},
        ),
        (("--unsigned", "客户外出"), {"unsigned": "客户外出"}),
    ],
)
def test_the_slip_is_signed_or_says_why_not(
    there: Desk, words: tuple[str, ...], event: dict[str, str]
) -> None:
    there.ok(*FIXED, by="wang", now=NOW)
    ended = there.ok("slip", TICKET, *words, by="chen", now="2026-11-20T16:40:00")
    assert last(there) == {"what": "slip_in", "by": "chen", **event}
    assert comes_next(ended) == ["back", "callback", "reopen"]


def test_never_both_and_nobody_rates_in_other_words(there: Desk) -> None:
    there.ok(*FIXED, by="wang", now=NOW)
    both = ("slip", TICKET, "--signed-by", "张工", "--unsigned", "外出")
    assert refused(there, *both, by="wang", now=NOW)["key"] == "slip-needs-one"
    great = ("slip", TICKET, "--signed-by", "张工", "--rating", "great")
    assert refused(there, *great, by="wang", now=NOW)["key"] == "not-one-of"


@pytest.mark.parametrize(
    ("words", "by", "key"),
    [
        ((*FIXED[:-1], "fate"), "wang", "not-one-of"),
        (instead(FIXED, "--outcome", "mended"), "wang", "not-one-of"),
        ((*FIXED, "--part", "加热管:0:none"), "wang", "not-acceptable"),
        ((*FIXED, "--part", "加热管:1:lost"), "wang", "bad-part-used"),
        (("visit", TICKET), "wang", "missing-fields"),
        (FIXED, "chen", "not-your-role"),
        (("arrive", TICKET), "wang", "impossible-step"),
        (("prepare", TICKET, "--ready", "x"), "wang", "impossible-step"),
    ],
)
def test_what_cannot_be_is_refused(there: Desk, words: tuple[str, ...], by: str, key: str) -> None:
    assert refused(there, *words, by=by, now=NOW)["key"] == key


def test_nobody_visits_before_being_sent(desk: Desk) -> None:
    desk.play("reply")
    for words in (FIXED, ("arrive", TICKET)):
        assert refused(desk, *words, by="wang", now=NOW)["key"] == "impossible-step"


# Reported, filed, passed on


def due_of(desk: Desk, promise: str, now: str) -> str:
    runs = desk.ok("--json", "why", TICKET, by="chen", now=now).json["items"]
    (state,) = [run["state"] for run in runs if run["promise"] == promise]
    return str(state)


def test_a_report_told_later_keeps_the_promise_of_the_report(desk: Desk) -> None:
    desk.play("arrive")
    desk.ok("back", TICKET, by="wang", now="2026-11-20T16:00:00")
    assert due_of(desk, "report", "2026-11-20T16:05:00") == "running"
    desk.ok("reported", TICKET, "--words", "明天再去", by="wang", now="2026-11-20T17:00:00")
    assert last(desk) == {"what": "reported", "by": "wang", "words": "明天再去"}
    assert due_of(desk, "report", "2026-11-20T17:05:00") == "kept"


def test_what_stays_open_is_passed_on_to_the_company(there: Desk) -> None:
    there.ok(*FIXED, "--leftover", "门封条老化", by="wang", now=NOW)
    assert due_of(there, "leftover", NOW) == "running"
    words = ("--to", "质检科", "--words", "门封条三个月又老化")
    there.ok("forward", TICKET, *words, by="li", now="2026-11-20T16:00:00")
    assert last(there) == {
        "what": "passed_on",
        "by": "li",
        "to": "质检科",
        "words": "门封条三个月又老化",
    }
    assert due_of(there, "leftover", "2026-11-20T16:05:00") == "kept"
    error = refused(there, "forward", TICKET, *words, by="chen", now="2026-11-20T16:05:00")
    assert error["key"] == "not-your-role"


def test_the_file_was_brought_up_to_date_says_a_clerk(desk: Desk) -> None:
    desk.play("slip")
    desk.ok("filed", TICKET, "--note", "新电话", by="chen", now="2026-11-20T17:00:00")
    assert last(desk) == {"what": "filed", "by": "chen", "words": "新电话"}


# Several machines in one visit

OTHER = "SZ-2611-A0002"


@pytest.fixture
def two(desk: Desk) -> Desk:
    """Two machines of a customer, to be seen to at two in one visit."""
    desk.play("reply")
    assert desk.intake("--second", serial="CR200-24-0043", symptom="漏水").status == 0
    desk.ok("handover", OTHER, "--to", "li", by="chen")
    both = ("dispatch", TICKET, OTHER, "--to", "wang", "--appointment", "14:00")
    desk.ok(*both, by="li", now="2026-11-20T09:50:00")
    return desk


def of_technicians(desk: Desk) -> list[object]:
    """Visits, agreed times kept, first-time fixes and hours of 王强 in the month's report."""
    report = desk.ok("report", "south", "2026-11", "--json", now="2026-11-30T09:00:00").json
    (section,) = [each for each in report["sections"] if each["id"] == "technicians"]
    rows = {table["id"]: table["rows"][0] for table in section["tables"] if table["rows"]}
    rates = [rows[rate][4] for rate in ("technician_times_kept", "technician_fixes")]
    return [rows["technicians"][1], *rates, rows["technicians"][3]]


def test_who_arrives_for_one_has_arrived_for_both_and_each_has_its_own_result(two: Desk) -> None:
    two.ok("arrive", OTHER, by="wang", now="2026-11-20T13:55:00")
    assert [last(two, each)["what"] for each in (TICKET, OTHER)] == ["arrived"] * 2
    words = (
        *("visit", TICKET, OTHER, "--outcome", "修好", "--outcome", "A0002=待件"),
        *("--found", "断路", "--found", "A0002=密封圈老化", "--done", "换管", "--cause", "quality"),
        *("--cause", "2=wear", "--part", "加热管:1:returned", "--part", "A0002=密封圈:1:scrapped"),
    )
    ended = two.ok(*words, by="wang", now=NOW)
    assert last(two) == {
        **SEEN,
        "outcome": "fixed",
        "cause": "quality",
        "parts": [{"part": "加热管", "count": 1, "old_part": "returned"}],
    }
    assert last(two, OTHER) == {
        **SEEN,
        "outcome": "needs_parts",
        "found": "密封圈老化",
        "cause": "wear",
        "parts": [{"part": "密封圈", "count": 1, "old_part": "scrapped"}],
        "along_with": TICKET,
    }
    assert f"{OTHER}: recorded" in ended.out
    assert of_technicians(two) == [1, 1.0, 0.5, pytest.approx(95 / 60)]
    before = two.snapshot()
    assert "already recorded" in two.ok(*words, by="wang", now=NOW).out
    assert two.snapshot() == before
    assert two.svc("check", now="2026-11-20T16:00:00").status == 0


def test_typed_one_by_one_it_is_one_visit_all_the_same(two: Desk) -> None:
    two.ok(*instead(FIXED, "--arrived", "14:00"), by="wang", now=NOW)
    two.ok("visit", OTHER, *FIXED[2:], by="wang", now="2026-11-20T15:40:00")
    assert last(two, OTHER)["along_with"] == TICKET
    assert of_technicians(two)[0] == 1


def test_of_several_what_is_said_of_none_of_them_is_no_result(two: Desk) -> None:
    two.ok("arrive", TICKET, by="wang", now="2026-11-20T13:55:00")
    words = instead((*FIXED[:2], OTHER, *FIXED[2:]), "--outcome", "A0009=fixed")
    assert refused(two, *words, by="wang", now=NOW)["key"] == "not-one-of"


def test_slips_of_both_are_filed_together_each_with_its_rating(two: Desk) -> None:
    two.ok("arrive", TICKET, by="wang", now="2026-11-20T13:55:00")
    two.ok(*FIXED[:2], OTHER, *FIXED[2:], by="wang", now=NOW)
    slip = (
        "slip",
        TICKET,
        OTHER,
        "--signed-by",
        "张工",
        "--rating",
        "满意",
        "--rating",
        "A0002=一般",
    )
    two.ok(*slip, by="wang", now="2026-11-20T16:30:00")
    assert [last(two, each)["rating"] for each in (TICKET, OTHER)] == ["satisfied", "fair"]


def test_on_papers_of_the_day_they_are_one_visit(two: Desk) -> None:
    for paper in ("day-sheet", "visit-status"):
        page = f"{paper}.html"
        words = ("print", paper, "--day", "2026-11-20", "--format", "html", "--out", page)
        two.ok(*words, by="li", now="2026-11-20T10:00:00")
        assert (two.path / page).read_text("utf-8").count("14:00") == 2
