"""What svc itself last changed among the customers' files, so that its own changes need no look at
all of them.

Whoever adds, removes or replaces a file changes the time of its folder. If nobody but svc has
changed the folder since the index last looked at it, the files that svc wrote are all that can
differ there. `.svc/customers` says which: each name with the folder as it was then. A foreign
change is missed only if it falls into the very moment, less than a thousandth of a second, in which
a command puts its own file there; the next look at all files finds it
(svc/store/index/changed_customers.py). Losing this file costs that look.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from svc.store.index.changed_records import file_clock_ns, is_unsure, stamp_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FOLDER = "customers"
_MOST_STEPS = 200


class _Step(NamedTuple):
    """The folder's stamp once svc had put a file of this name there; of the first step, as it was
    before.
    """

    stamp: int
    name: str


class Watch:
    """One command's changes to the folder; while it makes them it holds the ledger's lock."""

    def __init__(self, top: Path, paths: Iterable[str]) -> None:
        self._top = top
        self._names = [path.rpartition("/")[2] for path in paths if path.startswith(f"{FOLDER}/")]
        self._was = self._now = folder_stamp(top) if self._names else None

    def begins(self) -> None:
        """Just before files are made there: somebody else may have been there meanwhile."""
        if self._names and folder_stamp(self._top) != self._now:
            self._was = None

    def ends(self) -> None:
        """Just after."""
        if self._names:
            self._now = folder_stamp(self._top)

    def keep(self) -> None:
        """Write down what was changed, in addition to what is known of earlier commands. Never
        fails.
        """
        if self._was is None or self._now is None or not _is_folder(_steps_path(self._top).parent):
            return
        steps = _kept_steps(self._top)
        if not steps or steps[-1].stamp != self._was:
            steps = [_Step(self._was, "-")]
        steps += [_Step(self._now, name) for name in self._names]
        temporary = _steps_path(self._top).with_name(f"current.{os.urandom(4).hex()}.tmp")
        text = "".join(f"{stamp} {name}\n" for stamp, name in steps[-_MOST_STEPS:])
        with suppress(OSError):
            temporary.write_text(text, encoding="utf-8")
            os.replace(temporary, _steps_path(self._top))


def folder_stamp(top: Path) -> int | None:
    """The folder's time and identity; None if there is no such folder, or it can't be looked at."""
    try:
        return stamp_of(os.stat(top / FOLDER, follow_symlinks=False))
    except OSError:
        return None


def sure_folder_stamp(top: Path) -> int | None:
    """The same, if whoever changes the folder from now on gives it another; None if it changed just
    now.
    """
    try:
        status = os.stat(top / FOLDER, follow_symlinks=False)
        return None if is_unsure(status, file_clock_ns(top / ".svc")) else stamp_of(status)
    except OSError:
        return None


def own_writes_between(top: Path, was: int, now: int) -> list[str] | None:
    """The names of the files that svc changed between two stamps of the folder; None if others did,
    too.
    """
    steps = _kept_steps(top)
    ends = [number for number, step in enumerate(steps) if step.stamp == was]
    if not ends or steps[-1].stamp != now:
        return None
    return [step.name for step in steps[ends[-1] + 1 :]]


def _steps_path(top: Path) -> Path:
    return top / ".svc" / "customers"


def _is_folder(path: Path) -> bool:
    """Whether an index is kept here; a link that came with the ledger leads out of it."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def _kept_steps(top: Path) -> list[_Step]:
    try:
        lines = _steps_path(top).read_text(encoding="utf-8").splitlines()
        return [
            _Step(int(stamp), name) for stamp, _, name in (line.partition(" ") for line in lines)
        ]
    except (OSError, ValueError):
        return []
