"""What git has begun and not ended: found in each of its states, ended by one command, and no event
is lost.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import TICKET, Desk
from keeper import PARTS

from svc.model import reading

LATER = "2026-11-20T10:00:00"
NEXT = "2026-11-20T11:00:00"
TEXT = "knowledge/x.md"


class State(NamedTuple):
    """How it is begun at a desk whose branch `other` has gone on elsewhere; what it is called."""

    what: str
    begin: Callable[[Desk], object]


def begun(desk: Desk, *words: str) -> None:
    """A git command that stops in the middle."""
    ended = subprocess.run(["git", *words], cwd=desk.path, capture_output=True, check=False)
    assert ended.returncode != 0, words


def by_mail(desk: Desk) -> None:
    patch = desk.path.parent / "patch"
    patch.write_text(desk.git("format-patch", "-1", "--stdout", "other~1"), encoding="utf-8")
    begun(desk, "am", "-3", str(patch))


def the_first_of_two_by_hand(desk: Desk) -> None:
    begun(desk, "cherry-pick", "other~1", "other")
    settle(desk)
    desk.git("commit", "-q", "-m", "by hand")


IN_CONFLICT = {
    "merge": State("merge", lambda desk: begun(desk, "merge", "other")),
    "rebase": State("rebase", lambda desk: begun(desk, "rebase", "other")),
    "rebase --apply": State("rebase", lambda desk: begun(desk, "rebase", "--apply", "other")),
    "am -3": State("am", by_mail),
    "cherry-pick": State("cherry-pick", lambda desk: begun(desk, "cherry-pick", "other~1")),
    "cherry-pick of two": State(
        "cherry-pick", lambda desk: begun(desk, "cherry-pick", "other~1", "other")
    ),
    "revert": State("revert", lambda desk: begun(desk, "revert", "HEAD~2")),
}
WITHOUT = {
    "merge --no-commit": State(
        "merge", lambda desk: desk.git("merge", "-q", "--no-commit", "-X", "ours", "other")
    ),
    "revert --no-commit": State("revert", lambda desk: desk.git("revert", "-n", "HEAD~1")),
    "cherry-pick of two, the first by hand": State("cherry-pick", the_first_of_two_by_hand),
}


@pytest.fixture
def forked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Two branches that noted something on one ticket, and changed one text differently."""
    # git calls our merge driver by its name
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    monkeypatch.setenv("PATH", path)
    desk.play("handover")
    write(desk, "base")
    desk.git("branch", "other")
    write(desk, "ours")
    write(desk, "ours, twice")
    desk.ok("note", TICKET, "ours", by="chen", now=LATER)
    desk.git("checkout", "-q", "other")
    write(desk, "theirs")
    desk.ok("note", TICKET, "theirs", by="li", now=LATER)
    desk.git("checkout", "-q", "main")
    return desk


def write(desk: Desk, text: str) -> None:
    (desk.path / TEXT).write_text(f"# {text}\n", encoding="utf-8")
    desk.commit(text)


def settle(desk: Desk, text: str = "agreed") -> None:
    """Put the file in conflict right, as a person does."""
    (desk.path / TEXT).write_text(f"# {text}\n", encoding="utf-8")
    desk.git("add", TEXT)


def words_in(desk: Desk, commit: str = "HEAD") -> set[str]:
    text = desk.git("show", f"{commit}:tickets/SZ/2026-11/{TICKET}.yaml")
    return {
        event["words"] for event in reading.read_record(text)["log"] if event["what"] == "remarked"
    }


def is_over(desk: Desk) -> bool:
    """Whether the next command records."""
    return desk.svc("note", TICKET, "goes on", by="chen", now=NEXT).status == 0


