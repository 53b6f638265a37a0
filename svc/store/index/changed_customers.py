"""Which customers' files changed since the index was written, found without opening one.

They are looked at only when customers are asked for: all of them by whoever wants to see everybody;
who looks for a caller reads the files that are found, so there the folder's time does.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.model.ids import parse_customer_id
from svc.store.index import own_writes
from svc.store.index.changed_records import is_unsure, no_link, stamp_of

if TYPE_CHECKING:
    from pathlib import Path
    from sqlite3 import Connection

_FEW = 2000
"""Up to so many files are always looked at, each of them: it takes less than a hundredth of a
second.
"""


class ChangedCustomers(Struct, frozen=True):
    """What changed among the customers' files: those to be read, with stamp and unsure, and those
    that are gone.

    `looked` is to be written down of the look itself; empty if nothing is.
    """

    files: dict[str, tuple[int, bool]]
    gone: list[str]
    looked: str

    def __bool__(self) -> bool:
        return bool(self.files or self.gone or self.looked)


def find_changed_customers(
    connection: Connection, top: Path, now_ns: int, day: str, *, full: bool
) -> ChangedCustomers:
    """Files of customers against the table; all of them if `full`, and at the first look of a
    `day`.

    Else, where there are many, the folder's own time is looked at, and all files if it has changed
    by other hands than svc's. So a file that was added, removed or replaced is seen, and one edited
    in place by the next look at all.
    """
    row = connection.execute("SELECT value FROM meta WHERE name = 'customers'").fetchone()
    before = row[0] if row else ""
    status = _folder_status(top)
    now = stamp_of(status) if status else 0
    sure = 0 if status is None or is_unsure(status, now_ns) else now
    looked = f"{day} {sure}"
    then, _, was = before.partition(" ")
    if then == day and not full and now and _are_many(connection):
        if now == int(was):
            return ChangedCustomers({}, [], "")
        names = own_writes.own_writes_between(top, int(was), now)
        if names is not None:
            # Until the folder's time is sure, what svc changed since `was` is looked at again.
            return _compare_some(connection, top, now_ns, names, looked if sure else "")
    return _compare_all(connection, top, now_ns, looked if looked != before else "")


def _are_many(connection: Connection) -> bool:
    (count,) = connection.execute("SELECT count(*) FROM customer").fetchone()
    return int(count) > _FEW


def _folder_status(top: Path) -> os.stat_result | None:
    try:
        return os.stat(top / own_writes.FOLDER, follow_symlinks=False)
    except OSError:
        return None


def _compare_some(
    connection: Connection, top: Path, now_ns: int, names: list[str], looked: str
) -> ChangedCustomers:
    changes = ChangedCustomers({}, [], looked)
    for name in dict.fromkeys(names):
        id = name.removesuffix(".yaml")
        row = connection.execute(
            "SELECT stamp, unsure FROM customer WHERE id = ?", (id,)
        ).fetchone()
        try:
            status = os.stat(top / own_writes.FOLDER / name, follow_symlinks=False)
        except FileNotFoundError:
            changes.gone.extend([id] if row else [])
            continue
        if row != (stamp_of(status), 0) and str(parse_customer_id(id)) == id:
            changes.files[id] = (stamp_of(status), is_unsure(status, now_ns))
    return changes


def _compare_all(connection: Connection, top: Path, now_ns: int, looked: str) -> ChangedCustomers:
    rows = connection.execute("SELECT id, stamp, unsure FROM customer")
    before = {id: (stamp, unsure) for id, stamp, unsure in rows}
    changed_files: dict[str, tuple[int, bool]] = {}
    with (
        suppress(FileNotFoundError, NotADirectoryError),
        os.scandir(no_link(os.path.join(top, own_writes.FOLDER))) as entries,
    ):
        for entry in entries:
            if not entry.name.endswith(".yaml") or entry.name.startswith("."):
                continue
            try:
                status = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            stamp = stamp_of(status)
            if before.pop(entry.name[:-5], None) != (stamp, 0):
                changed_files[entry.name[:-5]] = (stamp, is_unsure(status, now_ns))
    files = {id: changed_files[id] for id in changed_files if str(parse_customer_id(id)) == id}
    return ChangedCustomers(files, list(before), looked)
