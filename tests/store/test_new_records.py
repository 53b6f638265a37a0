"""What begins a record: numbers in lanes, a request taken down once, nothing that can't be read."""

from __future__ import annotations

import subprocess
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import NOW, TICKET, typed
from msgspec.structs import replace

from svc.errors import NotAcceptable
from svc.model.customers import Opened
from svc.model.events import DIGEST_TO_COME
from svc.store.new_records import new_event_id
from svc.store.reader import Reader
from svc.store.recording import recording

if TYPE_CHECKING:
    from conftest import Desk

CLOCK = datetime.fromisoformat("2026-11-20T09:00:00+08:00")


def test_numbers_run_on_in_this_desks_lane(desk: Desk) -> None:
    assert desk.intake().out.startswith("SZ-2611-A0001")
    assert desk.other(1).out.startswith("SZ-2611-A0002")
    assert desk.other(2, now="2026-12-01T09:00:00").out.startswith("SZ-2612-A0001")
    assert desk.other(3, "--office", "BJ").out.startswith("BJ-2611-A0001")


def test_a_number_that_is_only_in_head_is_not_given_again(desk: Desk) -> None:
    assert desk.intake().status == 0
    desk.record.unlink()
    assert desk.other(1).out.startswith("SZ-2611-A0002")


def test_a_number_that_is_only_in_the_work_tree_is_not_given_again(desk: Desk) -> None:
    desk.record.parent.mkdir(parents=True)
    desk.record.write_text("not yet a record", encoding="utf-8")
    assert desk.intake().out.startswith("SZ-2611-A0002")


def test_five_digits_come_after_9999(desk: Desk) -> None:
    folder = desk.record.parent
    folder.mkdir(parents=True)
    (folder / "SZ-2611-A9999.yaml").write_text("x", encoding="utf-8")
    assert desk.intake().out.startswith("SZ-2611-A10000")
    assert desk.svc("show", "SZ-2611-A10000").status == 0


def test_two_clones_never_give_the_same_number(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    subprocess.run(["git", "clone", "-q", str(desk.path), str(other)], check=True)
    here = type(desk)(other, monkeypatch)
    monkeypatch.chdir(other)
    assert here.intake().status == 2  # no lane yet
    assert typed("init", "--join", "--desk", "A").status == 2  # it is taken
    here.ok("init", "--join", "--desk", "B")
    assert here.intake().out.startswith("SZ-2611-B0001")
    monkeypatch.chdir(desk.path)
    assert desk.intake().out.startswith("SZ-2611-A0001")


def test_the_same_request_is_taken_down_once(desk: Desk) -> None:
    assert desk.intake().status == 0
    before = desk.snapshot()
    for now in (NOW, "2026-11-20T09:10:00"):
        ended = desk.intake(now=now)
        assert ended.out.startswith(f"{TICKET}: already recorded")
    assert desk.snapshot() == before
    assert desk.other(1).out.startswith("SZ-2611-A0002: recorded")
    # the same matter, told to somebody else: a reminder, no second ticket
    assert desk.other(1, by="li").status == 2
    assert desk.other(1).out.startswith("SZ-2611-A0002: already recorded")
    assert desk.other(2, now="2026-11-20T09:20:00").out.startswith("SZ-2611-A0003: recorded")


def test_a_request_repeated_just_after_the_month_ended_is_taken_down_once(desk: Desk) -> None:
    assert desk.intake(now="2026-11-30T23:58:00").status == 0
    assert desk.intake(now="2026-12-01T00:05:00").out.startswith(f"{TICKET}: already recorded")


def test_no_new_record_is_planned_that_could_not_be_read_back(desk: Desk) -> None:
    assert desk.intake().status == 0
    # Of every kind of record: here a customer's file, whose name ends up empty.
    before = desk.snapshot()
    reader = Reader(desk.path)
    known = reader.read_customer("SZ-A0001").customer
    nameless = replace(known, name="", status="active", log=[Opened(digest=DIGEST_TO_COME)])
    with pytest.raises(NotAcceptable):  # noqa: SIM117
        with recording(reader, by="chen", now=CLOCK, again=False, allow="") as tx:
            tx.create_customer(nameless, "A")
    assert desk.snapshot() == before


def test_no_two_events_have_one_identity() -> None:
    given = [new_event_id() for _ in range(1000)]
    assert len(set(given)) == 1000
    assert {len(each) for each in given} == {10}
    assert set("".join(given)) <= set("0123456789abcdefghjkmnpqrstvwxyz")
