"""The ten questions of the handbook, asked of exported files, against what plain Python counts from
the records of two offices of the sample.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk

from svc.actions.reports import month_report
from svc.model import events as ev
from svc.model.exported import TABLES
from svc.rules.forms import serial_form
from svc.store.ledger import Ledger

duckdb = pytest.importorskip("duckdb", reason="the questions are asked by DuckDB")
TOP = Path(__file__).parents[2]
PAGE = TOP / "docs" / "handbook" / "en" / "exporting.md"
QUESTIONS = re.findall(r"(.*\?)\n\n```sql\n([^`]+)```", PAGE.read_text(encoding="utf-8"))
NOW = "2026-10-31T17:00:00+08:00"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """The sample with the tickets of two of its offices."""
    top = tmp_path_factory.mktemp("asked") / "ledger"

    def others(folder: str, names: list[str]) -> list[str]:
        return [each for each in names if folder.endswith("tickets") and each not in ("CD", "WH")]

    shutil.copytree(TOP / "ledger", top, ignore=others)
    return Ledger(top, indexed=False)


@pytest.fixture(scope="module")
def base(sample: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """DuckDB with the five files, as the page has it."""
    folder = tmp_path_factory.mktemp("files")
    with pytest.MonkeyPatch.context() as patch, duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'Asia/Shanghai'")
        for name in ("SVC_AS", "SVC_LEDGER"):
            patch.delenv(name, raising=False)
        desk = Desk(sample.top, patch)
        for table in TABLES:
            path = folder / f"{table}.parquet"
            words = ("--ledger", str(sample.top), "export", table, "--format", "parquet")
            desk.ok(*words, "--out", str(path), now=NOW)
            connection.execute(f"CREATE VIEW {table} AS FROM '{path}'")
        yield connection


@pytest.fixture(scope="module")
def states(sample: Ledger) -> list[Any]:
    return [record.state for record in sample.tickets([])]


def received(states: list[Any], _: Ledger) -> list[tuple[Any, ...]]:
    count = Counter(
        (state.ticket.region, state.ticket.received.year, state.ticket.received.month)
        for state in states
    )
    return sorted((*key, number) for key, number in count.items())


def worked(state: Any) -> list[Any]:
    return [visit for visit in state.visits if visit.outcome != "postponed"]


def fixed_at_once(states: list[Any], _: Ledger) -> list[tuple[Any, ...]]:
    visited, fixed = Counter[str](), Counter[str]()
    for state in states:
        region = state.current.region
        visited[region] += 0
        if state.current.kind == "repair" and worked(state):
            reopened = [event for event in state.events if isinstance(event, ev.Reopened)]
            again = any(event.reopened_for == "repair" for event in reopened)
            outcomes = [visit.outcome for visit in worked(state)]
            visited[region] += again or not {*outcomes} <= {"no_fault", "not_reproduced"}
            fixed[region] += outcomes in (["fixed"], ["completed"]) and not again
    return sorted((region, fixed[region], visited[region]) for region in visited)


def promises(states: list[Any], ledger: Ledger) -> list[tuple[Any, ...]]:
    """As the reports of the three months have it, by region, each of which is one office here."""
    kept, judged = Counter[str](), Counter[str]()
    now = datetime.fromisoformat(NOW)
    for region in {state.current.region for state in states}:
        for month in ("2026-08", "2026-09", "2026-10"):
            report, _ = month_report(ledger, region, month, now)
            figure = report.figure("on_time")
            kept[region] += figure.numerator
            judged[region] += figure.denominator
    office = {state.current.region: state.current.office for state in states}
    return sorted((office[each], kept[each], judged[each] - kept[each]) for each in kept)


def late_entries(states: list[Any], ledger: Ledger) -> list[tuple[Any, ...]]:
    later, events = Counter[str](), Counter[str]()
    for state in states:
        for event in state.ticket.log:
            if isinstance(event, ev.Arrived | ev.Visited | ev.FollowedUp):
                region = state.region_at(event.seq)
                days = [moment.astimezone(ledger.zone).date() for moment in (event.at, event.typed)]
                later[region] += days[1] > days[0]
                events[region] += 1
    return sorted((region, later[region], events[region]) for region in events)


def failures(states: list[Any]) -> Counter[str]:
    out = Counter[str]()
    for state in states:
        found = [event for event in state.events if isinstance(event, ev.Visited | ev.Repaired)]
        no_fault = bool(found) and getattr(found[-1], "outcome", "") == "no_fault"
        given_up = state.status in ("declined", "cancelled")
        if state.current.kind == "repair" and not given_up and not no_fault:
            out[serial_form(of_fault(state))] += 1
    return out


def of_fault(state: Any) -> str:
    """The number of the machine that failed, not of one that came in its place."""
    replaced = [event for event in state.events if isinstance(event, ev.MachineReplaced)]
    return str(replaced[0].old_serial if replaced else state.current.equipment.serial)


def machines(ledger: Ledger) -> Iterator[tuple[str, Any]]:
    for record in ledger.customers([]):
        if record.state.status == "active":
            yield from ((record.id, machine) for machine in record.state.equipment.values())


def faults_by_model(states: list[Any], ledger: Ledger) -> list[tuple[Any, ...]]:
    count, failed, failed_of = Counter[str](), Counter[str](), failures(states)
    for _, machine in machines(ledger):
        count[machine.model] += 1
        failed[machine.model] += failed_of[serial_form(machine.serial)]
    return sorted(((m, count[m], failed[m]) for m in count), key=lambda row: (-row[2], row[0]))


def failing_in_warranty(states: list[Any], ledger: Ledger) -> list[tuple[Any, ...]]:
    failed, last = failures(states), dict[str, date]()
    for state in states:
        if failures([state]):
            serial = serial_form(of_fault(state))
            day = state.current.received.astimezone(ledger.zone).date()
            last[serial] = max(day, last.get(serial, day))
    rows = []
    for customer, machine in machines(ledger):
        serial = serial_form(machine.serial)
        bought = date.fromisoformat(machine.bought) if machine.bought[:2] == "20" else None
        until = machine.warranty_until
        if until is None and bought is not None:
            years = ledger.settings.warranty.months // 12
            until = bought.replace(year=bought.year + years)
            if ledger.settings.warranty.first_day_counts:
                until = date.fromordinal(until.toordinal() - 1)
        if until is not None and until >= date(2026, 10, 31) and failed[serial] >= 3:
            rows.append((machine.serial, customer, failed[serial], last[serial]))
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def outstanding(states: list[Any], ledger: Ledger) -> list[tuple[Any, ...]]:
    owed: defaultdict[str, Decimal] = defaultdict(Decimal)
    for state in states:
        if state.current.customer is not None:
            owed[state.current.customer.file] += state.account.still_to_pay
    accounts = {record.id: record.state.account for record in ledger.customers([])}
    rows = [
        (customer, amount, accounts[customer].limit if accounts[customer] else None)
        for customer, amount in owed.items()
        if amount > 0
    ]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def fitted(states: list[Any], _: Ledger) -> list[tuple[Any, ...]]:
    """What loans put in and what work says it put in are the same parts as far as both go."""
    count = Counter[str]()
    for state in states:
        lent = {event.id: event for event in state.events if isinstance(event, ev.PartLent)}
        by_loan, by_work = Counter[str](), Counter[str]()
        for event in state.events:
            if isinstance(event, ev.LoanEnded) and event.how == "used":
                by_loan[lent[event.of].part] += lent[event.of].count
            elif isinstance(event, ev.Visited | ev.Repaired):
                for used in event.parts:
                    by_work[used.part] += used.count
        count.update(by_loan | by_work)
    return sorted(count.items(), key=lambda row: (-row[1], row[0]))


def unused(states: list[Any], _: Ledger) -> list[tuple[Any, ...]]:
    lent, back = Counter[str](), Counter[str]()
    for state in states:
        loans = {event.id: event.part for event in state.events if isinstance(event, ev.PartLent)}
        lent.update(loans.values())
        ends = [event for event in state.events if isinstance(event, ev.LoanEnded)]
        back.update(loans[event.of] for event in ends if event.how == "good")
    return sorted(((p, lent[p], back[p]) for p in back), key=lambda row: (-row[2], row[0]))


def assigned_last(state: Any) -> str:
    who = ""
    for event in state.events:
        if isinstance(event, ev.Dispatched | ev.Reassigned):
            who = event.technician
        elif isinstance(event, ev.Rescheduled):
            who = event.technician or who
    return who


def dissatisfied(states: list[Any], _: Ledger) -> list[tuple[Any, ...]]:
    asked, bad = Counter[str](), Counter[str]()
    for state in states:
        if state.visits and state.callbacks:
            asked[assigned_last(state)] += 1
            bad[assigned_last(state)] += state.callbacks[-1].rating in ev.DISSATISFIED
    return sorted(((w, asked[w], bad[w]) for w in asked), key=lambda row: (-row[2], row[0]))


COUNTED: tuple[Callable[[list[Any], Ledger], list[tuple[Any, ...]]], ...] = (
    received, fixed_at_once, promises, late_entries, faults_by_model, failing_in_warranty,
    outstanding, fitted, unused, dissatisfied,
)  # fmt: skip
"""The answer to each question, in the order of the page."""


@pytest.mark.parametrize("number", range(10))
def test_sql_and_python_count_the_same(
    number: int, base: Any, states: list[Any], sample: Ledger
) -> None:
    answer = base.execute(QUESTIONS[number][1]).fetchall()
    counted = COUNTED[number](states, sample)
    assert answer, "nothing to compare"
    assert [row[: len(counted[0])] for row in answer] == counted


def test_both_pages_ask_the_same() -> None:
    chinese = (TOP / "docs/handbook/zh/exporting.md").read_text(encoding="utf-8")
    assert re.findall(r"```sql\n(.+?)```", chinese, re.DOTALL) == [sql for _, sql in QUESTIONS]
    assert len(QUESTIONS) == len(COUNTED) == 10


def test_every_column_can_be_asked_for_without_quotes(base: Any) -> None:
    for table, each in TABLES.items():
        for column in each.columns:
            name = column.name
            sql = f"SELECT {name}, count_if({name} IS NOT NULL) FROM {table} GROUP BY {name}"
            assert base.execute(f"{sql} ORDER BY {name}").fetchall()


def test_files_of_a_month_each_are_read_as_one_table(
    sample: Ledger, states: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [TOP / "docs/handbook" / each / "headquarters.md" for each in ("zh", "en")]
    asked = {each.read_text(encoding="utf-8") for each in pages}
    (query,) = {sql for text in asked for sql in re.findall(r"```sql\n([^`]+)```", text)}
    for month in ("2026-09", "2026-10"):
        words = ("export", "events", "--month", month, "--format", "parquet")
        assert all(f"svc {' '.join(words)} --out" in text for text in asked)
        out = ("--out", str(tmp_path / f"{month}.parquet"))
        Desk(sample.top, monkeypatch).ok("--ledger", str(sample.top), *words, *out, now=NOW)
    found = duckdb.sql(query.replace("data/events", str(tmp_path))).fetchall()
    count = Counter[tuple[str, int]]()
    for state in states:
        for event in state.ticket.log:
            day = event.at.astimezone(sample.zone).date()
            if (day.year, day.month) in ((2026, 9), (2026, 10)):
                count[state.current.office, day.month] += 1
    assert found == sorted((*key, number) for key, number in count.items())
