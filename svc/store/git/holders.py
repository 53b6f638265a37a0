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
_MERGING = ("merge", "cherry-pick", "revert")  # `git pull` starts `git merge`
_WITH_VALUE = ("-c", "-C", "--git-dir", "--work-tree", "--namespace", "--exec-path")


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


def merging_in(top: Path) -> frozenset[int]:
    """The processes of git that merge, pick or revert in the work tree at `top`, whether or not
    they hold a lock; none where the system does not tell. Not those that wait for us: we may be
    run by a hook of theirs.
    """
    found = frozenset(
        pid for pid in _gits_in(top) if any(word in _MERGING for word in _command(_words(pid)))
    )
    return found - _started_by() if found else found


def _git_at_work_in(top: Path) -> Running | None:
    """A git whose folder is the work tree's; git goes there before it takes a lock."""
    return next((_running(pid) for pid in _gits_in(top)), None)


def _gits_in(top: Path) -> Iterator[int]:
    with suppress(OSError):
        wanted = os.stat(top)
        for pid in _pids():
            with suppress(OSError):
                if os.path.samestat(os.stat(f"{_PROCESSES}/{pid}/cwd"), wanted):
                    program = (_words(pid) or [""])[0]
                    if program.rpartition("/")[2] in ("git", "git.exe"):
                        yield pid


def _command(words: list[str]) -> list[str]:
    """The command of a git's command line, behind the options of git itself; none if there is
    none.
    """
    rest = iter(words[1:])
    for word in rest:
        if word in _WITH_VALUE:
            next(rest, None)
        elif not word.startswith("-"):
            return [word]
    return []


def _started_by() -> frozenset[int]:
    """The processes that started us, one by the other."""
    found: set[int] = set()
    pid = os.getppid()
    with suppress(OSError, ValueError):
        while pid > 1 and pid not in found:
            found.add(pid)
            with open(f"{_PROCESSES}/{pid}/stat", "rb") as file:
                pid = int(file.read().rpartition(b")")[2].split()[1])
    return frozenset(found)


def _pids() -> Iterator[int]:
    """All processes but ourselves; those of others tell nothing, and are passed over."""
    with suppress(OSError):
        names = sorted(int(name) for name in os.listdir(_PROCESSES) if name.isdecimal())
        yield from (pid for pid in names if pid != os.getpid())


def _words(pid: int) -> list[str]:
    """Its command line; none of a process that has ended since it was seen."""
    try:
        with open(f"{_PROCESSES}/{pid}/cmdline", "rb") as file:
            words = file.read(4096).split(b"\0")
    except OSError:
        return []
    return [word.decode("utf-8", "backslashreplace") for word in words if word]


def _running(pid: int) -> Running:
    line = " ".join(_words(pid))
    if len(line) > _LONGEST_COMMAND_LINE:
        line = line[: _LONGEST_COMMAND_LINE - 1] + "…"
    return Running(pid, line or "?")
