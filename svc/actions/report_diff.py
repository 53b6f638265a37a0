"""What has become of the figures of sealed months since: which are others now, by which tickets'
which events.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from msgspec import Struct

from svc.actions.office_month import KnowsEvent, MonthOfOffice, office_month
from svc.actions.reports import check_begun, scope_called
from svc.errors import Damaged, MonthNotSealed
from svc.model.events import (
    INTAKES,
    Amended,
    Corrected,
    Event,
    ReceiptIssued,
    ReceiptVoided,
)
from svc.model.ids import MonthSealId
from svc.model.times import day_of
from svc.rules.daily.month_seals import MonthSealState
from svc.rules.report.sealed_figures import FigureChange, changed_figures, month_figures
from svc.rules.ticket.lifecycle import State, events_in_order
from svc.store.ledger import Ledger
from svc.store.records import Record


class EventSince(Struct, frozen=True, kw_only=True):
    """An event that the seal did not know."""

    event: Event
    is_late: bool  # it happened in the sealed month
    corrects: bool  # it puts something right that was entered before


class ChangedTicket(Struct, frozen=True, kw_only=True):
    """A ticket that adds something else to figures than when the month was sealed."""

    ticket: str
    figures: list[str]  # their ids
    events: list[EventSince]  # by which it does; none: through another ticket, or settings


class MonthDiff(Struct, frozen=True, kw_only=True):
    """A sealed month of an office, and what is otherwise by now."""

    seal: MonthSealState
    figures: list[FigureChange]
    tickets: list[ChangedTicket]
    # by ticket, whether they changed a figure or not: all late entries, and what was put right of
    # sealed ones since
    entries: dict[str, list[EventSince]]

    @property
    def office(self) -> str:
        return self.seal.seal.office


class MonthDiffs(Struct, frozen=True, kw_only=True):
    """What was asked for: the offices whose month is sealed, and those where it is not."""

    month: str
    sealed: list[MonthDiff]
    unsealed: list[str]
    broken: list[Damaged]


def month_diffs(ledger: Ledger, area: str, first: date, now: datetime) -> MonthDiffs:
    """Compare the sealed figures of the month that begins with `first` with what they are now.
    `area`: an office, a region (all its offices), or `all`.

    Raises UnknownOffice, MonthNotBegun; MonthNotSealed where no office of them has sealed it;
    Damaged for a seal that can't be read.
    """
    offices = _offices(ledger, area)
    check_begun(first, day_of(now, ledger.zone))
    seals = {office: ledger.read_month_seal(MonthSealId(office, first)) for office in offices}
    unsealed = [office for office, record in seals.items() if record is None]
    if len(unsealed) == len(offices):
        raise MonthNotSealed(whose=offices, office=offices[0], month=f"{first:%Y-%m}")
    broken: list[Damaged] = []
    found = []
    for office, record in seals.items():
        if record is not None:
            month = office_month(ledger, office, first, now)
            found.append(_month_diff(month, record.state))
            broken += [each for each in month.broken if str(each) not in map(str, broken)]
    return MonthDiffs(month=f"{first:%Y-%m}", sealed=found, unsealed=unsealed, broken=broken)


def _offices(ledger: Ledger, area: str) -> list[str]:
    """The offices meant: one, those of a region, or all. Raises UnknownOffice."""
    scope = scope_called(ledger, area)
    if scope.office:
        return [scope.office]
    offices = ledger.settings.offices.items()
    return [code for code, office in offices if scope.region in ("", office.region)]


def _month_diff(month: MonthOfOffice, seal: MonthSealState) -> MonthDiff:
    since = _Since(month, seal)
    then = month_figures(month.window(month.states(since.knew)))
    now = month_figures(month.window(month.states()))
    figures = changed_figures(seal.last.figure_lines, then, now)
    changed: dict[str, list[str]] = {}
    for each in figures:
        for ticket in each.tickets:
            changed.setdefault(ticket, []).append(each.id)
    records = {record.id: record for record in month.records}
    return MonthDiff(
        seal=seal,
        figures=figures,
        tickets=[
            ChangedTicket(ticket=ticket, figures=ids, events=since.events_for(records[ticket], ids))
            for ticket, ids in sorted(changed.items())
        ],
        entries={
            record.id: events for record in month.records if (events := since.entries(record))
        },
    )


class _Since:
    """Tells which events the seal, or its last correction, knew."""

    def __init__(self, month: MonthOfOffice, seal: MonthSealState) -> None:
        self.known = seal.known
        self._month = month
        self._sealed_at = seal.last.typed
        self._in_month = {
            event.id for record in month.records for event in month.events(record.state)
        }

    def knew(self, event: Event) -> bool:
        """Whether it was known: of the month the seal says it, of what was before and after it the
        time of typing.
        """
        if event.id in self.known:
            return True
        return event.id not in self._in_month and event.typed <= self._sealed_at

    def told(self, event: Event) -> EventSince:
        return EventSince(
            event=event,
            is_late=event.id in self._in_month,
            corrects=isinstance(event, Amended | Corrected | ReceiptVoided),
        )

    def entries(self, record: Record) -> list[EventSince]:
        """The late entries of a ticket, and what was put right of sealed ones since."""
        return [
            self.told(event)
            for event in events_in_order(record.log)
            if not self.knew(event)
            and (event.id in self._in_month or self._puts_right(event, record))
        ]

    def _puts_right(self, event: Event, record: Record) -> bool:
        """Whether it corrects an entry that was sealed: amends it, voids a receipt, or says what
        was told otherwise.
        """
        match event:
            case Amended():
                return event.of in self.known
            case ReceiptVoided():
                issued = (each for each in record.log if isinstance(each, ReceiptIssued))
                return any(each.number == event.number and each.id in self.known for each in issued)
            case Corrected():
                return any(
                    each.id in self.known for each in record.log if isinstance(each, INTAKES)
                )
        return False

    def events_for(self, record: Record, figures: Iterable[str]) -> list[EventSince]:
        """The events of a ticket by which it adds something else to these figures: taken one after
        another, those after which it does. All that came since where none does it alone.
        """
        since: list[Event] = [
            event for event in events_in_order(record.log) if not self.knew(event)
        ]
        wanted = frozenset(figures)
        steps = list(self._steps(record, since, wanted))
        moving = [
            event
            for event, before, after in zip(since, steps, steps[1:], strict=False)
            if before != after
        ]
        return [self.told(event) for event in moving or since]

    def _steps(
        self, record: Record, since: list[Event], figures: frozenset[str]
    ) -> Iterator[dict[str, object]]:
        """What the ticket alone adds to these figures, as the seal knew it and after each of the
        events since.
        """
        for count in range(len(since) + 1):
            later = {event.id for event in since[count:]}
            state = self._month.state_with(record, _all_but(later))
            yield self._adds(state, figures)

    def _adds(self, state: State | None, figures: frozenset[str]) -> dict[str, object]:
        window = self._month.window([] if state is None else [state])
        return {
            each.figure.id: each.adds for each in month_figures(window) if each.figure.id in figures
        }


def _all_but(ids: set[str]) -> KnowsEvent:
    return lambda event: event.id not in ids
