"""A commit moves the branch or nothing; what it says comes out as it went in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from svc.errors import CommitOvertaken
from svc.store.git import commit_point
from svc.store.git.program import Person

if TYPE_CHECKING:
    from store.conftest import Ledger as StoreLedger

PATH = 'tickets/SZ/a "b" 一.yaml'


def commit(ledger: StoreLedger, **other: Any) -> str:
    values: dict[str, Any] = {
        "ref": "refs/heads/main",
        "parent": ledger.git("rev-parse", "HEAD").strip(),
        "author": Person("陈 静", "chen@example.com"),
        "committer": Person("Li", "li@example.com"),
        "when": ledger.when,
        "message": "eins\n\nzwei",
        "files": [(PATH, "100644", "甲\n".encode())],
        **other,
    }
    commit_point.fast_import(ledger.root, commit_point.Commit(**values), None)
    return ledger.git("rev-parse", "main").strip()


def said(ledger: StoreLedger, form: str) -> str:
    return ledger.git("log", "-1", f"--format={form}", "main").strip()


def test_what_is_committed_is_what_was_told(ledger: StoreLedger) -> None:
    commit(ledger)
    assert said(ledger, "%an|%ae|%cn|%ce|%aI") == (
        "陈 静|chen@example.com|Li|li@example.com|2026-11-21T09:20:31+08:00"
    )
    assert said(ledger, "%B") == "eins\n\nzwei"
    assert ledger.in_head(PATH) == "甲\n".encode()
    commit(ledger, files=[(PATH, "100644", None), ("run", "100755", b"x")])
    assert ledger.git("ls-tree", "-r", "--format=%(objectmode) %(path)", "main").split("\n")[
        -2
    ] == ("100644 svc.yaml")
    assert "100755 run" in ledger.git("ls-tree", "-r", "--format=%(objectmode) %(path)", "main")
    assert "tickets" not in ledger.git("ls-tree", "-r", "--name-only", "main")


def test_marks_of_git_in_a_name_and_what_is_no_text_stay_out(ledger: StoreLedger) -> None:
    commit(ledger, author=Person("A <b>\nc", "x>y@z"), message="a\0b \ud800")
    assert said(ledger, "%an|%ae") == "A bc|xy@z"
    assert said(ledger, "%B") == "a\ufffdb \\ud800"
    commit(ledger, author=Person("", "who@example.com"), when=datetime(1960, 1, 1, tzinfo=UTC))
    assert said(ledger, "%an|%at") == "who@example.com|0"


def test_it_moves_the_branch_from_its_parent_alone(ledger: StoreLedger) -> None:
    parent = ledger.git("rev-parse", "HEAD").strip()
    here = commit(ledger)
    other = ledger.git("commit-tree", "-m", "x", "-p", parent, f"{parent}^{{tree}}").strip()
    with pytest.raises(CommitOvertaken):
        commit(ledger, parent=parent, message="another")
    assert ledger.git("rev-parse", "main").strip() == here
    assert not list((ledger.path / ".git").glob("fast_import_crash_*"))
    merge = commit(ledger, merges=other)
    assert ledger.git("rev-parse", f"{merge}^1", f"{merge}^2").split() == [here, other]
    commit(ledger, merges=merge, forward=True)
    assert ledger.git("rev-parse", "main").strip() == merge


def test_the_names_of_what_git_made_are_flushed(
    ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[str] = []
    monkeypatch.setattr(commit_point, "sync_folder", lambda path: flushed.append(path.name))
    here = commit(ledger)
    commit_point.flush_names(ledger.root, "refs/heads/main", 0)
    assert {here[:2], "objects", "heads"} <= set(flushed)
    flushed.clear()
    commit_point.flush_names(ledger.root, "refs/heads/main", 2**62)
    assert flushed == ["objects", "heads"]
