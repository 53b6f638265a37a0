"""Parts that go from place to place, as rows of an export."""

from __future__ import annotations

from typing import Any

from rules.logs import SHANGHAI, at, ticket

from svc.model.exported import TABLES
from svc.rules.exports.movements import movement_rows
from svc.rules.ticket.lifecycle import replay_ticket

RECEIVED = "20 09:00 received"
LENT = ("20 09:10 part_lent", {"part": "P-1", "count": 2, "technician": "wang", "serial": "N7"})
USED = ("21 11:00 loan_ended", {"of": "000002", "how": "used"})


def rows(*log: Any, span: Any = None) -> list[dict[str, Any]]:
    state = replay_ticket(ticket(*log))
    return list(movement_rows(state, span, SHANGHAI, {"P-1": "加热管"}.get))


def test_a_row_has_the_columns_of_its_table() -> None:
    (row,) = rows(RECEIVED, LENT)
    assert list(row) == [column.name for column in TABLES["movements"].columns]
    assert (row["part_name"], row["serial"], row["loan"]) == ("加热管", "N7", "000002")
    assert (row["id"], row["seq"], row["line"]) == ("000002", 2, 1)


def test_a_row_says_from_where_to_where_how_many_went() -> None:
    row = rows(RECEIVED, LENT, ("21 11:00 loan_ended", {"of": "000002", "how": "defective"}))[1]
    assert (row["movement"], row["quantity"], row["condition"]) == ("returned", 2, "defective")
    places = [row[f"{way}_{what}"] for way in ("from", "to") for what in ("place", "who")]
    assert places == ["technician", "wang", "store", "SZ"]


def test_what_one_event_moves_is_numbered_and_without_a_number_of_its_own_is_empty() -> None:
    parts = [{"part": each, "count": 1, "old_part": "scrapped"} for each in ("P-1", "P-2")]
    told = rows(RECEIVED, LENT, "20 10:00 brought_in", ("20 11:00 repaired", {"parts": parts}))
    assert [row["line"] for row in told] == [1, 1, 2, 3, 4]
    assert [row["part_name"] for row in told[1:]] == ["加热管", "加热管", None, None]
    assert (told[1]["serial"], told[1]["loan"], told[1]["to_who"]) == ("N7", "000002", None)
    assert told[3]["serial"] is told[3]["loan"] is told[3]["to_who"] is None


def test_only_movements_of_the_span_are_given() -> None:
    told = rows(RECEIVED, LENT, USED, span=(at("21 00:00"), at("22 00:00")))
    assert [row["movement"] for row in told] == ["used"]
