"""Printers, through the machine's spooler: `lp` of CUPS, on Linux and macOS."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Literal

from svc.errors import NoPrinter, PrinterRefused

_PATIENCE_SECONDS = (
    60  # the file is handed over, not printed: a server that is there takes a moment
)
PrintedSides = Literal["", "one-sided", "two-sided-long-edge", "two-sided-short-edge"]
"""Which sides the spooler is to print, as IPP says it; empty: as its queue does."""
_OURS = ("FONTCONFIG_PATH",)  # set by plutoprint; nothing of it is the spooler's business


def spool_pdf(pdf: bytes, printer: str, title: str, sides: PrintedSides = "") -> str:
    """Hand a document to the printer's queue, once, since all copies are in it; gives what the
    spooler calls the job, such as `Office-12`.

    `title` stands in queues and logs that others read, so it names papers and tickets, no customer.
    Raises NoPrinter where there is no spooler, PrinterRefused with what it says.
    """
    import subprocess
    import tempfile

    program = None if sys.platform == "win32" else shutil.which("lp")
    if program is None:
        raise NoPrinter(printer=printer)
    environment = {name: value for name, value in os.environ.items() if name not in _OURS}
    options = ["-n", "1", *(["-o", f"sides={sides}"] if sides else [])]
    with tempfile.TemporaryDirectory(prefix="svc-print-") as folder:
        document = Path(folder) / "paper.pdf"
        document.write_bytes(pdf)
        try:
            ended = subprocess.run(
                ["lp", "-d", printer, "-t", title, *options, "--", str(document)],
                executable=program,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                env=environment | {"LC_ALL": "C.UTF-8"},
                timeout=_PATIENCE_SECONDS,
                check=False,
            )
        except OSError as error:
            raise NoPrinter(printer=printer) from error
        except subprocess.TimeoutExpired as error:
            raise PrinterRefused(
                printer=printer, reason=f"no answer in {_PATIENCE_SECONDS} s"
            ) from error
    if ended.returncode:
        reason = " ".join((ended.stderr or ended.stdout).split()).removeprefix("lp: ").rstrip(".")
        raise PrinterRefused(printer=printer, reason=reason or f"lp: {ended.returncode}")
    words = ended.stdout.split()  # request id is Office-12 (1 file(s))
    return words[3] if words[:3] == ["request", "id", "is"] and len(words) > 3 else ""
