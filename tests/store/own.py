"""A user's own file, for tests."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from svc.model import layout

if TYPE_CHECKING:
    from conftest import Desk


def clone_of(desk: Desk) -> str:
    return desk.ledger.clone["svc.clone"]


def write_own(desk: Desk, tmp_path: Path, **entry: object) -> Path:
    """The user's own file with one entry, for this ledger unless told otherwise."""
    folder = tmp_path / "config"
    desk.set_environment("XDG_CONFIG_HOME", str(folder))
    path = folder / "svc" / "own.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    of_this = {"path": str(desk.path), "clone": clone_of(desk)}
    text = layout.write_record({"ledgers": [{**of_this, **entry}]})
    path.write_text(text, encoding="utf-8")
    os.chmod(path, 0o600)
    return path
