"""Section 3: how repairs went: at the first visit, at all, and how fast."""

from __future__ import annotations

from collections.abc import Iterable

from svc.errors import N_, Phrase
from svc.model import events as ev
from svc.rules.report.answer import RATE, Cell, Chart, Column, Figure, Label, Section, Table
from svc.rules.report.figures import (
    count_figure,
    hours_figure,
    median,
    ninetieth_percentile,
    rate_figure,
    share,
)
from svc.rules.report.measure_rows import VisitMade
from svc.rules.report.measures import Measures
from svc.rules.report.month import ComparedMonths, Window, earlier_columns
from svc.rules.report.time_spent import time_spent_table

TITLE = Phrase(N_("Repair"))
_FIXED = ("fixed", "completed")
_NO_FAULT_SEEN = {"no_fault", "not_reproduced"}
HOURS_UP_TO = (4, 8, 24, 48, 72, 168)
"""Bands of the time to repair, in hours; what took longer is the last one."""


def repair_section(months: ComparedMonths) -> Section:
    """First-time fix, second visits, problems solved, time to repair: of tickets received in the
    month.
    """
    return Section(
        id="repair",
        number=3,
        title=TITLE,
        figures=months.compared(repair_figures),
        tables=[
            _repair_times_table(months.now),
            time_spent_table(months.now),
            _outcomes_table(months),
        ],
        notes=[
            Phrase(
                N_(
                    "By tickets received in the month, with everything that has happened to "
                    "them since."
                )
            )
        ],
    )


def repair_figures(window: Window) -> list[Figure]:
    """问题解决率 stands in S1 (第七条) without a formula; ours leaves out what was given up."""
    visited = [each for each in window.repairs if worked_visits(each)]
    hours_by_ticket = [
        (each, each.hours_to_repair) for each in window.repairs if each.hours_to_repair is not None
    ]
    return [
        count_figure(
            "visited",
            Phrase(N_("repairs visited")),
            Phrase(
                N_("repair tickets with at least one visit; one that the customer put off is none")
            ),
            ((each, 1) for each in visited),
        ),
        rate_figure(
            "first_time_fix",
            Phrase(N_("first-time fix rate")),
            Phrase(
                N_(
                    "repairs fixed at the first visit and neither visited again nor reopened ÷ "
                    "repairs visited, without those at which no fault was found or reproduced"
                )
            ),
            ((each, is_first_time_fix(each), 1) for each in visited if had_to_be_fixed(each)),
        ),
        rate_figure(
            "second_visits",
            Phrase(N_("second visit rate")),
            Phrase(N_("repairs visited more than once ÷ repairs visited")),
            ((each, len(worked_visits(each)) > 1, 1) for each in visited),
        ),
        rate_figure(
            "solved",
            Phrase(N_("problems solved")),
            Phrase(
                N_(
                    "tickets whose work has ended and that were never reopened ÷ tickets received, "
                    "without those declined or cancelled"
                )
            ),
            (
                (each, each.solved and not each.reopened, 1)
                for each in window.requests
                if each.status not in ev.GIVEN_UP
            ),
        ),
        count_figure(
            "reopened",
            Phrase(N_("tickets reopened")),
            Phrase(N_("tickets that were reopened at least once")),
            ((each, each.reopened) for each in window.requests),
        ),
        hours_figure(
            "hours_median",
            Phrase(N_("time to repair, median")),
            Phrase(
                N_(
                    "elapsed hours from receipt to the last end of the work, of repairs whose work "
                    "has ended: the median"
                )
            ),
            hours_by_ticket,
            median,
        ),
        hours_figure(
            "hours_ninetieth",
            Phrase(N_("time to repair, 90th percentile")),
            Phrase(
                N_(
                    "the hours that nine of ten repairs whose work has ended did not exceed "
                    "(nearest rank)"
                )
            ),
            hours_by_ticket,
            ninetieth_percentile,
        ),
    ]


def worked_visits(repair: Measures) -> list[VisitMade]:
    """The visits at which somebody could work."""
    return [visit for visit in repair.all_visits if visit.outcome != "postponed"]


def is_first_time_fix(repair: Measures) -> bool:
    """一次修复: one visit, at which it was fixed (a provisional remedy is no repair, nor is a fault
    that was not found), and never opened again. A visit that the customer put off, or at which
    nobody was there, is none.
    """
    mended = [visit.outcome in _FIXED for visit in worked_visits(repair)]
    return mended == [True] and not repair.reopened


def had_to_be_fixed(repair: Measures) -> bool:
    """Whether there was anything to fix on site: not where no visit found or saw a fault, and the
    customer did not come back with it.
    """
    outcomes = {visit.outcome for visit in worked_visits(repair)}
    return repair.reopened or not outcomes <= _NO_FAULT_SEEN


def _repair_times_table(window: Window) -> Table:
    hours = [each.hours_to_repair for each in window.repairs if each.hours_to_repair is not None]
    rows: list[list[Cell]] = []
    low = 0
    for high in HOURS_UP_TO:
        repairs = sum(low < value <= high or (low == 0 and value <= 0) for value in hours)
        rows.append(
            [Phrase(N_("up to {hours} h"), hours=high), repairs, share(repairs, len(hours))]
        )
        low = high
    longer = sum(value > low for value in hours)
    rows.append([Phrase(N_("longer")), longer, share(longer, len(hours))])
    return Table(
        id="repair_times",
        title=Phrase(N_("Time to repair")),
        columns=[
            Column(id="hours", title=Phrase(N_("Elapsed")), unit="label"),
            Column(id="repairs", title=Phrase(N_("repairs"))),
            Column(id="share", title=Phrase(N_("share")), unit=RATE),
        ],
        rows=rows,
        total=[Phrase(N_("total")), len(hours), None],
        chart=Chart(kind="bars", labels="hours", values=["repairs"]),
    )


def _outcomes_table(months: ComparedMonths) -> Table:
    def values(window: Window) -> Iterable[str]:
        requests = (each for each in window.received if not each.is_complaint)
        return (visit.outcome for each in requests for visit in each.visits)

    return Table(
        id="outcomes",
        title=Phrase(N_("How visits ended")),
        columns=[
            Column(id="outcome", title=Phrase(N_("Outcome")), unit="label"),
            Column(id="visits", title=Phrase(N_("visits"))),
            *earlier_columns(),
        ],
        rows=[[Label("outcome", outcome), *counts] for outcome, *counts in months.counts(values)],
        chart=Chart(kind="bars", labels="outcome", values=["visits"]),
    )
