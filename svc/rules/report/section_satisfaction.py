"""Section 6: callbacks made and missed (回访率), how satisfied customers are, and what was done
where they are not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from svc.errors import N_, Phrase
from svc.model.events import Rating
from svc.rules.report.answer import Cell, Chart, Column, Figure, Label, Section, Table
from svc.rules.report.figures import NameOf, count_figure, rate_figure
from svc.rules.report.measures import Measures
from svc.rules.report.month import ComparedMonths, Window, earlier_columns

TITLE = Phrase(N_("Satisfaction"))
ALL_CALLBACKS = N_(
    "Callbacks of tickets received in the month, complaints included; a call that reached "
    "nobody does not count."
)


def satisfaction_section(months: ComparedMonths, name_of: NameOf) -> Section:
    """How callbacks were answered, which were missed, what followed from dissatisfaction, and
    which ratings the customer did not give; `name_of` a person's id: what they are called.
    """
    now = months.now
    return Section(
        id="satisfaction",
        number=6,
        title=TITLE,
        figures=months.compared(satisfaction_figures),
        tables=[
            _ratings_table(months),
            _dissatisfied_table(now, name_of),
            _differing_table(now, name_of),
            _missed_table(now),
        ],
        notes=[Phrase(ALL_CALLBACKS)],
    )


def satisfaction_figures(window: Window) -> list[Figure]:
    """满意率 is of callbacks with an answer, each counted; 回访率 of tickets, as one ticket needs
    one.
    """
    calls = [(ticket, ticket.callbacks) for ticket in window.received]
    return [
        count_figure(
            "called_back",
            Phrase(N_("tickets called back")),
            Phrase(N_("tickets with at least one callback with an answer")),
            ((ticket, bool(callbacks)) for ticket, callbacks in calls),
        ),
        count_figure(
            "callback_missed",
            Phrase(N_("callbacks missed")),
            Phrase(
                N_(
                    "tickets whose work has ended and that had no callback although its time is "
                    "over"
                )
            ),
            ((ticket, is_callback_missed(ticket)) for ticket in window.received),
        ),
        rate_figure(
            "callback_rate",
            Phrase(N_("callback rate")),
            Phrase(N_("tickets called back ÷ (tickets called back + callbacks missed)")),
            (
                (
                    ticket,
                    bool(ticket.callbacks),
                    bool(ticket.callbacks) or is_callback_missed(ticket),
                )
                for ticket in window.received
            ),
        ),
        rate_figure(
            "satisfaction",
            Phrase(N_("satisfaction")),
            Phrase(N_("(very satisfied + satisfied) ÷ callbacks with an answer")),
            (
                (ticket, sum(call.is_satisfied for call in callbacks), len(callbacks))
                for ticket, callbacks in calls
            ),
        ),
        count_figure(
            "dissatisfied",
            Phrase(N_("dissatisfied answers")),
            Phrase(N_("callbacks with the answer dissatisfied or very dissatisfied")),
            (
                (ticket, sum(call.is_dissatisfied for call in callbacks))
                for ticket, callbacks in calls
            ),
        ),
    ]


def is_callback_missed(ticket: Measures) -> bool:
    """The work ended, nobody called, and it is too late to do so in time."""
    return ticket.work_ended and not ticket.callbacks and not ticket.callback_runs


def _ratings_table(months: ComparedMonths) -> Table:
    """All ratings there are, in their own order: none dissatisfied is good news."""

    def values(window: Window) -> Iterable[str]:
        return (call.rating for each in window.received for call in each.callbacks)

    counts = {name: rest for name, *rest in months.counts(values)}
    nothing: list[Cell] = [
        0,
        None if months.before is None else 0,
        None if months.year is None else 0,
    ]
    return Table(
        id="ratings",
        title=Phrase(N_("Answers")),
        columns=[
            Column(id="rating", title=Phrase(N_("Rating")), unit="label"),
            Column(id="callbacks", title=Phrase(N_("callbacks"))),
            *earlier_columns(),
        ],
        rows=[[Label("rating", name), *counts.get(name, nothing)] for name in get_args(Rating)],
        chart=Chart(kind="bars", labels="rating", values=["callbacks"]),
    )


def _dissatisfied_table(window: Window, name_of: NameOf) -> Table:
    return Table(
        id="dissatisfied",
        title=Phrase(N_("Dissatisfied customers")),
        columns=[
            Column(id="ticket", title=Phrase(N_("Ticket")), unit="ticket"),
            Column(id="customer", title=Phrase(N_("Customer")), unit="text"),
            Column(id="technician", title=Phrase(N_("Technician")), unit="text"),
            Column(id="day", title=Phrase(N_("Day")), unit="day"),
            Column(id="rating", title=Phrase(N_("Rating")), unit="label"),
            Column(id="reason", title=Phrase(N_("Why they are dissatisfied")), unit="text"),
            Column(id="action", title=Phrase(N_("Corrective action")), unit="text"),
        ],
        rows=[
            [
                each.ticket,
                each.customer or None,
                name_of(call.technician) if call.technician else None,
                call.day,
                Label("rating", call.rating),
                call.reason or None,
                call.action or None,
            ]
            for each in window.received
            for call in each.callbacks
            if call.is_dissatisfied
        ],
    )


def _differing_table(window: Window, name_of: NameOf) -> Table:
    """Slips that say something else than the customer, those of one technician together."""
    rows: list[list[Cell]] = [
        [
            name_of(call.technician) or None,  # no visit: it was repaired here
            each.ticket,
            Label("rating", call.slip_rating),
            Label("rating", call.rating),
        ]
        for each in window.received
        for call in each.callbacks
        if call.differs_from_slip
    ]
    return Table(
        id="differing",
        title=Phrase(N_("Ratings on the slip that the customer did not give")),
        columns=[
            Column(id="technician", title=Phrase(N_("Technician")), unit="text"),
            Column(id="ticket", title=Phrase(N_("Ticket")), unit="ticket"),
            Column(id="slip", title=Phrase(N_("On the slip")), unit="label"),
            Column(id="callback", title=Phrase(N_("On the phone")), unit="label"),
        ],
        rows=sorted(rows, key=lambda row: (str(row[0] or ""), str(row[1]))),
    )


def _missed_table(window: Window) -> Table:
    return Table(
        id="missed",
        title=Phrase(N_("Callbacks missed")),
        columns=[
            Column(id="ticket", title=Phrase(N_("Ticket")), unit="ticket"),
            Column(id="status", title=Phrase(N_("State")), unit="label"),
        ],
        rows=[
            [each.ticket, Label("status", each.status)]
            for each in window.received
            if is_callback_missed(each)
        ],
    )
