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


def test_a_merge_that_has_begun_is_waited_for_though_it_holds_no_lock_yet(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work = iter([{7}, {7}, {7}])
    monkeypatch.setattr(index_lock, "merging_in", lambda top: frozenset(next(at_work, ())))
    in_the_way = index_lock.take(ledger.root, index=True)
    assert in_the_way is not None
    assert in_the_way.locked
    assert isinstance(in_the_way.error(ledger.root), GitLocked)
    assert ledger.left_over() == []
    index_lock.Patience(5, None).wait(ledger.root, in_the_way, index=True)
    assert list(at_work) == []
    assert index_lock.take(ledger.root, index=True) is None
    index_lock.let_go(ledger.root)


def test_who_leaves_commits_to_the_user_waits_for_no_merge_that_has_only_begun(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_lock, "merging_in", lambda top: frozenset({7}))
    assert index_lock.take(ledger.root, index=False) is None


def merge_of_two(ledger: StoreLedger) -> None:
    """A commit of ours, and on the branch `other` one of another file."""
    ledger.git("checkout", "-q", "-b", "other")
    (ledger.path / "theirs").write_text("theirs")
    ledger.git("add", "theirs")
    ledger.git("commit", "-q", "-m", "Theirs")
    ledger.git("checkout", "-q", "-")
    (ledger.path / "ours").write_text("ours")
    ledger.git("add", "ours")
    ledger.git("commit", "-q", "-m", "Ours")


def test_a_merge_that_failed_at_our_lock_is_not_taken_for_one_with_conflicts(
    ledger: StoreLedger,
) -> None:
    """git says "fix conflicts and then commit"; that commit would have nothing of theirs."""
    merge_of_two(ledger)
    assert index_lock.take(ledger.root, index=True) is None
    with pytest.raises(subprocess.CalledProcessError):
        ledger.git("merge", "-q", "other")
    assert (ledger.path / ".git/MERGE_HEAD").exists()
    index_lock.hand_back(ledger.root)
    assert not list((ledger.path / ".git").glob("MERGE_*"))
    assert ledger.left_over() == []
    ledger.git("merge", "-q", "other")
    assert (ledger.path / "theirs").read_text() == "theirs"


def test_a_merge_that_put_something_aside_is_left_for_git_to_end(ledger: StoreLedger) -> None:
    merge_of_two(ledger)
    (ledger.path / "ours").write_text("not committed")
    assert index_lock.take(ledger.root, index=True) is None
    for name in ("MERGE_HEAD", "MERGE_AUTOSTASH"):
        (ledger.path / ".git" / name).write_text(ledger.git("rev-parse", "other"))
    index_lock.hand_back(ledger.root)
    assert (ledger.path / ".git/MERGE_HEAD").exists()
    assert ledger.left_over() == []


def test_of_who_does_not_hold_the_lock_no_merge_is_forgotten(ledger: StoreLedger) -> None:
    merge_of_two(ledger)
    ledger.git("merge", "-q", "--no-commit", "other")
    assert index_lock.take(ledger.root, index=True) is not None
    index_lock.hand_back(ledger.root)
    assert (ledger.path / ".git/MERGE_HEAD").exists()


@pytest.mark.parametrize(
    ("seen", "looks"), [([1, 1, 0], 3), ([1] * 1000, 3)], ids=["it ends", "one that was stopped"]
)
def test_merges_that_began_meanwhile_are_outlasted_with_the_lock_held(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch, seen: list[int], looks: int
) -> None:
    assert index_lock.take(ledger.root, index=True) is None
    at_work, clock = iter(seen), iter(range(1000))

    def merging_in(top: object) -> frozenset[int]:
        assert index_lock.is_left_over(ledger.root)
        return frozenset(range(next(at_work)))

    monkeypatch.setattr(index_lock, "merging_in", merging_in)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    index_lock.hand_back(ledger.root)
    assert len(seen) - len(list(at_work)) == looks
    assert ledger.left_over() == []
