"""What a month's report is made of, from the index or from the files alone, and the sections made
of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from sqlite3 import Connection

import msgspec
from msgspec import Struct

from svc.actions.index_reading import read_from_index
from svc.actions.report_trend import TrendRequest, trend_from_index, trend_of
from svc.actions.stock import stock_of
from svc.actions.stock_figures import stock_figures
from svc.errors import Damaged, NoSuchCustomer, NoSuchRecord, NoSuchVersion
from svc.model.digests import hex_digest
from svc.model.settings import ALL
from svc.model.times import day_of, month_after
from svc.rules.forms import part_form
from svc.rules.report.answer import Figure, Section, SpecialDay
from svc.rules.report.days_off import special_days_of
from svc.rules.report.figures import NameOf
from svc.rules.report.front_page import front_page
from svc.rules.report.left_to_do import may_be_left
from svc.rules.report.machines import MachineChange, machine_changes, machines_in_use
from svc.rules.report.measure_rows import Flow
from svc.rules.report.measures import Measures, standings_of
from svc.rules.report.month import (
    ComparedMonths,
    FlowSpans,
    StorePart,
    Window,
    month_window,
    sum_flows,
)
from svc.rules.report.over_months import History
from svc.rules.report.scope import Scope
from svc.rules.report.sections import report_sections
from svc.rules.report.targets import TEN
from svc.rules.stock.moves import Move
from svc.rules.stock.of_tickets import moves_of_ticket
from svc.store.index import report_month as index_months
from svc.store.index.month_measures import Outdated
from svc.store.index.report_cache import CachedReport, keep_report
from svc.store.ledger import Ledger

Machines = Mapping[str, Mapping[str, int]]
"""How many of each model, by region."""

_Trend = list[tuple[date, list[Figure] | None]]
"""The figures of each month; None before the first ticket came in."""


class BuiltReport(Struct, frozen=True):
    """The sections of a report, the digest of what they are made of, and what could not be read for
    them.
    """

    sections: list[Section]
    digest: str
    broken: list[Damaged]
    front: Section | None = None  # the first page, of one month
    special_days: list[SpecialDay] = []  # likewise
    # the first day of the month in which the ledger's first ticket came in
    began: date | None = None

    def is_before(self, last: date) -> bool:
        """Whether the ledger began only after the month that begins with `last`."""
        return self.began is not None and last < self.began

    @property
    def pages(self) -> list[Section]:
        """All that is shown and kept: the first page before the sections."""
        return [*([self.front] if self.front else []), *self.sections]


class _MonthMaterial(Struct, frozen=True, kw_only=True):
    """What a report adds up: the months it compares, the latest one first, and what was before."""

    # of tickets received in these months, by number, promises as they stood before all
    measures: list[Measures]
    flows: list[Flow]  # until the end of the latest month, by number or added up
    machines: Sequence[Machines]  # at the end of each of the months
    # of tickets of earlier months on which anything is still to be done or to be paid, likewise
    older: list[Measures]
    store: list[StorePart]
    trend: History
    began: date | None  # the first day of the month in which the first ticket of the ledger came in


def build_month_report(
    ledger: Ledger,
    scope: Scope,
    first: date,
    now: datetime,
    *,
    explained: bool,
    with_owners: bool = False,
) -> BuiltReport:
    """The report for the month that begins with `first`.

    `explained`: with the tickets behind each figure, `with_owners` also with the customers whose
    machines are counted. Else the index, where there is one, keeps the report.
    """
    request = _MonthRequest(ledger, scope, first, now)
    request.with_owners = explained and with_owners
    broken: list[Damaged] = []
    # before the month is asked for: what is counted for it is kept, and the index another one then
    trend = trend_from_index(request.trend)
    unread: list[Damaged] = []
    store = [] if trend is None else _store_parts(request, unread)

    def of_index(index: index_months.IndexedMonths) -> _MonthMaterial:
        assert trend is not None
        material = _material_from_index(request, index, trend, store, broken)
        _name_more(unread, broken)
        return material

    answer = None
    if trend is not None:
        answer = read_from_index(
            ledger, lambda: request.of_index(each_flow=explained), of_index, broken
        )
    if answer is None:
        return _report_from(
            request, _material_from_files(request, broken), broken, explained=explained
        )
    index, material = answer
    report = _report_from(request, material, broken, explained=explained)
    says_less = explained or broken or index.is_odd or report.is_before(first)
    _keep_report(request, index, material, None if says_less else report)
    return report


class _MonthRequest:
    """Which report."""

    def __init__(self, ledger: Ledger, scope: Scope, first: date, now: datetime) -> None:
        self.ledger = ledger
        self.scope = scope
        self.now = now
        self.months = (first, month_after(first, -1), month_after(first, -12))
        self.ends = [self._begin_of(month_after(month)) for month in self.months]
        self.tomorrow = now.astimezone(ledger.zone).date() + timedelta(days=1)
        self.is_running = now < self.ends[0]
        self.with_owners = False
        self.spans = FlowSpans(firsts=self.months, afters=self._afters())
        self.trend = TrendRequest.until(ledger, scope, first, now)
        self.machines_at = [self.ends[0], *map(self._begin_of, self.spans.afters[1:])]

    def _afters(self) -> tuple[date, date, date]:
        """The first day of each month that is not looked at: of one that is not over, the earlier
        ones are looked at on the same days.
        """
        latest, before, year = (month_after(month) for month in self.months)
        if self.is_running:
            days = (self.tomorrow - self.months[0]).days
            _, before_first, year_first = self.months
            before = min(before, before_first + timedelta(days=days))
            year = min(year, year_first + timedelta(days=days))
        return latest, before, year

    def _begin_of(self, day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=self.ledger.zone)

    @property
    def next_day(self) -> datetime:
        """When today is over: a month that is not over is compared with another day more."""
        return self._begin_of(self.tomorrow)

    def end_of(self, day: date) -> datetime:
        """When the month of this day is over."""
        return self.ends[self.months.index(day.replace(day=1))]

    def of_index(self, *, each_flow: bool) -> index_months.IndexedMonths | None:
        """What the index has; None where there is none."""

        def question(connection: Connection) -> index_months.IndexedMonths:
            return index_months.IndexedMonths(
                connection, self.scope, self.spans, self.machines_at, each_flow=each_flow
            )

        return self.ledger.ask_index(question, customers="likely", stock=True)


def _material_from_index(
    request: _MonthRequest,
    index: index_months.IndexedMonths,
    trend: History,
    store: list[StorePart],
    broken: list[Damaged],
) -> _MonthMaterial:
    """Raises Outdated."""
    ledger = request.ledger
    measures = index.measure(ledger, broken)
    older = index.measure_older(ledger, broken)
    read_unreadable(ledger, index, broken)
    return _MonthMaterial(
        measures=measures,
        flows=index.flows,
        machines=index.machines,
        older=_standing_at(request.scope, older),
        store=store,
        trend=trend,
        began=index.began,
    )


def _standing_at(scope: Scope, older: Iterable[Measures]) -> list[Measures]:
    """Those of a scope whose office acts and has anything left to do or to be paid."""
    return [
        each
        for each in older
        if each.acts and each.stands and scope.holds(each.region, each.office)
    ]


def _name_more(unread: Iterable[Damaged], broken: list[Damaged]) -> None:
    """Add what can't be read of a store to what is named already."""
    named = {str(error.facts["path"]) for error in broken}
    for error in unread:
        if str(error.facts["path"]) not in named:
            named.add(str(error.facts["path"]))
            broken.append(error)


