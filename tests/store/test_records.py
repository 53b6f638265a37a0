"""A file as a record of whatever kind its number is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import TICKET
from rules.stock.papers import PARTS

from svc.errors import RecordFaulty, WrongFileName
from svc.model.ids import parse_record_id
from svc.store.records import (
    AnyRecord,
    CustomerRecord,
    Record,
    SealRecord,
    StockRecord,
    record_of,
)

if TYPE_CHECKING:
    from conftest import Desk

KINDS = {
    TICKET: Record,
    "SZ-A0001": CustomerRecord,
    "SZ-M2611-A0001": StockRecord,
    "SZ-2026-11-20": SealRecord,
}


@pytest.fixture
def kept(desk: Desk) -> Desk:
    """A ledger with a record of each kind."""
    (desk.path / "parts.yaml").write_text(PARTS, encoding="utf-8")
    desk.commit()
    desk.play("slip")
    now = "2026-11-21T09:00:00"
    desk.ok("stock", "receive", "P-1001:2", by="sun", now=now)
    desk.ok("daily", "confirm", "2026-11-20", "--office", "SZ", by="zhao", now=now)
    return desk


def read(desk: Desk, id: str) -> AnyRecord:
    number = parse_record_id(id)
    assert number is not None
    return record_of((desk.path / number.path).read_bytes(), number)


@pytest.mark.parametrize("id", KINDS)
def test_a_file_is_the_record_that_its_number_says(kept: Desk, id: str) -> None:
    record = read(kept, id)
    assert type(record) is KINDS[id]
    assert record.id == id
    assert record.our_layout
    assert record.state.status == record.data["status"]
    assert {event.id for event in record.log} == {event["id"] for event in record.data["log"]}
    # with its own log it stands where it stands
    assert record.state_with(record.log).status == record.state.status


@pytest.mark.parametrize("id", KINDS)
def test_a_file_under_another_name_is_no_record(kept: Desk, id: str) -> None:
    number = parse_record_id(id)
    assert number is not None
    path = kept.path / number.path
    text = path.read_text(encoding="utf-8")
    other = text.replace(f'id: "{id}"', 'id: "BJ-2611-A0009"', 1)
    with pytest.raises((WrongFileName, RecordFaulty)):
        record_of(other.encode(), number)
