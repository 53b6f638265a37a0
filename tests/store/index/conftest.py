"""What tests of the index share: texts of tickets are parsed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from svc.store import records

if TYPE_CHECKING:
    from svc.model.ids import TicketId
    from svc.store.records import Record

READ: dict[tuple[bytes, TicketId], Record] = {}


@pytest.fixture
def each_text_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ticket's text is parsed once for all tests: which texts are read is what they are about."""
    read = records.ticket_record_of

    def remembered(data: bytes, number: TicketId) -> Record:
        if (data, number) not in READ:
            READ[data, number] = read(data, number)
        return READ[data, number]

    monkeypatch.setattr(records, "ticket_record_of", remembered)
