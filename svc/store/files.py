"""Bytes on disk: read without surprises, written whole and flushed, every failure said as one
error.

Nothing here follows a link, waits for a pipe, or opens a record that exists for writing.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from svc.errors import (
    N_,
    DiskFull,
    InputOutputFailed,
    NoPermission,
    NotAFile,
    NotDone,
    NotReadable,
    ReadOnly,
    system_reason,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Absent on Windows, which has neither such links nor such pipes; O_BINARY is Windows alone.
_PLAIN = (
    getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
# HFS+ compares names without them
_PASSED_OVER = frozenset("\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufeff") | {
    chr(code) for code in range(0x206A, 0x2070)
}
_NOT_OFFERED = {
    *(errno.EPERM, errno.EACCES, errno.EINVAL, errno.ENOSYS),
    *(errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF),
}
_LINKS_UNKNOWN = {errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK}


def not_done(path: Path | str, error: OSError) -> NotDone:
    """The one error for what the system refused, with its reason and the file it is about."""
    kind: type[NotDone] = InputOutputFailed
    if error.errno in (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", None)):
        kind = DiskFull
    elif error.errno == errno.EROFS:
        kind = ReadOnly
    elif error.errno in (errno.EACCES, errno.EPERM):
        kind = NoPermission
    return kind(path=str(error.filename or path), reason=system_reason(error))


def not_read(path: Path | str, error: OSError) -> NotDone:
    """The same for what was to be read: what this user may not read is damage to whoever reads
    many.
    """
    if error.errno not in (errno.EACCES, errno.EPERM):
        return not_done(path, error)
    reason = system_reason(error)
    return NotReadable(path=str(path), line=1, problem=reason, reason=reason)


@contextmanager
def reading(rel: str) -> Iterator[None]:
    """Name what may not be read within by its path in the ledger."""
    try:
        yield
    except NotReadable as error:
        error.facts["path"] = rel
        raise


@contextmanager
def saying(path: Path | str) -> Iterator[None]:
    """Turn an OSError from within into the NotDone that names `path`."""
    try:
        yield
    except OSError as error:
        raise not_done(path, error) from error


def checked_name(rel: str) -> str:
    """`rel` if it is a path below the ledger, with `/`, that means one file on every system; else
    ValueError.
    """
    parts = rel.split("/")
    odd = any(ord(letter) < 32 or letter in '\\:\x7f"*?<>|' for letter in rel)
    if odd or any(part in ("", ".", "..") or _is_gits(part) for part in parts):
        raise ValueError(f"not a path in a ledger: {rel!r}")
    return rel


def _is_gits(part: str) -> bool:
    """Whether some system takes this for `.git`: by its case, its short name, a blank or dot at the
    end, letters that it passes over.
    """
    seen = "".join(c for c in part if c not in _PASSED_OVER).rstrip(" .").lower()
    return seen == ".git" or re.fullmatch(r"git~[0-9]+", seen) is not None


def located(top: Path, rel: str) -> Path:
    """Where `rel` lies. Raises NotAFile if a folder on the way is a link: its files would not be in
    the ledger; or if it is no name of a file in a ledger.
    """
    at = os.fspath(top)  # as text: a path object for each folder costs more than the look at it
    try:
        parts = checked_name(rel).split("/")
    except ValueError as error:
        raise NotAFile(path=rel, line=0, problem="name") from error
    for part in parts[:-1]:
        at = f"{at}/{part}"
        try:
            mode = os.lstat(at).st_mode
        except FileNotFoundError:
            break
        except OSError as error:
            raise not_read(at, error) from error
        if not stat.S_ISDIR(mode):
            raise NotAFile(path=at, line=0, problem=_kind_of_file(mode))
    return top / rel


def read_file(path: Path | str) -> bytes | None:
    """The bytes of an ordinary file, None if there is none. Raises NotAFile, or NotDone."""
    try:
        descriptor = os.open(path, os.O_RDONLY | _PLAIN)
    except FileNotFoundError:
        return None
    except OSError as error:
        # A link is refused by the open itself (ELOOP), a folder on Windows by EACCES, a socket by
        # ENXIO.
        with suppress(OSError):
            mode = os.lstat(path).st_mode
            if not stat.S_ISREG(mode):
                raise NotAFile(path=str(path), line=0, problem=_kind_of_file(mode)) from error
        raise not_read(path, error) from error
    try:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise NotAFile(path=str(path), line=0, problem=_kind_of_file(facts.st_mode))
        return _read_all(descriptor, facts.st_size + 1)
    except OSError as error:
        raise not_done(path, error) from error
    finally:
        os.close(descriptor)


def write_new(
    path: Path,
    data: bytes | bytearray | Iterable[bytes],
    mode: int = 0o644,
    *,
    flush: bool = True,
) -> None:
    """Make `path`, which must not exist, hold `data`, flushed to the disk (unless the caller does
    that of many at once). Raises OSError; then it is gone again. What is large comes in pieces.

    `mode` is further limited by the umask, unless a file is replaced that is wider by someone's
    decision.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _PLAIN, mode)
    try:
        try:
            _write_all(descriptor, [data] if isinstance(data, bytes | bytearray) else data)
            if flush:
                _flush(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        remove(path)
        raise


def write_like(path: Path, data: bytes | bytearray, target: Path, *, flush: bool = True) -> None:
    """As write_new, with the mode of `target`, which it is to replace. Raises OSError, also if that
    may not be written.

    A rename over it would need no permission for the file itself; but who took it away meant it.
    """
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    write_with_mode(path, data, stat.S_IMODE(os.lstat(target).st_mode) & 0o777, flush=flush)


def write_with_mode(path: Path, data: bytes | bytearray, mode: int, *, flush: bool = True) -> None:
    """As write_new, with just this mode, whatever the umask. Raises OSError."""
    write_new(path, data, mode & 0o700, flush=flush)
    if mode & 0o077:
        try:
            with _tolerated("modes"):
                os.chmod(path, mode)
        except BaseException:
            remove(path)
            raise


def replace_if_same(source: Path, target: Path, expected: bytes) -> bytes | None:
    """Put `source` in the place of `target`, which is an ordinary file that holds `expected`.

    Gives None if that was so. Else what another program has saved there: with `source` not in place
    if that was seen before; or, written into the old file at the very moment, with `source` in
    place. Raises OSError.
    """
    descriptor = os.open(target, os.O_RDONLY | _PLAIN)
    try:
        current = _read_all(descriptor)
        if current != expected:
            return current
        # where a file that is open can't be replaced, nor written into unseen
        if sys.platform == "win32":
            os.close(descriptor)
            descriptor = -1
            os.replace(source, target)
            return None
        # Nothing between these two calls: whoever saves by a rename of their own has only that
        # moment to be missed.
        if not os.path.samestat(os.fstat(descriptor), os.lstat(target)):
            return read_file(target) or b""
        os.replace(source, target)
        os.lseek(descriptor, 0, os.SEEK_SET)
        late = _read_all(descriptor)
        return None if late == expected else late
    finally:
        if descriptor >= 0:
            os.close(descriptor)


def _read_all(descriptor: int, at_once: int = 1 << 20) -> bytes:
    pieces = []
    while piece := os.read(descriptor, at_once):
        pieces.append(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def link_new(source: Path, target: Path) -> None:
    """Give `source` the name `target`, and that alone. Raises FileExistsError if the name is taken,
    or OSError.
    """
    if sys.platform == "win32":
        os.rename(source, target)  # refuses a name that exists there
        return
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _LINKS_UNKNOWN or isinstance(error, FileExistsError):
            raise
        # A file system without links (exFAT): the name is reserved by an empty file, then filled by
        # the rename. Whoever finishes our journal takes an empty file in the place of a new record
        # as ours.
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _PLAIN, 0o644))
        os.replace(source, target)
        return
    os.unlink(source)


