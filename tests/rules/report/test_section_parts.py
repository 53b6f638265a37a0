"""Section 5 of a small month: parts replaced and asked for; what the stores lack, what lies there."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec.structs import replace
from rules.logs import ticket
from rules.report.months import ARRIVED, Reported, on

from svc.rules.report.month import StorePart
from svc.rules.report.section_parts import parts_section


def visited(*parts: dict[str, Any], day: str = "20") -> tuple[str, dict[str, Any]]:
    return f"{day} 15:00 visited", {
        "parts": [{"count": 1, "old_part": "returned", **part} for part in parts]
    }


LENT = ("20 09:35 part_lent", {"part": "P-1", "technician": "wang"})
SHORT = ("20 09:40 part_short", {"part": "P-2", "technician": "wang"})


def test_pieces_are_counted_by_part_with_those_the_customer_pays_for() -> None:
    two = {"part": "P-1", "count": 2}
    month = Reported(
        ticket(*ARRIVED, visited(two, {"part": "P-2"})),
        ticket(*ARRIVED, visited({"part": "p-1"})),
        on("10-20", *ARRIVED[1:], visited({"part": "P-3"})),
    )
    assert (month["parts_replaced"], month.behind("parts_replaced")) == (4, ["T1", "T2"])
    assert month.earlier("parts_replaced") == (1, 0)
    assert [row[:3] for row in month.rows("parts_replaced")] == [["P-1", 3, 2], ["P-2", 1, 1]]
    paid = [row[3] for row in month.rows("parts_replaced")]
    assert sum(paid) == month["parts_paid"]


def test_a_request_is_met_from_stock_or_not_and_the_worst_part_is_told_first() -> None:
    month = Reported(ticket(*ARRIVED[:3], LENT, SHORT), ticket(*ARRIVED[:3], LENT))
    assert month.rate("hit_rate") == (2, 3)
    assert (month["parts_missed"], month.behind("parts_missed")) == (1, ["T1"])
    assert month.rows("parts_asked") == [["P-2", 1, 0, 1, 0.0]]


def store_part(**other: Any) -> StorePart:
    values = {"office": "深圳", "part": "P-1", "name": "加热管", "good": 3, "minimum": 0}
    values |= {"is_short": False, "idle_since": date(2026, 9, 1)}
    return StorePart(**(values | other))


def test_the_stores_say_what_is_short_and_what_lies_there_the_longest_first() -> None:
    short = store_part(good=1, minimum=4, is_short=True)
    red = store_part(part="P-2", pace="very_slow", idle_since=date(2026, 5, 1))
    yellow = store_part(part="P-3", name="", pace="slow")
    months = replace(Reported().months, store=[yellow, short, red])
    found = {table.id: table.rows for table in parts_section(months).tables}
    assert found["parts_short"] == [["深圳", "P-1 加热管", 1, 4]]
    slow = [row[:4] for row in found["parts_slow"]]
    assert slow == [
        ["深圳", "P-2 加热管", 3, date(2026, 5, 1)],
        ["深圳", "P-3", 3, date(2026, 9, 1)],
    ]
    assert [row[4].says.partition(" ")[0] for row in found["parts_slow"]] == ["red", "yellow"]


def test_a_part_has_its_name_from_the_catalogue() -> None:
    month = Reported(ticket(*ARRIVED, visited({"part": "P-1"})))
    named = parts_section(replace(month.months, part_names={"P-1": "加热管"}))
    assert [row[0] for row in named.tables[0].rows] == ["P-1 加热管"]


def test_of_a_month_that_is_not_over_pieces_are_not_compared() -> None:
    month = Reported(ticket(*ARRIVED, visited({"part": "P-1"})))
    running = parts_section(replace(month.months, is_running=True))
    assert [row[4:] for row in running.tables[0].rows] == [[None, None]]
