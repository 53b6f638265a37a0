"""The index in `.svc/`: columns of all tickets in SQLite, so that a list opens no file.

It is a copy, made from the files alone, and nothing is only in it: whoever removes it loses a few
seconds. It is dropped and filled anew when in doubt: made by another version of the program or
Python, under other settings, staff, policies or calendars, damaged, or written by anybody but us.
Where it can't be kept, because `.svc` can't be written or the ledger is no git repository (the
sample), every answer comes from the files.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from contextlib import suppress
from time import sleep
from typing import TYPE_CHECKING, TypeVar

from svc import __version__
from svc.errors import SvcError
from svc.model.digests import blake2b
from svc.store import files
from svc.store.index.changed_records import (
    DOCUMENTS,
    TICKETS,
    file_clock_ns,
    find_changed,
    stamp_of,
)
from svc.store.index.schema import delete_entries, forget_measures, insert_entries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from sqlite3 import Connection

    from svc.store.index.changed_records import ChangedRecords
    from svc.store.index.schema import Rows
    from svc.store.reader import Reader

Answer = TypeVar("Answer")

SCHEMA = 54
_CONFIGURATION = ("policies", "calendars")
_WAIT_SECONDS = 5.0
_TRIES = 5
_LOOKS, _LOOK_SECONDS = 3, 0.05
_MANY = 5000  # changed at once: to make it anew, on all processors, is faster
_HOUR_NS = 3600 * 1_000_000_000
_DAMAGE = (sqlite3.Error, UnicodeDecodeError)
"""What a damaged file makes SQLite, or what it says of it, raise."""


class Index:
    """The index while it is open, as fresh as the rule has it
    (svc/store/index/changed_records.py).
    """

    def __init__(self, path: Path, connection: Connection) -> None:
        self.path = path
        self.connection = connection
        self.has_words = False
        self.full = False  # whether every file is to be looked at
        self._customers = (
            0  # how far they have been looked at: 1 where changes are likely, 2 all of them
        )
        self._has_documents = False  # whether those of the stock have been looked at

    def knows_customers(self, ledger: Reader, *, full: bool) -> bool:
        """Bring customers' files up to date, once; False if that can't be done now. `full`: every
        file is looked at.
        """
        full = full or self.full
        wanted = 2 if full else 1
        try:
            for _ in range(_TRIES if self._customers < wanted else 0):
                if _refresh_customers(ledger, self, full=full):
                    self._customers = wanted
                    break
        except OSError:
            pass
        except _DAMAGE as error:
            if not _is_busy(error):
                _drop_index(self.path)
        return self._customers >= wanted

    def knows_documents(self, ledger: Reader) -> bool:
        """Bring stock documents up to date, once; False if that can't be done now."""
        try:
            for _ in range(_TRIES if not self._has_documents else 0):
                if _refresh_documents(ledger, self):
                    self._has_documents = True
                    break
        except OSError:
            pass
        except _DAMAGE as error:
            if not _is_busy(error):
                _drop_index(self.path)
        return self._has_documents

    def ask(self, question: Callable[[Connection], Answer]) -> Answer | None:
        """The answer; None if the index turns out to be damaged: then it is dropped.

        All that a question reads is of one moment: meanwhile nobody writes.
        """
        try:
            self.connection.execute("BEGIN")
            try:
                return question(self.connection)
            finally:
                self.connection.execute("ROLLBACK")
        except _DAMAGE as error:
            self.close()
            if not _is_busy(error):
                _drop_index(self.path)
            return None

    def write(self, generation: int, deed: Callable[[Connection], None]) -> bool:
        """Write down what was found out at this generation, which goes up by one; whether that was
        done.

        Nothing is written if it is another generation by now, or if the index can't be written.
        """
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            if _generation(self.connection) != generation:
                self.connection.execute("ROLLBACK")
                return False
            deed(self.connection)
            _commit_notes(self)
        except (OSError, *_DAMAGE) as error:
            self.close()
            if not _is_busy(error):
                _drop_index(self.path)
            return False
        return True

    def close(self) -> None:
        self.connection.close()


