"""Tickets in a list: the same from the index and from the files alone; stages, order and limit.

What is typed and shown is told in tests/cli/test_lists.py.
"""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from answers import FilesAlone
from conftest import TICKET, Desk, shared_desk, surroundings

from svc.actions.lists import STAGES, Listing, Wanted, list_tickets, rows
from svc.errors import Damaged
from svc.model import events as ev

B, C, D = "SZ-2611-A0002", "SZ-2611-A0003", "SZ-2611-A0004"
NOW = datetime.fromisoformat("2026-11-20T10:30:00+08:00")
NINE = datetime.fromisoformat("2026-11-20T09:00:00+08:00")  # when TICKET was received
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, made_ledger: Path, gitconfig: Path) -> Path:
    """One ticket dispatched, one an urgent inquiry of yesterday, one given up, one only noted."""
    path = tmp_path_factory.mktemp("listed") / "ledger"
    with shared_desk(path, made_ledger, gitconfig) as desk:
        assert desk.intake().status == 0
        for words, by in (
            (("handover", TICKET, "--to", "li"), "chen"),
            (("dispatch", TICKET, "--to", "wang", "--appointment", "14:00"), "li"),
        ):
            desk.ok(*words, by=by, now="2026-11-20T09:20:00")
        urgent = ("--urgency", "urgent", "--urgency-reason", "停产", "--kind", "inquiry")
        assert desk.other(2, *urgent, now="2026-11-19T10:00:00").status == 0
        assert desk.other(3).status == 0
        desk.ok("cancel", C, "--reason", "x", "--asked-by", "李工", by="chen")
        desk.ok("intake", "--note", "何姐", "13600000000", by="wang", now="2026-11-20T10:25:00")
    return path


@pytest.fixture
def some(made: Path, gitconfig: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """That ledger, to look at only."""
    surroundings(monkeypatch, gitconfig)
    return Desk(made, monkeypatch)


def listed(desk: Desk, limit: int = 0, **wanted: Any) -> Listing:
    """The list from the index, which is the one the files alone give."""
    by_index = list_tickets(desk.ledger, NOW, Wanted(**wanted), with_extra_cells=True, limit=limit)
    by_files = list_tickets(
        FilesAlone(desk.path), NOW, Wanted(**wanted), with_extra_cells=True, limit=limit
    )
    assert (by_index.rows, by_index.more) == (by_files.rows, by_files.more)
    return by_index


def ids(desk: Desk, **wanted: Any) -> set[str]:
    return {row.id for row in listed(desk, **wanted).rows}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, {TICKET, B, D}),
        ({"all_states": True}, {TICKET, B, C, D}),
        ({"status": "cancelled"}, {C}),
        ({"stage": "intake"}, {B, D}),
        ({"stage": "prepare"}, {TICKET}),
        ({"stage": "follow_up", "all_states": True}, set()),
        ({"kind": "inquiry"}, {B}),
        ({"urgency": "urgent"}, {B}),
        ({"office": "SZ"}, {TICKET, B, D}),
        ({"office": "BJ"}, set()),
        ({"region": "south", "all_states": True}, {TICKET, B, C, D}),
        ({"region": "north"}, set()),
        ({"technician": "wang"}, {TICKET}),
        ({"model": "cr-2"}, {TICKET, B}),
        ({"model": "CR-3"}, set()),
        ({"customer": "sz-a0002"}, {B}),
        ({"customer": "SZ-A0099"}, set()),
        ({"customer": "客户2"}, {B}),
        ({"customer": "李工2"}, {B}),
        ({"customer": "27000002"}, {B}),
        ({"customer": "137 0000 0002"}, {B}),
        ({"overdue": True}, set()),
        ({"due_before": NOW - DAY}, set()),
        ({"due_before": NOW}, set()),
        ({"received_from": NOW - 2 * DAY, "received_until": NOW - DAY}, {B}),
        ({"received_from": NOW - timedelta(minutes=5)}, {D}),
        ({"received_until": NINE}, {B}),  # that moment itself is one of those to come
        ({"received_from": NINE}, {TICKET, D}),
        ({"words": ("加热", "南山")}, {TICKET}),
        ({"words": ("CR200 24 0042",)}, {TICKET}),
        ({"words": ("jiare",)}, {TICKET}),  # 加热, as `svc search` hears it
        ({"words": ("加热", "故障2")}, set()),
    ],
)
def test_a_list_holds_what_was_asked_for(
    some: Desk, wanted: dict[str, Any], found: set[str]
) -> None:
    assert ids(some, **wanted) == found