@pytest.mark.parametrize("name", IN_CONFLICT)
def test_in_conflict_it_is_named_and_when_it_is_put_right_it_is_finished(
    forked: Desk, name: str
) -> None:
    state = IN_CONFLICT[name]
    before = words_in(forked)
    state.begin(forked)
    refused = forked.svc("--json", "note", TICKET, "x", by="chen", now=NEXT).error
    assert (refused["key"], refused["facts"]["what"]) == ("merge-unfinished", state.what)
    assert "svc check --fix" in refused["message"]
    conflict = forked.svc("--json", "check", "--fix", "--go", by="chen")
    assert (conflict.status, conflict.error["key"]) == (4, "merge-in-conflict")
    assert conflict.error["facts"] == {"what": state.what, "files": [TEXT]}
    settle(forked)
    head = forked.git("rev-parse", "HEAD")
    shown = forked.svc("check", "--fix")
    assert (shown.status, forked.git("rev-parse", "HEAD")) == (0, head)
    assert f"git {state.what} --continue" in shown.out
    assert "svc check --fix --go" in shown.out
    done = forked.svc("check", "--fix", "--go", by="chen")
    if state.what == "rebase":  # the second commit that changes the text
        assert done.status == 4
        assert "in conflict" in done.err
        settle(forked, "agreed again")
        done = forked.svc("check", "--fix", "--go", by="chen")
    assert done.status == 0, done.err
    assert before <= words_in(forked)
    assert (forked.path / TEXT).read_text(encoding="utf-8").startswith("# agreed")
    assert is_over(forked)
    if name in ("merge", "rebase", "rebase --apply", "cherry-pick of two"):
        assert {"ours", "theirs"} <= words_in(forked)


@pytest.mark.parametrize("name", IN_CONFLICT)
def test_it_is_dropped_if_one_so_chooses_and_all_is_as_it_was(forked: Desk, name: str) -> None:
    state = IN_CONFLICT[name]
    before = forked.snapshot()
    state.begin(forked)
    shown = forked.svc("check", "--fix", "--abort")
    assert shown.status == 0, shown.err
    assert f"git {state.what} --abort" in shown.out
    assert "svc check --fix --abort --go" in shown.out
    done = forked.svc("check", "--fix", "--abort", "--go", by="chen")
    assert done.status == 0, done.err
    assert forked.snapshot() == before
    assert is_over(forked)


@pytest.mark.parametrize("name", WITHOUT)
def test_where_nothing_is_in_conflict_it_is_finished_at_once(forked: Desk, name: str) -> None:
    state = WITHOUT[name]
    state.begin(forked)
    assert forked.svc("note", TICKET, "x", by="chen", now=NEXT).status == 4
    done = forked.svc("check", "--fix", "--go", by="chen")
    assert done.status == 0, done.err
    assert f"git {state.what} --continue" in done.out
    assert "ours" in words_in(forked)
    assert is_over(forked)


def test_a_pick_that_has_nothing_to_add_is_ended(forked: Desk) -> None:
    begun(forked, "cherry-pick", "other~1")
    forked.git("checkout", "--ours", TEXT)
    forked.git("add", TEXT)
    done = forked.svc("check", "--fix", "--go", by="chen")
    assert done.status == 0, done.err
    assert "git cherry-pick --skip" in done.out
    assert is_over(forked)


def test_what_a_pick_without_commit_has_changed_is_staged_work_like_any_other(
    forked: Desk,
) -> None:
    """git knows of nothing that could be continued or dropped then, so nothing is named."""
    begun(forked, "cherry-pick", "-n", "other~1")
    assert is_over(forked)
    assert forked.svc("--json", "check", "--fix", "--abort").error["key"] == "nothing-unfinished"


# Records of the store and the cash desk

MOVED, SEAL = "movements/SZ/2026-11/SZ-M2611-A0001.yaml", "seals/SZ/2026-11-19.yaml"


