"""Section 8: what tickets were charged, what was taken, what customers still owe; what they cost
us, who bears it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import get_args

from svc.errors import N_, Phrase
from svc.model.events import Bearer, CostSort
from svc.model.money import NOTHING
from svc.rules.report.answer import YUAN, Cell, Chart, Column, Figure, Label, Section, Table
from svc.rules.report.figures import amount_figure, sum_by_ticket
from svc.rules.report.measure_rows import Flow
from svc.rules.report.month import ComparedMonths, Window

TITLE = Phrase(N_("Money"))
CHARGED = Phrase(N_("fees charged"))
PAID = Phrase(N_("received from customers"))
OUTSTANDING = Phrase(N_("outstanding"))


def money_section(months: ComparedMonths) -> Section:
    """Fees by ticket, cash by day, and internal cost by who bears it."""
    return Section(
        id="money",
        number=8,
        title=TITLE,
        figures=months.compared(money_figures),
        tables=[_taken_table(months.now), _owing_table(months.now), _costs_table(months.now)],
        notes=[
            Phrase(
                N_(
                    "Charged, received and outstanding are those of tickets received in the "
                    'month, whenever they were paid. Figures that say "in the month" count by '
                    "their own day, whenever the ticket was received."
                )
            ),
        ],
    )


def money_figures(window: Window) -> list[Figure]:
    """By tickets received; then by day: owed at the start + charged − taken + given back = owed at
    the end.
    """
    in_month = Phrase(N_("by day, of all tickets"))
    paid = [each for each in window.flows if each.how in _SIGN_OF]

    def amount_moved(category: str) -> list[tuple[Flow, Decimal]]:
        return sum_by_ticket(
            (each for each in paid if each.how == category and window.holds(each.day)),
            lambda m: m.amount,
        )

    return [
        amount_figure(
            "charged",
            CHARGED,
            Phrase(N_("last charge of tickets received in the month")),
            ((each, each.charged) for each in window.received),
        ),
        amount_figure(
            "paid",
            PAID,
            Phrase(N_("paid − refunded, on tickets received in the month")),
            ((each, each.paid) for each in window.received),
        ),
        amount_figure(
            "outstanding",
            OUTSTANDING,
            Phrase(N_("charged − received, on tickets received in the month")),
            ((each, each.charged - each.paid) for each in window.received),
        ),
        amount_figure(
            "owed_start",
            Phrase(N_("owed at the start of the month")),
            in_month,
            _owed_before(paid, window.first),
        ),
        amount_figure(
            "charged_in_month",
            Phrase(N_("charged in the month")),
            in_month,
            amount_moved("charged"),
        ),
        amount_figure(
            "taken_in_month", Phrase(N_("taken in the month")), in_month, amount_moved("paid")
        ),
        amount_figure(
            "refunded_in_month",
            Phrase(N_("refunded in the month")),
            in_month,
            amount_moved("refunded"),
        ),
        amount_figure(
            "owed_end",
            Phrase(N_("owed at the end of the month")),
            Phrase(N_("owed at the start + charged − taken + refunded, in the month")),
            _owed_before(paid, window.after),
        ),
        amount_figure(
            "internal_cost",
            Phrase(N_("internal cost")),
            Phrase(
                N_(
                    "travel, lodging and the like as noted, parts used that the customer does not "
                    "pay for at their value in the catalogue, of tickets received in the month"
                )
            ),
            (
                (each, sum((cost.amount for cost in each.costs), NOTHING))
                for each in window.received
            ),
        ),
    ]


_SIGN_OF = {"charged": 1, "refunded": 1, "paid": -1}
"""What each adds to what customers owe."""


def _owed_before(flows: Iterable[Flow], before: date) -> list[tuple[Flow, Decimal]]:
    """What customers owed when this day began."""
    return sum_by_ticket(
        (each for each in flows if each.day < before), lambda flow: _SIGN_OF[flow.how] * flow.amount
    )


def _taken_table(window: Window) -> Table:
    taken: dict[str, Decimal] = {}
    back: dict[str, Decimal] = {}
    for flow in (each for each in window.flows if window.holds(each.day)):
        where = {"paid": taken, "refunded": back}.get(flow.how)
        if where is not None:
            where[flow.pay] = where.get(flow.pay, NOTHING) + flow.amount
    rows: list[list[Cell]] = [
        [Label("pay", how), taken.get(how, NOTHING), back.get(how, NOTHING)]
        for how in sorted({*taken, *back}, key=lambda how: (-taken.get(how, NOTHING), how))
    ]
    return Table(
        id="taken",
        title=Phrase(N_("Taken in the month")),
        columns=[
            Column(id="how", title=Phrase(N_("How")), unit="label"),
            Column(id="taken", title=Phrase(N_("taken")), unit=YUAN),
            Column(id="refunded", title=Phrase(N_("refunded")), unit=YUAN),
        ],
        rows=rows,
        total=[Phrase(N_("total")), sum(taken.values(), NOTHING), sum(back.values(), NOTHING)],
        chart=Chart(kind="bars", labels="how", values=["taken"]),
    )


def _owing_table(window: Window) -> Table:
    owing = [each for each in window.received if each.charged != each.paid]
    return Table(
        id="owing",
        title=Phrase(N_("Not paid yet")),
        columns=[
            Column(id="ticket", title=Phrase(N_("Ticket")), unit="ticket"),
            Column(id="customer", title=Phrase(N_("Customer")), unit="text"),
            Column(id="status", title=Phrase(N_("State")), unit="label"),
            Column(id="charged", title=CHARGED, unit=YUAN),
            Column(id="paid", title=PAID, unit=YUAN),
            Column(id="outstanding", title=OUTSTANDING, unit=YUAN),
        ],
        rows=[
            [
                each.ticket,
                each.customer or None,
                Label("status", each.status),
                each.charged,
                each.paid,
                each.charged - each.paid,
            ]
            for each in owing
        ],
    )


def _costs_table(window: Window) -> Table:
    """Internal cost by what it was for and who bears it (S3 9); only what occurs, in the order of
    the settings.
    """
    costs = [cost for each in window.received for cost in each.costs]
    bearers = [
        bearer for bearer in get_args(Bearer) if any(cost.bearer == bearer for cost in costs)
    ]
    categories = [
        category
        for category in get_args(CostSort)
        if any(cost.category == category for cost in costs)
    ]

    def total(category: str = "", bearer: str = "") -> Decimal:
        amounts = (
            cost.amount
            for cost in costs
            if category in ("", cost.category) and bearer in ("", cost.bearer)
        )
        return sum(amounts, NOTHING)

    return Table(
        id="internal_costs",
        title=Phrase(N_("Internal cost by who bears it")),
        columns=[
            Column(id="sort", title=Phrase(N_("What for")), unit="label"),
            *(Column(id=bearer, title=Label("bearer", bearer), unit=YUAN) for bearer in bearers),
            Column(id="total", title=Phrase(N_("total")), unit=YUAN),
        ],
        rows=[
            [
                Label("cost", category),
                *(total(category, bearer) for bearer in bearers),
                total(category),
            ]
            for category in categories
        ],
        total=[Phrase(N_("total")), *(total("", bearer) for bearer in bearers), total()],
        chart=Chart(kind="stacked", labels="sort", values=list(bearers)),
    )