def remove(path: Path) -> None:
    """Remove the file if it is there and the system lets us; what stays is harmless and tried again
    later.
    """
    with suppress(OSError):
        os.unlink(path)


def make_folders(top: Path, folders: Iterable[str]) -> None:
    """Make the folders (those above come first), each flushed into the one above it. Raises
    OSError.
    """
    for folder in folders:
        with suppress(FileExistsError):
            os.mkdir(top / folder)
        sync_folder((top / folder).parent)


def missing_folders(top: Path, rel: str) -> list[str]:
    """The folders that `rel` needs and that are not there, those above first."""
    parts = rel.split("/")[:-1]
    folders = ["/".join(parts[: count + 1]) for count in range(len(parts))]
    return [folder for folder in folders if not os.path.lexists(top / folder)]


def is_executable(path: Path) -> bool:
    """Whether its owner may run it, which git writes down."""
    return sys.platform != "win32" and bool(os.lstat(path).st_mode & stat.S_IXUSR)


NOT_KEPT: dict[str, str] = {
    "folders": N_("names of new files are not flushed to the disk"),
    "modes": N_("who may read or write a file can't be set"),
}
"""What a file system may not do, such as a shared folder of Windows or a memory stick."""
not_kept: set[str] = set()
"""What the one here did not do in this process: it is said once, and nothing stops for it."""