def open_index(ledger: Reader, *, full: bool = False, words: bool = False) -> Index | None:
    """The index of this ledger, brought up to date; None where there can be none.

    `full`: every file is looked at. `words`: with what a search looks into; once asked for, it
    is kept from then on.
    """
    if not os.path.lexists(ledger.top / ".git"):
        return None
    folder = ledger.top / ".svc"
    try:
        _make_folder(folder)
        own_key = _index_key(ledger)
        for _ in range(_TRIES):
            index = _connected(folder, own_key)
            if index is not None and words and not index.has_words:
                index.close()
                index = None
            if index is None:
                _build_anew(ledger, folder, own_key, words=words)
            elif _is_brought_up_to_date(ledger, index, full=full):
                index.full = full
                return index
    # .svc can't be written, or another process has it for longer than we wait
    except (OSError, *_DAMAGE):
        pass
    return None


def _is_brought_up_to_date(ledger: Reader, index: Index, *, full: bool) -> bool:
    """False, and the index is closed, if it is to be opened once more. Raises sqlite3.Error if it
    is held for long.
    """
    try:
        if _refresh_tickets(ledger, index, full=full):
            return True
    except _DAMAGE as error:
        index.close()
        if _is_busy(error):
            raise
        _drop_index(index.path)
    except BaseException:
        index.close()
        raise
    index.close()
    return False


def _is_busy(error: BaseException) -> bool:
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)


# Whether it is ours


def _index_key(ledger: Reader) -> str:
    """Program, Python and configuration: what the tables follow from besides the tickets."""
    digest = blake2b(f"{SCHEMA} {__version__} {sys.version} {sys.maxsize}".encode(), digest_size=16)
    names = [
        "svc.yaml",
        "staff.yaml",
        *(f"{f}/{name}" for f in _CONFIGURATION for name in ledger.names(f)),
    ]
    for name in names:
        try:
            data = files.read_file(files.located(ledger.top, name)) or b""
        except SvcError:
            data = b""  # a link, a pipe; whoever needs it says so
        digest.update(b"%s %d\n" % (name.encode("utf-8", "surrogateescape"), len(data)) + data)
    return digest.hexdigest()


def _catalogue_key(ledger: Reader) -> str:
    """Of the catalogue of parts, by whose values reports count what parts cost."""
    try:
        data = files.read_file(files.located(ledger.top, "parts.yaml")) or b""
    except SvcError:
        data = b""
    return blake2b(data, digest_size=16).hexdigest()


def _connected(folder: Path, own_key: str) -> Index | None:
    """The index if it is there and ours, else None. Raises sqlite3.Error if another process has it
    for long.
    """
    for _ in range(_LOOKS):
        name, stamp = _current_file(folder)
        if not name:
            return None
        try:
            if str(stamp_of(os.stat(folder / name))) == stamp:
                return _opened_if_ours(folder, name, own_key)
        except FileNotFoundError:
            return None
        sleep(_LOOK_SECONDS)  # another process may have written it just now, and is about to say so
    return None


