"""A ledger as it was at a moment, or as a commit has it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import TICKET

from svc.errors import HistoryNotHere, NoSuchCustomer, NoSuchRecord, NoSuchRevision
from svc.store import as_of
from svc.store.as_of import LedgerAsOf, ledger_of_commit

if TYPE_CHECKING:
    from conftest import Desk


def test_tickets_and_files_have_what_had_happened_and_those_to_come_are_not_there(
    desk: Desk,
) -> None:
    desk.play("dispatch")
    desk.ok(
        "customer",
        "add",
        "--name",
        "明辉",
        "--phone",
        "0755-26001112",
        "--address",
        "南山",
        "--contact",
        "张工",
        "--mobile",
        "13900001112",
        by="chen",
        now="2026-11-21T09:00:00",
    )
    early = LedgerAsOf(
        desk.ledger, datetime.fromisoformat("2026-11-20T09:02:00+08:00"), known_then=False
    )
    assert early.read(TICKET).state.status == "received"
    with pytest.raises(NoSuchCustomer):
        early.read_customer("SZ-A0002")
    before = LedgerAsOf(
        desk.ledger, datetime.fromisoformat("2026-11-19T09:00:00+08:00"), known_then=False
    )
    with pytest.raises(NoSuchRecord):
        before.read(TICKET)
    assert list(before.tickets([])) == []
    assert [record.id for record in early.tickets([])] == [TICKET]


def test_a_commit_is_read_as_it_has_it_settings_too_and_nothing_stays(desk: Desk) -> None:
    desk.play("intake")
    first = desk.git("rev-parse", "HEAD").strip()
    desk.ok("note", TICKET, "门口有狗", by="chen")
    with ledger_of_commit(desk.ledger, "HEAD~1") as (earlier, commit, made):
        assert commit == first
        assert made.utcoffset() is not None
        assert len(earlier.read(TICKET).log) == len(desk.log) - 1
        assert earlier.settings == desk.ledger.settings
        assert earlier.top != desk.path
        top = earlier.top
    assert not top.exists()


def test_what_git_does_not_have_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.play("intake")
    with pytest.raises(NoSuchRevision), ledger_of_commit(desk.ledger, "deadbeef"):
        pass
    with pytest.raises(NoSuchRevision), ledger_of_commit(desk.ledger, "--output=x"):
        pass
    assert not Path("x").exists()
    monkeypatch.setattr(as_of, "texts_of", lambda root, names: {})
    with pytest.raises(HistoryNotHere), ledger_of_commit(desk.ledger, "HEAD"):
        pass
