"""git's own lock of its index, held by us from before HEAD is read until the index is in place.

Whoever holds `index.lock` may commit the index as it was when they took it: `git pull` holds it for
its whole merge. What we committed meanwhile would be missing from that commit. So we wait for the
lock, and while a merge, rebase, cherry-pick or revert is unfinished we record nothing.

A merge of git's reads HEAD and the index before it takes its lock, and does not read them again. If
we committed in between, it would write an index without our record and then fail, as the branch has
moved. And a merge that finds its lock taken when it first looks at the index takes that for a
conflict, with nothing merged. Of either, the `git commit` that git asks for next would take records
out: ours, or all that came in. So a merge that has begun is waited for, too, where the system tells
of it; those that began while we held the lock fail at it, and `hand_back` tidies up after them.

Our lock is provably ours: a second name of our own file `.git/svc/index.held`, which is made once
and bears a random word; where the file system knows no second names, a copy of it. What a killed
svc left is removed by the next one that gets the ledger's lock, and nobody else's ever.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from svc.errors import GitLocked, MergeUnfinished, NotDone, SvcError, WaitsForGit
from svc.store.files import not_done, read_file, saying, sync_folder, write_new
from svc.store.git.holders import holder_of, merging_in
from svc.store.git.unfinished_operation import unfinished_operation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from svc.store.git.program import Root
    from svc.store.git.unfinished_operation import UnfinishedOperation

    TellsWaiting = Callable[[WaitsForGit], None]

_POLL_SECONDS = 0.05
# git lets go of its lock between the steps of one command, a merge and its commit for instance
_QUIET_SECONDS = 0.3
_OUTLAST_SECONDS = 3.0  # for a merge to come to our lock; one that was stopped never does
_TELL_AFTER_SECONDS = 1.0  # shorter waits are nothing to tell: git refreshes its index now and then


class InTheWay(NamedTuple):
    """What keeps a command from recording: git's lock is held or about to be, or something is
    unfinished.
    """

    locked: bool
    operation: UnfinishedOperation | None

    def error(self, root: Root) -> NotDone:
        """The refusal that names it."""
        if self.operation is not None:
            return MergeUnfinished(what=self.operation.what, path=str(self.operation.place))
        lock = index_lock_path(root)
        return GitLocked(path=str(lock), holder=holder_of(lock, root.path))


def index_lock_path(root: Root) -> Path:
    """git's own lock of its index."""
    return root.git_dir / "index.lock"


def is_left_over(root: Root) -> bool:
    """Whether git's lock is ours: held by a command at work, or left by one that was killed."""
    lock = index_lock_path(root)
    return os.path.lexists(lock) and any(_is_ours(lock, own) for own in _own(root))


def take(root: Root, *, index: bool, though_unfinished: bool = False) -> InTheWay | None:
    """Keep other git programs out until `let_go`; or what is in the way, then nothing is taken.

    `index`: whether git's index will be written; else it is enough that nothing is unfinished.
    `though_unfinished`: for who is about to end it.
    Asked by who holds the ledger's lock. Raises NotDone if the system refuses.
    """
    with saying(index_lock_path(root)):
        _remove_ours(root)
    found = None if though_unfinished else unfinished_operation(root)
    if found is None and index and not though_unfinished and merging_in(root.path):
        return InTheWay(locked=True, operation=None)
    if found is None and index and not _link(root):
        return InTheWay(locked=True, operation=None)
    if found is None and not though_unfinished:
        found = unfinished_operation(root)  # the one before us may have left it so
    if found is None:
        return None
    let_go(root)
    return InTheWay(locked=index and os.path.lexists(index_lock_path(root)), operation=found)


class Patience:
    """How long one command waits for git: a number of seconds, or, if there is somebody to `tell`
    who can give up, as long as git's lock is held.

    What is unfinished waits for a person, so that is never waited for without end.
    """

    def __init__(self, seconds: float, tell: TellsWaiting | None) -> None:
        self._seconds = seconds
        self._tell = tell
        self._told = False
        self._began = time.monotonic()
        self._ends_at = self._began + seconds

    def wait(self, root: Root, found: InTheWay | None, *, index: bool) -> None:
        """Return when nothing is in the way any more. Raises GitLocked or MergeUnfinished."""
        while found is not None:
            now = time.monotonic()
            if self._tell is not None and found.locked:
                self._ends_at = now + self._seconds
                if not self._told and now - self._began >= _TELL_AFTER_SECONDS:
                    self._told = True
                    lock = index_lock_path(root)
                    self._tell(WaitsForGit(path=str(lock), holder=holder_of(lock, root.path)))
            elif now >= self._ends_at:
                raise found.error(root)
            found = _in_the_way_for_a_while(root, index=index)


def _in_the_way_for_a_while(root: Root, *, index: bool) -> InTheWay | None:
    """What is in the way after a moment; None once nothing has been for long enough."""
    quiet_at = time.monotonic() + _QUIET_SECONDS
    while time.monotonic() < quiet_at:
        time.sleep(_POLL_SECONDS)
        found = _in_the_way(root, index=index)
        if found is not None:
            return found
    return None


def _in_the_way(root: Root, *, index: bool) -> InTheWay | None:
    """The same as `take` finds, looked at without the ledger's lock. A lock of ours is not in the
    way: who gets the ledger's lock may remove it.
    """
    locked = index and (
        (os.path.lexists(index_lock_path(root)) and not is_left_over(root))
        or bool(merging_in(root.path))
    )
    found = unfinished_operation(root)
    return InTheWay(locked, found) if locked or found is not None else None


def let_go(root: Root) -> None:
    """Remove git's lock if it is ours. Never fails: what can't be removed, the next command that
    gets the ledger's lock removes.
    """
    with suppress(OSError, SvcError):
        _remove_ours(root)


def hand_back(root: Root) -> None:
    """Let go of git's lock, if it is ours, as nobody may who has only just taken it: of merges that
    began meanwhile none is left, and none counts as unfinished. Never fails.
    """
    with suppress(OSError, SvcError):
        if is_left_over(root):
            ends_at = time.monotonic() + _OUTLAST_SECONDS
            while merging_in(root.path) and time.monotonic() < ends_at:
                time.sleep(_POLL_SECONDS)
            _forget_merge_that_failed(root)
    let_go(root)


def _forget_merge_that_failed(root: Root) -> None:
    """Of a merge that is unfinished now and was not when we took the lock: nobody else has written
    files or index since, so that nothing is merged, whatever git says.
    """
    if not os.path.lexists(root.git_dir / "MERGE_HEAD"):
        return
    if os.path.lexists(root.git_dir / "MERGE_AUTOSTASH"):
        return  # what git put aside comes back when the merge is ended as git says
    # The mark last: where it is gone, nobody asks for the rest.
    for name in ("AUTO_MERGE", "MERGE_MSG", "MERGE_MODE", "MERGE_HEAD"):
        with suppress(FileNotFoundError):
            os.unlink(root.git_dir / name)


def _remove_ours(root: Root) -> None:
    if is_left_over(root):
        with suppress(FileNotFoundError):
            os.unlink(index_lock_path(root))


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
    held, lock = _held(root), index_lock_path(root)
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
