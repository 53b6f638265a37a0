"""What git has begun and not ended, seen through git: what is in conflict, what would change, and
git's own command to end it.
"""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from svc.errors import GitFailed
from svc.model.ids import RECORD_FOLDERS
from svc.store.git import ending, trees
from svc.store.git.unfinished_operation import UnfinishedOperation, unfinished_operation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.conftest import Ledger as StoreLedger

MOVED, SEAL, TEXT = "movements/SZ/2026-11/SZ-M2611-A0001.yaml", "seals/SZ/2026-11-20.yaml", "a.md"


@pytest.fixture
def merging(ledger: StoreLedger) -> StoreLedger:
    """A merge in conflict over a text; a stock document and a seal of either side are in it."""
    ledger.put(MOVED, b"log: [booked]\n")
    ledger.put(TEXT, b"base\n")
    committed(ledger, "base")
    ledger.git("checkout", "-q", "-b", "other")
    ledger.put(MOVED, b"log: [booked, taken in]\n")
    ledger.put(SEAL, b"log: [sealed]\n")
    ledger.put(TEXT, b"theirs\n")
    committed(ledger, "theirs")
    ledger.git("checkout", "-q", "main")
    ledger.put(TEXT, b"ours\n")
    committed(ledger, "ours")
    subprocess.run(
        ["git", "merge", "-q", "other"], cwd=ledger.path, capture_output=True, check=False
    )
    return ledger


@pytest.fixture
def lock() -> Iterator[int]:
    """A file that git keeps open, as it does the lock's."""
    with open(os.devnull, "rb") as file:
        yield file.fileno()


def committed(ledger: StoreLedger, message: str) -> str:
    ledger.git("add", "-A")
    ledger.git("commit", "-q", "-m", message)
    return ledger.git("rev-parse", "HEAD").strip()


def begun(ledger: StoreLedger) -> UnfinishedOperation:
    found = unfinished_operation(ledger.root)
    assert found is not None
    return found


def settled(ledger: StoreLedger) -> None:
    ledger.put(TEXT, b"agreed\n")
    ledger.git("add", TEXT)


def test_only_what_is_in_conflict_is_named_until_it_is_added(merging: StoreLedger) -> None:
    assert ending.in_conflict(merging.root) == [TEXT]
    merging.put(TEXT, b"agreed\n")
    assert ending.in_conflict(merging.root) == [TEXT]
    settled(merging)
    assert ending.in_conflict(merging.root) == []


def test_staged_changes_are_those_of_records_of_the_store_and_the_cash_desk_too(
    merging: StoreLedger,
) -> None:
    settled(merging)
    (theirs,) = ending.commits_in(merging.root, "MERGE_HEAD", "CHERRY_PICK_HEAD")
    ours = {each.path: each for each in ending.staged_changes(merging.root, "HEAD")}
    assert set(ours) == {MOVED, SEAL}  # the text is no record
    assert ours[SEAL].before is None
    texts = trees.texts_of(merging.root, [ours[MOVED].before or "", ours[MOVED].after or ""])
    assert list(texts.values()) == [b"log: [booked]\n", b"log: [booked, taken in]\n"]
    assert ending.staged_changes(merging.root, theirs) == []
    merging.git("rm", "-q", "-f", MOVED)
    (gone,) = ending.staged_changes(merging.root, theirs)
    assert (gone.path, gone.after) == (MOVED, None)


def test_between_commits_and_in_the_work_tree_records_alone_are_compared(
    merging: StoreLedger,
) -> None:
    found = {each.path for each in trees.changes(merging.root, "HEAD", "other", *RECORD_FOLDERS)}
    assert found == {MOVED, SEAL}
    assert ending.changed_files(merging.root) == [MOVED, SEAL]
    merging.put(MOVED, b"log: [booked]\n")
    assert ending.changed_files(merging.root) == [SEAL]


def test_blobs_come_by_path_or_id_with_any_bytes_and_what_is_not_there_is_left_out(
    merging: StoreLedger,
) -> None:
    merging.put(MOVED, b"\n\x00\xff SZ missing\n\n")
    head = committed(merging, "merged")
    names = [f"{head}:{MOVED}", f"{head}:none.yaml", "0" * 40, f"{head}:{SEAL}", f"{head}:{MOVED}"]
    assert trees.texts_of(merging.root, names) == {
        f"{head}:{MOVED}": b"\n\x00\xff SZ missing\n\n",
        f"{head}:{SEAL}": b"log: [sealed]\n",
    }
    assert trees.texts_of(merging.root, []) == {}


def test_nothing_is_staged_until_something_is(ledger: StoreLedger) -> None:
    assert ending.is_empty(ledger.root)
    ledger.put(MOVED, b"log: [booked]\n")
    assert ending.is_empty(ledger.root)
    ledger.git("add", MOVED)
    assert not ending.is_empty(ledger.root)


def test_no_commit_is_known_of_a_file_that_is_not_there_or_says_something_else(
    ledger: StoreLedger,
) -> None:
    (ledger.path / ".git/ORIG_HEAD").write_text("no commit\n")
    assert ending.commits_in(ledger.root, "MERGE_HEAD", "ORIG_HEAD") == []


def test_the_tips_of_all_branches_are_known_once_each(merging: StoreLedger) -> None:
    head = merging.git("rev-parse", "HEAD").strip()
    merging.git("update-ref", "refs/remotes/origin/main", head)
    assert ending.tips(merging.root) == sorted({head, merging.git("rev-parse", "other").strip()})


def test_git_ends_it_by_its_own_command_and_asks_nobody_for_a_message(
    merging: StoreLedger, monkeypatch: pytest.MonkeyPatch, lock: int
) -> None:
    monkeypatch.setenv("GIT_EDITOR", "false")
    refused = ending.run(merging.root, begun(merging), "continue", lock, driver="false")
    assert refused.status != 0
    settled(merging)
    ended = ending.run(merging.root, begun(merging), "continue", lock, driver="false")
    assert ended.status == 0, ended.err
    assert unfinished_operation(merging.root) is None
    assert merging.in_head(SEAL) == b"log: [sealed]\n"


def test_it_is_put_back_but_what_somebody_has_saved_since_stays(
    merging: StoreLedger, lock: int
) -> None:
    before = merging.git("rev-parse", "HEAD").strip()
    settled(merging)
    assert ending.run(merging.root, begun(merging), "continue", lock, driver="false").status == 0
    merging.put(MOVED, b"log: [booked, taken in, mine]\n")
    assert ending.put_back(merging.root, before, lock).status != 0
    assert merging.at(MOVED) == b"log: [booked, taken in, mine]\n"
    merging.git("checkout", "-q", "--", MOVED)
    assert ending.put_back(merging.root, before, lock).status == 0
    assert merging.git("rev-parse", "HEAD").strip() == before
    assert merging.at(MOVED) == b"log: [booked]\n"


def test_what_git_refuses_is_said(ledger: StoreLedger) -> None:
    with pytest.raises(GitFailed):
        trees.changes(ledger.root, "HEAD", "nowhere")
