"""Reports over several months: each month is its own report, all of them together are what their
tickets give.
"""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from actions import by_hand
from answers import FilesAlone

from svc.actions import reports
from svc.errors import BackwardsSpan, BeforeLedger, MonthNotBegun, NotASpan
from svc.rules.report.regions import SHOWN
from svc.rules.report.section_unfinished import NOT_TALLIED

SAMPLE = Path(__file__).parents[2] / "ledger"
NOW = datetime.fromisoformat("2026-11-22T09:00:00+08:00")
MONTHS = ["2026-08", "2026-09", "2026-10"]
REGIONS = ["south", "all"]


@pytest.fixture(scope="module")
def ledger() -> Any:
    return FilesAlone(SAMPLE)


def span(ledger: Any, region: str, text: str = "2026-08..2026-10", now: Any = NOW) -> Any:
    return reports.span_report(ledger, region, reports.months_of(text, now.date()), now)[0]


def tables(report: Any) -> Any:
    return {table.id: table for section in report.sections for table in section.tables}


@pytest.mark.parametrize("region", REGIONS)
def test_each_month_says_what_its_own_report_says(ledger: Any, region: str) -> None:
    made = tables(span(ledger, region))
    for place, month in enumerate(MONTHS):
        own = reports.month_report(ledger, region, month, NOW)[0]
        for section in own.sections:
            table = made[f"{section.id}_by_month"]
            figures = [each for each in section.figures if each.id not in NOT_TALLIED]
            assert [column.id for column in table.columns[1:]] == [each.id for each in figures]
            assert table.rows[place] == [month, *(each.value for each in figures)]


def test_all_months_together_are_what_yaml_and_plain_loops_give(ledger: Any) -> None:
    report = span(ledger, "all")
    expected = by_hand.figures(SAMPLE, "", MONTHS[0], MONTHS[-1])
    expected = {name: value for name, value in expected.items() if name not in NOT_TALLIED}
    assert report.figure("on_time").numerator > expected.pop("callbacks_in_time")
    assert {name: report.figure(name).value for name in expected} == pytest.approx(expected)


def test_the_last_row_of_a_table_is_the_figure_of_all_months_and_no_average(ledger: Any) -> None:
    report = span(ledger, "south")
    made = tables(report)
    for section in report.sections:
        assert made[f"{section.id}_by_month"].total[1:] == [
            figure.value for figure in section.figures
        ]
    shares = made["repair_by_month"].column("first_time_fix")
    assert report.figure("first_time_fix").value != pytest.approx(sum(shares) / len(shares))


def test_what_was_open_at_the_end_of_a_month_is_open_at_the_start_of_the_next(ledger: Any) -> None:
    made = tables(span(ledger, "all", "2026-05..2026-11"))
    for section, start, end in (
        ("intake", "open_start", "open_end"),
        ("money", "owed_start", "owed_end"),
    ):
        table = made[f"{section}_by_month"]
        starts, ends = table.column(start), table.column(end)
        assert all(
            before == after for (before, _), (_, after) in pairwise(zip(ends, starts, strict=True))
        )
        places = [[column.id for column in table.columns].index(each) for each in (start, end)]
        assert [table.total[place] for place in places] == [starts[0], ends[-1]]


def test_at_headquarters_the_regions_stand_beside_each_other_as_in_their_own_reports(
    ledger: Any,
) -> None:
    made = tables(span(ledger, "all"))
    assert {name.removesuffix("_by_region") for name in made if name.endswith("_by_region")} == set(
        SHOWN
    )
    own = span(ledger, "south")
    for name in SHOWN:
        table = made[f"{name}_by_region"]
        expected = next(
            each for each in tables(own).values() if name in [column.id for column in each.columns]
        )
        assert table.column("region_south") == expected.column(name)
        assert table.total[1] == own.figure(name).value


def test_years_stand_above_their_months_when_there_are_several(ledger: Any) -> None:
    later = datetime.fromisoformat("2028-01-05T09:00:00+08:00")
    report = span(ledger, "all", "2026-09..2027-02", later)
    table = tables(report)["intake_by_year"]
    assert table.column("name") == ["2026-09..12", "2027-01..02"]
    assert table.column("received") == [report.figure("received").value, 0]
    assert "intake_by_year" not in tables(span(ledger, "all", "2026"))
    # the records begin in August 2026: what was before has no row, not one of noughts
    whole = tables(span(ledger, "all", "2025..2027", later))
    assert whole["intake_by_year"].column("name") == ["2026-08..12", "2027"]
    assert whole["intake_by_month"].column("name")[0] == "2026-08"


def test_a_machine_with_a_fault_in_each_of_two_months_has_repeated_faults_over_both(
    ledger: Any,
) -> None:
    report = span(ledger, "all")
    by_month = tables(report)["faults_by_month"].column("machines_repeated")
    assert report.figure("machines_repeated").value > sum(by_month) - min(by_month)
    assert report.figure("failure_rate").numerator < report.figure("faults").value


def test_a_span_that_is_not_over_is_told_until_now_and_months_ahead_are_left_out(
    ledger: Any,
) -> None:
    report = span(ledger, "south", "2026")
    assert (report.month, report.as_of) == ("2026", NOW)
    assert tables(report)["intake_by_month"].column("name")[-1] == "2026-11"
    assert span(ledger, "south", "2026-01..2026-10").month == "2026-01..2026-10"
    assert span(ledger, "south").as_of is None
    assert span(ledger, "south").month == "2026-08..2026-10"


def test_the_same_months_are_the_same_report_however_they_are_typed(ledger: Any) -> None:
    later = datetime.fromisoformat("2027-03-01T09:00:00+08:00")
    year = span(ledger, "south", "2026", later)
    assert year.month == "2026"
    assert year == span(ledger, "south", "2026-01..2026-12", later)
    others = [
        span(ledger, "south", "2026-09..2026-12", later),
        span(ledger, "north", "2026", later),
    ]
    assert len({year.digest, *(each.digest for each in others)}) == 3


@pytest.mark.parametrize(
    "text",
    ["2006-10..2026-11", "2026-10..", "..2026",
     "2026-13..2027-01", "2026-10..2026-11..2026-12", "０２６", "1899..1900"],
)  # fmt: skip
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(NotASpan) as refused:
        reports.months_of(text, NOW.date())
    assert refused.value.facts == {"text": text, "most": 240}


@pytest.mark.parametrize("text", ["2026-10..2026-09", "2026..2025", "2028..2027"])
def test_a_span_the_wrong_way_round_is_refused_as_one(text: str) -> None:
    with pytest.raises(BackwardsSpan):
        reports.months_of(text, NOW.date())


@pytest.mark.parametrize(("text", "month"), [("2027", "2027-01"), ("2026-12..2027-03", "2026-12")])
def test_of_a_span_that_is_all_ahead_there_is_no_report(text: str, month: str) -> None:
    with pytest.raises(MonthNotBegun) as refused:
        reports.months_of(text, NOW.date())
    assert refused.value.facts == {"month": month, "today": NOW.date()}


def test_of_a_year_before_the_first_record_no_noughts_are_told(ledger: Any) -> None:
    with pytest.raises(BeforeLedger) as refused:
        reports.check_known(span(ledger, "all", "2020..2021"))
    assert refused.value.facts["months"] == "2020..2021"
    reports.check_known(span(ledger, "all", "2026"))


def test_a_span_may_be_one_month_and_twenty_years() -> None:
    assert reports.months_of("2026-10..2026-10", NOW.date()) == [date(2026, 10, 1)]
    assert len(reports.months_of("2006-12..2026-11", NOW.date())) == 240