@pytest.fixture
def booked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Two branches that took in one transfer and sealed one day, each in its own way, and changed
    one text differently: the records merge, the text is in conflict.
    """
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    monkeypatch.setenv("PATH", path)
    desk.play("handover")
    (desk.path / "parts.yaml").write_text(PARTS, encoding="utf-8")
    write(desk, "base")
    early = "2026-11-20T09:25:00"
    desk.ok("stock", "receive", "P-1001:5", by="sun", now="2026-11-20T09:22:00")
    desk.ok("stock", "transfer", "P-1001:3", "--to", "BJ", by="sun", now=early)
    desk.git("branch", "other")
    for who, count in (("li", ()), ("sun", ("1=2", "--reason", "少一件"))):
        write(desk, who)
        desk.ok("stock", "take-in", "SZ-M2611-A0002", *count, by="sun", now=LATER)
        desk.ok("daily", "confirm", "2026-11-19", "--office", "SZ", by="sun", now=LATER)
        desk.git("checkout", "-q", "other")
    desk.git("checkout", "-q", "main")
    begun(desk, "merge", "other")
    return desk


def events_of(desk: Desk, path: str) -> list[str]:
    return [event["what"] for event in reading.read_record((desk.path / path).read_bytes())["log"]]


def test_stock_and_seals_in_an_unfinished_merge_are_kept_by_either_end(booked: Desk) -> None:
    error = booked.svc("--json", "stock", "receive", "P-1001:1", by="sun", now=NEXT).error
    assert error["key"] == "merge-unfinished"
    settle(booked)
    done = booked.svc("check", "--fix", "--go", by="chen")
    assert done.status == 0, done.err
    assert events_of(booked, MOVED.replace("A0001", "A0002")) == ["booked", "taken_in", "taken_in"]
    assert events_of(booked, SEAL) == ["sealed", "sealed"]
    assert booked.svc("stock", "receive", "P-1001:1", by="sun", now=NEXT).status == 0
    rules = {i["rule"] for i in booked.svc("check", "--json", now=NEXT).json["items"]}
    assert {"ended-otherwise", "sealed-twice"} <= rules


@pytest.mark.parametrize("path", [MOVED.replace("A0001", "A0002"), SEAL])
@pytest.mark.parametrize("side", ["HEAD", "other"])
def test_a_merge_put_right_with_one_sides_stock_or_seal_is_not_finished(
    booked: Desk, path: str, side: str
) -> None:
    settle(booked)
    booked.git("checkout", side, "--", path)
    assert refused(booked)["path"] == path
    done = booked.svc("check", "--fix", "--abort", "--go", by="chen")
    assert done.status == 0, done.err
    assert events_of(booked, SEAL) == ["sealed"]


# No event is lost


def refused(desk: Desk, *words: str) -> dict[str, object]:
    head = desk.git("rev-parse", "HEAD")
    error = desk.svc("--json", "check", "--fix", *words, "--go", by="chen").error
    assert error["key"] == "would-lose-events"
    assert desk.git("rev-parse", "HEAD") == head
    facts: dict[str, object] = error["facts"]
    return facts


def test_a_revert_that_takes_a_recorded_event_out_is_not_finished(forked: Desk) -> None:
    forked.git("revert", "-n", "HEAD")
    assert refused(forked)["count"] == 1
    assert forked.svc("check", "--fix", "--abort", "--go", by="chen").status == 0
    assert words_in(forked) == {"ours"}


@pytest.mark.parametrize("side", ["HEAD", "other"])
def test_a_merge_that_was_put_right_with_one_sides_record_is_not_finished(
    forked: Desk, side: str
) -> None:
    WITHOUT["merge --no-commit"].begin(forked)
    forked.git("checkout", side, "--", f"tickets/SZ/2026-11/{TICKET}.yaml")
    assert refused(forked)["path"] == f"tickets/SZ/2026-11/{TICKET}.yaml"


def test_a_merge_whose_index_lacks_what_was_recorded_meanwhile_is_not_finished(
    forked: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an svc before 2026-11 left it: recorded beside a pull, and the index not brought up."""
    WITHOUT["merge --no-commit"].begin(forked)
    index = forked.path / ".git/index"
    shutil.copy(index, forked.path.parent / "index")
    with monkeypatch.context() as patch:
        patch.setattr("svc.store.git.index_lock.unfinished_operation", lambda root: None)
        patch.setattr("svc.store.git.index_lock._forget_merge_that_failed", lambda root: None)
        forked.ok("note", TICKET, "meanwhile", by="chen", now=NEXT)
    shutil.copy(forked.path.parent / "index", index)
    assert refused(forked)["count"] == 1
    forked.git("add", f"tickets/SZ/2026-11/{TICKET}.yaml")
    assert forked.svc("check", "--fix", "--go", by="chen").status == 0
    assert words_in(forked) == {"ours", "theirs", "meanwhile"}


def test_a_rebase_that_left_a_recorded_event_out_is_taken_back(
    forked: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = forked.git("rev-parse", "HEAD")
    script = f"sed -i -e '1i break' -e '/ours/d' -e '/{TICKET}/d'"
    monkeypatch.setenv("GIT_SEQUENCE_EDITOR", script)
    forked.git("rebase", "-q", "-i", "other")
    error = forked.svc("--json", "check", "--fix", "--go", by="chen").error
    assert error["key"] == "would-lose-events"
    assert forked.git("rev-parse", "main") == head
    assert forked.git("status", "--porcelain") == ""
    assert is_over(forked)


def test_what_stands_in_no_commit_yet_is_not_dropped_with_a_merge(forked: Desk) -> None:
    """A clone that leaves commits to its user: the event is in the file alone."""
    WITHOUT["merge --no-commit"].begin(forked)
    last = [
        line for line in forked.record.read_text(encoding="utf-8").splitlines() if "id: " in line
    ]
    forked.edit(last[-1], last[-1][:-4] + 'zzz"')
    assert refused(forked, "--abort")["count"] == 1
