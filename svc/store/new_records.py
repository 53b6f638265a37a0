"""What begins a record: its number, its head, and its first event with the head's digest.

A number is free where neither the work tree, nor HEAD, nor an archive has it; each desk counts in a
lane of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from svc.errors import (
    CannotBeWritten,
    Damaged,
    LateForSealedMonth,
    NoSuchDocument,
    NotAcceptable,
    NotYourRole,
    RecordFaulty,
)
from svc.model import layout
from svc.model.customers import CUSTOMER_CATALOGUE, CUSTOMER_HEAD_KEYS, Customer
from svc.model.events import CATALOGUE, Event, EventKind, tag_of
from svc.model.ids import CustomerId, MonthSealId, RecordId, SealId, StockId, TicketId
from svc.model.month_seals import MONTH_SEAL_CATALOGUE, MONTH_SEAL_HEAD_KEYS, MonthSeal
from svc.model.records import SomeEvent, event_data, judge_event, plain_data
from svc.model.seals import SEAL_CATALOGUE, SEAL_HEAD_KEYS, Seal
from svc.model.staff import Person
from svc.model.stock import STOCK_CATALOGUE, STOCK_HEAD_KEYS, StockDocument
from svc.model.tickets import HEAD_KEYS, Ticket, head_digest
from svc.model.times import day_of
from svc.store import transaction
from svc.store.clock_witnesses import ClockWitnesses
from svc.store.locked_records import LockedRecords
from svc.store.reader import Reader
from svc.store.records import record_of
from svc.store.said_twice import SAID_TWICE, is_said_recently, is_taken_down

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
AnyNumber = TypeVar("AnyNumber", TicketId, CustomerId, StockId)


class Happened(NamedTuple):
    """An event that was recorded, in which record, of which office: what hooks hear of."""

    record_id: str
    office: str
    event: Event


class NewRecords(LockedRecords):
    """The records that a command begins, beside those that there are."""

    def __init__(
        self,
        ledger: Reader,
        changes: transaction.Changes,
        *,
        person: Person,
        now: datetime,
        again: bool,
        allow: str,
        late: str,
    ) -> None:
        super().__init__(ledger, changes)
        self.person = person
        self.now = now
        self.repeated = False  # said twice: nothing new was recorded
        self.happened: list[Happened] = []  # what was recorded, for hooks
        self._again = again
        self._allow = allow
        self._late = late
        self._created: dict[str, str] = {}  # number → the first event
        self._witnesses = ClockWitnesses(ledger)

    def create(self, head: Ticket, lane: str, at: datetime | None = None) -> str:
        """Plan a new ticket in this desk's lane: its head, the log with its first event, which
        happened `at` (None: now). Gives its number.

        If this person took the same request down in the last ten minutes: the number it has, and
        nothing is written.
        """
        first = self._planned(head.log[0], at)
        head = replace(head, log=[first])
        earlier = None if self._again else self._taken_down(head, lane)
        if earlier:
            self.repeated = True
            return earlier
        self._witnesses.newest(head.office, lane, self.ticket)
        free = self._free(self._last(head.office, lane))
        return self._create(free, head, first, HEAD_KEYS, CATALOGUE)

    def create_imported(self, heads: Sequence[Ticket], lane: str) -> list[str]:
        """Plan tickets that were kept elsewhere, each with a number of the month in which it came
        in there; gives their numbers. Raises NotAcceptable for values that no record holds.
        """
        last: dict[str, TicketId] = {}
        numbers: list[TicketId] = []
        for head in heads:
            none = TicketId(head.office, head.received.year, head.received.month, lane, 0)
            if none.folder not in last:
                there = self.ledger.numbers_in(none.folder, lane)
                last[none.folder] = max(there, key=lambda each: each.number, default=none)
            last[none.folder] = _next_number(last[none.folder])
            numbers.append(last[none.folder])
        self._changes.look_up([number.path for number in numbers])
        created = []
        for head, number in zip(heads, numbers, strict=True):
            first = self._planned(head.log[0], head.received)
            is_free = self._is_free(number)
            free = number if is_free else self._free(last[number.folder])
            last[number.folder] = max(last[number.folder], free, key=lambda each: each.number)
            created.append(self._create(free, head, first, HEAD_KEYS, CATALOGUE))
        return created

    def create_customer(self, head: Customer, lane: str, at: datetime | None = None) -> str:
        """Plan a new customer's file in this desk's lane, opened `at` (None: now); gives its
        number.
        """
        # A ticket follows, mostly: git is asked about both numbers at once.
        ticket = _next_number(self._last(head.office, lane)).path
        return self.create_customers([head], lane, at, beside=[ticket])[0]

    def create_customers(
        self,
        heads: Sequence[Customer],
        lane: str,
        at: datetime | None = None,
        *,
        beside: Sequence[str] = (),
    ) -> list[str]:
        """Plan new customers' files of one office, as `create_customer` does; gives their numbers.

        Git is asked once about all of them, and about the paths `beside` them.
        """
        if not heads:
            return []
        office = heads[0].office
        number = CustomerId(office, lane, self.ledger.last_customer(office, lane))
        likely = [replace(number, number=number.number + ahead + 1) for ahead in range(len(heads))]
        self._changes.look_up([*(each.path for each in likely), *beside])
        created = []
        for head in heads:
            number = self._free(number)
            first = self._planned(head.log[0], at)
            created.append(
                self._create(number, head, first, CUSTOMER_HEAD_KEYS, CUSTOMER_CATALOGUE)
            )
        return created

    def create_document(self, head: StockDocument, lane: str, at: datetime | None = None) -> str:
        """Plan a stock document in this desk's lane: its head, the log with its first event, which
        happened `at` (None: now). Gives its number; what this person wrote down just now is not
        written twice.
        """
        first = self._planned(head.log[0], at)
        head = replace(head, booked=first.at)
        none = StockId(head.office, self.now.year, self.now.month, lane, 0)
        last = max(
            self.ledger.document_numbers_in(none.folder, lane),
            key=lambda number: number.number,
            default=none,
        )
        earlier = None if self._again else self._written_down(head, first, last)
        if earlier:
            self.repeated = True
            return earlier
        return self._create(self._free(last), head, first, STOCK_HEAD_KEYS, STOCK_CATALOGUE)

    def _written_down(self, head: StockDocument, first: Event, last: StockId) -> str | None:
        """The desk's last document, if this person wrote the same within ten minutes."""
        try:
            earlier = self.document(str(last)).document
        except (NoSuchDocument, Damaged):
            return None
        is_same = replace(earlier, id="", status="", log=[], booked=head.booked) == replace(
            head, id="", status="", log=[]
        )
        began = earlier.log[0]
        return earlier.id if is_same and self.has_just_said(began) else None

    def create_seal(self, head: Seal, at: datetime | None = None) -> str:
        """Plan the seal of a day: its head, and the log with its first event, which happened `at`
        (None: now). Gives its number. Raises NotAcceptable; NameTaken if the day is sealed.
        """
        number = SealId(head.office, head.day)
        first = self._planned(head.log[0], at)
        return self._create(number, head, first, SEAL_HEAD_KEYS, SEAL_CATALOGUE)

    def create_month_seal(self, head: MonthSeal) -> str:
        """Plan the seal of a month, as `create_seal` does that of a day."""
        number = MonthSealId(head.office, date.fromisoformat(f"{head.month}-01"))
        first = self._planned(head.log[0], None)
        return self._create(number, head, first, MONTH_SEAL_HEAD_KEYS, MONTH_SEAL_CATALOGUE)

    def _taken_down(self, head: Ticket, lane: str) -> str | None:
        """The ticket this person took down within ten minutes for the same customer, machine and
        symptom.
        """
        months = {(moment.year, moment.month) for moment in (self.now - SAID_TWICE, self.now)}
        folders = [
            TicketId(head.office, year, month, lane, 0).folder for year, month in sorted(months)
        ]
        numbers = [number for folder in folders for number in self.ledger.numbers_in(folder, lane)]
        for number in reversed(numbers):
            try:
                ticket = self.ticket(str(number)).ticket
            except Damaged:
                continue
            if not is_said_recently(ticket.log[0], self.now):
                return None
            if is_taken_down(ticket, head):
                return ticket.id
        return None

    def _create(
        self,
        number: RecordId,
        head: Ticket | Customer | StockDocument | Seal | MonthSeal,
        event: Event,
        keys: tuple[str, ...],
        catalogue: dict[str, EventKind],
    ) -> str:
        """Plan a new record's file: its head, and its first event with the head's digest; gives
        its number. Raises NotAcceptable for values that no record holds.
        """
        self._check_role(tag_of(event), catalogue)
        self.ledger.check_lies_here(number, new=True)
        id = str(number)
        data = plain_data(replace(head, id=id, log=[]))
        first = self._identified(event, 1)
        if isinstance(head, Ticket):
            first = self._late_with_reason(first, head.office)
        if hasattr(first, "digest"):
            first = replace(first, digest=head_digest(data, keys))
        data["log"] = [event_data(first)]
        written = writable(layout.write_record, data).encode()
        try:
            record_of(written, number)  # what can't be read back is never written
        except RecordFaulty as error:
            raise NotAcceptable(problem=error.facts["problem"]) from None
        self._changes.create(number.path, written)
        self.happened.append(Happened(id, head.office, first))
        self._created[id] = tag_of(first)
        return id

    def _free(self, number: AnyNumber) -> AnyNumber:
        """The first number after this one that neither the work tree nor HEAD has, archives too."""
        number = _next_number(number)
        while not self._is_free(number):
            number = _next_number(number)
        return number

    def _is_free(self, number: RecordId) -> bool:
        is_archived = isinstance(number, TicketId) and self._archived.holds(number)
        return not is_archived and self._changes.free(number.path)

    def _last(self, office: str, lane: str) -> TicketId:
        """The highest number of this month's tickets in a desk's own series; number 0 if there is
        none.
        """
        none = TicketId(office, self.now.year, self.now.month, lane, 0)
        return max(
            self.ledger.numbers_in(none.folder, lane),
            key=lambda number: number.number,
            default=none,
        )

    # What holds for every event

    def has_just_said(self, event: Event) -> bool:
        """Whether it was this person who recorded the event, within the last ten minutes."""
        return event.by == self.person.id and is_said_recently(event, self.now)

    def _planned(self, event: SomeEvent, at: datetime | None) -> SomeEvent:
        """The event with times and person; its number and identity come when it is written.

        Raises ValueError for one that is recorded already, NotAcceptable as `judge_event` does.
        """
        if event.is_recorded:
            raise ValueError(f"{tag_of(event)} {event.id} is recorded already")
        return judge_event(
            event, seq=1, id="000000", at=at or self.now, typed=self.now, by=self.person.id
        )

    def _identified(self, event: SomeEvent, seq: int) -> SomeEvent:
        """The event as it is written: with its number in the log, an identity, and who allowed
        it.
        """
        return replace(event, seq=seq, id=new_event_id(), allowed=self._allow)

    def _check_role(self, what: str, catalogue: dict[str, EventKind]) -> None:
        """Raise NotYourRole unless this person's roles record it, or a manager allows it."""
        roles = catalogue[what].roles
        if not self.person.may(roles) and not self._allow:
            raise NotYourRole(person=self.person.id, step=what, roles=list(roles))

    def _late_with_reason(self, event: SomeEvent, office: str) -> SomeEvent:
        """The event of a ticket with the reason why it comes late, if it happened in a month that
        is sealed for the office that acted. Raises LateForSealedMonth where nobody gave one.

        A month can be sealed only when it is over; what has the clock's own time is never late.
        """
        zone = self.ledger.zone
        month = day_of(event.at, zone).replace(day=1)
        if event.at == event.typed or month >= day_of(self.now, zone).replace(day=1):
            return event
        there = self.month_seal(MonthSealId(office, month))
        if there is None:
            return event
        if not (self._late or self._allow):
            holds = there.state.holds
            raise LateForSealedMonth(
                office=office,
                whose=office,
                month=there.seal.month,
                by=self.ledger.staff.name_of(holds.by),
                sealed=holds.typed,
                at=event.at,
            )
        return replace(event, late=self._late)


def writable(write: Callable[..., str], *args: object, **named: object) -> str:
    """What `write` gives. Raises CannotBeWritten for a character that no record can hold."""
    try:
        return write(*args, **named)
    except layout.CannotWriteText as error:
        raise CannotBeWritten(character=error.character, before=error.before) from error


def _next_number(number: AnyNumber) -> AnyNumber:
    return replace(number, number=number.number + 1)


def new_event_id() -> str:
    """A random identity for an event: ten letters and digits, fifty bits."""
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in os.urandom(10))
