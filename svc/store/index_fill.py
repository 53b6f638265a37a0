"""The index from nothing: every ticket read once, on all processors if there are many, a folder at a time.

A worker is this program once more (`svc.store.index_worker`), told folders line by line; so it works wherever
Python does, and whoever interrupts it leaves nothing behind.
"""

from __future__ import annotations

import marshal
import os
import struct
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from svc.errors import SvcError
from svc.model.ids import parse_ticket_id
from svc.store import files, index_words
from svc.store.index_changes import File, files_in, is_unsure, month_folders, stamp_of
from svc.store.index_months import add, told_in
from svc.store.index_rows import Noter
from svc.store.index_tables import INDEXES, TABLES, UNREADABLE_VALUES, Noted, make, number_in, put

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from sqlite3 import Connection

    from svc.store.ledger import Ledger

FEW = 1000
"""Up to so many tickets are noted in this process: starting another takes longer."""
LENGTH = struct.Struct("<I")

Rows = list[tuple[int, str, int, int, Noted]]
Progress = Callable[[int, int], None]
"""Told how many are done, of how many."""


def fill(connection: Connection, ledger: Ledger, now_ns: int, *, words: bool) -> None:
    """Make the tables and note every ticket; `words`: with what a search looks into."""
    make(connection, TABLES)
    make(connection, index_words.TABLES)
    folders = month_folders(ledger.top)
    work = [(f, path) for f, (path, _) in enumerate(folders, start=1)]
    for (f, path), (_, status) in zip(work, folders, strict=True):
        values = (f, path, stamp_of(status), is_unsure(status, now_ns))
        connection.execute("INSERT INTO folder VALUES (?, ?, ?, ?)", values)
    count = sum(len(ledger.numbers_in(path)) for _, path in work)
    done = 0
    for rows in _noted(ledger, work, count, now_ns, words=words):
        put(connection, rows)
        add(connection, told_in(rows))
        index_words.pack(connection, rows)
        done += len(rows)
        ledger.progress(done, count)
    make(connection, INDEXES)


def rows_of(noter: Noter, top: Path, f: int, folder: str, now_ns: int) -> Rows:
    """All tickets of a folder, as the tables have them."""
    found = []
    for name, status in files_in(top, folder):
        number = parse_ticket_id(name)
        if number is not None and str(number) == name and number.folder == folder:
            found.append(File(number_in(f, number), number, stamp_of(status), is_unsure(status, now_ns)))
    return noted(noter, top, found)


def noted(noter: Noter, top: Path, found: list[File], progress: Progress = lambda done, count: None) -> Rows:
    """What is to be noted of these files; those that are gone are left out."""
    rows = []
    places: dict[str, Path | None] = {}  # None: reached by a link
    for done, file in enumerate(sorted(found), 1):
        if done % 100 == 0 or done == len(found):
            progress(done, len(found))
        folder = file.number.folder
        if folder not in places:
            places[folder] = None if _is_reached_by_a_link(top, folder) else top / folder
        place = places[folder]
        what = (UNREADABLE_VALUES, (), (), None) if place is None else noter.of_file(place, file.number)
        if what is not None:
            rows.append((file.n, str(file.number), file.stamp, int(file.unsure), what))
    return rows


def _is_reached_by_a_link(top: Path, folder: str) -> bool:
    """Whether a folder on the way is a link: then none of its files can be read."""
    try:
        files.located(top, f"{folder}/x")
    except SvcError:
        return True
    return False


def _noted(ledger: Ledger, work: list[tuple[int, str]], count: int, now_ns: int, *, words: bool) -> Iterator[Rows]:
    """The rows of all folders, in any order."""
    processors = min(os.cpu_count() or 1, 8)
    if count <= FEW or processors == 1 or not sys.executable:
        noter = Noter(ledger, words=words)
        for f, path in work:
            yield from _pieces(rows_of(noter, ledger.top, f, path, now_ns))
        return
    from queue import Queue
    from threading import Thread

    left = list(reversed(work))
    answers: Queue[Rows | None] = Queue(maxsize=2 * processors)
    workers = [_Worker(ledger.top, now_ns, words=words) for _ in range(processors)]
    threads = [Thread(target=worker.work, args=(left, answers), daemon=True) for worker in workers]
    try:
        for thread in threads:
            thread.start()
        for _ in range(processors):
            while (rows := answers.get()) is not None:
                yield rows
    finally:
        for worker in workers:
            worker.stop()
    noter = Noter(ledger, words=words)
    for f, path in [each for worker in workers for each in worker.failed] + left:
        yield from _pieces(rows_of(noter, ledger.top, f, path, now_ns))


def _pieces(rows: Rows) -> Iterator[Rows]:
    for start in range(0, len(rows), FEW):
        yield rows[start : start + FEW]


class _Worker:
    """Another process that notes folders. What it fails at is left in `failed`."""

    def __init__(self, top: Path, now_ns: int, *, words: bool) -> None:
        self.failed: list[tuple[int, str]] = []
        command = [sys.executable, "-P", "-m", "svc.store.index_worker", str(top), str(now_ns), str(int(words))]
        self._process: subprocess.Popen[bytes] | None = None
        with suppress(OSError):  # then it fails at its first folder
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )

    def work(self, left: list[tuple[int, str]], answers: object) -> None:
        """Have folders noted as long as there are any. Runs in a thread of its own, which mostly waits."""
        put_ = answers.put  # type: ignore[attr-defined]
        while left:
            try:
                f, path = left.pop()
            except IndexError:  # another thread took the last
                break
            try:
                for rows in self._ask(f, path):
                    put_(rows)
            except (OSError, ValueError, EOFError, TypeError, struct.error):
                self.failed.append((f, path))
                break
        put_(None)

    def _ask(self, f: int, path: str) -> list[Rows]:
        if self._process is None or self._process.stdin is None or self._process.stdout is None:
            raise EOFError
        self._process.stdin.write(f"{f} {path}\n".encode())
        self._process.stdin.flush()
        pieces: list[Rows] = []
        while length := LENGTH.unpack(self._process.stdout.read(LENGTH.size))[0]:
            pieces.append(marshal.loads(self._process.stdout.read(length)))
        return pieces

    def stop(self) -> None:
        """End the process; it has nothing to tidy up."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
