"""A ticket as a row of an export."""

from __future__ import annotations

from typing import Any

import pytest
from rules.logs import ticket
from rules.report.months import ARRIVED, FIXED, RECEIVED, measured

from svc.model.exported import TABLES
from svc.rules.exports.tickets import ticket_row
from svc.rules.ticket.lifecycle import replay_ticket


def row(*log: Any, **head: Any) -> dict[str, Any]:
    made = ticket(*log, **head)
    return ticket_row(replay_ticket(made), measured(made))


def test_a_row_has_the_columns_of_its_table() -> None:
    assert set(row(RECEIVED)) == {column.name for column in TABLES["tickets"].columns}


def test_times_are_the_first_of_their_kind_and_the_appointment_is_the_last() -> None:
    told = row(
        *FIXED,
        "21 10:00 called_back",
        "22 09:00 reopened",
        ("22 10:00 dispatched", {"appointment": "2026-11-25T10:00:00+08:00"}),
        "25 10:05 arrived",
        "25 11:05 visited",
    )
    assert told["received_at"] == "2026-11-20T09:00:00+08:00"
    assert (told["handed_over_at"], told["dispatched_at"]) == (
        "2026-11-20T09:20:00+08:00",
        "2026-11-20T09:30:00+08:00",
    )
    assert told["arrived_at"] == "2026-11-20T10:00:00+08:00"
    assert told["visited_at"] == "2026-11-20T15:00:00+08:00"
    assert told["work_ended_at"] == "2026-11-25T11:05:00+08:00"
    assert told["appointment_at"] == "2026-11-25T10:00:00+08:00"
    assert told["called_back_at"] == "2026-11-21T10:00:00+08:00"
    assert (told["visits"], told["visit_minutes"]) == (2, 5 * 60 + 60)
    assert (told["is_open"], told["ended_at"], told["reopened"]) == (True, None, True)


def test_it_counts_as_reports_do() -> None:
    fixed = row(*FIXED, "21 10:00 called_back", "21 10:05 closed")
    assert (fixed["first_time_fix"], fixed["hours_to_repair"], fixed["solved"]) == (True, 6.0, True)
    assert fixed["ended_at"] == "2026-11-21T10:05:00+08:00"
    assert (fixed["technician"], fixed["outcome"], fixed["cause"]) == ("wang", "fixed", "quality")
    assert (fixed["is_fault"], fixed["rating"]) == (True, "satisfied")
    waits = row(*ARRIVED, ("20 15:00 visited", {"outcome": "needs_parts"}))
    assert (waits["first_time_fix"], waits["hours_to_repair"]) == (False, None)
    assert row(RECEIVED)["first_time_fix"] is None


def test_promises_are_counted_with_the_minutes_by_which_broken_ones_are_late() -> None:
    kept = row(RECEIVED, "20 09:20 handed_over")
    late = row(RECEIVED, "20 10:30 handed_over")
    assert (kept["broken"], kept["late_minutes"]) == ("contact reply visit", 0)
    assert (late["broken"], late["late_minutes"]) == ("visit_request contact reply visit", 60)
    assert (kept["promises_kept"], kept["promises_broken"]) == (1, 3)
    assert (late["promises_kept"], late["promises_broken"]) == (0, 4)


def test_money_is_text_with_two_places() -> None:
    paid = row(
        *FIXED, "20 15:10 quoted", "20 15:11 charged", ("20 15:12 paid", {"amount": "30.00"})
    )
    names = ("quoted", "charged", "paid", "outstanding", "cost")
    assert [paid[name] for name in names] == ["80.00", "80.00", "30.00", "50.00", "0.00"]
    assert row(RECEIVED)["quoted"] is None


@pytest.mark.parametrize(
    ("verdict", "pays"), [("in", ("us", "on_site")), ("out", ("customer", "out"))]
)
def test_who_pays_and_why(verdict: str, pays: tuple[str, str]) -> None:
    warranty = {"verdict": verdict, "on_site": verdict == "in", "reason": "x"}
    machine = {
        "model": "CR-200", "specification": "x", "serial": "S1", "bought": "x", "warranty": warranty,
    }  # fmt: skip
    told = row(RECEIVED, equipment=machine)
    assert (told["who_pays"], told["pays_because"], told["warranty"]) == (*pays, verdict)


def test_of_a_noted_call_only_who_called_is_known() -> None:
    nothing = dict.fromkeys(
        ("kind", "urgency", "mode", "customer", "equipment", "occurred", "wishes", "symptom"), None
    )
    told = row("20 09:00 noted", **{**nothing, "occurred": "", "wishes": "", "symptom": ""})
    assert (told["contact"], told["phone"], told["status"]) == ("张工", "13900001111", "noted")
    assert {told[name] for name in ("kind", "customer", "model", "who_pays", "symptom")} == {None}


def test_parts_of_all_work_are_added_up() -> None:
    used = {"part": "P-1", "count": 2, "old_part": "none"}
    told = row(
        *ARRIVED,
        ("20 15:00 visited", {"outcome": "needs_parts", "parts": [used]}),
        "21 09:00 dispatched",
        "23 10:00 arrived",
        ("23 11:00 visited", {"parts": [used, used]}),
    )
    assert told["parts_fitted"] == 6
