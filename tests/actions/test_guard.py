"""The guard as git calls it: a real repository, real pushes, and how a desk that is refused goes on."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from conftest import NOW, TICKET, Desk
from errors.exchanges import one_number
from exchange import Clone, Exchange

from svc.actions.guard import RefUpdate, install_guard, judge_push, ref_updates

if TYPE_CHECKING:
    from pathlib import Path

LATER = "2026-11-20T10:00:00"
AT = datetime.fromisoformat("2026-11-20T12:00:00+08:00")


@pytest.fixture
def both(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    desk.play("intake")
    both = Exchange(desk, tmp_path, monkeypatch)
    both.here.ok("guard", "--install", "--ledger", str(both.hub))
    return both


def push(desk: Desk, *words: str) -> tuple[int, str]:
    """A push by git itself; the guard speaks as the ledger does."""
    environ = {name: value for name, value in os.environ.items() if name != "SVC_LANG"}
    done = subprocess.run(
        ["git", "push", "origin", *words],
        cwd=desk.path,
        capture_output=True,
        check=False,
        env=environ,
    )
    return done.returncode, done.stderr.decode()


def drop_last(desk: Desk) -> None:
    text = desk.record.read_text(encoding="utf-8")
    desk.record.write_text(text[: text.rindex("  - seq:")], encoding="utf-8", newline="")
    desk.commit()


def test_a_desk_that_is_refused_hears_why_in_its_own_language_and_a_manager_sends_it_all_the_same(
    both: Exchange,
) -> None:
    here = both.here
    here.ok("note", TICKET, "门口有狗", by="chen")
    assert here.sync().status == 0  # honest: taken
    drop_last(here)
    here.ok("note", TICKET, "二楼", by="chen", now=LATER)
    dropped = here.git("rev-parse", "HEAD~1")[:10]
    status, said = push(here, "main")
    assert status == 1
    assert f"remote: svc: tickets/SZ/2026-11/{TICKET}.yaml: 第 2 条（备注）" in said
    assert dropped in said
    assert "svc sync --approve" in said
    refused = here.sync(now=LATER)
    assert refused.status == 4
    assert f"commit {dropped}" in refused.err or dropped in refused.err
    assert "⏎" not in refused.err
    assert here.svc("sync", "--approve", "误记", by="chen", now=LATER).status == 2
    ended = here.svc("sync", "--approve", "误记", by="sun", now=LATER)
    assert ended.status == 0, ended.err
    assert here.log[-1]["what"] == "approved"
    assert (
        subprocess.run(
            ["git", "rev-parse", "main"], cwd=both.hub, capture_output=True, check=True
        ).stdout.decode()
        == here.head
    )


def test_no_branch_is_deleted_rewound_or_added(both: Exchange) -> None:
    here = both.here
    for words, reason in (
        ((":main",), "main"),
        (("+HEAD~1:main",), here.git("rev-parse", "HEAD")[:10]),
        (("HEAD:refs/heads/mine",), "mine"),
        (("HEAD:refs/tags/v1",), "refs/tags/v1"),
    ):
        status, said = push(here, *words)
        assert status == 1, words
        assert reason in said


def judged(both: Exchange, base: str, **environ: str) -> list[str]:
    head = both.here.git("rev-parse", "HEAD").strip()
    update = RefUpdate(base, head, "refs/heads/main")
    verdict = judge_push(both.here.path / ".git", [update], AT, environ)
    return [each.tampering.kind for each in verdict.judged[0].standing]


def test_the_desk_that_pushes_numbers_in_its_own_lane(both: Exchange) -> None:
    base = both.here.git("rev-parse", "HEAD").strip()
    assert both.here.other(3).status == 0
    assert judged(both, base, SVC_PUSHER="a") == []
    assert judged(both, base, SVC_PUSHER="B") == ["other-lane", "other-lane"]


def test_how_late_and_how_far_ahead_is_as_the_ledger_says_before_the_push(both: Exchange) -> None:
    here = both.here
    here.edit("quote_days: 30", 'quote_days: 30\nguard: {skew: "1h", late_days: 2}', "svc.yaml")
    here.commit()
    base = here.git("rev-parse", "HEAD").strip()
    later = "2026-11-23T09:00:00"
    here.ok("note", TICKET, "早就说了", "--at", "2026-11-20 09:00", by="chen", now=later)
    here.edit("late_days: 2", "late_days: 99", "svc.yaml")
    here.ok("adopt", "settings", "--reason", "放宽", by="sun", now=later)
    assert judged(both, base) == ["future", "late"]


def test_receipt_books_are_looked_up_once_and_then_remembered(both: Exchange) -> None:
    here = both.here
    lines = ("charge", TICKET, "--line", "检测:1:80", "--allow", "检测费")
    here.ok(*lines, by="sun", now=NOW)
    for amount in ("30", "50"):
        before = here.git("rev-parse", "HEAD").strip()
        words = ("receipt", TICKET, "--how", "cash", "--amount", amount)
        here.ok(*words, by="zhao", now=LATER)
        head = here.git("rev-parse", "HEAD").strip()
        judge_push(here.path / ".git", [RefUpdate(before, head, "refs/heads/main")], AT, {})
    kept = json.loads((here.path / ".git/svc-guard.json").read_text())
    assert kept == {"commit": head, "books": {"SZ-A-26": 2}}


def test_an_installed_guard_is_not_written_twice_and_another_hook_never(both: Exchange) -> None:
    place = both.hub / "hooks/pre-receive"
    text = place.read_text(encoding="utf-8")
    both.here.ok("guard", "--install", "--ledger", str(both.hub))
    assert place.read_text(encoding="utf-8") == text
    place.write_text("#!/bin/sh\n", encoding="utf-8")
    assert both.here.svc("guard", "--install", "--ledger", str(both.hub)).status == 2


def test_who_installs_the_guard_lets_offices_clone_a_part_unless_somebody_decided_otherwise(
    both: Exchange,
) -> None:
    def config(*words: str) -> list[str]:
        done = subprocess.run(
            ["git", "config", *words], cwd=both.hub, capture_output=True, check=True
        )
        return done.stdout.decode().splitlines()

    both_set = ["uploadpack.allowfilter true", "uploadpack.allowreachablesha1inwant true"]
    assert config("--get-regexp", "^uploadpack") == both_set
    config("uploadpack.allowFilter", "false")
    install_guard(both.hub, os.environ)
    assert config("--get", "uploadpack.allowFilter") == ["false"]


def test_a_record_that_got_another_number_is_taken(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.play("intake")
    one_number(desk, monkeypatch)  # two desks gave it
    desk.ok("guard", "--install", "--ledger", str(tmp_path / "hub.git"))
    assert desk.svc("sync", by="chen").status == 2
    desk.ok("renumber", "--go", by="chen")
    ended = desk.svc("sync", by="chen")
    assert ended.status == 0, ended.err
    assert desk.ok("check", "--history").status == 0


def test_a_branch_that_a_killed_git_left_locked_is_free_after_two_minutes(
    both: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = both.hub / "refs/heads/main.lock"
    (both.hub / "hooks/pre-receive").unlink()
    for with_guard in (False, True):
        if with_guard:
            install_guard(both.hub, os.environ)
            monkeypatch.setattr("svc.store.git.remote._clear_folder", lambda *_: False)
        assert both.here.svc("note", TICKET, f"锁着 {with_guard}", by="chen").status == 0
        lock.write_text("")
        ended = both.here.svc("--json", "sync", by="chen")
        assert (ended.status, ended.error["key"]) == (4, "remote-locked")
        assert ended.error["facts"]["path"].endswith("main.lock")
        os.utime(lock, (0, 0))
        assert both.here.sync().status == 0
        assert not lock.exists()


def test_an_empty_repository_takes_a_ledger(both: Exchange, tmp_path: Path) -> None:
    empty = tmp_path / "empty.git"
    words = ["git", "init", "-q", "--bare", "--initial-branch=trunk", str(empty)]
    subprocess.run(words, check=True)
    both.here.ok("guard", "--install", "--ledger", str(empty))
    assert (empty / "HEAD").read_text(encoding="utf-8") == "ref: refs/heads/main\n"
    both.here.git("remote", "set-url", "origin", str(empty))
    assert both.here.sync().status == 0


def test_what_git_tells_is_read_line_by_line() -> None:
    zero, one = "0" * 40, "1" * 40
    lines = [f"{zero} {one} refs/heads/main\n", f"{one} {zero} refs/heads/x y\n"]
    assert ref_updates(lines) == [
        RefUpdate(None, one, "refs/heads/main"),
        RefUpdate(one, None, "refs/heads/x y"),
    ]


def enter_for_a_sealed_month(both: Exchange) -> Clone:
    """Somebody who knows the seal enters what happened before, with a reason, and takes the reason
    out before it is sent.
    """
    here = both.here
    here.ok("seal", "2026-11", "--office", "SZ", by="li", now="2026-12-02T09:00:00")
    note = ("contact", TICKET, "--spoke-to", "张工", "--judged", "断路", "--at", "2026-11-25 10:00")
    assert here.sync(now="2026-12-02T10:00:00").status == 0
    here.ok(*note, "--late", "漏录", by="li", now="2026-12-02T11:00:00")
    here.edit('    late: "漏录"\n', "")
    here.git("commit", "-q", "--amend", "--all", "--no-edit")
    return here


def test_what_was_entered_for_a_sealed_month_without_a_reason_is_refused_until_a_manager_answers(
    both: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, now = enter_for_a_sealed_month(both), "2026-12-02T12:00:00"
    monkeypatch.setenv("SVC_NOW", f"{now}+08:00")
    status, said = push(here, "main")
    assert status == 1
    assert "是 2026-11 封账（SZ）以后才补录的，没有写原因" in said
    assert "--late 原因" in said
    ended = here.svc("check", "--history", by="sun", now=now)
    assert ended.status == 1
    assert "without a reason" in ended.out
    assert here.sync("--approve", "单据晚到", by="sun", now=now).status == 0
    assert here.ok("check", "--history", by="sun", now=now).status == 0


def test_a_month_put_right_with_what_came_late_stops_nobody(
    both: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, now = enter_for_a_sealed_month(both), "2026-12-02T12:00:00"
    monkeypatch.setenv("SVC_NOW", f"{now}+08:00")
    here.ok("seal", "2026-11", "--office", "SZ", "--again", "补录", by="sun", now=now)
    assert push(here, "main")[0] == 0


def test_a_desk_that_had_not_heard_of_the_seal_is_taken(
    both: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = both.here, both.there
    here.ok("seal", "2026-11", "--office", "SZ", by="li", now="2026-12-02T09:00:00")
    assert here.sync(now="2026-12-02T10:00:00").status == 0
    late = ("note", TICKET, "门口有狗", "--at", "2026-11-25 10:00")
    there.ok(*late, by="chen", now="2026-12-02T09:30:00")
    monkeypatch.setenv("SVC_NOW", "2026-12-02T12:00:00+08:00")
    assert there.sync(now="2026-12-02T12:00:00").status == 0
