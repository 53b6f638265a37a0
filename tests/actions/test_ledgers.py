"""Starting a ledger, and making a fresh clone ready: what is written, committed and configured."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from actions.deeds import refused
from conftest import Desk, typed

from svc.actions import ledgers
from svc.model import reading
from svc.store import merge_driver

if TYPE_CHECKING:
    from conftest import Ended

NOW = "2026-11-01T09:00:00"


@pytest.fixture
def empty(desk: Desk, tmp_path: Path) -> Path:
    """A folder's name that is not taken; somebody can commit there."""
    return tmp_path / "新 ledger"


@pytest.fixture
def clone(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A fresh clone of a ledger, in which nothing is set up yet."""
    desk.git("clone", "-q", str(desk.path), str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")
    return Desk(tmp_path / "clone", monkeypatch)


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode().strip()


def init(*words: str) -> Ended:
    return typed("--json", "init", *words)


def key(ended: Ended) -> str:
    assert (ended.status, ended.out) == (2, ""), ended
    found: str = ended.error["key"]
    return found


# Started


def test_a_new_ledger_is_one_commit_with_all_its_files(empty: Path) -> None:
    started = init(str(empty), "--desk", "b").json
    assert (started["path"], started["desk"]) == (str(empty), "B")
    assert git(empty, "rev-list", "--count", "HEAD") == "1"
    assert git(empty, "log", "-1", "--format=%s") == "A ledger is started"
    assert git(empty, "status", "--porcelain", "-uall") == ""
    names = git(empty, "ls-files").splitlines()
    assert len(names) == started["files"]
    assert {"svc.yaml", "staff.yaml", "desks/B.yaml", ".gitattributes", ".gitignore"} <= set(names)
    assert (empty / ".gitignore").read_text() == "/.svc/\n.*.tmp\n"
    assert "tickets/** merge=svc" in (empty / ".gitattributes").read_text().splitlines()


def test_its_clone_knows_its_lane_itself_and_how_to_merge(empty: Path) -> None:
    init(str(empty))
    clone = git(empty, "config", "svc.clone")
    claim = reading.read_record((empty / "desks/A.yaml").read_bytes(), "desks/A.yaml")
    assert claim == {"lane": "A", "clone": clone}
    assert git(empty, "config", "svc.desk") == "A"
    assert git(empty, "config", "merge.svc.driver") == merge_driver.own_driver()
    who = git(empty, "config", "svc.name"), git(empty, "config", "svc.email")
    assert who == ("Desk", "desk@example.com")


@pytest.mark.parametrize("there", ["nothing", "an empty folder", "a fresh repository"])
def test_a_folder_that_is_new_or_empty_will_do(empty: Path, there: str) -> None:
    if there != "nothing":
        empty.mkdir()
    if there == "a fresh repository":
        git(empty, "init", "-q")
    assert init(str(empty)).status == 0
    assert git(empty, "status", "--porcelain", "-uall") == ""


def test_typed_again_it_is_simply_done_and_later_there_is_a_ledger_already(empty: Path) -> None:
    first = init(str(empty)).json
    head = git(empty, "rev-parse", "HEAD")
    assert init(str(empty)).json == first
    assert git(empty, "rev-parse", "HEAD") == head
    assert key(init(str(empty), "--desk", "B")) == "already-a-ledger"
    (empty / "staff.yaml").write_text("staff: []\n", encoding="utf-8")
    assert key(init(str(empty))) == "already-a-ledger"


def test_another_ledger_is_copied_without_its_desks_its_index_and_its_history(
    desk: Desk, empty: Path
) -> None:
    assert desk.intake().status == 0
    desk.ok("list")
    assert (desk.path / ".svc").exists() or list(desk.path.rglob("*.db"))
    (desk.path / "link.yaml").symlink_to(desk.path / "svc.yaml")
    assert init(str(empty), "--from", str(desk.path), "--desk", "C").status == 0
    copied = empty / desk.record.relative_to(desk.path)
    assert copied.read_bytes() == desk.record.read_bytes()
    assert [path.name for path in (empty / "desks").iterdir()] == ["C.yaml"]
    assert git(empty, "rev-list", "--count", "HEAD") == "1"
    assert not (empty / "link.yaml").exists()


@pytest.mark.parametrize("lane", ["I", "O", "Q", "AB", "1"])
def test_what_is_no_lane_is_refused_before_anything_is_made(empty: Path, lane: str) -> None:
    assert key(init(str(empty), "--desk", lane)) == "not-a-lane"
    assert not empty.exists()


def test_a_folder_with_something_in_it_is_left_alone(empty: Path) -> None:
    empty.mkdir()
    (empty / "notes.txt").write_text("x")
    assert key(init(str(empty))) == "not-empty"
    assert [path.name for path in empty.iterdir()] == ["notes.txt"]
    assert key(init(str(empty / "notes.txt"))) == "not-empty"


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """git knows nobody here."""
    (tmp_path / "nobody").write_text("[user]\n\tuseConfigOnly = true\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "nobody"))


@pytest.mark.parametrize("made_before", [False, True])
def test_without_somebody_who_commits_nothing_is_left_of_it(
    empty: Path, nobody: None, made_before: bool
) -> None:
    if made_before:
        empty.mkdir()
    ended = init(str(empty), "--desk", "B")
    assert (ended.status, ended.error["key"]) == (2, "who-starts")
    assert ended.error["facts"]["command"] == f"svc init '{empty}' --desk B --me YOUR-NAME"
    assert empty.exists() is made_before
    assert not made_before or list(empty.iterdir()) == []


def test_who_says_a_name_is_known_to_git_for_this_ledger_alone(empty: Path, nobody: None) -> None:
    assert init(str(empty), "--me", "张伟").status == 0
    assert git(empty, "config", "--local", "user.name") == "张伟"
    assert git(empty, "config", "--local", "user.email") == "zhang@localhost"
    assert git(empty, "log", "-1", "--format=%an <%ae>") == "张伟 <zhang@localhost>"
    assert init(str(empty)).status == 0  # once more: done already
    assert key(init(str(empty), "--me", "x", "--desk", "B")) == "already-a-ledger"


def test_a_clone_is_joined_with_a_name_too(
    clone: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, nobody: None
) -> None:
    error = refused(clone, "init", "--join", "--desk", "B", by="", now=NOW)
    assert error["facts"]["command"] == "svc init --join --desk B --me YOUR-NAME"
    clone.ok("init", "--join", "--desk", "B", "--me", "李明", "--email", "li@example.com", now=NOW)
    assert clone.git("log", "-1", "--format=%an <%ae>").strip() == "李明 <li@example.com>"


def test_a_new_ledger_has_what_any_department_has_and_one_person(empty: Path) -> None:
    init(str(empty))
    settings = reading.read_record((empty / "svc.yaml").read_bytes())
    assert (settings["regions"], settings["offices"], settings["hotline"]) == ({}, {}, "")
    staff = reading.read_record((empty / "staff.yaml").read_bytes())["staff"]
    assert [(each["id"], each["roles"]) for each in staff] == [
        ("cron", ["system"]),
        ("desk", ["manager"]),
    ]
    assert staff[1]["email"] == "desk@example.com"
    folders = {path.name for path in empty.iterdir() if path.is_dir()}
    assert folders == {".git", "calendars", "desks", "policies"}
    assert typed("--ledger", str(empty), "--json", "check").json["items"] == []


def test_nothing_of_anybody_else_is_in_it(empty: Path) -> None:
    init(str(empty))
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in empty.rglob("*.*")
        if path.suffix in (".yaml", ".md")
    )
    for made_up in ("示范", "深圳", "王强", "CR-200", "400-800"):
        assert made_up not in text


@pytest.mark.slow
def test_the_sample_is_copied_without_its_desks(empty: Path) -> None:
    told = init(str(empty), "--sample", "--desk", "C").json
    assert told["files"] > 1000
    assert [path.name for path in (empty / "desks").iterdir()] == ["C.yaml"]
    sample = Path(ledgers.__file__).parents[2] / "ledger"
    for path in ("svc.yaml", "staff.yaml", "tickets/SZ/2026-10/SZ-2610-A0001.yaml"):
        assert (empty / path).read_bytes() == (sample / path).read_bytes()
    assert key(init(str(empty / "x"), "--sample", "--from", str(empty))) == "one-deed-at-a-time"


def test_what_a_killed_start_left_begun_is_cleared_away(empty: Path) -> None:
    init(str(empty))
    begun = empty / f"{ledgers.BEGUN}0123.tmp"
    begun.mkdir()
    (begun / "half").write_text("x")
    assert init(str(empty)).status == 0
    assert not begun.exists()


# Joined


def test_a_clone_with_a_lane_of_its_own_gives_numbers_in_it(clone: Desk) -> None:
    joined = clone.ok("--json", "init", "--join", "--desk", "b", by="chen", now=NOW).json
    assert (Path(joined["path"]).name, joined["desk"]) == ("clone", "B")
    assert clone.git("log", "-1", "--format=%s").strip() == "Desk B joins"
    claim = reading.read_record((clone.path / "desks/B.yaml").read_bytes(), "desks/B.yaml")
    assert claim == {"lane": "B", "clone": clone.git("config", "svc.clone").strip()}
    assert clone.git("config", "merge.svc.driver").strip() == merge_driver.own_driver()
    assert "SZ-2611-B0001" in clone.intake().out


def test_joined_again_nothing_is_committed(clone: Desk) -> None:
    clone.ok("init", "--join", "--desk", "B", now=NOW)
    before = clone.snapshot()
    clone.ok("init", "--join", "--desk", "B", now=NOW)
    assert clone.snapshot() == before


def test_a_clone_without_a_lane_reads_and_merges_and_gives_no_numbers(clone: Desk) -> None:
    before = clone.snapshot()
    joined = clone.ok("--json", "init", "--join", now=NOW).json
    assert joined["desk"] == ""
    assert clone.snapshot() == before
    assert clone.git("config", "merge.svc.driver").strip() == merge_driver.own_driver()
    assert (
        clone.svc("--json", "intake", "--note", "张工", "13900000001", by="chen").error["key"]
        == "no-lane"
    )


def test_the_lane_of_another_clone_is_not_taken(clone: Desk) -> None:
    error = refused(clone, "init", "--join", "--desk", "A", by="", now=NOW)
    assert (error["key"], error["facts"]) == (
        "lane-taken",
        {"lane": "A", "path": "desks/A.yaml", "free": "B"},
    )
    error = refused(clone, "init", "--join", "--desk", "AB", by="", now=NOW)
    assert error["key"] == "not-a-lane"


def test_what_joined_lacks_is_said(clone: Desk) -> None:
    clone.git("remote", "remove", "origin")
    said = clone.ok("init", "--join", "--desk", "B", now=NOW)
    assert "git remote add origin ADDRESS" in said.err
    assert "svc staff change STAFF --email desk@example.com" in said.err
    clone.git("config", "user.email", "chen@example.com")
    clone.git("remote", "add", "origin", "../ledger")
    assert clone.ok("init", "--join", "--desk", "B", now=NOW).err == ""


def test_lines_that_git_needs_are_added(clone: Desk) -> None:
    lines = (clone.path / ".gitattributes").read_text()
    (clone.path / ".gitattributes").write_text("* -text\n# ours")
    clone.commit()
    clone.ok("init", "--join", now=NOW)
    text = (clone.path / ".gitattributes").read_text()
    assert text.startswith("* -text\n# ours\n")
    assert set(lines.splitlines()) <= set(text.splitlines())
    assert clone.git("status", "--porcelain") == ""


def test_until_then_each_command_says_in_a_line_what_is_missing(clone: Desk) -> None:
    line = "This copy is not set up yet"
    for words in (("list",), ("note", "SZ-2611-A0001", "x", "--as", "chen"), ("check",)):
        assert clone.svc(*words).err.count(line) == 1
    assert json.loads(clone.svc("--json", "list").err)["message"].startswith(line)
    assert line not in clone.ok("init", "--join", "--desk", "B", now=NOW).err
    assert line not in clone.svc("list").err


# A copied disk


@pytest.fixture
def copy(clone: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The joined clone B on another computer, with all its settings."""
    clone.git("config", "user.email", "chen@example.com")
    clone.ok("init", "--join", "--desk", "B", now=NOW)
    monkeypatch.setenv("SVC_PLACE", "another computer")
    return clone


def test_a_copied_disk_gives_no_numbers_and_exchanges_nothing_until_somebody_says(
    copy: Desk,
) -> None:
    for words in (("intake", "--note", "张工", "13900000001"), ("sync",)):
        error = refused(copy, *words, by="chen", now=NOW)
        assert (error["key"], error["facts"]) == ("cloned-disk", {"lane": "B", "free": "C"})
    assert key(copy.svc("--json", "init", "--join")) == "cloned-disk"
    assert key(copy.svc("--json", "init", "--join", "--desk", "B")) == "lane-in-use"
    copy.ok("list")


def test_a_copy_with_a_letter_of_its_own_is_a_desk_of_its_own(copy: Desk) -> None:
    mark = copy.git("config", "svc.clone")
    copy.ok("init", "--join", "--desk", "C", now=NOW)
    assert copy.git("config", "svc.clone") != mark
    assert mark.strip() in (copy.path / "desks/B.yaml").read_text()
    assert "SZ-2611-C0001" in copy.intake().out
    before = copy.snapshot()
    copy.ok("init", "--join", "--desk", "C", now=NOW)
    assert copy.snapshot() == before
    assert "[lane]" not in copy.svc("check").out


def test_a_ledger_that_moved_to_another_computer_goes_on_with_its_letter(copy: Desk) -> None:
    before = copy.snapshot()
    copy.ok("init", "--join", "--moved", now=NOW)
    assert copy.snapshot() == before
    assert "SZ-2611-B0001" in copy.intake().out


def test_a_new_computer_takes_the_letter_of_one_that_is_no_longer_used(clone: Desk) -> None:
    claim = reading.read_record((clone.path / "desks/A.yaml").read_bytes())
    clone.ok("init", "--join", "--desk", "A", "--moved", now=NOW)
    now = reading.read_record((clone.path / "desks/A.yaml").read_bytes())
    assert now["before"] == [claim["clone"]]
    assert now["clone"] == clone.git("config", "svc.clone").strip()
    assert "SZ-2611-A0001" in clone.intake().out
    assert "[lane]" not in clone.svc("check").out
