"""What is typed wrong, incomplete or at the wrong moment: one clear message, and nothing
changed.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import pytest
from conftest import NOW, TICKET, TOLD, options, typed

if TYPE_CHECKING:
    from conftest import Desk

HOLD = ("hold", TICKET, "--for", "customer", "--reason", "出差")
VISIT = ("visit", TICKET, "--found", "断路", "--done", "换管", "--cause", "quality")


def refuse(
    desk: Desk, *words: Any, by: str = "chen", now: Any = NOW, status: int = 2, key: str = ""
) -> Any:
    """Run a command that has to end so, in words and in JSON; gives what it said."""
    before = desk.snapshot()
    ended = desk.svc(*words, by=by, now=now)
    assert ended.status == status, ended.err
    assert ended.out == ""
    lines = ended.err.splitlines()
    assert lines[0].startswith("svc: ")
    assert len(lines) <= 10
    assert all(line.startswith("     ") for line in lines[1:])
    assert "Traceback" not in ended.err
    told = desk.svc(*words, "--json", by=by, now=now)
    assert (told.status, told.out) == (status, "")
    assert set(told.error) == {"key", "facts", "message"}
    assert told.error["key"] == key
    assert desk.snapshot() == before
    return ended.err


@pytest.fixture
def taken(desk: Desk) -> Desk:
    """One request was taken down."""
    assert desk.intake().status == 0
    return desk


@pytest.fixture
def visiting(desk: Desk) -> Desk:
    desk.play("arrive")
    return desk


# Where there is no ledger, or none that can be written


def test_outside_any_ledger_a_command_says_where_it_looked(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = desk.svc("list")
    assert (ended.status, ended.out) == (2, "")
    assert str(tmp_path) in ended.err
    assert "svc init" in ended.err


def test_a_named_folder_that_is_no_ledger_never_leads_to_the_one_around_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk.path / "sub").mkdir()
    assert desk.svc("list", "--ledger", str(desk.path / "sub")).status == 2
    assert desk.svc("list", "--ledger", str(desk.path / "nothing here")).status == 2
    monkeypatch.setenv("SVC_LEDGER", str(desk.path / "sub"))
    assert desk.svc("list").status == 2


def test_a_ledger_that_is_not_the_top_of_a_work_tree_can_be_read_alone(taken: Desk) -> None:
    inner = taken.path / "copy"
    shutil.copytree(taken.path, inner, ignore=shutil.ignore_patterns(".git"))
    taken.commit()
    assert taken.svc("show", TICKET, "--ledger", str(inner)).status == 0
    words = refuse(taken, "note", TICKET, "x", "--ledger", str(inner), key="not-top-of-work-tree")
    assert "svc init" in words


def test_without_an_identity_of_git_nothing_is_recorded(
    taken: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for name in ("svc.name", "svc.email"):  # who made this clone, which serves cron
        taken.git("config", "--unset", name)
    words = refuse(taken, "note", TICKET, "x", key="no-git-identity")
    assert f"git -C {quote(str(taken.path))} config user.name" in words


def test_without_a_lane_no_number_is_given(desk: Desk) -> None:
    desk.git("config", "--unset", "svc.desk")
    assert "svc init --join --desk" in refuse(desk, "intake", *options(TOLD), key="no-lane")


def test_the_lane_of_another_clone_is_not_ours(desk: Desk) -> None:
    desk.git("config", "svc.clone", "0123456789abcdef")
    refuse(desk, "intake", *options(TOLD), key="lane-taken")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_in_a_folder_we_may_not_write_to_nothing_happens(taken: Desk) -> None:
    folder = taken.record.parent
    folder.chmod(0o555)
    try:
        refuse(taken, "note", TICKET, "x", status=4, key="no-permission")
    finally:
        folder.chmod(0o755)


def test_while_somebody_else_writes_a_command_waits_and_then_says_who(taken: Desk) -> None:
    from datetime import UTC, datetime

    from svc.store import lock

    held = lock.take(
        taken.ledger.root, lock.Holder(who="li", since=datetime(2026, 11, 20, 1, tzinfo=UTC)), 0
    )
    try:
        assert "li" in refuse(taken, "note", TICKET, "x", status=4, key="lock-held")
    finally:
        held.release()


def test_where_gits_index_is_locked_nothing_is_recorded_and_it_says_by_what(taken: Desk) -> None:
    (taken.path / ".git/index.lock").touch()
    assert "index.lock" in refuse(taken, "note", TICKET, "x", status=4, key="git-locked")
    (taken.path / ".git/index.lock").unlink()
    taken.ok("note", TICKET, "x", by="chen")


def test_in_the_middle_of_a_merge_nothing_is_recorded_and_it_says_how_to_end_it(
    taken: Desk,
) -> None:
    (taken.path / ".git/MERGE_HEAD").write_text(taken.head)
    said = refuse(taken, "note", TICKET, "x", status=4, key="merge-unfinished")
    assert "git merge --abort" in said


# Who types


def test_who_is_nobody_in_the_staff_file_records_nothing(taken: Desk) -> None:
    refuse(taken, "note", TICKET, "x", by="nobody", key="unknown-staff")
    refuse(taken, "note", TICKET, "x", by="", key="who-are-you")


def test_who_has_left_records_nothing_from_the_day_after(taken: Desk) -> None:
    taken.edit('    roles: ["clerk"]', '    roles: ["clerk"]\n    left: "2026-11-20"', "staff.yaml")
    taken.commit()
    taken.ok("note", TICKET, "last day", by="chen")
    refuse(taken, "note", TICKET, "x", by="chen", now="2026-11-21T09:00:00", key="staff-left")


def test_what_is_not_ones_role_is_refused_and_a_manager_may_allow_it_with_the_reason_on_record(
    taken: Desk,
) -> None:
    words = refuse(taken, "reply", TICKET, "--remedy", "换管", by="zhao", key="impossible-step")
    taken.ok("handover", TICKET, "--to", "li", by="chen")
    words = refuse(taken, "reply", TICKET, "--remedy", "换管", by="zhao", key="not-your-role")
    assert "--allow" in words
    allow = ("--allow", "李明请假")
    refuse(
        taken, "reply", TICKET, "--remedy", "换管", *allow, by="zhao", key="only-a-manager-allows"
    )
    refuse(taken, "reply", TICKET, "--remedy", "换管", *allow, by="li", key="only-a-manager-allows")
    taken.ok("reply", TICKET, "--remedy", "换管", *allow, by="sun")
    assert taken.log[-1]["allowed"] == "李明请假"


# Missing and wrong values


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        (("intake",), tuple(f"--{name}" for name in TOLD)),
        (
            ("intake", "--unit", "甲", "--urgency", "urgent"),
            ("--urgency-reason", "--address", "--wishes"),
        ),
        (("handover", TICKET), ("--to",)),
        (("contact", TICKET), ("--spoke-to", "--judged")),
        (("reply", TICKET), ("--remedy",)),
        (("dispatch", TICKET, "--to", "wang"), ("--appointment",)),
        (("reschedule", TICKET), ("--appointment", "--agreed-with", "--reason")),
        (("hold", TICKET), ("--for", "--reason")),
        (("escalate", TICKET), ("--to", "--reason")),
        (("visit", TICKET), ("--outcome", "--found", "--done", "--cause")),
        (("slip", TICKET), ("--signed-by",)),
        (("callback", TICKET, "--spoke-to", "张工"), ("--rating",)),
        (("followup", TICKET), ("--spoke-to",)),
        (("commit", TICKET), ("--promise", "--until")),
        (("settle", TICKET), ("--outcome", "--reason")),
        (("reopen", TICKET), ("--reason",)),
        (("cancel", TICKET), ("--reason",)),
        (("note", TICKET), ("--words",)),
        (("adopt", TICKET), ("--reason",)),
        (("promise", "recompute"), ("--from", "--to")),
    ],
)
def test_all_that_is_missing_is_named_at_once(
    taken: Desk, words: tuple[Any | str, ...], missing: Any
) -> None:
    said = refuse(taken, *words, key="missing-fields")
    for name in missing:
        assert name in said


@pytest.mark.parametrize("blank", ["  ", "\t", "-", "/", "。", "——", "\u3000", "\u200b"])
def test_a_field_of_blanks_or_signs_is_no_answer(desk: Desk, blank: str) -> None:
    said = refuse(desk, "intake", *options({**TOLD, "address": blank}), key="blank-answer")
    assert "--address" in said


def test_unknown_is_recorded_with_its_reason_and_not_without(desk: Desk) -> None:
    refuse(desk, "intake", *options({**TOLD, "serial": "unknown"}), key="missing-reasons")
    assert desk.intake(serial="不详：铭牌脱落", bought="unknown: 发票丢失").status == 0
    assert desk.data["unknown"] == [
        {"field": "equipment.serial", "why": "铭牌脱落"},
        {"field": "equipment.bought", "why": "发票丢失"},
    ]
    assert desk.data["equipment"]["serial"] == "unknown"
    assert desk.data["mode"] == "visit"  # the papers are looked at there


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("intake", *options(TOLD), "--kind", "fault"), "--kind"),
        (("intake", *options(TOLD), "--channel", "fax"), "--channel"),
        (("intake", *options(TOLD), "--urgency", "very", "--urgency-reason", "x"), "--urgency"),
        (("intake", *options(TOLD), "--mode", "boat"), "--mode"),
        (("intake", *options(TOLD), "--zone", "moon"), "--zone"),
        (("hold", TICKET, "--for", "fun", "--reason", "x"), "--for"),
        ((*VISIT, "--outcome", "great"), "--outcome"),
        (
            (
                "visit",
                TICKET,
                "--found",
                "x",
                "--done",
                "x",
                "--outcome",
                "fixed",
                "--cause",
                "bad luck",
            ),
            "--cause",
        ),
        (("slip", TICKET, "--signed-by", "张工", "--rating", "5"), "--rating"),
        (("callback", TICKET, "--spoke-to", "张工", "--rating", "good"), "--rating"),
        (
            ("callback", TICKET, "--spoke-to", "张工", "--rating", "fair", "--skill", "good"),
            "--skill",
        ),
        (
            ("callback", TICKET, "--spoke-to", "张工", "--rating", "fair", "--running", "maybe"),
            "--running",
        ),
        (("list", "--status", "lost"), "--status"),
        (("list", "--region", "moon"), "--region"),
        (("overdue", "--promise", "marriage"), "--promise"),
        (("why", TICKET, "--promise", "bench"), "--promise"),
        (("print", TICKET, "--format", "docx"), "--format"),
        (("report", "south", "2026-11", "--format", "docx"), "--format"),
        (("schema", "cat"), "KIND"),
    ],
)
def test_a_value_that_is_none_of_the_choices_is_refused_with_the_choices(
    taken: Desk, words: tuple[Any | str, ...], option: str
) -> None:
    said = refuse(taken, *words, key="not-one-of")
    assert said.startswith(f"svc: {option}: ")


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("note", TICKET, "x", "--at", "13/11/2026"), "not-a-time"),
        (("note", TICKET, "x", "--at", "2026-11-31 09:00"), "not-a-time"),
        (("note", TICKET, "x", "--at", "25:00"), "not-a-time"),
        (("note", TICKET, "x", "--at", "2026-11-20T09:00:00.5+08:00"), "not-a-time"),
        (("note", TICKET, "x", "--at", "0001-01-01 00:00"), "not-a-time"),
        (("note", TICKET, "x", "--at", "9999-12-31T23:59:59-12:00"), "not-a-time"),
        (("note", TICKET, "x", "--at", "2026-11-20T09:00:00+99:00"), "not-a-time"),
        (("note", TICKET, "x", "--at", "2026-11-20T09:02:01+08:00"), "future-time"),
        (("note", TICKET, "x", "--at", "明天 09:00"), "future-time"),
        (("note", TICKET, "x", "--at", "2026-11-19 09:00"), "before-received"),
        ((*HOLD, "--until", "soon"), "not-a-time"),
        (("commit", TICKET, "--promise", "x", "--until", "soon"), "not-a-time"),
        (("overdue", "--within", "soon"), "not-a-duration"),
        (("overdue", "--within", "2wd"), "not-a-duration"),
        (("report", "south", "2026-13"), "not-a-month"),
        (("report", "moon", "2026-11"), "unknown-office"),
        (("intake", *options(TOLD), "--office", "XX"), "unknown-office"),
        (("list", "--office", "XX"), "unknown-office"),
        (("list", "--technician", "nobody"), "unknown-staff"),
        (("intake", *options(TOLD), "--distance", "3.5"), "not-a-number"),
        (("intake", *options(TOLD), "--distance", "99999"), "zone-disagrees"),
        (("intake", *options(TOLD), "--zone", "near"), "distance-missing"),
        (("intake", *options(TOLD), "--asked-for", "soon"), "not-a-time"),
        (("intake", "--from", "nowhere.yaml"), "cannot-read-file"),
        (("intake", "--from", "."), "cannot-read-file"),
        (("intake", "--from", "staff.yaml"), "unknown-fields"),
        (("handover", TICKET, "--to", "wang"), "not-acceptable"),
        (("handover", TICKET, "--to", "nobody"), "unknown-staff"),
        (("escalate", TICKET, "--to", "nobody", "--reason", "x"), "unknown-staff"),
        (("settle", TICKET, "--outcome", "lost", "--reason", "x"), "not-a-state"),
        (("show", "SZ-2611-A0002"), "no-such-record"),
        (("show", "../../etc/passwd"), "no-such-record"),
        (("show", "SZ-2611-A00001"), "no-such-record"),
        (("check", "SZ-2611-A0002"), "no-such-record"),
        (("print", TICKET, "poem"), "no-document"),
        (("promise", "list", "office@1999"), "no-such-version"),
        (("promise", "list", "../staff"), "no-such-version"),
        (("init", "."), "already-a-ledger"),
        (("init", "new", "--desk", "I"), "not-a-lane"),
        (("init", "staff.yaml"), "not-empty"),
        (("init", "policies"), "not-empty"),
        (("init", "new", "--from", "policies"), "no-ledger"),
        (("init", "--join", "--desk", "AB"), "not-a-lane"),
    ],
)  # fmt: skip
def test_a_value_that_can_not_be_is_refused(
    taken: Desk, words: tuple[Any | str, ...], key: str
) -> None:
    by = "li" if words[0] == "settle" else "chen"
    refuse(taken, *words, by=by, key=key)


def test_two_minutes_ahead_is_a_clock_that_is_a_little_fast(taken: Desk) -> None:
    taken.ok("note", TICKET, "x", "--at", "2026-11-20T09:02:00+08:00", by="chen")


@pytest.mark.parametrize("part", ["管:0:none", "管:x:none", "管:-1:none", ":2:none"])
def test_a_part_has_a_name_and_a_count(visiting: Desk, part: str) -> None:
    before = visiting.snapshot()
    ended = visiting.svc(
        *VISIT, "--outcome", "fixed", "--part", part, by="wang", now="2026-11-20T15:30:00"
    )
    assert (ended.status, ended.out) == (2, "")
    assert visiting.snapshot() == before


def test_misuse_is_not_claimed_without_what_shows_it(visiting: Desk) -> None:
    words = (
        "visit",
        TICKET,
        "--outcome",
        "fixed",
        "--found",
        "x",
        "--done",
        "x",
        "--cause",
        "misuse",
    )
    refuse(visiting, *words, by="wang", now="2026-11-20T15:30:00", key="evidence-missing")
    visiting.ok(*words, "--evidence", "水淹痕迹", by="wang", now="2026-11-20T15:30:00")


@pytest.mark.parametrize(
    "now", ["yesterday", "2026-11-20T09:00:00", "2026-11-20T09:00:00.5+08:00", "0"]
)
def test_a_clock_that_is_no_time_stops_every_command(
    taken: Desk, monkeypatch: pytest.MonkeyPatch, now: str
) -> None:
    monkeypatch.setenv("SVC_NOW", now)
    ended = typed("list", "--json")
    assert (ended.status, ended.out, ended.error["key"]) == (2, "", "bad-now")


# Steps


@pytest.mark.parametrize(
    ("words", "by"),
    [
        (("reply", TICKET, "--remedy", "x"), "li"),
        (("arrive", TICKET), "wang"),
        ((*VISIT, "--outcome", "fixed"), "wang"),
        (("resume", TICKET), "li"),
        (("callback", TICKET, "--spoke-to", "张工", "--rating", "fair"), "zhao"),
        (("close", TICKET), "zhao"),
        (("reopen", TICKET, "--reason", "x"), "li"),
        (("back", TICKET), "wang"),
    ],
)
def test_a_step_that_can_not_come_now_is_refused_with_what_can(
    taken: Desk, words: tuple[Any | str, ...], by: str
) -> None:
    if words[0] == "back":
        taken.ok("cancel", TICKET, "--reason", "x", "--asked-by", "张工", by="li")
    said = refuse(taken, *words, by=by, key="impossible-step")
    possible = "reopen" if words[0] == "back" else "handover"
    assert f"What can come next: svc {possible} {TICKET}" in said


def test_a_visit_is_not_closed_without_its_slip_nor_called_back_by_who_did_it(desk: Desk) -> None:
    desk.play("back")
    refuse(
        desk,
        "callback",
        TICKET,
        "--spoke-to",
        "张工",
        "--rating",
        "fair",
        by="wang",
        key="own-work",
    )
    desk.ok(
        "callback",
        TICKET,
        "--spoke-to",
        "张工",
        "--rating",
        "fair",
        by="zhao",
        now="2026-11-21T10:00:00",
    )
    refuse(desk, "close", TICKET, by="zhao", now="2026-11-21T10:00:00", key="slip-missing")
    words = ("close", TICKET, "--allow", "客户失联")
    refuse(desk, *words, by="zhao", now="2026-11-21T10:00:00", key="only-a-manager-allows")
    desk.ok(*words, by="sun", now="2026-11-21T10:00:00")
    assert desk.log[-1]["allowed"] == "客户失联"


def test_a_dissatisfied_customer_is_asked_why_and_the_ticket_is_open_again(desk: Desk) -> None:
    desk.play("slip")
    later = "2026-11-21T10:00:00"
    unhappy = ("callback", TICKET, "--spoke-to", "张工", "--rating", "dissatisfied")
    refuse(desk, *unhappy, by="zhao", now=later, key="reason-needed")
    refuse(
        desk,
        *unhappy[:4],
        "--rating",
        "fair",
        "--running",
        "no",
        by="zhao",
        now=later,
        key="reason-needed",
    )
    assert "reopened" in desk.ok(*unhappy, "--reason", "又不热了", by="zhao", now=later).out
    assert [e["what"] for e in desk.log[-3:]] == ["called_back", "reopened", "escalated"]


def test_a_slip_is_signed_or_not(desk: Desk) -> None:
    desk.play("back")
    refuse(
        desk,
        "slip",
        TICKET,
        "--signed-by",
        "张工",
        "--unsigned",
        "不在",
        by="wang",
        key="slip-needs-one",
    )
    desk.ok("slip", TICKET, "--unsigned", "客户不在", by="wang", now="2026-11-20T17:00:00")


def test_nothing_to_settle_adopt_or_recompute_is_said(taken: Desk) -> None:
    refuse(
        taken,
        "settle",
        TICKET,
        "--outcome",
        "received",
        "--reason",
        "x",
        by="li",
        key="nothing-to-settle",
    )
    refuse(taken, "adopt", TICKET, "--reason", "x", key="nothing-to-adopt")
    words = ("promise", "recompute", "--from", "regions@2026-11", "--to", "office@2026-11")
    refuse(taken, *words, by="li", key="nothing-to-recompute")


# The command line itself


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("shwo",), "no-such-command"),
        (("clock", "subtract"), "no-such-command"),
        (("show", TICKET, "--nonsuch"), "no-such-option"),
        (("show", TICKET, "--nonsuch=5"), "no-such-option"),
        (("-x",), "no-such-option"),
        (("show",), "missing-fields"),
        (("report", "south"), "missing-fields"),
        (("show", TICKET, "and", "more"), "too-many-words"),
        (("note", TICKET, "--at"), "option-needs-value"),
        (("list", "--all=yes"), "option-takes-no-value"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_command_line_that_can_not_be_read_is_answered_in_both_languages(
    desk: Desk, words: tuple[Any | str, ...], key: str, lang: str
) -> None:
    before = desk.snapshot()
    ended = desk.svc("--lang", lang, *words)
    assert (ended.status, ended.out) == (2, "")
    assert 1 <= len(ended.err.splitlines()) <= 4
    assert any("\u4e00" <= char <= "\u9fff" for char in ended.err.replace("昨天", "")) == (
        lang == "zh"
    )
    assert not any(line.endswith(" ") for line in ended.err.splitlines())
    assert desk.svc("--lang", lang, "--json", *words).error["key"] == key
    assert desk.snapshot() == before


def test_a_language_we_do_not_speak_is_refused_in_one_that_we_do(desk: Desk) -> None:
    ended = desk.svc("--lang", "fr", "list")
    assert (ended.status, ended.out) == (2, "")
    assert "fr" in ended.err


@pytest.mark.parametrize("place", ["before", "after"])
def test_global_options_are_taken_before_and_behind_the_command(
    taken: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SVC_LANG")
    given = ("--ledger", str(taken.path), "--as", "chen", "--lang", "en", "--json")
    command = ("note", TICKET, f"put {place}")
    words = (*given, *command) if place == "before" else (*command, *given)
    ended = taken.svc(*words)
    assert (ended.status, ended.json["kind"], ended.json["ticket"]["id"]) == (0, "ticket", TICKET)
    assert taken.log[-1]["words"] == f"put {place}"
    assert taken.log[-1]["by"] == "chen"


def test_behind_two_hyphens_stand_words_and_no_options(taken: Desk) -> None:
    ended = taken.ok("note", TICKET, "--", "--json", by="chen")
    assert taken.log[-1]["words"] == "--json"
    assert not ended.out.startswith("{")


def test_help_is_no_failure_and_needs_no_ledger(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for words in ((), ("--help",), ("show", "--help"), ("clock", "--help"), ("--version",)):
        ended = desk.svc(*words)
        assert (ended.status, ended.err) == (0, "")
        assert ended.out


# Damaged records


BROKEN = "tickets/SZ/2026-11/SZ-2611-A0002.yaml"


@pytest.fixture
def one_broken(taken: Desk) -> Desk:
    """A second ticket that can't be read."""
    assert taken.intake(serial="CR200-24-0043", symptom="漏水").status == 0
    (taken.path / BROKEN).write_text("id: [", encoding="utf-8")
    return taken


