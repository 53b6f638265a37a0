"""Whatever the instant and the offset it is written with: a ticket counts in one month, that of the
ledger's zone.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from random import Random

import pytest
from rules.logs import SHANGHAI, ticket

from svc.model.times import month_after
from svc.rules.report import section_intake
from svc.rules.report.measures import measure_ticket
from svc.rules.report.month import month_window
from svc.rules.ticket.lifecycle import replay_ticket

DAYS = (
    "2026-01-01",
    "2026-03-01",
    "2026-11-01",
    "2027-01-01",
    "2027-01-04",
    "2028-02-29",
    "2028-03-01",
)
EDGES = [datetime.fromisoformat(day).replace(tzinfo=SHANGHAI) for day in DAYS]


@pytest.mark.parametrize("seed", range(40))
def test_a_ticket_counts_in_exactly_one_month_whatever_offset_its_time_is_written_with(
    seed: int,
) -> None:
    dice = Random(seed)
    instant = dice.choice(EDGES) + timedelta(
        seconds=dice.choice((-1, 0, 1, dice.randint(-40 * 86400, 40 * 86400)))
    )
    written = instant.astimezone(timezone(timedelta(minutes=15 * dice.randint(-48, 56))))
    state = replay_ticket(ticket("20 10:00 received", received=written.isoformat()))
    measures = measure_ticket(state, [], SHANGHAI)
    months = [month_after(date(2025, 10, 1), number) for number in range(36)]
    counted = [
        month
        for month in months
        for figure in section_intake.intake_figures(month_window(month, measures, [], {}))
        if figure.id == "received" and figure.value
    ]
    local = instant.astimezone(SHANGHAI)
    assert counted == [date(local.year, local.month, 1)], (instant.astimezone(UTC), written)
