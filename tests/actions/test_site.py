"""What the pages are made from: each technician's visits, what is open, whom to call, of one office,
region or technician.

What stands on the pages is told in tests/render/site/, what is written in tests/cli/test_site.py.
"""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from conftest import Desk, shared_desk, surroundings

from svc.actions.site import (
    BoardFacts,
    Machine,
    SiteFacts,
    SiteScope,
    gather_board,
    gather_site,
    machines_with_labels,
)
from svc.errors import SomeUnreadable

FRIDAY = "2026-11-20T17:00:00"
NOW = datetime.fromisoformat("2026-11-23T09:00:00+08:00")
ORDERS = {
    1: ("wang", "2026-11-23 14:00"),
    2: ("wang", "2026-11-23 10:00"),
    3: ("li", "2026-11-23 11:00"),
    4: ("wang", "2026-11-24 10:00"),
}


@pytest.fixture(scope="module")
def friday(tmp_path_factory: pytest.TempPathFactory, made_ledger: Path, gitconfig: Path) -> Path:
    """Visits agreed on Friday evening for Monday and Tuesday, and one that nobody made on Friday."""
    path = tmp_path_factory.mktemp("friday") / "ledger"
    with shared_desk(path, made_ledger, gitconfig) as desk:
        roles = 'roles: ["coordinator", "lead"'
        desk.edit(f"{roles}]", f'{roles}, "technician"]', "staff.yaml")
        desk.git("config", "svc.commit", "off")  # nobody asks for commits here
        orders = {5: ("wang", "2026-11-20 17:30"), **ORDERS}
        for order, (technician, time) in sorted(orders.items()):
            assert desk.other(order).status == 0
            number = f"SZ-2611-A{order:04d}"
            desk.ok("handover", number, "--to", "li", by="chen", now=FRIDAY)
            words = ("--to", technician, "--appointment", time, "--allow", "人手不够")
            desk.ok("dispatch", number, *words, by="sun", now=FRIDAY)
        assert desk.other(6).status == 0
    return path


