"""Reports that are kept: each of its own scope, until what they count may have changed."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime, timedelta

import pytest

from svc.rules.report.answer import Section, SpecialDay
from svc.rules.report.scope import RegionOffice, Scope
from svc.store.index.report_cache import (
    CachedReport,
    forget_reports,
    forget_stores,
    keep_report,
    kept_report,
    month_number,
)
from svc.store.index.schema import TABLES

NOW = datetime.fromisoformat("2026-12-01T09:00:00+08:00")
NOVEMBER = date(2026, 11, 1)
SZ = RegionOffice("south", "SZ")
DAYS = [SpecialDay(day=date(2026, 11, 7), how="weekly")]
SCOPES = [Scope(), Scope(region="south"), Scope(region="north")]
SCOPES += [Scope(office="SZ"), Scope(office="GZ")]


@pytest.fixture
def index() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.executescript(TABLES)
    return connection


def keep(index: sqlite3.Connection, scope: Scope, first: date = NOVEMBER, months: int = 0) -> None:
    made = CachedReport(
        scope=scope.key, first=first, months=months, since=NOW, until=NOW + timedelta(hours=1),
        digest=f"{scope.code}{first}{months}", sections=list[Section](), special_days=DAYS,
    )  # fmt: skip
    keep_report(index, made)


def kept(index: sqlite3.Connection, months: int = 0) -> list[tuple[str, str]]:
    """The scopes and months of which a report is kept: of one month, or of so many."""
    return [
        (scope.key, f"{first:%m}")
        for scope in SCOPES
        for first in (date(2026, month, 1) for month in (9, 10, 11, 12))
        if kept_report(index, scope.key, first, NOW, months) is not None
    ]


def test_a_report_is_found_by_its_scope_month_and_moment_alone(index: sqlite3.Connection) -> None:
    for scope in SCOPES:
        keep(index, scope)
        found = kept_report(index, scope.key, NOVEMBER, NOW)
        assert found == (f"{scope.code}2026-11-010", [], DAYS)
    keep(index, Scope(), months=3)
    assert kept(index) == [(scope.key, "11") for scope in SCOPES]
    assert kept(index, 3) == [("", "11")]
    for late in (NOW - timedelta(seconds=1), NOW + timedelta(hours=1)):
        assert kept_report(index, "", NOVEMBER, late) is None


def test_what_an_office_did_in_a_month_is_forgotten_of_it_its_region_and_headquarters_alone(
    index: sqlite3.Connection,
) -> None:
    for scope in SCOPES:
        for month in (9, 10, 11, 12):
            keep(index, scope, date(2026, month, 1))
        keep(index, scope, date(2026, 9, 1), months=2)
        keep(index, scope, date(2026, 9, 1), months=3)
    forget_reports(index, SZ, month_number(date(2026, 10, 1)))
    others = [("north", f"{month:02}") for month in (9, 10, 11, 12)]
    others += [("/GZ", f"{month:02}") for month in (9, 10, 11, 12)]
    # a later month knows what is open, owed or in the store
    theirs = [(key, "09") for key in ("", "south", "/SZ")]
    assert sorted(kept(index)) == sorted(others + theirs)
    assert sorted(kept(index, 2)) == [("/GZ", "09"), ("north", "09")]
    forget_stores(index, month_number(date(2026, 10, 1)))
    assert {month for _, month in kept(index)} == {"09"}
    forget_reports(index)
    assert kept(index) == kept(index, 3) == []


def test_a_report_over_months_stays_where_what_changed_came_after_them(
    index: sqlite3.Connection,
) -> None:
    keep(index, Scope(), date(2026, 9, 1), months=2)
    forget_reports(index, SZ, month_number(date(2026, 11, 1)))
    assert kept(index, 2) == [("", "09")]
    forget_reports(index, SZ, month_number(date(2026, 10, 1)))
    assert kept(index, 2) == []
