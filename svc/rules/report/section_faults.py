"""Section 4: the month's faults (月度故障统计分析): by model and cause, in share of the machines in
use, repeated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import get_args

from svc.errors import N_, Phrase
from svc.model.events import Cause
from svc.rules.report.answer import RATE, Behind, Cell, Chart, Column, Figure, Label, Section, Table
from svc.rules.report.figures import count_figure, machines_figure, ratio_figure, share
from svc.rules.report.measures import Measures
from svc.rules.report.month import ComparedMonths, Window

TITLE = Phrase(N_("Fault analysis"))
NOT_RECORDED = Phrase(N_("not recorded"))
MODEL = Phrase(N_("Model"))
FAULTS = Phrase(N_("faults"))


def faults_section(months: ComparedMonths) -> Section:
    """Model × cause, Pareto of both, 故障率, and machines that came back."""
    now = months.now
    return Section(
        id="faults",
        number=4,
        title=TITLE,
        figures=months.compared(faults_figures),
        tables=[
            _model_by_cause_table(now),
            causes_table(Counter(each.cause for each in _faults_of_month(now))),
            _models_table(now),
            _repeated_table(now),
        ],
        notes=[
            Phrase(
                N_(
                    "A fault is a repair ticket received in the month, without those declined, "
                    "cancelled, or where "
                    "no fault was found. Its cause is the one found last."
                )
            ),
        ],
    )


def faults_figures(window: Window) -> list[Figure]:
    """故障率 = faulty machines ÷ machines in use; a machine with three faults is one faulty
    machine.
    """
    faults = _faults_of_month(window)
    by_machine = _faults_by_machine(faults)
    in_use = sum(window.machines.values())
    repeated = repeated_machines(window)
    return [
        count_figure(
            "faults",
            FAULTS,
            Phrase(N_("repair tickets that count as a fault")),
            ((each, 1) for each in faults),
        ),
        machines_figure(
            "machines",
            Phrase(N_("machines in use")),
            Phrase(N_("machines in customers' files at the end of the month")),
            in_use,
            window.owners,
        ),
        ratio_figure(
            "failure_rate",
            Phrase(N_("failure rate")),
            Phrase(N_("machines with a fault, by serial number ÷ machines in use")),
            [
                *(Behind(tickets[0].ticket, 1) for tickets in by_machine.values()),
                *(Behind(owner, 0, n, is_customer=True) for owner, n in window.owners.items()),
            ],
            in_use,
        ),
        count_figure(
            "machines_repeated",
            Phrase(N_("machines with repeated faults")),
            Phrase(
                N_(
                    "machines with a second fault in the month, or one received or declared as a "
                    "repeated repair"
                )
            ),
            ((tickets[0], 1) for tickets in repeated),
        ),
        count_figure(
            "serial_unknown",
            Phrase(N_("faults of machines whose serial number is unknown")),
            Phrase(N_("not counted in any figure of machines")),
            ((each, 1) for each in faults if not each.serial),
        ),
    ]


def _faults_of_month(window: Window) -> list[Measures]:
    return [each for each in window.received if each.is_fault]


def _faults_by_machine(faults: Iterable[Measures]) -> dict[str, list[Measures]]:
    """The faults of each machine, by serial number; those of unknown machines are in none."""
    out: dict[str, list[Measures]] = {}
    for each in faults:
        if each.serial:
            out.setdefault(each.serial, []).append(each)
    return out


def faulty_machines(window: Window) -> dict[str, bool]:
    """The machines with a fault, by serial number, and whether each is one with repeated faults."""
    repeated = {tickets[0].serial for tickets in repeated_machines(window)}
    return {serial: serial in repeated for serial in _faults_by_machine(_faults_of_month(window))}


def repeated_machines(window: Window) -> list[list[Measures]]:
    """The tickets of each machine that failed again."""
    return [
        tickets
        for tickets in _faults_by_machine(_faults_of_month(window)).values()
        if len(tickets) > 1 or any(each.repeat_of or each.repeat_declared for each in tickets)
    ]


def _model_by_cause_table(window: Window) -> Table:
    cells = Counter((each.model, each.cause) for each in _faults_of_month(window))
    models = Counter(each.model for each in _faults_of_month(window))
    by_cause = Counter(each.cause for each in _faults_of_month(window))
    causes = [cause for cause in (*get_args(Cause), "") if by_cause[cause]]
    return Table(
        id="model_by_cause",
        title=Phrase(N_("Faults by model and cause")),
        columns=[
            Column(id="model", title=MODEL, unit="text"),
            *(Column(id=cause or "none", title=cause_title(cause)) for cause in causes),
            Column(id="faults", title=FAULTS),
        ],
        rows=[
            [model, *(cells[model, cause] for cause in causes), total]
            for model, total in sorted(models.items(), key=lambda item: (-item[1], item[0]))
        ],
        total=[Phrase(N_("total")), *(by_cause[cause] for cause in causes), sum(by_cause.values())],
        chart=Chart(kind="stacked", labels="model", values=[cause or "none" for cause in causes]),
    )


def causes_table(by_cause: Counter[str]) -> Table:
    """How many faults each cause had, the most frequent first."""
    whole = sum(by_cause.values())
    rows: list[list[Cell]] = []
    so_far = 0
    for cause, faults in sorted(by_cause.items(), key=lambda item: (-item[1], item[0])):
        so_far += faults
        rows.append([cause_title(cause), faults, share(faults, whole), share(so_far, whole)])
    return Table(
        id="causes",
        title=Phrase(N_("Causes, the most frequent first")),
        columns=[
            Column(id="cause", title=Phrase(N_("Cause")), unit="label"),
            Column(id="faults", title=FAULTS),
            Column(id="share", title=Phrase(N_("share")), unit=RATE),
            Column(id="cumulative", title=Phrase(N_("cumulative")), unit=RATE),
        ],
        rows=rows,
        chart=Chart(kind="pareto", labels="cause", values=["faults"], share="cumulative"),
    )


def _models_table(window: Window) -> Table:
    """Every model that is in use or had a fault: a model without faults is worth knowing, too."""
    faults = Counter(each.model for each in _faults_of_month(window))
    faulty = Counter(
        tickets[0].model for tickets in _faults_by_machine(_faults_of_month(window)).values()
    )
    whole = sum(faults.values())
    rows: list[list[Cell]] = []
    so_far = 0
    for model in sorted({*faults, *window.machines}, key=lambda model: (-faults[model], model)):
        so_far += faults[model]
        in_use = window.machines.get(model, 0)
        rows.append(
            [
                model,
                faults[model],
                share(so_far, whole),
                faulty[model],
                in_use,
                share(faulty[model], in_use),
            ]
        )
    return Table(
        id="models",
        title=Phrase(N_("Models, those with most faults first")),
        columns=[
            Column(id="model", title=MODEL, unit="text"),
            Column(id="faults", title=FAULTS),
            Column(id="cumulative", title=Phrase(N_("cumulative")), unit=RATE),
            Column(id="faulty", title=Phrase(N_("machines with a fault"))),
            Column(id="machines", title=Phrase(N_("machines in use"))),
            Column(id="failure_rate", title=Phrase(N_("failure rate")), unit=RATE),
        ],
        rows=rows,
        chart=Chart(kind="pareto", labels="model", values=["faults"], share="cumulative"),
    )


def _repeated_table(window: Window) -> Table:
    rows: list[list[Cell]] = []
    for tickets in repeated_machines(window):
        earlier = dict.fromkeys(number for each in tickets for number in each.repeat_of)
        own = [each.ticket for each in tickets]
        declared = any(each.repeat_declared for each in tickets)
        rows.append(
            [
                tickets[0].serial_told,
                tickets[0].model,
                ", ".join(own),
                ", ".join(number for number in earlier if number not in own) or None,
                Phrase(N_("yes")) if declared else Phrase(N_("no")),
            ]
        )
    return Table(
        id="repeated",
        title=Phrase(N_("Repeated faults on one machine")),
        columns=[
            Column(id="serial", title=Phrase(N_("Serial number")), unit="text"),
            Column(id="model", title=MODEL, unit="text"),
            Column(id="tickets", title=Phrase(N_("Tickets of the month")), unit="text"),
            Column(id="earlier", title=Phrase(N_("Earlier tickets")), unit="text"),
            Column(id="declared", title=Phrase(N_("declared to headquarters")), unit="label"),
        ],
        rows=rows,
    )


def cause_title(cause: str) -> Label | Phrase:
    """What a cause is called; empty: none is recorded."""
    return Label("cause", cause) if cause else NOT_RECORDED
