"""Section 2: promises kept and broken (及时率), by promise, with the broken ones listed."""

from __future__ import annotations

from collections.abc import Callable

from svc.errors import N_, Phrase
from svc.rules.figures.months import A_MONTH_AGO, Months, Window, count, rate
from svc.rules.measures import Measures
from svc.rules.reports import RATE, Cell, Chart, Column, Figure, Label, Section, Table

RATE_TITLE = Phrase(N_("promises kept in time"))
FORMULA = Phrase(N_("kept ÷ (kept + broken), promises of tickets received in the month"))


def section(months: Months) -> Section:
    """Kept and broken by promise; those still open at the end of the month count neither way."""
    each = months.compared(by_promise)
    return Section(
        id="promises",
        number=2,
        title=Phrase(N_("Promises")),
        figures=months.compared(figures),
        in_tables=each,
        tables=[_table(months.now, each), _broken(months.now)],
        notes=[
            Phrase(
                N_(
                    "A promise that has ended counts as it ended. One still open is judged at the end of the month, "
                    "or when something was last entered on its ticket if that is later."
                )
            )
        ],
    )


def figures(window: Window) -> list[Figure]:
    of_month = Phrase(N_("promises of tickets received in the month"))
    return [
        rate("on_time", RATE_TITLE, FORMULA, _parts(window, lambda name: True)),
        count("kept", Phrase(N_("kept")), of_month, _with(window, ("kept",))),
        count("broken", Phrase(N_("broken")), of_month, _with(window, ("broken",))),
        count("not_judged", Phrase(N_("not judged: still open, or no limit set")), of_month,
              _with(window, ("open", "unset"))),
    ]  # fmt: skip


def by_promise(window: Window) -> list[Figure]:
    """The rate of each promise, in the order in which tickets have them."""
    return [
        rate(f"on_time.{name}", Label("promise", name), FORMULA, _parts(window, name.__eq__))
        for name in _names(window.received)
    ]


def _parts(window: Window, wanted: Callable[[str], bool]) -> list[tuple[Measures, int, int]]:
    out = []
    for ticket in window.received:
        kept = sum(p.verdict == "kept" and wanted(p.promise) for p in ticket.promises)
        broken = sum(p.verdict == "broken" and wanted(p.promise) for p in ticket.promises)
        out.append((ticket, kept, kept + broken))
    return out


def _with(window: Window, verdicts: tuple[str, ...]) -> list[tuple[Measures, int]]:
    return [(ticket, sum(p.verdict in verdicts for p in ticket.promises)) for ticket in window.received]


def _names(tickets: list[Measures]) -> list[str]:
    return list(dict.fromkeys(promise.promise for ticket in tickets for promise in ticket.promises))


def _table(window: Window, rates: list[Figure]) -> Table:
    rows: list[list[Cell]] = []
    for figure in rates:
        name = figure.id.partition(".")[2]
        verdicts = [p.verdict for ticket in window.received for p in ticket.promises if p.promise == name]
        rows.append(
            [
                Label("promise", name),
                verdicts.count("kept"),
                verdicts.count("broken"),
                verdicts.count("open") + verdicts.count("unset"),
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


def _broken(window: Window) -> Table:
    return Table(
        id="broken",
        title=Phrase(N_("Broken promises")),
        columns=[
            Column(id="ticket", title=Phrase(N_("Ticket")), unit="ticket"),
            Column(id="promise", title=Phrase(N_("Promise")), unit="label"),
            Column(id="due", title=Phrase(N_("due")), unit="moment"),
            Column(id="done", title=Phrase(N_("done at")), unit="moment"),
        ],
        rows=[
            [ticket.ticket, Label("promise", promise.promise), promise.due, promise.ended]
            for ticket in window.received
            for promise in ticket.promises
            if promise.verdict == "broken"
        ],
    )
