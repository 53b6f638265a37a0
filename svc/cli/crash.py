"""Our own fault: where the report of it was saved."""

from __future__ import annotations

import sys
import tempfile
import traceback

from svc import __version__
from svc.errors import OurFault


def report_crash(fault: BaseException) -> OurFault:
    """Save where it happened (no values: they may be a customer's) and give the error that names
    the file.
    """
    frames = traceback.extract_tb(fault.__traceback__)
    lines = [
        f"svc {__version__}, Python {sys.version.split()[0]}, {sys.platform}",
        type(fault).__name__,
    ]
    lines += [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    with tempfile.NamedTemporaryFile(
        "w", prefix="svc-report-", suffix=".txt", delete=False, encoding="utf-8"
    ) as log_file:
        log_file.write("\n".join(lines) + "\n")
    return OurFault(kind=type(fault).__name__, path=log_file.name)
