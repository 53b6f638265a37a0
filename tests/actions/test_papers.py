"""What papers are made from: tickets that are named, or a day's, by office and technician.

What is printed is told in tests/cli/test_papers.py.
"""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from conftest import Desk, shared_desk, surroundings

from svc.actions.papers import (
    Gathered,
    gather_callbacks,
    gather_named,
    gather_of_day,
    sheets_of_day,
)
from svc.errors import Damaged, NoSuchRecord, UnknownStaff

FRIDAY = date(2026, 11, 20)
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
EVENING = "2026-11-20T17:00:00"
NOW = datetime.fromisoformat("2026-11-23T09:00:00+08:00")
ALLOW = ("--allow", "人手不够")
ORDERS = {
    1: ("wang", "2026-11-23 14:00"),
    2: ("wang", "2026-11-23 10:00"),
    3: ("li", "2026-11-23 11:00"),
    4: ("wang", "2026-11-24 10:00"),
    5: ("wang", "2026-11-23 16:00"),  # moved to the day after
}


def number(order: int) -> str:
    return f"SZ-2611-A{order:04d}"


@pytest.fixture(scope="module")
def friday(tmp_path_factory: pytest.TempPathFactory, made_ledger: Path, gitconfig: Path) -> Path:
    """Visits agreed on Friday evening for the next days; made once."""
    path = tmp_path_factory.mktemp("friday") / "ledger"
    with shared_desk(path, made_ledger, gitconfig) as desk:
        roles = 'roles: ["coordinator", "lead"'
        desk.edit(f"{roles}]", f'{roles}, "technician"]', "staff.yaml")
        desk.git("config", "svc.commit", "off")  # nobody asks for commits here
        for order, (technician, time) in ORDERS.items():
            assert desk.other(order).status == 0
            desk.ok("handover", number(order), "--to", "li", by="chen", now=EVENING)
            words = ("--to", technician, "--appointment", time, *ALLOW)
            desk.ok("dispatch", number(order), *words, by="sun", now=EVENING)
        moved = ("--appointment", "2026-11-24 14:00", "--agreed-with", "李工", "--reason", "有事")
        desk.ok("reschedule", number(5), *moved, by="li", now=EVENING)
    return path