def _opened_if_ours(folder: Path, name: str, own_key: str) -> Index | None:
    connection = sqlite3.connect(folder / name, timeout=_WAIT_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("BEGIN")
        row = connection.execute("SELECT value FROM meta WHERE name = 'key'").fetchone()
        # While we read nobody writes: what is written down of the file now is of its last writer.
        if row == (own_key,) and (name, str(stamp_of(os.stat(folder / name)))) == _current_file(
            folder
        ):
            index = Index(folder / name, connection)
            index.has_words = bool(
                connection.execute("SELECT value FROM meta WHERE name = 'words'").fetchone()[0]
            )
            connection.execute("COMMIT")
            return index
    except (*_DAMAGE, OSError) as error:
        if _is_busy(error):
            connection.close()
            raise
    connection.close()
    return None


def _current_file(folder: Path) -> tuple[str, str]:
    """The name of the index's file, and times, size and inode that it had when we last wrote it."""
    try:
        name, _, stamp = (folder / "current").read_text(encoding="ascii").partition(" ")
    except (OSError, ValueError):
        return "", ""
    return (name, stamp) if name.startswith("tickets-") and "/" not in name else ("", "")


def _make_current(index: Index) -> None:
    """Write down which file it is, and how it is now. While we read nobody writes, so it is how it
    was left.
    """
    folder = index.path.parent
    index.connection.execute("BEGIN")
    index.connection.execute("SELECT value FROM meta WHERE name = 'key'").fetchone()
    temporary = folder / f"current.{os.urandom(4).hex()}.tmp"
    try:
        temporary.write_text(f"{index.path.name} {stamp_of(os.stat(index.path))}", encoding="ascii")
        os.replace(temporary, folder / "current")
    except BaseException:  # Ctrl-C; what a kill leaves goes with the first look of another day
        with suppress(OSError):
            os.unlink(temporary)
        raise
    index.connection.execute("COMMIT")


def _drop_index(path: Path) -> None:
    """Have the index made anew, unless another process has done so already."""
    if _current_file(path.parent)[0] == path.name:
        with suppress(OSError):
            os.unlink(path.parent / "current")


def drop_index(top: Path) -> None:
    """Remove the index of a ledger with all it knows: the next command that asks makes it anew."""
    folder = top / ".svc"
    with suppress(OSError):
        os.unlink(folder / "current")
    with suppress(OSError):
        _remove_leftovers(folder, "current")


# Made anew


def _build_anew(ledger: Reader, folder: Path, own_key: str, *, words: bool) -> None:
    """Make the index from nothing, under a name of its own: others may be reading an earlier
    one.
    """
    # here somebody searches: whenever the index is made, it is made for that, too
    searched = folder / "searched"
    if words and not os.path.lexists(searched):
        searched.touch()
    mark = os.urandom(4).hex()
    path, begun = folder / f"tickets-{mark}.sqlite", folder / f"filling-{mark}.sqlite"
    os.close(os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        _fill_file(ledger, begun, own_key, words=searched.exists())
        with suppress(PermissionError):  # a file system without modes
            os.chmod(begun, stat.S_IMODE(os.stat(ledger.top / "svc.yaml").st_mode) & 0o666 | 0o600)
        os.replace(begun, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(begun)
        raise
    index = Index(path, sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None))
    try:
        _make_current(index)
    finally:
        index.close()
    _remove_leftovers(folder, path.name)


def _fill_file(ledger: Reader, path: Path, own_key: str, *, words: bool) -> None:
    from svc.store.index.build import fill_index

    now_ns = file_clock_ns(path.parent)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -8000"):
            connection.execute(f"PRAGMA {setting}")
        connection.execute("BEGIN")
        fill_index(connection, ledger, now_ns, words=words)
        meta = [
            ("key", own_key),
            ("generation", 1),
            ("day", _local_day(ledger, now_ns)),
            ("words", int(words)),
            ("catalogue", _catalogue_key(ledger)),
        ]
        connection.executemany("INSERT INTO meta VALUES (?, ?)", meta)
        connection.execute("COMMIT")
    finally:
        connection.close()
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_leftovers(folder: Path, current: str) -> None:
    """Remove earlier indexes (who reads one reads on; Windows keeps it so long), and what killed
    processes left.
    """
    now_ns = file_clock_ns(folder)
    for name in os.listdir(folder):
        old = name.startswith("tickets-") and not name.startswith(current)
        left = name.startswith(("filling-", "current."))
        with suppress(OSError):
            if old or (left and now_ns - os.stat(folder / name).st_mtime_ns > _HOUR_NS):
                os.unlink(folder / name)


# Brought up to date


def _refresh_tickets(ledger: Reader, index: Index, *, full: bool) -> bool:
    """Note what changed. False if another process did meanwhile: then it is to be looked at once
    more.
    """
    connection = index.connection
    now_ns = file_clock_ns(index.path.parent)
    day = _local_day(ledger, now_ns)
    connection.execute("BEGIN")
    meta = dict(connection.execute("SELECT name, value FROM meta"))
    catalogue = _catalogue_key(ledger)
    is_new_day = meta["day"] != day
    changed = find_changed(connection, ledger.top, now_ns, TICKETS, full=full or is_new_day)
    if _has_archives(connection, ledger):
        from svc.store.index.changed_archives import find_changed_archives

        find_changed_archives(connection, ledger.top, now_ns, changed)
    connection.execute("COMMIT")
    if not changed and (meta["day"], meta["catalogue"]) == (day, catalogue):
        return True
    if len(changed.files) > _MANY:
        _drop_index(index.path)
        return False
    from svc.store.index.build import noted_entries
    from svc.store.index.ticket_entry import Noter

    rows = noted_entries(
        Noter(ledger, words=index.has_words), ledger.top, changed.files, ledger.progress
    )
    connection.execute("BEGIN IMMEDIATE")
    if _generation(connection) != meta["generation"]:
        connection.execute("ROLLBACK")
        return False
    _note_tickets(connection, changed, rows)
    if index.has_words:
        _note_words(connection, changed, rows)
    if meta["catalogue"] != catalogue:
        forget_measures(connection)
    for name, value in (("day", day), ("catalogue", catalogue)):
        connection.execute("UPDATE meta SET value = ? WHERE name = ?", (value, name))
    _commit_notes(index)
    if meta["day"] != day:
        _remove_leftovers(index.path.parent, index.path.name)
    return True


def _has_archives(connection: Connection, ledger: Reader) -> bool:
    """Whether there are archives, or were."""
    if ledger.has_archives():
        return True
    sql = "SELECT 1 FROM folder WHERE archive <> '' LIMIT 1"
    return connection.execute(sql).fetchone() is not None


def _refresh_customers(ledger: Reader, index: Index, *, full: bool) -> bool:
    """Note which customers' files changed. False if another process did meanwhile."""
    from svc.store.index.changed_customers import find_changed_customers

    connection = index.connection
    connection.execute("BEGIN")
    before = _generation(connection)
    now_ns = file_clock_ns(index.path.parent)
    changed = find_changed_customers(
        connection, ledger.top, now_ns, _local_day(ledger, now_ns), full=full
    )
    connection.execute("COMMIT")
    if changed:
        from svc.store.index.customer_entry import note_changed_customers, read_changed_customers

        rows = read_changed_customers(ledger, changed)
        connection.execute("BEGIN IMMEDIATE")
        if _generation(connection) != before:
            connection.execute("ROLLBACK")
            return False
        note_changed_customers(connection, changed, rows)
        _commit_notes(index)
    return True


def _refresh_documents(ledger: Reader, index: Index) -> bool:
    """Note which stock documents changed. False if another process did meanwhile."""
    connection = index.connection
    now_ns = file_clock_ns(index.path.parent)
    day = _local_day(ledger, now_ns)
    connection.execute("BEGIN")
    meta = dict(connection.execute("SELECT name, value FROM meta"))
    full = index.full or meta.get("stock") != day
    changed = find_changed(connection, ledger.top, now_ns, DOCUMENTS, full=full)
    connection.execute("COMMIT")
    if not changed and meta.get("stock") == day:
        return True
    from svc.store.index.stock import note_changed_documents, read_changed_documents

    rows = read_changed_documents(ledger, changed)
    connection.execute("BEGIN IMMEDIATE")
    if _generation(connection) != meta["generation"]:
        connection.execute("ROLLBACK")
        return False
    note_changed_documents(connection, changed, rows)
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('stock', ?)", (day,))
    _commit_notes(index)
    return True


def _generation(connection: Connection) -> int:
    (value,) = connection.execute("SELECT value FROM meta WHERE name = 'generation'").fetchone()
    return int(value)


def _commit_notes(index: Index) -> None:
    """Commit what was noted."""
    index.connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'")
    index.connection.execute("COMMIT")
    _make_current(index)


def _note_words(connection: Connection, changed: ChangedRecords, rows: Rows) -> None:
    from svc.store.index import full_text as index_words

    index_words.take_out_words(
        connection, [*changed.gone, *(ticket_file.n for ticket_file in changed.files)]
    )
    index_words.put_words(connection, rows)


def _note_tickets(connection: Connection, changed: ChangedRecords, rows: Rows) -> None:
    from svc.store.index.report_month import flows_in_entries, kept_flows, note_flows

    numbers = [*changed.gone, *(ticket_file.n for ticket_file in changed.files)]
    before = kept_flows(connection, numbers)
    delete_entries(connection, numbers)
    insert_entries(connection, rows)
    note_flows(connection, before, flows_in_entries(rows))
    connection.executemany("DELETE FROM folder WHERE f = ?", [(f,) for f in changed.gone_folders])
    connection.executemany("INSERT OR REPLACE INTO folder VALUES (?, ?, ?, ?, ?)", changed.folders)


def _make_folder(folder: Path) -> None:
    """`.svc/`, which git does not look into whatever the ledger's own list says. Raises OSError if
    it is no folder.
    """
    with suppress(FileExistsError):
        os.mkdir(folder)
        (folder / ".gitignore").write_text("*\n", encoding="ascii")
    if not stat.S_ISDIR(os.lstat(folder).st_mode):
        raise NotADirectoryError(folder)  # a link that came with the ledger leads out of it


def _local_day(ledger: Reader, now_ns: int) -> str:
    from datetime import datetime

    return datetime.fromtimestamp(now_ns // 1_000_000_000, ledger.zone).date().isoformat()
