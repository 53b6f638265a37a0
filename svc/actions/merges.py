"""Merging two versions of a record for git."""

from __future__ import annotations

from pathlib import Path

from svc.rules.lifecycle import derive
from svc.rules.merge import merge
from svc.store.files import replace_file


def merge_files(base: Path, ours: Path, theirs: Path, name: str) -> None:
    """Write the merge of three versions over `ours`, whole or not at all; takes no lock.

    Raises what stops a merge; then `ours` is untouched and git's own merge leaves markers.
    """
    texts = [path.read_bytes().decode("utf-8") for path in (base, ours, theirs)]
    merged = merge(texts[0] or None, texts[1], texts[2], derive=derive)
    replace_file(ours, merged.encode())
