"""README says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
TEXT = README.read_text(encoding="utf-8")


def test_every_row_of_the_layer_table_is_a_folder():
    rows = re.findall(r"^\| `svc/([a-z_]+)(?:/|\.py)` \|", TEXT, re.MULTILINE)
    assert {"errors", "model", "rules", "store", "actions", "render", "cli"} <= set(rows)
    for row in rows:
        assert (Path("svc") / row).is_dir() or (Path("svc") / f"{row}.py").is_file(), row
