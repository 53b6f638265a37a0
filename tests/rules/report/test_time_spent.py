"""Where the time of closed tickets went: by who was waited for, by technician, by region; the rows
add up to the whole.
"""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from rules.logs import SHANGHAI, at, ticket
from rules.report.months import ARRIVED, CALENDAR, FIXED, NAMES, OFFICE, RECEIVED, month_of

from svc.model.tickets import Ticket
from svc.rules.promises.time_spent import time_spent
from svc.rules.report.answer import Label
from svc.rules.report.measures import Measures, measure_ticket
from svc.rules.report.month import Window
from svc.rules.report.time_spent import (
    time_of_regions_table,
    time_of_technicians_table,
    time_spent_table,
)
from svc.rules.ticket.lifecycle import replay_ticket

ENDS = ("20 17:00 called_back", "20 17:30 closed")
CLOSED = ticket(*FIXED, *ENDS)
# 20 min at the desk, 10 more, half an hour on the way, 3.5 h of work with lunch left out, 2.5 h
# until the call and the close
TWICE = ticket(
    *ARRIVED,
    ("20 11:00 visited", {"outcome": "needs_parts"}),
    ("20 13:30 dispatched", {"technician": "zhou", "appointment": "2026-11-20T14:30:00+08:00"}),
    "20 14:30 arrived",
    "20 15:30 visited",
    *ENDS,
)


def spent_on(*tickets: Ticket) -> list[Measures]:
    found = []
    for number, each in enumerate(tickets, 1):
        state = replay_ticket(each)
        spent = time_spent(state, OFFICE, CALENDAR, at("30 12:00"))
        closed = state.status == "closed"
        (measures,) = measure_ticket(state, [], SHANGHAI, spent=spent if closed else None)
        found.append(replace(measures, ticket=f"T{number}"))
    return found


def month(*tickets: Ticket) -> Window:
    return month_of(spent_on(*tickets))


def test_the_rows_come_to_all_working_time_from_the_request_to_the_close() -> None:
    found = time_spent_table(month(CLOSED))
    hours = {row[0]: row[1] for row in found.rows}
    assert hours == {
        Label("bucket", "dispatcher"): 0.5,
        Label("bucket", "technician"): 0.5,
        Label("bucket", "repair"): 3.5,
        Label("bucket", "callback"): 2.5,
    }
    assert found.total is not None
    assert found.total[1] == 7.0
    assert found.column("share") == [0.5 / 7, 0.5 / 7, 0.5, 2.5 / 7]


def test_hours_a_ticket_are_among_all_closed_ones_and_open_ones_stand_aside() -> None:
    found = time_spent_table(month(CLOSED, TWICE, ticket(RECEIVED)))
    each = dict(zip(found.column("bucket"), found.column("each"), strict=True))
    assert each[Label("bucket", "second_visit")] == 1.0
    assert found.total is not None
    assert found.total[1:] == [14.0, None, 7.0]


def test_technicians_by_who_was_sent_the_busiest_first() -> None:
    found = time_of_technicians_table(month(CLOSED, TWICE), lambda person: NAMES[person])
    assert found.rows == [
        ["王强", 2, 1.0, 0.0, 4.5],
        ["周斌", 1, 0.0, 1.0, 1.0],
    ]


def test_regions_stand_beside_each_other_with_hours_a_ticket() -> None:
    found = time_of_regions_table({"华南": month(CLOSED, TWICE), "华北": month()})
    ids = [column.id for column in found.columns]
    assert ids == [
        "region", "tickets", "dispatcher", "technician", "repair", "second_visit", "callback", "whole",
    ]  # fmt: skip
    south, north = (dict(zip(ids, row, strict=True)) for row in found.rows)
    assert (south["tickets"], south["whole"]) == (2, 7.0)
    assert sum(south[each] for each in ids[2:-1]) == pytest.approx(south["whole"])
    assert list(north.values()) == ["华北", 0, None, None, None, None, None, None]


def test_a_month_without_closed_tickets_has_tables_without_rows() -> None:
    none: list[Any] = []
    assert time_spent_table(month(ticket(RECEIVED))).rows == none
    assert time_of_technicians_table(month(), str).rows == none
