"""git's own lock of its index, held by us from before HEAD is read until the index is in place.

Whoever holds `index.lock` may commit the index as it was when they took it: `git pull` holds it for
its whole merge. What we committed meanwhile would be missing from that commit. So we wait for the
lock, and while a merge, rebase, cherry-pick or revert is unfinished we record nothing.

Our lock is provably ours: a second name of our own file `.git/svc/index.held`, which is made once
and bears a random word; where the file system knows no second names, a copy of it. What a killed
svc left is removed by the next one that gets the ledger's lock, and nobody else's ever.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from svc.errors import GitLocked, MergeUnfinished, SvcError
from svc.store.files import not_done, read_file, saying, sync_folder, write_new

if TYPE_CHECKING:
    from pathlib import Path

    from svc.store.git.program import Root

_POLL_SECONDS = 0.05
_UNFINISHED = (
    ("merge", "MERGE_HEAD"),
    ("rebase", "rebase-merge"),
    ("rebase", "rebase-apply"),
    ("cherry-pick", "CHERRY_PICK_HEAD"),
    ("revert", "REVERT_HEAD"),
)


def index_lock(root: Root) -> Path:
    """git's own lock of its index."""
    return root.git_dir / "index.lock"


def unfinished(root: Root) -> tuple[str, Path] | None:
    """What git has begun and not ended here, and the file that says so; None if nothing.

    A merge, rebase, cherry-pick or revert: its commit is still to come.
    """
    for what, name in _UNFINISHED:
        place = root.git_dir / name
        if os.path.lexists(place):
            return what, place
    return None


def is_left_over(root: Root) -> bool:
    """Whether git's lock is ours: held by a command at work, or left by one that was killed."""
    lock = index_lock(root)
    return os.path.lexists(lock) and any(_is_ours(lock, own) for own in _own(root))


def take(root: Root, *, index: bool, wait_seconds: float) -> None:
    """Wait until no other git program is at work here, and keep them out until `let_go`.

    `index`: whether git's index will be written; else it is enough that nothing is unfinished.
    Asked by who holds the ledger's lock, which lets go whatever comes of it. Raises GitLocked or
    MergeUnfinished after `wait_seconds`, NotDone if the system refuses.
    """
    with saying(index_lock(root)):
        _remove_ours(root)
    ends_at = time.monotonic() + wait_seconds
    while True:
        begun = unfinished(root)
        if begun is None and (not index or _link(root)):
            begun = unfinished(root)  # the one before us may have left it so
            if begun is None:
                return
            let_go(root)
        if time.monotonic() >= ends_at:
            if begun is not None:
                raise MergeUnfinished(what=begun[0], path=str(begun[1]))
            raise GitLocked(path=str(index_lock(root)))
        time.sleep(_POLL_SECONDS)


def let_go(root: Root) -> None:
    """Remove git's lock if it is ours. Never fails: what can't be removed, the next command that
    gets the ledger's lock removes.
    """
    with suppress(OSError, SvcError):
        _remove_ours(root)


def _remove_ours(root: Root) -> None:
    if is_left_over(root):
        with suppress(FileNotFoundError):
            os.unlink(index_lock(root))


def _is_ours(lock: Path, own: Path) -> bool:
    try:
        if os.path.samefile(lock, own):
            return True
    except FileNotFoundError:
        return False
    word = read_file(own)
    return bool(word) and read_file(lock) == word


def _link(root: Root) -> bool:
    """Make `index.lock` ours; False if somebody holds it."""
    held, lock = _held(root), index_lock(root)
    if not os.path.lexists(held):
        with saying(held):
            os.makedirs(held.parent, exist_ok=True)
            write_new(held, f"svc {os.urandom(16).hex()}\n".encode())
            # After a power cut the lock must not be there without it.
            sync_folder(held.parent)
            sync_folder(root.git_dir)
    try:
        os.link(held, lock)
    except FileExistsError:
        return False
    except OSError:  # a file system without second names (exFAT)
        try:
            write_new(lock, read_file(held) or b"")
        except FileExistsError:
            return False
        except OSError as error:
            raise not_done(lock, error) from error
    return True


def _held(root: Root) -> Path:
    return root.own_dir / "index.held"


def _own(root: Root) -> tuple[Path, Path]:
    """Files that a lock of ours may be another name of; the second is of an svc before 2026-11."""
    return _held(root), root.own_dir / "index.new"
