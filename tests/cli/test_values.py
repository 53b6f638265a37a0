"""Every option and argument of every command takes what people type, by what its value is."""

from __future__ import annotations

from typing import Any

import pytest
from cli.terminal import talk
from conftest import NOW, TICKET, Desk

from svc.cli import desk as desks
from svc.cli.commands import COMMANDS, HIDDEN
from svc.cli.fixed_words import choice_group, choice_names, meant_choice
from svc.cli.lazy import build_command
from svc.cli.shared import office_code, region_code
from svc.cli.values import NONE_IS_AN_ANSWER, Value, is_blank, shown_metavar, value_of
from svc.errors import BlankAnswer, NoneIsNoAnswer, NotOneOf, UnknownOffice
from svc.model.labels import LABELS
from svc.model.staff import ROLE_WORDS, ROLES
from svc.model.typed_text import says_none
from svc.render.words import Words


def surroundings(lang: str) -> desks.Desk:
    return desks.Desk([], {"SVC_LANG": lang})


ENGLISH, CHINESE = surroundings("en"), surroundings("zh")
VALUES: list[Value] = [
    value_of(param, command.name)
    for command in COMMANDS.values()
    if command not in HIDDEN
    for param in build_command(command, ENGLISH).params
    if param.expose_value
    and not getattr(param, "is_flag", False)
    and not type(param.type).__name__.startswith("Int")
]
PATHS = ("FILE", "FILE|-", "FILE|NAME", "FILE|DIR", "DIR", "SHELL", "LIST")
WORDED = [value for value in VALUES if value.metavar not in PATHS]
CHOSEN = [value for value in VALUES if value.choices]
OF_PEOPLE = {"--to", "--by", "--technician", "--who", "--taken-by", "--cared-for-by", "--person"}


def named(value: Value) -> str:
    return f"{value.command} {value.option}"


def test_what_is_tried_is_all_that_commands_take() -> None:
    assert len(VALUES) > 250
    taking = {value.command for value in VALUES}
    assert {name for name in COMMANDS if name not in taking} == {"guard", "merge-driver", "version"}


@pytest.mark.parametrize("value", WORDED, ids=named)
def test_a_blank_or_a_sign_is_no_answer_to_any_of_them(value: Value) -> None:
    for sign in ("", " ", "-", "—", "/", "。", "\u3000", "\u200b", "……", "\x1b[A"):
        with pytest.raises(BlankAnswer):
            value.read(ENGLISH, sign)


@pytest.mark.parametrize("value", WORDED, ids=named)
def test_none_is_an_answer_only_where_it_says_something(value: Value) -> None:
    takes_it = (value.command, value.option) in NONE_IS_AN_ANSWER
    for word in ("无", "没有", "无。", "N/A", "ｎｏｎｅ"):
        if takes_it or value.command in ("customer find", "knowledge", "list", "search"):
            assert says_none(word)
        else:
            with pytest.raises(NoneIsNoAnswer):
                value.read(ENGLISH, word)
    if takes_it:
        assert value.read(ENGLISH, "无") == "无"


@pytest.mark.parametrize("value", CHOSEN, ids=named)
def test_a_fixed_value_is_typed_as_it_is_or_in_chinese_in_either_language(value: Value) -> None:
    chinese = Words("zh")
    group = choice_group(value.choices)
    for choice in value.choices:
        for desk in (ENGLISH, CHINESE):
            assert value.read(desk, choice) == choice
            if group:
                word = chinese.label(group, choice)
                assert value.read(desk, word) == choice, word
                assert value.read(desk, f" {word}\u200b") == choice, word


@pytest.mark.parametrize("value", [v for v in CHOSEN if choice_group(v.choices)], ids=named)
def test_a_refusal_lists_the_values_in_the_readers_words(value: Value) -> None:
    if value.metavar == "STATE" or choice_group(value.choices) == "filed":
        return  # refused by the command, which knows more
    for desk in (ENGLISH, CHINESE):
        with pytest.raises(NotOneOf) as refused:
            value.read(desk, "那个")
        assert refused.value.facts["choices"] == list(value.choices)
        said = desk.words.error(refused.value)
        names = value.choices if desk is ENGLISH else choice_names(desk, value.choices).values()
        assert all(name in said for name in names), said


@pytest.mark.parametrize("value", VALUES, ids=named)
def test_every_placeholder_of_a_chinese_help_screen_is_chinese(value: Value) -> None:
    shown = shown_metavar(CHINESE, value.metavar or "TEXT")
    same = (
        "A",
        "B",
        "2h",
        "17:30-24:00",
        "SHELL",
        "md|html|json|pdf|xlsx",
        "md|html|json|pdf|xlsx|csv",
        "A4|A5|80mm",
        "jsonl|csv|parquet",
        "pdf|html",
    )
    assert value.metavar in same or any(char >= "\u4e00" for char in shown), value
    assert shown_metavar(ENGLISH, value.metavar) == value.metavar


