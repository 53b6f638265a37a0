"""A terminal of its own for one command: each question is waited for and answered, as somebody at a
desk would.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

CTRL_C, CTRL_U = "\x03", "\x15"
EDITS = ("\x1b", "\x7f", CTRL_C)
"""What an answer begins with that goes on from the one that is offered; others stand in its place."""
PATIENCE = 120  # seconds until a command that neither asks nor ends is taken to hang
# The terminal is made the one that Ctrl-C comes from, then svc runs as it always does.
_AT_TERMINAL = (
    "import fcntl, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "sys.argv[0] = 'svc'; from svc.cli.app import main; main()"
)


def _is_offered(screen: str) -> bool:
    """Whether a question was asked with an answer that is to be edited."""
    return screen.rsplit("\n", maxsplit=1)[-1].startswith("\r\x1b[J")


class Keys(NamedTuple):
    """Keys typed without Enter until something stands on the screen; then Enter, or other keys."""

    typed: str
    until: str
    then: str = "\n"


class Talked(NamedTuple):
    """How a conversation ended: exit status, everything on the screen, the questions that were
    asked.

    `echoes`: the terminal shows again what is typed, and hands over lines.
    """

    status: int
    screen: str
    asked: list[str]
    echoes: bool


# One loop between a terminal and what is typed.
def talk(  # noqa: C901, PLR0912, PLR0915
    path: Path,
    *words: str,
    answers: Sequence[str | Keys],
    now: str,
    by: str = "chen",
    lang: str = "en",
    term: str = "xterm",
    meanwhile: Callable[[], object] = lambda: None,
) -> Talked:
    """Run `svc` at a terminal and answer its questions one by one; a question too many is an
    AssertionError.

    `meanwhile` is done while the last question waits for its answer.
    """
    import pty
    import termios

    parent, child = pty.openpty()
    env = {
        "PAGER": "cat",  # a test that pages says by what
        **os.environ,
        "SVC_NOW": now,
        "SVC_AS": by,
        "SVC_LANG": lang,
        "TERM": term,
        "PYTHONIOENCODING": "utf-8",
    }
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
    hoped_for: Keys | None = None
    ends = time.monotonic() + PATIENCE
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
            if hoped_for is not None:
                if hoped_for.until in screen[since:]:
                    since = len(screen)
                    os.write(parent, hoped_for.then.encode())
                    hoped_for = None
                elif process.poll() is not None:
                    break
            elif screen[since:].endswith((": ", "\n> ")) or _is_offered(screen[since:]):
                asked.append(screen[since:].split("\n")[-1])
                assert waiting, f"a question too many: {asked[-1]}\n{screen}"
                before, since = since, len(screen)
                answer = waiting.pop(0)
                typed = answer.typed if isinstance(answer, Keys) else answer
                if _is_offered(screen[before:]) and not typed.startswith(EDITS) and typed:
                    os.write(parent, CTRL_U.encode())
                if not waiting:
                    meanwhile()
                if isinstance(answer, Keys):
                    os.write(parent, answer.typed.encode())
                    hoped_for = answer
                else:
                    os.write(
                        parent, answer.encode() if answer == CTRL_C else f"{answer}\n".encode()
                    )
            elif process.poll() is not None:
                break
        assert process.poll() is not None or time.monotonic() < ends, f"still running: {screen}"
        status = process.wait(5)
        echoes = (
            termios.tcgetattr(parent)[3] & (termios.ECHO | termios.ICANON)
            == termios.ECHO | termios.ICANON
        )
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        os.close(parent)
    assert not waiting, f"never asked for: {waiting}\n{screen}"
    assert hoped_for is None, f"not on the screen: {hoped_for}\n{screen}"
    return Talked(status, screen, asked, echoes)