def _store_parts(
    request: _MonthRequest, broken: list[Damaged], moves: Sequence[Move] | None = None
) -> list[StorePart]:
    """What the stores of the scope's offices lack, and what lies in them too long, at the end of
    the month or now. `moves`: all there are; None: the index is asked.
    """
    ledger = request.ledger
    moment = min(request.now, request.ends[0] - timedelta(seconds=1))
    offices = [
        code
        for code, office in ledger.settings.offices.items()
        if request.scope.holds(office.region, code)
    ]
    rows = [row for row in stock_of(ledger, "", broken, moment, moves) if row.office in offices]
    figures = stock_figures(ledger, rows, broken, moment, moves)
    kept = {row.office for row in rows if row.good or row.defective}
    found = []
    for row in rows:
        figure = figures[row.office, row.part]
        idle = figure.usage.idle_since
        is_short = row.good < row.minimum or figure.runs_short
        if row.office in kept and (is_short or figure.pace):
            found.append(
                StorePart(
                    office=ledger.settings.offices[row.office].name,
                    part=row.part,
                    name=row.name,
                    good=row.good,
                    minimum=row.minimum,
                    is_short=is_short,
                    idle_since=day_of(idle, ledger.zone) if idle else None,
                    pace=figure.pace,
                )
            )
    return found


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


