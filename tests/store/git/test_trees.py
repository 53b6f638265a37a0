"""What one commit has and another has not, and how commits follow one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svc.store.git import trees

if TYPE_CHECKING:
    from store.conftest import Ledger as StoreLedger


@pytest.fixture
def commits(ledger: StoreLedger) -> list[str]:
    """Three in a row: a file is added, changed, removed."""
    found = [_head(ledger)]
    path = ledger.path / "plans/x 一.yaml"
    path.parent.mkdir(exist_ok=True)
    for text in ("1", "2"):
        path.write_text(text, encoding="utf-8")
        ledger.git("add", "-A")
        ledger.git("commit", "-q", "-m", "x")
        found.append(_head(ledger))
    path.unlink()
    ledger.git("commit", "-q", "-a", "-m", "x")
    return [*found, _head(ledger)]


def _head(ledger: StoreLedger) -> str:
    return (ledger.path / ".git/refs/heads/main").read_text().strip()


def test_changes_are_told_with_what_was_and_what_is(
    ledger: StoreLedger, commits: list[str]
) -> None:
    first, added, changed, removed = commits
    (new,) = trees.changes(ledger.root, first, added)
    assert (new.path, new.before) == ("plans/x 一.yaml", None)
    (other,) = trees.changes(ledger.root, added, changed)
    assert other.before == new.after
    (gone,) = trees.changes(ledger.root, changed, removed, "plans")
    assert gone.after is None
    assert trees.changes(ledger.root, first, removed) == []
    assert trees.changes(ledger.root, added, changed, "tickets") == []
    texts = trees.texts_of(ledger.root, [new.after or "", other.after or "", "f" * 40])
    assert texts == {new.after: b"1", other.after: b"2"}


def test_how_commits_follow_one_another(ledger: StoreLedger, commits: list[str]) -> None:
    first, _, changed, removed = commits
    assert trees.is_ancestor(ledger.root, first, removed)
    assert not trees.is_ancestor(ledger.root, removed, first)
    assert trees.merge_bases(ledger.root, changed, removed) == [changed]
    assert trees.commits_between(ledger.root, first, removed) == 3
    assert trees.commits_between(ledger.root, None, first) >= 1
    tree = ledger.git("rev-parse", "HEAD^{tree}").strip()
    alone = ledger.git("commit-tree", "-m", "x", tree).strip()
    assert trees.merge_bases(ledger.root, alone, first) == []
