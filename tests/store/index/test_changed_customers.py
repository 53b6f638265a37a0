"""Which customers' files are looked at, and what is found of them, without an index around it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection

import pytest

from svc.store.index import changed_customers, own_writes, schema
from svc.store.index.changed_customers import ChangedCustomers, find_changed_customers
from svc.store.index.changed_records import stamp_of

DAY = "2026-11-20"
LATER = 10**19  # nanoseconds: long after every file was written
A1, A2, A3 = "SZ-A0001", "SZ-A0002", "SZ-A0003"
NOTHING = ChangedCustomers({}, [], "")


def stamp(top: Path, customer: str = "") -> int:
    return stamp_of(os.stat(top / "customers" / (f"{customer}.yaml" if customer else "")))


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A ledger of two customers."""
    (tmp_path / "customers").mkdir()
    for customer in (A1, A2):
        (tmp_path / "customers" / f"{customer}.yaml").write_text(customer, encoding="utf-8")
    return tmp_path


@pytest.fixture
def index(top: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    """What is noted of them, as of today; two files count as many."""
    monkeypatch.setattr(changed_customers, "_FEW", 1)
    with closing(sqlite3.connect(":memory:")) as connection:
        schema.run_definitions(connection, schema.TABLES)
        for n, customer in enumerate((A1, A2), 1):
            row = (n, customer, stamp(top, customer), 0, 1, None)
            connection.execute("INSERT INTO customer VALUES (?, ?, ?, ?, ?, ?)", row)
        looked = ("customers", f"{DAY} {stamp(top)}")
        connection.execute("INSERT INTO meta VALUES (?, ?)", looked)
        yield connection


def edit(top: Path, customer: str) -> None:
    """In place, so the folder's own times stay."""
    (top / "customers" / f"{customer}.yaml").write_text("edited by hand", encoding="utf-8")


def find(index: Connection, top: Path, day: str = DAY, *, full: bool = False) -> ChangedCustomers:
    return find_changed_customers(index, top, LATER, day, full=full)


def test_where_nothing_changed_nothing_is_found_and_nothing_written_down(
    index: Connection, top: Path
) -> None:
    for full in (False, True):
        assert find(index, top, full=full) == NOTHING
        assert not find(index, top, full=full)


def test_one_edited_in_place_is_seen_by_a_full_look_the_first_of_a_day_or_among_few(
    index: Connection, top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(top, A1)
    changed = {A1: (stamp(top, A1), False)}
    assert find(index, top) == NOTHING
    assert find(index, top, full=True).files == changed
    tomorrow = find(index, top, "2026-11-21")
    assert (tomorrow.files, tomorrow.looked) == (changed, f"2026-11-21 {stamp(top)}")
    monkeypatch.setattr(changed_customers, "_FEW", 2)
    assert find(index, top).files == changed


def test_one_added_or_removed_by_others_is_seen_at_once(index: Connection, top: Path) -> None:
    (top / "customers" / f"{A3}.yaml").touch()
    (top / "customers/SZ-A3.yaml").touch()  # no number of ours
    (top / "customers" / f"{A2}.yaml").unlink()
    found = find(index, top)
    assert (found.files, found.gone) == ({A3: (stamp(top, A3), False)}, [A2])
    assert found.looked == f"{DAY} {stamp(top)}"


def test_of_what_svc_wrote_itself_only_that_is_looked_at(
    index: Connection, top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(top, A1)  # unseen, as nobody looks at it
    (top / "customers" / f"{A3}.yaml").touch()
    (top / "customers" / f"{A2}.yaml").unlink()
    names = [f"{A3}.yaml", f"{A2}.yaml", "SZ-A0009.yaml"]
    monkeypatch.setattr(own_writes, "own_writes_between", lambda top, was, now: names)
    found = find(index, top)
    assert (found.files, found.gone) == ({A3: (stamp(top, A3), False)}, [A2])


def test_a_folder_that_is_gone_has_no_customers(index: Connection, top: Path) -> None:
    (top / "customers").rename(top / "elsewhere")
    assert sorted(find(index, top).gone) == [A1, A2]
