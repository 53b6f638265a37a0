"""Section 2: promises kept and broken (及时率), by promise, with the broken ones listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from svc.errors import N_, Phrase
from svc.rules.report.answer import HOURS, RATE, Cell, Chart, Column, Figure, Label, Section, Table
from svc.rules.report.figures import NameOf, count_figure, rate_figure, share
from svc.rules.report.measure_rows import JudgedPromise
from svc.rules.report.measures import Measures
from svc.rules.report.month import A_MONTH_AGO, ComparedMonths, Window

TITLE = Phrase(N_("Promises"))
RATE_TITLE = Phrase(N_("promises kept in time"))
FORMULA = Phrase(N_("kept ÷ (kept + broken), promises of tickets received in the month"))


def promises_section(months: ComparedMonths, name_of: NameOf) -> Section:
    """Kept and broken by promise; those still open at the end of the month count neither way.
    `name_of` a person's id: what they are called.
    """
    rates = months.compared(rates_by_promise)
    return Section(
        id="promises",
        number=2,
        title=TITLE,
        figures=months.compared(promises_figures),
        in_tables=rates,
        tables=[
            _by_promise_table(months.now, rates),
            _by_kind_table(months.now),
            _broken_table(months.now, name_of),
        ],
        notes=[
            Phrase(
                N_(
                    "A promise that has ended counts by its result. One still open is judged "
                    "at the end of the month, or at the last entry on its ticket if that is "
                    "later."
                )
            ),
            Phrase(
                N_(
                    "Each kind of request is judged by its own promises: what is done on an "
                    "agreed date by that date alone, a complaint and a suggestion by their own "
                    "answer, and only a fault is to be fixed the same day."
                )
            ),
        ],
    )


def promises_figures(window: Window) -> list[Figure]:
    of_month = Phrase(N_("promises of tickets received in the month"))
    return [
        rate_figure(
            "on_time",
            RATE_TITLE,
            FORMULA,
            ((each, *_count_kept(each.promises)) for each in window.received),
        ),
        count_figure("kept", Phrase(N_("kept")), of_month, _count_verdicts(window, ("kept",))),
        count_figure(
            "broken", Phrase(N_("broken")), of_month, _count_verdicts(window, ("broken",))
        ),
        count_figure(
            "not_judged",
            Phrase(N_("not judged: still open, or no limit set")),
            of_month,
            _count_verdicts(window, ("open", "unset")),
        ),
    ]


def rates_by_promise(window: Window) -> list[Figure]:
    """The rate of each promise, in the order in which tickets have them."""
    return [
        rate_figure(
            f"on_time.{name}",
            Label("promise", name),
            FORMULA,
            ((ticket, *_count_kept(promises)) for ticket, promises in tickets),
        )
        for name, tickets in _tickets_by_promise(window).items()
    ]


def _count_kept(promises: Iterable[JudgedPromise]) -> tuple[int, int]:
    """How many were kept, of how many kept or broken."""
    verdicts = [promise.verdict for promise in promises]
    kept = verdicts.count("kept")
    return kept, kept + verdicts.count("broken")


def _tickets_by_promise(window: Window) -> dict[str, list[tuple[Measures, list[JudgedPromise]]]]:
    """The tickets that have a promise, each with those of that name."""
    out: dict[str, list[tuple[Measures, list[JudgedPromise]]]] = {}
    for ticket in window.received:
        own: dict[str, list[JudgedPromise]] = {}
        for promise in ticket.promises:
            own.setdefault(promise.promise, []).append(promise)
        for name, promises in own.items():
            out.setdefault(name, []).append((ticket, promises))
    return out


def _count_verdicts(window: Window, verdicts: tuple[str, ...]) -> list[tuple[Measures, int]]:
    return [
        (ticket, sum(promise.verdict in verdicts for promise in ticket.promises))
        for ticket in window.received
    ]


def _by_promise_table(window: Window, rates: list[Figure]) -> Table:
    by_promise = _tickets_by_promise(window)
    rows: list[list[Cell]] = []
    for figure in rates:
        name = figure.id.partition(".")[2]
        verdicts = Counter(
            promise.verdict for _, promises in by_promise[name] for promise in promises
        )
        rows.append(
            [
                Label("promise", name),
                verdicts["kept"],
                verdicts["broken"],
                verdicts["open"] + verdicts["unset"],
                figure.value,
                figure.month_before,
                figure.year_before,
            ]
        )
    return Table(
        id="by_promise",
        title=Phrase(N_("Promises kept and broken")),
        columns=[
            Column(id="promise", title=Phrase(N_("Promise")), unit="label"),
            Column(id="kept", title=Phrase(N_("kept"))),
            Column(id="broken", title=Phrase(N_("broken"))),
            Column(id="not_judged", title=Phrase(N_("not judged"))),
            Column(id="on_time", title=Phrase(N_("in time")), unit=RATE),
            Column(id="month_before", title=A_MONTH_AGO, unit=RATE),
            Column(id="year_before", title=Phrase(N_("a year ago")), unit=RATE),
        ],
        rows=rows,
        chart=Chart(kind="stacked", labels="promise", values=["kept", "broken"]),
    )


def _by_kind_table(window: Window) -> Table:
    """The promises of each kind of request together, repairs among them."""
    verdicts: dict[str, Counter[str]] = {}
    for ticket in window.received:
        own = verdicts.setdefault(ticket.kind, Counter())
        own.update(promise.verdict for promise in ticket.promises)
    rows: list[list[Cell]] = [
        [
            Label("kind", kind) if kind else Label("status", "noted"),
            own["kept"],
            own["broken"],
            own["open"] + own["unset"],
            share(own["kept"], own["kept"] + own["broken"]),
        ]
        for kind, own in sorted(verdicts.items(), key=lambda item: (-item[1].total(), item[0]))
        if own.total()
    ]
    return Table(
        id="promises_by_kind",
        title=Phrase(N_("Promises by kind of request")),
        columns=[
            Column(id="kind", title=Phrase(N_("Kind")), unit="label"),
            Column(id="kept", title=Phrase(N_("kept"))),
            Column(id="broken", title=Phrase(N_("broken"))),
            Column(id="not_judged", title=Phrase(N_("not judged"))),
            Column(id="on_time", title=Phrase(N_("in time")), unit=RATE),
        ],
        rows=rows,
    )


def _broken_table(window: Window, name_of: NameOf) -> Table:
    """The worst first: what is not done to this day, the longest due before all, then what came
    latest.
    """
    broken = [
        (ticket, promise)
        for ticket in window.received
        for promise in ticket.promises
        if promise.verdict == "broken"
    ]
    return Table(
        id="broken",
        title=Phrase(N_("Broken promises")),
        columns=[
            Column(id="ticket", title=Phrase(N_("Ticket")), unit="ticket"),
            Column(id="kind", title=Phrase(N_("Kind")), unit="label"),
            Column(id="customer", title=Phrase(N_("Customer")), unit="text"),
            Column(id="technician", title=Phrase(N_("Technician")), unit="text"),
            Column(id="promise", title=Phrase(N_("Promise")), unit="label"),
            Column(id="due", title=Phrase(N_("due")), unit="moment"),
            Column(id="done", title=Phrase(N_("done at")), unit="moment"),
            Column(id="late", title=Phrase(N_("late by, h")), unit=HOURS),
            Column(id="why", title=Phrase(N_("waited longest for")), unit="label"),
        ],
        rows=[
            [
                ticket.ticket,
                Label("kind", ticket.kind) if ticket.kind else Label("status", "noted"),
                ticket.customer or None,
                name_of(ticket.technician) if ticket.technician else None,
                Label("promise", promise.promise),
                promise.due_at,
                promise.done_at,
                hours_late(promise),
                Label("bucket", promise.waited_for) if promise.waited_for else None,
            ]
            for ticket, promise in sorted(broken, key=_worst_first)
        ],
    )


def hours_late(promise: JudgedPromise) -> float | None:
    """Elapsed hours from when it was due to when it was done; None where it is not done."""
    if promise.due_at is None or promise.done_at is None:
        return None
    return (promise.done_at - promise.due_at).total_seconds() / 3600


def _worst_first(row: tuple[Measures, JudgedPromise]) -> tuple[bool, float, str]:
    ticket, promise = row
    late = hours_late(promise)
    if late is None:
        due = promise.due_at.timestamp() if promise.due_at else 0.0
        return False, due, ticket.ticket
    return True, -late, ticket.ticket
