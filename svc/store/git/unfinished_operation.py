"""What git has begun here and not ended, and which of its commands ends it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from svc.store.files import read_file

if TYPE_CHECKING:
    from pathlib import Path

    from svc.store.git.program import Root

# A rebase picks commits and may merge, so it is looked for before the files of both.
_MARKS = (
    ("am", "rebase-apply/applying"),
    ("rebase", "rebase-apply"),
    ("rebase", "rebase-merge"),
    ("merge", "MERGE_HEAD"),
    ("cherry-pick", "CHERRY_PICK_HEAD"),
    ("revert", "REVERT_HEAD"),
    # of several commits: between two of them, when the first was committed by hand
    ("cherry-pick", "sequencer/todo"),
)


class UnfinishedOperation(NamedTuple):
    """What is unfinished, by the git command that ends it (`git WHAT --continue`, `--abort`), and
    the file that says so.
    """

    what: str
    place: Path


def unfinished_operation(root: Root) -> UnfinishedOperation | None:
    """The merge, rebase, am, cherry-pick or revert whose commit is still to come; None if there is
    none.

    `cherry-pick --no-commit` and `merge --squash` are over when they end: what they changed is
    staged work like any other.
    """
    for what, name in _MARKS:
        place = root.git_dir / name
        if os.path.lexists(place):
            reverts = name == "sequencer/todo" and (read_file(place) or b"").startswith(b"revert ")
            return UnfinishedOperation("revert" if reverts else what, place)
    return None
