"""Section 12: what was put right: on tickets of the month, and, since last month was over, on those
of last month, whose printed report said otherwise.
"""

from __future__ import annotations

from svc.errors import N_, Phrase
from svc.rules.report.answer import Cell, Column, Figure, Label, Section, Table
from svc.rules.report.figures import count_figure
from svc.rules.report.month import ComparedMonths, Window

TITLE = Phrase(N_("Changes since last month's report"))


def corrections_section(months: ComparedMonths) -> Section:
    return Section(
        id="corrections",
        number=12,
        title=TITLE,
        figures=months.compared(corrections_figures),
        tables=[
            _table(
                "corrected_last_month",
                Phrase(N_("Last month's tickets put right since it was over")),
                months.before,
                only_late=True,
            ),
            _table("corrections", Phrase(N_("This month's tickets put right")), months.now),
        ],
        notes=[
            Phrase(
                N_(
                    "What was put right after a month was over changes its figures: a report of "
                    "it that was printed before says otherwise. Whichever promise was broken "
                    "until then stays listed here."
                )
            )
        ],
    )


def corrections_figures(window: Window) -> list[Figure]:
    """An entry that was put right counts once, though several promises may hang on it."""
    return [
        count_figure(
            "corrections",
            Phrase(N_("tickets with corrections")),
            Phrase(N_("tickets received in the month of which an entry was put right")),
            ((each, bool(each.corrections)) for each in window.received),
        ),
        count_figure(
            "corrections_late",
            Phrase(N_("of these after the month was over")),
            Phrase(N_("tickets of which an entry was put right in a later month")),
            ((each, any(made.is_late for made in each.corrections)) for each in window.received),
        ),
        count_figure(
            "overturned",
            Phrase(N_("promises that were broken until then")),
            Phrase(N_("promises that count as broken no more, since an entry was put right")),
            (
                (each, sum(bool(made.promise) for made in each.corrections))
                for each in window.received
            ),
        ),
    ]


def _table(id_: str, title: Phrase, window: Window | None, *, only_late: bool = False) -> Table:
    rows: list[list[Cell]] = [
        [
            ticket.ticket,
            each.day,
            Label("event", each.entry),
            each.reason,
            Label("promise", each.promise) if each.promise else None,
            each.due_at,
            Phrase(N_("yes")) if each.is_late else Phrase(N_("no")),
        ]
        for ticket in (window.received if window else ())
        for each in ticket.corrections
        if each.is_late or not only_late
    ]
    return Table(
        id=id_,
        title=title,
        columns=[
            Column(id="ticket", title=Phrase(N_("Ticket")), unit="ticket"),
            Column(id="day", title=Phrase(N_("Day")), unit="day"),
            Column(id="entry", title=Phrase(N_("Entry")), unit="label"),
            Column(id="reason", title=Phrase(N_("Reason")), unit="text"),
            Column(id="promise", title=Phrase(N_("broken until then")), unit="label"),
            Column(id="due", title=Phrase(N_("due")), unit="moment"),
            Column(id="late", title=Phrase(N_("after the end of the month")), unit="label"),
        ],
        rows=rows,
    )