@pytest.mark.parametrize(
    ("group", "word", "choice"),
    [
        ("outcome", "修好", "fixed"),
        ("outcome", "已修好", "fixed"),
        ("outcome", "婉拒", "declined"),
        ("outcome", "临时", "provisional"),
        ("outcome", "客户", ""),  # 客户改期, 客户拒绝
        ("outcome", "部分修好", ""),
        ("wish", "客户", "customer"),
        ("rating", "满意", "satisfied"),
        ("rating", "不满意", "dissatisfied"),
        ("rating", "非常", ""),
        ("rating", "意", ""),
        ("pay", "微信", "wechat"),
        ("kind", "x", ""),  # in exchange
        ("urgency", "Urgent", "urgent"),
        ("status", "派工", "dispatched"),
    ],
)
def test_a_word_means_one_value_or_none(group: str, word: str, choice: str) -> None:
    names = choice_names(CHINESE, tuple(LABELS[group]))
    assert meant_choice(names, word) == choice


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("", True),
        ("-", True),
        ("。！", True),
        ("~", True),
        ("+", False),
        ("-5", False),
        ("👍", False),
    ],
)
def test_signs_alone_say_nothing(text: str, blank: bool) -> None:
    assert is_blank(text) is blank


def test_the_words_for_roles_are_those_of_the_catalogue() -> None:
    chinese = Words("zh")
    assert {chinese.label("role", role): role for role in ROLES} == ROLE_WORDS


def test_everybody_of_the_staff_is_asked_for_as_staff() -> None:
    of_staff = {named(value) for value in VALUES if value.metavar == "STAFF"}
    others = {
        named(value) for value in VALUES if value.option in OF_PEOPLE and value.metavar != "STAFF"
    }
    assert {"handover --to", "dispatch --to", "print --technician", "cost --person"} <= of_staff
    # a file, a value, a place, a time, a version, a serial number, a grouping; somebody of another department, a channel, an office
    assert others == {
        "bench place --to",
        "complaint cause --person",
        "consent --to",
        "notify --to",
        "consent --who",
        "customer correct --to",
        "equipment correct --to",
        "equipment list --by",
        "equipment unboxing --by",
        "equipment update --to",
        "install papers --to",
        "install train --who",
        "staff training --by",
        "equipment replace --by",
        "equipment transfer --to",
        "forward --to",
        "install defect --to",
        "part hit-rate --by",
        "part replaced --by",
        "part request --by",
        "promise recompute --to",
        "report diff --to",
        "schema --to",
        "stock book --to",
        "stock transfer --to",
    }


# As a whole


def test_a_technician_is_named_as_people_call_him(desk: Desk) -> None:
    desk.play(until="reply")
    desk.ok(
        "escalate",
        TICKET,
        "--to",
        "李明",
        "--reason",
        "客户催促",
        by="陈静",
        now=NOW[:11] + "12:00:00",
    )
    assert desk.data["log"][-1]["to"] == "li"
    assert desk.data["log"][-1]["by"] == "chen"


def test_minus_five_degrees_is_a_note_and_no_option(desk: Desk) -> None:
    desk.intake()
    desk.ok("note", TICKET, "-5度", by="chen")
    assert desk.data["log"][-1]["words"] == "-5度"


def test_the_end_of_a_number_is_enough_for_an_open_ticket_of_ones_office(desk: Desk) -> None:
    desk.intake()
    for short in ("A0001", "a1", "1", "2611-A0001", "Ａ０００１"):
        assert TICKET in desk.ok("show", short, by="chen").out, short
    ended = desk.svc("--json", "show", "A0002", by="chen")
    assert (ended.status, ended.error["key"]) == (2, "no-such-record")


def test_a_choice_is_asked_with_numbers_and_why_an_answer_is_not_taken_is_said(desk: Desk) -> None:
    desk.play(until="reply")
    talked = talk(
        desk.path, "hold", TICKET, answers=["休假", "客户", "无", "客户\x1b[A出差"], by="chen",
        now=f"{NOW[:11]}12:00:00+08:00", lang="zh",
    )  # fmt: skip
    assert "  1  客户要求\n  2  待件\n" in talked.screen
    assert "“休假”不在 客户要求、待件" in talked.screen
    assert "这里不能填“无”" in talked.screen
    held: Any = desk.data["log"][-1]
    assert (held["what"], held["wish"], held["reason"]) == ("held", "customer", "客户出差")


def test_what_was_answered_before_a_refusal_is_given_back_as_a_command(desk: Desk) -> None:
    desk.intake()
    before = desk.snapshot()
    talked = talk(
        desk.path, "visit", TICKET, answers=["修好", "松动", "紧固", "１"], by="wang",
        now=f"{NOW[:11]}12:00:00+08:00", lang="zh",
    )  # fmt: skip
    assert talked.status == 2
    line = f"svc visit {TICKET} --outcome fixed --found '松动' --done '紧固' --cause quality"
    assert line in talked.screen
    assert desk.snapshot() == before


