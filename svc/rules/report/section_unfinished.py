"""Section 11: suggestions of customers, and what is unfinished: open tickets with their age and
what each waits for, money that was not handed in, invoices still to be issued.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from svc.errors import N_, Phrase
from svc.model.money import NOTHING
from svc.rules.promises.time_spent import BUCKETS
from svc.rules.report.answer import YUAN, Behind, Chart, Column, Figure, Label, Section, Table
from svc.rules.report.figures import NameOf, amount_figure, count_figure
from svc.rules.report.measure_rows import MoneyInHand
from svc.rules.report.measures import Measures
from svc.rules.report.month import ComparedMonths, Window

TITLE = Phrase(N_("Suggestions and unfinished matters"))


def unfinished_section(months: ComparedMonths, name_of: NameOf) -> Section:
    """Suggestions of the month; what is unfinished of all months until its end, as far as is known
    by now. `name_of` a person's id: what they are called.
    """
    standing = months.standing
    return Section(
        id="unfinished",
        number=11,
        title=TITLE,
        figures=[*months.compared(unfinished_figures), *standing_figures(months)],
        tables=[
            _suggestions_table(months.now),
            _wishes_table(months.now),
            _waiting_table(months),
            _open_table(months, name_of),
            _in_hand_table(months, name_of),
            _to_invoice_table(standing),
        ],
        notes=[
            Phrase(
                N_(
                    "Unfinished is what was received until the end of the month and is still open "
                    "by what is on record now; its age is counted to the end of the month, or to "
                    "today if it is not over. So a later copy of this report says what was "
                    "settled meanwhile."
                )
            )
        ],
    )


def unfinished_figures(window: Window) -> list[Figure]:
    """Of tickets received in the month."""
    return [
        count_figure(
            "suggestions",
            Phrase(N_("suggestions")),
            Phrase(N_("suggestion tickets received in the month")),
            ((each, each.kind == "suggestion" and each.acts) for each in window.received),
        ),
        count_figure(
            "wishes",
            Phrase(N_("wishes heard in callbacks")),
            Phrase(N_("callbacks in which the customer said what should be better")),
            ((each, sum(bool(call.better) for call in each.callbacks)) for each in window.received),
        ),
    ]


def standing_figures(months: ComparedMonths) -> list[Figure]:
    """Of tickets received until the end of the month, whenever that was: what stands now."""
    waiting = [each for each in months.standing if _waits(each)]
    ages = {each.ticket: _age(each, months) for each in waiting}
    oldest = max(ages.values(), default=0)
    return [
        count_figure(
            "unfinished",
            Phrase(N_("tickets still open")),
            Phrase(N_("tickets received until the end of the month that are open by now")),
            ((each, 1) for each in waiting),
        ),
        Figure(
            id="oldest_days",
            title=Phrase(N_("age of the oldest, in days")),
            unit="count",
            value=oldest,
            formula=Phrase(N_("days from its receipt to the end of the month, or to today")),
            behind=[Behind(name, days) for name, days in ages.items() if days == oldest],
        ),
        amount_figure(
            "in_hand",
            Phrase(N_("money not handed in")),
            Phrase(N_("taken from customers and not yet confirmed by the cashier")),
            (
                (each, sum((money.amount for money in _in_hand(each)), NOTHING))
                for each in months.standing
            ),
        ),
        amount_figure(
            "to_invoice",
            Phrase(N_("invoices to be issued")),
            Phrase(N_("receipts whose invoice is still to be issued")),
            ((each, each.left.to_invoice if each.left else NOTHING) for each in months.standing),
        ),
    ]


NOT_TALLIED = ("unfinished", "oldest_days", "in_hand", "to_invoice")
"""Figures of `standing_figures`: what stands now, which is no sum over months."""


def _waits(ticket: Measures) -> bool:
    return ticket.left is not None and ticket.left.waits_for != ""


def _age(ticket: Measures, months: ComparedMonths) -> int:
    """In days, until the end of the month or today."""
    return (months.last_day - ticket.received).days


def _in_hand(ticket: Measures) -> list[MoneyInHand]:
    return ticket.left.in_hand if ticket.left else []


def _suggestions_table(window: Window) -> Table:
    return Table(
        id="suggestions",
        title=Phrase(N_("Suggestions received")),
        columns=[
            Column(id="ticket", title=Phrase(N_("Ticket")), unit="ticket"),
            Column(id="customer", title=Phrase(N_("Customer")), unit="text"),
            Column(id="day", title=Phrase(N_("Day")), unit="day"),
            Column(id="status", title=Phrase(N_("State")), unit="label"),
        ],
        rows=[
            [each.ticket, each.customer or None, each.received, Label("status", each.status)]
            for each in window.received
            if each.kind == "suggestion" and each.acts
        ],
    )


def _wishes_table(window: Window) -> Table:
    """What customers said in callbacks, the same words together, the most frequent first."""
    said: dict[str, list[tuple[date, str]]] = {}
    for each in window.received:
        for call in each.callbacks:
            if call.better:
                said.setdefault(call.better, []).append((call.day, each.ticket))
    return Table(
        id="wishes",
        title=Phrase(N_("What should be better, as customers said in callbacks")),
        columns=[
            Column(id="better", title=Phrase(N_("What should be better")), unit="text"),
            Column(id="times", title=Phrase(N_("how often"))),
            Column(id="last", title=Phrase(N_("said last")), unit="day"),
            Column(id="ticket", title=Phrase(N_("Ticket")), unit="ticket"),
        ],
        rows=[
            [text, len(times), *max(times)]
            for text, times in sorted(said.items(), key=lambda row: (-len(row[1]), row[0]))
        ],
    )


def _waiting_table(months: ComparedMonths) -> Table:
    """Open tickets by what they wait for."""
    waiting = [each for each in months.standing if _waits(each)]
    ages: dict[str, list[int]] = {}
    for each in waiting:
        assert each.left is not None
        ages.setdefault(each.left.waits_for, []).append(_age(each, months))
    return Table(
        id="waiting",
        title=Phrase(N_("What open tickets wait for")),
        columns=[
            Column(id="bucket", title=Phrase(N_("Waits for")), unit="label"),
            Column(id="tickets", title=Phrase(N_("tickets"))),
            Column(id="oldest", title=Phrase(N_("oldest, days"))),
        ],
        rows=[
            [Label("bucket", bucket), len(ages[bucket]), max(ages[bucket])]
            for bucket in BUCKETS
            if bucket in ages
        ],
        total=[Phrase(N_("total")), len(waiting), max(map(max, ages.values()), default=None)],
        chart=Chart(kind="bars", labels="bucket", values=["tickets"]),
    )


def _open_table(months: ComparedMonths, name_of: NameOf) -> Table:
    """Each of them, the oldest first."""
    waiting = sorted(
        (each for each in months.standing if _waits(each)), key=lambda each: each.received
    )
    return Table(
        id="open",
        title=Phrase(N_("Open tickets")),
        columns=[
            Column(id="ticket", title=Phrase(N_("Ticket")), unit="ticket"),
            Column(id="kind", title=Phrase(N_("Kind")), unit="label"),
            Column(id="customer", title=Phrase(N_("Customer")), unit="text"),
            Column(id="technician", title=Phrase(N_("Technician")), unit="text"),
            Column(id="status", title=Phrase(N_("State")), unit="label"),
            Column(id="waits", title=Phrase(N_("Waits for")), unit="label"),
            Column(id="since", title=Phrase(N_("since")), unit="day"),
            Column(id="age", title=Phrase(N_("age, days"))),
        ],
        rows=[
            [
                each.ticket,
                Label("kind", each.kind) if each.kind else Label("status", "noted"),
                each.customer or None,
                name_of(each.technician) if each.technician else None,
                Label("status", each.status),
                Label("bucket", each.left.waits_for) if each.left else None,
                each.left.since if each.left else None,
                _age(each, months),
            ]
            for each in waiting
        ],
    )


def _in_hand_table(months: ComparedMonths, name_of: NameOf) -> Table:
    """By who has it, the most first."""
    held: dict[str, list[tuple[Measures, MoneyInHand]]] = {}
    for each in months.standing:
        for money in _in_hand(each):
            held.setdefault(money.person, []).append((each, money))
    totals = {
        person: sum((money.amount for _, money in own), NOTHING) for person, own in held.items()
    }
    people = sorted(held, key=lambda person: (-totals[person], person))
    return Table(
        id="in_hand",
        title=Phrase(N_("Money not handed in")),
        columns=[
            Column(id="person", title=Phrase(N_("Who has it")), unit="text"),
            Column(id="tickets", title=Phrase(N_("tickets"))),
            Column(id="amount", title=Phrase(N_("amount")), unit=YUAN),
            Column(id="since", title=Phrase(N_("longest since")), unit="day"),
        ],
        rows=[
            [
                name_of(person),
                len({each.ticket for each, _ in held[person]}),
                totals[person],
                min(money.since for _, money in held[person]),
            ]
            for person in people
        ],
        total=[
            Phrase(N_("total")),
            len({each.ticket for own in held.values() for each, _ in own}),
            sum(totals.values(), NOTHING),
            None,
        ],
    )


def _to_invoice_table(standing: Iterable[Measures]) -> Table:
    owed = [each for each in standing if each.left and each.left.to_invoice]
    return Table(
        id="to_invoice",
        title=Phrase(N_("Invoices to be issued")),
        columns=[
            Column(id="ticket", title=Phrase(N_("Ticket")), unit="ticket"),
            Column(id="customer", title=Phrase(N_("Customer")), unit="text"),
            Column(id="received", title=Phrase(N_("received on")), unit="day"),
            Column(id="amount", title=Phrase(N_("amount")), unit=YUAN),
        ],
        rows=[
            [each.ticket, each.customer or None, each.received, each.left.to_invoice]
            for each in owed
            if each.left
        ],
    )
