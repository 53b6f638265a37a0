"""The index from nothing: every ticket read once, on all processors if there are many, a folder at
a time.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from svc.errors import SvcError
from svc.model.archives import archive_at
from svc.model.ids import TicketId, parse_ticket_id
from svc.model.times import month_after
from svc.store import files
from svc.store.index import full_text as index_words
from svc.store.index.changed_archives import ArchiveLook
from svc.store.index.changed_records import (
    TICKETS,
    Folder,
    RecordFile,
    files_in_folder,
    is_unsure,
    month_folders,
    stamp_of,
)
from svc.store.index.month_measures import NewestMonths
from svc.store.index.report_month import add_flows, flows_in_entries
from svc.store.index.schema import (
    INDEXES,
    TABLES,
    UNREADABLE_VALUES,
    Rows,
    StampedEntry,
    TicketEntry,
    TicketValues,
    entry_number,
    insert_entries,
    run_definitions,
)
from svc.store.index.ticket_entry import Noter
from svc.store.workers import FEW, worker_answers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from sqlite3 import Connection

    from svc.store.reader import Reader

WORKER = "svc.store.index.build_worker"

Progress = Callable[[int, int], None]
"""Told how many are done, of how many."""


_MONTHS_MEASURED = 12
"""So many months before the newest: with it, those that its report looks at."""

_Rows = tuple[tuple[object, ...], ...]
_PlainEntry = tuple[
    TicketValues, tuple[int, ...], _Rows, tuple[str, str] | None, _Rows, _Rows, bytes | None
]
PlainRow = tuple[int, str, int, int, _PlainEntry]
"""A `StampedEntry` as plain tuples, which is what goes from process to process."""


def fill_index(connection: Connection, ledger: Reader, now_ns: int, *, words: bool) -> None:
    """Make the tables and note every ticket; `words`: with what a search looks into."""
    run_definitions(connection, TABLES)
    run_definitions(connection, index_words.TABLES)
    folders = _folders(ledger, now_ns)
    since = _measured_since(folders)
    newest = NewestMonths(since)
    connection.executemany("INSERT INTO folder VALUES (?, ?, ?, ?, ?)", folders)
    count = sum(len(ledger.numbers_in(path)) for path in {folder.path for folder in folders})
    noted_count = 0
    packer = index_words.Packer(connection)
    filler = Filler(ledger, now_ns, words=words, measured_since=since)
    jobs = [f"{folder.f} {folder.path} {folder.archive}".rstrip() for folder in folders]
    arguments = [str(ledger.top), str(now_ns), str(int(words)), f"{since or ''}"]
    for piece in worker_answers(WORKER, arguments, jobs, filler.answer, count=count):
        rows = [
            StampedEntry(n, id, stamp, unsure, TicketEntry(*entry))
            for n, id, stamp, unsure, entry in piece
        ]
        insert_entries(connection, rows)
        flows = flows_in_entries(rows)
        add_flows(connection, flows)
        newest.add(flows, rows)
        packer.add(rows)
        noted_count += len(rows)
        ledger.progress(noted_count, count)
    packer.finish()
    newest.keep(connection)
    run_definitions(connection, INDEXES)


def _measured_since(folders: list[Folder]) -> date | None:
    """The first day of the months whose tickets are measured while they are read: those of which
    the report of the newest month tells. None without any ticket.
    """
    newest = max((folder.path.rpartition("/")[2] for folder in folders), default="")
    return month_after(date.fromisoformat(f"{newest}-01"), -_MONTHS_MEASURED) if newest else None


def _folders(ledger: Reader, now_ns: int) -> list[Folder]:
    """The folders there are, and after them what archives hold of each month."""
    found = [
        Folder(f, path, stamp_of(status), is_unsure(status, now_ns))
        for f, (path, status) in enumerate(month_folders(ledger.top, TICKETS), start=1)
    ]
    look = ArchiveLook(ledger.top, now_ns)
    for archive in look.archives():
        found += [
            Folder(f, month.path, *look.stamp(archive, month.path), archive=archive.path)
            for f, month in enumerate(look.months(archive), start=len(found) + 1)
        ]
    return found


class Filler:
    """Notes whole folders, a job each: `F FOLDER`, and `F FOLDER ARCHIVE` for a month in one."""

    def __init__(
        self, ledger: Reader, now_ns: int, *, words: bool, measured_since: date | None = None
    ) -> None:
        self._archives = ArchiveLook(ledger.top, now_ns)
        self._top = ledger.top
        self._now_ns = now_ns
        self._noter = Noter(ledger, words=words, measured_since=measured_since)

    def answer(self, job: str) -> Iterator[list[PlainRow]]:
        """The rows of a folder, in pieces."""
        f, folder, *archive = job.split(" ")
        if archive:
            rows = self._archived(int(f), folder, archive[0])
        else:
            rows = folder_entries(self._noter, self._top, int(f), folder, self._now_ns)
        for start in range(0, len(rows), FEW):
            yield [_plain_row(row) for row in rows[start : start + FEW]]

    def _archived(self, f: int, folder: str, path: str) -> Rows:
        """What an archive holds of a month; nothing of one that is gone since."""
        archive = archive_at(path)
        if archive is None or not os.path.lexists(self._top / path):
            return []
        months = self._archives.months(archive, only=folder)
        ticket_files = [each for month in months for each in month.entries(f)]
        return noted_entries(self._noter, self._top, ticket_files)


def _plain_row(row: StampedEntry) -> PlainRow:
    entry = row.entry
    plain = (*entry[:-1], entry.measures)
    return row.n, row.id, row.stamp, row.unsure, plain


def folder_entries(noter: Noter, top: Path, f: int, folder: str, now_ns: int) -> Rows:
    """All tickets of a folder, as the tables have them."""
    ticket_files = []
    for name, status in files_in_folder(top, folder):
        number = parse_ticket_id(name)
        if number is not None and str(number) == name and number.folder == folder:
            ticket_files.append(
                RecordFile(
                    entry_number(f, number), number, stamp_of(status), is_unsure(status, now_ns)
                )
            )
    return noted_entries(noter, top, ticket_files)


def noted_entries(
    noter: Noter,
    top: Path,
    ticket_files: list[RecordFile],
    progress: Progress = lambda number, count: None,
) -> Rows:
    """What is to be noted of these files; those that are gone are left out."""
    rows = []
    paths: dict[str, Path | None] = {}  # None: reached by a link
    for number, ticket_file in enumerate(sorted(ticket_files), 1):
        if number % 100 == 0 or number == len(ticket_files):
            progress(number, len(ticket_files))
        folder = ticket_file.number.folder
        if folder not in paths:
            paths[folder] = None if is_reached_by_a_link(top, folder) else top / folder
        path = paths[folder]
        assert isinstance(ticket_file.number, TicketId)
        if ticket_file.archived:
            entry = noter.entry_of_archived(ticket_file.number)
        elif path is None:
            entry = TicketEntry(UNREADABLE_VALUES)
        else:
            entry = noter.entry_of_file(path, ticket_file.number)
        if entry is not None:
            rows.append(
                StampedEntry(
                    ticket_file.n,
                    str(ticket_file.number),
                    ticket_file.stamp,
                    int(ticket_file.unsure),
                    entry,
                )
            )
    return rows


def is_reached_by_a_link(top: Path, folder: str) -> bool:
    """Whether a folder on the way is a link: then none of its files can be read."""
    try:
        files.located(top, f"{folder}/x")
    except SvcError:
        return True
    return False
