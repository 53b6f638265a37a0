"""Why the operating system refused something: one table, so that it is said in both languages."""

from __future__ import annotations

import errno
import os

from svc.errors.kinds import N_, Phrase

_REASONS: dict[str, str] = {
    "EACCES": N_("Permission denied"),
    "EAGAIN": N_("Resource temporarily unavailable"),
    "EBADF": N_("Bad file descriptor"),
    "EBUSY": N_("Device or resource busy"),
    "EDQUOT": N_("Disk quota exceeded"),
    "EEXIST": N_("File exists"),
    "EFBIG": N_("File too large"),
    "EINVAL": N_("Invalid argument"),
    "EIO": N_("Input/output error"),
    "EISDIR": N_("Is a directory"),
    "ELOOP": N_("Too many levels of symbolic links"),
    "EMFILE": N_("Too many open files"),
    "ENAMETOOLONG": N_("File name too long"),
    "ENFILE": N_("Too many open files in system"),
    "ENODEV": N_("No such device"),
    "ENOENT": N_("No such file or directory"),
    "ENOEXEC": N_("Exec format error"),
    "ENOMEM": N_("Cannot allocate memory"),
    "ENOSPC": N_("No space left on device"),
    "ENOTDIR": N_("Not a directory"),
    "ENOTEMPTY": N_("Directory not empty"),
    "ENXIO": N_("No such device or address"),
    "EPERM": N_("Operation not permitted"),
    "EPIPE": N_("Broken pipe"),
    "EROFS": N_("Read-only file system"),
    "ESTALE": N_("Stale file handle"),
    "ETIMEDOUT": N_("Connection timed out"),
    "EXDEV": N_("Invalid cross-device link"),
}


def system_reason(error: OSError) -> Phrase | str:
    """Why the system refused, in the reader's language; what the table does not know as the system
    says it.
    """
    name = errno.errorcode.get(error.errno or 0, "")
    if name in _REASONS:
        return Phrase(_REASONS[name])
    return error.strerror or os.strerror(error.errno or 0)
