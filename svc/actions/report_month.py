"""What a month's report is made of, from the index or from the files alone, and the sections made
of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from sqlite3 import Connection
from typing import TypeVar

import msgspec
from msgspec import Struct

from svc.errors import Damaged, NoSuchCustomer, NoSuchRecord
from svc.model.digests import hex_digest
from svc.model.times import month_after
from svc.rules.promises.deadlines import BEFORE_ALL
from svc.rules.report.answer import Section
from svc.rules.report.machines import MachineChange, machine_changes, machines_in_use
from svc.rules.report.measures import Flow, Measures, day_of, measure_ticket, standing_of
from svc.rules.report.month import ComparedMonths, Window, month_window, sum_flows
from svc.rules.report.sections import report_sections
from svc.store.index import report_month as index_months
from svc.store.index.month_measures import Outdated
from svc.store.index.report_cache import CachedReport, keep_report
from svc.store.ledger import Ledger

Asked = TypeVar("Asked")
Told = TypeVar("Told")
_TRIES = 3

Machines = Mapping[str, Mapping[str, int]]
"""How many of each model, by region."""


class Made(Struct, frozen=True):
    """The sections of a report, the digest of what they are made of, and what could not be read for
    them.
    """

    sections: list[Section]
    digest: str
    broken: list[Damaged]


class _Told(Struct, frozen=True, kw_only=True):
    """What a report adds up: the months it compares, the latest one first, and what was before."""

    # of tickets received in these months, by number, promises as they stood before all
    measures: list[Measures]
    flows: list[Flow]  # until the end of the latest month, by number or added up
    machines: Sequence[Machines]  # at the end of each of the months
    began: date | None  # the first day of the month in which the first ticket of the ledger came in


def made(ledger: Ledger, region: str, first: date, now: datetime, *, explained: bool) -> Made:
    """The report of a region (its code; empty: headquarters) for the month that begins with
    `first`.

    `explained`: with the tickets behind each figure. Else the index, where there is one, keeps the
    report.
    """
    asked = _Asked(ledger, region, first, now)
    broken: list[Damaged] = []

    def of_index(index: index_months.IndexedMonths) -> _Told:
        return _from_index(ledger, index, broken)

    answer = told_by_index(ledger, lambda: asked.of_index(each_flow=explained), of_index, broken)
    if answer is None:
        return _made(asked, _from_files(asked, broken), broken, explained=explained)
    index, told = answer
    report = _made(asked, told, broken, explained=explained)
    _keep(asked, index, told, None if explained or broken or index.is_odd else report)
    return report


def told_by_index(
    ledger: Ledger,
    ask: Callable[[], Asked | None],
    tell: Callable[[Asked], Told],
    broken: list[Damaged],
) -> tuple[Asked, Told] | None:
    """What the index knows, and what it tells; None where the files are to be read instead.

    Begun anew, without what was added to `broken`, when a file turns out to be another by now.
    """
    for _ in range(_TRIES):
        index = ask()
        if index is None:
            return None
        try:
            return index, tell(index)
        except Outdated:
            ledger.fresh = True
            ledger.close()
            broken.clear()
    return None


class _Asked:
    """Which report."""

    def __init__(self, ledger: Ledger, region: str, first: date, now: datetime) -> None:
        self.ledger = ledger
        self.region = region
        self.now = now
        self.months = [first, month_after(first, -1), month_after(first, -12)]
        afters = [month_after(month) for month in self.months]
        self.ends = [
            datetime(after.year, after.month, after.day, tzinfo=ledger.zone) for after in afters
        ]

    def end_of(self, day: date) -> datetime:
        """When the month of this day is over."""
        return self.ends[self.months.index(day.replace(day=1))]

    def is_of(self, region: str) -> bool:
        return self.region in ("", region)

    def of_index(self, *, each_flow: bool) -> index_months.IndexedMonths | None:
        """What the index has; None where there is none."""

        def question(connection: Connection) -> index_months.IndexedMonths:
            return index_months.IndexedMonths(
                connection, self.region, self.months, self.ends, each_flow=each_flow
            )

        return self.ledger.ask_index(question, customers="likely")


def _from_index(ledger: Ledger, index: index_months.IndexedMonths, broken: list[Damaged]) -> _Told:
    """Raises Outdated."""
    measures = index.measure(ledger, broken)
    read_unreadable(ledger, index, broken)
    return _Told(measures=measures, flows=index.flows, machines=index.machines, began=index.began)


def read_unreadable(
    ledger: Ledger, index: index_months.IndexedLedger, broken: list[Damaged]
) -> None:
    """Add to `broken` why each record can't be read that the index knows for unreadable. Raises
    Outdated.
    """
    for read, ids in (
        (ledger.read, index.unreadable),
        (ledger.read_customer, index.unreadable_customers),
    ):
        for id in ids:
            try:
                read(id)
            except Damaged as error:
                broken.append(error)
            except (NoSuchRecord, NoSuchCustomer):
                raise Outdated from None


def _from_files(asked: _Asked, broken: list[Damaged]) -> _Told:
    """All records are read once."""
    ledger = asked.ledger
    after = month_after(asked.months[0])
    unreadable: list[Damaged] = []
    measures: list[Measures] = []
    flows: list[Flow] = []
    began = None
    for record in ledger.tickets(unreadable):
        received = day_of(record.ticket.received, ledger.zone)
        month = received.replace(day=1)
        began = min(month, began or month)
        if received >= after or not asked.is_of(record.ticket.region):
            continue
        state = record.state
        flows += standing_of(state, ledger.zone).flows
        if month in asked.months:
            measures.append(
                measure_ticket(state, ledger.promises_told(state, BEFORE_ALL, broken), ledger.zone)
            )
    broken += unreadable
    changed: list[MachineChange] = []
    for customer in ledger.customers(broken):
        if asked.is_of(customer.customer.region):
            changed += machine_changes(customer.customer)
    return _Told(
        measures=measures,
        flows=[flow for flow in flows if flow.day < after],
        machines=[machines_in_use(changed, end) for end in asked.ends],
        began=began,
    )


def _made(asked: _Asked, told: _Told, broken: list[Damaged], *, explained: bool) -> Made:
    flows = sum_flows(told.flows, asked.months)
    of = hex_digest(msgspec.json.encode([told.measures, flows, told.machines, told.began]))
    if explained:
        return Made(_sections(asked, told, told.flows), of, broken)
    return Made(
        [section.without_tickets() for section in _sections(asked, told, flows)], of, broken
    )


def _sections(asked: _Asked, told: _Told, flows: list[Flow]) -> list[Section]:
    measures = [each.judged(asked.now, asked.end_of(each.received)) for each in told.measures]

    def of_month(month: date, of: str = asked.region) -> Window:
        models: Counter[str] = Counter()
        for region, counts in told.machines[asked.months.index(month)].items():
            models.update(counts if of in ("", region) else {})
        return month_window(
            month,
            (each for each in measures if of in ("", each.region)),
            (each for each in flows if of in ("", each.region)),
            models,
        )

    latest, *earlier = asked.months
    before, year = (
        of_month(month) if told.began and told.began <= month else None for month in earlier
    )
    people = [person.name for person in asked.ledger.staff.staff]

    def name_of(person: str) -> str:
        name = asked.ledger.staff.name_of(person)
        return f"{name} ({person})" if people.count(name) > 1 else name

    beside = None
    if not asked.region:
        beside = {
            name: of_month(latest, of=code)
            for code, name in region_names(asked.ledger, flows).items()
        }
    return report_sections(
        ComparedMonths(now=of_month(latest), before=before, year=year), name_of, beside
    )


def region_names(ledger: Ledger, flows: Iterable[Flow]) -> dict[str, str]:
    """What each region is called, those of tickets that svc.yaml no longer names too; no two the
    same.
    """
    named = {code: region.name for code, region in ledger.settings.regions.items()}
    named |= {code: code for code in sorted({flow.region for flow in flows}) if code not in named}
    names = list(named.values())
    return {
        code: f"{name} ({code})" if names.count(name) > 1 else name for code, name in named.items()
    }


def _keep(
    asked: _Asked, index: index_months.IndexedMonths, told: _Told, report: Made | None
) -> None:
    """Have the index keep what was counted, and the report."""

    def deed(connection: Connection) -> None:
        index.keep(connection)
        if report is not None:
            since, until = _valid(asked, told.measures)
            kept = CachedReport(
                region=asked.region,
                first=asked.months[0],
                since=since,
                until=until,
                digest=report.digest,
                sections=report.sections,
            )
            keep_report(connection, kept)

    if report is not None or index.has_counted:
        asked.ledger.note_in_index(index.generation, deed)


def _valid(asked: _Asked, measures: Iterable[Measures]) -> tuple[datetime, datetime | None]:
    """From when until when the report says what it says now; None: nothing of it depends on the
    time any more.
    """
    over = max(asked.ends)
    if asked.now >= over:
        return over, None
    running = (
        each for each in measures if each.touched and asked.end_of(each.received) > asked.now
    )
    late = [
        promise.late_after for each in running for promise in each.promises if promise.late_after
    ]
    return asked.now, min(moment for moment in (*asked.ends, *late) if moment >= asked.now)
