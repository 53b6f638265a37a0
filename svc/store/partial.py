"""What of a ledger lies in this clone, and what does not: an office may check out its own folders
alone (git's sparse checkout).

git's index knows every file of HEAD, and of each whether it is left out of the work tree; nothing
else is asked. In a whole clone that costs one look for a file.
"""

from __future__ import annotations

import os
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.errors import Damaged
from svc.model.archives import ARCHIVES, archive_at, tickets_in
from svc.model.ids import RECORD_FOLDERS, CustomerId, TicketId, record_id_at
from svc.store.git import program as git

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from svc.model.ids import RecordId
    from svc.store.git.program import Root

_LEFT_OUT = "S"


class Partial(Struct, frozen=True, kw_only=True):
    """What is not here. Offices by their codes."""

    tickets: int  # all that HEAD has
    not_here: dict[str, int]  # how many tickets of which office
    paths: frozenset[str]  # of records of every kind

    @property
    def numbers(self) -> frozenset[str]:
        """Of the records that are not here."""
        return frozenset(str(number) for number in map(record_id_at, self.paths) if number)

    @property
    def here(self) -> int:
        """How many tickets are here."""
        return self.tickets - sum(self.not_here.values())

    def lacks_office(self, office: str) -> bool:
        """Whether tickets of an office are not here: a sum over it would be wrong, and what is
        recorded for it does not belong here.
        """
        return office in self.not_here

    def lies_elsewhere(self, number: RecordId) -> bool:
        """Whether this record is not here, or is one to be made that would not be."""
        if number.path in self.paths:
            return True
        if isinstance(number, CustomerId):
            return self.lacks_office(number.office) and any(
                path.startswith("customers/") for path in self.paths
            )
        return self.lacks_office(number.office)


def _taken_apart(root: Root, named: Iterable[list[str]]) -> Iterator[tuple[str, str]]:
    """Each file with its mark; behind an archive its tickets, which lie where it does. Raises
    GitFailed.
    """
    for mark, path in named:
        yield mark, path
        archive = archive_at(path)
        if archive is not None:
            with suppress(Damaged):  # named where it lies
                data = git.blob(root, f":{path}")
                for ticket in tickets_in(data, archive):
                    yield mark, ticket.path


def receipts_elsewhere(root: Root, book: str, paths: frozenset[str]) -> Iterator[tuple[int, str]]:
    """The numbers of a receipt book, `SZ-A-26`, in tickets that are not here, each with its path:
    as the last commit has them. What git does not have, as in a clone without all texts, it
    fetches; where it can't, nothing is known of it.
    """
    words = ("grep", "-z", "-o", "-I", "-E", "--no-color", f"{book}-[0-9]{{4,9}}", "HEAD")
    for line in (
        git.run(root, *words, "--", "tickets", ARCHIVES).out.decode(errors="replace").splitlines()
    ):
        name, _, number = line.partition("\0")
        path = name.removeprefix("HEAD:")
        running = number.removeprefix(f"{book}-")
        if path in paths and running.isdecimal():
            yield int(running), path


def partial_of(root: Root) -> Partial | None:
    """What is not here; None in a clone that has all. Raises GitFailed and its like."""
    if not os.path.lexists(root.git_dir / "info/sparse-checkout"):
        return None
    if git.run(root, "config", "--type=bool", "core.sparseCheckout").out.strip() != b"true":
        return None
    out = git.output(root, "ls-files", "-t", "-z", "--", *RECORD_FOLDERS, ARCHIVES)
    lines = out.decode("utf-8", "surrogateescape").split("\0")
    named = (line.split(" ", 1) for line in lines if line)
    count, not_here, paths = 0, Counter[str](), []
    for mark, path in _taken_apart(root, named):
        number = record_id_at(path)
        archive = archive_at(path)
        if archive is not None and mark == _LEFT_OUT:
            paths.append(path)
            not_here[archive.office] += 0  # how many is not known where git has no text of it
        if number is None:
            continue
        is_ticket = isinstance(number, TicketId)
        count += is_ticket
        if mark == _LEFT_OUT:
            paths.append(path)
            not_here.update([number.office] if is_ticket else [])
    if not paths:
        return None
    return Partial(tickets=count, not_here=dict(sorted(not_here.items())), paths=frozenset(paths))