@contextmanager
def _tolerated(what: str) -> Iterator[None]:
    """Go on where the file system can't do this at all; any other failure of it counts."""
    try:
        yield
    except OSError as error:
        if error.errno not in _NOT_OFFERED:
            raise
        not_kept.add(what)


def sync_folder(path: Path) -> None:
    """Flush the names in a folder to the disk. Raises OSError. Windows can't, and needs not."""
    if sys.platform == "win32":
        return
    with _tolerated("folders"):
        descriptor = os.open(
            path, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
        )
        try:
            _flush(descriptor)
        finally:
            os.close(descriptor)


def flush_tree(path: Path) -> None:
    """Flush a folder's files and names, and those below it, as another program left them. Raises
    OSError.
    """
    for folder, _, names in os.walk(path):
        for name in names:
            flush_file(Path(folder, name))
        sync_folder(Path(folder))


def flush_file(path: Path) -> None:
    """Flush what another program wrote into a file. Raises OSError."""
    writable = os.access(path, os.W_OK)  # Windows flushes no file that is open for reading alone
    descriptor = os.open(path, (os.O_RDWR if writable else os.O_RDONLY) | _PLAIN)
    try:
        if writable or sys.platform != "win32":
            _flush(descriptor)
    finally:
        os.close(descriptor)


def blob_id(data: bytes, length: int = 40) -> str:
    """git's name for these bytes; `length` of 64 is a repository of sha256."""
    import hashlib

    algorithm = "sha1" if length == 40 else "sha256"
    return hashlib.new(
        algorithm, b"blob %d\0" % len(data) + data, usedforsecurity=False
    ).hexdigest()


def _flush(descriptor: int) -> None:
    if sys.platform == "darwin":  # its fsync leaves the data in the disk's own cache
        import fcntl

        with suppress(OSError):  # some file systems have only the other
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def _write_all(descriptor: int, pieces: Iterable[bytes | bytearray]) -> None:
    size = 0
    for data in pieces:
        size += len(data)
        unwritten = memoryview(data)
        while unwritten:
            written = os.write(descriptor, unwritten)
            if not written:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            unwritten = unwritten[written:]
    if os.fstat(descriptor).st_size != size:  # a system that said more than it did
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def _kind_of_file(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return "link"
    return "folder" if stat.S_ISDIR(mode) else "special"


def document_place(path: Path | str) -> Path:
    """Where a document is to be put. Raises IsAFolder, IsADevice, NoSuchFolder."""
    target = Path(path)
    if target.is_dir():
        from svc.errors import IsAFolder

        raise IsAFolder(path=str(path))
    if target.exists() and not target.is_file():
        from svc.errors import IsADevice

        raise IsADevice(path=str(path))
    if not target.parent.is_dir():
        from svc.errors import NoSuchFolder

        raise NoSuchFolder(path=str(path), folder=str(target.parent))
    return target


def lies_in(place: Path, folder: Path) -> bool:
    """Whether a file or folder, there or not yet, is this folder or lies in it, also by a link."""
    return Path(os.path.realpath(place)).is_relative_to(os.path.realpath(folder))


def replace_file(path: Path | str, data: bytes | Iterable[bytes]) -> None:
    """Put a document where the person asked for it: whole, or the earlier one stays.

    Raises IsAFolder, IsADevice, NoSuchFolder, NotDone.
    """
    target = document_place(path)
    temporary = target.with_name(f".{target.name[:80]}.{os.getpid()}.tmp")
    with saying(target):
        _remove_what_the_dead_left(target.parent, target.name[:80])
        mode = stat.S_IMODE(os.stat(target).st_mode) if target.exists() else 0o644
        write_new(temporary, data, mode)
        try:
            os.replace(temporary, target)
        except BaseException:
            remove(temporary)
            raise
        sync_folder(target.absolute().parent)


def _remove_what_the_dead_left(folder: Path, name: str) -> None:
    """Remove the temporaries of `name` whose processes were killed before they gave them that
    name.
    """
    # What git has merged it calls .merge_file_ and something else each time.
    called = r"\.merge_file_\w+" if name.startswith(".merge_file_") else re.escape(name)
    for each in os.listdir(folder):
        left = re.fullmatch(rf"\.{called}\.([0-9]+)\.tmp", each)
        if left and not is_alive(int(left[1])):
            remove(folder / each)


def is_alive(process: int) -> bool:
    """Whether this is another process that may still be writing. On Windows what somebody has open
    can't be removed anyway.
    """
    if process == os.getpid() or sys.platform == "win32":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # somebody else's
        return True
    return True
