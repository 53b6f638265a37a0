"""One exchange at a time, and what this clone remembers of it: when it last did, and what somebody
still has to decide.

`.git/svc/sync.json`, whole or as it was. What is in dispute is written before the merge is
committed: of entries that turn out to be as ours had them nothing is asked.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from svc.store import lock
from svc.store.files import read_file, remove, saying, sync_folder, write_new
from svc.store.git import remote

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from svc.store.git.program import Root
    from svc.store.git.remote import Shared
    from svc.store.lock import Holder


class OpenDispute(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a file that two desks changed differently: theirs holds, ours is kept here."""

    path: str
    unit: tuple[str, ...]  # empty: the whole file
    ours: Any  # of a whole file the name of its blob, which git has
    theirs: Any

    @property
    def name(self) -> str:
        """How it is typed: `svc.yaml:offices.SZ`."""
        return f"{self.path}:{'.'.join(self.unit)}" if self.unit else self.path


class SyncState(msgspec.Struct, frozen=True, kw_only=True):
    """When all was exchanged last, up to which commit; None: never."""

    at: datetime | None = None
    commit: str = ""
    disputes: list[OpenDispute] = []


@contextmanager
def exchanging(root: Root, shared: Shared, who: Holder, wait_seconds: float) -> Iterator[int]:
    """One sync of this clone at a time. Gives the lock's descriptor, which goes to git. Raises
    LockHeld.
    """
    held = lock.take(root, who, wait_seconds, "sync")
    try:
        for ref in (remote.FETCHED, shared.seen):
            remove(root.common_dir / f"{ref}.lock")
        yield held.descriptor
    finally:
        held.release()


def sync_state(root: Root) -> SyncState:
    """What is remembered; nothing where it can't be read: nothing but convenience hangs on it."""
    data = read_file(_place_of(root))
    try:
        return SyncState() if data is None else msgspec.json.decode(data, type=SyncState)
    except msgspec.MsgspecError:
        return SyncState()


def keep_sync_state(root: Root, state: SyncState) -> None:
    """Remember it. Raises NotDone."""
    place = _place_of(root)
    new = place.with_name("sync.new")
    with saying(place):
        place.parent.mkdir(exist_ok=True)
        remove(new)
        write_new(new, msgspec.json.encode(state))
        new.replace(place)
        sync_folder(place.parent)


def _place_of(root: Root) -> Path:
    return root.own_dir / "sync.json"