def _material_from_files(request: _MonthRequest, broken: list[Damaged]) -> _MonthMaterial:
    """All records are read once."""
    ledger = request.ledger
    after = month_after(request.months[0])
    unreadable: list[Damaged] = []
    measures: list[Measures] = []
    older: list[Measures] = []
    in_months: list[Measures] = []  # of the trend
    flows: list[Flow] = []
    moves: list[Move] = []
    began = None
    for record in ledger.tickets(unreadable):
        received = day_of(record.ticket.received, ledger.zone)
        month = received.replace(day=1)
        began = min(month, began or month)
        if received >= after:
            continue
        state = record.state
        moves += moves_of_ticket(state)
        standings = [
            each
            for each in standings_of(state, ledger.zone)
            if request.scope.holds(each.region, each.office)
        ]
        flows += [flow for each in standings for flow in each.flows]
        if not standings:
            continue
        is_compared = month in request.months
        may_stand = month < request.months[0] and may_be_left(state)
        in_trend = month >= request.trend.months[0]
        if is_compared or may_stand or in_trend:
            measured = ledger.measures(state, broken if is_compared else [])
            own = [each for each in measured if request.scope.holds(each.region, each.office)]
            in_months += own if in_trend else []
            measures += own if is_compared else []
            older += own if may_stand else []
    broken += unreadable
    changed: list[MachineChange] = []
    for customer in ledger.customers(broken):
        changed += [
            each
            for each in machine_changes(customer.customer)
            if request.scope.holds(each.region, each.office)
        ]
    flows = [flow for flow in flows if flow.day < after]
    unread: list[Damaged] = []
    store = _store_parts(request, unread, ledger.moves_beside(moves, unread))
    _name_more(unread, broken)
    return _MonthMaterial(
        measures=measures,
        flows=flows,
        machines=[machines_in_use(changed, moment) for moment in request.machines_at],
        older=_standing_at(request.scope, older),
        store=store,
        trend=trend_of(request.trend, flows, in_months),
        began=began,
    )


def _report_from(
    request: _MonthRequest, material: _MonthMaterial, broken: list[Damaged], *, explained: bool
) -> BuiltReport:
    flows = sum_flows(material.flows, request.spans)
    trend = _months_of_trend(request, material)
    material_digest = hex_digest(
        msgspec.json.encode(
            [
                [each.without_words() for each in material.measures],
                flows,
                material.machines,
                material.began,
                [each.without_words() for each in material.older],
                material.store,
                _trend_values(trend),
            ]
        )
    )
    own_flows = material.flows if explained else flows
    front, *sections = _sections_from(request, material, own_flows, trend)
    if not explained:
        sections = [section.without_tickets() for section in sections]
    days = special_days(request.ledger, request.scope, request.months[0])
    return BuiltReport(sections, material_digest, broken, front, days, material.began)


def _sections_from(
    request: _MonthRequest, material: _MonthMaterial, flows: list[Flow], trend: _Trend
) -> list[Section]:
    """The first page, then the sections."""
    measures = [
        each.judged(request.now, request.end_of(each.received)) for each in material.measures
    ]

    def of_month(month: date, of: str = "") -> Window:
        place = request.months.index(month)
        models: Counter[str] = Counter()
        for region, counts in material.machines[place].items():
            models.update(counts if of in ("", region) else {})
        return month_window(
            month,
            (each for each in measures if of in ("", each.region)),
            (each for each in flows if of in ("", each.region)),
            models,
            after=request.spans.afters[place] if request.is_running and place else None,
        )

    latest, *earlier = request.months
    before, year = (
        of_month(month) if material.began and material.began <= month else None for month in earlier
    )
    now = of_month(latest)
    if request.with_owners:
        end = request.machines_at[0]
        now = msgspec.structs.replace(
            now, owners=machine_owners(request.ledger, request.scope, end)
        )
    beside = None
    if request.scope.is_all:
        beside = {
            name: of_month(latest, of=code)
            for code, name in region_names(request.ledger, flows).items()
        }
    name_of = person_names(request.ledger)
    compared = ComparedMonths(
        now=now,
        before=before,
        year=year,
        is_running=request.is_running,
        older=[each.judged(request.now, request.ends[0]) for each in material.older],
        store=material.store,
        part_names=_part_names(request.ledger),
        judged_on=request.now.astimezone(request.ledger.zone).date()
        if request.is_running
        else None,
    )
    sections = report_sections(compared, name_of, beside)
    front = front_page(
        compared,
        sections,
        trend,
        request.ledger.settings.targets_of(request.scope.code or ALL),
        name_of,
    )
    return [front, *sections]


