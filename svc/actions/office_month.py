"""An office's month ticket by ticket: what its seal keeps, and what is compared with it later."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from svc.errors import Damaged
from svc.model.events import Event
from svc.model.times import day_of, month_after
from svc.rules.daily.month_seals import events_of_month, ids_in, ticket_line
from svc.rules.report.measures import standings_of
from svc.rules.report.month import Window, month_window
from svc.rules.report.scope import Scope
from svc.rules.ticket.lifecycle import State
from svc.store.index.queries import Sought
from svc.store.index.schema import packed_events
from svc.store.ledger import Ledger
from svc.store.records import Record

KnowsEvent = Callable[[Event], bool]
_A_DAY = timedelta(days=1)
"""A moment's own day and that of the ledger's zone are no farther apart."""


class MonthOfScope(Struct, frozen=True):
    """Which month of whom, as it is told at `now`."""

    ledger: Ledger
    scope: Scope
    first: date
    now: datetime

    @property
    def over(self) -> datetime:
        """When the month is over."""
        return datetime.combine(month_after(self.first), time(), tzinfo=self.ledger.zone)

    def window(self, states: Iterable[State], broken: list[Damaged]) -> Window:
        """What the figures of the month are made of, of tickets in these states. Why promises can't
        be told is added to `broken`.
        """
        zone = self.ledger.zone
        measures, flows = [], []
        for state in states:
            for standing in standings_of(state, zone):
                if self.scope.holds(standing.region, standing.office):
                    flows += standing.flows
            if day_of(state.ticket.received, zone).replace(day=1) == self.first:
                measured = self.ledger.measures(state, broken)
                measures += [
                    each for each in measured if self.scope.holds(each.region, each.office)
                ]
        judged = (each.judged(self.now, self.over) for each in measures)
        return month_window(self.first, judged, flows, {})


class MonthOfOffice(Struct, frozen=True, kw_only=True):
    """Which month, as it is told at `now`, and the tickets that may have to do with it."""

    ledger: Ledger
    office: str
    first: date
    now: datetime
    records: Sequence[Record]
    broken: list[Damaged]  # why records can't be read, or their promises not be told

    @property
    def after(self) -> date:
        """The first day of the next month."""
        return month_after(self.first)

    @property
    def over(self) -> datetime:
        """When the month is over."""
        return datetime.combine(self.after, time(), tzinfo=self.ledger.zone)

    def events(self, state: State) -> list[Event]:
        """What happened on a ticket in this month while the office acted."""
        return events_of_month(state, self.office, self.first, self.ledger.zone)

    def lines(self, without: frozenset[str] = frozenset()) -> list[str]:
        """The lines of a seal: the tickets on which anything happened that is not known already,
        each with the ids of that.
        """
        return [
            ticket_line(record.id, ids)
            for record in self.records
            if (ids := {event.id for event in self.events(record.state)} - without)
        ]

    def late(self, sealed: frozenset[str]) -> Iterator[tuple[Record, list[Event]]]:
        """The tickets with events of the month that its seal does not have, each with them."""
        for record in self.records:
            events = [event for event in self.events(record.state) if event.id not in sealed]
            if events:
                yield record, events

    def states(self, known: KnowsEvent | None = None) -> Iterator[State]:
        """The tickets as they are, or as they were when only these events were known."""
        for record in self.records:
            state = record.state if known is None else self.state_with(record, known)
            if state is not None:
                yield state

    def state_with(self, record: Record, known: KnowsEvent) -> State | None:
        """A ticket as it was when only these of its events were known; None: nobody knew of it."""
        log = [event for event in record.log if known(event)]
        if len(log) == len(record.log):
            return record.state
        return record.state_with(log) if log else None

    def window(self, states: Iterable[State]) -> Window:
        """What the figures of the month are made of, of tickets in these states."""
        month = MonthOfScope(self.ledger, Scope(office=self.office), self.first, self.now)
        return month.window(states, self.broken)


def office_month(ledger: Ledger, office: str, first: date, now: datetime) -> MonthOfOffice:
    """The month of an office that begins with `first`, read from all tickets that may have to do
    with it: those of the month and the months since, and those that stand open or owe.
    """
    months = [first]
    while month_after(months[-1]) <= day_of(now, ledger.zone):
        months.append(month_after(months[-1]))
    keys = [("month", f"{office} {month:%Y-%m}") for month in months]
    return _read(ledger, office, first, now, (*keys, ("stands", office)))


def late_in_month(
    ledger: Ledger, office: str, first: date, now: datetime, lines: Sequence[str]
) -> list[str]:
    """The tickets with events of a sealed month that its seal does not have. Of those that have
    just what the seal has of them no file is read.
    """
    key = f"{office} {first:%Y-%m}"
    told = {id: packed_events(key, ids) for id, *ids in (line.split(" ") for line in lines)}
    broken: list[Damaged] = []
    sought = _of_month(ledger, office, first, (("month", key),))
    records = list(ledger.tickets_not_as_told(broken, told, *sought))
    month = MonthOfOffice(
        ledger=ledger, office=office, first=first, now=now, records=records, broken=broken
    )
    return [record.id for record, _ in month.late(frozenset(ids_in(lines)))]


def _read(
    ledger: Ledger, office: str, first: date, now: datetime, keys: tuple[tuple[str, str], ...]
) -> MonthOfOffice:
    broken: list[Damaged] = []
    records = list(ledger.tickets(broken, "", *_of_month(ledger, office, first, keys)))
    return MonthOfOffice(
        ledger=ledger, office=office, first=first, now=now, records=records, broken=broken
    )


def _of_month(
    ledger: Ledger, office: str, first: date, keys: tuple[tuple[str, str], ...]
) -> tuple[Sought, Sought]:
    """The tickets received in the month at the office, and those with one of these keys."""
    begin, end = (
        datetime.combine(day, time(), tzinfo=ledger.zone) for day in (first, month_after(first))
    )
    received = Sought(taken_in=office, received_from=begin - _A_DAY, received_until=end + _A_DAY)
    return received, Sought(keys=keys)
