"""A report over months: each month beside the others, and all of them together counted by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace
from rules.logs import ticket
from rules.report.months import FIXED, RECEIVED, measured, on

from svc.model.times import month_after
from svc.rules.report.answer import Section, Table
from svc.rules.report.measure_rows import Flow
from svc.rules.report.measures import Measures
from svc.rules.report.over_months import NOTE, WHOLE, History, span_sections, sum_flows_by_month
from svc.rules.report.section_intake import NOTE as NO_COMPLAINTS
from svc.rules.report.tally import tally_tickets


def history(
    own: list[Measures], first: date, months: int, machines: list[int] | None = None
) -> History:
    """So many months from the first on."""
    places = [month_after(first, number) for number in range(months)]
    return History(
        months=places,
        flows=[flow for each in own for flow in each.flows if flow.day < month_after(places[-1])],
        machines=machines or [0] * months,
        tallies=[
            tally_tickets([each for each in own if each.received.replace(day=1) == month])
            for month in places
        ],
    )


def figure(told: list[Any], id_: str) -> Any:
    return next(each.value for section in told for each in section if each.id == id_)


SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (9, 10, 11))

TICKETS = measured(
    on("09-30", "10-31 23:59 cancelled"),
    on("10-30", "10-30 09:20 handed_over", "10-30 09:30 dispatched", "02 10:00 arrived",
       "02 11:00 visited"),
    ticket(*FIXED),
    ticket(RECEIVED, "20 09:30 answered"),
)  # fmt: skip


# Flows by month


def flow(day: date, how: str = "received", number: int = 1, amount: str = "0.00") -> Flow:
    return Flow(region="south", is_complaint=False, day=day, how=how, number=number,
                amount=Decimal(amount), ticket="T")  # fmt: skip


def test_flows_of_a_month_are_one_and_what_lies_before_is_on_the_month_before() -> None:
    flows = [
        flow(date(2026, 11, 30)), flow(date(2026, 11, 1)), flow(date(2026, 10, 31)),
        flow(date(2020, 1, 5)), flow(date(2026, 11, 2), "paid", amount="0.10"),
        flow(date(2026, 11, 3), "paid", amount="0.20"),
    ]  # fmt: skip
    assert sum_flows_by_month(flows, [NOVEMBER]) == [
        replace(flow(OCTOBER, number=2), ticket=""),
        replace(flow(NOVEMBER, "paid", number=2, amount="0.30"), ticket=""),
        replace(flow(NOVEMBER, number=2), ticket=""),
    ]


def test_what_adds_nothing_is_left_out_and_what_differs_stays_apart() -> None:
    day = date(2026, 11, 20)
    flows = [
        flow(day, number=1), flow(day, number=-1),
        flow(day, "paid", number=-1, amount="5.00"), flow(day, "paid", number=1),
        replace(flow(day), region="north"), replace(flow(day), is_complaint=True),
        replace(flow(day, "paid"), pay="cash"),
    ]  # fmt: skip
    found = sum_flows_by_month(flows, [NOVEMBER])
    assert [
        (each.region, each.is_complaint, each.how, each.pay, each.number) for each in found
    ] == [
        ("north", False, "received", "", 1),
        ("south", False, "paid", "", 0),
        ("south", False, "paid", "cash", 1),
        ("south", True, "received", "", 1),
    ]


# A span of months


def test_a_span_begins_with_what_was_open_then_and_counts_what_took_place_in_it() -> None:
    months = history(TICKETS, SEPTEMBER, 3)
    names = ("open_start", "received", "closed", "open_end")
    spans = [(0, 0), (1, 1), (2, 2), (1, 2), (0, 2)]
    told = months.figures_of_spans(spans)
    assert [[figure(each, name) for name in names] for each in told] == [
        [0, 1, 0, 1],
        [1, 1, 1, 1],
        [1, 2, 0, 3],
        [1, 3, 1, 3],
        [0, 4, 1, 3],
    ]


def test_what_came_before_the_first_month_is_in_no_span_but_in_its_start() -> None:
    (november,) = history(TICKETS, NOVEMBER, 1).figures_of_spans([(0, 0)])
    assert [figure(november, name) for name in ("open_start", "received", "open_end")] == [1, 2, 3]


def test_rates_and_medians_of_months_are_of_their_tickets_together() -> None:
    october, november, both = history(TICKETS, OCTOBER, 2).figures_of_spans(
        [(0, 0), (1, 1), (0, 1)]
    )
    # T2 took 3 days and 2 hours, T3 six hours, T4 half an hour.
    medians = [figure(each, "hours_median") for each in (october, november, both)]
    assert medians == [74.0, 3.25, 6.0]
    assert [figure(each, "solved") for each in (october, november, both)] == [1.0, 1.0, 1.0]
    assert [figure(each, "visited") for each in (october, november, both)] == [1, 1, 2]


def test_machines_are_those_in_use_at_the_end_of_the_span() -> None:
    months = history(TICKETS, OCTOBER, 2, machines=[4, 8])
    told = months.figures_of_spans([(0, 0), (1, 1), (0, 1)])
    assert [figure(each, "machines") for each in told] == [4, 8, 8]
    # One machine, CR200-24-0042, had all the faults.
    assert [figure(each, "failure_rate") for each in told] == [0.25, 0.125, 0.125]
    assert [figure(each, "machines_repeated") for each in told] == [0, 1, 1]


# The report


def tables(found: list[Section]) -> dict[str, Table]:
    return {table.id: table for section in found for table in section.tables}


def test_each_section_has_a_row_for_each_month_and_one_of_all() -> None:
    found = span_sections(history(TICKETS, SEPTEMBER, 3))
    assert [(each.number, each.id) for each in found] == [
        (1, "intake"), (2, "promises"), (3, "repair"), (4, "faults"), (5, "parts"),
        (6, "satisfaction"), (7, "complaints"), (8, "money"), (9, "equipment"),
        (10, "technicians"), (11, "unfinished"), (12, "corrections"),
    ]  # fmt: skip
    table = tables(found)["intake_by_month"]
    assert [column.id for column in table.columns][:3] == ["name", "open_start", "received"]
    assert [row[:3] for row in table.rows] == [
        ["2026-09", 0, 1],
        ["2026-10", 1, 1],
        ["2026-11", 1, 2],
    ]
    assert table.total is not None
    assert table.total[:3] == [WHOLE, 0, 4]
    assert found[0].notes == [NOTE, NO_COMPLAINTS]
    assert [each.notes for each in found[1:]] == [[]] * 11
    for section in found:
        by_month = tables([section])[f"{section.id}_by_month"]
        assert by_month.chart is not None
        assert by_month.chart.values[0] in {column.id for column in by_month.columns}


def test_within_one_year_there_is_no_table_of_years() -> None:
    assert not any(
        id_.endswith("_by_year") for id_ in tables(span_sections(history(TICKETS, OCTOBER, 2)))
    )


def test_years_stand_by_their_number_and_a_part_of_one_by_its_months() -> None:
    months = history(TICKETS, date(2025, 11, 1), 15)  # to January 2027
    table = tables(span_sections(months))["intake_by_year"]
    assert [row[:3] for row in table.rows] == [
        ["2025-11..12", 0, 0],
        ["2026", 0, 4],
        ["2027-01..01", 3, 0],
    ]


def test_for_headquarters_a_figure_stands_by_region_and_month() -> None:
    south = history(TICKETS, OCTOBER, 2)
    north = history([], OCTOBER, 2)
    found = tables(span_sections(south, {"south": ("华南", south), "north": ("华北", north)}))
    table = found["received_by_region"]
    assert [column.id for column in table.columns] == [
        "name", "region_south", "region_north", "all",
    ]  # fmt: skip
    assert table.rows == [["2026-10", 1, 0, 1], ["2026-11", 2, 0, 2]]
    assert table.total == [WHOLE, 3, 0, 3]
    assert found["hours_median_by_region"].total == [WHOLE, 6.0, None, 6.0]
    assert "reminders_by_region" not in found
    assert "received_by_region" not in tables(span_sections(south))


def test_kinds_and_causes_stand_month_by_month_and_add_up_to_what_was_counted() -> None:
    told = span_sections(history(TICKETS, SEPTEMBER, 3))
    for section, table_id, figure_id in (
        ("intake", "kinds_by_month", "received"),
        ("faults", "causes_by_month", "faults"),
    ):
        own = next(each for each in told if each.id == section)
        by_value = next(each for each in own.tables if each.id == table_id)
        by_month = next(each for each in own.tables if each.id == f"{section}_by_month")
        assert by_value.column("name") == by_month.column("name")
        assert by_value.column("sum") == by_month.column(figure_id)
        for row in [*by_value.rows, by_value.total or []]:
            assert row[-1] == sum(int(str(cell)) for cell in row[1:-1])
        assert by_value.chart is not None
        assert by_value.chart.values == [column.id for column in by_value.columns[1:-1]]
    causes = next(each for each in told[3].tables if each.id == "causes")
    assert sum(int(str(cell)) for cell in causes.column("faults")) == figure_of(told, "faults")
    technicians = tables(told)["technicians"]
    assert [row[:2] for row in technicians.rows] == [["wang", 2]]


def figure_of(told: list[Section], id_: str) -> Any:
    return next(each.value for section in told for each in section.figures if each.id == id_)


def test_when_the_records_begin_is_said_where_the_months_asked_for_begin_earlier() -> None:
    told = span_sections(history(TICKETS, SEPTEMBER, 3), began=SEPTEMBER)
    assert told[0].notes[0].facts == {"month": "2026-09"}
    assert [note.facts for note in span_sections(history(TICKETS, SEPTEMBER, 3))[0].notes] == [
        {},
        {},
    ]


def test_where_nothing_was_counted_there_is_no_table_of_it() -> None:
    told = span_sections(history([], SEPTEMBER, 2))
    names = {table.id for section in told for table in section.tables}
    assert not names & {"kinds_by_month", "causes_by_month", "causes", "technicians"}
