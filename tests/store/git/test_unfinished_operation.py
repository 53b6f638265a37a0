"""What git has begun and not ended is told by the files that it leaves meanwhile.

Real git in each of these states: tests/actions/test_unfinished.py.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from svc.store.git.unfinished_operation import UnfinishedOperation, unfinished_operation


def leave(git_dir: Path, *names: str, text: str = "") -> None:
    for name in names:
        path = git_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def told(git_dir: Path) -> UnfinishedOperation | None:
    return unfinished_operation(SimpleNamespace(git_dir=git_dir))


@pytest.mark.parametrize(
    ("names", "what", "place"),
    [
        (["MERGE_HEAD"], "merge", "MERGE_HEAD"),
        (["CHERRY_PICK_HEAD"], "cherry-pick", "CHERRY_PICK_HEAD"),
        (["REVERT_HEAD"], "revert", "REVERT_HEAD"),
        (["rebase-apply/applying"], "am", "rebase-apply/applying"),
        (["rebase-apply/rebasing"], "rebase", "rebase-apply"),
        (["rebase-merge/head-name"], "rebase", "rebase-merge"),
        # a rebase that picks, or that makes a merge anew
        (["rebase-merge/head-name", "CHERRY_PICK_HEAD"], "rebase", "rebase-merge"),
        (["rebase-merge/head-name", "MERGE_HEAD"], "rebase", "rebase-merge"),
        (["sequencer/todo", "REVERT_HEAD"], "revert", "REVERT_HEAD"),
    ],
)
def test_each_is_told_by_its_own_file(
    tmp_path: Path, names: list[str], what: str, place: str
) -> None:
    leave(tmp_path, *names)
    assert told(tmp_path) == UnfinishedOperation(what, tmp_path / place)


@pytest.mark.parametrize(
    ("todo", "what"), [("pick 0123456 A", "cherry-pick"), ("revert 0123456 A", "revert")]
)
def test_between_two_of_several_commits_its_list_says_which(
    tmp_path: Path, todo: str, what: str
) -> None:
    leave(tmp_path, "sequencer/todo", text=f"{todo}\n")
    assert told(tmp_path) == UnfinishedOperation(what, tmp_path / "sequencer/todo")


def test_a_link_that_leads_nowhere_says_so_too(tmp_path: Path) -> None:
    (tmp_path / "MERGE_HEAD").symlink_to("gone")
    assert told(tmp_path) == UnfinishedOperation("merge", tmp_path / "MERGE_HEAD")


def test_what_is_over_leaves_nothing(tmp_path: Path) -> None:
    leave(tmp_path, "ORIG_HEAD", "FETCH_HEAD", "SQUASH_MSG")
    assert told(tmp_path) is None
