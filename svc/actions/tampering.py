"""What `svc check` compares with the last commit: nothing that stood in a log is changed or taken
out of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from svc.errors import N_, Phrase, SvcError
from svc.model import reading
from svc.rules.merge.tampering import taken_out
from svc.store import files
from svc.store.git import program as git
from svc.store.ledger import Ledger


class Rewritten(Struct, frozen=True, kw_only=True):
    """A place where a record's history is not what was committed."""

    path: str
    line: int
    problem: Phrase


def rewritten(ledger: Ledger, places: list[str]) -> Iterator[Rewritten]:
    """Records in these folders or files that lost or changed events since the last commit.

    What is committed already is not looked at again: git itself shows who changed that, and when.
    Files that can't be read are named elsewhere.
    """
    if not places:
        return  # git would look everywhere
    how = ("--name-status", "-z", "--no-renames", "--no-ext-diff")
    try:
        out = git.output(ledger.root, "diff", *how, "HEAD", "--", *places)
    except SvcError:
        return  # a ledger outside git, or without a commit: there is nothing to compare with
    words = out.decode("utf-8", "surrogateescape").split("\0")
    for letter, changed in zip(words[::2], words[1::2], strict=False):
        if letter == "D":
            problem = Phrase(
                N_("the file is gone; to get it back: git checkout HEAD -- {path}"), path=changed
            )
            yield Rewritten(path=changed, line=1, problem=problem)
        elif letter == "M":
            yield from _of_file(ledger, changed)


def _of_file(ledger: Ledger, path: str) -> Iterator[Rewritten]:
    try:
        now = files.read_file(files.located(ledger.top, path)) or b""
        after = reading.read(now, path)
        before = reading.read(git.output(ledger.root, "cat-file", "blob", f"HEAD:{path}"), path)
        lines = reading.lines_of(now.decode())
    except (SvcError, OSError):
        return
    for place, problem in taken_out(before, after):
        yield Rewritten(path=path, line=lines.get(place, 1), problem=problem)
