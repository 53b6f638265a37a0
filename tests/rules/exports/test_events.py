"""The events of a ticket as rows of an export."""

from __future__ import annotations

from typing import Any

from rules.logs import SHANGHAI, at, ticket

from svc.model.exported import TABLES
from svc.rules.exports.events import event_rows, is_within
from svc.rules.ticket.lifecycle import replay_ticket

RECEIVED = "20 09:00 received"


def rows(*log: Any, span: Any = None) -> list[dict[str, Any]]:
    state = replay_ticket(ticket(*log))
    roles = {"wang": "technician"}.get
    return [row for row, _ in event_rows(state, span, SHANGHAI, lambda by: roles(by, ""))]


def test_a_row_has_the_columns_of_its_table_but_for_the_fields() -> None:
    (row,) = rows(RECEIVED)
    assert {*row, "fields"} == {column.name for column in TABLES["events"].columns}


def test_each_event_is_a_row_in_the_order_of_the_log() -> None:
    told = rows(RECEIVED, "20 09:20 handed_over", "20 09:10 remarked")
    assert [(row["seq"], row["type"], row["day"]) for row in told] == [
        (1, "received", "2026-11-20"),
        (2, "handed_over", "2026-11-20"),
        (3, "remarked", "2026-11-20"),
    ]


def test_only_those_of_the_span_are_given_its_end_is_not_in_it() -> None:
    span = (at("20 09:20"), at("20 09:30"))
    told = rows(RECEIVED, "20 09:20 handed_over", "20 09:30 dispatched", span=span)
    assert [row["type"] for row in told] == ["handed_over"]
    assert is_within(at("20 09:00"), None)


def test_what_is_out_of_turn_does_not_count() -> None:
    told = rows(RECEIVED, "20 10:00 closed", "20 10:05 arrived")
    assert [row["counts"] for row in told] == [
        row["type"] not in {each.__struct_config__.tag for each in _out_of_turn()} for row in told
    ]
    assert False in [row["counts"] for row in told]


def _out_of_turn() -> list[Any]:
    state = replay_ticket(ticket(RECEIVED, "20 10:00 closed", "20 10:05 arrived"))
    return list(state.out_of_turn)


def test_values_are_those_that_were_amended() -> None:
    state = replay_ticket(
        ticket(
            RECEIVED,
            ("20 09:20 handed_over", {"words": "急"}),
            ("20 10:00 amended", {"of": "000002", "field": "words", "old": "急", "new": "不急"}),
        )
    )
    events = [event for _, event in event_rows(state, None, SHANGHAI, lambda by: "")]
    assert getattr(events[1], "words", "") == "不急"


def test_the_region_is_that_of_the_time_and_the_office_that_of_today() -> None:
    told = rows(RECEIVED, "20 09:20 office_changed", "20 09:40 remarked")
    assert [row["region"] for row in told] == ["south", "north", "north"]
    assert {row["office"] for row in told} == {"BJ"}
