"""Merging two versions of a record for git."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from svc.actions.renumber import begun
from svc.errors import SvcError, TwoRecords
from svc.model import reading
from svc.model.archives import archive_at
from svc.rules.merge.archives import merge_archives
from svc.rules.merge.records import merge_record
from svc.store.files import replace_file

if TYPE_CHECKING:
    from svc.store.ledger import Ledger

_SIDES = ("ours", "theirs")


def merge_files(
    base: Path,
    ours: Path,
    theirs: Path,
    name: str,
    *,
    find_ledger: Callable[[], Ledger] | None = None,
) -> None:
    """Write the merge of three versions over `ours`, whole or not at all; takes no lock.

    Raises what stops a merge; then `ours` is untouched and git's own merge leaves markers. People
    are named in that as the ledger has them, if it can be read in the middle of git's merge.
    """
    if archive_at(name) is not None:
        data = [path.read_bytes() for path in (base, ours, theirs)]
        replace_file(ours, merge_archives(name, data[0] or None, data[1], data[2]))
        return
    texts = [reading.decode(path.read_bytes(), name or str(path)) for path in (base, ours, theirs)]
    for path, text in ((ours, texts[1]), (theirs, texts[2])):
        reading.read_record(text, name or str(path))  # one that can't be read is named
    try:
        merged = merge_record(name, texts[0] or None, texts[1], texts[2])
    except TwoRecords as error:
        if find_ledger is not None:
            with suppress(SvcError):
                named = {side: begun(find_ledger(), error.facts[side]) for side in _SIDES}
                error.facts |= named
        raise
    replace_file(ours, merged.encode())
