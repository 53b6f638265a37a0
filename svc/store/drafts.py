"""What was typed and could not be recorded, kept in `.git/svc/drafts/`: this copy's own, outside
the record.

Each is one file, written whole. A folder or file that is a link is no draft: nothing outside is
ever read or removed.
"""

from __future__ import annotations

import os
import re
import stat
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from svc.errors import NotAFile
from svc.store.files import read_file, remove, saying, sync_folder, write_new

if TYPE_CHECKING:
    from svc.store.git.program import Root

_LONGEST = 8_000_000  # bytes
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,99}\.yaml")


SETUP = "setup.yaml"
"""The answers of `svc setup`, which are no request."""


def folder_of(root: Root) -> Path:
    """Where drafts are kept."""
    return root.own_dir / "drafts"


def new_name(now: datetime) -> str:
    """A name nobody has: `20261123-090000-3f9a.yaml`."""
    return f"{now:%Y%m%d-%H%M%S}-{os.urandom(2).hex()}.yaml"


def write(root: Root, name: str, data: bytes) -> Path:
    """Keep a draft under this name, in place of the one that has it; its owner alone can read it.

    Raises NotDone, or NotAFile if the folder is none of ours; then nothing is kept.
    """
    folder = folder_of(root)
    with saying(folder):
        os.makedirs(root.own_dir, exist_ok=True)
        if not os.path.lexists(folder):
            os.mkdir(folder, 0o700)
        _check_folder(folder)
        new = folder / f".{name}.{os.urandom(4).hex()}.tmp"
        try:
            write_new(new, data, 0o600)
            os.replace(new, folder / name)
        except BaseException:
            remove(new)
            raise
        sync_folder(folder)
        sync_folder(root.own_dir)
    return folder / name


def names(root: Root) -> list[str]:
    """What may be a draft, by name, so the oldest first; also what can't be read. Never fails."""
    folder = folder_of(root)
    try:
        _check_folder(folder)
        found = sorted(name for name in os.listdir(folder) if _NAME.fullmatch(name))
        return [name for name in found if name != SETUP]
    except (OSError, NotAFile):
        return []


def read(root: Root, name: str) -> bytes | None:
    """The bytes of a draft; None if it is gone. Raises NotAFile (a link, a pipe, more than any
    request …), NotDone.
    """
    path = folder_of(root) / name
    if os.path.lexists(path) and os.lstat(path).st_size > _LONGEST:
        raise NotAFile(path=str(path), line=0, problem="special")
    return read_file(path)


def drop(root: Root, name: str) -> None:
    """Throw a draft away; what can't be removed is offered once more."""
    folder = folder_of(root)
    if name in (*names(root), SETUP):
        remove(folder / name)


def name_of(root: Root, path: Path) -> str:
    """The name of the draft that this path leads to; empty if it is none."""
    at_home = os.path.realpath(path.parent) == os.path.realpath(folder_of(root))
    return path.name if at_home and path.name in names(root) else ""


def _check_folder(folder: Path) -> None:
    mode = os.lstat(folder).st_mode
    if not stat.S_ISDIR(mode):
        problem = "link" if stat.S_ISLNK(mode) else "special"
        raise NotAFile(path=str(folder), line=0, problem=problem)
