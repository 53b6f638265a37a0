"""What this clone remembers of exchanging: when it last did, and what somebody still has to decide.

`.git/svc/sync.json`, whole or as it was. What is in dispute is written before the merge is
committed: of entries that turn out to be as ours had them nothing is asked.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from svc.store.files import read_file, remove, saying, sync_folder, write_new

if TYPE_CHECKING:
    from pathlib import Path

    from svc.store.git.program import Root


class OpenDispute(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a file that two desks changed differently: theirs holds, ours is kept here."""

    path: str
    unit: tuple[str, ...]  # empty: the whole file
    ours: Any
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
