"""What holds of any log, also of one that no desk would type: stocks add up, in each month and over
months.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace
from rules.logs import SHANGHAI, ticket

from svc.model.times import month_after
from svc.rules.report import section_intake, section_money
from svc.rules.report.measure_rows import JudgedPromise
from svc.rules.report.measures import Measures, measure_ticket
from svc.rules.report.month import Window, month_window
from svc.rules.report.over_months import History
from svc.rules.report.tally import FIGURES, tally_tickets
from svc.rules.ticket.lifecycle import replay_ticket

STEPS = ("handed_over", "replied", "dispatched", "arrived", "visited", "back", "called_back", "closed", "reopened",
         "cancelled", "declined", "answered", "settled", "charged", "paid", "refunded", "held", "resumed", "picked_up",
         "brought_in", "repaired", "office_changed")  # fmt: skip
OUTCOMES = ("fixed", "refused", "declined", "needs_parts", "taken_along", "completed")
STATES = ("received", "closed", "cancelled", "replied", "on_hold", "done")


def told(dice: Any) -> Any:
    """Some ticket: steps in any order, at any time from October to January, some of them out of
    turn.
    """
    log = []
    day = dice.randint(1, 92)
    lines = ["received", *dice.choices(STEPS, k=dice.randint(0, 14))]
    for what in lines:
        day += dice.choice((-3, 0, 0, 1, 2, 9, 25))
        fields = {}
        if what == "visited":
            fields = {"outcome": dice.choice(OUTCOMES)}
        elif what == "settled":
            fields = {"outcome": dice.choice(STATES)}
        elif what == "office_changed":
            fields = {"region": dice.choice(("south", "north", "east"))}
        elif what in ("charged", "paid", "refunded"):
            amount = f"{dice.randint(1, 300)}.{dice.randint(0, 99):02d}"
            fields = {"total": amount} if what == "charged" else {"amount": amount}
        log.append((f"{_day(day)} 10:00 {what}", fields))
    kind = dice.choice(("repair", "repair", "inquiry", "complaint"))
    return ticket(*log, received=f"{_day(dice.randint(1, 92))}T09:00:00+08:00", kind=kind)


def _day(number: int) -> Any:
    return date.fromordinal(date(2026, 10, 1).toordinal() + max(0, number)).isoformat()


@pytest.mark.parametrize("seed", range(60))
def test_stocks_add_up_whatever_the_logs_hold(seed: int) -> None:
    dice = Random(seed)
    states = [replay_ticket(told(dice)) for _ in range(12)]
    by_ticket = [measure_ticket(state, [], SHANGHAI) for state in states]
    for state, (taken_in, *_) in zip(states, by_ticket, strict=True):
        assert taken_in.turns[-1].comes_in == state.is_open()
    measures = [part for parts in by_ticket for part in parts]
    flows = [flow for each in measures for flow in each.flows]
    months = [month_window(month_after(date(2026, 9, 1), n), measures, flows, {}) for n in range(9)]
    figures = [
        {
            each.id: each.value
            for each in (*section_intake.intake_figures(m), *section_money.money_figures(m))
        }
        for m in months
    ]
    for figure in figures:
        assert (
            figure["open_start"] + figure["received"] + figure["taken_up"] - figure["closed"]
            == figure["open_end"]
        )
        moved = figure["charged_in_month"] - figure["taken_in_month"] + figure["refunded_in_month"]
        assert figure["owed_start"] + moved == figure["owed_end"]
        assert figure["charged"] - figure["paid"] == figure["outstanding"]
    for before, after in pairwise(figures):
        assert before["open_end"] == after["open_start"]
        assert before["owed_end"] == after["owed_start"]
    assert sum(figure["received"] for figure in figures) == sum(
        not parts[0].is_complaint for parts in by_ticket
    )
    assert figures[-1]["open_end"] == sum(
        state.is_open() and state.current.kind != "complaint" for state in states
    )
    assert figures[-1]["owed_end"] == sum(state.account.still_to_pay for state in states)


def some_measures(dice: Random, number: int) -> Measures:
    """Of some ticket: promises kept and broken, of one of a few machines, or one nobody knows."""
    told_of = dice.choice(measure_ticket(replay_ticket(told(dice)), [], SHANGHAI))
    verdicts = dice.choices(("kept", "broken", "open", "unset", "dropped"), k=dice.randint(0, 3))
    return replace(
        told_of,
        ticket=f"SZ-2610-A{number:04}",
        serial=dice.choice(("", "S1", "S2", "S3")),
        repeat_declared=dice.random() < 0.1,
        reminders=dice.randint(0, 2),
        promises=[
            JudgedPromise(promise=dice.choice(("visit", "callback")), verdict=verdict)
            for verdict in verdicts
        ],
    )


@pytest.mark.parametrize("seed", range(40))
def test_months_added_up_say_what_their_tickets_together_say(seed: int) -> None:
    dice = Random(seed)
    measures = [some_measures(dice, number) for number in range(20)]
    flows = [flow for each in measures for flow in each.flows if flow.day < date(2027, 2, 1)]
    months = [month_after(date(2026, 10, 1), number) for number in range(4)]
    machines = [dice.randint(0, 9) for _ in months]
    tallies = [
        tally_tickets([each for each in measures if each.received.replace(day=1) == month])
        for month in months
    ]
    history = History(
        months=months, flows=dice.sample(flows, len(flows)), machines=machines, tallies=tallies
    )
    spans = [(first, last) for first in range(4) for last in range(first, 4)]
    for (first, last), found in zip(spans, history.figures_of_spans(spans), strict=True):
        after = month_after(months[last])
        received = [each for each in measures if months[first] <= each.received < after]
        together = Window(
            first=months[first],
            after=after,
            flows=[flow for flow in flows if flow.day < after],
            received=received,
            intake=[each for each in received if each.is_intake and not each.is_complaint],
            requests=[each for each in received if each.acts and not each.is_complaint],
            repairs=[each for each in received if each.acts and each.kind == "repair"],
            machines={"CR-200": machines[last]},
        )
        expected = [[replace(each, behind=[]) for each in made(together)] for made in FIGURES]
        assert [[replace(each, behind=[]) for each in figures] for figures in found] == expected
