"""Who holds a lock file of git's, as far as the system tells."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from svc.errors import N_, Length, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PROCESSES = "/proc"  # Linux; elsewhere there is none, or it tells less
_LONGEST_COMMAND_LINE = 60


class Running(NamedTuple):
    """A process, and its command line as far as it is worth showing."""

    pid: int
    command_line: str


def holder_of(lock: Path, top: Path) -> Phrase:
    """Who holds `lock`, a file of the work tree at `top`; where that can't be known, how old it is.

    git closes its lock file and keeps it while an editor asks for the message: then it is any git
    that is at work in this work tree.
    """
    age = _age(lock)
    found = _who_has_open(lock) or _git_at_work_in(top)
    if found is not None:
        return Phrase(
            N_("{program}, process {pid}, for {age}"),
            program=found.command_line,
            pid=found.pid,
            age=age,
        )
    if os.path.isdir(f"{_PROCESSES}/self/fd"):
        return Phrase(N_("no running program of yours is seen to hold it; {age} old"), age=age)
    return Phrase(N_("{age} old"), age=age)


def _age(lock: Path) -> Length:
    from svc.rules.merge.clock_skew import span_text

    seconds = 0.0
    with suppress(OSError):
        seconds = max(0.0, time.time() - os.lstat(lock).st_mtime)
    return span_text(int(seconds))


def _who_has_open(lock: Path) -> Running | None:
    """The first process, by its number, that has the file open."""
    try:
        wanted = os.lstat(lock)
    except OSError:
        return None
    for pid in _pids():
        with suppress(OSError):
            folder = f"{_PROCESSES}/{pid}/fd"
            for name in os.listdir(folder):
                with suppress(OSError):
                    if os.path.samestat(os.stat(f"{folder}/{name}"), wanted):
                        return _running(pid)
    return None


def _git_at_work_in(top: Path) -> Running | None:
    """A git whose folder is the work tree's; git goes there before it takes a lock."""
    for pid in _pids():
        with suppress(OSError):
            if os.path.samefile(f"{_PROCESSES}/{pid}/cwd", top):
                running = _running(pid)
                program = running.command_line.partition(" ")[0]
                if program.rpartition("/")[2] in ("git", "git.exe"):
                    return running
    return None


def _pids() -> Iterator[int]:
    """All processes but ourselves; those of others tell nothing, and are passed over."""
    with suppress(OSError):
        names = sorted(int(name) for name in os.listdir(_PROCESSES) if name.isdecimal())
        yield from (pid for pid in names if pid != os.getpid())


def _running(pid: int) -> Running:
    with open(f"{_PROCESSES}/{pid}/cmdline", "rb") as file:
        words = file.read(4096).split(b"\0")
    line = b" ".join(word for word in words if word).decode("utf-8", "backslashreplace")
    if len(line) > _LONGEST_COMMAND_LINE:
        line = line[: _LONGEST_COMMAND_LINE - 1] + "…"
    return Running(pid, line or "?")
