"""What has become of the figures of sealed months since: which are others now, by which tickets'
which events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from msgspec import Struct

from svc.actions.office_month import MonthOfOffice, MonthOfScope, office_month
from svc.actions.report_month import build_month_report
from svc.actions.report_sides import ReportAsked, ReportSide
from svc.actions.reports import check_begun, digest_of, scope_called
from svc.errors import Damaged, MonthNotSealed, NoSuchRecord
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
from svc.rules.report.measures import standings_of
from svc.rules.report.month import Window
from svc.rules.report.scope import Scope
from svc.rules.report.sealed_figures import (
    FigureChange,
    changed_figures,
    month_figures,
    report_figures,
)
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


class ReportDiff(Struct, frozen=True, kw_only=True):
    """A month's report from two states of the ledger, the earlier one first."""

    scope: Scope
    month: str
    before: ReportSide
    after: ReportSide
    digests: tuple[str, str]  # of the reports, as they would be printed
    figures: list[FigureChange]
    tickets: list[ChangedTicket]
    entries: dict[str, list[EventSince]]  # by ticket: all late entries and corrections between both
    broken: list[Damaged]


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


def compared_reports(asked: ReportAsked, before: ReportSide, after: ReportSide) -> ReportDiff:
    """What the later report says otherwise than the earlier one, by which tickets' which entries:
    those that the later one knows and the earlier did not. Each is judged at its own moment.

    Late is an entry of what had happened in the month or before, and when the earlier report was
    made. Raises MonthNotBegun.
    """
    if before.moment > after.moment:
        before, after = after, before
    broken: list[Damaged] = []
    figures, digests = [], []
    for side in (before, after):
        check_begun(asked.first, day_of(side.moment, asked.ledger.zone))
        built = build_month_report(
            side.ledger, asked.scope, asked.first, side.moment, explained=True
        )
        digests.append(digest_of(side.ledger, asked.scope, asked.first, built, side.moment))
        figures.append(report_figures(built.sections))
        broken += [each for each in built.broken if str(each) not in map(str, broken)]
    lines = [each.figure.line for each in figures[0]]
    changes = changed_figures(lines, *figures)
    changed: dict[str, list[str]] = {}
    for each in changes:
        for ticket in each.tickets:
            changed.setdefault(ticket, []).append(each.id)
    since = _Between(asked, before, after)
    entries = since.entries()
    return ReportDiff(
        scope=asked.scope,
        month=f"{asked.first:%Y-%m}",
        before=before,
        after=after,
        digests=(digests[0], digests[1]),
        figures=changes,
        tickets=[
            ChangedTicket(ticket=ticket, figures=ids, events=since.events_for(ticket, ids))
            for ticket, ids in sorted(changed.items())
        ],
        entries=entries,
        broken=broken,
    )


class _Between:
    """Tells which events the later state of a ledger knows and the earlier one does not."""

    def __init__(self, asked: ReportAsked, before: ReportSide, after: ReportSide) -> None:
        self._before, self._after = before.ledger, after.ledger
        self._looked_at = before.moment
        self._month = MonthOfScope(after.ledger, asked.scope, asked.first, after.moment)

    def entries(self) -> dict[str, list[EventSince]]:
        """The late entries and the corrections of each ticket, whether they changed a figure or
        not.
        """
        zone = self._after.zone
        known = {
            record.id: {event.id for event in record.log} for record in self._before.tickets([])
        }
        found: dict[str, list[EventSince]] = {}
        for record in self._after.tickets([]):
            before = known.get(record.id, set())
            if len(before) == len(record.log):
                continue
            if not self._holds(record):
                continue
            told = (self._told(e) for e in events_in_order(record.log) if e.id not in before)
            own = [
                each
                for each in told
                if each.corrects
                or (each.is_late and day_of(each.event.at, zone) >= self._month.first)
            ]
            if own:
                found[record.id] = own
        return found

    def _holds(self, record: Record) -> bool:
        standings = standings_of(record.state, self._after.zone)
        return any(self._month.scope.holds(each.region, each.office) for each in standings)

    def _told(self, event: Event) -> EventSince:
        return EventSince(
            event=event,
            is_late=event.at < self._month.over and event.at <= self._looked_at,
            corrects=isinstance(event, Amended | Corrected | ReceiptVoided),
        )

    def events_for(self, ticket: str, figures: Iterable[str]) -> list[EventSince]:
        """The events by which a ticket adds something else to these figures; none where it is
        through something else.
        """
        try:
            record = self._after.read(ticket)
        except (NoSuchRecord, Damaged):
            return []
        try:
            known = {event.id for event in self._before.read(ticket).log}
        except (NoSuchRecord, Damaged):
            known = set()
        since = [event for event in events_in_order(record.log) if event.id not in known]
        moving = moving_events(record, since, self._adds, frozenset(figures))
        return [self._told(event) for event in moving]

    def _adds(self, state: State | None, figures: frozenset[str]) -> AddedNow:
        window = self._month.window([] if state is None else [state], [])
        return _added(window, figures)


AddedNow = dict[str, object]
"""What a ticket adds to figures, by their ids."""


def moving_events(
    record: Record,
    since: Sequence[Event],
    adds: Callable[[State | None, frozenset[str]], AddedNow],
    figures: frozenset[str],
) -> list[Event]:
    """Those of the events since, taken one after another, after which a ticket adds something else
    to these figures; all of them where none does it alone.
    """
    steps = []
    for count in range(len(since) + 1):
        later = {event.id for event in since[count:]}
        log = [event for event in record.log if event.id not in later]
        steps.append(adds(record.state_with(log) if log else None, figures))
    moving = [
        event
        for event, before, after in zip(since, steps, steps[1:], strict=False)
        if before != after
    ]
    return moving or list(since)


def _added(window: Window, figures: frozenset[str]) -> AddedNow:
    return {
        each.figure.id: each.adds for each in month_figures(window) if each.figure.id in figures
    }


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
        """The events of a ticket by which it adds something else to these figures."""
        since = [event for event in events_in_order(record.log) if not self.knew(event)]
        moving = moving_events(record, since, self._adds, frozenset(figures))
        return [self.told(event) for event in moving]

    def _adds(self, state: State | None, figures: frozenset[str]) -> AddedNow:
        return _added(self._month.window([] if state is None else [state]), figures)
