"""Visits as a calendar has them: one entry for each, however often it was moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svc.rules.ticket.appointments import Appointment, appointments_of

if TYPE_CHECKING:
    from conftest import Desk

FIXED = ("--found", "断路", "--done", "换管", "--cause", "quality")


def appointments(desk: Desk) -> list[Appointment]:
    return appointments_of(desk.ledger.read(desk.ticket).state)


def entries(desk: Desk) -> list[tuple[int, str, str, bool]]:
    return [
        (each.number, each.technician, f"{each.begins:%m-%d %H:%M}", each.is_cancelled)
        for each in appointments(desk)
    ]


def move(desk: Desk, to: str, *more: str, now: str) -> None:
    words = ("--appointment", to, "--agreed-with", "张工", "--reason", "客户有事", *more)
    desk.ok("reschedule", desk.ticket, *words, by="li", now=now)


def test_a_visit_is_one_entry(desk: Desk) -> None:
    desk.play("dispatch")
    assert entries(desk) == [(1, "wang", "11-20 14:00", False)]


def test_a_moved_visit_stays_the_same_entry_with_a_higher_revision(desk: Desk) -> None:
    desk.play("dispatch")
    (before,) = appointments(desk)
    move(desk, "2026-11-23 10:00", now="2026-11-20T10:00:00")
    (after,) = appointments(desk)
    assert entries(desk) == [(1, "wang", "11-23 10:00", False)]
    assert after.revision > before.revision
    assert f"{after.changed:%H:%M}" == "10:00"


def test_who_has_it_no_more_finds_it_cancelled(desk: Desk) -> None:
    desk.edit('roles: ["coordinator", "lead"]', 'roles: ["coordinator", "lead", "technician"]',
              "staff.yaml")  # fmt: skip
    desk.play("dispatch")
    (before,) = appointments(desk)
    desk.ok("dispatch", desk.ticket, "--to", "li", "--allow", "急", "--appointment", "14:00",
            by="sun", now="2026-11-20T10:00:00")  # fmt: skip
    assert entries(desk) == [(1, "wang", "11-20 14:00", True), (1, "li", "11-20 14:00", False)]
    assert all(each.revision > before.revision for each in appointments(desk))


def test_a_visit_called_off_is_cancelled_and_put_on_again(desk: Desk) -> None:
    desk.play("dispatch")
    revisions = [appointments(desk)[0].revision]
    hold = ("--for", "customer", "--reason", "客户要求", "--until", "2026-11-30 09:00")
    desk.ok("hold", desk.ticket, *hold, by="li", now="2026-11-20T10:00:00")
    assert entries(desk) == [(1, "wang", "11-20 14:00", True)]
    revisions.append(appointments(desk)[0].revision)
    desk.ok("resume", desk.ticket, by="li", now="2026-11-20T10:30:00")
    assert entries(desk) == [(1, "wang", "11-20 14:00", False)]
    revisions.append(appointments(desk)[0].revision)
    words = ("--reason", "自己修好了", "--asked-by", "张工")
    desk.ok("cancel", desk.ticket, *words, by="li", now="2026-11-20T11:00:00")
    assert entries(desk) == [(1, "wang", "11-20 14:00", True)]
    revisions.append(appointments(desk)[0].revision)
    assert revisions == sorted(set(revisions))


def test_a_note_changes_nothing(desk: Desk) -> None:
    desk.play("dispatch")
    before = appointments(desk)
    desk.ok("note", desk.ticket, "带上梯子", by="li", now="2026-11-20T10:00:00")
    assert appointments(desk) == before


def test_a_visit_that_was_made_stays_and_the_next_is_another_entry(desk: Desk) -> None:
    desk.play("arrive")
    words = ("--outcome", "needs_parts", *FIXED)
    desk.ok("visit", desk.ticket, *words, by="wang", now="2026-11-20T15:30:00")
    assert entries(desk) == [(1, "wang", "11-20 14:00", False)]
    first = appointments(desk)[0]
    words = ("--to", "wang", "--appointment", "2026-11-23 09:00")
    desk.ok("dispatch", desk.ticket, *words, by="li", now="2026-11-20T16:00:00")
    assert entries(desk) == [
        (1, "wang", "11-20 14:00", False),
        (2, "wang", "11-23 09:00", False),
    ]
    assert appointments(desk)[0] == first


def test_after_the_ticket_is_closed_the_visit_stays(desk: Desk) -> None:
    desk.play("close")
    assert entries(desk) == [(1, "wang", "11-20 14:00", False)]
