"""A terminal of its own for one command: each question is waited for and answered, as somebody at a desk would."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

CTRL_C = "\x03"
# The terminal is made the one that Ctrl-C comes from, then svc runs as it always does.
_AT_TERMINAL = (
    "import fcntl, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "sys.argv[0] = 'svc'; from svc.cli.app import main; main()"
)


class Talked(NamedTuple):
    """How a conversation ended: exit status, everything on the screen, the questions that were asked."""

    status: int
    screen: str
    asked: list[str]


def talk(
    path: Path,
    *words: str,
    answers: list[str],
    now: str,
    by: str = "chen",
    lang: str = "en",
    meanwhile: Callable[[], object] = lambda: None,
) -> Talked:
    """Run `svc` at a terminal and answer its questions one by one; a question too many is an AssertionError.

    `meanwhile` is done while the last question waits for its answer.
    """
    import pty

    parent, child = pty.openpty()
    env = {**os.environ, "SVC_NOW": now, "SVC_AS": by, "SVC_LANG": lang, "TERM": "xterm", "PYTHONIOENCODING": "utf-8"}
    process = subprocess.Popen(
        [sys.executable, "-c", _AT_TERMINAL, *words],
        cwd=path,
        env=env,
        stdin=child,
        stdout=child,
        stderr=child,
        start_new_session=True,
    )
    os.close(child)
    waiting = list(answers)
    screen, asked = "", []
    since = 0  # what came before was answered
    ends = time.monotonic() + 30
    try:
        while time.monotonic() < ends:
            ready, _, _ = select.select([parent], [], [], 0.05)
            if ready:
                try:
                    data = os.read(parent, 65536)
                except OSError:
                    break
                if not data:
                    break
                screen += data.decode("utf-8", "replace").replace("\r\n", "\n")
                continue
            if screen[since:].endswith(": "):
                asked.append(screen[since:].split("\n")[-1])
                assert waiting, f"a question too many: {asked[-1]}\n{screen}"
                since = len(screen)
                answer = waiting.pop(0)
                if not waiting:
                    meanwhile()
                os.write(parent, answer.encode() if answer == CTRL_C else f"{answer}\n".encode())
            elif process.poll() is not None:
                break
        status = process.wait(5)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(parent)
    assert not waiting, f"never asked for: {waiting}\n{screen}"
    return Talked(status, screen, asked)