@pytest.fixture
def monday(friday: Path, tmp_path: Path, gitconfig: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    path = tmp_path / "ledger"
    shutil.copytree(friday, path)
    surroundings(monkeypatch, gitconfig)
    monkeypatch.chdir(path)
    return Desk(path, monkeypatch)


def days(facts: BoardFacts) -> dict[str, list[tuple[int, str]]]:
    return {
        day.technician.id: [(int(each.state.ticket.id[-4:]), each.when) for each in day.visits]
        for day in facts.days
    }


def gathered(desk: Desk, **scope: str) -> SiteFacts:
    return gather_site(desk.ledger, NOW, SiteScope(**scope))


def test_a_day_has_what_is_left_from_before_then_todays_visits_then_later_ones(
    monday: Desk,
) -> None:
    found = days(gathered(monday, office="SZ"))
    assert found["wang"] == [(5, "before"), (2, "today"), (1, "today"), (4, "later")]
    assert found["li"] == [(3, "today")]


def test_technicians_without_visits_have_a_day_too_where_they_belong(monday: Desk) -> None:
    with (monday.path / "staff.yaml").open("a", encoding="utf-8") as staff:
        staff.write('  - {id: "hu", name: "胡军", office: "BJ", roles: ["technician"]}\n')
        staff.write('  - {id: "lu", name: "陆远", office: "BJ", roles: ["clerk"]}\n')
        staff.write(
            '  - {id: "gu", name: "顾平", office: "BJ", roles: ["technician"], left: "2026-11-01"}\n'
        )
    assert days(gathered(monday))["hu"] == []
    assert list(days(gathered(monday, office="BJ"))) == ["hu"]
    assert list(days(gathered(monday, region="north"))) == ["hu"]
    assert list(days(gathered(monday, office="SZ"))) == ["li", "wang"]
    assert list(days(gathered(monday, region="south"))) == ["li", "wang"]


def test_a_visit_that_was_made_stays_on_its_day(monday: Desk) -> None:
    words = ("--outcome", "fixed", "--found", "断路", "--done", "换管", "--cause", "quality")
    monday.ok("arrive", "SZ-2611-A0002", by="wang", now="2026-11-23T10:00:00")
    monday.ok("visit", "SZ-2611-A0002", *words, by="wang", now="2026-11-23T11:00:00")
    assert (2, "today") in days(gathered(monday))["wang"]


def test_a_ticket_that_is_over_is_known_as_such_while_its_order_is_about(monday: Desk) -> None:
    words = ("--reason", "客户不修了", "--asked-by", "张工")
    monday.ok("cancel", "SZ-2611-A0002", *words, by="chen", now="2026-11-23T08:00:00")
    facts = gathered(monday)
    assert [state.ticket.id for state in facts.ended] == ["SZ-2611-A0002"]
    assert "SZ-2611-A0002" not in facts.open_tickets
    assert gathered(monday, technician="li").ended == []
    assert gathered(monday, region="north").ended == []
    for later, known in ((31, 1), (32, 0)):
        then = gather_site(monday.ledger, NOW + timedelta(days=later), SiteScope())
        assert len(then.ended) == known


def test_of_one_technician_there_is_nothing_of_anybody_else(monday: Desk) -> None:
    facts = gathered(monday, technician="li")
    assert days(facts) == {"li": [(3, "today")]}
    assert list(facts.open_tickets) == ["SZ-2611-A0003"]
    assert {item.state.technician for item in facts.overdue} <= {"li"}


def test_open_tickets_are_those_of_the_office_and_the_region(monday: Desk) -> None:
    assert len(gathered(monday).open_tickets) == 6
    assert len(gathered(monday, office="SZ", region="south").open_tickets) == 6
    assert gathered(monday, office="BJ").open_tickets == {}
    assert gathered(monday, region="north").open_tickets == {}
    assert gathered(monday, region="north").overdue == []
    assert gathered(monday).overdue != []


def test_every_open_ticket_has_its_promises_counted_once(monday: Desk) -> None:
    facts = gathered(monday)
    assert set(facts.promises) == set(facts.open_tickets)
    assert all(facts.promises.values())


def test_the_board_is_made_of_what_all_pages_have_of_open_tickets_and_visits(
    monday: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monday.ok("cancel", "SZ-2611-A0002", "--reason", "x", "--asked-by", "y", by="chen", now=FRIDAY)
    facts = gathered(monday)
    for name in ("gather_callbacks", "overdue_promises", "_gone_to_of_late"):
        monkeypatch.delattr(f"svc.actions.site.{name}")
    board = gather_board(monday.ledger, NOW, SiteScope())
    assert list(board.open_tickets) == list(facts.open_tickets)
    assert days(board) == days(facts)
    assert board.promises == {id: facts.promises[id] for id in board.open_tickets}


def test_a_ticket_that_can_not_be_read_is_named_and_the_others_are_there(monday: Desk) -> None:
    path = monday.path / "tickets/SZ/2026-11/SZ-2611-A0001.yaml"
    path.write_bytes(path.read_bytes().replace(b"kind:", b"kind"))
    facts = gathered(monday)
    unreadable = SomeUnreadable.of(facts.broken)
    assert (unreadable.facts["count"], unreadable.facts["files"]) == (
        1,
        ["tickets/SZ/2026-11/SZ-2611-A0001.yaml"],
    )
    assert len(facts.open_tickets) == 5


def test_a_machine_is_there_once_and_nobody_with_it(monday: Desk) -> None:
    machines = machines_with_labels(monday.ledger, SiteScope(), [])
    assert machines == sorted(set(machines))
    assert machines
    assert all(isinstance(each, Machine) for each in machines)
    of_office = SiteScope(office="SZ", region="south")
    assert machines_with_labels(monday.ledger, of_office, []) == machines
    for elsewhere in (SiteScope(office="BJ"), SiteScope(region="north")):
        assert machines_with_labels(monday.ledger, elsewhere, []) == []
