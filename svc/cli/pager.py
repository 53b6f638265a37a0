"""What is longer than the terminal, a page at a time: by the pager that the person has set, else by
less.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress

USUAL = "less"
LESS = "FRX"
"""What less is told unless LESS is set: nothing to page if it fits, plain text stays where it was
shown.
"""
PROMPT = "q | SPACE | b"
"""The keys of less, at the foot: it garbles what is not ASCII there."""
SECURE = {"LESSSECURE": "1"}
"""No key of less saves a file, which would lie in the ledger, or starts a program."""


def page_text(
    text: str, environ: Mapping[str, str], unpaged: Callable[[str], str], keys: str
) -> None:
    """Put the text out, through the pager if it is longer than the terminal. Without a pager it is
    just put out, as `unpaged` makes it: with links, which an older less shows as rubbish. `keys`
    says how to leave, above the text, where nobody has set another pager.
    """
    pager = _pager_command(environ)
    if not pager or text.count("\n") < shutil.get_terminal_size().lines:
        sys.stdout.write(unpaged(text))
        return
    try:
        process = subprocess.Popen(
            pager,
            stdin=subprocess.PIPE,
            env={"LESS": LESS, "LESSCHARSET": "utf-8", **environ, **SECURE},
        )
    except OSError:
        sys.stdout.write(unpaged(text))
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the pager's own key
    try:
        with suppress(BrokenPipeError, OSError):  # left before the end
            shown = f"{keys}\n{text}" if PROMPT in pager else text
            process.communicate(shown.encode("utf-8", "backslashreplace"))
    finally:
        signal.signal(signal.SIGINT, before)


def _pager_command(environ: Mapping[str, str]) -> list[str]:
    """The program and its words; never a shell's line. Empty: none."""
    import shlex

    command = environ.get("SVC_PAGER", environ.get("PAGER"))
    if command is None:
        pages = sys.platform != "win32" and environ.get("TERM", "dumb") != "dumb"
        return [USUAL, "-P", PROMPT] if pages else []
    try:
        words = shlex.split(command)
    except ValueError:
        return []
    return [] if words == ["cat"] else words
