"""Whose calendar has which visits, and how far back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from conftest import STORY

from svc.actions.appointments import technician_calendars

if TYPE_CHECKING:
    from conftest import Desk


def visits(desk: Desk, now: str, who: str = "") -> dict[str, list[str]]:
    moment = datetime.fromisoformat(f"{now}+08:00")
    found = technician_calendars(desk.ledger, moment, *([who] if who else []))
    assert found.broken == []
    return {
        calendar.person.id: [state.ticket.id for state, _ in calendar.visits]
        for calendar in found.calendars
    }


def test_each_technician_has_a_calendar(desk: Desk) -> None:
    desk.play("dispatch")
    assert visits(desk, "2026-11-20T12:00:00") == {"wang": [desk.ticket]}
    assert visits(desk, "2026-11-20T12:00:00", "chen") == {"chen": []}


def test_visits_leave_it_after_a_month_open_or_closed(desk: Desk) -> None:
    desk.play("close")
    assert visits(desk, "2026-12-21T12:00:00") == {"wang": [desk.ticket]}
    assert visits(desk, "2026-12-21T15:00:00") == {"wang": []}


def test_who_has_left_and_has_a_visit_still_has_a_calendar(desk: Desk) -> None:
    desk.play("dispatch")
    left = '"technician"]\n    left: "2026-11-19"'
    desk.edit('"technician"]', left, "staff.yaml")
    assert visits(desk, "2026-11-20T12:00:00") == {"wang": [desk.ticket]}
    assert visits(desk, "2027-01-20T12:00:00") == {}


def test_a_record_that_cannot_be_read_is_named(desk: Desk) -> None:
    desk.play("dispatch")
    desk.edit("status:", "status", "")
    now = datetime.fromisoformat("2026-11-20T12:00:00+08:00")
    found = technician_calendars(desk.ledger, now)
    assert [error.facts["path"] for error in found.broken] == [
        desk.record.relative_to(desk.path).as_posix()
    ]


def test_a_visit_of_a_ticket_that_came_long_before_and_is_closed_is_there(desk: Desk) -> None:
    assert desk.intake("--at", "2026-10-10 09:00").status == 0
    for when, who, words in STORY:
        desk.ok(*words, by=who, now=when)
    assert visits(desk, "2026-12-01T12:00:00") == {"wang": [desk.ticket]}


def test_visits_stand_by_their_times_whatever_the_numbers_of_their_tickets(desk: Desk) -> None:
    desk.play("dispatch")
    assert desk.other(2).status == 0
    second = "SZ-2611-A0002"
    desk.ok("handover", second, "--to", "li", by="chen", now="2026-11-20T09:51:00")
    early = ("dispatch", second, "--to", "wang", "--appointment", "11:00")
    desk.ok(*early, by="li", now="2026-11-20T09:52:00")
    assert visits(desk, "2026-11-20T10:00:00") == {"wang": [second, desk.ticket]}
