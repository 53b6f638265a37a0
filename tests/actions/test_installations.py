"""Installation (安装调试): each step as typed, as it stands in the file, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from actions.deeds import Fields, broken_rules, comes_next, events, last, refused, said
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

LATER = "2026-11-20T14:30:00"
ON_SITE = ["install parts", "install measure", "install accept", "visit"]

ORDER = ("install", "order", TICKET, "--number", "AZ-1107", "--start", "2026-11-30 09:00")
BOTH = ("--signed", "甲方=张工", "--signed", "我公司=王强")
SIGNED = (*BOTH, "--signed", "施工单位=刘工")
SIGNATURES = [
    {"party": "customer", "name": "张工", "on": "2026-11-20"},
    {"party": "ours", "name": "王强", "on": "2026-11-20"},
    {"party": "builder", "name": "刘工", "on": "2026-11-20"},
]
PARTS = ("install", "parts", TICKET, *SIGNED)
MEASURE = ("install", "measure", TICKET, "绝缘电阻", "12 MΩ", "--tolerance", "≥ 2 MΩ")
DEFECT = ("install", "defect", TICKET, "--to", "明辉装修", "--defect", "排烟管未接")
ACCEPT = ("install", "accept", TICKET, *SIGNED)


@pytest.fixture
def ordered(desk: Desk) -> Desk:
    """An installation was asked for; nobody was told yet."""
    assert desk.intake(kind="installation").status == 0
    return desk


@pytest.fixture
def on_site(desk: Desk) -> Desk:
    """The technician is there to install."""
    desk.told["kind"] = "installation"
    desk.play("arrive")
    return desk


def test_an_installation_asked_for_needs_its_order_first(ordered: Desk) -> None:
    ended = ordered.ok(*ORDER, by="li")
    assert last(ordered) == {
        "what": "order_issued",
        "by": "li",
        "number": "AZ-1107",
        "start": "2026-11-30T09:00:00+08:00",
    }
    assert "State: received" in ended.out
    assert comes_next(ended) == ["install order", "handover", "cancel"]


@pytest.mark.parametrize(
    ("words", "event"),
    [
        (PARTS, {"what": "parts_accepted", "signatures": SIGNATURES}),
        (
            (*PARTS, "--missing", "地脚螺栓", "--missing", "减压阀"),
            {
                "what": "parts_accepted",
                "signatures": SIGNATURES,
                "missing": ["地脚螺栓", "减压阀"],
            },
        ),
        (
            MEASURE,
            {
                "what": "measured",
                "point": "绝缘电阻",
                "value": "12 MΩ",
                "tolerance": "≥ 2 MΩ",
                "within": True,
            },
        ),
        (
            ("install", "measure", TICKET, "找正", "0.08 mm", "--tolerance", "≤0.05 mm"),
            {
                "what": "measured",
                "point": "找正",
                "value": "0.08 mm",
                "tolerance": "≤0.05 mm",
                "within": False,
            },
        ),
        (
            ("install", "measure", TICKET, "外观", "无划痕", "--within", "yes"),
            {"what": "measured", "point": "外观", "value": "无划痕", "within": True},
        ),
        (DEFECT, {"what": "defect_reported", "to": "明辉装修", "defect": "排烟管未接"}),
        (
            (*DEFECT, "--remedy", "23 日前接好"),
            {
                "what": "defect_reported",
                "to": "明辉装修",
                "defect": "排烟管未接",
                "remedy": "23 日前接好",
            },
        ),
    ],
)
def test_on_site_it_is_written_as_said_and_the_work_goes_on(
    on_site: Desk, words: tuple[str, ...], event: Fields
) -> None:
    ended = on_site.ok(*words, by="wang", now=LATER)
    assert last(on_site) == {"by": "wang", **event}
    assert "State: visiting" in ended.out
    assert comes_next(ended) == ON_SITE


def test_at_a_terminal_each_party_is_asked_for_of_which_nothing_was_said(
    on_site: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = iter(["none", "王强"])

    def ask(_: object, question: str) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr("svc.cli.desk.Desk.at_terminal", True)
    monkeypatch.setattr("svc.cli.desk.Desk.ask", ask)
    on_site.ok("install", "accept", TICKET, *BOTH[:2], by="wang", now=LATER)
    assert ["builder" in asked[0], "our company" in asked[1]] == [True, True], asked
    accepted = last(on_site)
    assert (accepted["signatures"], accepted["no_builder"]) == (SIGNATURES[:2], True)


def test_accepted_and_signed_for_the_work_is_done(on_site: Desk) -> None:
    ended = on_site.ok(*ACCEPT, "--note", "试机两小时", by="wang", now=LATER)
    assert last(on_site) == {
        "what": "accepted",
        "by": "wang",
        "signatures": SIGNATURES,
        "words": "试机两小时",
    }
    assert "State: done" in ended.out
    assert comes_next(ended)[-2:] == ["callback", "reopen"]
    assert on_site.svc("check", TICKET, now=LATER).status == 0


def test_each_change_is_measured_anew_and_all_values_stay(on_site: Desk) -> None:
    on_site.ok(*MEASURE, by="wang", now=LATER)
    again = ("install", "measure", TICKET, "绝缘电阻", "40 MΩ", "--within", "yes")
    on_site.ok(*again, by="wang", now=LATER)
    values = [e["value"] for e in events(on_site) if e["what"] == "measured"]
    assert values == ["12 MΩ", "40 MΩ"]


@pytest.mark.parametrize("words", [PARTS, MEASURE, DEFECT, ACCEPT])
def test_what_happened_earlier_bears_its_time_and_is_recorded_once(
    on_site: Desk, words: tuple[str, ...]
) -> None:
    earlier = (*words, "--at", "14:10")
    on_site.ok(*earlier, by="wang", now=LATER)
    assert last(on_site)["at"] == "2026-11-20T14:10:00+08:00"
    count = len(events(on_site))
    assert "already recorded" in on_site.ok(*earlier, by="wang", now=LATER).out
    assert len(events(on_site)) == count


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (("install", "order", TICKET), ["--number", "--start"]),
        (("install", "parts", TICKET), ["--signed"]),
        (("install", "defect", TICKET), ["--to", "--defect"]),
        (("install", "accept", TICKET), ["--signed"]),
    ],
)
def test_all_that_is_missing_is_named_at_once(
    ordered: Desk, words: tuple[str, ...], fields: list[str]
) -> None:
    error = refused(ordered, *words, by="sun")
    assert (error["key"], error["facts"]["fields"]) == ("missing-fields", fields)


def test_within_is_said_with_yes_or_no(on_site: Desk) -> None:
    error = refused(on_site, *MEASURE, "--within", "perhaps", by="wang", now=LATER)
    assert error["key"] == "not-one-of"


def test_the_work_is_not_accepted_before_somebody_is_sent(ordered: Desk) -> None:
    error = refused(ordered, *ACCEPT, by="wang")
    assert (error["key"], error["facts"]["step"]) == ("impossible-step", "accepted")


@pytest.mark.parametrize("words", [ORDER, PARTS, MEASURE, DEFECT, ACCEPT])
def test_who_only_makes_callbacks_installs_nothing(on_site: Desk, words: tuple[str, ...]) -> None:
    error = refused(on_site, *words, by="zhao", now=LATER)
    assert error["key"] == "not-your-role"


def test_with_leave_an_acceptance_bears_the_reason(on_site: Desk) -> None:
    on_site.ok(*ACCEPT, "--allow", "客户急用", by="sun", now=LATER)
    assert said(events(on_site)[-1])["allowed"] == "客户急用"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ((*MEASURE[:4], "1 MΩ", *MEASURE[5:], "--within", "yes"), "other-verdict"),
        ((*MEASURE, "--within", "no"), "other-verdict"),
        (("install", "measure", TICKET, "外观", "无划痕"), "needs-verdict"),
        (
            ("install", "measure", TICKET, "找正", "0.03 mm", "--tolerance", "按图纸"),
            "needs-verdict",
        ),
    ],
)
def test_a_value_is_within_its_tolerance_by_the_numbers_or_by_what_somebody_says(
    on_site: Desk, words: tuple[str, ...], key: str
) -> None:
    assert refused(on_site, *words, by="wang", now=LATER)["key"] == key


def test_nobody_accepts_with_a_defect_that_prevents_use(on_site: Desk) -> None:
    on_site.ok(*DEFECT, "--prevents-use", by="wang", now=LATER)
    on_site.ok(*DEFECT, "--remedy", "23 日前接好", by="wang", now=LATER)
    assert refused(on_site, *ACCEPT, by="wang", now=LATER)["key"] == "defect-prevents-use"
    on_site.ok(*DEFECT, "--remedied", by="wang", now="2026-11-23T10:00:00")
    assert "State: done" in on_site.ok(*ACCEPT, by="wang", now="2026-11-23T10:05:00").out


def test_what_is_left_open_has_a_remedy_and_a_day_and_is_watched_beyond_the_ticket(
    on_site: Desk,
) -> None:
    on_site.ok(*DEFECT, by="wang", now=LATER)
    assert refused(on_site, *ACCEPT, by="wang", now=LATER)["key"] == "defect-without-remedy"
    remedy = ("--remedy", "接好排烟管", "--by-when", "2026-11-27 17:00")
    on_site.ok(*DEFECT, *remedy, by="wang", now=LATER)
    on_site.ok(*ACCEPT, by="wang", now=LATER)
    called = ("callback", TICKET, "--spoke-to", "张工", "--rating", "satisfied")
    on_site.ok(*called, by="zhao", now="2026-11-23T09:00:00")
    on_site.ok("close", TICKET, "--allow", "已与客户约好", by="sun", now="2026-11-23T09:10:00")
    late = "2026-11-27T17:01:00"
    listed = on_site.ok("--json", "overdue", "--all", by="li", now=late).json["items"]
    assert [(item["promise"], item["due"]["at"]) for item in listed] == [
        ("defect", "2026-11-27T17:00:00+08:00")
    ]
    on_site.ok(*DEFECT, "--remedied", by="wang", now="2026-11-27T17:05:00")
    assert on_site.ok("--json", "overdue", "--all", by="li", now=late).json["items"] == []


def test_the_day_of_acceptance_is_the_machines_in_the_customers_file(on_site: Desk) -> None:
    on_site.ok(*ACCEPT, by="wang", now=LATER)
    customer = on_site.data["customer"]["file"]
    (machine,) = on_site.ok("--json", "customer", "show", customer, now=LATER).json["customer"][
        "equipment"
    ]
    assert machine["installed"] == "2026-11-20"


def test_the_warranty_runs_from_the_acceptance_where_the_sale_says_so_in_the_file_too(
    on_site: Desk,
) -> None:
    sale = ("--warranty-from", "accepted", "--warranty-months", "24")
    on_site.ok(*ORDER, *sale, "--shipped", "2026-11-01", "--shipped-months", "18", by="li")
    on_site.ok(*ACCEPT, by="wang", now=LATER)
    accepted = last(on_site)
    assert (accepted["warranty_since"], accepted["warranty_until"]) == ("2026-11-20", "2028-04-30")
    customer = on_site.data["customer"]["file"]
    shown = on_site.ok("--json", "customer", "show", customer, now=LATER).json["customer"]
    assert shown["equipment"][0]["warranty_until"] == "2028-04-30"


def test_without_a_word_of_the_sale_the_warranty_is_as_that_of_any_other(on_site: Desk) -> None:
    on_site.ok(*ACCEPT, by="wang", now=LATER)
    assert "warranty_until" not in last(on_site)


def test_the_day_that_is_lacking_is_named_and_the_acceptance_stands(on_site: Desk) -> None:
    on_site.ok(*ORDER, "--warranty-from", "accepted", "--shipped-months", "18", by="li")
    ended = on_site.ok(*ACCEPT, by="wang", now=LATER)
    assert "the day on which it was shipped is not known" in ended.err
    assert last(on_site)["what"] == "accepted"


@pytest.mark.parametrize(
    ("words", "event"),
    [
        (
            (*PARTS, "--counted", "地脚螺栓=3/4:缺一只", "--counted", "主机＝2"),
            {
                "what": "parts_accepted",
                "signatures": SIGNATURES,
                "things": [
                    {"thing": "地脚螺栓", "found": 3, "of": 4, "remark": "缺一只"},
                    {"thing": "主机", "found": 2, "of": 2},
                ],
            },
        ),
        (
            ("install", "papers", TICKET, "--paper", "说明书", "--to", "张工"),
            {"what": "papers_handed_over", "handed": ["说明书"], "recipient": "张工"},
        ),
        (
            ("install", "train", TICKET, "--who", "张工", "--content", "清洗", "--minutes", "90"),
            {"what": "users_trained", "people": ["张工"], "content": "清洗", "minutes": 90},
        ),
        (
            (*MEASURE, "--after", "接管口 1"),
            {
                "what": "measured",
                "point": "绝缘电阻",
                "value": "12 MΩ",
                "tolerance": "≥ 2 MΩ",
                "within": True,
                "after": "接管口 1",
            },
        ),
    ],
)
def test_things_papers_training_and_the_step_are_written_as_said(
    on_site: Desk, words: tuple[str, ...], event: Fields
) -> None:
    on_site.ok(*words, by="wang", now=LATER)
    assert last(on_site) == {"by": "wang", **event}


def test_all_papers_are_those_of_the_list_that_the_customer_does_not_have_yet(
    on_site: Desk,
) -> None:
    on_site.ok(
        "install", "papers", TICKET, "--paper", "说明书", "--to", "张工", by="wang", now=LATER
    )
    on_site.ok("install", "papers", TICKET, "--paper", "全部", "--to", "张工", by="wang", now=LATER)
    assert last(on_site)["handed"] == [
        *("合格证", "数据表", "工作日志", "服务工作反馈单", "竣工验收单"),
    ]


# Who signs


@pytest.mark.parametrize("command", ["parts", "accept"])
def test_of_each_party_it_is_said_who_signed_or_it_is_refused(on_site: Desk, command: str) -> None:
    words = ("install", command, TICKET)
    error = refused(on_site, *words, "--signed", "甲方=张工", by="wang", now=LATER)
    assert error["key"] == "signature-missing"
    assert error["facts"]["parties"] == ["builder", "ours"]
    error = refused(on_site, *words, *BOTH, by="wang", now=LATER)
    assert error["facts"]["parties"] == ["builder"]


def test_where_nobody_else_builds_two_sign_the_acceptance_too(on_site: Desk) -> None:
    on_site.ok("install", "parts", TICKET, *BOTH, "--signed", "施工单位=无", by="wang", now=LATER)
    parts = last(on_site)
    assert parts["no_builder"] is True
    assert [each["party"] for each in parts["signatures"]] == ["customer", "ours"]
    on_site.ok("install", "accept", TICKET, *BOTH, by="wang", now=LATER)
    assert last(on_site)["what"] == "accepted"
    assert "no_builder" not in last(on_site)


def test_each_signs_on_a_day_of_his_own(on_site: Desk) -> None:
    days = ("--signed", "业主：张工@11-19", "--signed", "us=王强", "--signed", "施工方=刘工＠昨天")
    on_site.ok("install", "parts", TICKET, *days, "--at", "14:10", by="wang", now=LATER)
    assert [(each["party"], each["name"], each["on"]) for each in last(on_site)["signatures"]] == [
        ("customer", "张工", "2026-11-19"),
        ("ours", "王强", "2026-11-20"),
        ("builder", "刘工", "2026-11-19"),
    ]
    ahead = ("install", "parts", TICKET, *BOTH, "--signed", "施工单位=刘工@明天")
    assert refused(on_site, *ahead, by="wang", now=LATER)["key"] == "day-to-come"


@pytest.mark.parametrize("text", ["张工", "甲方=", "丙方=张工", "=张工", "甲方=。"])
def test_what_names_no_party_or_nobody_is_no_signature(on_site: Desk, text: str) -> None:
    words = ("install", "parts", TICKET, "--signed", text)
    error = refused(on_site, *words, by="wang", now=LATER)
    assert (error["key"], error["facts"]["option"]) == ("not-a-signature", "--signed")


def owed(desk: Desk, now: str) -> list[str]:
    items = desk.ok("--json", "overdue", "--promise", "signature", now=now).json["items"]
    return [item["due"]["at"] for item in items]


MONDAY, THURSDAY = "2026-11-23T09:00:00", "2026-11-26T09:00:00"
IN_USE = (
    "--signed",
    "我公司=王强",
    "--signed",
    "施工单位=无",
    "--not-signed",
    "甲方=已投产，负责人出差",
)


def test_in_use_without_a_signature_has_its_reason_and_is_watched(on_site: Desk) -> None:
    on_site.ok("install", "accept", TICKET, *IN_USE, by="wang", now=LATER)
    accepted = last(on_site)
    assert accepted["not_signed"] == [{"party": "customer", "reason": "已投产，负责人出差"}]
    assert owed(on_site, MONDAY) == []
    assert owed(on_site, THURSDAY) == ["2026-11-25T17:30:00+08:00"]
    assert broken_rules(on_site) == [("signature", f"tickets/SZ/2026-11/{TICKET}.yaml")]
    later = ("install", "accept", TICKET, "--signed", "甲方=张工")
    on_site.ok(*later, by="wang", now=THURSDAY)
    assert last(on_site)["what"] == "signed_later"
    assert last(on_site)["signatures"] == [
        {"party": "customer", "name": "张工", "on": "2026-11-26"}
    ]
    assert (owed(on_site, THURSDAY), broken_rules(on_site, status=0)) == ([], [])
    count = len(events(on_site))
    assert "already recorded" in on_site.ok(*later, by="wang", now=THURSDAY).out
    assert len(events(on_site)) == count


def test_parts_accepted_earlier_are_signed_later_too_even_once_the_work_is_done(
    on_site: Desk,
) -> None:
    words = ("install", "parts", TICKET, *BOTH, "--not-signed", "施工单位=未到场")
    on_site.ok(*words, by="wang", now=LATER)
    on_site.ok(*ACCEPT, by="wang", now="2026-11-20T16:00:00")
    signed = ("install", "parts", TICKET, "--signed", "施工单位=刘工")
    on_site.ok(*signed, by="wang", now=MONDAY)
    first = next(e for e in events(on_site) if e["what"] == "parts_accepted")
    assert last(on_site)["of"] == first["id"]
    assert broken_rules(on_site, status=0) == []


def test_a_party_that_has_signed_does_not_sign_once_more_later(on_site: Desk) -> None:
    on_site.ok("install", "accept", TICKET, *IN_USE, by="wang", now=LATER)
    words = ("install", "accept", TICKET, "--signed", "我公司=王强")
    assert refused(on_site, *words, by="wang", now=MONDAY)["key"] == "signature-missing"


def test_the_story_says_who_signed_for_whom(on_site: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    on_site.ok("install", "accept", TICKET, *IN_USE, by="wang", now=LATER)
    monkeypatch.setenv("SVC_LANG", "zh")
    text = on_site.ok("show", TICKET, now=LATER).out
    assert "我公司 王强 2026-11-20" in text
    assert "已投产，负责人出差" in text
    assert "甲方" in text


def test_an_acceptance_told_before_parties_were_asked_for_is_not_judged(on_site: Desk) -> None:
    on_site.ok(*PARTS, by="wang", now=LATER)
    text = on_site.record.read_text(encoding="utf-8")
    head, _, log = text.partition('    what: "parts_accepted"')
    lines = log.split("\n")
    kept = lines[: next(i for i, line in enumerate(lines) if "signatures" in line)]
    old = "\n".join([*kept, '    signed_by: ["张工", "王强"]', ""])
    on_site.record.write_text(f'{head}    what: "parts_accepted"{old}', encoding="utf-8")
    on_site.commit()
    assert on_site.svc("check", TICKET, now=LATER).out
    assert "张工" in on_site.ok("show", TICKET, now=LATER).out


def test_a_signature_is_put_right_as_it_is_typed(on_site: Desk) -> None:
    on_site.ok("install", "parts", TICKET, *BOTH, "--signed", "施工单位=无", by="wang", now=LATER)
    changed = ("--field", "signatures=甲方=张总@11-19", "--field", "signatures=我公司=王强")
    amend = ("amend", TICKET, "parts_accepted", *changed, "--reason", "写错")
    on_site.ok(*amend, by="wang", now=LATER)
    text = on_site.ok("show", TICKET, now=LATER).out
    assert "张总 on 2026-11-19" in text
    unsigned = ("--field", "not_signed=我公司=还没签", "--reason", "写错")
    on_site.ok("amend", TICKET, "parts_accepted", *unsigned, by="wang", now=LATER)
    assert broken_rules(on_site) == [("signature", f"tickets/SZ/2026-11/{TICKET}.yaml")]
