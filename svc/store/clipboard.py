"""The clipboard, through whatever program of this machine can read it."""

from __future__ import annotations

import os
import shutil

from svc.errors import NoClipboard

# each with what has to be set for it to work at all
_PROGRAMS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("wl-paste", "--no-newline"), "WAYLAND_DISPLAY"),
    (("xclip", "-selection", "clipboard", "-o"), "DISPLAY"),
    (("xsel", "--clipboard", "--output"), "DISPLAY"),
    (("pbpaste",), ""),
    (
        (
            "powershell.exe",
            "-NoProfile",
            "-NonInteractive",
            "-Command",
            "[Console]::OutputEncoding=[Text.Encoding]::UTF8; Get-Clipboard -Raw",
        ),
        "",
    ),
)
_PATIENCE_SECONDS = 10


def clipboard_bytes() -> bytes:
    """What was copied last. Raises NoClipboard, naming the programs that were looked for."""
    import subprocess

    for command, needs in _PROGRAMS:
        if (needs and not os.environ.get(needs)) or shutil.which(command[0]) is None:
            continue
        try:
            ended = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=_PATIENCE_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if ended.returncode == 0:
            return ended.stdout
    raise NoClipboard(programs=[command[0] for command, _ in _PROGRAMS])
