"""The ledger: found, read, and what it refers to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import NOW, TICKET, typed

from svc.errors import (
    NoLedger,
    NoSuchRecord,
    NotTopOfWorkTree,
    PromisesUntold,
    RecordFaulty,
    WrongFileName,
)
from svc.model.times import parse_moment
from svc.store.ledger import Ledger, find_ledger

if TYPE_CHECKING:
    from conftest import Desk

AT = parse_moment(NOW, None)


@pytest.fixture
def taken(desk: Desk) -> Desk:
    assert desk.intake().status == 0
    return desk


# Found


def test_a_ledger_is_found_from_any_folder_in_it(
    taken: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_ledger(taken.path) == taken.path
    assert find_ledger(taken.record.parent) == taken.path
    monkeypatch.chdir(taken.record.parent)
    assert TICKET in taken.ok("list").out


def test_the_nearest_ledger_counts(desk: Desk) -> None:
    inner = desk.path / "tickets/inner"
    inner.mkdir(parents=True)
    (inner / "svc.yaml").write_text("schema: 1\n")
    assert find_ledger(inner) == inner


def test_where_there_is_none_the_start_of_the_search_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoLedger) as refused:
        find_ledger(tmp_path)
    assert refused.value.facts == {"path": str(tmp_path)}


def test_option_before_environment_before_the_folder_one_is_in(
    taken: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert typed("--ledger", str(taken.path), "list").status == 0
    monkeypatch.setenv("SVC_LEDGER", str(taken.path))
    assert typed("list").status == 0
    assert typed("--ledger", str(tmp_path), "list").status == 2
    monkeypatch.setenv("SVC_LEDGER", str(tmp_path))
    monkeypatch.chdir(taken.path)
    assert typed("list").status == 2
    monkeypatch.setenv("SVC_LEDGER", "")
    assert typed("list").status == 0


def test_a_folder_of_another_repository_is_no_top_of_a_work_tree(desk: Desk) -> None:
    inner = desk.path / "inner"
    inner.mkdir()
    with pytest.raises(NotTopOfWorkTree):
        _ = Ledger(inner).root


# Tickets


@pytest.mark.parametrize("typed_as", [TICKET, TICKET.lower(), f" {TICKET} "])
def test_a_number_is_read_however_it_is_typed(taken: Desk, typed_as: Any) -> None:
    assert taken.ledger.read(typed_as).ticket.id == TICKET


@pytest.mark.parametrize(
    "number", ["SZ-2611-A0002", "SZ-2611-A00001", "", "x", "../x", "SZ-2613-A0001", "SZ-2611-I0001"]
)
def test_what_is_no_number_or_not_there_is_no_record(taken: Desk, number: str) -> None:
    with pytest.raises(NoSuchRecord):
        taken.ledger.read(number)


def test_a_record_whose_number_is_not_its_files_is_damaged(taken: Desk) -> None:
    other = taken.record.with_name("SZ-2611-A0002.yaml")
    other.write_bytes(taken.record.read_bytes())
    with pytest.raises(WrongFileName) as damaged:
        taken.ledger.read("SZ-2611-A0002")
    assert damaged.value.facts["problem"] == TICKET
    broken: list[Any] = []
    assert [record.id for record in taken.ledger.tickets(broken)] == [TICKET]
    assert [error.key for error in broken] == ["wrong-file-name"]


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('status: "received"', "status: [", "record-broken"),
        ('unit: "', 'unit: ""  # "', "record-faulty"),
        ("seq: 1", "seq: 0", "record-faulty"),
        ('what: "received"', 'what: "recieved"', "record-faulty"),
        ('at: "2026-11-20T09:00:00+08:00"', 'at: "2026-11-20T09:00:00"', "record-faulty"),
        ('at: "2026-11-20T09:00:00+08:00"', 'at: "2026-11-20T09:00:00.5+08:00"', "record-faulty"),
        ('at: "2026-11-20T09:00:00+08:00"', 'at: "2025-13-06 09:00"', "record-faulty"),
        ('kind: "repair"', 'kind: "fault"', "record-faulty"),
        ('kind: "repair"', "kind: null", "no-value"),
        ('kind: "repair"', 'kind: "repair"\nkind: "repair"', "key-twice"),
        ('kind: "repair"', "kind: &a repair", "yaml-not-allowed"),
        ("log:", "<<<<<<< ours\nlog:", "conflict-markers"),
    ],
)
def test_a_broken_record_is_named_with_its_line_and_hides_no_other(
    taken: Desk, old: str, new: str, key: str
) -> None:
    assert taken.other(1).status == 0
    taken.edit(old, new)
    broken: list[Any] = []
    assert [record.id for record in taken.ledger.tickets(broken)] == ["SZ-2611-A0002"]
    (error,) = broken
    assert error.key == key
    assert error.facts["path"].endswith(f"{TICKET}.yaml")
    assert int(error.facts["line"]) >= 1


def test_all_faults_of_a_record_are_listed_with_their_lines(taken: Desk) -> None:
    taken.edit('kind: "repair"', 'kind: "fault"')
    taken.edit("seq: 1", 'seq: "one"')
    with pytest.raises(RecordFaulty) as damaged:
        taken.ledger.read(TICKET)
    lines = taken.record.read_text(encoding="utf-8").splitlines()
    named = [lines[line - 1].strip() for line, _ in damaged.value.facts["faults"]]
    assert named == ['kind: "fault"', '- seq: "one"']


def test_files_that_are_no_records_are_passed_over(taken: Desk) -> None:
    folder = taken.record.parent
    for name in (
        ".SZ-2611-A0009.yaml.tmp",
        ".hidden.yaml",
        "notes.txt",
        "draft.yaml",
        "BJ-2611-A0001.yaml",
    ):
        (folder / name).write_text("x: 1\n")
    (taken.path / "tickets/SZ/old").mkdir()
    (taken.path / "tickets/readme.yaml").write_text("x: 1\n")
    broken: list[Any] = []
    assert [record.id for record in taken.ledger.tickets(broken)] == [TICKET]
    assert broken == []


@pytest.mark.skipif(not hasattr(__import__("os"), "symlink"), reason="no links here")
def test_a_link_in_a_records_place_is_not_read(taken: Desk, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.yaml"
    target.write_bytes(taken.record.read_bytes())
    taken.record.unlink()
    try:
        taken.record.symlink_to(target)
    except OSError:
        pytest.skip("no right to make links")
    broken: list[Any] = []
    assert list(taken.ledger.tickets(broken)) == []
    assert [error.key for error in broken] == ["not-a-file"]


def test_tickets_come_in_the_order_of_office_month_lane_and_number(desk: Desk) -> None:
    for path in ("SZ/2026-11/SZ-2611-B0001", "SZ/2026-11/SZ-2611-A10000", "SZ/2026-11/SZ-2611-A9999",
                 "SZ/2025-12/SZ-2512-A0001", "BJ/2026-11/BJ-2611-A0002"):  # fmt: skip
        file = desk.path / "tickets" / f"{path}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    assert [str(number) for number in desk.ledger.numbers()] == [
        "BJ-2611-A0002", "SZ-2512-A0001", "SZ-2611-A9999", "SZ-2611-A10000", "SZ-2611-B0001",
    ]  # fmt: skip
    assert [str(number) for number in desk.ledger.numbers("BJ")] == ["BJ-2611-A0002"]


# What records refer to


def test_promises_that_can_not_be_told_are_said_with_the_tickets_file(taken: Desk) -> None:
    taken.edit('calendar: "SZ@1"', 'calendar: "SZ@7"')
    state = taken.ledger.read(TICKET).state
    with pytest.raises(PromisesUntold) as damaged:
        taken.ledger.promises(state, AT)
    assert "SZ@7" in str(damaged.value)
    broken: list[Any] = []
    assert taken.ledger.known_promises(state, AT, broken) == []
    assert taken.ledger.known_promises(state, AT, broken) == []
    assert len(broken) == 1


def test_a_calendar_that_is_never_open_stops_only_its_tickets_promises(taken: Desk) -> None:
    file = taken.path / "calendars/SZ@2.yaml"
    file.write_text('zone: "Asia/Shanghai"\nhours: {mon: []}\nofficial: {}\n', encoding="utf-8")
    taken.edit('calendar: "SZ@1"', 'calendar: "SZ@2"')
    ended = taken.svc("list")
    assert (ended.status, TICKET in ended.out) == (3, True)
