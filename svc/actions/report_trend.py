"""The twelve months that end with that of a report, from the index or from tickets as read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from sqlite3 import Connection

from msgspec import Struct

from svc.actions.index_reading import read_from_index
from svc.errors import Damaged
from svc.model.times import month_after
from svc.rules.report.front_page import MONTHS
from svc.rules.report.measure_rows import Flow
from svc.rules.report.measures import Measures
from svc.rules.report.over_months import History, sum_flows_by_month
from svc.rules.report.scope import RegionOffice, Scope
from svc.rules.report.tally import Tally, add_tallies, tally_tickets
from svc.store.index.report_span import IndexedSpan
from svc.store.ledger import Ledger


class TrendRequest(Struct, frozen=True, kw_only=True):
    """Which months, and when each is over."""

    ledger: Ledger
    scope: Scope
    months: list[date]
    ends: list[datetime]
    now: datetime

    @classmethod
    def until(cls, ledger: Ledger, scope: Scope, last: date, now: datetime) -> TrendRequest:
        """The twelve months of which the last begins with this day."""
        months = [month_after(last, place - MONTHS + 1) for place in range(MONTHS)]
        ends = [
            datetime.combine(month_after(month), time(), tzinfo=ledger.zone) for month in months
        ]
        return cls(ledger=ledger, scope=scope, months=months, ends=ends, now=now)


def trend_from_index(request: TrendRequest) -> History | None:
    """What each month adds up to; what the index has not kept yet is counted, and kept. None where
    there is no index.
    """
    unknown: list[Damaged] = []  # named again by who counts the month itself

    def question(connection: Connection) -> IndexedSpan:
        return IndexedSpan(
            connection, request.scope, request.months, request.ends, request.now, costs=False
        )

    def ask() -> IndexedSpan | None:
        return request.ledger.ask_index(question, customers="likely", stock=True)

    def tell(index: IndexedSpan) -> dict[tuple[RegionOffice, date], Tally]:
        found = index.tallies(request.ledger, unknown, request.ledger.note_in_index)
        return {(each.place, each.first): tally for each, tally in found.items()}

    answer = read_from_index(request.ledger, ask, tell, unknown)
    if answer is None:
        return None
    index, tallies = answer
    return _history(request, index.flows, tallies)


def trend_of(request: TrendRequest, flows: Iterable[Flow], measures: Iterable[Measures]) -> History:
    """The same of all that came in, went out and was paid until the end of the last month, and of
    the tickets received in the months.
    """
    received: dict[tuple[RegionOffice, date], list[Measures]] = {}
    for each in measures:
        month = each.received.replace(day=1)
        judged = each.judged(request.now, request.ends[request.months.index(month)])
        received.setdefault((RegionOffice(each.region, each.office), month), []).append(judged)
    tallies = {key: tally_tickets(tickets) for key, tickets in received.items()}
    return _history(request, flows, tallies)


def _history(
    request: TrendRequest,
    flows: Iterable[Flow],
    tallies: dict[tuple[RegionOffice, date], Tally],
) -> History:
    """Machines are in none of the figures that are told."""
    return History(
        months=request.months,
        flows=sum_flows_by_month(flows, request.months),
        machines=[0] * len(request.months),
        tallies=[
            add_tallies(tally for (_, first), tally in sorted(tallies.items()) if first == month)
            for month in request.months
        ],
    )
