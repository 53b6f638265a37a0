"""What changed on disk since the index was written, found without opening a file.

Looked at are every folder's own times, and the files of open tickets, of the newest month of each
office and of what could not be read; `full`: all files. So a file that was added, removed or
replaced is seen wherever it lies, and one edited in place unless its ticket is closed and lies in
an earlier month: that one is seen by the first command of a day, `--fresh`, `svc check` and `svc
sync` (docs/design/index.md).

A file is known by times, size and inode. One that changed in the very moment in which it was looked
at could change once more unseen, within one tick of the file system's clock: it is noted as unsure
and read again next time.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from svc.model.ids import StockId, TicketId, parse_stock_id, parse_ticket_id
from svc.store.index.schema import ODD, OPEN, entry_number, entry_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from sqlite3 import Connection

RecordNumber = TicketId | StockId

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_SECOND = 1_000_000_000
_TICK = _SECOND // 10  # more than a tick of any clock that counts fractions of a second
_COARSE_TICK = 2 * _SECOND + _TICK  # FAT counts every other second
_LONG_LOOK = 3600 * _SECOND  # longer than looking at all files takes


class Shelf(NamedTuple):
    """A kind of record that lies in folders by office and month, and the tables that hold it."""

    top: str
    folders: str
    files: str
    parse: Callable[[str], RecordNumber | None]
    # conditions of those that may be edited in place though their folder did not change
    watched: tuple[str, ...]
    lying: str = "1"  # the condition of a folder that lies there as such


TICKETS = Shelf(
    "tickets",
    "folder",
    "ticket",
    parse_ticket_id,
    (f"standing = {OPEN}", ODD),
    lying="archive = ''",
)
DOCUMENTS = Shelf(
    "movements", "stock_folder", "stock_document", parse_stock_id, ("unsure OR NOT readable",)
)


class Folder(NamedTuple):
    """A folder of records as it was looked at, or what an archive holds of it."""

    f: int
    path: str
    stamp: int
    unsure: bool
    archive: str = ""


class RecordFile(NamedTuple):
    """A record's file as it was looked at."""

    n: int
    number: RecordNumber
    stamp: int
    unsure: bool
    archived: bool = False


class ChangedRecords(NamedTuple):
    """What is to be noted anew."""

    folders: list[Folder]
    gone_folders: list[int]
    files: list[RecordFile]
    gone: list[int]

    def __bool__(self) -> bool:
        return any(self)


def file_clock_ns(folder: Path) -> int:
    """The time by the clock of the file system, which gives files their times. Raises OSError if we
    may not write.

    `folder` is the index's.
    """
    path = folder / "now"
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise FileExistsError(path)  # a link that came with the ledger leads out of it
        os.utime(path)
    except FileNotFoundError:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
    return os.stat(path).st_mtime_ns


def stamp_of(status: os.stat_result) -> int:
    """Times, size and inode as one number: a hash of whole numbers is the same in every run."""
    return hash((status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino))


def is_unsure(status: os.stat_result, now_ns: int) -> bool:
    """Whether it changed at the very time of looking, which began at `now_ns` by the file system's
    clock.

    A time farther ahead is that of a clock that was set back since, or of no clock.
    """
    for changed in (status.st_mtime_ns, status.st_ctime_ns):
        tick = _TICK if changed % _SECOND else _COARSE_TICK
        if -_LONG_LOOK < now_ns - changed < tick:
            return True
    return False


def month_folders(top: Path, shelf: Shelf) -> list[tuple[str, os.stat_result]]:
    """The folders of a shelf with their times, as they are before they are looked into; sorted."""
    folders = []
    for office in subfolders(no_link(os.path.join(top, shelf.top))):
        for month in subfolders(os.path.join(top, shelf.top, office)):
            if _MONTH.fullmatch(month):
                path = f"{shelf.top}/{office}/{month}"
                with suppress(FileNotFoundError):  # gone meanwhile
                    folders.append((path, os.stat(os.path.join(top, path), follow_symlinks=False)))
    return sorted(folders, key=lambda pair: pair[0])


