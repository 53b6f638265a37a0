"""The index made from nothing: what is noted of a folder and of its files."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest
from conftest import TICKET

from svc.rules.report.scope import Scope
from svc.store.index.build import Filler, fill_index, folder_entries
from svc.store.index.month_measures import (
    keep_measures,
    kept_document,
    office_months,
    tickets_to_measure,
    unpacked_measures,
)
from svc.store.index.report_cache import month_number
from svc.store.index.schema import forget_costs
from svc.store.index.ticket_entry import Noter

if TYPE_CHECKING:
    from conftest import Desk

NOVEMBER = date(2026, 11, 1)
FOLDER = "tickets/SZ/2026-11"
LONG_AGO = 1_700_000_000
LATER = 10_000_000_000  # nanoseconds, longer than a tick of any file system's clock


@pytest.fixture
def taken(desk: Desk) -> Desk:
    desk.play("intake")
    for path in (desk.record, desk.record.parent):
        os.utime(path, (LONG_AGO, LONG_AGO))
    return desk


def noted(desk: Desk, table: str, now_ns: int) -> list[tuple[object, ...]]:
    """Whether each row of a table is unsure, in an index begun at `now_ns`."""
    with closing(sqlite3.connect(":memory:")) as connection:
        fill_index(connection, desk.ledger, now_ns, words=True)
        return connection.execute(f"SELECT unsure FROM {table}").fetchall()


@pytest.mark.parametrize("table", ["folder", "ticket"])
def test_what_changed_in_the_moment_of_looking_is_looked_at_again(taken: Desk, table: str) -> None:
    # the times of an inode's change can't be set back, so the look is put after them
    changed = max(path.stat().st_ctime_ns for path in (taken.record, taken.record.parent))
    assert noted(taken, table, changed) == [(1,)]
    assert noted(taken, table, changed + LATER) == [(0,)]


def test_a_file_in_the_folder_of_another_month_is_no_ticket(taken: Desk) -> None:
    elsewhere = taken.path / "tickets/SZ/2026-10"
    elsewhere.mkdir()
    for name in (f"{TICKET}.yaml", "SZ-2610-A1.yaml", "notes.yaml"):
        shutil.copy(taken.record, elsewhere / name)
    noter = Noter(taken.ledger, words=False)
    assert [row.id for row in folder_entries(noter, taken.path, 1, FOLDER, 0)] == [TICKET]
    assert folder_entries(noter, taken.path, 2, "tickets/SZ/2026-10", 0) == []


@pytest.mark.parametrize("words", [True, False])
def test_what_a_search_looks_into_is_read_where_it_is_asked_for(taken: Desk, words: bool) -> None:
    (piece,) = Filler(taken.ledger, 0, words=words).answer(f"1 {FOLDER}")
    ((n, id, _, _, (_, keys, _, texts, *_)),) = piece
    assert (n >> 40, id, bool(keys)) == (1, TICKET, True)
    assert (texts is not None) == words


def test_the_newest_months_are_measured_as_the_index_is_made_and_a_new_price_leaves_the_trend(
    taken: Desk,
) -> None:
    changed = max(path.stat().st_ctime_ns for path in (taken.record, taken.record.parent))
    with closing(sqlite3.connect(":memory:")) as connection:
        fill_index(connection, taken.ledger, changed + LATER, words=False)
        (office_month,) = office_months(connection, Scope(office="SZ"), [month_number(NOVEMBER)])
        assert tickets_to_measure(connection, [office_month]) == {}
        doc = kept_document(connection, office_month)
        assert doc is not None
        (measured,) = unpacked_measures(*doc).values()
        assert measured == taken.ledger.measures(taken.ledger.read(TICKET).state, [])[0]
        keep_measures(connection, office_month, doc[0], [], b"tally")
        forget_costs(connection)
        assert kept_document(connection, office_month) is None
        assert connection.execute("SELECT tally FROM measured").fetchall() == [(b"tally",)]


def test_what_may_read_otherwise_the_next_time_is_measured_once_more(taken: Desk) -> None:
    changed = max(path.stat().st_ctime_ns for path in (taken.record, taken.record.parent))
    with closing(sqlite3.connect(":memory:")) as connection:
        fill_index(connection, taken.ledger, changed, words=False)
        (office_month,) = office_months(connection, Scope(office="SZ"), [month_number(NOVEMBER)])
        (wanted,) = tickets_to_measure(connection, [office_month])[office_month]
        assert wanted.id == TICKET
