"""What a ticket says of parts, and of what is still to be done on it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from rules.logs import SHANGHAI, at, ticket
from rules.report.months import ARRIVED, CALENDAR, FIXED, OFFICE, RECEIVED

from svc.model.staff import Person, Staff
from svc.rules.promises.all_promises import promises_of
from svc.rules.report.left_to_do import (
    left_to_do,
    longest_wait,
    may_be_left,
    parts_asked,
    parts_put,
    times_waited,
)
from svc.rules.report.measure_rows import MoneyInHand, PartAsked, PartPut
from svc.rules.report.measures import NOBODY
from svc.rules.ticket.lifecycle import replay_ticket

CLOSED = ("21 10:00 called_back", {"rating": "satisfied"}), "21 10:05 closed"
CHARGED = ("20 15:02 charged", {"total": "80.00"})
PAID = ("20 15:05 paid", {"amount": "80.00", "how": "cash", "taken_by": "wang"})


def state(*log: Any) -> Any:
    return replay_ticket(ticket(*log))


@pytest.mark.parametrize(
    ("log", "waits_for", "since"),
    [
        ((RECEIVED,), "dispatcher", "20"),
        (ARRIVED[:3], "technician", "20"),
        (ARRIVED, "repair", "20"),
        (FIXED, "callback", "20"),
        (
            (*ARRIVED[:2], ("23 09:00 part_requested", {"part": "P-1", "by_when": None})),
            "parts",
            "23",
        ),
    ],
)
def test_an_open_ticket_waits_for_whom_it_waited_last(log: Any, waits_for: str, since: str) -> None:
    left = left_to_do(state(*log), SHANGHAI, NOBODY)
    assert left is not None
    assert (left.waits_for, left.since) == (waits_for, date(2026, 11, int(since)))


def test_of_a_closed_ticket_nothing_is_left_unless_money_is_in_somebodys_hand() -> None:
    assert left_to_do(state(*FIXED, *CLOSED), SHANGHAI, NOBODY) is None
    left = left_to_do(state(*FIXED, CHARGED, PAID, *CLOSED), SHANGHAI, NOBODY)
    assert left is not None
    assert (left.waits_for, left.since) == ("", None)
    assert left.in_hand == [
        MoneyInHand(person="wang", amount=Decimal("80.00"), since=date(2026, 11, 20))
    ]
    cashier = Staff(staff=[Person(id="wang", name="王强", office="SZ", roles=["cashier"])])
    assert left_to_do(state(*FIXED, CHARGED, PAID, *CLOSED), SHANGHAI, cashier) is None
    assert may_be_left(state(*FIXED, CHARGED, PAID, *CLOSED))
    assert not may_be_left(state(*FIXED, *CLOSED))


def test_parts_count_where_their_event_does() -> None:
    lent = ("20 09:35 part_lent", {"part": "P-1", "technician": "wang"})
    short = ("20 09:40 part_short", {"part": "P-2", "technician": "wang"})
    used = ("20 15:00 visited", {"parts": [{"part": "p-1", "count": 2, "old_part": "returned"}]})
    told = state(*ARRIVED[:3], lent, short, "20 10:00 arrived", used)
    (put,) = parts_put(told, lambda seq: True)
    assert put == PartPut(part="P-1", count=2, is_paid=put.is_paid)
    assert parts_asked(told, SHANGHAI, lambda seq: True) == [
        PartAsked(part="P-1", is_met=True),
        PartAsked(part="P-2", is_met=False),
    ]
    assert parts_put(told, lambda seq: False) == []
    assert parts_asked(told, SHANGHAI, lambda seq: False) == []


def test_a_promise_waited_longest_for_whoever_took_most_of_its_time() -> None:
    """Ten minutes at the desk, then three hours and a half until somebody came, who works on."""
    log = (RECEIVED, "20 09:10 handed_over", "20 09:20 dispatched", "20 13:00 arrived")
    told = state(*log)
    waited = times_waited(told)
    runs = {run.promise: run for run in promises_of(told, OFFICE, CALENDAR, at("20 14:00"))}
    assert longest_wait(runs["appointment"], waited) == "technician"
    assert longest_wait(runs["visit_request"], waited) == "dispatcher"
    assert longest_wait(runs["visit_request"], []) == ""
    going_on = next(run for run in runs.values() if run.ended is None)
    assert longest_wait(going_on, waited) == "repair"
    assert longest_wait(going_on, []) == ""
