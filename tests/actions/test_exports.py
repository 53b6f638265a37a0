"""What is exported: of which office, region and month, in which order, from index and files alike."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from answers import FilesAlone
from conftest import STORY, TICKET, shared_desk

from svc.actions.exports import WantedRows, export_rows
from svc.actions.reports import month_report
from svc.errors import Damaged
from svc.model.exported import TABLES
from svc.store.ledger import Ledger

SATURDAY = datetime.fromisoformat("2026-11-21T11:00:00+08:00")
NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, made_ledger: Path, gitconfig: Path) -> Path:
    """A repair from intake to closing, another ticket that is open, a part that is out."""
    path = tmp_path_factory.mktemp("exported") / "ledger"
    with shared_desk(path, made_ledger, gitconfig) as desk:
        assert desk.intake().status == 0
        for now, who, words in STORY:
            desk.ok(*words, by=who, now=now)
        assert desk.other(2, now="2026-11-20T10:00:00").status == 0
        desk.ok("loan", "lend", "SZ-2611-A0002", "P-1001", "--to", "wang", by="sun")
    return path


def rows(top: Path, table: str, *, ledger: Any = None, **wanted: Any) -> list[dict[str, Any]]:
    broken: list[Damaged] = []
    told = export_rows(ledger or Ledger(top), table, WantedRows(**wanted), SATURDAY, broken)
    out = [row for row, _ in told]
    assert broken == []
    return out


@pytest.mark.parametrize("table", TABLES)
def test_the_index_and_the_files_alone_give_the_same_rows(made: Path, table: str) -> None:
    assert rows(made, table)
    for wanted in ({}, {"month": NOVEMBER}, {"region": "south"}, {"office": "SZ"}):
        told = rows(made, table, **wanted)
        assert told == rows(made, table, ledger=FilesAlone(made), **wanted)


@pytest.mark.parametrize("table", TABLES)
def test_other_offices_regions_and_months_have_none(made: Path, table: str) -> None:
    for wanted in ({"month": OCTOBER}, {"region": "north"}, {"office": "BJ"}):
        assert rows(made, table, **wanted) == []


def test_machines_of_a_month_are_those_sold_in_it(made: Path) -> None:
    august = rows(made, "machines", month=date(2026, 8, 1))
    assert {row["bought"] for row in august} == {"2026-08-01"}
    (row, *_) = rows(made, "machines")
    assert (row["tickets"], row["failures"], row["last_failure"]) == (1, 1, "2026-11-20")


def test_tickets_add_up_to_the_report(made: Path) -> None:
    report, _ = month_report(Ledger(made), "south", "2026-11", SATURDAY)
    told = rows(made, "tickets", month=NOVEMBER, region="south")
    kept = report.figure("on_time")
    judged = [row["promises_kept"] + row["promises_broken"] for row in told]
    assert report.figure("received").value == len(told)
    assert (kept.numerator, kept.denominator) == (
        sum(row["promises_kept"] for row in told),
        sum(judged),
    )
    fixed = report.figure("first_time_fix")
    assert (fixed.numerator, fixed.denominator) == (
        sum(row["first_time_fix"] is True for row in told),
        sum(row["first_time_fix"] is not None for row in told),
    )


def test_what_can_not_be_read_is_named_and_the_others_are_there(made: Path, tmp_path: Path) -> None:
    top = tmp_path / "ledger"
    shutil.copytree(made, top)
    (top / "tickets/SZ/2026-11/SZ-2611-A0002.yaml").write_text("id: [", encoding="utf-8")
    broken: list[Damaged] = []
    told = [row for row, _ in export_rows(Ledger(top), "tickets", WantedRows(), SATURDAY, broken)]
    assert [row["ticket"] for row in told] == [TICKET]
    assert ["SZ-2611-A0002" in str(each.facts["path"]) for each in broken] == [True]


def test_a_table_that_is_none_is_our_fault(made: Path) -> None:
    with pytest.raises(ValueError, match="stock"):
        rows(made, "stock")
