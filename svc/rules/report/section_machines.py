"""Section 9: machines in use (区域设备分布统计表), installed, maintained, brought up to date."""

from __future__ import annotations

from collections import Counter

from svc.errors import N_, Phrase
from svc.rules.report.answer import RATE, Cell, Chart, Column, Figure, Section, Table
from svc.rules.report.figures import count_figure, rate_figure, share
from svc.rules.report.month import A_MONTH_AGO, A_YEAR_AGO, ComparedMonths, Window

TITLE = Phrase(N_("Equipment in the field"))


def machines_section(months: ComparedMonths) -> Section:
    """Machines in customers' files at the end of the month, and what was done to them."""
    return Section(
        id="equipment",
        number=9,
        title=TITLE,
        figures=months.compared(machines_figures),
        tables=[_models_table(months), _software_table(months.now)],
        notes=[Phrase(N_("Machines in use are those in customers' files."))],
    )


def machines_figures(window: Window) -> list[Figure]:
    return [
        count_figure(
            "installations",
            Phrase(N_("installations")),
            Phrase(N_("installations received in the month")),
            ((each, each.kind == "installation" and each.acts) for each in window.received),
        ),
        rate_figure(
            "unboxed_good",
            Phrase(N_("good on unpacking")),
            Phrase(
                N_(
                    "installations whose parts were all there, with no defect reported ÷ "
                    "installations whose parts were counted and accepted"
                )
            ),
            (
                (each, each.unboxed_good is True, each.unboxed_good is not None)
                for each in window.received
                if each.acts
            ),
        ),
        count_figure(
            "maintained",
            Phrase(N_("maintenance done")),
            Phrase(N_("maintenance tickets received in the month whose work has ended")),
            ((each, each.kind == "maintenance" and each.solved) for each in window.received),
        ),
        count_figure(
            "software_updates",
            Phrase(N_("software updates done")),
            Phrase(N_("upgrades of software received in the month whose work has ended")),
            ((each, each.is_software and each.solved) for each in window.received),
        ),
    ]


def _models_table(months: ComparedMonths) -> Table:
    """Models by how many are in use, with the faults they had in the month."""
    faults = Counter(each.model for each in months.now.repairs if each.is_fault and each.model)
    now = months.now.machines
    models = sorted(
        {*now, *(months.before.machines if months.before else ())},
        key=lambda model: (-now.get(model, 0), model),
    )

    def row(model: str) -> list[Cell]:
        return [
            model or Phrase(N_("model unknown")),
            now.get(model, 0),
            *(
                None if window is None else window.machines.get(model, 0)
                for window in (months.before, months.year)
            ),
            faults[model],
            share(faults[model], now.get(model, 0)),
        ]

    totals = [
        None if window is None else sum(window.machines.values())
        for window in (months.now, months.before, months.year)
    ]
    return Table(
        id="models_in_use",
        title=Phrase(N_("Machines in use by model")),
        columns=[
            Column(id="model", title=Phrase(N_("Model")), unit="text"),
            Column(id="in_use", title=Phrase(N_("in use"))),
            Column(id="month_before", title=A_MONTH_AGO),
            Column(id="year_before", title=A_YEAR_AGO),
            Column(id="faults", title=Phrase(N_("faults in the month"))),
            Column(id="per_machine", title=Phrase(N_("faults per machine")), unit=RATE),
        ],
        rows=[row(model) for model in models],
        total=[Phrase(N_("total")), *totals, sum(faults[model] for model in models), None],
        chart=Chart(kind="bars", labels="model", values=["in_use"]),
    )


def _software_table(window: Window) -> Table:
    return Table(
        id="software",
        title=Phrase(N_("Software updates")),
        columns=[
            Column(id="ticket", title=Phrase(N_("Ticket")), unit="ticket"),
            Column(id="customer", title=Phrase(N_("Customer")), unit="text"),
            Column(id="day", title=Phrase(N_("Day")), unit="day"),
            Column(id="model", title=Phrase(N_("Model")), unit="text"),
            Column(id="serial", title=Phrase(N_("Serial number")), unit="text"),
            Column(id="done", title=Phrase(N_("done")), unit="label"),
        ],
        rows=[
            [
                each.ticket,
                each.customer or None,
                max((visit.day for visit in each.all_visits), default=each.received),
                each.model or None,
                each.serial_told or None,
                Phrase(N_("yes")) if each.solved else Phrase(N_("no")),
            ]
            for each in window.received
            if each.is_software and each.acts
        ],
    )
