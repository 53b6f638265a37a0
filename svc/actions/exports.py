"""What leaves for other tools: tickets, events, customers, machines, parts that moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time

from msgspec import Struct
from msgspec.structs import replace

from svc.errors import Damaged
from svc.model.customers import Equipment
from svc.model.events import AnyEvent
from svc.model.exported import ExportRow
from svc.model.times import month_after
from svc.rules.exports.customers import MachineCount, customer_row, day_of_sale, machine_rows
from svc.rules.exports.events import Period, event_rows, is_within
from svc.rules.exports.movements import movement_rows
from svc.rules.exports.tickets import ticket_row
from svc.rules.report.measures import Measures, measure_ticket
from svc.rules.ticket.lifecycle import State
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger
from svc.store.records import Record


class WantedRows(Struct, frozen=True, kw_only=True):
    """Which rows: an empty field asks for nothing. `month`: its first day."""

    month: date | None = None
    office: str = ""
    region: str = ""


ExportedRow = tuple[ExportRow, AnyEvent | None]
"""A row; that of an event still without its `fields`, and the event they are made of."""


def export_rows(
    ledger: Ledger, table: str, wanted: WantedRows, now: datetime, broken: list[Damaged]
) -> Iterator[ExportedRow]:
    """The rows of a table of svc/model/exported.py, one at a time, in the order of numbers; what
    could not be read is added to `broken`.

    Promises of a ticket are judged as the report of its month does: at the end of that month or
    when something was last entered; in a month that is not over, now.
    """
    export = _Export(ledger, wanted, now, broken)
    match table:
        case "events":
            yield from export.events()
        case "tickets":
            yield from ((row, None) for row in export.tickets())
        case "customers":
            yield from ((row, None) for row in export.customers())
        case "machines":
            yield from ((row, None) for row in export.machines())
        case "movements":
            yield from ((row, None) for row in export.movements())
        case _:
            raise ValueError(table)


class _Export:
    """One export: what is wanted of which ledger."""

    def __init__(
        self, ledger: Ledger, wanted: WantedRows, now: datetime, broken: list[Damaged]
    ) -> None:
        self._ledger = ledger
        self._wanted = wanted
        self._now = now
        self._broken = broken
        self._span: Period | None = None
        if wanted.month is not None:
            self._span = (self._start(wanted.month), self._start(month_after(wanted.month)))

    def tickets(self) -> Iterator[ExportRow]:
        for record in self._tickets(received=True):
            state = record.state
            if is_within(state.current.received, self._span):
                yield ticket_row(state, self._judged(state))

    def events(self) -> Iterator[ExportedRow]:
        roles = {person.id: " ".join(person.roles) for person in self._ledger.staff.staff}
        for record in self._tickets():
            yield from event_rows(
                record.state, self._span, self._ledger.zone, lambda by: roles.get(by, "")
            )

    def movements(self) -> Iterator[ExportRow]:
        parts = self._ledger.parts

        def name_of(code: str) -> str | None:
            part = parts.find_part(code)
            return part.name if part else None

        for record in self._tickets():
            yield from movement_rows(record.state, self._span, self._ledger.zone, name_of)

    def customers(self) -> Iterator[ExportRow]:
        for record in self._ledger.customers(self._broken):
            customer = record.state.current
            fits = self._fits(customer.office, customer.region)
            if fits and is_within(customer.opened, self._span):
                yield customer_row(record.state)

    def machines(self) -> Iterator[ExportRow]:
        counts: defaultdict[str, MachineCount] = defaultdict(MachineCount)
        for record in self._ledger.tickets(self._broken):
            for part in measure_ticket(record.state, [], self._ledger.zone):
                if part.acts and part.serial:
                    counts[part.serial].add(part)
        usual, today = self._ledger.settings.warranty, self._now.date()
        for file in self._ledger.customers(self._broken):
            customer = file.state.current
            if file.state.status != "active" or not self._fits(customer.office, customer.region):
                continue
            if self._wanted.month is not None:
                bought = [each for each in customer.equipment if self._is_sold_then(each)]
                customer = replace(customer, equipment=bought)
            yield from machine_rows(customer, usual, today, counts)

    def _tickets(self, *, received: bool = False) -> Iterator[Record]:
        """The tickets of the office or region; the index may leave out what was `received` at
        another time.
        """
        wanted, sought = self._wanted, []
        since, until = self._span if self._span and received else (None, None)
        if wanted.region or since:
            region = wanted.region
            sought = [Sought(region=region, received_from=since, received_until=until)]
        for record in self._ledger.tickets(self._broken, wanted.office, *sought):
            ticket = record.state.current
            if self._fits(ticket.office, ticket.region):
                yield record

    def _fits(self, office: str, region: str) -> bool:
        return self._wanted.office in ("", office) and self._wanted.region in ("", region)

    def _is_sold_then(self, machine: Equipment) -> bool:
        day = day_of_sale(machine)
        return day is not None and day.replace(day=1) == self._wanted.month

    def _judged(self, state: State) -> list[Measures]:
        return [
            part.judged(self._now, self._start(month_after(part.received.replace(day=1))))
            for part in self._ledger.measures(state, self._broken)
        ]

    def _start(self, day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=self._ledger.zone)
