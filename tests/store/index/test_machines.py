"""What the index has of machines: those of customers in use, and when they came."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

import msgspec

from svc.model.customers import Equipment
from svc.rules.report.machines import MachineChange
from svc.store.index.customers import CustomerDocument, CustomerWithoutLog
from svc.store.index.machines import machine_owners, noted_machine_changes

THEN = datetime(2026, 11, 1, 9, tzinfo=UTC)


def document(number: int, status: str, *machines: Equipment) -> tuple[str, bytes]:
    customer = CustomerWithoutLog(
        id=f"SZ-A{number:04d}", status=status, opened=THEN, office="SZ", region="south", name="明辉",
        address="深圳", phone="1", contacts=[], equipment=list(machines),
    )  # fmt: skip
    into = "SZ-A0001" if status == "merged" else ""
    return customer.id, msgspec.msgpack.encode(CustomerDocument(status, into, customer))


def test_only_customers_in_use_who_have_machines_are_read_and_who_cannot_be_is_named() -> None:
    machine = Equipment(serial="A-1", model="CR-200", specification="x", bought="2026-10-01")
    index = sqlite3.connect(":memory:")
    index.execute("CREATE TABLE customer (id, doc)")
    rows = [
        document(1, "active", machine), document(2, "active"), document(3, "merged", machine),
        ("SZ-A0004", None),
    ]  # fmt: skip
    index.executemany("INSERT INTO customer VALUES (?, ?)", rows)
    owners, unreadable = machine_owners(index)
    assert [(each.id, each.equipment) for each in owners] == [("SZ-A0001", [machine])]
    assert unreadable == ["SZ-A0004"]


def test_changes_of_one_moment_are_one_with_the_moment_as_it_was() -> None:
    index = sqlite3.connect(":memory:")
    index.execute("CREATE TABLE machine (n, region, office, model, at, number)")
    at = int(THEN.timestamp())
    rows = [(n, "south", "SZ", "CR-200", at, n) for n in (1, 2)]
    index.executemany("INSERT INTO machine VALUES (?, ?, ?, ?, ?, ?)", rows)
    assert noted_machine_changes(index) == [MachineChange("south", "SZ", "CR-200", THEN, 3)]
