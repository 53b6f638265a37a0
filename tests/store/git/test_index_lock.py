"""git's lock of its index: waited for, provably ours, let go; nothing recorded in an unfinished merge."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from svc.errors import GitLocked, MergeUnfinished
from svc.store.git import index_lock
from svc.store.transaction import recover

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.conftest import Ledger as StoreLedger


def test_the_lock_is_gits_own_and_git_keeps_out(ledger: StoreLedger) -> None:
    assert index_lock.take(ledger.root, index=True) is None
    assert (ledger.path / ".git/index.lock").exists()
    ledger.put("plans/x.yaml", b"x\n")
    with pytest.raises(subprocess.CalledProcessError) as kept_out:
        ledger.git("add", "plans/x.yaml")
    assert b"index.lock" in kept_out.value.stderr
    index_lock.let_go(ledger.root)
    ledger.git("add", "plans/x.yaml")
    assert ledger.left_over() == []


def test_a_lock_that_a_killed_svc_left_is_taken_over(ledger: StoreLedger) -> None:
    index_lock.take(ledger.root, index=True)  # and never let go
    index_lock.take(ledger.root, index=True)
    index_lock.let_go(ledger.root)
    assert ledger.left_over() == []


def test_a_lock_that_can_not_be_removed_stays_provably_ours(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_lock.take(ledger.root, index=True)

    def refuse(*_args: object, **_named: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "unlink", refuse)
    index_lock.let_go(ledger.root)
    monkeypatch.undo()
    index_lock.take(ledger.root, index=True)
    index_lock.let_go(ledger.root)
    assert ledger.left_over() == []


def test_a_reader_removes_the_lock_that_a_killed_svc_left(ledger: StoreLedger) -> None:
    index_lock.take(ledger.root, index=True)  # and never let go
    assert recover(ledger.root) == []
    assert ledger.left_over() == []


@pytest.mark.parametrize("text", [b"", b"DIRC", b"svc 00\n"])
def test_a_lock_of_another_program_stays_whatever_is_in_it(
    ledger: StoreLedger, text: bytes
) -> None:
    index_lock.take(ledger.root, index=True)
    lock = ledger.path / ".git/index.lock"
    lock.unlink()
    lock.write_bytes(text)
    in_the_way = index_lock.take(ledger.root, index=True)
    assert in_the_way is not None
    refusal = in_the_way.error(ledger.root)
    assert isinstance(refusal, GitLocked)
    assert refusal.facts["path"] == str(lock)
    assert lock.read_bytes() == text


def test_where_files_have_one_name_only_the_lock_is_known_by_its_word(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", refuse)
    index_lock.take(ledger.root, index=True)  # and never let go
    index_lock.take(ledger.root, index=True)
    index_lock.let_go(ledger.root)
    assert ledger.left_over() == []


UNFINISHED = {
    "MERGE_HEAD": "merge",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
}


@pytest.mark.parametrize("index", [True, False])
@pytest.mark.parametrize("name", UNFINISHED)
def test_in_the_middle_of_what_git_has_begun_nothing_is_recorded(
    ledger: StoreLedger, name: str, index: bool
) -> None:
    place = ledger.path / ".git" / name
    place.mkdir() if name.startswith("rebase") else place.write_text("0" * 40)
    in_the_way = index_lock.take(ledger.root, index=index)
    assert in_the_way is not None
    refusal = in_the_way.error(ledger.root)
    assert isinstance(refusal, MergeUnfinished)
    assert refusal.facts == {"what": UNFINISHED[name], "path": str(place)}
    assert not (ledger.path / ".git/index.lock").exists()


def test_a_clone_that_leaves_commits_to_its_user_does_not_lock_gits_index(
    ledger: StoreLedger,
) -> None:
    index_lock.take(ledger.root, index=False)
    assert not (ledger.path / ".git/index.lock").exists()


@contextmanager
def held_by_another_program(ledger: StoreLedger, seconds: float = 60) -> Iterator[int]:
    """Another program holds git's lock, asleep; it removes it after so many seconds."""
    lock = ledger.path / ".git/index.lock"
    script = (
        "import os, sys, time; file = open(sys.argv[1], 'x'); print(flush=True); "
        "time.sleep(float(sys.argv[2])); os.unlink(sys.argv[1])"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, lock, str(seconds)], stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        yield holder.pid
    finally:
        holder.kill()
        holder.communicate()
        lock.unlink(missing_ok=True)


def wait_for_it(ledger: StoreLedger, seconds: float, tell: index_lock.TellsWaiting | None) -> None:
    found = index_lock.take(ledger.root, index=True)
    index_lock.Patience(seconds, tell).wait(ledger.root, found, index=True)


def test_who_can_not_give_up_waits_some_seconds_and_is_told_who_holds_the_lock(
    ledger: StoreLedger,
) -> None:
    with held_by_another_program(ledger) as pid, pytest.raises(GitLocked) as refused:
        wait_for_it(ledger, 0.1, None)
    assert f"process {pid}" in str(refused.value)


def test_who_can_give_up_waits_for_the_lock_without_end_and_is_told_once(
    ledger: StoreLedger,
) -> None:
    told: list[str] = []
    with held_by_another_program(ledger, seconds=3) as pid:
        wait_for_it(ledger, 0, lambda said: told.append(str(said)))
    assert len(told) == 1
    assert f"process {pid}" in told[0]


def test_what_is_unfinished_is_not_waited_for_without_end(ledger: StoreLedger) -> None:
    (ledger.path / ".git/MERGE_HEAD").write_text("0" * 40)
    told: list[str] = []
    with pytest.raises(MergeUnfinished):
        wait_for_it(ledger, 0.1, lambda said: told.append(str(said)))
    assert told == []


def test_a_lock_that_nobody_holds_is_told_by_its_age(ledger: StoreLedger) -> None:
    lock = ledger.path / ".git/index.lock"
    lock.touch()
    os.utime(lock, (lock.stat().st_atime, lock.stat().st_mtime - 3600))
    with pytest.raises(GitLocked) as refused:
        wait_for_it(ledger, 0, None)
    assert "1h" in str(refused.value)
    assert "process" not in str(refused.value)
