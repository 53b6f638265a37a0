"""What messages are made of: picked from what lists show, each thing with its mark."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from svc.model.rosters import Shift
from svc.rules.board import booked_visits
from svc.rules.notify import (
    Told,
    duty_of_day,
    morning_list,
    new_complaint,
    newly_flagged,
    visits_of_technician,
)

if TYPE_CHECKING:
    from conftest import Desk

    from svc.rules.ticket.lifecycle import State

LATE = "2026-11-23T10:00:00"


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def state(desk: Desk, ticket: str = "") -> State:
    return desk.ledger.read(ticket or desk.ticket).state


def flagged(desk: Desk, now: str) -> list[Told]:
    found, ledger = state(desk), desk.ledger
    return newly_flagged(found, ledger.promises(found, at(now)), ["zhao"], ledger.staff, at(now))


def test_a_flagged_promise_is_told_by_its_event_while_it_is_open(desk: Desk) -> None:
    desk.play("slip")
    assert flagged(desk, LATE) == []
    desk.ok("overdue", "--flag", by="cron", now=LATE)
    (told,) = flagged(desk, "2026-11-23T10:05:00")
    assert told.mark == desk.log[-1]["id"]
    assert (told.value, told.is_late, told.people) == ("callback", True, ["赵敏"])
    assert len(flagged(desk, "2026-11-30T10:00:00")) == 1
    assert flagged(desk, "2026-11-30T10:00:01") == []  # a week ago: no news
    words = ("--spoke-to", "张工", "--rating", "satisfied")
    desk.ok("callback", desk.ticket, *words, by="zhao", now="2026-11-23T11:00:00")
    assert flagged(desk, "2026-11-23T12:00:00") == []


def test_visits_of_the_days_ahead_are_told_by_their_times(desk: Desk) -> None:
    desk.play("dispatch")
    desk.other(2)
    desk.ok("handover", "SZ-2611-A0002", "--to", "li", by="chen", now="2026-11-20T09:20:00")
    desk.ok("reply", "SZ-2611-A0002", "--remedy", "换", by="li", now="2026-11-20T09:30:00")
    words = ("--to", "wang", "--appointment", "2026-11-20 10:00")
    desk.ok("dispatch", "SZ-2611-A0002", *words, by="li", now="2026-11-20T09:35:00")
    states = [state(desk), state(desk, "SZ-2611-A0002")]
    visits = booked_visits(states, date(2026, 11, 20))

    def told(who: str, after: str, until: str) -> list[str]:
        days = (date.fromisoformat(after), date.fromisoformat(until))
        return [each.ticket.id for each in visits_of_technician(visits, who, *days) if each.ticket]

    assert told("wang", "2026-11-19", "2026-11-20") == ["SZ-2611-A0002", desk.ticket]
    assert told("wang", "2026-11-19", "2026-11-19") == []
    assert told("wang", "2026-11-20", "2026-11-23") == []
    assert told("li", "2026-11-19", "2026-11-20") == []


def test_a_visit_under_way_is_no_order_any_more(desk: Desk) -> None:
    desk.play("arrive")
    visits = booked_visits([state(desk)], date(2026, 11, 20))
    assert visits_of_technician(visits, "wang", date(2026, 11, 19), date(2026, 11, 20)) == []


def test_a_complaint_is_told_with_the_ticket_it_is_about(desk: Desk) -> None:
    desk.play("dispatch")
    words = ("--words", "态度差", "--wishes", "道歉")
    desk.ok("complaint", "about", desk.ticket, *words, by="chen", now="2026-11-20T10:00:00")
    told = new_complaint(state(desk, "SZ-2611-A0002"))
    assert (told.mark, told.value) == ("SZ-2611-A0002", desk.ticket)
    assert told.at == at("2026-11-20T10:00:00")


def test_who_is_on_duty_by_shift_and_of_one_office(desk: Desk) -> None:
    staff = desk.ledger.staff
    day = date(2026, 11, 21)
    evening = Shift(who="li", since="17:30", until="24:00")
    duty = ["wang", evening, "chen", "nobody"]
    assert [(each.value, each.people) for each in duty_of_day(day, duty, staff, "SZ")] == [
        ("", ["王强", "陈静"]),
        ("17:30-24:00", ["李明"]),
    ]
    assert duty_of_day(day, duty, staff, "BJ") == []


def test_in_the_morning_only_who_has_visits_is_named(desk: Desk) -> None:
    staff = desk.ledger.staff
    wang, li = staff.find_person("wang"), staff.find_person("li")
    assert wang is not None
    assert li is not None
    (told,) = morning_list([], [], [(wang, 2), (li, 0)], staff)
    assert (told.part, told.people, told.count) == ("visits", ["王强"], 2)
