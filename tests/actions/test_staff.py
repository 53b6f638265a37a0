"""Somebody leaves: what hangs on them is shown, and goes to another in one recording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from actions.deeds import HUAHENG, MINGHUI, broken_rules, events, last, record, refused
from conftest import TICKET, options
from keeper import furnish, keep, lies

from svc.actions.callbacks import people_who_worked
from svc.model import reading
from svc.rules.report.measures import measure_ticket

if TYPE_CHECKING:
    from conftest import Desk

NOW = "2026-11-20T11:00:00"
SECOND = "SZ-2611-A0002"
GAO = (
    '  - {id: "gao", name: "高飞", office: "SZ", roles: ["technician"],'
    ' skills: [{covers: "CR", since: "2024-03-01"}]}\n  - id: "cron"'
)


@pytest.fixture
def two(desk: Desk) -> Desk:
    """A second technician works here."""
    desk.edit('  - id: "cron"', GAO, "staff.yaml")
    desk.commit()
    return desk


def leave(desk: Desk, who: str, to: str, *more: str, by: str = "sun", now: str = NOW) -> Any:
    ended = desk.svc("--json", "staff", "leave", who, "--to", to, *more, by=by, now=now)
    assert ended.status in (0, 1), ended
    return ended.json


def found(answer: Any) -> list[tuple[str, str, str | None]]:
    return [(item["kind"], item["on"], item["to"]) for item in answer["items"]]


def sent_out(desk: Desk, number: int, when: str, technician: str = "wang") -> None:
    ticket = f"SZ-2611-A{number:04d}"
    assert desk.other(number).status == 0
    desk.ok("handover", ticket, "--to", "li", by="chen", now="2026-11-20T09:30:00")
    words = ("dispatch", ticket, "--to", technician, "--appointment", when)
    desk.ok(*words, by="li", now="2026-11-20T10:00:00")


def test_a_preview_shows_all_and_writes_nothing(two: Desk) -> None:
    two.play("dispatch")
    two.ok("loan", "lend", TICKET, "P-1001", "--to", "wang", by="sun", now=NOW)
    sent_out(two, 2, "17:00")
    two.ok("roster", "--duty", "2026-11-21", "--who", "wang", by="sun")
    two.ok("customer", "correct", "SZ-A0001", "--field", "cared_for_by", "--to", "wang",
           "--reason", "x", by="sun")  # fmt: skip
    before = two.snapshot()
    answer = leave(two, "wang", "gao")
    assert two.snapshot() == before
    assert found(answer) == [
        ("visit", TICKET, "gao"),
        ("loan", TICKET, "gao"),
        ("visit", SECOND, "gao"),
        ("customer", "SZ-A0001", "gao"),
        ("duty", "2026-11-21", None),
    ]
    assert (answer["person"], answer["to"], answer["recorded"]) == ("wang", "gao", False)


def test_with_go_it_is_one_commit_each_with_the_reason(two: Desk) -> None:
    two.play("dispatch")
    sent_out(two, 2, "17:00")
    two.ok("customer", "correct", "SZ-A0001", "--field", "cared_for_by", "--to", "wang",
           "--reason", "x", by="sun")  # fmt: skip
    commits = int(two.git("rev-list", "--count", "HEAD"))
    answer = leave(two, "wang", "gao", "--go", "--reason", "回老家")
    assert answer["recorded"]
    assert int(two.git("rev-list", "--count", "HEAD")) == commits + 1
    for ticket in (TICKET, SECOND):
        assert last(two, ticket) == {
            "what": "taken_over",
            "by": "sun",
            "whose": "wang",
            "to": "gao",
            "reason": "回老家",
            "visit": True,
        }
        assert two.ok("--json", "show", ticket, now=NOW).json["ticket"]["technician"] == "gao"
    corrected = last(two, "SZ-A0001")
    assert (corrected["field"], corrected["old"], corrected["new"]) == (
        "cared_for_by", "wang", "gao",
    )  # fmt: skip
    assert corrected["reason"] == "回老家"
    assert broken_rules(two, status=0) == []


def test_typed_twice_it_changes_nothing(two: Desk) -> None:
    two.play("dispatch")
    leave(two, "wang", "gao", "--go")
    before = two.snapshot()
    answer = leave(two, "wang", "gao", "--go")
    assert (answer["items"], answer["recorded"]) == ([], False)
    assert two.snapshot() == before


def test_a_visit_that_clashes_with_the_others_day_is_named_and_stays(two: Desk) -> None:
    two.play("dispatch")  # 14:00
    sent_out(two, 2, "15:00", "gao")
    answer = leave(two, "wang", "gao", "--go")
    (visit,) = answer["items"]
    assert (visit["kind"], visit["to"]) == ("visit", None)
    assert SECOND in visit["against"][0]
    assert events(two)[-1]["what"] == "dispatched"


def test_two_visits_at_one_hour_do_not_both_go_to_one(two: Desk) -> None:
    two.play("dispatch")
    assert two.other(2).status == 0
    two.ok("handover", SECOND, "--to", "li", by="chen", now="2026-11-20T09:30:00")
    words = ("dispatch", SECOND, "--to", "wang", "--appointment", "14:30", "--allow", "x")
    two.ok(*words, by="sun", now="2026-11-20T10:00:00")
    first, second = leave(two, "wang", "gao")["items"]
    assert (first["to"], second["to"]) == ("gao", None)
    assert TICKET in second["against"][0]


def test_a_visit_goes_to_no_one_who_is_no_technician_or_is_away_or_was_missed(two: Desk) -> None:
    two.play("dispatch")
    (visit,) = leave(two, "wang", "sun")["items"]
    assert visit["to"] is None
    two.ok("roster", "--away", "2026-11-20", "--who", "gao", "--why", "病假", by="sun")
    (visit,) = leave(two, "wang", "gao")["items"]
    assert "病假" in visit["against"][0]
    (visit,) = leave(two, "wang", "gao", now="2026-11-21T09:00:00")["items"]
    assert visit["against"] == ["missed: nobody has arrived"]


def test_what_the_lead_had_goes_to_another_lead_with_the_words_given(desk: Desk) -> None:
    desk.play("handover")
    told = ("contact", TICKET, "--spoke-to", "张工", "--judged", "断路", "--promised", "16:00")
    desk.ok(*told, by="li", now="2026-11-20T10:00:00")
    refusing = leave(desk, "li", "wang")
    assert {item["to"] for item in refusing["items"]} == {None}
    answer = leave(desk, "li", "sun", "--go")
    assert {(item["kind"], item["to"]) for item in answer["items"]} == {
        ("turn", "sun"),
        ("word", "sun"),
    }
    (mine,) = desk.ok("--json", "mine", "sun", by="sun", now=NOW).json["items"]
    assert (mine["id"], mine["why"]) == (TICKET, "promised")
    assert desk.ok("--json", "mine", "li", by="sun", now=NOW).json["items"] == []


def test_parts_and_money_of_a_closed_ticket_go_over_and_are_asked_of_the_other(desk: Desk) -> None:
    assert desk.intake(bought="2020-08-01", mode="paid").status == 0
    desk.ok("charge", TICKET, "--line", "L04", "--allow", "x", by="sun",
            now="2026-11-20T09:40:00")  # fmt: skip
    pay = ("receipt", TICKET, "--how", "cash", "--taken-by", "wang")
    desk.ok(*pay, by="zhao", now="2026-11-20T09:50:00")
    desk.ok("loan", "lend", TICKET, "P-1001", "--to", "wang", by="sun", now="2026-11-20T09:52:00")
    desk.ok("decline", TICKET, "--reason", "x", by="chen", now="2026-11-20T09:55:00")
    assert found(leave(desk, "wang", "sun", "--go")) == [
        ("loan", TICKET, "sun"),
        ("money", TICKET, "sun"),
    ]
    assert leave(desk, "wang", "sun", "--go")["items"] == []
    (loan,) = desk.ok("--json", "loan", "list", by="sun", now=NOW).json["items"]
    assert (loan["part"], loan["technician"]) == ("P-1001", "sun")
    told = desk.ok("show", TICKET, now=NOW).out
    assert told.count("taken by 孙伟") == 1, told
    assert "parts and sums of money in hand, too: 2" in told
    assert broken_rules(desk, status=0) == []
    later = "2026-11-20T11:30:00"
    assert desk.other(2).status == 0
    lend = ("loan", "lend", SECOND, "P-1042", "--to")
    assert refused(desk, *lend, "sun", by="sun", now=later)["key"] == "earlier-loan-open"
    desk.ok(*lend, "wang", by="sun", now=later)
    desk.ok("receipt", TICKET, "--hand-in", by="zhao", now=later)
    desk.ok("loan", "return", TICKET, "P-1001", "--how", "good", by="sun", now=later)
    assert {item[0] for item in found(leave(desk, "sun", "li"))} & {"loan", "money"} == set()


def test_only_a_head_hands_over_and_not_to_the_same_or_to_one_who_left(two: Desk) -> None:
    two.play("dispatch")
    words = ("staff", "leave", "wang", "--to")
    assert refused(two, *words, "gao", "--go", by="chen", now=NOW)["key"] == "not-your-role"
    assert refused(two, *words, "wang", "--go", by="sun", now=NOW)["key"] == "not-to-them"
    two.edit('id: "gao"', 'id: "gao", left: "2026-11-01"', "staff.yaml")
    two.commit()
    assert refused(two, *words, "gao", by="sun", now=NOW)["key"] == "not-to-them"


def test_one_file_that_cant_be_read_is_named_and_stops_nothing(two: Desk) -> None:
    two.play("dispatch")
    sent_out(two, 2, "17:00")
    two.record.write_bytes(b"\t")
    ended = two.svc("--json", "staff", "leave", "wang", "--to", "gao", "--go", by="sun", now=NOW)
    assert ended.status == 3
    assert last(two, SECOND)["what"] == "taken_over"
    assert TICKET in ended.err


def test_a_customer_merged_into_another_is_not_handed_over(desk: Desk) -> None:
    for customer in (MINGHUI, HUAHENG):
        desk.ok("customer", "add", *options(customer), by="chen")
    for file in ("SZ-A0001", "SZ-A0002"):
        words = ("customer", "correct", file, "--field", "cared_for_by", "--to", "wang")
        desk.ok(*words, "--reason", "x", by="sun")
    desk.ok("customer", "merge", "SZ-A0002", "--into", "SZ-A0001", "--reason", "x", by="chen")
    assert found(leave(desk, "wang", "sun", "--go")) == [("customer", "SZ-A0001", "sun")]
    assert record(desk, "SZ-A0002")["log"][-1]["what"] == "merged_into"


def test_who_took_the_visit_over_is_who_made_it_on_paper_and_in_figures(two: Desk) -> None:
    two.play("dispatch")
    leave(two, "wang", "gao", "--go")
    two.ok("arrive", TICKET, by="gao", now="2026-11-20T14:00:00")
    found_there = ("--found", "断路", "--done", "已断电", "--cause", "quality")
    visit = ("visit", TICKET, "--outcome", "needs_parts", *found_there)
    two.ok(*visit, by="li", now="2026-11-20T15:00:00")  # typed by somebody else
    record = two.ledger.read(TICKET)
    assert people_who_worked(record.ticket) >= {"gao"}
    (measures,) = measure_ticket(record.state, [], ZoneInfo("Asia/Shanghai"))
    (made,) = measures.visits
    assert made.technician == "gao"
    again = ("dispatch", TICKET, "--to", "gao", "--appointment", "2026-11-23 10:00")
    two.ok(*again, by="li", now="2026-11-20T15:30:00")
    two.ok("print", TICKET, "visit-order", "--format", "html", by="li", now="2026-11-20T15:40:00")
    (paper,) = two.path.glob("**/*.html")
    assert "高飞" in paper.read_text(encoding="utf-8")
    assert "王强" not in paper.read_text(encoding="utf-8")


def test_check_holds_who_took_the_visit_over_for_who_did_the_work(two: Desk) -> None:
    two.edit('id: "gao", name: "高飞", office: "SZ", roles: ["technician"]',
             'id: "gao", name: "高飞", office: "SZ", roles: ["technician", "callback"]',
             "staff.yaml")  # fmt: skip
    two.commit()
    two.play("dispatch")
    leave(two, "wang", "gao", "--go")
    two.ok("arrive", TICKET, by="li", now="2026-11-20T14:00:00")
    fixed = ("visit", TICKET, "--outcome", "fixed", "--found", "断路", "--done", "换管")
    two.ok(*fixed, "--cause", "quality", by="li", now="2026-11-20T15:00:00")
    call = ("callback", TICKET, "--spoke-to", "张工", "--rating", "satisfied")
    assert refused(two, *call, by="gao", now="2026-11-20T16:00:00")["key"] == "own-work"
    two.ok(*call, by="zhao", now="2026-11-20T16:00:00")
    two.edit('by: "zhao"', 'by: "gao"')
    two.commit()
    assert ("own-work", f"tickets/SZ/2026-11/{TICKET}.yaml") in broken_rules(two)


# Who comes, who changes, the last day


def entry(desk: Desk, person: str) -> Any:
    staff = reading.read_record((desk.path / "staff.yaml").read_bytes())["staff"]
    return next(each for each in staff if each["id"] == person)


def test_somebody_new_has_an_id_from_the_name_and_skills_from_today(desk: Desk) -> None:
    words = (
        "--role",
        "维修工程师、协调员",
        "--office",
        "深圳办事处",
        "--skill",
        "CR",
        "--skill",
        "安装调试",
    )
    desk.ok("--lang", "zh", "staff", "add", "刘洋", *words, by="sun")
    assert entry(desk, "liu") == {
        "id": "liu",
        "name": "刘洋",
        "office": "SZ",
        "roles": ["technician", "coordinator"],
        "skills": [{"covers": "CR", "since": "2026-11-20"}, {"covers": "installation", "since": "2026-11-20"}],
    }  # fmt: skip
    desk.ok("staff", "add", "刘波", "--role", "clerk", by="sun")
    assert entry(desk, "liub")["name"] == "刘波"
    assert desk.ok("--json", "staff", "add", "刘波", "--role", "clerk", by="sun").json["repeated"]
    assert refused(desk, "staff", "add", "x", "--role", "boss", by="sun")["key"] == "not-one-of"


def test_who_comes_can_work_at_once(desk: Desk) -> None:
    desk.play("reply")
    desk.ok(
        "staff", "add", "刘洋", "--role", "technician", "--office", "SZ", "--skill", "CR", by="sun"
    )
    desk.ok("dispatch", TICKET, "--to", "刘洋", "--appointment", "14:00", by="li", now=NOW)


def test_a_change_gives_other_values_and_adds_skills(desk: Desk) -> None:
    desk.ok("staff", "change", "王强", "--role", "technician,lead", "--skill", "NB", "--since",
            "2026-11-01", "--office", "BJ", by="sun")  # fmt: skip
    wang = entry(desk, "wang")
    assert (wang["roles"], wang["office"]) == (["technician", "lead"], "BJ")
    assert wang["skills"][-1] == {"covers": "NB", "since": "2026-11-01"}
    assert len(wang["skills"]) == 2
    desk.ok("staff", "change", "wang", "--left", "2026-11-19", by="sun")
    assert [
        each["entry"] for each in desk.ok("--json", "staff", "list", "--office", "BJ").json["items"]
    ] == []
    desk.ok("staff", "change", "wang", "--left", "空", by="sun")
    assert "left" not in entry(desk, "wang")
    assert refused(desk, "staff", "change", "wang", by="sun")["key"] == "nothing-to-change"


def test_when_all_is_handed_over_staff_yaml_says_the_last_day(two: Desk) -> None:
    two.play("dispatch")
    assert leave(two, "wang", "gao", "--go")["last_day"] == "2026-11-20"
    assert entry(two, "wang")["left"] == "2026-11-20"
    assert two.git("show", "--name-only", "--format=", "HEAD").count("staff.yaml") == 1
    assert leave(two, "wang", "gao", "--go")["last_day"] is None


def test_it_does_not_while_something_is_left_nor_for_who_may_not_write_it(two: Desk) -> None:
    two.play("dispatch")
    two.ok("roster", "--duty", "2026-11-21", "--who", "wang", by="sun")
    assert leave(two, "wang", "gao", "--go")["last_day"] is None
    assert "left" not in entry(two, "wang")
    two.edit('roles: ["coordinator", "lead"]', 'roles: ["coordinator"]', "staff.yaml")
    two.commit()
    told = two.ok("staff", "leave", "zhao", "--to", "chen", "--go", by="li", now=NOW)
    assert "svc staff change zhao --left 2026-11-20" in told.out
    assert "left" not in entry(two, "zhao")


@pytest.fixture
def along(two: Desk) -> Desk:
    """Wang has three tubes and a board along, and the old one of a repair for which he used one."""
    furnish(two)
    keep(two, "kit-top-up", "wang", "P-1001:3", "P-1003:1#ZB-2", now="2026-11-19T10:00:00")
    two.play("arrive")
    done = ("--outcome", "fixed", "--found", "断路", "--done", "换管", "--cause", "quality")
    visit = ("visit", TICKET, *done, "--part", "P-1001:1:returned")
    two.ok(*visit, by="wang", now="2026-11-20T15:30:00")
    return two


LATER = "2026-11-21T09:00:00"


def kits(desk: Desk) -> dict[str, list[str]]:
    """Who has what along, by the books."""
    items = desk.ok("--json", "holds", now="2026-11-21T18:00:00").json["items"]
    found: dict[str, list[str]] = {}
    for item in items:
        found.setdefault(item["person"], []).append(f"{item['part']}:{item['count']}")
    return found


def of_kit(answer: Any) -> list[tuple[str, str, int, str | None, str | None]]:
    return [
        (item["kind"], item["part"], item["count"], item["to"], item["store"])
        for item in answer["items"]
        if item["kind"] in ("kit", "old_part")
    ]


def test_the_kit_goes_to_the_other_and_old_parts_into_the_store(along: Desk) -> None:
    before = along.snapshot()
    assert of_kit(leave(along, "wang", "gao", now=LATER)) == [
        ("kit", "P-1001", 2, "gao", None),
        ("kit", "P-1003", 1, "gao", None),
        ("old_part", "P-1001", 1, None, "SZ"),
    ]
    assert along.snapshot() == before
    commits = int(along.git("rev-list", "--count", "HEAD"))
    leave(along, "wang", "gao", "--go", now=LATER)
    assert int(along.git("rev-list", "--count", "HEAD")) == commits + 1
    assert kits(along) == {"gao": ["P-1001:2", "P-1003:1"]}
    assert lies(along) == {"P-1001": 12, "P-1003": 2}
    row = keep(along, "list", "P-1001", "--office", "SZ")["items"][0]
    assert row["defective"] == 1
    assert of_kit(leave(along, "wang", "gao", now=LATER)) == []
    along.ok("check", by="sun", now=LATER)
    shown = along.ok("--lang", "zh", "stock", "documents", by="sun", now=LATER).out
    assert "王强" in shown
    assert "高飞" in shown


def test_the_kit_goes_back_where_that_is_said(along: Desk) -> None:
    shown = ("--lang", "zh", "staff", "leave", "wang", "--to", "gao", "--kit-back")
    out = along.ok(*shown, by="sun", now=LATER).out
    assert "svc staff leave wang --to gao --kit-back --go" in out
    assert "深圳办事处库房" in out
    leave(along, "wang", "gao", "--kit-back", "--go", now=LATER)
    assert kits(along) == {}
    assert lies(along) == {"P-1001": 14, "P-1003": 3}
    along.ok("check", by="sun", now=LATER)


@pytest.mark.parametrize(("edit", "to", "by", "why"), [
    (("", ""), "gao", "li", "kits are booked by the parts keeper"),
    (('"高飞", office: "SZ"', '"高飞", office: "BJ"'), "gao", "sun", "高飞 is of another office"),
    (("", ""), "chen", "sun", "陈静 is not a technician"),
])  # fmt: skip
def test_a_kit_that_no_word_hands_over_is_left_with_what_to_type(
    along: Desk, edit: tuple[str, str], to: str, by: str, why: str
) -> None:
    if edit[0]:
        along.edit(*edit, "staff.yaml")
        along.commit()
    found = leave(along, "wang", to, by=by, now=LATER)
    assert [item["against"] for item in found["items"] if item["kind"] == "kit"] == [[why]] * 2
    ended = along.svc("staff", "leave", "wang", "--to", to, "--go", by=by, now=LATER)
    assert ended.status == 1
    assert "svc stock kit-return wang --all" in ended.out
    assert kits(along)["wang"] == ["P-1001:2", "P-1003:1"]