def test_each_open_state_but_on_hold_is_in_one_stage() -> None:
    states = [state for stage in STAGES.values() for state in stage]
    assert sorted(states) == sorted({"noted", *ev.OPEN} - {"on_hold"})


def test_the_nearest_due_comes_first_and_what_is_never_due_last(some: Desk) -> None:
    found = listed(some, all_states=True).rows
    due = [row.due.due for row in found if row.due is not None]
    assert due == sorted(due)
    assert [row.id for row in found if row.due is None] == [found[-1].id] == [C]


def test_beyond_the_limit_the_rest_is_counted(some: Desk) -> None:
    whole = [row.id for row in listed(some).rows]
    for limit, more in ((1, 2), (3, 0), (9, 0)):
        found = listed(some, limit=limit)
        assert ([row.id for row in found.rows], found.more) == (whole[:limit], more)


def test_of_a_limited_list_of_a_model_no_row_is_lost(some: Desk) -> None:
    found = listed(some, limit=1, model="CR-200")
    assert (len(found.rows), found.more) == (1, 1)


def test_a_row_has_who_and_what_and_the_rest_when_it_is_asked_for(some: Desk) -> None:
    (row,) = listed(some, technician="wang").rows
    assert (row.id, row.status, row.customer, row.model, row.serial, row.technician) == (
        TICKET,
        "dispatched",
        "南山明辉餐饮",
        "CR-200",
        "CR200-24-0042",
        "wang",
    )
    assert row.extra is not None
    assert (row.extra.contact, row.extra.symptom) == ("张工", "开机后不加热")
    assert row.extra.appointment == datetime.fromisoformat("2026-11-20T14:00:00+08:00")
    (noted,) = listed(some, status="noted").rows
    assert (noted.customer, noted.model, noted.kind) == (None, None, None)


def test_tickets_that_are_at_hand_make_the_same_rows(some: Desk) -> None:
    ledger = some.ledger
    states = [ledger.read(number).state for number in (TICKET, B)]
    by_list = {row.id: row for row in listed(some).rows}
    broken: list[Damaged] = []
    assert rows(ledger, states, NOW, broken) == [by_list[TICKET], by_list[B]]
    assert broken == []


def test_rows_of_tickets_at_hand_name_the_policy_that_their_promises_miss(
    some: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = Desk(shutil.copytree(some.path, tmp_path / "ledger"), monkeypatch)
    state = some.ledger.read(TICKET).state
    assert state.current.terms is not None
    path = f"policies/{state.current.terms.policy}.yaml"
    (some.path / path).write_text("id: [", encoding="utf-8")
    broken: list[Damaged] = []
    assert [row.id for row in rows(some.ledger, [state], NOW, broken)] == [TICKET]
    assert [error.facts["path"] for error in broken] == [path]


def test_a_ticket_that_can_not_be_read_is_named_and_hides_no_other(
    some: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = Desk(shutil.copytree(some.path, tmp_path / "ledger"), monkeypatch)
    some.edit("log:", "log: [", f"tickets/SZ/2026-11/{B}.yaml")
    found = listed(some)
    assert {row.id for row in found.rows} == {TICKET, D}
    assert [error.facts["path"] for error in found.broken] == [f"tickets/SZ/2026-11/{B}.yaml"]
