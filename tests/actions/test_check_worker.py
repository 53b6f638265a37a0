"""Several processes check records: what they find is what one finds."""

from __future__ import annotations

import marshal
import os
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from conftest import NOW, TICKET

from svc.actions.check_records import RecordFinding
from svc.actions.check_worker import Looker, facts_from, pack_finding, unpack_finding
from svc.errors import Phrase
from svc.rules.checks.facts import CustomerFacts, TicketFacts
from svc.store import workers

if TYPE_CHECKING:
    from conftest import Desk


@pytest.fixture
def taken(desk: Desk) -> Desk:
    assert desk.intake().status == 0
    return desk


def test_several_processes_find_what_one_finds(
    taken: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert all(taken.other(number).status == 0 for number in (1, 2, 3))
    taken.edit('status: "received"', 'status: "closed"')
    for number, old, new in (
        (2, 'serial: "X-1"', 'serial: "X-9"\n  sreial: "X-1"'),
        (3, 'by: "chen"', 'by: "nobody"'),
        (4, "log:", "log: ["),
    ):
        taken.edit(old, new, f"tickets/SZ/2026-11/SZ-2611-A000{number}.yaml")
    taken.edit('serial: "X-3"', 'serial: "X-2"', "customers/SZ-A0004.yaml")
    taken.edit("contacts:", "contacts: [", "customers/SZ-A0003.yaml")
    alone = taken.svc("check", "--json")
    found = {item["rule"] for item in alone.json["items"]}
    assert {"status", "head", "unknown-key", "staff", "record-broken"} <= found
    monkeypatch.setattr(workers, "FEW", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    together = taken.svc("check", "--json")
    assert (together.status, together.out) == (alone.status, alone.out)
    monkeypatch.setattr(sys, "executable", str(taken.record))  # no other process can be started
    assert taken.svc("check", "--json").out == alone.out


def test_findings_travel_between_processes_with_every_fact() -> None:
    facts = {"at": datetime(2026, 11, 20, 9, tzinfo=UTC), "until": date(2026, 11, 20), "amount": Decimal("12.50"),
             "files": ["a", "b"], "why": Phrase("{x}", x=1), "none": None, "yes": True}  # fmt: skip
    found = RecordFinding(
        rule="status", path="p", line=3, id="SZ-2611-A0001", problem=Phrase("{at}", **facts)
    )
    assert unpack_finding(marshal.loads(marshal.dumps(pack_finding(found)))) == found


# A job, answered in this process


def answered(desk: Desk, job: str) -> tuple[list[RecordFinding], list[Any], list[str]]:
    """What a job comes to: findings, facts of records, and numbers that can't be read."""
    looker = Looker(desk.ledger, datetime.fromisoformat(NOW))
    pieces = list(looker.answer(job))
    return (
        [unpack_finding(item) for items, _, _ in pieces for item in items],
        [facts_from(fact) for _, facts, _ in pieces for fact in facts],
        [number for _, _, numbers in pieces for number in numbers],
    )


def test_a_folder_of_tickets_is_looked_at_ticket_by_ticket(taken: Desk) -> None:
    assert taken.other(2).status == 0
    taken.edit('status: "received"', 'status: "closed"')
    found, facts, unreadable = answered(taken, "tickets/SZ/2026-11")
    assert [(each.rule, each.id, each.path) for each in found] == [
        ("status", TICKET, f"tickets/SZ/2026-11/{TICKET}.yaml")
    ]
    assert [(type(each), each.id) for each in facts] == [
        (TicketFacts, TICKET),
        (TicketFacts, "SZ-2611-A0002"),
    ]
    assert unreadable == []


def test_of_customers_files_those_that_are_named_are_looked_at(taken: Desk) -> None:
    for number in (2, 3):
        assert taken.other(number).status == 0
    taken.edit('status: "active"', 'status: "merged"', "customers/SZ-A0003.yaml")
    found, facts, unreadable = answered(taken, "customers SZ-A0001 SZ-A0003")
    assert [(each.rule, each.id) for each in found] == [("status", "SZ-A0003")]
    assert [(type(each), each.id) for each in facts] == [
        (CustomerFacts, "SZ-A0001"),
        (CustomerFacts, "SZ-A0003"),
    ]
    assert unreadable == []


def test_what_can_not_be_read_is_named_by_its_number_and_what_is_gone_is_passed_over(
    taken: Desk,
) -> None:
    (taken.path / "customers/SZ-A0001.yaml").write_text("id: [\n", encoding="utf-8")
    assert answered(taken, "customers SZ-A0001 SZ-A0099") == ([], [], ["SZ-A0001"])


def test_many_records_are_answered_in_pieces(taken: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (2, 3):
        assert taken.other(number).status == 0
    monkeypatch.setattr("svc.actions.check_worker.PIECE", 2)
    looker = Looker(taken.ledger, datetime.fromisoformat(NOW))
    assert [len(facts) for _, facts, _ in looker.answer("tickets/SZ/2026-11")] == [2, 1]
