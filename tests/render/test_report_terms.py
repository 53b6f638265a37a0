"""Numbers, changes and cells of a report read the same in every form of it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from render.month_reports import ZONE, busy, figure, quiet

from svc.errors import Phrase
from svc.render.report_terms import (
    cell_text,
    change_text,
    number_text,
    out_of_text,
    region_text,
    total_cells,
    unreadable_text,
    until_text,
)
from svc.render.words import Words
from svc.rules.reports import Label

EN, ZH = Words("en"), Words("zh")


@pytest.mark.parametrize(("value", "unit", "shown"), [
    (None, "count", "—"), (1234, "count", "1,234"), (0.875, "rate", "87.5 %"), (0, "rate", "0.0 %"),
    (Decimal("1234.5"), "yuan", "1,234.50"), (3.25, "hours", "3.2"), (12, "minutes", "12"),
])  # fmt: skip
def test_numbers_have_the_places_of_their_unit(value, unit, shown):
    assert number_text(value, unit) == shown


@pytest.mark.parametrize(("change", "unit", "english", "chinese"), [
    (0.125, "count", "+12.5 %", "+12.5 %"), (-1.0, "yuan", "-100.0 %", "-100.0 %"),
    (0.02, "rate", "+2.0 points", "+2.0 个百分点"),
    (0.0, "hours", "0.0 %", "0.0 %"), (-0.0001, "rate", "0.0 points", "0.0 个百分点"), (None, "rate", "—", "—"),
])  # fmt: skip
def test_a_change_has_its_sign_and_that_of_a_rate_is_in_points(change, unit, english, chinese):
    assert (change_text(change, unit, EN), change_text(change, unit, ZH)) == (english, chinese)


@pytest.mark.parametrize(("cell", "unit", "shown"), [
    (None, "count", "—"), ("=1+1\n第二行", "text", "=1+1\n第二行"), (Label("kind", "repair"), "label", "故障报修"),
    (Phrase("the whole month"), "text", "全月"), (date(2026, 11, 1), "day", "2026-11-01"),
    (datetime(2026, 11, 3, 17, 30, tzinfo=ZONE), "moment", "2026-11-03 17:30"), (0.5, "rate", "50.0 %"),
])  # fmt: skip
def test_a_cell_is_shown_by_what_it_is(cell, unit, shown):
    assert cell_text(cell, unit, ZH) == shown


def test_a_rate_says_what_was_divided_by_what():
    assert out_of_text(figure("x", "x", "rate", 0.5, numerator=1000, denominator=2000)) == "1,000 ÷ 2,000"
    assert out_of_text(figure("x", "x", "count", 5)) == ""


def test_a_total_row_is_named_where_nothing_names_it():
    assert total_cells([None, 3, None]) == [Phrase("total"), 3, ""]
    assert total_cells(["all", 3]) == ["all", 3]


def test_a_report_says_whose_and_until_when_it_is():
    assert (region_text(busy(), EN), until_text(busy(), EN)) == (
        "Headquarters: all regions", "as of 2026-11-20 09:00; the month is not over"
    )  # fmt: skip
    assert (region_text(quiet(), ZH), until_text(quiet(), ZH)) == ("华北", "全月")
    assert unreadable_text(busy().unreadable[0], EN) == "tickets/SZ/2026-11/SZ-2611-A0007.yaml:14: `at` is not a time"
