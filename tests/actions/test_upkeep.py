"""`svc upkeep`: due machines become maintenance tickets, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from conftest import TICKET as T

if TYPE_CHECKING:
    from conftest import Desk

PLANS = """plans:
  cr: {since: "2026-12-04", every: {rrule: "FREQ=MONTHLY"}}
"""
DAY = "2026-11-21T10:00:00"


@pytest.fixture
def planned(desk: Desk) -> Desk:
    """A customer with a machine, whose repair is closed, and a plan for all machines."""
    desk.play()
    (desk.path / "upkeep.yaml").write_text(PLANS, encoding="utf-8")
    return desk


def dues(desk: Desk, *words: str, now: str = DAY) -> list[tuple[Any, ...]]:
    items = desk.ok("--json", "upkeep", *words, by="chen", now=now).json["items"]
    return [(each["due"], each["proposed"], each["ticket"]) for each in items]


def test_a_ticket_is_made_in_good_time_and_once_whoever_asks_again(planned: Desk) -> None:
    assert dues(planned, "list", "--days", "1") == []
    assert dues(planned, "list") == [("2026-12-04", "2026-12-04", None)]
    assert dues(planned, "preview") == [("2026-12-04", "2026-12-04", None)]
    ((due, proposed, number),) = dues(planned, "make")
    assert (due, proposed) == ("2026-12-04", "2026-12-04")
    assert dues(planned, "make") == []
    assert dues(planned, "preview") == []
    assert dues(planned, "list") == [("2026-12-04", "2026-12-04", number)]
    state = planned.ledger.read(number).state
    first = planned.ledger.read(T).ticket
    assert first.customer is not None
    assert first.equipment is not None
    assert (state.ticket.kind, state.ticket.channel, state.status) == (
        *("maintenance", "internal", "received"),
    )
    assert state.ticket.customer is not None
    assert state.ticket.customer.file == first.customer.file
    assert [row.serial for row in state.ticket.upkeep] == [first.equipment.serial]
    shown = planned.ok("--lang", "zh", "show", number, now=DAY).out
    assert "2026-12-04" in shown
    assert number in planned.ok("equipment", "history", first.equipment.serial, now=DAY).out
    planned.ok("check", by="chen", now=DAY)


def test_a_ticket_that_is_given_up_is_skipped_and_the_next_day_is_due(planned: Desk) -> None:
    ((_, _, number),) = dues(planned, "make")
    planned.ok("cancel", number, "--reason", "客户停业", "--asked-by", "张工", by="chen", now=DAY)
    assert dues(planned, "list", "--days", "70") == [("2027-01-04", "2027-01-04", None)]


def test_it_is_not_made_before_its_time_and_overdue_is_said(planned: Desk) -> None:
    assert dues(planned, "make", now="2026-11-19T23:00:00") == []
    assert len(dues(planned, "preview", now="2026-11-20T20:00:00")) == 1
    out = planned.ok("--lang", "zh", "upkeep", "list", by="chen", now="2026-12-08T09:00:00").out
    assert "逾期" in out
    assert "cr" in planned.ok("upkeep", "list", "--csv", by="chen", now=DAY).out


def test_without_plans_nothing_is_due(desk: Desk) -> None:
    assert (
        "no plan of maintenance yet: enter it in upkeep.yaml"
        in desk.ok("upkeep", "list", by="chen").out
    )


def test_a_plan_that_cannot_be_read_is_named_with_its_line(planned: Desk) -> None:
    (planned.path / "upkeep.yaml").write_text(PLANS.replace("FREQ", "EVERY"), encoding="utf-8")
    ended = planned.svc("upkeep", "make", by="chen", now=DAY)
    assert ended.status == 3
    assert "upkeep.yaml:2" in ended.err


def test_what_is_about_a_planned_ticket_was_not_made_for_its_machines(planned: Desk) -> None:
    """A complaint of it, a suggestion: else the machine would seem to have two tickets."""
    ((_, _, number),) = dues(planned, "make")
    about = ("complaint", "about", number, "--words", "来晚了", "--wishes", "道歉")
    planned.ok(*about, by="chen", now=DAY)
    planned.ok("suggestion", "add", "盖子加把手", "--about", number, by="chen", now=DAY)
    assert dues(planned, "list") == [("2026-12-04", "2026-12-04", number)]
    planned.ok("check", by="chen", now=DAY)