@pytest.fixture
def monday(friday: Path, tmp_path: Path, gitconfig: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    path = tmp_path / "ledger"
    shutil.copytree(friday, path)
    surroundings(monkeypatch, gitconfig)
    monkeypatch.chdir(path)
    return Desk(path, monkeypatch)


def orders(gathered: Gathered) -> list[int]:
    return [int(state.ticket.id[-4:]) for state in gathered.states]


# Named


def test_tickets_that_are_named_come_in_that_order_each_once(monday: Desk) -> None:
    found = gather_named(monday.ledger, [number(2), number(1).lower(), number(2)])
    assert (orders(found), found.broken) == ([2, 1], [])


def test_one_that_can_not_be_read_is_named_beside_the_rest_or_refused_alone(monday: Desk) -> None:
    monday.edit("log:", "log: [", f"tickets/SZ/2026-11/{number(1)}.yaml")
    found = gather_named(monday.ledger, [number(1), number(2)])
    assert orders(found) == [2]
    assert [error.facts["path"] for error in found.broken] == [
        f"tickets/SZ/2026-11/{number(1)}.yaml"
    ]
    with pytest.raises(Damaged):
        gather_named(monday.ledger, [number(1)])


def test_one_that_is_not_there_is_refused(monday: Desk) -> None:
    with pytest.raises(NoSuchRecord):
        gather_named(monday.ledger, [number(1), number(9)])


# Of a day


@pytest.mark.parametrize(
    ("kind", "day", "more", "found"),
    [
        ("visits", MONDAY, {}, [3, 2, 1]),  # by technician, then by time
        ("visits", TUESDAY, {}, [4, 5]),
        ("visits", MONDAY, {"technician": "wang"}, [2, 1]),
        ("visits", MONDAY, {"office": "SZ"}, [3, 2, 1]),
        ("visits", MONDAY, {"office": "BJ"}, []),
        ("visits", date(2026, 11, 25), {}, []),
        ("status", MONDAY, {}, [2, 3, 1, 5]),  # by time, the moved one too
        ("status", MONDAY, {"technician": "li"}, [3]),
        ("status", MONDAY, {"office": "BJ"}, []),
        ("callbacks", MONDAY, {}, []),
        ("received", FRIDAY, {}, [1, 2, 3, 4, 5]),
        ("received", FRIDAY, {"office": "SZ", "technician": "li"}, [3]),
        ("received", FRIDAY, {"office": "BJ"}, []),
        ("received", MONDAY, {}, []),
    ],
)
def test_a_days_papers_are_about_these_tickets(
    monday: Desk, kind: str, day: date, more: dict[str, str], found: list[int]
) -> None:
    assert orders(gather_of_day(monday.ledger, kind, NOW, day, **more)) == found


def test_a_request_stays_in_the_log_of_the_office_that_took_it_down(monday: Desk) -> None:
    monday.ok("handover", number(1), "--office", "BJ", by="chen", now=EVENING)
    office_log = gather_of_day(monday.ledger, "received", NOW, FRIDAY, office="SZ")
    assert 1 in orders(office_log)
    assert orders(gather_of_day(monday.ledger, "received", NOW, FRIDAY, office="BJ")) == []


def test_a_visit_nobody_reported_is_in_the_next_days_status_too(monday: Desk) -> None:
    monday.ok("arrive", number(2), by="wang", now="2026-11-23T10:00:00")
    found = gather_of_day(monday.ledger, "status", NOW + timedelta(days=1), TUESDAY)
    assert 2 in orders(found)
    assert 2 not in orders(gather_of_day(monday.ledger, "visits", NOW, TUESDAY))


@pytest.fixture
def done(monday: Desk) -> Desk:
    """The work of one ticket is done on Monday at noon: its customer is to be called."""
    monday.ok("arrive", number(2), by="wang", now="2026-11-23T10:00:00")
    visit = ("--outcome", "fixed", "--found", "x", "--done", "x", "--cause", "wear")
    monday.ok("visit", number(2), *visit, by="wang", now="2026-11-23T12:00:00")
    return monday


def first_day(desk: Desk, **more: str) -> date | None:
    """The first day whose list of callbacks has the ticket."""
    now = datetime.fromisoformat("2026-11-23T13:00:00+08:00")
    for days in range(14):
        day = MONDAY + timedelta(days=days)
        if orders(gather_callbacks(desk.ledger, now, day, **more)) == [2]:
            return day
    return None


def test_customers_are_called_by_the_day_on_which_it_falls_due_and_later(done: Desk) -> None:
    day = first_day(done)
    assert day is not None
    assert day > MONDAY
    assert first_day(done, technician="wang") == day
    assert first_day(done, technician="li") is None
    assert first_day(done, office="BJ") is None


def test_a_call_that_is_to_be_tried_again_is_one_of_that_day(done: Desk) -> None:
    # A later day would have done; who was not reached is called again within hours.
    done.ok("callback", number(2), "--not-reached", "关机", by="zhao", now="2026-11-23T12:30:00")
    assert first_day(done) == MONDAY


def test_who_was_called_is_on_no_list(done: Desk) -> None:
    call = ("callback", number(2), "--spoke-to", "李工", "--rating", "satisfied")
    done.ok(*call, by="zhao", now="2026-11-23T12:30:00")
    assert first_day(done) is None


# The sheets of a day


def test_a_sheet_about_the_day_has_all_its_tickets(monday: Desk) -> None:
    ledger = monday.ledger
    states = gather_of_day(ledger, "status", NOW, MONDAY).states
    (sheet,) = sheets_of_day(ledger, states, "day", MONDAY)
    assert (sheet.states, sheet.technician, sheet.away) == (states, None, "")
    (sheet,) = sheets_of_day(ledger, states, "day", MONDAY, "wang")
    assert sheet.technician is not None
    assert sheet.technician.name == "王强"
    assert sheets_of_day(ledger, [], "day", MONDAY) == []
    with pytest.raises(UnknownStaff):
        sheets_of_day(ledger, states, "day", MONDAY, "nobody")


def test_each_technician_has_a_sheet_with_the_visits_to_make(monday: Desk) -> None:
    ledger = monday.ledger
    states = gather_of_day(ledger, "visits", NOW, MONDAY).states
    sheets = sheets_of_day(ledger, states, "technician", MONDAY)
    found = [
        (sheet.technician.name, [state.ticket.id for state in sheet.states])
        for sheet in sheets
        if sheet.technician is not None
    ]
    assert found == [("李明", [number(3)]), ("王强", [number(2), number(1)])]
    (own,) = sheets_of_day(ledger, states, "technician", MONDAY, "li")
    assert own == sheets[0]


def test_who_is_away_that_day_or_no_longer_there_is_said_on_the_sheet(monday: Desk) -> None:
    away = ("--away", "2026-11-23", "--who", "wang", "--why", "培训")
    monday.ok("roster", *away, by="li", now=EVENING)
    monday.edit('id: "li"', 'id: "lu"', "staff.yaml")
    ledger = monday.ledger
    states = gather_of_day(ledger, "visits", NOW, MONDAY).states
    li, wang = sheets_of_day(ledger, states, "technician", MONDAY)
    assert li.technician is not None
    assert (li.technician.id, li.technician.name, li.away) == ("li", "li", "")
    assert wang.away == "培训"
