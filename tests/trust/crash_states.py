"""What a disk may hold after the power failed, from a trace of the calls that one command made.

A kill leaves what the system was told; a power cut leaves what had reached the disk. So each state
is built from the trace: up to some call, with names and data that no `fsync` had forced down left
out.

    calls = traced(command, ledger, env)
    for state in states(calls, names_in_order=True):
        state.put(copy_of_the_ledger_before)

Two kinds of file system. With `names_in_order` (ext4, XFS, Btrfs, APFS, NTFS) a file system brings
changes of names to the disk in the order they were made, and any `fsync` brings all earlier ones.
Without it a name is on the disk once its own folder was flushed, and not before, in any order:
nothing that POSIX does not promise is taken for given.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from random import Random
from typing import NamedTuple

_TRACED = (
    *("openat", "write", "pwrite64", "lseek", "ftruncate", "fsync", "fdatasync"),
    *(
        "rename",
        "renameat",
        "renameat2",
        "link",
        "linkat",
        "unlink",
        "unlinkat",
        "mkdir",
        "mkdirat",
        "rmdir",
    ),
)
_LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+)(?:<([^>]*)>)?")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_DESCRIPTOR = re.compile(r"(-?\d+|AT_FDCWD)<([^>]*)>")
# of so many that may be missing every subset is tried; of more each alone, all, and some at random
MOST_OPEN = 8


class Call(NamedTuple):
    """A call that changed something: names (path → file, None if gone), bytes of a file, or what it
    flushed.
    """

    names: tuple[tuple[str, int | None], ...] = ()
    file: int = -1
    offset: int = 0
    data: bytes = b""
    cut: int = -1  # the length a file is cut to
    flushed_file: int = -1
    flushed_folder: str = ""


class State(NamedTuple):
    """Names and contents that differ from before the command; None: no such file, or a folder's
    place is empty.
    """

    after: int  # how many of the calls had been made
    files: tuple[tuple[str, bytes | None], ...]
    folders: tuple[str, ...]
    links: tuple[tuple[str, str], ...]  # a second name of a file, and its first

    def put(self, ledger: Path) -> None:
        """Make a copy of the ledger as it was before into this state."""
        for folder in self.folders:
            (ledger / folder).mkdir(exist_ok=True)
        for name, data in self.files:
            path = ledger / name
            if not path.parent.is_dir():
                continue  # the folder's own name never reached the disk
            path.unlink(missing_ok=True)  # objects of git are marked read-only
            if data is not None:
                path.write_bytes(data)
        for name, first in self.links:
            if (ledger / first).exists() and (ledger / name).parent.is_dir():
                (ledger / name).unlink(missing_ok=True)
                (ledger / name).hardlink_to(ledger / first)


class Traced(NamedTuple):
    """The calls of one command below a folder, and what its files held before."""

    calls: list[Call]
    before: dict[int, bytes]  # file → bytes
    names: dict[str, int]  # path → file


def traced(command: Sequence[str], ledger: Path, env: dict[str, str]) -> Traced:
    """Run a command and its git under strace, and note what they did below `ledger`."""
    before: dict[int, bytes] = {}
    names: dict[str, int] = {}
    inodes: dict[int, int] = {}
    for path in sorted(ledger.rglob("*")):
        if path.is_file():
            # two names of one file stay one
            file = inodes.setdefault(path.stat().st_ino, len(inodes))
            names[path.relative_to(ledger).as_posix()] = file
            before[file] = path.read_bytes()
    log = ledger.parent / f"{ledger.name}.trace"
    what = [
        "strace",
        "-f",
        "-qq",
        "-y",
        "-xx",
        "-s",
        str(1 << 22),
        "-o",
        str(log),
        "-e",
        f"trace={','.join(_TRACED)}",
    ]
    done = subprocess.run(
        [*what, *command], cwd=ledger, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Traced(
        _Trace(ledger.resolve(), dict(names), len(inodes)).read(_whole_lines(log.read_text())),
        before,
        names,
    )


def states(
    trace: Traced, *, names_in_order: bool, only_at_the_end: bool = False, seed: int = 1
) -> Iterator[State]:
    """Every state the disk may be in, each once."""
    seen: set[object] = set()
    random = Random(seed)
    total = len(trace.calls)
    for after in [total] if only_at_the_end else range(total + 1):
        for names_lost, writes_lost in _losses(trace.calls, after, names_in_order, random):
            state = _state(trace, after, names_lost, writes_lost)
            key = (state[1:], after == total)
            if key not in seen:
                seen.add(key)
                yield state


def _losses(
    calls: Sequence[Call], after: int, names_in_order: bool, random: Random
) -> Iterator[tuple[frozenset[int], frozenset[int]]]:
    """Which calls' names, and which calls' bytes, did not reach the disk when `after` calls had
    been made.
    """
    made = range(after)
    flushes = [at for at in made if calls[at].flushed_file >= 0 or calls[at].flushed_folder]
    open_writes = [
        at
        for at in made
        if calls[at].file >= 0
        and not any(calls[later].flushed_file == calls[at].file for later in range(at, after))
    ]
    if names_in_order:
        since = flushes[-1] if flushes else 0
        changes = [at for at in made if at > since and calls[at].names]
        endings = [frozenset(changes[keep:]) for keep in range(len(changes) + 1)]
    else:
        changes = [
            at
            for at in made
            if calls[at].names
            and not all(
                any(calls[later].flushed_folder == _folder_of(name) for later in range(at, after))
                for name, _ in calls[at].names
            )
        ]
        endings = [frozenset(lost) for lost in _subsets(changes, random)]
    for lost in endings:
        for writes in _subsets(open_writes, random):
            yield lost, frozenset(writes)


def _folder_of(name: str) -> str:
    return os.path.dirname(name.rstrip("/")) or "."


def _subsets(items: Sequence[int], random: Random) -> Iterator[tuple[int, ...]]:
    if len(items) <= MOST_OPEN:
        for size in range(len(items) + 1):
            yield from combinations(items, size)
        return
    yield ()
    yield tuple(items)
    for item in items:
        yield (item,)
    for _ in range(1 << (MOST_OPEN - 2)):
        yield tuple(item for item in items if random.random() < 0.5)


def _state(
    trace: Traced, after: int, names_lost: frozenset[int], writes_lost: frozenset[int]
) -> State:
    names: dict[str, int | None] = dict(trace.names)
    contents = dict(trace.before)
    folders: dict[str, bool] = {}
    for at, call in enumerate(trace.calls[:after]):
        if at not in names_lost:
            for name, file in call.names:
                if name.endswith("/"):
                    folders[name[:-1]] = file is not None
                else:
                    names[name] = file
        if call.file >= 0 and at not in writes_lost:
            old = contents.get(call.file, b"")
            if call.cut >= 0:
                contents[call.file] = old[: call.cut].ljust(call.cut, b"\0")
            else:  # what lies before it and was lost reads as zeros
                start, end = call.offset, call.offset + len(call.data)
                contents[call.file] = old[:start].ljust(start, b"\0") + call.data + old[end:]
    first: dict[int, str] = {}
    for name, file in names.items():
        if file is not None:
            first.setdefault(file, name)
    files: dict[str, bytes | None] = {}
    links: dict[str, str] = {}
    for name, file in names.items():
        if file is None:
            if name in trace.names:
                files[name] = None
        elif first[file] != name:
            links[name] = first[file]
        elif trace.names.get(name) != file or contents.get(file, b"") != trace.before[file]:
            files[name] = contents.get(file, b"")
    # As they were made: git's locks are told by their times.
    ordered = sorted(files, key=lambda name: (names[name] or 0, name))
    made = sorted(name for name, is_there in folders.items() if is_there)
    return State(
        after,
        tuple((name, files[name]) for name in ordered),
        tuple(made),
        tuple(sorted(links.items())),
    )


class _Trace:
    """Turns lines of strace into calls."""

    def __init__(self, top: Path, names: dict[str, int], files: int) -> None:
        self._top = str(top)
        self._names: dict[str, int | None] = dict(names)
        self._next = files
        self._length: dict[int, int] = {}
        # process, descriptor, path → where it writes next
        self._at: dict[tuple[str, str, str], int] = {}
        self._append: set[tuple[str, str, str]] = set()

    def read(self, lines: Sequence[str]) -> list[Call]:
        calls = []
        for line in lines:
            found = _LINE.match(line)
            if found is None or found[4].startswith("-"):
                continue  # a call that failed, a signal, the end of a process
            process, call, arguments, answer, opened = found.groups()
            made = self._call(process, call, arguments, int(answer), _unescaped(opened or ""))
            if made is not None:
                calls.append(made)
        return calls

    def _call(
        self, process: str, call: str, arguments: str, answer: int, opened: str
    ) -> Call | None:
        if call == "openat":
            return self._open(process, arguments, answer, opened)
        if call in ("write", "pwrite64", "lseek", "ftruncate", "fsync", "fdatasync"):
            return self._with_descriptor(process, call, arguments, answer)
        paths = self._paths(arguments)
        if call.startswith("mkdir") and paths[0]:
            return Call(names=((paths[0] + "/", 0),))
        if (call == "rmdir" or "AT_REMOVEDIR" in arguments) and paths[0]:
            return Call(names=((paths[0] + "/", None),))
        if call.startswith("unlink") and paths[0]:
            return self._named((paths[0], None))
        if call.startswith("rename") and paths[0] and paths[1]:
            return self._named((paths[1], self._names.get(paths[0])), (paths[0], None))
        if call.startswith("link") and paths[0] and paths[1]:
            return self._named((paths[1], self._names.get(paths[0])))
        return None

    def _open(self, process: str, arguments: str, descriptor: int, opened: str) -> Call | None:
        path = self._inside(opened)
        if not path or "O_DIRECTORY" in arguments:
            return None
        key = (process, str(descriptor), path)
        self._at[key] = 0
        if "O_APPEND" in arguments:
            self._append.add(key)
        else:
            self._append.discard(key)
        if "O_CREAT" in arguments and self._names.get(path) is None:
            self._next += 1
            return self._named((path, self._next - 1))
        if "O_TRUNC" in arguments:
            file = self._names[path]
            assert file is not None
            self._length[file] = 0
            return Call(file=file, cut=0)
        return None

    def _with_descriptor(self, process: str, call: str, arguments: str, answer: int) -> Call | None:
        found = _DESCRIPTOR.match(arguments)
        path = self._inside(_unescaped(found[2])) if found else ""
        if found is None or not path:
            return None
        key = (process, found[1], path)
        if call in ("fsync", "fdatasync"):
            if os.path.isdir(f"{self._top}/{path}") or path == ".":
                return Call(flushed_folder=path)
            file = self._names.get(path)
            return None if file is None else Call(flushed_file=file)
        file = self._names.get(path)
        if file is None:
            return None
        if call == "lseek":
            self._at[key] = answer
            return None
        if call == "ftruncate":
            self._length[file] = int(arguments.rpartition(",")[2])
            return Call(file=file, cut=self._length[file])
        text = _STRING.search(arguments)
        data = bytes.fromhex(text[1].replace("\\x", ""))[:answer] if text else b""
        if call == "pwrite64":
            offset = int(arguments.rpartition(",")[2])
        else:
            length = self._length.get(file)
            offset = (
                self._at.get(key, 0)
                if key not in self._append
                else -1
                if length is None
                else length
            )
            self._at[key] = offset + len(data)
        if offset < 0:
            # a log of git: one line was added, at its end
            offset = os.path.getsize(f"{self._top}/{path}") - len(data)
        self._length[file] = max(self._length.get(file, 0), offset + len(data))
        return Call(file=file, offset=offset, data=data)

    def _named(self, *names: tuple[str, int | None]) -> Call:
        self._names.update(names)
        return Call(names=names)

    def _paths(self, arguments: str) -> list[str]:
        """The paths in a call, those not below the ledger empty."""
        folders = [_unescaped(found[2]) for found in _DESCRIPTOR.finditer(arguments)]
        texts = [_unescaped(found[1]) for found in _STRING.finditer(arguments)]
        # rename(2), which has no folders: what is relative is so to the ledger, where all of it
        # runs
        if not folders:
            folders = [self._top] * len(texts)
        out = [
            self._inside(os.path.join(folders[min(at, len(folders) - 1)], text))
            for at, text in enumerate(texts)
        ]
        return [*out, "", ""]

    def _inside(self, path: str) -> str:
        path = os.path.normpath(path)
        if path == self._top:
            return "."
        inside = path.removeprefix(self._top + "/") if path.startswith(self._top + "/") else ""
        return "" if inside.startswith(".svc/") else inside  # the index is disposable


def _whole_lines(text: str) -> list[str]:
    """The lines of a log of `strace -f`, with calls that another process interrupted put
    together.
    """
    begun: dict[str, str] = {}
    out = []
    for line in text.splitlines():
        process = line.split(" ", 1)[0]
        if line.endswith(" <unfinished ...>"):
            begun[process] = line.removesuffix(" <unfinished ...>")
        elif "resumed>" in line:
            out.append(begun.pop(process, "") + line.partition("resumed>")[2])
        else:
            out.append(line)
    return out


def _unescaped(text: str) -> str:
    return re.sub(
        r"(?:\\x[0-9a-f]{2})+",
        lambda found: os.fsdecode(bytes.fromhex(found[0].replace("\\x", ""))),
        text,
    )


def why_not() -> str:
    """Why nothing can be traced here; empty if it can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run(
        ["strace", "-qq", "-o", os.devnull, "true"], capture_output=True, check=False
    )
    return (
        ""
        if tried.returncode == 0
        else f"strace may not trace: {tried.stderr.decode(errors='replace').strip()}"
    )
