"""git's lock of its index: waited for, provably ours, let go; nothing recorded in an unfinished merge."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from svc.errors import GitLocked, MergeUnfinished
from svc.store.git import hold
from svc.store.transaction import recover

if TYPE_CHECKING:
    from store.conftest import Ledger as StoreLedger


def test_the_lock_is_gits_own_and_git_keeps_out(ledger: StoreLedger) -> None:
    hold.take(ledger.root, index=True, wait_seconds=0)
    assert (ledger.path / ".git/index.lock").exists()
    ledger.put("plans/x.yaml", b"x\n")
    with pytest.raises(subprocess.CalledProcessError) as kept_out:
        ledger.git("add", "plans/x.yaml")
    assert b"index.lock" in kept_out.value.stderr
    hold.let_go(ledger.root)
    ledger.git("add", "plans/x.yaml")
    assert ledger.left_over() == []


def test_a_lock_that_a_killed_svc_left_is_taken_over(ledger: StoreLedger) -> None:
    hold.take(ledger.root, index=True, wait_seconds=0)  # and never let go
    hold.take(ledger.root, index=True, wait_seconds=0)
    hold.let_go(ledger.root)
    assert ledger.left_over() == []


def test_a_lock_that_can_not_be_removed_stays_provably_ours(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold.take(ledger.root, index=True, wait_seconds=0)

    def refuse(*_args: object, **_named: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "unlink", refuse)
    hold.let_go(ledger.root)
    monkeypatch.undo()
    hold.take(ledger.root, index=True, wait_seconds=0)
    hold.let_go(ledger.root)
    assert ledger.left_over() == []


def test_a_reader_removes_the_lock_that_a_killed_svc_left(ledger: StoreLedger) -> None:
    hold.take(ledger.root, index=True, wait_seconds=0)  # and never let go
    assert recover(ledger.root) == []
    assert ledger.left_over() == []


@pytest.mark.parametrize("text", [b"", b"DIRC", b"svc 00\n"])
def test_a_lock_of_another_program_stays_whatever_is_in_it(
    ledger: StoreLedger, text: bytes
) -> None:
    hold.take(ledger.root, index=True, wait_seconds=0)
    lock = ledger.path / ".git/index.lock"
    lock.unlink()
    lock.write_bytes(text)
    with pytest.raises(GitLocked) as refused:
        hold.take(ledger.root, index=True, wait_seconds=0)
    assert refused.value.facts["path"] == str(lock)
    assert lock.read_bytes() == text


def test_where_files_have_one_name_only_the_lock_is_known_by_its_word(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", refuse)
    hold.take(ledger.root, index=True, wait_seconds=0)  # and never let go
    hold.take(ledger.root, index=True, wait_seconds=0)
    hold.let_go(ledger.root)
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
    with pytest.raises(MergeUnfinished) as refused:
        hold.take(ledger.root, index=index, wait_seconds=0)
    assert refused.value.facts == {"what": UNFINISHED[name], "path": str(place)}
    assert not (ledger.path / ".git/index.lock").exists()


def test_a_clone_that_leaves_commits_to_its_user_does_not_lock_gits_index(
    ledger: StoreLedger,
) -> None:
    hold.take(ledger.root, index=False, wait_seconds=0)
    assert not (ledger.path / ".git/index.lock").exists()
