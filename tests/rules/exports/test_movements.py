"""Parts that go from place to place, as rows of an export."""

from __future__ import annotations

from typing import Any

import pytest
from rules.logs import SHANGHAI, at, ticket

from svc.model.exported import TABLES
from svc.rules.exports.movements import movement_rows
from svc.rules.ticket.lifecycle import replay_ticket

RECEIVED = "20 09:00 received"
LENT = ("20 09:10 part_lent", {"part": "P-1", "count": 2, "technician": "wang", "serial": "N7"})
SENT = (RECEIVED, "20 09:20 handed_over", "20 09:30 dispatched", "20 10:00 arrived")
STORE, WANG, FITTED = ("store", "SZ"), ("technician", "wang"), ("fitted", None)


def rows(*log: Any, span: Any = None) -> list[dict[str, Any]]:
    state = replay_ticket(ticket(*log))
    return list(movement_rows(state, span, SHANGHAI, {"P-1": "加热管"}.get))


def ways(*log: Any) -> list[tuple[Any, ...]]:
    return [
        (
            row["movement"],
            row["quantity"],
            (row["from_place"], row["from_who"]),
            (row["to_place"], row["to_who"]),
            row["condition"],
        )
        for row in rows(*log)
    ]


def used(old_part: str, **more: Any) -> dict[str, Any]:
    return {"parts": [{"part": "P-1", "count": 1, "old_part": old_part, **more}]}


def test_a_row_has_the_columns_of_its_table() -> None:
    (row,) = rows(RECEIVED, LENT)
    assert set(row) == {column.name for column in TABLES["movements"].columns}
    assert (row["part_name"], row["serial"], row["loan"]) == ("加热管", "N7", "000002")
    assert (row["id"], row["seq"], row["line"]) == ("000002", 2, 1)


@pytest.mark.parametrize(
    ("how", "movement", "goes", "condition"),
    [
        ("used", "used", FITTED, "good"),
        ("good", "returned", STORE, "good"),
        ("defective", "returned", STORE, "defective"),
        ("lost", "lost", ("lost", None), "good"),
    ],
)
def test_a_loan_goes_out_and_ends(how: str, movement: str, goes: Any, condition: str) -> None:
    ended = ("20 11:00 loan_ended", {"of": "000002", "how": how})
    assert ways(RECEIVED, LENT, ended) == [
        ("lent", 2, STORE, WANG, "good"),
        (movement, 2, WANG, goes, condition),
    ]


def test_a_loan_that_was_taken_over_ends_with_who_has_it() -> None:
    over = ("20 10:00 taken_over", {"whose": "wang", "to": "gao", "in_hand": ["000002"]})
    ended = ("20 11:00 loan_ended", {"of": "000002", "how": "good"})
    assert ways(RECEIVED, LENT, over, ended)[1:] == [
        ("lent", 2, WANG, ("technician", "gao"), "good"),
        ("returned", 2, ("technician", "gao"), STORE, "good"),
    ]


@pytest.mark.parametrize(
    ("old_part", "old"),
    [
        ("none", []),
        ("returned", [("removed", 1, FITTED, WANG, "defective")]),
        ("kept_by_customer", [("removed", 1, FITTED, ("customer", None), "defective")]),
        ("scrapped", [("removed", 1, FITTED, ("scrap", None), "defective")]),
    ],
)
def test_what_was_not_lent_comes_from_whoever_worked(old_part: str, old: list[Any]) -> None:
    work = ("20 11:00 visited", used(old_part))
    assert ways(*SENT, work) == [("fitted", 1, WANG, FITTED, "good"), *old]


def test_what_was_lent_is_put_in_by_its_loan_alone() -> None:
    log = (RECEIVED, LENT, *SENT[1:], ("20 11:00 visited", used("returned", old_serial="O1")))
    assert ways(*log)[1:] == [("removed", 1, FITTED, WANG, "defective")]
    assert rows(*log)[1]["serial"] == "O1"


def test_at_the_bench_parts_come_from_the_store() -> None:
    brought: Any = ("20 10:00 brought_in", {})
    assert ways(RECEIVED, brought, ("20 11:00 repaired", used("scrapped"))) == [
        ("fitted", 1, STORE, FITTED, "good"),
        ("removed", 1, FITTED, ("scrap", None), "defective"),
    ]


def test_what_the_centre_delivers_comes_into_the_store() -> None:
    asked = ("20 10:00 part_requested", {"part": "P-1", "count": 3})
    here = ("21 10:00 part_delivered", {"of": "000002"})
    assert ways(RECEIVED, asked, here) == [("delivered", 3, ("centre", None), STORE, "good")]


def test_a_move_to_another_office_changes_the_store() -> None:
    moved: Any = ("20 09:05 office_changed", {})
    assert ways(RECEIVED, moved, LENT)[0][2] == ("store", "BJ")


def test_only_movements_of_the_span_are_given() -> None:
    ended = ("21 11:00 loan_ended", {"of": "000002", "how": "used"})
    told = rows(RECEIVED, LENT, ended, span=(at("21 00:00"), at("22 00:00")))
    assert [row["movement"] for row in told] == ["used"]
