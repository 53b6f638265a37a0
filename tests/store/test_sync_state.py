"""What a clone remembers of exchanging."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from svc.store.sync_state import OpenDispute, SyncState, keep_sync_state, sync_state

if TYPE_CHECKING:
    from store.conftest import Ledger as StoreLedger

DISPUTE = OpenDispute(path="svc.yaml", unit=("offices", "SZ"), ours={"name": "深圳"}, theirs=None)


def test_what_is_kept_is_read_again(ledger: StoreLedger) -> None:
    assert sync_state(ledger.root) == SyncState()
    state = SyncState(at=datetime(2026, 11, 20, 9, tzinfo=UTC), commit="ab", disputes=[DISPUTE])
    keep_sync_state(ledger.root, state)
    keep_sync_state(ledger.root, state)
    assert sync_state(ledger.root) == state


def test_one_that_was_cut_off_is_nothing(ledger: StoreLedger) -> None:
    keep_sync_state(ledger.root, SyncState(disputes=[DISPUTE]))
    place = ledger.path / ".git/svc/sync.json"
    place.write_bytes(place.read_bytes()[:-5])
    assert sync_state(ledger.root) == SyncState()


def test_an_entry_is_named_as_it_is_typed() -> None:
    assert DISPUTE.name == "svc.yaml:offices.SZ"
    assert OpenDispute(path="x.html", unit=(), ours="", theirs="").name == "x.html"
