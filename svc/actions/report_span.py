"""What a report over several months is made of, from the index or from the files alone, and its
sections.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from sqlite3 import Connection

import msgspec
from msgspec import Struct

from svc.actions.index_reading import read_from_index
from svc.actions.report_month import (
    BuiltReport,
    machine_owners,
    person_names,
    read_unreadable,
    region_names,
)
from svc.errors import Damaged
from svc.model.digests import hex_digest
from svc.model.times import day_of, epoch_seconds, month_after
from svc.rules.report.answer import Section
from svc.rules.report.machines import machine_changes, machine_totals
from svc.rules.report.measure_rows import Flow
from svc.rules.report.measures import Measures, standings_of
from svc.rules.report.month import Window, joined_window, month_window
from svc.rules.report.over_months import History, span_sections, sum_flows_by_month
from svc.rules.report.scope import RegionOffice, Scope
from svc.rules.report.tally import FIGURES, Tally, add_tallies, tally_tickets
from svc.store.index.report_cache import CachedReport, keep_report
from svc.store.index.report_span import IndexedSpan
from svc.store.ledger import Ledger

_STEP = 100  # tickets, after which to tell how far it is


class _SpanMaterial(Struct, frozen=True, kw_only=True):
    """What a report over several months adds up."""

    # of each office, with its region, and each month in which a ticket was received
    tallies: Mapping[tuple[RegionOffice, date], Tally]
    flows: list[Flow]  # until the end of the last month
    machines: list[dict[str, int]]  # by region, at the end of each month
    began: date | None  # the first day of the month in which the first ticket of the ledger came in
    # read from the files: the tickets of each month and office, and what took place day by day
    windows: list[Window] = []
    each_flow: list[Flow] = []


class _SpanRequest(Struct, frozen=True, kw_only=True):
    """Which report, over these months."""

    ledger: Ledger
    scope: Scope
    months: list[date]
    ends: list[datetime]
    now: datetime


def build_span_report(
    ledger: Ledger,
    scope: Scope,
    months: list[date],
    now: datetime,
    *,
    explained: bool = False,
    with_owners: bool = False,
) -> BuiltReport:
    """The report over months, by the first day of each, in their order.

    The index, where there is one, keeps it, and what it is made of. `explained`: with the tickets
    behind each figure, from the files; `with_owners` also with the customers whose machines are
    counted.
    """
    afters = [month_after(month) for month in months]
    ends = [datetime(after.year, after.month, 1, tzinfo=ledger.zone) for after in afters]
    request = _SpanRequest(ledger=ledger, scope=scope, months=months, ends=ends, now=now)
    broken: list[Damaged] = []
    if explained:
        material = _material_from_files(request, broken)
        report = _report_from(request, material, broken)
        owners = machine_owners(ledger, scope, ends[-1]) if with_owners else {}
        return msgspec.structs.replace(
            report, sections=_explained(report.sections, material, months, owners)
        )

    def of_index(index: IndexedSpan) -> _SpanMaterial:
        return _material_from_index(request, index, broken)

    answer = read_from_index(ledger, lambda: _index_of(request), of_index, broken)
    if answer is None:
        return _report_from(request, _material_from_files(request, broken), broken)
    index, material = answer
    report = _report_from(request, material, broken)
    if not (broken or index.is_odd or report.is_before(months[-1])) and index.may_keep:
        _keep_report(request, index, report)
    return report


def _index_of(request: _SpanRequest) -> IndexedSpan | None:
    """What the index has; None where there is none."""

    def question(connection: Connection) -> IndexedSpan:
        return IndexedSpan(connection, request.scope, request.months, request.ends, request.now)

    return request.ledger.ask_index(question, customers="likely")


def _material_from_index(
    request: _SpanRequest, index: IndexedSpan, broken: list[Damaged]
) -> _SpanMaterial:
    """Raises Outdated."""
    tallies = index.tallies(request.ledger, broken, request.ledger.note_in_index)
    read_unreadable(request.ledger, index, broken)
    return _SpanMaterial(
        tallies={
            (office_month.place, office_month.first): each
            for office_month, each in tallies.items()
            if each != Tally()
        },
        flows=sum_flows_by_month(index.flows, request.months),
        machines=machine_totals(index.machines, [epoch_seconds(end) for end in request.ends]),
        began=index.began,
    )


def _material_from_files(request: _SpanRequest, broken: list[Damaged]) -> _SpanMaterial:
    """All records are read once."""
    ledger = request.ledger
    unreadable: list[Damaged] = []
    received: dict[tuple[RegionOffice, date], list[Measures]] = {}
    flows: list[Flow] = []
    began: date | None = None
    numbers = list(ledger.numbers())
    for number, record in enumerate(ledger.read_each(numbers, unreadable), 1):
        if number % _STEP == 0:
            ledger.progress(number, len(numbers))
        day = day_of(record.ticket.received, ledger.zone)
        began = min(day.replace(day=1), began or day.replace(day=1))
        if day >= month_after(request.months[-1]):
            continue
        state = record.state
        standings = [
            each
            for each in standings_of(state, ledger.zone)
            if request.scope.holds(each.region, each.office)
        ]
        flows += [flow for each in standings for flow in each.flows]
        month = day.replace(day=1)
        if standings and month >= request.months[0]:
            measured = ledger.measures(state, broken)
            end = request.ends[request.months.index(month)]
            for each in measured:
                place = RegionOffice(each.region, each.office)
                if request.scope.holds(*place):
                    judged = each.judged(request.now, end)
                    received.setdefault((place, month), []).append(judged)
    ledger.progress(len(numbers), len(numbers))
    broken += unreadable
    changed = [
        (each.region, epoch_seconds(each.at), each.number)
        for customer in ledger.customers(broken)
        for each in machine_changes(customer.customer)
        if request.scope.holds(each.region, each.office)
    ]
    after = month_after(request.months[-1])
    tallies = {
        office_month: tally_tickets(measured) for office_month, measured in sorted(received.items())
    }
    flows = [flow for flow in flows if flow.day < after]
    return _SpanMaterial(
        windows=[
            month_window(month, measured, [], {})
            for (_, month), measured in sorted(received.items(), key=lambda item: item[0][::-1])
        ],
        each_flow=flows,
        tallies={office_month: each for office_month, each in tallies.items() if each != Tally()},
        flows=sum_flows_by_month(flows, request.months),
        machines=machine_totals(changed, [epoch_seconds(end) for end in request.ends]),
        began=began,
    )


def _report_from(
    request: _SpanRequest, material: _SpanMaterial, broken: list[Damaged]
) -> BuiltReport:
    plain = [[place, month, each] for (place, month), each in material.tallies.items()]
    content = [plain, material.flows, material.machines, material.began]
    material_digest = hex_digest(msgspec.json.encode(content))
    # of the time before the first record nothing is known: noughts there would be no figures
    known = [month for month in request.months if material.began and month >= material.began]
    months = known or request.months
    before = len(request.months) - len(months)

    def history(region: str) -> History:
        own = [place for place in places if region in ("", place.region)]
        in_month = (
            [material.tallies.get((place, month), Tally()) for place in own] for month in months
        )
        return History(
            months=months,
            flows=[flow for flow in material.flows if region in ("", flow.region)],
            machines=[
                sum(number for code, number in counts.items() if region in ("", code))
                for counts in material.machines[before:]
            ],
            tallies=[
                month_tallies[0] if len(month_tallies) == 1 else add_tallies(month_tallies)
                for month_tallies in in_month
            ],
        )

    places = sorted({place for place, _ in material.tallies})
    beside = None
    if request.scope.is_all:
        names = region_names(request.ledger, material.flows)
        beside = {code: (name, history(code)) for code, name in names.items()}
    sections = span_sections(
        history(""),
        beside,
        name_of=person_names(request.ledger),
        began=months[0] if before else None,
    )
    return BuiltReport(
        [section.without_tickets() for section in sections],
        material_digest,
        broken,
        began=material.began,
    )


def _explained(
    sections: list[Section],
    material: _SpanMaterial,
    months: Sequence[date],
    owners: Mapping[str, int],
) -> list[Section]:
    """The sections with the tickets behind their figures, which are counted of all tickets at
    once.
    """
    in_use = {"": sum(material.machines[-1].values())}
    empty = msgspec.structs.replace(
        month_window(months[-1], [], material.each_flow, in_use), first=months[0], owners=owners
    )
    whole = joined_window(material.windows, empty)
    behind = {figure.id: figure.behind for figures_of in FIGURES for figure in figures_of(whole)}
    return [
        msgspec.structs.replace(
            section,
            figures=[
                msgspec.structs.replace(each, behind=behind.get(each.id, []))
                for each in section.figures
            ],
        )
        for section in sections
    ]


def _keep_report(request: _SpanRequest, index: IndexedSpan, report: BuiltReport) -> None:
    """Have the index keep the report."""
    since, until = _valid_span(request, index.running)
    kept = CachedReport(
        scope=request.scope.key,
        first=request.months[0],
        months=len(request.months),
        since=since,
        until=until,
        digest=report.digest,
        sections=report.sections,
    )

    def deed(connection: Connection) -> None:
        keep_report(connection, kept)

    request.ledger.note_in_index(index.generation, deed)


def _valid_span(request: _SpanRequest, running: list[Measures]) -> tuple[datetime, datetime | None]:
    """From when until when the report says what it says now; None: nothing of it depends on the
    time any more.
    """
    if request.now >= request.ends[-1]:
        return request.ends[-1], None
    late = [
        promise.late_after
        for each in running
        if each.touched
        for promise in each.promises
        if promise.late_after
    ]
    ahead = [
        *(end for end in request.ends if end > request.now),
        *(moment for moment in late if moment >= request.now),
    ]
    return request.now, min(ahead)