def test_of_two_machines_the_answers_of_both_are_given_back(desk: Desk) -> None:
    desk.intake()
    other = "SZ-2611-A0002"
    assert desk.intake("--second", serial="CR200-24-0043", symptom="漏水").status == 0
    before = desk.snapshot()
    talked = talk(
        desk.path, "visit", TICKET, other, "--cause", "wear",
        answers=["修好", "断路", "换管", "待件", "密封圈老化", "等件"], by="wang",
        now=f"{NOW[:11]}15:30:00+08:00", lang="zh",
    )  # fmt: skip
    assert talked.status == 2
    given_back = " ".join(talked.screen.split())
    assert (
        f"svc visit {TICKET} {other} --cause wear --outcome {TICKET}=fixed --found {TICKET}=断路 "
        f"--done {TICKET}=换管 --outcome {other}=needs_parts --found {other}=密封圈老化 "
        f"--done {other}=等件"
    ).replace("'", "") in given_back.replace("'", "")
    assert desk.snapshot() == before


def test_a_serial_number_that_looks_like_one_on_file_is_asked_about(desk: Desk) -> None:
    desk.intake()
    told = {"serial": "CR2OO-24-0042", "symptom": "漏水", "kind": "inspection"}
    said = desk.intake(now=f"{NOW[:11]}15:00:00", **told)
    assert said.status == 0
    assert "On file is CR200-24-0042 (SZ-A0001 南山明辉餐饮), which looks the same" in said.err
    assert "svc customer show SZ-A0001" in said.err


def test_roles_may_stand_in_staff_yaml_in_chinese_or_as_the_department_calls_them(
    desk: Desk,
) -> None:
    staff = desk.path / "staff.yaml"
    text = staff.read_text(encoding="utf-8")
    staff.write_text(text.replace('roles: ["clerk"]', 'roles: ["客服专员"]', 1), encoding="utf-8")
    assert desk.ledger.person("chen").roles == ["clerk"]
    assert desk.intake().status == 0


def test_the_callback_clerk_takes_down_the_complaint_she_hears(desk: Desk) -> None:
    desk.play(until="slip")
    staff = desk.path / "staff.yaml"
    text = staff.read_text(encoding="utf-8")
    staff.write_text(text.replace('roles: ["clerk"]', 'roles: ["callback"]', 1), encoding="utf-8")
    ended = desk.ok(
        "complaint", "about", TICKET, "--words", "来晚了", "--wishes", "无", by="chen",
        now="2026-11-21T11:00:00",
    )  # fmt: skip
    assert "SZ-2611-A0002" in ended.out


def test_a_call_that_was_only_noted_has_no_complaint_yet(desk: Desk) -> None:
    desk.ok("intake", "--note", "张工", "13900001111", by="chen")
    ended = desk.svc(
        "--json", "complaint", "about", TICKET, "--words", "x", "--wishes", "道歉", by="chen"
    )
    assert (ended.status, ended.error["key"]) == (2, "impossible-step")
    assert f"svc intake {TICKET}" in ended.error["facts"]["possible"]


def test_of_two_machines_in_one_visit_each_is_named_before_its_questions(desk: Desk) -> None:
    desk.play(until="reply")
    other = "SZ-2611-A0002"
    assert desk.intake("--second", serial="CR200-24-0043", symptom="漏水").status == 0
    desk.ok("handover", other, "--to", "li", by="chen")
    both = ("dispatch", TICKET, other, "--to", "wang", "--appointment", "14:00")
    desk.ok(*both, by="li", now=f"{NOW[:11]}09:50:00")
    talked = talk(
        desk.path, "visit", TICKET, other, "--arrived", "13:55", "--cause", "wear",
        answers=["修好", "断路", "换管", "待件", "密封圈老化", "等件"], by="wang",
        now=f"{NOW[:11]}15:30:00+08:00", lang="zh",
    )  # fmt: skip
    assert talked.status == 0, talked.screen
    first, second = (
        talked.screen.index(f"工单 {number}，CR-200 CR200-24-004{end}：")
        for number, end in ((TICKET, 2), (other, 3))
    )
    assert first < talked.screen.index("断路") < second < talked.screen.index("密封圈老化")
    seen: Any = desk.ok("--json", "show", other, by="wang").json["record"]["log"][-1]
    assert (seen["outcome"], seen["found"], seen["along_with"]) == (
        "needs_parts",
        "密封圈老化",
        TICKET,
    )


def test_an_office_and_a_region_go_by_code_in_any_case_or_by_name(desk: Desk) -> None:
    ledger = desk.ledger
    office, region = ledger.settings.offices["SZ"], ledger.settings.regions["south"]
    assert [office_code(ledger, each) for each in ("SZ", "sz", office.name, "")] == [
        *["SZ"] * 3,
        "",
    ]
    assert [region_code(ledger, each) for each in ("south", "South", region.name)] == ["south"] * 3
    assert region_code(ledger, "") == ""
    with pytest.raises(UnknownOffice, match="XX"):
        office_code(ledger, "XX")
    with pytest.raises(NotOneOf, match="mars"):
        region_code(ledger, "mars")
