"""What a command sees under the lock: records and files as they are now, and what was committed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from conftest import TICKET

from svc.errors import NoSuchCustomer, NoSuchDocument, NoSuchRecord
from svc.store.reader import Reader
from svc.store.recording import Recording, recording

if TYPE_CHECKING:
    from conftest import Desk

CLOCK = datetime.fromisoformat("2026-11-20T09:30:00+08:00")


@pytest.fixture
def tx(desk: Desk) -> Iterator[Recording]:
    """A command after one intake, which records nothing."""
    assert desk.intake().status == 0
    with recording(Reader(desk.path), by="chen", now=CLOCK, again=False, allow="") as tx:
        yield tx


@pytest.mark.parametrize("number", ["SZ-2611-A0009", "SZ-A0001", "x"])
def test_what_is_no_ticket_is_none(tx: Recording, number: str) -> None:
    assert tx.ticket(TICKET).ticket.id == TICKET
    with pytest.raises(NoSuchRecord):
        tx.ticket(number)


@pytest.mark.parametrize("number", ["SZ-A0009", TICKET, "x"])
def test_what_is_no_customer_and_no_document_is_none(tx: Recording, number: str) -> None:
    assert tx.customer("SZ-A0001").customer.id == "SZ-A0001"
    with pytest.raises(NoSuchCustomer):
        tx.customer(number)
    with pytest.raises(NoSuchDocument):
        tx.document(number)


def test_a_file_is_as_it_lies_there(desk: Desk, tx: Recording) -> None:
    path = f"tickets/SZ/2026-11/{TICKET}.yaml"
    assert tx.has_file(path)
    assert tx.bytes_of(path) == desk.record.read_bytes()
    absent = path.replace("A0001", "A0009")
    assert not tx.has_file(absent)
    assert tx.bytes_of(absent) is None


def test_an_earlier_text_is_the_newest_that_was_committed_and_is_wanted(desk: Desk) -> None:
    assert desk.intake().status == 0
    first = desk.record.read_text(encoding="utf-8")
    desk.ok("note", TICKET, "门口有狗", by="chen")
    second = desk.record.read_text(encoding="utf-8")
    desk.record.write_text("not a record", encoding="utf-8")
    desk.git("commit", "-qam", "By hand")
    path = f"tickets/SZ/2026-11/{TICKET}.yaml"
    with recording(Reader(desk.path), by="chen", now=CLOCK, again=False, allow="") as tx:
        assert tx.earlier_text(path, lambda data: True) == second
        assert tx.earlier_text(path, lambda data: len(data["log"]) == 1) == first
        assert tx.earlier_text(path, lambda data: False) is None
