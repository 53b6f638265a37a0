"""A lock of a branch is ours if its commit is; what a killed git leaves is in test_recovery."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from svc.errors import GitFailed, GitLocked
from svc.store.git import branch_locks

if TYPE_CHECKING:
    from pathlib import Path

    from store.conftest import Ledger as StoreLedger

MAIN = "refs/heads/main"
COMMIT = "ab" * 20


def clear(ledger: StoreLedger, answer: bool | Exception, *, since_ns: int = 0) -> list[str]:
    """The commits that were asked about."""
    asked: list[str] = []

    def judge(commit: str) -> bool:
        asked.append(commit)
        if isinstance(answer, Exception):
            raise answer
        return answer

    branch_locks.clear_left_over(ledger.root, ref=MAIN, judge=judge, since_ns=since_ns)
    return asked


@pytest.fixture(params=[MAIN, "HEAD"])
def lock(ledger: StoreLedger, request: pytest.FixtureRequest) -> Path:
    path = ledger.path / ".git" / f"{request.param}.lock"
    path.write_text(f"{COMMIT}\n")
    return path


def test_one_with_our_commit_goes(ledger: StoreLedger, lock: Path) -> None:
    assert clear(ledger, True) == [COMMIT]
    assert not lock.exists()
    assert clear(ledger, True) == []


@pytest.mark.parametrize("answer", [False, GitFailed(command="cat-file", status="1", reason="?")])
def test_one_with_another_commit_or_none_that_git_knows_stays_and_is_named(
    ledger: StoreLedger, lock: Path, answer: bool | Exception
) -> None:
    with pytest.raises(GitLocked) as locked:
        clear(ledger, answer)
    assert locked.value.facts["path"] == str(lock)
    assert lock.exists()


def test_one_that_is_older_than_our_journal_is_not_even_looked_into(
    ledger: StoreLedger, lock: Path
) -> None:
    with pytest.raises(GitLocked):
        clear(ledger, True, since_ns=lock.stat().st_mtime_ns + 1)


@pytest.mark.parametrize("name", ["refs/heads/main.lock", "HEAD.lock", "packed-refs.lock"])
def test_in_a_shared_repository_one_that_is_old_goes(ledger: StoreLedger, name: str) -> None:
    lock = ledger.path / ".git" / name
    lock.write_text("")
    assert not branch_locks.clear_abandoned(lock.parents[name.count("/")], "main")
    assert lock.exists()
    os.utime(lock, (0, 0))
    assert branch_locks.clear_abandoned(lock.parents[name.count("/")], "main")
    assert not lock.exists()