def files_in_folder(top: Path, folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """The numbers of a folder's records, as text, each with its file's times; sorted by nothing."""
    with (
        suppress(FileNotFoundError, NotADirectoryError),
        os.scandir(os.path.join(top, folder)) as entries,
    ):
        for entry in entries:
            if entry.name.endswith(".yaml") and not entry.name.startswith("."):
                try:
                    status = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
                yield entry.name[:-5], status


def find_changed(
    connection: Connection, top: Path, now_ns: int, shelf: Shelf, *, full: bool
) -> ChangedRecords:
    """What differs from the shelf's tables."""
    look = _Look(connection, top, now_ns, shelf)
    look.at_folders(full=full)
    look.at_watched()
    return look.found


class _Look:
    """One look at the files, and what it has found."""

    def __init__(self, connection: Connection, top: Path, now_ns: int, shelf: Shelf) -> None:
        self.found = ChangedRecords([], [], [], [])
        self._connection = connection
        self._top = top
        self._now_ns = now_ns
        self._shelf = shelf
        self._unchanged: dict[int, str] = {}  # folders of which the files have not been looked at

    def at_folders(self, *, full: bool) -> None:
        """All folders, and the files in those that changed and in the newest ones."""
        rows = self._connection.execute(
            f"SELECT f, path, stamp, unsure FROM {self._shelf.folders} WHERE {self._shelf.lying}"
        )
        before = {path: (f, stamp, unsure) for f, path, stamp, unsure in rows}
        folders = month_folders(self._top, self._shelf)
        # sorted: the last of each office
        newest = {path.rpartition("/")[0]: path for path, _ in folders}
        (free,) = self._connection.execute(f"SELECT max(f) FROM {self._shelf.folders}").fetchone()
        free = free or 0
        for path, status in folders:
            f, stamp, unsure = before.pop(path, (0, 0, 1))
            if not f:
                free += 1
                f = free
            now_stamp, now_unsure = stamp_of(status), is_unsure(status, self._now_ns)
            if (now_stamp, now_unsure) != (stamp, bool(unsure)):
                self.found.folders.append(Folder(f, path, now_stamp, now_unsure))
            if full or unsure or now_stamp != stamp or path == newest[path.rpartition("/")[0]]:
                self._compare(f, path)
            else:
                self._unchanged[f] = path
        for f, _, _ in before.values():
            self.found.gone_folders.append(f)
            gone = self._connection.execute(
                f"SELECT n FROM {self._shelf.files} WHERE n >= ? AND n < ?", entry_numbers(f)
            )
            self.found.gone.extend(n for (n,) in gone)

    def at_watched(self) -> None:
        """The files that may be edited in place, in folders that have not changed."""
        watched: dict[int, dict[int, tuple[str, int, int]]] = defaultdict(dict)
        for condition in self._shelf.watched:
            rows = self._connection.execute(
                f"SELECT n, id, stamp, unsure FROM {self._shelf.files} WHERE {condition}"
            )
            for n, id, stamp, unsure in rows:
                watched[n >> 40][n] = (id, stamp, unsure)
        for f, files in watched.items():
            if f not in self._unchanged:
                continue
            folder = os.path.join(self._top, self._unchanged[f], "")
            for n, (id, stamp, unsure) in files.items():
                try:
                    status = os.stat(f"{folder}{id}.yaml", follow_symlinks=False)
                    now_stamp = stamp_of(status)
                    if now_stamp == stamp and not unsure:
                        continue
                    now_unsure = is_unsure(status, self._now_ns)
                except OSError:
                    # gone since its folder was looked at, or not to be had: whoever reads it finds
                    # out
                    now_stamp, now_unsure = 0, True
                number = self._shelf.parse(id)
                assert number is not None
                self.found.files.append(RecordFile(n, number, now_stamp, now_unsure))

    def _compare(self, f: int, path: str) -> None:
        """All files of one folder against the tables."""
        rows = self._connection.execute(
            f"SELECT id, n, stamp, unsure FROM {self._shelf.files} WHERE n >= ? AND n < ?",
            entry_numbers(f),
        )
        entries = {id: (n, stamp, unsure) for id, n, stamp, unsure in rows}
        for name, status in files_in_folder(self._top, path):
            before = entries.pop(name, None)
            now_stamp = stamp_of(status)
            if before is not None and before[1] == now_stamp and not before[2]:
                continue
            number = self._shelf.parse(name)
            if number is not None and str(number) == name and number.folder == path:
                unsure = is_unsure(status, self._now_ns)
                self.found.files.append(
                    RecordFile(entry_number(f, number), number, now_stamp, unsure)
                )
        self.found.gone.extend(n for n, _, _ in entries.values())


def no_link(path: str) -> str:
    """The path of a folder, or of none. Raises OSError for a link, which leads out of the ledger:
    who answers from the files names it.
    """
    if os.path.islink(path):
        raise NotADirectoryError(errno.ELOOP, os.strerror(errno.ELOOP), path)
    return path


def subfolders(path: str) -> list[str]:
    """The folders in a folder. Raises OSError if it can't be looked into, or one of them is a
    link.
    """
    try:
        with os.scandir(path) as entries:
            found = list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [
        entry.name
        for entry in found
        if entry.is_dir(follow_symlinks=False) or (entry.is_symlink() and no_link(entry.path))
    ]
