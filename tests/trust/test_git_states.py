"""What people and other programs do to the git repository between two commands: the next goes on,
or says why not.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import TICKET, Desk
from stress.desk import SVC, log_of, request, started, surroundings

LATER = "2026-11-20T10:00:00"


def git(folder: Path, *words: str) -> str:
    who = [
        "-c",
        "user.name=Desk",
        "-c",
        "user.email=desk@example.com",
        "-c",
        "protocol.file.allow=always",
    ]
    return subprocess.run(
        ["git", *who, *words], cwd=folder, capture_output=True, check=True
    ).stdout.decode()


@pytest.fixture
def taken(desk: Desk) -> Desk:
    desk.play("handover")
    return desk


def goes_on(desk: Desk, words: str = "接着做") -> None:
    """The next command is recorded, once, and git and svc find nothing wrong."""
    before = len(desk.log)
    desk.ok("note", TICKET, words, by="chen", now=LATER)
    assert [event.get("words") for event in desk.log[before:]] == [words]
    sound(desk)


def sound(desk: Desk) -> None:
    assert desk.git("fsck", "--full", "--strict", "--no-dangling") == ""
    assert desk.git("status", "--porcelain", "-uall") == ""
    assert desk.svc("check", now=LATER).status == 0
    assert desk.git("show", f"HEAD:tickets/SZ/2026-11/{TICKET}.yaml") == desk.record.read_text(
        encoding="utf-8"
    )


def elsewhere(desk: Desk, path: Path) -> Desk:
    """The same desk at another copy of the ledger."""
    os.chdir(path)
    return Desk(path, desk._monkeypatch)


HARMLESS = {
    "git gc": lambda desk: desk.git("gc", "--quiet", "--prune=now"),
    "git repack": lambda desk: desk.git("repack", "-adq"),
    "packed refs": lambda desk: desk.git("pack-refs", "--all"),
    "a lock on packed refs": lambda desk: (desk.path / ".git/packed-refs.lock").touch(),
    "a branch of somebody's": lambda desk: desk.git("checkout", "-q", "-b", "try/this one".replace(" ", "-")),
    "a branch with Chinese in its name": lambda desk: desk.git("checkout", "-q", "-b", "试用"),
    "a stash": lambda desk: (
        desk.edit('wishes: "今天来修"', 'wishes: "明天来修"'), desk.git("stash", "-q"),
    ),
    "a checkout of an earlier commit, and back": lambda desk: (
        desk.git("checkout", "-q", "HEAD~1"), desk.git("checkout", "-q", "main"),
    ),
    "a tag of the branch's name": lambda desk: desk.git("tag", "main", "HEAD~1"),
    "signed commits": lambda desk: (
        desk.git("config", "commit.gpgsign", "true"), desk.git("config", "gpg.program", "/nowhere"),
    ),
    "line ends of Windows": lambda desk: desk.git("config", "core.autocrlf", "true"),
    "a template for messages": lambda desk: desk.git("config", "commit.template", "/nowhere"),
    "no reflog": lambda desk: (
        desk.git("config", "core.logAllRefUpdates", "false"), shutil.rmtree(desk.path / ".git/logs"),
    ),
    "a split index": lambda desk: desk.git("update-index", "--split-index"),
    "an index of version 4": lambda desk: desk.git("update-index", "--index-version", "4"),
    "no index": lambda desk: ((desk.path / ".git/index").unlink(), desk.git("reset", "-q")),
    "a rebase of one's own commits": lambda desk: desk.git(
        "-c", "user.name=D", "-c", "user.email=d@e", "commit", "-q", "--amend", "--no-edit"
    ),
    "a sparse checkout": lambda desk: desk.git("sparse-checkout", "set", "tickets/SZ", "customers", "calendars",
                                               "policies", "prices", "desks"),
    "notes of git's": lambda desk: desk.git("-c", "user.name=D", "-c", "user.email=d@e", "notes", "add", "-m", "x"),
}  # fmt: skip


@pytest.mark.parametrize("what", HARMLESS)
def test_whatever_a_person_does_with_git_the_next_command_goes_on(taken: Desk, what: Any) -> None:
    HARMLESS[what](taken)
    goes_on(taken)


def test_hooks_of_the_ledger_do_not_run(taken: Desk, tmp_path: Path) -> None:
    folder = taken.path / ".git/hooks"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in (
        "pre-commit",
        "commit-msg",
        "post-commit",
        "reference-transaction",
        "post-index-change",
        "pre-auto-gc",
    ):
        (folder / name).write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran-{name}'\nexit 1\n")
        (folder / name).chmod(0o755)
    taken.ok("note", TICKET, "x", by="chen", now=LATER)
    assert list(tmp_path.glob("ran-*")) == []


def test_a_ticket_that_was_staged_or_edited_stays_as_it_is_beside_the_commit(taken: Desk) -> None:
    """Somebody's half-done work: staged, changed, untracked; a command takes none of it along."""
    staff = taken.path / "staff.yaml"
    staff.write_text(staff.read_text(encoding="utf-8") + "# gestaged\n", encoding="utf-8")
    taken.git("add", "staff.yaml")
    (taken.path / "knowledge/neu.md").write_text("# 新\n", encoding="utf-8")
    taken.ok("note", TICKET, "x", by="chen", now=LATER)
    assert taken.git("status", "--porcelain", "-uall") == "M  staff.yaml\n?? knowledge/neu.md\n"
    assert "gestaged" not in taken.git("show", "HEAD:staff.yaml")


