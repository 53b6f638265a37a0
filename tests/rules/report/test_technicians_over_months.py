"""Technicians over months: the numbers of each month's own table, added."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from actions.test_reports import NOW, SAMPLE

from svc.rules.report.measure_rows import CallbackMade, VisitMade
from svc.rules.report.measures import Measures
from svc.rules.report.month import ComparedMonths, month_window
from svc.rules.report.section_technicians import technicians_section
from svc.rules.report.technicians_over_months import (
    added_work,
    technicians_tables,
    work_by_technician,
)
from svc.store.ledger import Ledger


@pytest.fixture(scope="module")
def received() -> list[Measures]:
    """What the tickets of the sample's Septembers and Octobers add, everywhere."""
    ledger = Ledger(SAMPLE)
    found: list[Measures] = []
    for record in ledger.tickets([]):
        found += ledger.measures(record.state, [])
    return [each.judged(NOW, NOW) for each in found]


def of_month(received: list[Measures], month: int) -> list[Measures]:
    own = [each for each in received if each.received.month == month]
    return month_window(own[0].received.replace(day=1), own, [], {}).received


def name(person: str) -> str:
    return f"<{person}>"


@pytest.mark.parametrize("month", [8, 9, 10])
def test_of_one_month_it_says_what_the_months_own_table_says(
    received: list[Measures], month: int
) -> None:
    own = of_month(received, month)
    window = month_window(own[0].received.replace(day=1), own, [], {})
    compared = ComparedMonths(now=window, before=None, year=None)
    theirs = {table.id: table for table in technicians_section(compared, name).tables}
    ours = technicians_tables(work_by_technician(own), name)
    assert len(ours) == 4
    for table in ours:
        assert table == theirs[table.id]
        assert len(table.rows) > 10


def test_months_are_added_and_a_day_with_visits_of_two_of_them_is_one(
    received: list[Measures],
) -> None:
    months = [of_month(received, month) for month in (8, 9, 10)]
    added = added_work(work_by_technician(each) for each in months)
    at_once = work_by_technician([ticket for each in months for ticket in each])
    assert added == at_once
    load, times, *_ = technicians_tables(added, name)
    row = dict(zip((column.id for column in load.columns), load.rows[0], strict=True))
    agreed = dict(zip(times.column("technician"), times.column("whole"), strict=True))
    visits = [
        visit
        for each in months
        for ticket in each
        for visit in ticket.visits
        if name(visit.technician) == row["technician"]
    ]
    assert row["visits"] == sum(1 for visit in visits if not visit.along)
    assert row["days"] == len({visit.day for visit in visits})
    assert agreed[row["technician"]] == sum(1 for visit in visits if visit.on_time is not None)
    Random(1).shuffle(months)
    assert added_work(work_by_technician(each) for each in months) == at_once


def test_who_only_stands_in_a_callback_has_no_row(received: list[Measures]) -> None:
    day = received[0].received
    call = CallbackMade(day=day, rating="satisfied", technician="sun", reason="", action="")
    visit = VisitMade(technician="wang", day=day, outcome="fixed", seconds=7200, on_time=None)
    ticket = Measures(**_plain(received[0]), visits=[visit], callbacks=[call], bench_repairs=[])
    load, *rates = technicians_tables(work_by_technician([ticket]), name)
    assert load.rows == [["<wang>", 1, 0, 2.0, 1]]
    assert [table.rows for table in rates] == [[], [], []]
    assert technicians_tables({}, name) == []


def _plain(measures: Measures) -> dict[str, Any]:
    from msgspec.structs import asdict

    left_out = ("visits", "callbacks", "bench_repairs")
    return {name: value for name, value in asdict(measures).items() if name not in left_out}
