"""A ledger as it was at a moment, or as a commit has it; to be looked at, never to be written."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from svc.errors import HistoryNotHere, NoSuchCustomer, NoSuchRecord, NoSuchRevision
from svc.rules.as_of import log_as_of
from svc.store.git import program as git
from svc.store.git.trees import commit_of, texts_of
from svc.store.ledger import Ledger
from svc.store.records import CustomerRecord, Record


class LedgerAsOf(Ledger):
    """Tickets and customers' files with what had happened until a moment; all else, settings too,
    is as it is today. Asks no index, as that knows of today alone.
    """

    def __init__(self, ledger: Ledger, until: datetime, *, known_then: bool) -> None:
        super().__init__(ledger.top, indexed=False)
        self.progress = ledger.progress
        self._until, self._known_then = until, known_then

    def read(self, ticket: str) -> Record:
        record = super().read(ticket)
        log = log_as_of(record.ticket.log, self._until, known_then=self._known_then)
        if not log:
            raise NoSuchRecord(ticket=record.id)
        return replace(record, ticket=replace(record.ticket, log=log))

    def read_customer(self, customer_id: str) -> CustomerRecord:
        record = super().read_customer(customer_id)
        log = log_as_of(record.customer.log, self._until, known_then=self._known_then)
        if not log:
            raise NoSuchCustomer(customer=record.id)
        return replace(record, customer=replace(record.customer, log=log))


@contextmanager
def ledger_of_commit(ledger: Ledger, name: str) -> Iterator[tuple[Ledger, str, datetime]]:
    """All files of a commit as a ledger of its own, in a folder that goes away afterwards; with the
    commit's id and the moment at which it was made.

    Raises NoSuchRevision; HistoryNotHere if not all of it is in this clone.
    """
    commit = commit_of(ledger.root, name)
    if commit is None:
        raise NoSuchRevision(revision=name)
    made = _made(ledger.root, commit)
    with tempfile.TemporaryDirectory(prefix="svc-") as folder:
        top = Path(folder)
        _write_tree(ledger, commit, top)
        earlier = Ledger(top, indexed=False)
        earlier.progress = ledger.progress
        yield earlier, commit, made


def _made(root: git.Root, commit: str) -> datetime:
    """When a commit was made. Not by `git show`, which runs a program that the clone names where
    the clone wants signatures shown.
    """
    said = git.output(root, "rev-list", "-1", "--format=%cI", commit).decode()
    return datetime.fromisoformat(said.split()[-1])


def _write_tree(ledger: Ledger, commit: str, top: Path) -> None:
    """Put the commit's files there; none that is hidden, and no link."""
    listed = git.output(ledger.root, "ls-tree", "-r", "-z", "--full-tree", commit)
    blobs: dict[str, str] = {}
    for row in listed.decode("utf-8", "surrogateescape").split("\0"):
        facts, _, path = row.partition("\t")
        if facts.startswith("100") and _is_plain(path):
            blobs[path] = facts.split()[2]
    texts = texts_of(ledger.root, blobs.values())
    for path, blob in blobs.items():
        if blob not in texts:
            raise HistoryNotHere(object=blob[:10])
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_bytes(texts[blob])


def _is_plain(path: str) -> bool:
    """Whether no part of it is hidden, or leads out of the folder."""
    return all(part[:1] not in ("", ".") for part in path.split("/"))