@pytest.mark.parametrize(
    "words",
    [("list",), ("overdue", "--all", "--within", "1000h"), ("report", "south", "2026-11"), ("report", "all", "2026-11"),
     ("callback",)],
)  # fmt: skip
def test_a_broken_record_hides_no_other_and_is_named(
    one_broken: Desk, words: tuple[str, ...]
) -> None:
    if words == ("callback",):
        one_broken.ok("reply", TICKET, "--answer", "复位", by="chen")
    ended = one_broken.svc(*words)
    assert ended.status == 3
    assert (TICKET in ended.out) or words[0] == "report"
    assert BROKEN in ended.err
    told = one_broken.svc(*words, "--json")
    assert told.status == 3
    assert told.json["unreadable"] == 1
    assert told.error["key"] == "some-unreadable"


def test_a_broken_record_is_refused_where_it_is_asked_for(one_broken: Desk) -> None:
    for words in (("show", "SZ-2611-A0002"), ("why", "SZ-2611-A0002"), ("print", "SZ-2611-A0002")):
        ended = one_broken.svc(*words)
        assert (ended.status, ended.out) == (3, "")
        assert f"{BROKEN}:1: " in ended.err
    refuse(one_broken, "note", "SZ-2611-A0002", "x", status=3, key="record-broken")
    one_broken.ok("note", TICKET, "x", by="chen")


