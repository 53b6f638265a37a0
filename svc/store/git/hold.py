"""git's own lock of its index, held by us from before HEAD is read until the index is in place.

Whoever holds `index.lock` may commit the index as it was when they took it: `git pull` holds it for
its whole merge. What we committed meanwhile would be missing from that commit. So we wait for the
lock, and while a merge, rebase, cherry-pick or revert is unfinished we record nothing.

Our lock is provably ours: a second name of our own file `.git/svc/index.held`, which bears a random
word; where the file system knows no second names, a copy of it. What a killed svc left is removed
by the next one that writes, and nobody else's ever.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from svc.errors import GitLocked, MergeUnfinished
from svc.store.files import not_done, read_file, remove, saying, sync_folder, write_new

if TYPE_CHECKING:
    from collections.abc import Callable
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


def is_held_by_us(root: Root) -> bool:
    """Whether svc holds git's lock, or was killed while it did."""
    return os.path.lexists(_held(root))


def take(root: Root, *, index: bool, wait_seconds: float) -> Callable[[], None]:
    """Wait until no other git program is at work here, and keep them out; gives what lets go.

    `index`: whether git's index will be written; else it is enough that nothing is unfinished.
    Asked by who holds the ledger's lock. Raises GitLocked or MergeUnfinished after `wait_seconds`,
    NotDone if the system refuses.
    """
    clear_left_over(root)
    ends_at = time.monotonic() + wait_seconds
    while True:
        begun = unfinished(root)
        if begun is None and (not index or _link(root)):
            begun = unfinished(root)  # the one before us may have left it so
            if begun is None:
                return (lambda: let_go(root)) if index else (lambda: None)
            if index:
                let_go(root)
        if time.monotonic() >= ends_at:
            if begun is not None:
                raise MergeUnfinished(what=begun[0], path=str(begun[1]))
            raise GitLocked(path=str(index_lock(root)))
        time.sleep(_POLL_SECONDS)


def let_go(root: Root) -> None:
    """Remove our lock. Never fails: what can't be removed, the next one that writes removes."""
    with suppress(OSError):  # then the file that proves it ours stays as well
        with suppress(FileNotFoundError):
            os.unlink(index_lock(root))
        os.unlink(_held(root))


def clear_left_over(root: Root) -> None:
    """Remove an `index.lock` that a killed svc left, and no other. Raises NotDone."""
    lock = index_lock(root)
    for ours in (_held(root), root.own_dir / "index.new"):  # the second: of an svc before 2026-11
        if os.path.lexists(ours):
            with saying(lock):
                if _is_ours(lock, ours):
                    os.unlink(lock)
                remove(ours)


def _is_ours(lock: Path, held: Path) -> bool:
    try:
        if os.path.samefile(lock, held):
            return True
    except FileNotFoundError:
        return False
    word = read_file(held)
    return bool(word) and read_file(lock) == word


def _link(root: Root) -> bool:
    """Make `index.lock` ours; False if somebody holds it."""
    held, lock = _held(root), index_lock(root)
    if not os.path.lexists(held):
        with saying(held):
            os.makedirs(held.parent, exist_ok=True)
            write_new(held, f"svc {os.urandom(16).hex()}\n".encode())
            sync_folder(held.parent)  # after a power cut the lock must not be there without it
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
