"""A command line that is killed, without the start of a process: a copy of this one runs it."""

from __future__ import annotations

import os
import signal
import sys
import time

EVENTS = (
    "open",
    *("os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod"),
    "subprocess.Popen",
)
"""What changes something, as Python tells whoever audits it; `open` only for writing."""


def killed_at(number: int, words: tuple[str, ...]) -> bool:
    """Run `svc WORDS` in a copy of this process that kills itself before the `number`th call that
    changes something; whether it came so far.
    """
    return _run(words, number) == -signal.SIGKILL


def killed_in_between(seconds: float, words: tuple[str, ...]) -> bool:
    """The same killed after some time; whether it was still running."""
    return _run(words, 0, seconds) == -signal.SIGKILL


def _run(words: tuple[str, ...], number: int, seconds: float = 0) -> int:
    child = os.fork()
    if child == 0:
        try:
            _be_killed(words, number)
        finally:
            os._exit(71)
    if seconds:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _be_killed(words: tuple[str, ...], number: int) -> None:
    from conftest import typed

    left = number

    def hear(event: str, told: tuple[object, ...]) -> None:
        nonlocal left
        if event not in EVENTS or (event == "open" and not _is_written(told)):
            return
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    if number:
        sys.addaudithook(hear)
    os._exit(typed(*words).status)


def _is_written(told: tuple[object, ...]) -> bool:
    flags = told[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
