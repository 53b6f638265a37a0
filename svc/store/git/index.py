"""git's index brought up to what was committed, by who holds git's lock of it (git/index_lock.py).

A second index of ours is written: by ourselves where the one there is plain (git/entries.py), else
by git. It becomes the index by a rename, whole at once; a kill leaves the earlier one.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from svc.errors import SvcError
from svc.store.files import (
    blob_id,
    checked_name,
    is_executable,
    read_file,
    remove,
    sync_folder,
    write_new,
    write_with_mode,
)
from svc.store.git import program as git
from svc.store.git.entries import Committed, Draft, draft

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from svc.store.git.program import Root


class Prepared(NamedTuple):
    """What an index will be once the system's facts are known; `before`: of which it was made."""

    before: tuple[int, int, int, int]
    files: list[Committed]
    draft: Draft


def is_waiting(root: Root) -> bool:
    """Whether commits of ours are not in the index yet, as it could not be written."""
    return os.path.lexists(_waiting_of(root))


def waiting(root: Root) -> list[Committed]:
    """What was committed while the index could not be written, and is in HEAD still; a later
    commit may be by anybody.
    """
    files = _remembered(root)
    commit = git.head(root).commit if files else None
    if commit is None:
        return []
    in_head = git.blobs(root, commit, [committed.path for committed in files])
    return [committed for committed in files if in_head.get(committed.path, "") == committed.blob]


def let_wait(root: Root, files: Sequence[Committed]) -> None:
    """Add to those that wait. Raises OSError."""
    latest = {committed.path: committed for committed in [*_remembered(root), *files]}
    new = root.own_dir / "unindexed.new"
    remove(new)
    write_new(new, msgspec.json.encode(list(latest.values())))
    os.replace(new, _waiting_of(root))
    sync_folder(root.own_dir)


def drop_waiting(root: Root) -> None:
    """All that waited is in the index. Raises OSError."""
    with suppress(FileNotFoundError):
        os.unlink(_waiting_of(root))


def _remembered(root: Root) -> list[Committed]:
    data = read_file(_waiting_of(root))
    try:
        known = [] if data is None else msgspec.json.decode(data, type=list[Committed])
        return [each for each in known if checked_name(each.path)]
    except ValueError:  # a name that is none of ours
        return []
    except msgspec.MsgspecError:
        return []  # `git status` names the files; nothing but convenience is lost


def _waiting_of(root: Root) -> Path:
    return root.own_dir / "unindexed"


def prepared(root: Root, files: list[Committed]) -> Prepared | None:
    """What can be done of `update` before the files are in place; None where git is to do it. Never
    fails.
    """
    # what git for Windows writes down of a file is not what the system tells
    if sys.platform == "win32" or not files or not all(each.blob for each in files):
        return None
    index = root.git_dir / "index"
    try:
        before = _identity_of(index)
        # split over two files
        if any(name.startswith("sharedindex.") for name in os.listdir(root.git_dir)):
            return None
        data = read_file(index)
    except (OSError, SvcError):  # a link, or one that can't be read
        return None
    if before is None or data is None:
        return None
    begun = draft(data, before[3] // 10**9, files)
    return None if begun is None else Prepared(before, files, begun)


def update(
    root: Root, files: list[Committed], lock: int | None, ready: Prepared | None = None
) -> None:
    """Put `files` into git's index and leave everything else in it as it is, staged work too.

    `ready` is used if it is of these files and of the index as it is still. Raises GitFailed,
    OSError; then the index is as it was.
    """
    index, second = root.git_dir / "index", root.own_dir / "index.new"
    remove(second)
    remove(second.with_name("index.new.lock"))
    before = _identity_of(index)
    if ready is None or ready.before != before or ready.files != files:
        ready = prepared(root, files)
    if ready is not None and ready.before == before:
        facts = [_file_facts(root, committed) for committed in files]
        # As git does it: who may not write into the index may still put another in its place.
        mode = stat.S_IMODE(os.stat(index).st_mode) & 0o777
        write_with_mode(second, ready.draft.finished(root.path, facts), mode | 0o600)
    else:
        if before is not None:
            _link_or_copy(index, second)
        _write_second(root, second, files, lock)
    after = _identity_of(second)
    if after is None or (before is not None and after[:2] == before[:2]):
        remove(second)  # git found nothing to change
        return
    os.replace(second, index)
    sync_folder(root.git_dir)
    sync_folder(root.own_dir)  # from one folder into another: both have to be on the disk


def _file_facts(root: Root, committed: Committed) -> os.stat_result | None:
    """What the system knows of the file; None if it is not what was committed: that is for its
    writer to stage.
    """
    path = root.path / committed.path
    with suppress(OSError):
        facts = os.lstat(path)
        current = read_file(path)
        is_its_mode = is_executable(path) == (committed.mode == "100755")
        if (
            current is not None
            and blob_id(current, len(committed.blob)) == committed.blob
            and is_its_mode
        ):
            return facts
    return None


def _write_second(root: Root, second: Path, files: Sequence[Committed], lock: int | None) -> None:
    exactly, as_it_is, left_out = [], [], []
    is_sparse = os.path.lexists(root.git_dir / "info/sparse-checkout")
    gone = [committed.path for committed in files if not committed.blob]
    if gone:
        _take_out_of_second(root, second, gone, lock)
    for committed in files:
        if not committed.blob:
            continue
        # With the file's time and size in the index, `git status` needs not read it. But only what
        # was committed may get there: a text that a person has saved since is theirs to stage.
        current = read_file(root.path / committed.path)
        if current is not None and blob_id(current, len(committed.blob)) == committed.blob:
            as_it_is.append(committed.path)
        else:
            left_out += [committed.path] if is_sparse and current is None else []
            exactly += ["--cacheinfo", f"{committed.mode},{committed.blob},{committed.path}"]
    _update(root, second, ("--add", *exactly), as_it_is, lock)
    if left_out and git.run(root, "config", "core.sparseCheckout").out.strip() == b"true":
        _update(root, second, ("--skip-worktree",), left_out, lock)


def _update(
    root: Root, second: Path, words: Sequence[str], paths: Sequence[str], lock: int | None
) -> None:
    ended = git.run(
        root,
        *("update-index", *words, "-z", "--stdin"),
        data="".join(f"{path}\0" for path in paths).encode(),
        settings=["core.autocrlf=false", "core.splitIndex=false"],
        extra={"GIT_INDEX_FILE": str(second.absolute())},
        lock=lock,
    )
    if ended.status:
        raise git.failure("update-index", ended, root.git_dir)


def _take_out_of_second(root: Root, second: Path, paths: Sequence[str], lock: int | None) -> None:
    length = len(git.head(root).commit or "0" * 40)
    ended = git.run(
        root,
        *("update-index", "-z", "--index-info"),
        data="".join(f"0 {'0' * length}\t{path}\0" for path in paths).encode(),
        settings=["core.splitIndex=false"],
        extra={"GIT_INDEX_FILE": str(second.absolute())},
        lock=lock,
    )
    if ended.status:
        raise git.failure("update-index", ended, root.git_dir)


def _link_or_copy(index: Path, second: Path) -> None:
    """A second name is as good as a copy: git never writes into an index, it puts a new one in its
    place.
    """
    try:
        os.link(index, second)
    except OSError:
        import shutil

        shutil.copyfile(index, second)


def _identity_of(path: Path) -> tuple[int, int, int, int] | None:
    """Which file this is and when it was written, None if there is none."""
    try:
        facts = os.stat(path)
    except FileNotFoundError:
        return None
    return facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns
