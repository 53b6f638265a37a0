"""Two tickets of one matter are joined: one ends as a duplicate, what was said and promised goes
on with the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.deeds import events, refused
from conftest import TICKET, Desk
from exchange import Exchange

if TYPE_CHECKING:
    from pathlib import Path

SECOND = "SZ-2611-A0002"
LATER = "2026-11-20T10:00:00"
REASON = ("--reason", "同一台机器")
JOIN = ("same", SECOND, "--into", TICKET, *REASON, "--go")


@pytest.fixture
def two(desk: Desk) -> Desk:
    """The machine's ticket, and another one that somebody opened half an hour later."""
    desk.play("intake")
    desk.other(2, now="2026-11-20T09:30:00")
    return desk


def status(desk: Desk, number: str) -> str:
    return str(desk.ok("--json", "show", number, now=LATER).json["ticket"]["status"])


def received(desk: Desk) -> object:
    answer = desk.ok("--json", "report", "south", "2026-11", now="2026-11-30T18:00:00").json
    (figure, *_) = [
        each
        for section in answer["sections"]
        for each in section["figures"]
        if each["id"] == "received"
    ]
    return figure["value"]


def test_it_is_shown_first_and_nothing_is_written(two: Desk) -> None:
    before = two.snapshot()
    shown = two.ok("same", SECOND, "--into", TICKET, by="chen", now=LATER).out
    assert f"Ends as a duplicate: {SECOND}" in shown
    assert f"svc same {SECOND} --into {TICKET}" in shown
    assert two.snapshot() == before


def test_what_was_said_and_promised_goes_on_with_the_other(two: Desk) -> None:
    two.ok("note", SECOND, "门口有狗", by="chen", now=LATER)
    two.ok("handover", SECOND, "--to", "li", by="chen", now=LATER)
    two.ok("commit", SECOND, "--promise", "送滤网", "--until", "明天 10:00", by="li", now=LATER)
    two.ok(*JOIN, by="chen", now=LATER)
    assert status(two, SECOND) == "duplicate"
    linked, reminded, committed = events(two, TICKET)[-3:]
    assert (linked["ticket"], linked["why"]) == (SECOND, "same")
    assert reminded["caller"] == "李工2"
    assert reminded["words"].split("\n") == [SECOND, "故障2", "今天来修", "门口有狗"]
    assert committed["promise"] == "送滤网"
    assert f"svc show {TICKET}" in two.ok("show", SECOND, now=LATER).out
    assert f"Joined to it: {SECOND}" in two.ok("show", TICKET, now=LATER).out
    assert SECOND not in two.ok("--json", "overdue", "--all", now=LATER).out
    assert "Findings: 0" in two.ok("check", now=LATER).out
    before = two.snapshot()
    assert "already recorded" in two.ok(*JOIN, by="chen", now=LATER).out
    assert two.snapshot() == before


def test_it_is_counted_once(two: Desk) -> None:
    was = received(two)
    two.ok(*JOIN, by="chen", now=LATER)
    assert received(two) == was - 1


def test_what_can_not_go_along_is_named_with_the_other_way(two: Desk) -> None:
    quote = ("quote", SECOND, "--line", "上门费:1:80.00", "--cause", "misuse", "--evidence", "进水")
    two.ok(*quote, by="chen", now=LATER)
    error = refused(two, *JOIN, by="chen", now=LATER)
    assert error["key"] == "cannot-join"
    assert f"svc same {TICKET} --into {SECOND}" in error["message"]
    back = ("same", TICKET, "--into", SECOND, *REASON, "--go")
    assert refused(two, *back, by="chen", now=LATER)["key"] == "the-earlier-stays"
    two.ok(*back, "--allow", "费用在那张单上", by="sun", now=LATER)
    assert status(two, TICKET) == "duplicate"


def test_the_preview_repeats_what_was_allowed(two: Desk) -> None:
    back = ("same", TICKET, "--into", SECOND)
    told = two.ok(*back, "--allow", "费用 在那张单上", by="sun", now=LATER).out
    assert (
        f"svc same {TICKET} --into {SECOND} --reason REASON --allow '费用 在那张单上' --go" in told
    )
    assert "--allow" not in two.ok(*JOIN[:-1], by="chen", now=LATER).out


def test_a_duplicate_says_where_the_matter_goes_on_and_can_be_opened_again(two: Desk) -> None:
    two.ok(*JOIN, by="chen", now=LATER)
    error = refused(two, "handover", SECOND, "--to", "li", by="chen", now=LATER)
    assert error["facts"]["possible"][0] == f"svc show {TICKET}"
    two.ok("reopen", SECOND, "--reason", "是两件事", by="chen", now=LATER)
    assert status(two, SECOND) == "reopened"
    assert f"svc show {TICKET}" not in two.ok("show", SECOND, now=LATER).out


def test_both_numbers_lead_to_it(two: Desk) -> None:
    two.ok(*JOIN, by="chen", now=LATER)
    page = two.path.parent / "order.html"
    words = ("print", SECOND, "visit-order", "--format", "html", "--out", str(page))
    two.ok(*words, now=LATER)
    assert TICKET in page.read_text(encoding="utf-8")
    assert SECOND not in page.read_text(encoding="utf-8")
    found = two.ok("search", SECOND, now=LATER).out
    assert SECOND in found
    assert "duplicate" in found


def test_joined_crosswise_at_two_desks_one_goes_on(
    two: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = Exchange(two, tmp_path, monkeypatch)
    both.here.ok(*JOIN, by="chen", now=LATER)
    back = ("same", TICKET, "--into", SECOND, *REASON, "--go", "--allow", "x")
    both.there.ok(*back, by="sun", now=LATER)
    both.meet()
    assert both.are_the_same()
    for clone in (both.here, both.there):
        assert status(clone, TICKET) == "received"
        assert status(clone, SECOND) == "duplicate"
    left = both.here.svc("check", now=LATER).out  # what was noted on the one that ended as well
    assert f"svc settle {SECOND}" in left
    settle = ("settle", SECOND, "--outcome", "duplicate", "--reason", "同一件事")
    both.here.ok(*settle, by="li", now=LATER)
    assert "Findings: 0" in both.here.ok("check", now=LATER).out
    assert status(both.here, SECOND) == "duplicate"
