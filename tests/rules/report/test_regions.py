"""The regions beside each other: one row each, with the figures of its own month."""

from __future__ import annotations

from decimal import Decimal

from rules.logs import ticket
from rules.report.months import FIXED, RECEIVED, measured, month_of

from svc.rules.report import section_intake
from svc.rules.report.regions import SHOWN, regions_table

CHARGED = (
    "20 10:00 charged",
    {"lines": [{"item": "工时", "count": 1, "price": "80.00"}], "total": "80.00"},
)


def test_each_region_has_its_figures_in_the_order_of_the_sections() -> None:
    south = measured(
        ticket(*FIXED, CHARGED, "21 10:00 called_back", "21 10:05 closed"),
        ticket(RECEIVED, "20 09:31 handed_over", "20 09:40 cancelled"),
    )
    found = regions_table({"华南": month_of(south), "华北": month_of([])})
    assert [column.id for column in found.columns] == [
        "region", "received", "closed", "open_end", "on_time", "first_time_fix", "solved",
        "hours_median", "callback_rate", "satisfaction", "charged", "outstanding",
    ]  # fmt: skip
    south_row, north_row = found.rows
    # In time: T1 visit_request, contact, reply, visit, appointment, visit_record, report and
    # callback, as the visit answers what nobody said before it; too late: T2 visit_request.
    assert south_row == [
        "华南", 2, 2, 0, 8 / 9, 1.0, 1.0, 6.0, 1.0, 1.0, Decimal("80.00"), Decimal("80.00"),
    ]  # fmt: skip
    assert north_row == ["华北", 0, 0, 0, None, None, None, None, None, None, 0, 0]


def test_the_columns_are_titled_as_in_the_sections() -> None:
    own = {each.id: each.title for each in section_intake.intake_figures(month_of([]))}
    titles = {column.id: column.title for column in regions_table({"华南": month_of([])}).columns}
    assert titles["received"] == own["received"]
    assert set(titles) == {"region", *SHOWN}


def test_without_regions_there_is_a_table_without_rows() -> None:
    found = regions_table({})
    assert (found.rows, [column.id for column in found.columns]) == ([], ["region"])