def _months_of_trend(request: _MonthRequest, material: _MonthMaterial) -> _Trend:
    """The figures of each month; None before the first ticket came in."""
    months = request.trend.months
    spans = [(place, place) for place in range(len(months))]
    return [
        (
            month,
            [figure for section in sections for figure in section]
            if material.began and material.began <= month
            else None,
        )
        for month, sections in zip(months, material.trend.figures_of_spans(spans), strict=True)
    ]


def _trend_values(trend: _Trend) -> list[object]:
    """What is told of them."""
    return [
        [month, [each.value for each in figures or () if each.id in TEN]]
        for month, figures in trend
    ]


def special_days(ledger: Ledger, scope: Scope, first: date) -> list[SpecialDay]:
    """The days off of a month at all offices reported, and the make-up working days, by their
    calendars as they are now. None where a calendar is not there or can't be read.
    """
    names = {
        office.calendar
        for code, office in ledger.settings.offices.items()
        if scope.holds(office.region, code)
    }
    try:
        calendars = [ledger.calendar(ledger.newest("calendars", name)) for name in sorted(names)]
    except (NoSuchVersion, Damaged):
        return []
    return special_days_of(calendars, first)


def _part_names(ledger: Ledger) -> dict[str, str]:
    """What the catalogue calls each part, by the form in which parts are compared."""
    return {part_form(part.code): part.name for part in ledger.parts.parts}


def person_names(ledger: Ledger) -> NameOf:
    """What a person with this id is called; no two the same."""
    people = [person.name for person in ledger.staff.staff]

    def name_of(person: str) -> str:
        name = ledger.staff.name_of(person)
        return f"{name} ({person})" if people.count(name) > 1 else name

    return name_of


def machine_owners(ledger: Ledger, scope: Scope, before: datetime) -> dict[str, int]:
    """How many machines each customer had when this moment began, by the customer's number; of
    those that have any. A file that can't be read is named by whoever reads the report.
    """
    owners = {}
    for record in ledger.customers([]):
        changed = machine_changes(record.customer)
        count = sum(
            each.number
            for each in changed
            if each.at < before and scope.holds(each.region, each.office)
        )
        if count:
            owners[record.id] = count
    return owners


def region_names(ledger: Ledger, flows: Iterable[Flow]) -> dict[str, str]:
    """What each region is called, those of tickets that svc.yaml no longer names too; no two the
    same.
    """
    names = {code: region.name for code, region in ledger.settings.regions.items()}
    names |= {code: code for code in sorted({flow.region for flow in flows}) if code not in names}
    all_names = list(names.values())
    return {
        code: f"{name} ({code})" if all_names.count(name) > 1 else name
        for code, name in names.items()
    }


def _keep_report(
    request: _MonthRequest,
    index: index_months.IndexedMonths,
    material: _MonthMaterial,
    report: BuiltReport | None,
) -> None:
    """Have the index keep what was counted, and the report."""

    def keep(connection: Connection) -> None:
        index.keep(connection)
        if report is not None:
            since, until = _valid_span(request, material.measures)
            kept = CachedReport(
                scope=request.scope.key,
                first=request.months[0],
                since=since,
                until=until,
                digest=report.digest,
                sections=report.pages,
                special_days=report.special_days,
            )
            keep_report(connection, kept)

    if report is not None or index.has_counted:
        request.ledger.note_in_index(index.generation, keep)


def _valid_span(
    request: _MonthRequest, measures: Iterable[Measures]
) -> tuple[datetime, datetime | None]:
    """From when until when the report says what it says now; None: nothing of it depends on the
    time any more.
    """
    over = max(request.ends)
    if request.now >= over:
        return over, None
    running = (
        each for each in measures if each.touched and request.end_of(each.received) > request.now
    )
    late = [
        promise.late_after for each in running for promise in each.promises if promise.late_after
    ]
    ahead = (*request.ends, *late, *([request.next_day] if request.is_running else []))
    return request.now, min(moment for moment in ahead if moment >= request.now)
