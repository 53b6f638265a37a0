"""Complaints (投诉): taken down about a ticket, judged, traced to a cause, put right, in the
register.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from actions.deeds import comes_next, events, last, refused, said
from conftest import TICKET, instead

if TYPE_CHECKING:
    from conftest import Desk

C = "SZ-2611-A0002"
NOW = "2026-11-20T11:00:00"
NEXT_MONTH = "2026-12-01T09:00:00"
ABOUT = ("complaint", "about", TICKET, "--words", "没人来\n态度也不好", "--wishes", "道歉并上门")
JUDGE = ("complaint", "judge", C, "--accepted", "yes", "--class", "维修质量", "--quality", "no")
MONTH_LATER = "2026-12-20T23:59:00+08:00"
CAUSE = ("complaint", "cause", C, "--cause", "接头未压紧", "--department", "维修组")
ACTION = ("complaint", "action", C, "--remedy", "重新压接")


@pytest.fixture
def complained(desk: Desk) -> Desk:
    """A customer complains while still waiting; nobody has judged it."""
    desk.play("intake")
    desk.ok(*ABOUT, by="chen", now=NOW)
    return desk


@pytest.fixture
def judged(complained: Desk) -> Desk:
    complained.ok(*JUDGE, "--grade", "general", by="sun", now=NOW)
    return complained


def head(desk: Desk, ticket: str) -> dict[str, Any]:
    data = desk.ledger.read(ticket).data
    return {name: value for name, value in data.items() if name != "log"}


def test_a_complaint_is_a_ticket_of_its_own_linked_both_ways_in_one_commit(desk: Desk) -> None:
    desk.play("intake")
    commits = int(desk.git("rev-list", "--count", "HEAD"))
    ended = desk.ok(*ABOUT, by="chen", now=NOW)
    assert comes_next(ended, C) == ["complaint judge", "reply"]
    assert int(desk.git("rev-list", "--count", "HEAD")) == commits + 1
    link = {"what": "linked", "by": "chen", "why": "complaint"}
    assert last(desk, C) == {**link, "ticket": TICKET}
    assert last(desk) == {**link, "ticket": C}
    assert [e["what"] for e in events(desk, C)] == ["received", "linked"]


def test_it_has_the_customer_and_machine_of_the_ticket_and_is_urgent(complained: Desk) -> None:
    told = head(complained, C)
    assert {
        name: told.get(name)
        for name in ("kind", "status", "channel", "urgency", "urgency_reason", "mode")
    } == {
        "kind": "complaint",
        "status": "received",
        "channel": "phone",
        "urgency": "urgent",
        "urgency_reason": "没人来",
        "mode": "phone",
    }
    assert told["received"] == "2026-11-20T11:00:00+08:00"
    assert told["occurred"] == "2026-11-20"
    assert (told["symptom"], told["wishes"]) == ("没人来\n态度也不好", "道歉并上门")
    repair = head(complained, TICKET)
    assert (told["customer"], told["equipment"]) == (repair["customer"], repair["equipment"])
    assert told["terms"] == {"policy": "office@2026-11", "calendar": "SZ@1"}
    assert complained.svc("check", now=NOW).status == 0


def test_a_complaint_about_a_repeated_repair_is_none_itself(desk: Desk) -> None:
    desk.play("close")
    assert desk.intake(now="2026-11-25T09:10:00").status == 0
    assert head(desk, "SZ-2611-A0002")["repeat_of"] == [TICKET]
    words = ("--words", "又坏了", "--wishes", "道歉")
    desk.ok("complaint", "about", "SZ-2611-A0002", *words, by="chen", now="2026-11-25T09:30:00")
    complaint = head(desk, "SZ-2611-A0003")
    assert complaint["kind"] == "complaint"
    assert "repeat_of" not in complaint


def test_a_long_complaint_is_cut_as_the_reason_of_its_urgency(desk: Desk) -> None:
    desk.play("intake")
    desk.ok(
        "complaint", "about", TICKET, "--words", "慢" * 80, "--wishes", "快", by="chen", now=NOW
    )
    assert head(desk, C)["urgency_reason"] == "慢" * 60


def test_a_complaint_taken_down_later_bears_the_time_it_was_made(desk: Desk) -> None:
    desk.play("intake")
    desk.ok(*ABOUT, "--at", "2026-11-20 18:30", by="chen", now="2026-11-21T09:00:00")
    told = head(desk, C)
    assert told["received"] == "2026-11-20T18:30:00+08:00"
    assert told["occurred"] == "2026-11-20"


def test_the_same_complaint_typed_again_stands_once_and_is_linked_once(complained: Desk) -> None:
    before = complained.snapshot()
    again = complained.ok(*ABOUT, by="chen", now="2026-11-20T11:01:00")
    assert "already recorded" in again.out
    assert complained.snapshot() == before


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (("--grade", "minor"), {"accepted": True, "grade": "minor", "quality": False}),
        (("--grade", "general"), {"accepted": True, "grade": "general", "quality": False}),
        (
            ("--grade", "general", "--accepted", "no", "--quality", "yes", "--note", "过保"),
            {"accepted": False, "grade": "general", "quality": True, "words": "过保"},
        ),
    ],
)
def test_it_is_judged_with_class_and_grade_and_then_its_cause_is_sought(
    complained: Desk, typed: tuple[str, ...], answer: dict[str, object]
) -> None:
    ended = complained.ok(*instead(JUDGE, *typed), by="li", now=NOW)
    assert last(complained, C) == {
        "what": "complaint_judged",
        "by": "li",
        "by_whom": "li",
        "sort": "维修质量",
        **answer,
    }
    assert comes_next(ended, C) == ["complaint cause", "complaint action", "reply"]


def test_a_major_one_goes_to_the_manager_at_once(complained: Desk) -> None:
    complained.ok(*JUDGE, "--grade", "major", by="li", now=NOW)
    judged, told = map(said, events(complained, C)[-2:])
    assert (judged["what"], judged["grade"]) == ("complaint_judged", "major")
    assert told == {"what": "escalated", "by": "li", "to": "sun", "reason": "维修质量"}


def test_a_manager_who_judges_a_major_one_knows_of_it(complained: Desk) -> None:
    complained.ok(*JUDGE, "--grade", "major", by="sun", now=NOW)
    assert last(complained, C)["what"] == "complaint_judged"


def test_where_the_manager_has_left_nobody_is_told(complained: Desk) -> None:
    complained.edit(
        'roles: ["manager"]', 'roles: ["manager"]\n    left: "2026-11-19"', "staff.yaml"
    )
    complained.commit()
    complained.ok(*JUDGE, "--grade", "major", by="li", now=NOW)
    assert last(complained, C)["what"] == "complaint_judged"


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ((), {}),
        (("--person", "王强", "--cost", "320.5"), {"person": "王强", "cost": "320.50"}),
    ],
)
def test_cause_and_who_is_responsible_are_written_with_the_audited_cost(
    judged: Desk, typed: tuple[str, ...], answer: dict[str, str]
) -> None:
    ended = judged.ok(*CAUSE, *typed, by="li", now=NOW)
    assert last(judged, C) == {
        "what": "responsibility_found",
        "by": "li",
        "cause": "接头未压紧",
        "department": "维修组",
        **answer,
    }
    assert comes_next(ended, C) == ["complaint cause", "complaint action", "reply"]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ((), {}),
        (
            ("--prevention", "压接后拉力试验"),
            {"prevention": "压接后拉力试验", "effective_by": MONTH_LATER},
        ),
    ],
)
def test_what_was_done_to_put_it_right_is_written(
    judged: Desk, typed: tuple[str, ...], answer: dict[str, str]
) -> None:
    judged.ok(*ACTION, *typed, by="li", now=NOW)
    assert last(judged, C) == {
        "what": "corrective_action",
        "by": "li",
        "remedy": "重新压接",
        **answer,
    }


def test_answered_it_is_done_and_no_technical_call_is_due(judged: Desk) -> None:
    ended = judged.ok("reply", C, "--answer", "已致歉并返修", by="li", now=NOW)
    assert said(events(judged, C)[-1])["guided"] is False
    assert comes_next(ended, C) == ["callback", "reopen"]


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (("about", TICKET), ["--words", "--wishes"]),
        (("judge", C), ["--accepted", "--class", "--grade", "--quality"]),
        (("cause", C), ["--cause", "--department"]),
        (("action", C), ["--remedy"]),
    ],
)
def test_all_that_is_missing_is_named_at_once(
    complained: Desk, words: tuple[str, ...], fields: list[str]
) -> None:
    error = refused(complained, "complaint", *words, by="sun", now=NOW)
    assert (error["key"], error["facts"]["fields"]) == ("missing-fields", fields)


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ((*JUDGE, "--grade", "grave"), "not-one-of"),
        (instead(JUDGE, "--grade", "minor", "--accepted", "maybe"), "not-one-of"),
        (instead(JUDGE, "--grade", "minor", "--class", "态度恶劣"), "not-one-of"),
        (instead(JUDGE, "--grade", "minor", "--class", "其他"), "missing-fields"),
        (instead(JUDGE, "--grade", "minor", "--quality", "maybe"), "not-one-of"),
        ((*CAUSE, "--cost", "much"), "not-an-amount"),
        (("complaint", "list", "--month", "2026-13"), "not-a-month"),
    ],
)
def test_what_is_typed_wrong_is_refused(complained: Desk, words: tuple[str, ...], key: str) -> None:
    assert refused(complained, *words, by="sun", now=NOW)["key"] == key


@pytest.mark.parametrize(
    "words",
    [
        ("judge", *JUDGE[3:], "--grade", "major"),
        ("cause", *CAUSE[3:]),
    ],
)
def test_only_a_complaint_is_judged(complained: Desk, words: tuple[str, ...]) -> None:
    command, *options = words
    error = refused(complained, "complaint", command, TICKET, *options, by="sun", now=NOW)
    assert (error["key"], error["facts"]["ticket"]) == ("not-a-complaint", TICKET)


@pytest.mark.parametrize("words", [(*JUDGE, "--grade", "minor"), CAUSE, ACTION])
def test_whoever_did_the_work_does_not_judge_the_complaint(
    complained: Desk, words: tuple[str, ...]
) -> None:
    assert refused(complained, *words, by="wang", now=NOW)["key"] == "not-your-role"


def test_the_register_tells_of_each_complaint_how_far_it_is(judged: Desk) -> None:
    entry = {
        "id": C,
        "about": TICKET,
        "status": "received",
        "grade": "general",
        "class": "维修质量",
        "department": None,
    }
    shown = judged.ok("--json", "complaint", "list", now=NOW).json
    (found,) = shown["items"]
    assert ({name: found[name] for name in entry}, shown["unreadable"]) == (entry, 0)
    judged.ok(*CAUSE, by="li", now=NOW)
    (found,) = judged.ok("--json", "complaint", "list", now=NOW).json["items"]
    assert {name: found[name] for name in entry} == {**entry, "department": "维修组"}
    text = judged.ok("complaint", "list", now=NOW).out
    for word in (C, TICKET, "南山明辉餐饮", "general", "维修质量", "维修组"):
        assert word in text


def test_of_two_judgements_and_causes_the_register_has_the_last(judged: Desk) -> None:
    judged.ok(*instead(JUDGE, "--grade", "minor", "--class", "服务态度"), by="sun", now=NOW)
    judged.ok(*CAUSE, by="li", now=NOW)
    judged.ok(*CAUSE[:-1], "调度组", by="li", now=NOW)
    (found,) = judged.ok("--json", "complaint", "list", now=NOW).json["items"]
    assert (found["grade"], found["class"], found["department"]) == ("minor", "服务态度", "调度组")


def test_one_that_nobody_has_judged_stands_in_the_register_with_gaps(complained: Desk) -> None:
    (found,) = complained.ok("--json", "complaint", "list", now=NOW).json["items"]
    assert (found["grade"], found["class"], found["department"]) == (None, None, None)
    assert C in complained.ok("complaint", "list", now=NOW).out


@pytest.mark.parametrize(
    ("words", "now", "found"),
    [
        (("--today",), NOW, [C]),
        (("--today",), "2026-11-21T09:00:00", []),
        (("--month", "2026-11"), NEXT_MONTH, [C]),
        (("--month", "2026-12"), NEXT_MONTH, []),
        ((), NEXT_MONTH, [C]),
    ],
)
def test_the_register_is_of_all_of_a_month_or_of_today(
    complained: Desk, words: tuple[str, ...], now: str, found: list[str]
) -> None:
    shown = complained.ok("--json", "complaint", "list", *words, now=now).json["items"]
    assert [item["id"] for item in shown] == found
    text = complained.ok("complaint", "list", *words, now=now).out
    assert ("No complaints." in text) == (not found)


def test_a_class_is_one_of_the_departments_list(complained: Desk) -> None:
    listed = (*JUDGE, "--grade", "minor")
    error = refused(complained, *instead(listed, "--class", "慢"), by="sun", now=NOW)
    assert error["facts"]["choices"][-1] == "其他"
    complained.ok(*instead(listed, "--class", "服务及时"), by="sun", now=NOW)  # how it begins
    assert last(complained, C)["sort"] == "服务及时性"
    complained.edit("schema: 1", 'schema: 1\ncomplaint_classes: ["慢", "贵"]', "svc.yaml")
    complained.edit('complaint_classes: ["产品', '# complaint_classes: ["产品', "svc.yaml")
    complained.commit()
    complained.ok(*instead(listed, "--class", "慢"), by="sun", now=NOW)
    assert last(complained, C)["sort"] == "慢"
    assert refused(complained, *listed, by="sun", now=NOW)["facts"]["choices"] == ["慢", "贵"]


def test_with_the_last_class_it_is_said_in_words_what_it_is(complained: Desk) -> None:
    words = instead((*JUDGE, "--grade", "minor"), "--class", "其他")
    complained.ok(*words, "--note", "占了消防通道", by="sun", now=NOW)
    judged = last(complained, C)
    assert (judged["sort"], judged["words"]) == ("其他", "占了消防通道")
    assert "其他 (占了消防通道)" in complained.ok("complaint", "list", now=NOW).out


# From hand to hand (S3 5-7)

ANALYSE = ("complaint", "analyse", C, "--cause", "漏打胶", "--proposal", "换密封圈")
COST = ("complaint", "cost", C, "--amount", "320", "--bearer", "business")
RECOVERED = ("complaint", "recovered", C, "--amount", "300", "--words", "客户承担大部分")
PREVENT = (*ACTION, "--prevention", "增加一道检查", "--effective-by", "2026-12-20 17:00")
CHECK = ("complaint", "check", C, "--effective", "no", "--seen", "又有一台", "--again-by",
         "2027-01-20 17:00")  # fmt: skip


def test_each_departments_step_is_written_and_stands_in_the_register(judged: Desk) -> None:
    for words in (ANALYSE, CAUSE, COST, RECOVERED, PREVENT, CHECK):
        judged.ok(*words, by="sun", now=NOW)
    assert [e["what"] for e in events(judged, C)][-6:] == [
        "cause_found",
        "responsibility_found",
        "cost_audited",
        "cost_recovered",
        "corrective_action",
        "prevention_checked",
    ]
    (item,) = judged.ok("--json", "complaint", "list", by="sun", now=NOW).json["items"]
    told = ("cause", "cost", "bearer", "recovered", "prevention", "effective", "class", "model")
    assert [item[name] for name in told] == [
        *(
            "接头未压紧",
            "320.00",
            "business",
            "300.00",
            "增加一道检查",
            False,
            "维修质量",
            "CR-200",
        ),
    ]
    sheet = judged.ok("complaint", "list", "--csv", by="sun", now=NOW).out
    assert "增加一道检查" in sheet
    assert "320" in sheet
    sums = judged.ok("--json", "complaint", "sum", by="sun", now=NOW).json["items"]
    assert ("cause", "接头未压紧", 1, "320.00") in [
        (each["by"], each["value"], each["complaints"], each["cost"]) for each in sums
    ]


@pytest.mark.parametrize("words", [COST, RECOVERED, CHECK])
def test_who_takes_calls_neither_audits_nor_recovers_nor_checks(
    judged: Desk, words: tuple[str, ...]
) -> None:
    judged.ok(*PREVENT, by="sun", now=NOW)
    assert refused(judged, *words, by="chen", now=NOW)["key"] == "not-your-role"


def test_a_prevention_to_be_checked_is_overdue_after_its_day(judged: Desk) -> None:
    judged.ok(*PREVENT, by="sun", now=NOW)
    late = judged.ok("--json", "overdue", "--all", by="li", now="2026-12-21T09:00:00").json["items"]
    assert ("prevention", C) in [(item["promise"], item["id"]) for item in late]


def test_a_prevention_is_looked_at_again_until_it_took_effect_though_nobody_says_when(
    judged: Desk,
) -> None:
    judged.ok(*ACTION, "--prevention", "增加一道检查", by="sun", now=NOW)
    judged.ok("complaint", "check", C, "--effective", "no", "--seen", "又有一台", by="sun", now=NOW)
    assert events(judged, C)[-1]["again_by"] == MONTH_LATER
    late = judged.ok("--json", "overdue", "--all", by="li", now="2027-01-04T09:00:00").json["items"]
    assert ("prevention", C) in [(item["promise"], item["id"]) for item in late]
    took = ("complaint", "check", C, "--effective", "yes", "--seen", "没有再发生")
    assert refused(judged, *took, "--again-by", "2027-01-20 17:00", by="sun", now=NOW)["key"] == (
        "not-acceptable"
    )
    judged.ok(*took, by="sun", now=NOW)
    late = judged.ok("--json", "overdue", "--all", by="li", now="2027-01-04T09:00:00").json["items"]
    assert ("prevention", C) not in [(item["promise"], item["id"]) for item in late]
