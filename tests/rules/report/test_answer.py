"""What a figure says of its change, and what a table gives of itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from svc.errors import Phrase
from svc.rules.report.answer import COUNT, RATE, YUAN, Column, Figure, Table


def figure(unit: Any, value: Any, before: Any, year: Any = None) -> Any:
    return Figure(
        id="x",
        title=Phrase("x"),
        unit=unit,
        value=value,
        formula=Phrase("x"),
        month_before=before,
        year_before=year,
    )


@pytest.mark.parametrize(("unit", "value", "before", "change"), [
    (COUNT, 12, 10, 0.2),
    (COUNT, 0, 10, -1.0),
    (COUNT, 5, 0, None),  # nothing can't grow by a share
    (COUNT, 5, None, None),  # there were no records a month ago
    (YUAN, Decimal("90.00"), Decimal("100.00"), -0.1),
    (RATE, 0.95, 0.93, 0.02),  # rates differ by points, not by a share of each other
    (RATE, 0.5, 0.0, 0.5),
    (RATE, None, 0.5, None),
])  # fmt: skip
def test_a_change_is_a_share_and_that_of_a_rate_a_difference(
    unit: Any,
    value: Decimal | float | int | None,
    before: Decimal | float | int | None,
    change: float | None,
) -> None:
    expected = None if change is None else pytest.approx(change)
    assert figure(unit, value, before).month_change == expected
    assert figure(unit, value, None, before).year_change == expected


def test_a_table_gives_a_column_by_its_id_without_the_total() -> None:
    table = Table(
        id="t",
        title=Phrase("t"),
        columns=[
            Column(id="model", title=Phrase("m"), unit="text"),
            Column(id="count", title=Phrase("n")),
        ],
        rows=[["CR-200", 3], ["SO-101", 1]],
        total=[None, 4],
    )
    assert table.column("count") == [3, 1]
    assert table.column("model") == ["CR-200", "SO-101"]
