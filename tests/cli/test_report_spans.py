"""`svc report` over several months: how it is typed, what its forms say, how long work shows
itself.
"""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from signal import SIGINT
from typing import TYPE_CHECKING, Any

import pytest
import python_calamine
from conftest import TICKET

from svc.cli import progress
from svc.cli.app import run
from svc.store.index import month_measures
from svc.store.interrupts import Stopped

if TYPE_CHECKING:
    from conftest import Desk

NOW = "2026-12-05T09:00:00"
SPAN = "2026-10..2026-12"


@pytest.fixture
def played(desk: Desk) -> Desk:
    desk.play()
    desk.other(2, now="2026-10-02T09:00:00")
    desk.other(3, "--office", "BJ", now="2026-12-02T09:00:00")
    return desk


def test_a_year_is_typed_as_a_year_and_a_span_with_two_dots(played: Desk) -> None:
    year = played.ok("report", "all", "2026", now=NOW).out
    assert year.splitlines()[0].endswith(" · 2026")
    assert "The last month is not over: as of 2026-12-05 09:00." in year
    assert year == played.ok("report", "all", "2026-01..2026-12", now=NOW).out
    assert "not over" not in played.ok("report", "south", "2026", now="2027-01-01T00:00:00").out
    zh = played.ok("--lang", "zh", "report", "华南", SPAN, now=NOW).out
    assert "最后一个月尚未结束" in zh
    assert "| 全期" in zh


def test_every_form_has_the_same_figures_and_the_same_bytes_each_time(
    played: Desk, tmp_path: Path
) -> None:
    told = played.ok("report", "all", SPAN, "--json", now=NOW).json
    assert (told["kind"], told["months"], told["figures"]["received"]) == ("report_span", SPAN, 3)
    months = told["sections"][0]["tables"][0]
    assert [row[0] for row in months["rows"]] == ["2026-10", "2026-11", "2026-12"]
    place = [column["id"] for column in months["columns"]].index("received")
    assert [row[place] for row in [*months["rows"], months["total"]]] == [1, 1, 1, 3]
    assert "month_before" not in told["sections"][0]["figures"][0]
    for form in ("md", "html", "pdf", "xlsx"):
        out = tmp_path / f"r.{form}"
        made = []
        for _ in range(2):
            played.ok("report", "all", SPAN, "--format", form, "--out", str(out), now=NOW)
            made.append(out.read_bytes())
        assert made[0] == made[1]
    book = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO((tmp_path / "r.xlsx").read_bytes())
    )
    rows = book.get_sheet_by_index(2).to_python()
    assert [
        row[place] for row in rows if row[0] in ("2026-10", "2026-11", "2026-12", "all months")
    ][:4] == [1, 1, 1, 3]
    assert told["digest"][:12] in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_a_file_is_named_for_its_months(desk: Desk) -> None:
    ended = desk.ok("report", "SZ", "2025..2026", "--format", "xlsx", now="2027-01-01T00:00:00")
    assert ended.out == "Written: report-SZ-2025..2026.xlsx\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026-12..2026-10", "'2026-12..2026-10' ends before it begins."),
        ("2027", "The month 2027-01 has not begun yet (today is 2026-12-05)"),
    ],
)
def test_what_is_no_span_is_refused_with_the_reason(desk: Desk, text: str, reason: str) -> None:
    ended = desk.svc("report", "all", text, now=NOW)
    assert (ended.status, ended.out) == (2, "")
    assert reason in ended.err


def test_what_can_not_be_read_is_named_in_it(played: Desk) -> None:
    played.record.write_text("id: [", encoding="utf-8")
    ended = played.svc("report", "south", SPAN, now=NOW)
    assert ended.status == 3
    assert f"{TICKET}.yaml:1" in ended.out
    assert played.svc("report", "north", SPAN, now=NOW).status == 0


# Long work


class Terminal(io.StringIO):
    """Standard error at a terminal."""

    def isatty(self) -> bool:
        return True


def typed_at(screen: io.StringIO, path: Path) -> Any:
    with redirect_stdout(io.StringIO()), redirect_stderr(screen):
        return run(["--ledger", str(path), "--lang", "en", "report", "all", SPAN])


@pytest.fixture
def slow(played: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """As if the few tickets were many."""
    monkeypatch.setenv("SVC_NOW", f"{NOW}+08:00")
    monkeypatch.setattr(month_measures, "_JOB", 1)
    monkeypatch.setattr(progress, "_PATIENCE_SECONDS", -1.0)
    monkeypatch.setattr(progress, "_STEP_SECONDS", -1.0)
    return played


def test_long_work_shows_how_far_it_is_at_a_terminal_and_nowhere_else(slow: Desk) -> None:
    screen, pipe = Terminal(), io.StringIO()
    assert typed_at(screen, slow.path) == 0
    assert "Reading the records: 1 of 2" in screen.getvalue()
    slow.ok("note", TICKET, "x", by="chen", now=NOW)
    assert typed_at(pipe, slow.path) == 0
    assert pipe.getvalue() == ""


def test_interrupted_nothing_is_shown_and_the_next_one_is_whole(
    slow: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, counted = month_measures._measured, []

    def stopped(ledger: Any, row: Any, unknown: Any) -> Any:
        counted.append(row)
        if len(counted) == 2:
            raise Stopped(SIGINT)
        return real(ledger, row, unknown)

    monkeypatch.setattr(month_measures, "_measured", stopped)
    ended = slow.svc("report", "all", SPAN, now=NOW)
    assert (ended.status, ended.out) == (130, "")
    told = slow.ok("report", "all", SPAN, "--json", now=NOW).json
    assert told["figures"]["received"] == 3


def test_a_years_report_says_year_and_knows_when_the_records_began(played: Desk) -> None:
    zh = played.ok("--lang", "zh", "report", "华南", "2025..2026", now=NOW).out
    assert "区域报表（多年）" in zh
    assert "台账自 2026-10 起有记录" in zh
    told = played.ok("report", "all", "2026", "--json", now=NOW).json
    assert told["months"] == "2026"
    for section in told["sections"]:
        for table in section["tables"]:
            if table["id"].endswith("_by_month"):
                assert [row[0] for row in table["rows"]] == ["2026-10", "2026-11", "2026-12"]
    technicians = next(
        table
        for section in told["sections"]
        for table in section["tables"]
        if table["id"] == "technicians"
    )
    assert [row[:2] for row in technicians["rows"]] == [["王强", 1]]
    page = played.ok("--lang", "zh", "report", "all", "2026", "--format", "html", now=NOW).out
    assert "售后服务年报" in page
    later = played.ok("--lang", "zh", "report", "SZ", "2026", now="2027-02-01T09:00:00").out
    assert "办事处年报" in later
    assert "尚未结束" not in later


def test_of_a_year_before_all_records_nothing_is_reported(played: Desk) -> None:
    ended = played.svc("report", "all", "2025", "--json", now=NOW)
    assert (ended.status, json.loads(ended.err.splitlines()[-1])["error"]["key"]) == (
        2,
        "before-ledger",
    )
