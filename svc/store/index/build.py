"""The index from nothing: every ticket read once, on all processors if there are many, a folder at
a time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from svc.errors import SvcError
from svc.model.ids import parse_ticket_id
from svc.store import files
from svc.store.index import full_text as index_words
from svc.store.index.changed_tickets import TicketFile, files_in, is_unsure, month_folders, stamp_of
from svc.store.index.report_month import add, told_in
from svc.store.index.schema import (
    INDEXES,
    TABLES,
    UNREADABLE_VALUES,
    Rows,
    StampedEntry,
    TicketEntry,
    make,
    number_in,
    put,
)
from svc.store.index.ticket_entry import Noter
from svc.store.workers import FEW, answers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from sqlite3 import Connection

    from svc.store.reader import Reader

Progress = Callable[[int, int], None]
"""Told how many are done, of how many."""


def fill(connection: Connection, ledger: Reader, now_ns: int, *, words: bool) -> None:
    """Make the tables and note every ticket; `words`: with what a search looks into."""
    make(connection, TABLES)
    make(connection, index_words.TABLES)
    folders = month_folders(ledger.top)
    work = [(f, path) for f, (path, _) in enumerate(folders, start=1)]
    for (f, path), (_, status) in zip(work, folders, strict=True):
        values = (f, path, stamp_of(status), is_unsure(status, now_ns))
        connection.execute("INSERT INTO folder VALUES (?, ?, ?, ?)", values)
    count = sum(len(ledger.numbers_in(path)) for _, path in work)
    done = 0
    packer = index_words.Packer(connection)
    filler = Filler(ledger, now_ns, words=words)
    jobs = [f"{f} {path}" for f, path in work]
    told = [str(ledger.top), str(now_ns), str(int(words))]
    for plain in answers("svc.store.index.build_worker", told, jobs, filler.answer, count=count):
        rows = [
            StampedEntry(n, id, stamp, unsure, TicketEntry(*entry))
            for n, id, stamp, unsure, entry in plain
        ]
        put(connection, rows)
        add(connection, told_in(rows))
        packer.add(rows)
        done += len(rows)
        ledger.progress(done, count)
    packer.finish()
    make(connection, INDEXES)


class Filler:
    """Notes whole folders, a job each: `F FOLDER`."""

    def __init__(self, ledger: Reader, now_ns: int, *, words: bool) -> None:
        self._top = ledger.top
        self._now_ns = now_ns
        self._noter = Noter(ledger, words=words)

    def answer(self, job: str) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of a folder, in pieces; as plain tuples, which is what goes from process to
        process.
        """
        f, _, folder = job.partition(" ")
        rows = rows_of(self._noter, self._top, int(f), folder, self._now_ns)
        for start in range(0, len(rows), FEW):
            yield [(*row[:-1], tuple(row.entry)) for row in rows[start : start + FEW]]


def rows_of(noter: Noter, top: Path, f: int, folder: str, now_ns: int) -> Rows:
    """All tickets of a folder, as the tables have them."""
    found = []
    for name, status in files_in(top, folder):
        number = parse_ticket_id(name)
        if number is not None and str(number) == name and number.folder == folder:
            found.append(
                TicketFile(
                    number_in(f, number), number, stamp_of(status), is_unsure(status, now_ns)
                )
            )
    return noted(noter, top, found)


def noted(
    noter: Noter, top: Path, found: list[TicketFile], progress: Progress = lambda done, count: None
) -> Rows:
    """What is to be noted of these files; those that are gone are left out."""
    rows = []
    places: dict[str, Path | None] = {}  # None: reached by a link
    for done, file in enumerate(sorted(found), 1):
        if done % 100 == 0 or done == len(found):
            progress(done, len(found))
        folder = file.number.folder
        if folder not in places:
            places[folder] = None if _is_reached_by_a_link(top, folder) else top / folder
        place = places[folder]
        entry = (
            TicketEntry(UNREADABLE_VALUES) if place is None else noter.of_file(place, file.number)
        )
        if entry is not None:
            rows.append(StampedEntry(file.n, str(file.number), file.stamp, int(file.unsure), entry))
    return rows


def _is_reached_by_a_link(top: Path, folder: str) -> bool:
    """Whether a folder on the way is a link: then none of its files can be read."""
    try:
        files.located(top, f"{folder}/x")
    except SvcError:
        return True
    return False
