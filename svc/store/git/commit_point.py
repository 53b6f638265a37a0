"""The commit point: the branch is moved to a new commit, or nothing is.

git makes it all from one stream, flushed to the disk; the folders that its files stand in are
flushed by us.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from svc.errors import CommitOvertaken
from svc.store.files import remove, sync_folder
from svc.store.git import program as git

_FEW_FILES = 20
"""With the folders they stand in fewer objects than the 100 of which git keeps the pack."""


class Commit(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be committed, and onto what."""

    ref: str
    parent: str | None
    author: git.Person
    committer: git.Person
    when: datetime
    message: str
    files: Sequence[tuple[str, str, bytes | None]]  # path, mode, new bytes; None: taken out
    merges: str = ""  # the commit that it brings in besides
    forward: bool = False  # it is that one itself; there is nothing to be written


def fast_import(
    root: git.Root, commit: Commit, lock: int | None, meanwhile: Callable[[], None] | None = None
) -> None:
    """Move the branch from `commit.parent` to a new commit, flushed to the disk. This is the commit
    point.

    `meanwhile` is done while git does so.

    Raises CommitOvertaken if the branch is elsewhere by now, GitFailed and the like otherwise;
    whether the branch has moved must then be looked up, as git may have died after moving it.
    """
    # Its pack of few objects is unpacked at once and thrown away: to compress the list of a large
    # folder for it well takes longer than all the rest.
    passing = ["pack.compression=1"] if len(commit.files) <= _FEW_FILES else []
    words = ("fast-import", "--quiet", "--done", "--date-format=raw")
    ended = git.run(
        root,
        *words,
        data=_fast_import_stream(commit),
        settings=passing,
        lock=lock,
        meanwhile=meanwhile,
    )
    if ended.status == 0:
        return
    # git's report of its own death, which nobody needs; where `git` is a script that starts git,
    # the number is not its.
    import re  # loaded by what starts a program anyway

    number = re.search(r"fast_import_crash_([0-9]+)", ended.err)
    remove(root.git_dir / f"fast_import_crash_{number[1] if number else ended.pid}")
    if "Not updating" in ended.err:
        raise CommitOvertaken(ref=commit.ref)
    raise git.failure("fast-import", ended, root.git_dir)


def flush_names(root: git.Root, ref: str, since_ns: int) -> None:
    """Flush the names of what git has made since `since_ns`: git flushes its files, but not the
    folders they stand in.

    Most file systems bring names to the disk with the file that is flushed next; POSIX does not
    promise it. Raises OSError.
    """
    objects = root.common_dir / "objects"
    with os.scandir(objects) as entries:
        changed = [
            entry.path
            for entry in entries
            if entry.is_dir() and entry.stat().st_mtime_ns >= since_ns
        ]
    for folder in (*changed, str(objects), str((root.common_dir / ref).parent)):
        if os.path.isdir(folder):  # no folder of the branch's if all are packed, or in a reftable
            sync_folder(Path(folder))


def _fast_import_stream(commit: Commit) -> bytes:
    ref = commit.ref.encode("utf-8", "surrogateescape")
    if commit.forward:
        return b"feature done\nreset %s\nfrom %s\n\ndone\n" % (ref, commit.merges.encode())
    message = commit.message.replace("\0", "\ufffd").encode("utf-8", "backslashreplace")
    parts = [
        b"feature done\n",
        b"commit %s\n" % ref,
        b"author %s\n" % _author_stamp(commit.author, commit.when),
        b"committer %s\n" % _author_stamp(commit.committer, commit.when),
        b"data %d\n%s\n" % (len(message), message),
    ]
    if commit.parent is not None:
        parts.append(b"from %s\n" % commit.parent.encode())
    if commit.merges:
        parts.append(b"merge %s\n" % commit.merges.encode())
    for path, mode, data in commit.files:
        if data is None:
            parts.append(b"D %s\n" % _quoted(path))
            continue
        parts.append(
            b"M %s inline %s\ndata %d\n%s\n" % (mode.encode(), _quoted(path), len(data), data)
        )
    return b"".join([*parts, b"\ndone\n"])


def _author_stamp(person: git.Person, when: datetime) -> bytes:
    """`Name <mail> seconds +hhmm`; what git uses as marks in this line is left out of the name."""
    name, email = (
        "".join(letter for letter in text if letter not in "<>\n\r\0").strip() for text in person
    )
    # git knows no time before 1970: a clock that stands there is named, and the records have what
    # it showed.
    seconds = max(0, int(when.timestamp()))
    return f"{name or email} <{email}> {seconds} {when:%z}".encode("utf-8", "backslashreplace")


def _quoted(path: str) -> bytes:
    escaped = (
        path.encode("utf-8").replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
    )
    return b'"' + escaped + b'"'
