"""The index in `.svc/`: columns of all tickets in SQLite, so that a list opens no file.

It is a copy, made from the files alone, and nothing is only in it: whoever removes it loses a few seconds.
It is dropped and filled anew when in doubt: made by another version of the program or Python, under other
settings, staff, policies or calendars, damaged, or written by anybody but us (`stamp`). Where it can't be kept,
because `.svc` can't be written or the ledger is no git repository (the sample), every answer comes from the files.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import stat
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from svc import __version__
from svc.store.index_changes import changes, stamp_of
from svc.store.index_fill import Rows, fill, noted
from svc.store.index_rows import Noter
from svc.store.index_tables import put, take_out

if TYPE_CHECKING:
    from pathlib import Path
    from sqlite3 import Connection

    from svc.store.index_changes import Changes
    from svc.store.ledger import Ledger

SCHEMA = 1
_CONFIGURATION = ("policies", "calendars")
_WAIT_SECONDS = 5.0
_TRIES = 5


def opened(ledger: Ledger, *, full: bool = False) -> Connection | None:
    """The index of this ledger, brought up to date; None where there can be none. `full`: every file is looked at."""
    if not os.path.lexists(ledger.top / ".git"):
        return None
    place = ledger.top / ".svc"
    try:
        _make_folder(place)
        own_key = _key(ledger)
        for _ in range(_TRIES):
            connection = _connected(place, own_key)
            if connection is None:
                _filled(ledger, place, own_key)
                continue
            try:
                if _refresh(ledger, place, connection, full=full):
                    return connection
            except BaseException:
                connection.close()
                raise
            connection.close()
    except OSError:  # .svc can't be written
        return None
    except sqlite3.Error as error:
        if not _is_busy(error):
            _drop(place)
    return None


def _is_busy(error: sqlite3.Error) -> bool:
    """Whether another process has it, for longer than we wait."""
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)


# Whether it is ours


def _key(ledger: Ledger) -> str:
    """Program, Python and configuration: what the tables follow from besides the tickets."""
    import hashlib

    digest = hashlib.blake2b(f"{SCHEMA} {__version__} {sys.version} {sys.maxsize}".encode(), digest_size=16)
    names = ["svc.yaml", "staff.yaml", *(f"{f}/{name}" for f in _CONFIGURATION for name in ledger.names(f))]
    for name in names:
        try:
            data = (ledger.top / name).read_bytes()
        except OSError:
            data = b""
        digest.update(b"%s %d\n" % (name.encode("utf-8", "surrogateescape"), len(data)) + data)
    return digest.hexdigest()


def _connected(place: Path, own_key: str) -> Connection | None:
    """The index if it is there and ours, else None."""
    path = place / "index.sqlite"
    if not path.is_file():
        return None
    connection = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("BEGIN")
        row = connection.execute("SELECT value FROM meta WHERE name = 'key'").fetchone()
        ours = row == (own_key,) and _stamp_of(path) == _read_stamp(place)
        connection.execute("COMMIT")
    except (sqlite3.Error, OSError) as error:
        connection.close()
        if isinstance(error, sqlite3.Error) and _is_busy(error):
            raise
        return None
    if not ours:
        connection.close()
        return None
    return connection


def _put_stamp(place: Path, connection: Connection) -> None:
    """Write down how the file is now. While we read, nobody else writes, so it is of what we and others committed."""
    connection.execute("BEGIN")
    connection.execute("SELECT value FROM meta WHERE name = 'key'").fetchone()
    temporary = place / f"stamp.{secrets.token_hex(4)}.tmp"
    temporary.write_text(_stamp_of(place / "index.sqlite"), encoding="ascii")
    os.replace(temporary, place / "stamp")
    connection.execute("COMMIT")


def _stamp_of(path: Path) -> str:
    return str(stamp_of(os.stat(path)))


def _read_stamp(place: Path) -> str:
    return (place / "stamp").read_text(encoding="ascii")


# Made anew


def _filled(ledger: Ledger, place: Path, own_key: str) -> None:
    """Make the index from nothing beside the old one, and put it in its place."""
    path = place / f"index.{secrets.token_hex(4)}.tmp"
    mode = stat.S_IMODE(os.stat(ledger.top / "svc.yaml").st_mode) & 0o666
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        _fill_file(ledger, place, path, own_key)
        os.chmod(path, mode | 0o600)
        os.replace(path, place / "index.sqlite")
    except BaseException:
        for left in (path, path.with_name(path.name + "-journal")):
            with suppress(OSError):
                os.unlink(left)
        raise
    connection = sqlite3.connect(place / "index.sqlite", timeout=_WAIT_SECONDS, isolation_level=None)
    try:
        _put_stamp(place, connection)
    finally:
        connection.close()


def _fill_file(ledger: Ledger, place: Path, path: Path, own_key: str) -> None:
    now_ns = _now_ns(place)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -8000"):
            connection.execute(f"PRAGMA {setting}")
        connection.execute("BEGIN")
        fill(connection, ledger, now_ns, ledger.progress)
        connection.executemany(
            "INSERT INTO meta VALUES (?, ?)", [("key", own_key), ("generation", 1), ("day", _day(ledger, now_ns))]
        )
        connection.execute("COMMIT")
    finally:
        connection.close()
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _drop(place: Path) -> None:
    for name in ("index.sqlite", "index.sqlite-journal", "stamp"):
        with suppress(OSError):
            os.unlink(place / name)


# Brought up to date


def _refresh(ledger: Ledger, place: Path, connection: Connection, *, full: bool) -> bool:
    """Note what changed. False if another process did meanwhile: then it is to be looked at once more."""
    now_ns = _now_ns(place)
    day = _day(ledger, now_ns)
    connection.execute("BEGIN")
    meta = dict(connection.execute("SELECT name, value FROM meta"))
    found = changes(connection, ledger.top, now_ns, full=full or meta["day"] != day)
    connection.execute("COMMIT")
    if not found and meta["day"] == day:
        return True
    rows = noted(Noter(ledger), ledger.top, found.files)
    connection.execute("BEGIN IMMEDIATE")
    (generation,) = connection.execute("SELECT value FROM meta WHERE name = 'generation'").fetchone()
    if generation != meta["generation"]:
        connection.execute("ROLLBACK")
        return False
    _note(connection, found, rows)
    connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'")
    connection.execute("UPDATE meta SET value = ? WHERE name = 'day'", (day,))
    connection.execute("COMMIT")
    _put_stamp(place, connection)
    return True


def _note(connection: Connection, found: Changes, rows: Rows) -> None:
    take_out(connection, [*found.gone, *(file.n for file in found.files)])
    put(connection, rows)
    connection.executemany("DELETE FROM folder WHERE f = ?", [(f,) for f in found.gone_folders])
    connection.executemany("INSERT OR REPLACE INTO folder VALUES (?, ?, ?, ?)", found.folders)


def _make_folder(place: Path) -> None:
    """`.svc/`, which git does not look into whatever the ledger's own list says."""
    with suppress(FileExistsError):
        os.mkdir(place)
        (place / ".gitignore").write_text("*\n", encoding="ascii")


def _now_ns(place: Path) -> int:
    """The time by the clock of the file system, which gives files their times. Raises OSError if we may not write."""
    path = place / "now"
    try:
        os.utime(path)
    except FileNotFoundError:
        path.touch()
    return os.stat(path).st_mtime_ns


def _day(ledger: Ledger, now_ns: int) -> str:
    from datetime import datetime

    return datetime.fromtimestamp(now_ns // 1_000_000_000, ledger.zone).date().isoformat()
