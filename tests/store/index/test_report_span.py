"""Months that are over are added up once: their tallies are kept until one of their tickets changes.

That reports made of them are those of the files: test_report_month.py.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from svc.rules.report.scope import RegionOffice, Scope
from svc.store.index import changed_records, month_measures
from svc.store.index.month_measures import OfficeMonth
from svc.store.index.report_cache import month_number
from svc.store.index.report_span import IndexedSpan

if TYPE_CHECKING:
    from conftest import Desk

    from svc.rules.report.tally import Tally

MONTHS = [date(2026, 11, 1), date(2026, 12, 1)]
ENDS = [datetime.fromisoformat(f"{day}T00:00:00+08:00") for day in ("2026-12-01", "2027-01-01")]
NOW = datetime.fromisoformat("2026-12-05T09:00:00+08:00")
NOVEMBER, DECEMBER = (
    OfficeMonth(RegionOffice("south", "SZ"), month_number(month)) for month in MONTHS
)


@pytest.fixture
def both(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A ticket in November, one in December."""
    # however short a time ago it was: what was just written may be another by now, and is not kept
    for tick in ("_TICK", "_COARSE_TICK"):
        monkeypatch.setattr(changed_records, tick, -(2**62))
    assert desk.intake().status == 0
    assert desk.other(1, now="2026-12-01T09:00:00").status == 0
    return desk


def added_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, scope: Scope | None = None
) -> tuple[dict[OfficeMonth, Tally], set[OfficeMonth]]:
    """The tallies, and those of which tickets were measured."""
    measured: set[OfficeMonth] = set()
    count = month_measures.count_months

    def counted(ledger: object, wanted: dict[OfficeMonth, list[object]], broken: object) -> object:
        measured.update(place for place, tickets in wanted.items() if tickets)
        return count(ledger, wanted, broken)

    monkeypatch.setattr(month_measures, "count_months", counted)
    ledger = desk.ledger
    span = ledger.ask_index(
        lambda db: IndexedSpan(db, scope or Scope(), MONTHS, ENDS, NOW), customers="likely"
    )
    assert span is not None
    tallies = span.tallies(ledger, [], ledger.note_in_index)
    ledger.close()
    monkeypatch.setattr(month_measures, "count_months", count)
    return tallies, measured


def test_a_month_that_is_over_is_measured_once_and_again_when_a_ticket_changes(
    both: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, measured = added_up(both, monkeypatch)
    assert measured == {NOVEMBER, DECEMBER}
    again, measured = added_up(both, monkeypatch)
    assert NOVEMBER not in measured
    assert again == first
    both.ok(
        "cancel", both.ticket, "--reason", "好了", "--asked-by", "张工", by="chen", now=str(NOW)
    )
    changed, measured = added_up(both, monkeypatch)
    assert NOVEMBER in measured
    assert changed[NOVEMBER] != first[NOVEMBER]
    assert changed[DECEMBER] == first[DECEMBER]


def test_of_another_office_there_is_nothing(both: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert added_up(both, monkeypatch, Scope(office="BJ")) == ({}, set())
    tallies, _ = added_up(both, monkeypatch, Scope(office="SZ"))
    assert list(tallies) == [NOVEMBER, DECEMBER]
