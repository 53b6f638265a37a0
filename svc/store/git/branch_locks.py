"""Lock files of branches that a killed `git fast-import` of ours left behind, told from those of
other programs.
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
