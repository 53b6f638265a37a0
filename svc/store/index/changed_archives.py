"""What changed in archives since the index was written.

What an archive holds of a month is a folder to the index. An archive is opened only if its own
times changed, or those of a month's folder beside it: a ticket that has a file there counts where
that lies. A ticket in an archive is known by a checksum of its bytes, so of an archive that one
ticket left all others are noted as they were.
"""

from __future__ import annotations

import errno
import os
from collections import defaultdict
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from svc.errors import Damaged, NotDone
from svc.model.archives import ARCHIVES, ArchiveId, archive_at
from svc.store.archives import Archives
from svc.store.index.changed_records import (
    ChangedRecords,
    Folder,
    RecordFile,
    files_in_folder,
    is_unsure,
    no_link,
    stamp_of,
    subfolders,
)
from svc.store.index.schema import entry_number, entry_numbers

if TYPE_CHECKING:
    from pathlib import Path
    from sqlite3 import Connection

    from svc.model.ids import TicketId


class Stamp(NamedTuple):
    """What tells that something has changed since."""

    stamp: int
    unsure: bool


class ArchivedMonth(NamedTuple):
    """What an archive holds of one month: its tickets, each with a checksum of its bytes."""

    path: str
    tickets: dict[TicketId, int]

    def entries(self, f: int) -> list[RecordFile]:
        """Its tickets as the index looks at files, in the folder with this `f`."""
        return [
            RecordFile(entry_number(f, ticket), ticket, checksum, False, archived=True)
            for ticket, checksum in self.tickets.items()
        ]


class ArchiveLook:
    """One look at the archives of a ledger."""

    def __init__(self, top: Path, now_ns: int) -> None:
        self._top = top
        self._now_ns = now_ns
        self._archives = Archives(top)

    def archives(self) -> list[ArchiveId]:
        """Those that are there, sorted. Raises OSError for one that is a link."""
        found = []
        for office in subfolders(no_link(os.path.join(self._top, ARCHIVES))):
            for name, _ in files_in_folder(self._top, f"{ARCHIVES}/{office}"):
                archive = archive_at(f"{ARCHIVES}/{office}/{name}.yaml")
                if archive is not None:
                    no_link(os.path.join(self._top, archive.path))
                    found.append(archive)
        return sorted(found)

    def stamp(self, archive: ArchiveId, folder: str) -> Stamp:
        """What tells that an archive has changed, or the folder of this month beside it. Raises
        OSError.
        """
        status = os.stat(self._top / archive.path, follow_symlinks=False)
        try:
            beside = os.stat(self._top / folder, follow_symlinks=False)
        except FileNotFoundError:
            return Stamp(hash((stamp_of(status), 0)), is_unsure(status, self._now_ns))
        unsure = is_unsure(status, self._now_ns) or is_unsure(beside, self._now_ns)
        return Stamp(hash((stamp_of(status), stamp_of(beside))), unsure)

    def months(self, archive: ArchiveId, *, only: str = "") -> list[ArchivedMonth]:
        """The months of an archive, or `only` one of them, without tickets that have files of their
        own. Raises OSError if it can't be read: who answers from the files says why.
        """
        months: dict[str, dict[TicketId, int]] = defaultdict(dict)
        try:
            for ticket, data in self._archives.each_in(archive):
                if only in ("", ticket.folder):
                    checksum = int.from_bytes(blake2b(data, digest_size=7).digest(), "big")
                    months[ticket.folder][ticket] = checksum
        except (Damaged, NotDone) as error:
            raise OSError(errno.EIO, os.strerror(errno.EIO), archive.path) from error
        return [
            ArchivedMonth(path, self._without_files(path, tickets))
            for path, tickets in sorted(months.items())
        ]

    def _without_files(self, path: str, tickets: dict[TicketId, int]) -> dict[TicketId, int]:
        have = {name for name, _ in files_in_folder(self._top, path)}
        return {ticket: c for ticket, c in tickets.items() if str(ticket) not in have}


def find_changed_archives(
    connection: Connection, top: Path, now_ns: int, found: ChangedRecords
) -> None:
    """Add to `found`, what changed in the folders of tickets, what changed in archives."""
    look = ArchiveLook(top, now_ns)
    before: dict[str, dict[str, tuple[int, Stamp]]] = defaultdict(dict)
    rows = connection.execute(
        "SELECT f, archive, path, stamp, unsure FROM folder WHERE archive <> ''"
    )
    for f, path, month, stamp, unsure in rows:
        before[path][month] = (f, Stamp(stamp, bool(unsure)))
    (free,) = connection.execute("SELECT max(f) FROM folder").fetchone()
    free = max([free or 0, *(folder.f for folder in found.folders)])
    for archive in look.archives():
        known = before.pop(archive.path, {})
        if known and all(
            not was.unsure and was == look.stamp(archive, month)
            for month, (_, was) in known.items()
        ):
            continue
        for each in look.months(archive):
            stamp = look.stamp(archive, each.path)
            f, _ = known.pop(each.path, (0, None))
            if not f:
                free += 1
                f = free
            found.folders.append(Folder(f, each.path, *stamp, archive=archive.path))
            _compare(connection, f, each, found)
        _note_gone(connection, [f for f, _ in known.values()], found)
    for months in before.values():
        _note_gone(connection, [f for f, _ in months.values()], found)


def _compare(connection: Connection, f: int, month: ArchivedMonth, found: ChangedRecords) -> None:
    """What an archive holds of a month against the tables."""
    rows = connection.execute(
        "SELECT n, stamp FROM ticket WHERE n >= ? AND n < ?", entry_numbers(f)
    )
    before: dict[int, int] = dict(rows.fetchall())
    found.files.extend(each for each in month.entries(f) if before.pop(each.n, None) != each.stamp)
    found.gone.extend(before)


def _note_gone(connection: Connection, folders: list[int], found: ChangedRecords) -> None:
    """Archives that are gone, or hold nothing of a month any more."""
    for f in folders:
        found.gone_folders.append(f)
        rows = connection.execute("SELECT n FROM ticket WHERE n >= ? AND n < ?", entry_numbers(f))
        found.gone.extend(n for (n,) in rows)
