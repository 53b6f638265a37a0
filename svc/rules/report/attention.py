"""What needs attention, on the first page: the worst of each kind, kinds by how bad they are."""

from __future__ import annotations

from collections.abc import Iterator

from svc.errors import N_, Phrase
from svc.rules.report.answer import Cell, Column, Label, Table
from svc.rules.report.figures import NameOf
from svc.rules.report.measures import Measures
from svc.rules.report.month import ComparedMonths
from svc.rules.report.section_faults import repeated_machines

OF_EACH = 2
"""So many of each kind."""

_Matter = tuple[Measures, Phrase]
"""A ticket and what is the matter with it."""


def attention_table(months: ComparedMonths, name_of: NameOf) -> Table:
    """A ticket stands there once, for the worst that is the matter with it. `name_of` a person's
    id: what they are called.
    """
    kinds = (
        (Phrase(N_("dissatisfied, nothing done yet")), _unanswered(months)),
        (Phrase(N_("complaint not settled")), _complaints(months)),
        (Phrase(N_("most overdue")), _overdue(months)),
        (Phrase(N_("open the longest")), _oldest(months)),
        (Phrase(N_("machine that failed again")), _failed_again(months)),
        (Phrase(N_("money outstanding")), _outstanding(months)),
    )
    rows: list[list[Cell]] = []
    named: set[str] = set()
    for kind, matters in kinds:
        new = [(ticket, why) for ticket, why in matters if ticket.ticket not in named]
        for ticket, why in new[:OF_EACH]:
            named.add(ticket.ticket)
            technician = name_of(ticket.technician) if ticket.technician else None
            rows.append([kind, ticket.ticket, ticket.customer or None, technician, why])
    return Table(
        id="attention",
        title=Phrase(N_("What needs attention")),
        columns=[
            Column(id="matter", title=Phrase(N_("Matter")), unit="label"),
            Column(id="ticket", title=Phrase(N_("Ticket")), unit="ticket"),
            Column(id="customer", title=Phrase(N_("Customer")), unit="text"),
            Column(id="technician", title=Phrase(N_("Technician")), unit="text"),
            Column(id="why", title=Phrase(N_("How it stands")), unit="label"),
        ],
        rows=rows,
    )


def _unanswered(months: ComparedMonths) -> Iterator[_Matter]:
    """Dissatisfied customers of whom no corrective action is on record, the earliest first."""
    calls = [
        (call.day, ticket)
        for ticket in months.now.received
        for call in ticket.callbacks[-1:]
        if call.is_dissatisfied and not call.action
    ]
    for day, ticket in sorted(calls, key=lambda call: (call[0], call[1].ticket)):
        yield ticket, Phrase(N_("said so on {day}"), day=day)


def _complaints(months: ComparedMonths) -> Iterator[_Matter]:
    """Complaints that are open, the earliest first."""
    open_ = [
        each
        for each in months.standing
        if each.is_complaint and each.left is not None and each.left.waits_for
    ]
    for each in sorted(open_, key=lambda each: (each.received, each.ticket)):
        yield each, Phrase(N_("since {day}: {status}"), day=each.received, status=_status(each))


def _overdue(months: ComparedMonths) -> Iterator[_Matter]:
    """Promises that are broken and not done to this day, the earliest due first; one of a
    ticket.
    """
    broken = [
        (promise.due_at, ticket, promise.promise)
        for ticket in {each.ticket: each for each in (*months.older, *months.now.received)}.values()
        for promise in ticket.promises
        if promise.verdict == "broken"
        and promise.done_at is None
        and promise.due_at is not None
        and ticket.left is not None
        and ticket.left.waits_for
    ]
    seen: set[str] = set()
    for due, ticket, promise in sorted(broken, key=lambda row: (row[0], row[1].ticket)):
        if ticket.ticket not in seen:
            seen.add(ticket.ticket)
            name = Label("promise", promise)
            yield ticket, Phrase(N_("{promise}, due {time}"), promise=name, time=due)


def _oldest(months: ComparedMonths) -> Iterator[_Matter]:
    waiting = [each for each in months.standing if each.left is not None and each.left.waits_for]
    for each in sorted(waiting, key=lambda each: (each.received, each.ticket)):
        assert each.left is not None
        yield (
            each,
            Phrase(
                N_("{days} days; {bucket}"),
                days=(months.last_day - each.received).days,
                bucket=Label("bucket", each.left.waits_for),
            ),
        )


def _failed_again(months: ComparedMonths) -> Iterator[_Matter]:
    """Machines by how often they failed; the last of their tickets."""
    machines = repeated_machines(months.now)
    for tickets in sorted(machines, key=lambda tickets: (-len(tickets), tickets[0].ticket)):
        last = tickets[-1]
        says = N_("{model} {serial}, {count} times this month")
        yield last, Phrase(says, model=last.model, serial=last.serial_told, count=len(tickets))


def _outstanding(months: ComparedMonths) -> Iterator[_Matter]:
    """The most first."""
    owing = [each for each in months.standing if each.charged > each.paid]
    for each in sorted(owing, key=lambda each: (each.paid - each.charged, each.ticket)):
        yield each, Phrase(N_("{amount} yuan"), amount=f"{each.charged - each.paid:,.2f}")


def _status(ticket: Measures) -> Label:
    return Label("status", ticket.status)
