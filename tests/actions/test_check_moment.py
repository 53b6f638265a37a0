"""`svc check` while others record: it tells of one moment."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from actions.deeds import broken_rules
from conftest import TICKET

from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Desk

    from svc.model.ids import RecordId
    from svc.store.records import AnyRecord

SECOND = "SZ-2611-A0002"
DAY = "2026-11-20T11:00:00"
Words = tuple[str, ...]


def sold(desk: Desk, ticket: str) -> None:
    """What is owed for it was said, so that the next step is its receipt."""
    line = ("--line", "检测:1:50")
    desk.ok("charge", ticket, *line, "--allow", "客户要求", by="sun", now=DAY)


@pytest.fixture(scope="module")
def sold_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the ledger of `two_sold` is kept once it was typed."""
    return tmp_path_factory.mktemp("sold") / "ledger"


@pytest.fixture
def two_sold(desk: Desk, sold_once: Path) -> Desk:
    """Two tickets of two customers that may be paid, and parts in the store."""
    if not sold_once.exists():
        assert desk.intake(bought="2020-08-01", mode="paid").status == 0
        assert desk.other(2, "--bought", "2020-08-01", "--mode", "paid").status == 0
        for ticket in (TICKET, SECOND):
            sold(desk, ticket)
        desk.ok("part", "add", "P-9001", "--name", "控制板", by="sun")
        desk.ok("stock", "receive", "P-9001:5", by="sun", now=DAY)
        shutil.copytree(desk.path, sold_once)
    shutil.copytree(sold_once, desk.path, dirs_exist_ok=True)
    return desk


def receipt(ticket: str) -> Words:
    return ("zhao", "receipt", ticket, "--how", "cash")


BESIDE: dict[str, tuple[int, tuple[Words, ...]]] = {
    "two receipts": (1, (receipt(TICKET), receipt(SECOND))),
    "two customers' files": (
        3,
        (("chen", "customer", "merge", "SZ-A0002", "--into", "SZ-A0001", "--reason", "同一家"),),
    ),
    "parts on the way, and a sealed day": (
        4,
        (
            ("sun", "stock", "transfer", "P-9001:2", "--to", "BJ"),
            ("sun", "stock", "take-in", "SZ-M2611-A0002", "1=1", "--reason", "丢失"),
            receipt(SECOND),
            ("zhao", "daily", "confirm", "2026-11-20", "--office", "SZ", "--counted", "cash=50"),
        ),
    ),
    "a person whom a ticket names": (
        0,
        (
            ("sun", "staff", "add", "刘洋", "--role", "coordinator", "--office", "SZ"),
            ("sun", "handover", TICKET, "--to", "liu", "--allow", "客户要求"),
        ),
    ),
}
"""What others record while check reads: before which record of it, and what."""


@pytest.mark.parametrize(("before", "deeds"), BESIDE.values(), ids=BESIDE.keys())
def test_what_is_recorded_meanwhile_is_no_damage(
    two_sold: Desk, monkeypatch: pytest.MonkeyPatch, before: int, deeds: tuple[Words, ...]
) -> None:
    types_beside(two_sold, monkeypatch, before, deeds)
    assert broken_rules(two_sold, status=0) == []
    assert two_sold.ledger.read(TICKET)
    assert broken_rules(two_sold, status=0) == []


def test_what_is_wrong_all_the_same_is_named(
    two_sold: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_sold.edit('symptom: "故障2"', 'symptom: "别的"', f"tickets/SZ/2026-11/{SECOND}.yaml")
    types_beside(two_sold, monkeypatch, 1, (receipt(TICKET), ("chen", "note", SECOND, "加注")))
    (found,) = broken_rules(two_sold)
    assert found == ("head", f"tickets/SZ/2026-11/{SECOND}.yaml")


def test_settings_that_change_each_time_end_it_with_nothing_said(
    two_sold: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (two_sold.path / "svc.yaml").read_text(encoding="utf-8")

    def change(ledger: Ledger, number: RecordId) -> AnyRecord:
        saved.append(f"# {len(saved)}\n")
        (ledger.top / "svc.yaml").write_text(text + saved[-1], encoding="utf-8")
        return read(ledger, number)

    saved: list[str] = []
    read = Ledger.read_record
    monkeypatch.setattr(Ledger, "read_record", change)
    ended = two_sold.svc("check")
    assert (ended.status, ended.out) == (4, "")
    assert "settings were changed" in ended.err


def types_beside(
    desk: Desk, patch: pytest.MonkeyPatch, before: int, deeds: tuple[Words, ...]
) -> None:
    """All of these are typed when check has read so many records."""
    read = Ledger.read_record
    turns = [before]

    def read_beside(ledger: Ledger, number: RecordId) -> AnyRecord:
        turns[0] -= 1
        if turns[0] == -1:
            for who, *words in deeds:
                ended = desk.svc(*words, by=who, now=DAY)
                assert ended.status == 0, ended.err
        return read(ledger, number)

    patch.setattr(Ledger, "read_record", read_beside)


SLOW = """
import sys, time
from pathlib import Path
from svc.cli.app import run
from svc.store import journal, transaction
put = journal.put_in_place
def slowly(*args, **more):
    Path(sys.argv[1]).touch()
    time.sleep(0.6)
    return put(*args, **more)
journal.put_in_place = slowly
sys.exit(run(sys.argv[2:]))
"""


@pytest.mark.parametrize("words", [("check",), ("check", TICKET)])
def test_between_the_commit_and_the_files_check_waits_for_the_files(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: Words
) -> None:
    desk.play("intake")
    monkeypatch.setenv("SVC_LOCK_WAIT", "20")
    there = tmp_path / "committed"
    note = ("--as", "chen", "note", TICKET, "加注")
    slow = subprocess.Popen([sys.executable, "-c", SLOW, str(there), *note], cwd=desk.path)
    give_up_at = time.monotonic() + 20
    while not there.exists() and time.monotonic() < give_up_at:
        time.sleep(0.01)
    assert broken_rules(desk, *words[1:], status=0) == []
    assert slow.wait(20) == 0
    assert "加注" in desk.record.read_text(encoding="utf-8")
