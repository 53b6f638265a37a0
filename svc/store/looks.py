"""What lies in a ledger at a moment: each file known by times, size and inode, without opening it.
Whoever reads for long looks before and after, and reads once more what changed in between.

A folder whose own times did not change is not gone through a second time: a record is put in place
by renaming, which changes its folder. What an editor changes in place meanwhile is that editor's.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, NamedTuple

from svc.store.index.changed_records import file_clock_ns, is_unsure, stamp_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_INDEX = ".svc"


class _Folder(NamedTuple):
    """One folder as it was."""

    stamp: int | None  # None: it may change once more within the same tick of the clock
    folders: tuple[str, ...]  # what lies in it, by name
    files: dict[str, int]  # name → stamp


class Look(NamedTuple):
    """All folders that were looked at, by their path from the top, `tickets/SZ/2026-11`."""

    folders: dict[str, _Folder]

    def differing(self, earlier: Look) -> set[str]:
        """The paths of files that are not as they were: added, replaced or gone."""
        changed: set[str] = set()
        for path in self.folders.keys() | earlier.folders.keys():
            now, before = self.folders.get(path), earlier.folders.get(path)
            if now is before:
                continue
            files_now = now.files if now else {}
            files_before = before.files if before else {}
            prefix = f"{path}/" if path else ""
            changed |= {
                f"{prefix}{name}"
                for name in files_now.keys() | files_before.keys()
                if files_now.get(name) != files_before.get(name)
            }
        return changed


def look_at(top: Path, places: Iterable[str], earlier: Look | None = None) -> Look:
    """These files and folders, from the top, with all that is in them; links are not followed.
    `earlier`: what was seen before, so that only folders that changed are gone through.

    What can't be looked into is as if it were empty: whoever reads it says so.
    """
    try:
        now_ns: int | None = file_clock_ns(top / _INDEX)
    except OSError:
        now_ns = None  # then every folder is gone through each time
    known = {} if earlier is None else earlier.folders
    seen: dict[str, _Folder] = {}
    at_top: dict[str, int] = {}
    for place in places:
        try:
            status = os.lstat(top / place)
        except OSError:
            continue
        if stat.S_ISDIR(status.st_mode):
            seen.update(_below(top, place, known, now_ns))
        else:
            at_top[place] = stamp_of(status)
    seen[""] = _Folder(None, (), at_top)
    return Look(seen)


def _below(
    top: Path, place: str, known: dict[str, _Folder], now_ns: int | None
) -> Iterator[tuple[str, _Folder]]:
    """A folder and all folders in it."""
    left = [place]
    while left:
        path = left.pop()
        try:
            status = os.lstat(top / path)
            stamp = None if now_ns is None or is_unsure(status, now_ns) else stamp_of(status)
            folder = known.get(path)
            if folder is None or stamp is None or folder.stamp != stamp:
                folder = _gone_through(top / path, stamp)
        except OSError:
            continue
        yield path, folder
        left += [f"{path}/{name}" for name in folder.folders]


def _gone_through(path: Path, stamp: int | None) -> _Folder:
    folders: list[str] = []
    files: dict[str, int] = {}
    with os.scandir(path) as entries:
        for entry in entries:
            try:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
                else:
                    files[entry.name] = stamp_of(entry.stat(follow_symlinks=False))
            except OSError:
                continue  # gone at this very moment
    return _Folder(stamp, tuple(folders), files)
