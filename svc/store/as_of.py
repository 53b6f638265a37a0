"""A ledger as it was at a moment, or as a commit has it; to be looked at, never to be written."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from msgspec.structs import replace

from svc.errors import Damaged, HistoryNotHere, NoSuchCustomer, NoSuchRecord, NoSuchRevision
from svc.model.ids import parse_ticket_id
from svc.rules.as_of import log_as_of
from svc.rules.report.measures import Measures
from svc.rules.ticket.lifecycle import State
from svc.store.git import program as git
from svc.store.git.trees import Changed, changes, commit_of, texts_of
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


class EarlierLedgers:
    """Commits of a ledger one after the other, each as a ledger in the same folder. Only files that
    differ are written, and only records that differ are read anew, so any number can be looked at.
    """

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        self._ledger = ledger
        self._folder = folder
        self._commit = ""
        self._kept: dict[str, tuple[bytes, Record]] = {}
        self._measured: dict[int, tuple[Record, list[Measures]]] = {}

    def at(self, commit: str) -> tuple[Ledger, datetime]:
        """The ledger as this commit has it, until the next one is asked for, and the moment at
        which the commit was made. Raises HistoryNotHere.
        """
        root = self._ledger.root
        if not self._commit:
            _write_tree(self._ledger, commit, self._folder)
        else:
            changed = changes(root, self._commit, commit)
            self._write(changed)
            if not all(each.path.startswith(("tickets/", "customers/")) for each in changed):
                self._measured.clear()  # settings, prices and the like decide on them, too
        self._commit = commit
        earlier = _EarlierLedger(self._folder, self._kept, self._measured)
        return earlier, _made(root, commit)

    def _write(self, changed: list[Changed]) -> None:
        told = [each for each in changed if _is_plain(each.path)]
        wanted = [each.after for each in told if each.after and each.mode.startswith("100")]
        texts = texts_of(self._ledger.root, wanted)
        for each in told:
            path = self._folder / each.path
            if each.after in texts:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(texts[each.after])
            elif each.after in wanted:
                raise HistoryNotHere(object=each.after[:10])
            else:
                path.unlink(missing_ok=True)


class _EarlierLedger(Ledger):
    """A ledger that keeps what it read of tickets for the next one."""

    def __init__(
        self,
        top: Path,
        kept: dict[str, tuple[bytes, Record]],
        measured: dict[int, tuple[Record, list[Measures]]],
    ) -> None:
        super().__init__(top, indexed=False)
        self._kept, self._measured = kept, measured

    def read(self, ticket: str) -> Record:
        number = parse_ticket_id(ticket)
        data = None if number is None else self.record_bytes(number)
        known = self._kept.get(ticket)
        if known is not None and data == known[0]:
            return known[1]
        record = super().read(ticket)
        if data is not None:
            self._kept[ticket] = (data, record)
        return record

    def measures(self, state: State, unknown: list[Damaged]) -> list[Measures]:
        _, record = self._kept.get(state.ticket.id, (b"", None))
        if record is None or record.ticket is not state.ticket:
            return super().measures(state, unknown)
        known = self._measured.get(id(record))
        if known is None:
            before = len(unknown)
            known = (record, super().measures(state, unknown))
            if len(unknown) > before:
                return known[1]
            self._measured[id(record)] = known
        return known[1]


def commits_since(ledger: Ledger, first: date, after: date) -> list[str]:
    """The commits in the history, the latest first, after which a report on the month may have been
    another: without those that only tell of tickets received later, and those made before the
    month. `after`: the first day of the next month.
    """
    later = {
        f":(exclude)tickets/{office}/{folder.name}"
        for office in ledger.settings.offices
        if (top := ledger.top / "tickets" / office).is_dir()
        for folder in top.iterdir()
        if folder.name >= f"{after:%Y-%m}"
    }
    ways = ["--", ".", ":(exclude)seals", ":(exclude)desks", *sorted(later)]
    since = f"--since={first}T00:00:00+00:00"
    said = git.output(ledger.root, "rev-list", "--full-history", since, "HEAD", *ways)
    return said.decode().split()


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
