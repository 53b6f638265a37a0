"""Lock files of branches that a killed git left behind: one of ours, or one that took a push in a
repository that desks share.
"""

from __future__ import annotations

import os
import string
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from svc.errors import GitLocked, NotDone
from svc.store.files import read_file
from svc.store.git.holders import holder_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from svc.store.git.program import Root

    Judge = Callable[[str], bool]
    """Whether a commit, by its id, is ours. Raises GitFailed."""

# how long a lock file without an id has to stay so; git fills or drops it within milliseconds
_STALE_SECONDS = 1.0

_ABANDONED_SECONDS = 120.0
"""How old a lock has to be in a repository where others push: git moves a branch within
milliseconds.
"""


def clear_abandoned(git_dir: Path, branch: str) -> bool:
    """Remove what a git left locked that was killed while it took a push; whether there was any.

    Nobody else would: git refuses every later push, and a desk can't reach the file.
    """
    names = (f"refs/heads/{branch}.lock", "HEAD.lock", "packed-refs.lock")
    locks = [path for name in names if (path := git_dir / name).exists()]
    cleared = False
    for path in locks:
        with suppress(OSError):
            if _time_there(git_dir) - os.stat(path).st_mtime > _ABANDONED_SECONDS:
                os.unlink(path)
                cleared = True
    return cleared


def _time_there(folder: Path) -> float:
    """What a file gets that is written there now: a server's clock may be another than ours."""
    from tempfile import TemporaryFile

    with TemporaryFile(dir=folder) as probe:
        probe.write(b"\n")
        probe.flush()
        return os.fstat(probe.fileno()).st_mtime


def clear_left_over(root: Root, *, ref: str, judge: Judge, since_ns: int) -> None:
    """Remove the branch's and HEAD's lock files if they are left over from our commit, as `judge`
    knows it.

    Asked only by who holds the ledger's lock and found a journal, written at `since_ns`: our git is
    dead then. Ours holds the id of a commit of ours, or none and stays so: empty after a kill,
    after a power cut also cut short or zeros. Raises GitLocked for any other.
    """
    for path in (root.common_dir / f"{ref}.lock", root.git_dir / "HEAD.lock"):
        with suppress(FileNotFoundError):
            written_ns = os.stat(path).st_mtime_ns
            if written_ns < since_ns or not _is_ours(path, judge):
                raise GitLocked(path=str(path), holder=holder_of(path, root.path))
            os.unlink(path)


def _is_ours(path: Path, judge: Judge) -> bool:
    text = read_file(path)
    commit = (text or b"").strip().decode("ascii", "replace")
    if "\0" in commit or (len(commit) < 40 and not commit.strip(string.hexdigits)):
        time.sleep(_STALE_SECONDS)
        return read_file(path) in (text, None)
    try:
        return judge(commit)
    except NotDone:
        return False
