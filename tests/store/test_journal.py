"""A journal that brings in another desk's commit, or takes files out; what a killed command's
leaves is in test_recovery.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from store.conftest import LOG

from svc.errors import EditKept, Notice
from svc.store import journal
from svc.store.files import blob_id
from svc.store.git import program as git
from svc.store.journal import Entry, Journal

if TYPE_CHECKING:
    from store.conftest import Ledger as StoreLedger

GONE = "plans/x.yaml"


@pytest.fixture
def planned(ledger: StoreLedger) -> Journal:
    """One file is to be changed, one taken out, by a commit that brings in another."""
    ledger.put(GONE, b"x\n")
    ledger.git("add", ".")
    ledger.git("commit", "-q", "-m", "A plan")
    head = git.head(ledger.root)
    entries = [
        Entry(
            path=LOG,
            old=blob_id(b"log:\n"),
            new=blob_id(b"1\n"),
            mode="100644",
            temporary="customers/.a.tx-0.tmp",
        ),
        Entry(
            path=GONE, old=blob_id(b"x\n"), new=None, mode="100644", temporary="plans/.b.tx-1.tmp"
        ),
    ]
    return Journal(
        txid="tx", pid=1, commit=True, ref=head.ref, parent=head.commit, folders=[],
        entries=entries, merges="f" * 40,
    )  # fmt: skip


def test_it_knows_the_parents_and_the_files_of_its_commit(planned: Journal) -> None:
    assert planned.parents == [planned.parent, "f" * 40]
    assert planned.blobs == {LOG: blob_id(b"1\n")}
    alone = msgspec.structs.replace(planned, merges="", parent=None)
    assert alone.parents == []


def test_a_journal_of_an_earlier_svc_is_read(ledger: StoreLedger, planned: Journal) -> None:
    written = msgspec.to_builtins(planned)
    for name in ("merges", "forward"):
        del written[name]
    ledger.root.own_dir.mkdir(exist_ok=True)
    journal.place_of(ledger.root).write_bytes(msgspec.json.encode(written))
    assert journal.load(ledger.root) == msgspec.structs.replace(planned, merges="")


def test_it_happened_once_head_has_the_texts_and_not_what_was_taken_out(
    ledger: StoreLedger, planned: Journal
) -> None:
    assert not journal.is_committed(ledger.root, planned)
    ledger.put(LOG, b"1\n")
    ledger.git("commit", "-q", "-a", "-m", "half of it")
    assert not journal.is_committed(ledger.root, planned)
    ledger.git("rm", "-q", GONE)
    ledger.git("commit", "-q", "-m", "all of it")
    assert journal.is_committed(ledger.root, planned)


@pytest.mark.parametrize("found", [b"x\n", b"saved\n", None])
def test_what_is_taken_out_goes_unless_a_person_has_saved_it_since(
    ledger: StoreLedger, planned: Journal, found: bytes | None
) -> None:
    path = ledger.path / GONE
    path.unlink()
    if found is not None:
        path.write_bytes(found)
    ledger.put("customers/.a.tx-0.tmp", b"1\n")
    notices: list[Notice] = []
    journal.put_in_place(ledger.root, planned, None, notices)
    assert ledger.at(LOG) == b"1\n"
    assert path.exists() is (found == b"saved\n")
    assert [type(notice) for notice in notices] == ([EditKept] if found == b"saved\n" else [])
