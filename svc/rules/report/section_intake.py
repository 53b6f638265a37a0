"""Section 1: what came in, by kind, channel and day; what stood open before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import repeat

from svc.errors import N_, Phrase
from svc.model import events as ev
from svc.rules.report.answer import RATE, Cell, Chart, Column, Figure, Label, Section, Table
from svc.rules.report.figures import count_figure, share, sum_by_ticket
from svc.rules.report.measure_rows import Flow
from svc.rules.report.month import ComparedMonths, Window, earlier_columns

TITLE = Phrase(N_("Intake"))
NOTE = Phrase(N_("Complaints are not in these figures; they have a section of their own."))
RECEIVED = Phrase(N_("tickets received"))
CLOSED = Phrase(N_("closed, declined or cancelled"))


def intake_section(months: ComparedMonths) -> Section:
    """Intake by kind, channel and day; open at the start, received, closed, open at the end."""
    now = months.now
    return Section(
        id="intake",
        number=1,
        title=TITLE,
        figures=months.compared(intake_figures),
        tables=[
            _by_field_table("kind", Phrase(N_("Received by kind")), Phrase(N_("Kind")), months),
            _by_field_table(
                "channel", Phrase(N_("Received by channel")), Phrase(N_("Channel")), months
            ),
            _by_day_table(now),
            _by_end_table(months),
        ],
        notes=[NOTE],
    )


def intake_figures(window: Window) -> list[Figure]:
    """start + received + taken up again − gone = end, whatever the log holds."""
    flows = [
        each for each in window.flows if not each.is_complaint and (each.comes_in or each.goes_out)
    ]

    def times(how: Iterable[str]) -> list[tuple[Flow, int]]:
        return sum_by_ticket(
            flows, lambda flow: flow.number if flow.how in how and window.holds(flow.day) else 0
        )

    return [
        count_figure(
            "open_start",
            Phrase(N_("open at the start of the month")),
            Phrase(
                N_(
                    "tickets received before the month that, by the log, were not yet closed, "
                    "declined or cancelled at its start"
                )
            ),
            open_before(flows, window.first),
        ),
        count_figure(
            "received",
            RECEIVED,
            Phrase(N_("tickets received in the month")),
            ((t, 1) for t in window.intake),
        ),
        count_figure(
            "taken_up",
            Phrase(N_("reopened after closing")),
            Phrase(
                N_("how often a closed, declined or cancelled ticket was reopened in the month")
            ),
            times(("reopened",)),
        ),
        count_figure(
            "closed",
            CLOSED,
            Phrase(
                N_(
                    "how often a ticket was closed, declined or cancelled in the month, "
                    "whenever it was received"
                )
            ),
            times(ev.FINAL),
        ),
        count_figure(
            "open_end",
            Phrase(N_("open at the end of the month")),
            Phrase(
                N_(
                    "open at the start + received + reopened after closing − closed, declined "
                    "or cancelled"
                )
            ),
            open_before(flows, window.after),
        ),
        count_figure(
            "reminders",
            Phrase(N_("customers' calls about the same matter")),
            Phrase(N_("reminders noted on tickets received in the month")),
            ((each, each.reminders) for each in window.intake),
        ),
    ]


def open_before(flows: Iterable[Flow], day: date) -> list[tuple[Flow, int]]:
    """Which tickets were there, and open, when this day began: they came in once more than they
    went out.
    """
    return sum_by_ticket(
        (flow for flow in flows if flow.day < day),
        lambda flow: flow.number if flow.comes_in else -flow.number,
    )


def _by_field_table(field: str, title: Phrase, head: Phrase, months: ComparedMonths) -> Table:
    def values(window: Window) -> Iterable[str]:
        return (getattr(each, field) for each in window.intake)

    rows: list[list[Cell]] = []
    total = len(months.now.intake)
    for value, now, before, year in months.counts(values):
        named = Label(field, value) if value else Label("status", "noted")
        rows.append([named, now, share(now, total), before, year])
    return Table(
        id=f"by_{field}",
        title=title,
        columns=[
            Column(id=field, title=head, unit="label"),
            Column(id="received", title=RECEIVED),
            Column(id="share", title=Phrase(N_("share")), unit=RATE),
            *earlier_columns(),
        ],
        rows=rows,
        chart=Chart(kind="bars", labels=field, values=["received"]),
    )


def _by_day_table(window: Window) -> Table:
    """Every day of the month, also those without a ticket: a gap is a figure, too."""
    repairs = Counter(each.received for each in window.intake if each.kind == "repair")
    all_ = Counter(each.received for each in window.intake)
    gone: Counter[date] = Counter()
    for flow in window.flows:
        if flow.goes_out and not flow.is_complaint:
            gone[flow.day] += flow.number
    days = [window.first + timedelta(days=i) for i in range((window.after - window.first).days)]
    return Table(
        id="by_day",
        title=Phrase(N_("Received by day")),
        columns=[
            Column(id="day", title=Phrase(N_("Day")), unit="day"),
            Column(id="repairs", title=Phrase(N_("repairs"))),
            Column(id="others", title=Phrase(N_("others"))),
            Column(id="received", title=RECEIVED),
            Column(id="closed", title=CLOSED),
        ],
        rows=[[day, repairs[day], all_[day] - repairs[day], all_[day], gone[day]] for day in days],
        total=[
            Phrase(N_("total")),
            sum(repairs.values()),
            sum(all_.values()) - sum(repairs.values()),
            sum(all_.values()),
            sum(gone[day] for day in days),
        ],
        chart=Chart(kind="days", labels="day", values=["repairs", "others"]),
    )


def _by_end_table(months: ComparedMonths) -> Table:
    def values(window: Window) -> Iterable[str]:
        for flow in window.flows:
            if flow.goes_out and not flow.is_complaint and window.holds(flow.day):
                yield from repeat(flow.how, flow.number)

    return Table(
        id="by_end",
        title=Phrase(N_("How they ended")),
        columns=[
            Column(id="status", title=Phrase(N_("State")), unit="label"),
            Column(id="closed", title=Phrase(N_("in the month"))),
            *earlier_columns(),
        ],
        rows=[[Label("status", how), *counts] for how, *counts in months.counts(values)],
    )
