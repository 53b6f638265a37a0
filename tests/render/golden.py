"""Approved pages in tests/golden: compared, or with SVC_UPDATE_GOLDEN=1 written anew and the diff
read.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "golden"


def check(name: str, page: str) -> None:
    """Fail, naming the first line that differs, unless the page is the approved one."""
    path = FOLDER / name
    if os.environ.get("SVC_UPDATE_GOLDEN") == "1":
        FOLDER.mkdir(exist_ok=True)
        path.write_text(page, encoding="utf-8", newline="\n")
    approved = path.read_text(encoding="utf-8").split("\n")
    for number, (was, now) in enumerate(zip(approved, page.split("\n"), strict=False), 1):
        assert now == was, f"{name}:{number}; if it is right: make golden, and read the diff"
    assert page.count("\n") + 1 == len(approved), (
        f"{name}: {page.count(chr(10)) + 1} lines, approved {len(approved)}"
    )
