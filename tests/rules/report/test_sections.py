"""The sections of a month's report: which there are, in which order, and that they say something
of an empty month too.
"""

from __future__ import annotations

from rules.logs import ticket
from rules.report.months import NAMES, RECEIVED, Reported, measured, month_of

from svc.rules.report.sections import report_sections


def test_the_sections_stand_in_the_order_of_the_domain_by_their_numbers() -> None:
    found = [(section.number, section.id) for section in Reported().sections]
    assert found == [
        (1, "intake"),
        (2, "promises"),
        (3, "repair"),
        (4, "faults"),
        (5, "parts"),
        (6, "satisfaction"),
        (7, "complaints"),
        (8, "money"),
        (9, "equipment"),
        (10, "technicians"),
        (11, "unfinished"),
        (12, "corrections"),
    ]


def test_a_figure_and_a_table_have_an_id_of_their_own_in_all_the_report() -> None:
    month = Reported(ticket(RECEIVED))
    figures = [each.id for section in month.sections for each in section.all_figures]
    tables = [each.id for section in month.sections for each in section.tables]
    assert len(figures) == len(set(figures))
    assert len(tables) == len(set(tables))


def test_a_chart_names_columns_that_its_table_has() -> None:
    month = Reported(ticket(RECEIVED))
    for table in month.tables.values():
        columns = {column.id for column in table.columns}
        assert len(columns) == len(table.columns)
        if table.chart is not None:
            drawn = {table.chart.labels, *table.chart.values, table.chart.share} - {""}
            assert drawn <= columns
        for row in [*table.rows, table.total or table.columns]:
            assert len(row) == len(table.columns)


def test_a_month_without_tickets_has_zeros_and_no_ratios() -> None:
    month = Reported()
    for figure in month.figures.values():
        assert figure.value == (None if figure.unit in ("rate", "hours") else 0)
        assert figure.behind == []


def test_for_headquarters_the_regions_stand_first_in_the_first_section() -> None:
    whole = Reported(ticket(RECEIVED))
    regions = {"华南": month_of(measured(ticket(RECEIVED))), "华北": month_of([])}
    found = report_sections(whole.months, NAMES.__getitem__, regions)
    ids = [table.id for table in found[0].tables]
    assert ids == ["by_region", *(table.id for table in whole.sections[0].tables)]
    assert [row[:2] for row in found[0].tables[0].rows] == [["华南", 1], ["华北", 0]]
    repair, *own = found[2], *(each for each in found[1:] if each.number != 3)
    assert [table.id for table in repair.tables][-1] == "time_by_region"
    assert own == [each for each in whole.sections[1:] if each.number != 3]