def test_a_ticket_whose_policy_is_gone_hides_no_other_and_can_still_be_worked_on(
    taken: Desk,
) -> None:
    assert taken.intake(serial="CR200-24-0043", symptom="漏水").status == 0
    taken.edit('policy: "office@2026-11"', 'policy: "office@2020-01"')
    shown = taken.svc("show", TICKET)
    assert shown.status == 3
    assert "开机后不加热" in shown.out
    assert "office@2020-01" in shown.err
    listed = taken.svc("list", "--json")
    assert (listed.status, len(listed.json["items"])) == (3, 2)
    assert taken.svc("overdue", "--all", "--within", "1000h").out.count("SZ-2611-A0002") >= 2
    assert taken.svc("report", "south", "2026-11").status == 3
    assert taken.svc("check").status == 1
    taken.commit()
    taken.ok("note", TICKET, "x", by="chen")


def test_a_policy_that_can_not_be_read_stops_only_what_needs_it(taken: Desk) -> None:
    taken.edit("within: ", "withn: ", "policies/regions@2026-11.yaml")  # nobody is under it
    assert taken.svc("list").status == 0
    assert taken.svc("overdue", "--all").status == 0
    taken.edit('within: "30m"', 'within: "half an hour"', "policies/office@2026-11.yaml")
    listed = taken.svc("list")
    assert (listed.status, TICKET in listed.out) == (3, True)
    assert "policies/office@2026-11.yaml" in listed.err
    checked = taken.svc("check")
    assert checked.status == 3
    assert "half an hour" in checked.out


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('zone: "Asia/Shanghai"', 'zone: "Asia/Atlantis"', "Asia/Atlantis"),
        ('zone: "Asia/Shanghai"', 'zone: "../etc/passwd"', "passwd"),
        ('region: "south"', 'region: "moon"', "moon"),
        ('"SZ": {', '"sz1": {', "sz1"),
        ("schema: 1", "schema: one", "schema"),
        ("warranty:", "waranty:", "warranty"),
    ],
)
def test_a_ledger_whose_settings_are_wrong_says_in_which_line(
    taken: Desk, old: str, new: str, problem: str
) -> None:
    taken.edit(old, new, "svc.yaml")
    ended = taken.svc("list")
    assert ended.status == 3
    assert ended.err.startswith("svc: svc.yaml:")
    assert problem in ended.err
    assert "Traceback" not in ended.err


def test_a_ledger_of_a_later_format_is_read_and_not_written(taken: Desk) -> None:
    taken.edit("schema: 1", "schema: 2", "svc.yaml")
    taken.commit()
    assert taken.svc("show", TICKET).status == 0
    assert taken.svc("list").status == 0
    refuse(taken, "note", TICKET, "x", key="newer-ledger")
    refuse(taken, "intake", *options({**TOLD, "serial": "x"}), key="newer-ledger")


def test_a_request_from_a_file_is_the_same_as_one_from_options(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "request.yaml"
    file.write_text(
        "".join(f'{name}: "{value}"\n' for name, value in TOLD.items()), encoding="utf-8"
    )
    assert desk.svc("intake", "--from", str(file), by="chen").status == 0
    assert "already recorded" in desk.intake().out
    file.write_text("unit: [", encoding="utf-8")
    ended = desk.svc("intake", "--from", str(file), by="chen")
    assert (ended.status, ended.out) == (2, "")


def test_the_error_in_json_has_its_facts_as_values(taken: Desk) -> None:
    error = taken.svc("show", "SZ-2611-A0009", "--json").error
    assert error["key"] == "no-such-record"
    assert error["facts"] == {"ticket": "SZ-2611-A0009"}
    assert json.dumps(error)
