"""What was recorded wrongly is put right: by whom, what follows, what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.deeds import broken_rules, events, last, refused
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

EVENING = "2026-11-20T17:00:00"
NEXT_DAY = "2026-11-21T10:05:00"
WHY = ("--reason", "录错")


@pytest.fixture
def visited(desk: Desk) -> Desk:
    desk.play("back")
    return desk


def test_the_visits_outcome_is_amended_by_who_recorded_it_and_the_state_follows(
    visited: Desk,
) -> None:
    ended = visited.ok("amend", TICKET, "--outcome", "needs_parts", *WHY, by="wang", now=EVENING)
    visit = next(event for event in events(visited) if event["what"] == "visited")
    assert last(visited) == {
        "what": "amended", "by": "wang", "of": visit["id"],
        "field": "outcome", "old": "fixed", "new": "needs_parts", "reason": "录错",
    }  # fmt: skip
    assert visit["outcome"] == "fixed"  # what was recorded stays
    assert visited.data["status"] == "replied"
    assert "→" in ended.out
    assert visited.svc("list", "--json", now=EVENING).json["items"][0]["status"] == "replied"


def test_words_of_the_department_and_names_as_shown_are_taken(visited: Desk) -> None:
    words = ("--lang", "zh", "amend", TICKET)
    visited.ok(*words, "--cause", "正常磨损", *WHY, by="wang", now=EVENING)
    assert last(visited)["new"] == "wear"
    visited.ok(*words, "--field", "维修内容=换加热管", *WHY, by="wang", now=EVENING)
    assert (last(visited)["field"], last(visited)["new"]) == ("done", "换加热管")


def test_parts_are_given_as_a_whole_and_none_takes_them_back(visited: Desk) -> None:
    parts = ("--part", "加热管:2:scrapped", "--part", "垫片:1:returned")
    visited.ok("amend", TICKET, *parts, *WHY, by="wang", now=EVENING)
    visit = visited.ledger.read(TICKET).state.visit
    assert visit is not None
    assert [(part.part, part.count, part.old_part) for part in visit.parts] == [
        ("加热管", 2, "scrapped"), ("垫片", 1, "returned"),
    ]  # fmt: skip
    visited.ok("amend", TICKET, "--part", "none", *WHY, by="wang", now=EVENING)
    visit = visited.ledger.read(TICKET).state.visit
    assert visit is not None
    assert visit.parts == []


def test_the_wrong_person_is_another_one_and_his_day_follows(desk: Desk) -> None:
    desk.edit('roles: ["clerk"]', 'roles: ["clerk", "technician", "parts"]', "staff.yaml")
    desk.commit()
    desk.play("dispatch")
    desk.ok("amend", TICKET, "--person", "陈静", *WHY, by="li", now="2026-11-20T10:00:00")
    assert last(desk)["new"] == "chen"
    (ticket,) = desk.svc("list", "--json", now=EVENING).json["items"]
    assert ticket["technician"] == "chen"
    assert desk.svc("list", "--technician", "wang", "--json", now=EVENING).json["items"] == []


@pytest.mark.parametrize(
    ("by", "now", "key"),
    [
        ("wang", EVENING, ""),
        ("wang", NEXT_DAY, "not-yours-to-amend"),
        ("chen", EVENING, "not-yours-to-amend"),
        ("li", NEXT_DAY, ""),  # a lead
        ("sun", NEXT_DAY, ""),  # a manager
    ],
)
def test_the_same_person_the_same_day_else_a_lead_or_manager(
    visited: Desk, by: str, now: str, key: str
) -> None:
    words = ("amend", TICKET, "--cause", "wear", *WHY)
    if key:
        assert refused(visited, *words, by=by, now=now)["key"] == key
    else:
        visited.ok(*words, by=by, now=now)


@pytest.mark.parametrize(
    ("words", "by", "key"),
    [
        (("--at", "15:00"), "wang", "lead-amends-times"),
        (("--cause", "quality"), "wang", "same-value"),
        (("--field", "colour=red"), "wang", "nothing-to-amend"),
        (("77", "--cause", "wear"), "wang", "no-such-event"),
        (("1", "--field", "digest=1111111111111111"), "li", "not-amendable"),
        (("--field", "found="), "wang", "unfit-value"),
        (("6", "--at", "2026-11-20T08:00:00"), "li", "before-received"),
        (("6", "--at", "2026-11-20T16:50:00"), "li", "future-time"),
        (("--cause", "misuse"), "wang", "evidence-missing"),
        (("--field", "cause"), "wang", "not-field-and-value"),
        (("--cause", "wear", "--machine", "X-1"), "wang", "chosen-alone"),
        # the return to the office could not have followed a repair that was declined
        (("arrived", "--field", "met=张工"), "chen", "not-yours-to-amend"),
    ],
)
def test_what_can_not_be_amended_is_refused_and_nothing_is_changed(
    visited: Desk, words: tuple[str, ...], by: str, key: str
) -> None:
    assert refused(visited, "amend", TICKET, *words, *WHY, by=by, now=EVENING)["key"] == key


def test_a_value_after_which_a_later_entry_could_not_have_followed_is_refused(desk: Desk) -> None:
    desk.play("callback")
    words = ("amend", TICKET, "--outcome", "needs_parts", *WHY)
    error = refused(desk, *words, by="sun", now=NEXT_DAY)
    assert (error["key"], error["facts"]["what"]) == ("amends-others", "called_back")


def test_a_lead_amends_a_time_and_what_was_broken_stays_listed(desk: Desk) -> None:
    desk.play("dispatch")
    desk.ok("arrive", TICKET, by="wang", now="2026-11-20T15:55:00")
    late = desk.ok("--lang", "en", "show", TICKET, now=EVENING).out
    assert "kept late" in late
    desk.ok("amend", TICKET, "arrived", "--at", "13:55", *WHY, by="li", now=EVENING)
    shown = desk.ok("--lang", "en", "show", TICKET, now=EVENING).out
    assert "kept late" not in shown
    assert "was overdue until" in shown
    report = desk.ok("report", "south", "2026-11", "--json", now=EVENING)
    (section,) = (each for each in report.json["sections"] if each["id"] == "corrections")
    (table,) = (each for each in section["tables"] if each["id"] == "corrections")
    assert [row[2:5] for row in table["rows"]] == [["arrived", "录错", "appointment"]]


def test_said_twice_is_said_once(visited: Desk) -> None:
    words = ("amend", TICKET, "--cause", "wear", *WHY)
    visited.ok(*words, by="wang", now=EVENING)
    count = len(events(visited))
    assert "already" in visited.ok("--lang", "en", *words, by="wang", now=EVENING).out
    assert len(events(visited)) == count


def test_a_callback_amended_to_dissatisfied_names_what_follows(desk: Desk) -> None:
    desk.play("callback")
    words = ("amend", TICKET, "--rating", "dissatisfied", *WHY)
    ended = desk.ok(*words, by="zhao", now="2026-11-21T11:00:00")
    assert f"svc reopen {TICKET}" in ended.err


def test_a_lent_part_that_was_typed_wrongly_is_given_back_under_its_right_name(desk: Desk) -> None:
    desk.edit('roles: ["clerk"]', 'roles: ["clerk", "technician", "parts"]', "staff.yaml")
    desk.commit()
    desk.play("dispatch")
    lend = ("loan", "lend", TICKET, "加热棒", "--to", "wang")
    desk.ok(*lend, by="chen", now="2026-11-20T10:00:00")
    desk.ok("amend", TICKET, "--field", "part=加热管", *WHY, by="chen", now="2026-11-20T10:05:00")
    (loan,) = desk.svc("loan", "list", "--json", now=EVENING).json["items"]
    assert loan["part"] == "加热管"
    desk.ok("loan", "return", TICKET, "加热管", "--how", "good", by="chen", now=EVENING)
    assert desk.svc("loan", "list", "--json", now=EVENING).json["items"] == []


def test_without_a_value_the_entries_are_listed_with_their_numbers(visited: Desk) -> None:
    before = visited.snapshot()
    listed = visited.ok("amend", TICKET, "--json", now=EVENING).json["entries"]
    assert visited.snapshot() == before
    visit = next(entry for entry in listed if entry["what"] == "visited")
    assert {"field": "outcome", "value": "fixed"} in visit["fields"]
    assert "digest" not in {each["field"] for entry in listed for each in entry["fields"]}
    assert str(visit["number"]) in visited.ok("amend", TICKET, now=EVENING).out


def test_two_desks_merge_and_check_names_the_question(visited: Desk) -> None:
    base = visited.head.strip()
    visited.ok("amend", TICKET, "--cause", "wear", *WHY, by="wang", now=EVENING)
    visited.git("branch", "other")
    visited.git("reset", "-q", "--hard", base)
    visited.ok("amend", TICKET, "--cause", "environment", *WHY, by="li", now=EVENING)
    visited.git("merge", "-q", "--no-edit", "other")
    assert [rule for rule, _ in broken_rules(visited)] == ["amended-twice"]
    visited.ok("amend", TICKET, "--cause", "wear", *WHY, by="sun", now=NEXT_DAY)
    assert broken_rules(visited, status=0) == []
    state = visited.ledger.read(TICKET).state
    assert state.visit is not None
    assert state.visit.cause == "wear"


def test_index_and_files_agree_on_an_amended_ticket(visited: Desk) -> None:
    visited.ok("amend", TICKET, "--outcome", "needs_parts", *WHY, by="wang", now=EVENING)
    by_index = visited.svc("list", "--json", now=EVENING).out
    visited.ok("amend", TICKET, "--found", "接头氧化", *WHY, by="wang", now=EVENING)
    assert TICKET in visited.ok("search", "接头氧化", now=EVENING).out
    visited.git("clean", "-qfdx")
    assert visited.svc("list", "--json", now=EVENING).out == by_index
