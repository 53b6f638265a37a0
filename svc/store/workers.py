"""Work on many records, on all processors: other processes of this program do it, piece by piece.

A worker is this program once more, a module with a `main` that calls `serve_jobs`, told its jobs
line by line; so it works wherever Python does, and whoever interrupts it leaves nothing behind.
What a worker fails at is done here.
"""

from __future__ import annotations

import marshal
import os
import struct
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from queue import Queue

FEW = 1000
"""Up to so many records are looked at in this process: starting another takes longer."""
_LENGTH = struct.Struct("<I")
_MOST = 8  # processes

Piece = TypeVar("Piece")
"""Plain data (see `marshal`), some thousand values, so that none grows large."""

WorkerTask = Callable[[str], Iterable[Piece]]
"""What a job comes to, in pieces."""


def worker_answers(
    module: str,
    arguments: Sequence[str],
    jobs: Sequence[str],
    here: WorkerTask[Piece],
    *,
    count: int,
) -> Iterator[Piece]:
    """The pieces of all jobs, in any order. `count`: of the records they are about; of few, all is
    done `here`.
    """
    processors = min(os.cpu_count() or 1, _MOST)
    if count <= FEW or processors == 1 or not sys.executable:
        for job in jobs:
            yield from here(job)
        return
    from queue import Queue
    from threading import Thread

    left = list(reversed(jobs))
    answered: Queue[list[Piece] | None] = Queue(maxsize=2 * processors)
    workers: list[_Worker[Piece]] = [_Worker(module, arguments) for _ in range(processors)]
    threads = [Thread(target=worker.work, args=(left, answered), daemon=True) for worker in workers]
    try:
        for thread in threads:
            thread.start()
        for _ in range(processors):
            while (pieces := answered.get()) is not None:
                yield from pieces
    finally:
        for worker in workers:
            worker.stop()
    for job in [each for worker in workers for each in worker.failed] + left:
        yield from here(job)


def serve_jobs(answer: WorkerTask[Any]) -> None:  # what marshal takes has no name to be typed by
    """Be a worker: read a job a line, answer each with its pieces, each behind its length, and a
    length of 0.
    """
    import gc
    import signal

    # Ctrl-C is for the one that asks; when it ends, so do we
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(100_000, 20, 20)  # reading makes many objects and no cycles
    out = sys.stdout.buffer
    for line in sys.stdin.buffer:
        for piece in answer(line.decode().rstrip("\n")):
            data = marshal.dumps(piece)
            out.write(_LENGTH.pack(len(data)) + data)
        out.write(_LENGTH.pack(0))
        out.flush()


class _Worker(Generic[Piece]):
    """Another process that does jobs. What it fails at is left in `failed`."""

    def __init__(self, module: str, arguments: Sequence[str]) -> None:
        self.failed: list[str] = []
        self._process: subprocess.Popen[bytes] | None = None
        with suppress(OSError):  # then it fails at its first job
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", module, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )

    def work(self, left: list[str], answered: Queue[list[Piece] | None]) -> None:
        """Have jobs done as long as there are any. Runs in a thread of its own, which mostly
        waits.
        """
        while left:
            try:
                job = left.pop()
            except IndexError:  # another thread took the last
                break
            try:
                answered.put(self._ask(job))
            except (OSError, ValueError, EOFError, TypeError, struct.error):
                self.failed.append(job)
                break
        answered.put(None)

    def _ask(self, job: str) -> list[Piece]:
        """All pieces of a job: of one that is broken off none counts, it is done once more as a
        whole.
        """
        if self._process is None or self._process.stdin is None or self._process.stdout is None:
            raise EOFError
        self._process.stdin.write(f"{job}\n".encode())
        self._process.stdin.flush()
        pieces: list[Piece] = []
        while length := _LENGTH.unpack(self._process.stdout.read(_LENGTH.size))[0]:
            pieces.append(marshal.loads(self._process.stdout.read(length)))
        return pieces

    def stop(self) -> None:
        """End the process; it has nothing to tidy up."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