def test_on_a_branch_without_commits_it_begins_one(taken: Desk) -> None:
    taken.git("checkout", "-q", "--orphan", "neu")
    taken.ok("note", TICKET, "x", by="chen", now=LATER)
    assert taken.git("rev-list", "--count", "HEAD").strip() == "1"
    assert taken.git("show", f"HEAD:tickets/SZ/2026-11/{TICKET}.yaml") == taken.record.read_text(
        encoding="utf-8"
    )


def test_in_a_linked_work_tree_in_a_submodule_and_in_a_shallow_clone_it_works(
    taken: Desk, tmp_path: Path
) -> None:
    taken.git("worktree", "add", "-q", "-b", "second", str(tmp_path / "linked"))
    goes_on(elsewhere(taken, tmp_path / "linked"), "在另一个工作树")
    above = tmp_path / "above"
    above.mkdir()
    git(above, "init", "-q")
    git(above, "submodule", "--quiet", "add", str(taken.path), "ledger")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{taken.path}", str(tmp_path / "shallow"))
    for copy, words in ((above / "ledger", "在子模块"), (tmp_path / "shallow", "浅克隆")):
        there = elsewhere(taken, copy)
        there.ok("init", "--join")
        goes_on(there, words)


def test_a_bare_repository_is_no_ledger(taken: Desk, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(taken.path), str(tmp_path / "bare.git"))
    bare = elsewhere(taken, tmp_path / "bare.git")
    ended = bare.svc("list", "--json")
    assert (ended.status, ended.error["key"]) == (2, "no-ledger")


@pytest.mark.skipif(sys.platform == "win32", reason="names and links as POSIX has them")
@pytest.mark.parametrize(
    "name",
    [
        "with blanks and 'quotes'",
        "line\nfeed",
        "-q",
        "caf\udce9",
        "ends in blank ",
        "$(id)",
        "账本",
    ],
)
def test_whatever_the_folder_is_called_it_works(taken: Desk, tmp_path: Path, name: str) -> None:
    copy = tmp_path / name
    try:
        shutil.copytree(taken.path, copy)
    except (OSError, UnicodeEncodeError):
        pytest.skip("this file system has no such names")
    goes_on(elsewhere(taken, copy))


@pytest.mark.skipif(sys.platform == "win32", reason="names and links as POSIX has them")
def test_by_a_link_to_the_folder_it_is_the_same_ledger(taken: Desk, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(taken.path)
    goes_on(elsewhere(taken, tmp_path / "link"))
    goes_on(elsewhere(taken, taken.path), "再来")


@pytest.mark.skipif(sys.platform == "win32", reason="modes as POSIX has them")
def test_with_a_strict_umask_new_records_are_their_owners_alone(taken: Desk) -> None:
    before = os.umask(0o077)
    try:
        assert taken.other(2).status == 0
        goes_on(taken)
    finally:
        os.umask(before)
    assert (taken.path / "tickets/SZ/2026-11/SZ-2611-A0002.yaml").stat().st_mode & 0o777 == 0o600
    assert taken.record.stat().st_mode & 0o777 == 0o644  # it keeps the mode it had


def test_on_a_file_system_without_links_it_works(
    taken: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*words: Any, **named: Any) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert taken.other(2).status == 0
    goes_on(taken)


@pytest.mark.parametrize(
    "now", ["1969-12-31T23:59:59+00:00", "1970-01-01T00:00:00+00:00", "2105-01-01T00:00:00+08:00"]
)
def test_what_a_clock_far_from_now_records_is_sound(taken: Desk, now: str) -> None:
    ended = taken.ok("note", TICKET, "x", by="chen", now=now)
    assert ("clock" in ended.err) is now.startswith("19")
    assert taken.git("fsck", "--full", "--strict", "--no-dangling") == ""
    assert taken.svc("show", TICKET, now=LATER).status == 0


@pytest.mark.stress
@pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not installed")
@pytest.mark.parametrize(("back", "named"), [("-1", "1s"), ("-1h", "1h"), ("-1d", "1d")])
def test_with_the_clock_of_the_system_set_back_both_entries_are_kept_and_the_skew_is_named(
    tmp_path: Path, back: str, named: str
) -> None:
    env = surroundings(tmp_path)
    ledger = started(tmp_path / "ledger", env)
    (tmp_path / "request.yaml").write_text(request(), encoding="utf-8")
    at_one_time = ["faketime", "-f", "2026-11-20 09:00:00"]
    command = [
        *at_one_time,
        SVC,
        "--as",
        "chen",
        "intake",
        "--from",
        str(tmp_path / "request.yaml"),
    ]
    taken = subprocess.run(
        command, cwd=ledger, env=env, capture_output=True, encoding="utf-8", check=True
    )
    number = taken.stdout.split(":")[0]
    moved = {"-1": "08:59:59", "-1h": "08:00:00", "-1d": "09:00:00"}[back]
    day = "2026-11-19" if back == "-1d" else "2026-11-20"
    note = ["faketime", "-f", f"{day} {moved}", SVC, "--as", "chen", "note", number, "后"]
    done = subprocess.run(
        note, cwd=ledger, env=env, capture_output=True, encoding="utf-8", check=True
    )
    assert f"is {named} behind the last entry of {number}" in done.stderr
    log = log_of(ledger, number)
    assert [event["what"] for event in log] == ["received", "remarked"]
    assert log[1]["typed"] < log[0]["typed"]
