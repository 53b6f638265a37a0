"""Merging two versions of a record for git."""

from __future__ import annotations

from pathlib import Path

from svc.model import reading
from svc.rules.merge.records import merge_record
from svc.store.files import replace_file


def merge_files(base: Path, ours: Path, theirs: Path, name: str) -> None:
    """Write the merge of three versions over `ours`, whole or not at all; takes no lock.

    Raises what stops a merge; then `ours` is untouched and git's own merge leaves markers.
    """
    texts = [reading.decode(path.read_bytes(), name or str(path)) for path in (base, ours, theirs)]
    for path, text in ((ours, texts[1]), (theirs, texts[2])):
        reading.read_record(text, name or str(path))  # one that can't be read is named
    merged = merge_record(name, texts[0] or None, texts[1], texts[2])
    replace_file(ours, merged.encode())
