"""Where a clone lies: by that it is seen that a disk was copied, and two computers would give the
same numbers.

A mark of the computer, of the folder's name and of the folder itself, in the clone's own settings
(`svc.place`) and never in the ledger. A folder that was renamed, or brought back to where it was,
is the same place; another computer, or a copy beside it, is another one.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from svc.errors import ClonedDisk, NotDone
from svc.store.git import program as git

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from svc.store.git.program import Root

NAME = "svc.place"
_MACHINE_FILES = ("/etc/machine-id", "/var/lib/dbus/machine-id")


def place_of(root: Root, name: Path | None = None) -> str:
    """The mark of where the clone lies now: `COMPUTER.NAME.FOLDER`, or what SVC_PLACE says. `name`
    is what its folder will be called, if that is still to come.
    """
    said = os.environ.get("SVC_PLACE", "")
    if said:
        return _digest(said)
    folder = os.stat(root.common_dir)
    marks = (_machine(), str((name or root.path).resolve()), str(folder.st_ino))
    return ".".join(_digest(mark) if mark else "" for mark in marks)


def is_same_place(one: str, other: str) -> bool:
    """Whether two marks are of one place: of one computer by the name of the folder or by the
    folder itself; where the computer is not known, by the folder itself.
    """
    if one == other:
        return True
    marks, others = one.split("."), other.split(".")
    if len(marks) != len(others) or len(marks) != 3 or marks[0] != others[0]:
        return False
    return marks[2] == others[2] or (marks[0] != "" and marks[1] == others[1])


def is_elsewhere(root: Root, clone: Mapping[str, str]) -> bool:
    """Whether this clone was set up in another place."""
    known = clone.get(NAME, "")
    return bool(known) and not is_same_place(known, place_of(root))


def check_is_its_own(root: Root, clone: Mapping[str, str], free: Callable[[], str]) -> None:
    """Raise ClonedDisk if this clone was set up in another place. In one that was set up before
    that was noted, and in a folder that was renamed, it is noted now. `free`: a letter for it.
    """
    if not clone.get("svc.clone"):
        return
    if is_elsewhere(root, clone):
        raise ClonedDisk(lane=clone.get("svc.desk") or "—", free=free())
    here = place_of(root)
    if clone.get(NAME, "") != here:
        with suppress(NotDone):  # said again with the next number
            git.set_config(root, {NAME: here})


def _machine() -> str:
    """What tells this computer from others; empty where nothing does."""
    if sys.platform == "win32":
        import winreg

        with suppress(OSError):
            key = winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography")
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    for path in _MACHINE_FILES:
        with suppress(OSError), open(path, encoding="ascii", errors="replace") as file:
            mark = file.read(100).strip()
            if mark:
                return mark
    return ""


def _digest(text: str) -> str:
    """So that the mark says nothing of the computer to whoever reads it."""
    import hashlib

    return hashlib.sha256(f"svc {text}".encode("utf-8", "surrogateescape")).hexdigest()[:12]
