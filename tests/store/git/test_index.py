"""git's index where git itself writes it: what was committed, and nothing that a person has saved
since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svc.store.files import blob_id
from svc.store.git import index as git_index
from svc.store.git.entries import Committed

if TYPE_CHECKING:
    from store.conftest import Ledger as StoreLedger

RECORDED = b"log: [recorded]\n"


@pytest.fixture
def committed(ledger: StoreLedger, monkeypatch: pytest.MonkeyPatch) -> Committed:
    """A record that HEAD has and git's index has not; svc leaves the index to git."""
    monkeypatch.setattr(git_index, "prepared", lambda root, files: None)
    ledger.root.own_dir.mkdir()
    ledger.put(ledger.log, RECORDED)
    before = (ledger.path / ".git/index").read_bytes()
    ledger.git("commit", "-qam", "x")
    (ledger.path / ".git/index").write_bytes(before)
    return Committed(ledger.log, "100644", blob_id(RECORDED, 40))


def test_git_puts_into_it_what_was_committed(ledger: StoreLedger, committed: Committed) -> None:
    git_index.update(ledger.root, [committed], None)
    assert ledger.status() == ""


def test_what_a_person_has_saved_since_is_theirs_to_stage(
    ledger: StoreLedger, committed: Committed
) -> None:
    ledger.put(ledger.log, b"log: [edited]\n")
    git_index.update(ledger.root, [committed], None)
    assert ledger.status() == f" M {ledger.log}\n"
    assert ledger.git("show", f":{ledger.log}").encode() == RECORDED


def test_a_second_index_is_never_split_over_two_files(
    ledger: StoreLedger, committed: Committed
) -> None:
    ledger.git("config", "core.splitIndex", "true")
    git_index.update(ledger.root, [committed], None)
    assert list((ledger.path / ".git").rglob("sharedindex.*")) == []
    assert ledger.git("ls-files", "--stage").count("\n") == 3
