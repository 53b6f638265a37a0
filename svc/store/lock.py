"""One writer at a time: a lock of the system on `.git/svc/lock`, and beside it who holds it.

The system gives the lock back when its holder dies, so there is no stale lock. It is taken here and
not by the filelock package, because it has to be handed to git: a `git fast-import` that outlives a
killed svc still holds it, and nobody can judge the journal while that git may yet move the branch.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from svc.errors import LockHeld, NotAFile
from svc.store.files import read_file, remove, saying, write_new

if TYPE_CHECKING:
    from pathlib import Path

    from svc.store.git.program import Root

_PLAIN = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
_BUSY = {errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK, errno.EDEADLK}


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """Who writes, and since when: what the next one in the queue is told."""

    who: str
    since: datetime
    pid: int = msgspec.field(default_factory=os.getpid)


class Lock:
    """The lock while it is held; `release` gives it back."""

    def __init__(self, descriptor: int, side_file: Path) -> None:
        self.descriptor = descriptor
        self._side_file = side_file

    def release(self) -> None:
        """Give the lock back. The lock file stays: taken away, two could each lock a file of that
        name.
        """
        remove(self._side_file)
        with suppress(OSError):
            _unlock(self.descriptor)
        with suppress(OSError):
            os.close(self.descriptor)


def take(root: Root, holder: Holder, wait_seconds: float, name: str = "lock") -> Lock:
    """The ledger's lock, or another one of this clone by its name, waited for at most
    `wait_seconds`. Raises LockHeld naming the holder, or NotDone.
    """
    path = root.own_dir / name
    side_file = root.own_dir / ("holder" if name == "lock" else f"{name}-holder")
    with saying(path):
        os.makedirs(root.own_dir, exist_ok=True)
        for place in (root.own_dir, path):  # a link that came with a copied ledger leads out of it
            if os.path.islink(place):
                raise NotAFile(path=str(place), line=0, problem="link")
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | _PLAIN, 0o666)
    lock = Lock(descriptor, side_file)
    try:
        _wait(path, side_file, descriptor, wait_seconds)
    except BaseException:
        os.close(descriptor)
        raise
    try:
        _name_holder(side_file, holder)
    except BaseException:  # Ctrl-C
        lock.release()
        raise
    return lock


def _wait(path: Path, side_file: Path, descriptor: int, wait_seconds: float) -> None:
    give_up_at = time.monotonic() + wait_seconds
    while True:
        with saying(path):
            if _try_lock(descriptor):
                return
        if time.monotonic() >= give_up_at:
            raise _held(path, side_file, wait_seconds)
        # up to 0.03 s, uneven: many who wait do not march in step
        time.sleep(0.01 + os.urandom(1)[0] / 12_800)


def _name_holder(side_file: Path, holder: Holder) -> None:
    # Without it a waiting command only names nobody; so a full disk is left to be found by the
    # records themselves.
    remove(side_file)  # also a link: nobody writes through it
    with suppress(OSError):
        write_new(side_file, msgspec.json.encode(holder), flush=False)


def _held(path: Path, side_file: Path, wait_seconds: float) -> LockHeld:
    holder = Holder(who="?", since=datetime.min, pid=0)
    with suppress(Exception):  # the side file may be half written, gone, or of another version
        holder = msgspec.json.decode(read_file(side_file) or b"", type=Holder)
    return LockHeld(
        who=holder.who,
        pid=holder.pid or "?",
        since=holder.since.isoformat() if holder.pid else "?",
        waited_seconds=f"{wait_seconds:g}",
        path=str(path),
    )


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in _BUSY:
                return False
            raise
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _BUSY:
                return False
            raise
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
