"""The records as they are now, read under the lock, for a command that may change them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from svc.errors import Damaged, NoSuchCustomer, NoSuchDocument, NoSuchRecord
from svc.model import reading
from svc.model.ids import (
    MonthSealId,
    RecordId,
    SealId,
    TicketId,
    parse_customer_id,
    parse_record_id,
    parse_stock_id,
    parse_ticket_id,
    record_id_at,
)
from svc.store import transaction
from svc.store.git import program as git
from svc.store.planned_archives import PlannedArchives
from svc.store.reader import Reader, no_such_record
from svc.store.records import (
    AnyRecord,
    CustomerRecord,
    MonthSealRecord,
    Record,
    SealRecord,
    StockRecord,
    record_of,
)

if TYPE_CHECKING:
    from svc.model.data import Data


class LockedRecords:
    """What there is: of a ticket in an archive, what its file had."""

    def __init__(self, ledger: Reader, changes: transaction.Changes) -> None:
        self.ledger = ledger
        self._changes = changes
        self._records: dict[str, AnyRecord] = {}
        self._archived = PlannedArchives(ledger, changes)

    def ticket(self, ticket: str) -> Record:
        """A ticket's record as it is now, read under the lock. Raises NoSuchRecord, Damaged."""
        number = parse_ticket_id(ticket)
        record = self._read(number)
        if not isinstance(record, Record):
            if number is not None:
                self.ledger.check_lies_here(number)
            raise NoSuchRecord(ticket=ticket)
        return record

    def customer(self, customer_id: str) -> CustomerRecord:
        """A customer's file as it is now, read under the lock. Raises NoSuchCustomer, Damaged."""
        record = self._read(parse_customer_id(customer_id))
        if not isinstance(record, CustomerRecord):
            raise NoSuchCustomer(customer=customer_id)
        return record

    def document(self, number: str) -> StockRecord:
        """A stock document as it is now, read under the lock. Raises NoSuchDocument, Damaged."""
        record = self._read(parse_stock_id(number))
        if not isinstance(record, StockRecord):
            raise NoSuchDocument(document=number)
        return record

    def seal(self, number: SealId) -> SealRecord | None:
        """The seal of a day as it is now, read under the lock; None if there is none. Raises
        Damaged.
        """
        record = self._read(number)
        assert record is None or isinstance(record, SealRecord)
        return record

    def month_seal(self, number: MonthSealId) -> MonthSealRecord | None:
        """The same of a month."""
        record = self._read(number)
        assert record is None or isinstance(record, MonthSealRecord)
        return record

    def _read(self, number: RecordId | None) -> AnyRecord | None:
        """The record with this number; None if there is none. Raises Damaged."""
        if number is None:
            return None
        if str(number) not in self._records:
            data = self._changes.read(number.path)
            if data is None and isinstance(number, TicketId):
                data = self._archived.bytes_of(number)
            if data is None:
                return None
            self._records[str(number)] = record_of(data, number)
        return self._records[str(number)]

    def _record(self, id: str) -> AnyRecord:
        number = parse_record_id(id)
        record = self._read(number)
        if record is None:
            if number is None:
                raise NoSuchRecord(ticket=id)
            self.ledger.check_lies_here(number)
            raise no_such_record(number)
        return record

    def earlier_text(self, path: str, wanted: Callable[[Data], bool]) -> str | None:
        """The newest committed text of a file whose data are `wanted`; None if no commit holds
        one.
        """
        for commit in (
            git.output(self.ledger.root, "log", "--format=%H", "--", path).decode().split()
        ):
            name = git.blobs(self.ledger.root, commit, [path]).get(path)
            data = git.blob(self.ledger.root, name) if name else None
            try:
                if data is not None and wanted(reading.read_record(data, path)):
                    return data.decode()
            except Damaged:
                continue
        return None

    def has_file(self, path: str) -> bool:
        """Whether there is such a file. Whoever saves it from now on makes this command refuse,
        should it write it.
        """
        return self._changes.read(path) is not None

    def bytes_of(self, path: str) -> bytes | None:
        """What stands in a file as it is now, under the lock, of an archived ticket what its file
        had; None if there is none.
        """
        data, number = self._changes.read(path), record_id_at(path)
        if data is None and isinstance(number, TicketId):
            return self._archived.bytes_of(number)
        return data

    def as_recorded(self, id: str) -> AnyRecord:
        """A record with what this command added: from what was committed, as its file may be put in
        place later.
        """
        number = parse_record_id(id)
        data = self.bytes_of(number.path) if number else None
        if number is None or data is None:
            raise NoSuchRecord(ticket=id)
        return record_of(data, number)
