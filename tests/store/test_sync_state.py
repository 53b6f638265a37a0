"""What a clone remembers of exchanging."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from svc.errors import LockHeld
from svc.store.git import remote
from svc.store.lock import Holder
from svc.store.sync_state import (
    OpenDispute,
    SyncState,
    exchanging,
    keep_sync_state,
    sync_state,
)

if TYPE_CHECKING:
    from store.conftest import Ledger as StoreLedger

DISPUTE = OpenDispute(path="svc.yaml", unit=("offices", "SZ"), ours={"name": "深圳"}, theirs=None)
HUB = remote.Shared("origin", "main")
WHO = Holder(who="chen", since=datetime(2026, 11, 20, 9, tzinfo=UTC))


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


def test_one_sync_at_a_time_and_what_a_killed_one_left_goes(ledger: StoreLedger) -> None:
    left = ledger.path / ".git" / f"{remote.FETCHED}.lock"
    left.parent.mkdir(parents=True)
    left.touch()
    with exchanging(ledger.root, HUB, WHO, 0):
        assert not left.exists()
        with pytest.raises(LockHeld), exchanging(ledger.root, HUB, WHO, 0):
            pass
