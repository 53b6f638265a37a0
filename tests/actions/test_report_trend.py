"""The twelve months of a report's first page: from the index what plain reading gives."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from svc.actions.report_trend import TrendRequest, trend_from_index, trend_of
from svc.rules.report.measures import Measures, standings_of
from svc.rules.report.scope import Scope

if TYPE_CHECKING:
    from conftest import Desk

DECEMBER = date(2026, 12, 1)
NOW = datetime.fromisoformat("2026-12-05T09:00:00+08:00")


def test_the_months_end_with_that_of_the_report(desk: Desk) -> None:
    request = TrendRequest.until(desk.ledger, Scope(), date(2026, 3, 1), NOW)
    assert (request.months[0], request.months[-1]) == (date(2025, 4, 1), date(2026, 3, 1))
    assert request.ends[-1].isoformat() == "2026-04-01T00:00:00+08:00"


def test_from_the_index_it_is_what_the_tickets_give_one_by_one(desk: Desk) -> None:
    assert desk.intake().status == 0
    assert desk.other(2, "--office", "BJ", now="2026-12-02T09:00:00").status == 0
    ledger = desk.ledger
    for scope in (Scope(), Scope(region="south"), Scope(office="BJ")):
        request = TrendRequest.until(ledger, scope, DECEMBER, NOW)
        flows, measures = [], list[Measures]()
        for record in ledger.tickets([]):
            for standing in standings_of(record.state, ledger.zone):
                flows += standing.flows if scope.holds(standing.region, standing.office) else []
            own = ledger.measures(record.state, [])
            measures += [each for each in own if scope.holds(each.region, each.office)]
        plain, found = trend_of(request, flows, measures), trend_from_index(request)
        assert found is not None
        spans = [(place, place) for place in range(12)]
        assert found.figures_of_spans(spans) == plain.figures_of_spans(spans)
        assert trend_from_index(request) == found  # what was kept says the same
