"""What a report over several months is made of, from the index or from the files alone, and its
sections.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from sqlite3 import Connection

import msgspec
from msgspec import Struct

from svc.actions.report_month import Made, read_unreadable, region_names, told_by_index
from svc.errors import Damaged
from svc.model.digests import digest
from svc.model.times import month_after
from svc.rules.promises.deadlines import BEFORE_ALL
from svc.rules.report.machines import changes, totals
from svc.rules.report.measures import Flow, Measures, day_of, measure, standing
from svc.rules.report.over_months import History, by_month, sections
from svc.rules.report.tally import Tally, added, tally
from svc.store.index.report_cache import CachedReport, keep_report
from svc.store.index.report_span import IndexedSpan
from svc.store.index.schema import epoch_seconds
from svc.store.ledger import Ledger

_STEP = 100  # tickets, after which to tell how far it is


class _SpanMaterial(Struct, frozen=True, kw_only=True):
    """What a report over several months adds up."""

    # of each region and month in which a ticket was received
    tallies: Mapping[tuple[str, date], Tally]
    flows: list[Flow]  # until the end of the last month
    machines: list[dict[str, int]]  # by region, at the end of each month


class _SpanRequest(Struct, frozen=True, kw_only=True):
    """Which report: a region's (empty: headquarters), over these months."""

    ledger: Ledger
    region: str
    months: list[date]
    ends: list[datetime]
    now: datetime

    def is_of(self, region: str) -> bool:
        return self.region in ("", region)


def made(ledger: Ledger, region: str, months: list[date], now: datetime) -> Made:
    """The report of a region (its code; empty: headquarters) over months, by the first day of each,
    in their order.

    The index, where there is one, keeps it, and what it is made of.
    """
    afters = [month_after(month) for month in months]
    ends = [datetime(after.year, after.month, 1, tzinfo=ledger.zone) for after in afters]
    asked = _SpanRequest(ledger=ledger, region=region, months=months, ends=ends, now=now)
    broken: list[Damaged] = []

    def of_index(index: IndexedSpan) -> _SpanMaterial:
        return _from_index(asked, index, broken)

    answer = told_by_index(ledger, lambda: _of_index(asked), of_index, broken)
    if answer is None:
        return _made(asked, _from_files(asked, broken), broken)
    index, told = answer
    report = _made(asked, told, broken)
    if not broken and not index.is_odd and index.may_keep:
        _keep(asked, index, report)
    return report


def _of_index(asked: _SpanRequest) -> IndexedSpan | None:
    """What the index has; None where there is none."""

    def question(connection: Connection) -> IndexedSpan:
        return IndexedSpan(connection, asked.region, asked.months, asked.ends, asked.now)

    return asked.ledger.ask_index(question, customers="likely")


def _from_index(asked: _SpanRequest, index: IndexedSpan, broken: list[Damaged]) -> _SpanMaterial:
    """Raises Outdated."""
    tallies = index.tallies(asked.ledger, broken, asked.ledger.note_in_index)
    read_unreadable(asked.ledger, index, broken)
    return _SpanMaterial(
        tallies={
            (place.region, place.first): each for place, each in tallies.items() if each != Tally()
        },
        flows=by_month(index.flows, asked.months),
        machines=totals(index.machines, [epoch_seconds(end) for end in asked.ends]),
    )


def _from_files(asked: _SpanRequest, broken: list[Damaged]) -> _SpanMaterial:
    """All records are read once."""
    ledger = asked.ledger
    unreadable: list[Damaged] = []
    received: dict[tuple[str, date], list[Measures]] = {}
    flows: list[Flow] = []
    numbers = list(ledger.numbers())
    for done, record in enumerate(ledger.read_each(numbers, unreadable), 1):
        if done % _STEP == 0:
            ledger.progress(done, len(numbers))
        region, day = record.ticket.region, day_of(record.ticket.received, ledger.zone)
        if day >= month_after(asked.months[-1]) or not asked.is_of(region):
            continue
        state = record.state
        flows += standing(state, ledger.zone).flows
        month = day.replace(day=1)
        if month >= asked.months[0]:
            told = measure(state, ledger.promises_told(state, BEFORE_ALL, broken), ledger.zone)
            end = asked.ends[asked.months.index(month)]
            received.setdefault((region, month), []).append(told.judged(asked.now, end))
    ledger.progress(len(numbers), len(numbers))
    broken += unreadable
    changed = [
        (each.region, epoch_seconds(each.at), each.number)
        for customer in ledger.customers(broken)
        if asked.is_of(customer.customer.region)
        for each in changes(customer.customer)
    ]
    after = month_after(asked.months[-1])
    tallies = {place: tally(own) for place, own in sorted(received.items())}
    return _SpanMaterial(
        tallies={place: each for place, each in tallies.items() if each != Tally()},
        flows=by_month((flow for flow in flows if flow.day < after), asked.months),
        machines=totals(changed, [epoch_seconds(end) for end in asked.ends]),
    )


def _made(asked: _SpanRequest, told: _SpanMaterial, broken: list[Damaged]) -> Made:
    plain = [[region, month, each] for (region, month), each in told.tallies.items()]
    of = digest(msgspec.json.encode([plain, told.flows, told.machines]))

    def history(region: str) -> History:
        in_month = (
            [told.tallies.get((code, month), Tally()) for code in ([region] if region else codes)]
            for month in asked.months
        )
        return History(
            months=asked.months,
            flows=[flow for flow in told.flows if region in ("", flow.region)],
            machines=[
                sum(number for code, number in there.items() if region in ("", code))
                for there in told.machines
            ],
            tallies=[own[0] if len(own) == 1 else added(own) for own in in_month],
        )

    codes = sorted({code for code, _ in told.tallies})
    beside = None
    if not asked.region:
        names = region_names(asked.ledger, told.flows)
        beside = {code: (name, history(code)) for code, name in names.items()}
    return Made(
        [section.without_tickets() for section in sections(history(asked.region), beside)],
        of,
        broken,
    )


def _keep(asked: _SpanRequest, index: IndexedSpan, report: Made) -> None:
    """Have the index keep the report."""
    since, until = _valid(asked, index.running)
    kept = CachedReport(
        region=asked.region,
        first=asked.months[0],
        months=len(asked.months),
        since=since,
        until=until,
        digest=report.digest,
        sections=report.sections,
    )

    def deed(connection: Connection) -> None:
        keep_report(connection, kept)

    asked.ledger.note_in_index(index.generation, deed)


def _valid(asked: _SpanRequest, running: list[Measures]) -> tuple[datetime, datetime | None]:
    """From when until when the report says what it says now; None: nothing of it depends on the
    time any more.
    """
    if asked.now >= asked.ends[-1]:
        return asked.ends[-1], None
    late = [
        promise.late_after
        for each in running
        if each.touched
        for promise in each.promises
        if promise.late_after
    ]
    ahead = [
        *(end for end in asked.ends if end > asked.now),
        *(moment for moment in late if moment >= asked.now),
    ]
    return asked.now, min(ahead)
