"""What the tickets of a month add to its figures, as numbers that can be added over months
(see over_months.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from svc.model.money import NOTHING
from svc.rules.report import (
    section_complaints,
    section_corrections,
    section_faults,
    section_intake,
    section_machines,
    section_money,
    section_parts,
    section_promises,
    section_repair,
    section_satisfaction,
    section_technicians,
    section_unfinished,
)
from svc.rules.report.answer import COUNT, RATE, YUAN, Figure, Number
from svc.rules.report.figures import median, ninetieth_percentile, share
from svc.rules.report.measures import Measures
from svc.rules.report.month import Window, month_window
from svc.rules.report.technicians_over_months import (
    WorkOfTechnician,
    added_work,
    work_by_technician,
)

FIGURES = (
    section_intake.intake_figures,
    section_promises.promises_figures,
    section_repair.repair_figures,
    section_faults.faults_figures,
    section_parts.parts_figures,
    section_satisfaction.satisfaction_figures,
    section_complaints.complaints_figures,
    section_money.money_figures,
    section_machines.machines_figures,
    section_technicians.technicians_figures,
    section_unfinished.unfinished_figures,
    section_corrections.corrections_figures,
)
"""Of each section of the report, in its order."""

NOT_OF_TICKETS = frozenset(
    (
        "open_start",
        "taken_up",
        "closed",
        "open_end",
        "machines",
        "owed_start",
        "charged_in_month",
        "taken_in_month",
        "refunded_in_month",
        "owed_end",
    )
)
"""Figures that are not of the tickets received in the month: of what took place in it, and of
customers' files.
"""

_HOUR = 3600


class Tally(Struct, frozen=True, kw_only=True, array_like=True):
    """What tickets received in a month, or in several, add to the figures that are of them."""

    counts: dict[str, int] = {}
    shares: dict[str, tuple[int, int]] = {}  # of rates: what stands above and below the line
    amounts: dict[str, Decimal] = {}
    repaired: list[int] = []  # elapsed seconds of each repair that was solved; sorted
    faulty: list[str] = []  # machines with one fault, by serial number; sorted
    repeated: list[str] = []  # machines with repeated faults
    kinds: dict[str, int] = {}  # of what was taken in here; "": a call that is only noted
    causes: dict[str, int] = {}  # of faults; "" where none is recorded
    technicians: dict[str, WorkOfTechnician] = {}  # by id


def tally_tickets(received: list[Measures]) -> Tally:
    """Of tickets that were received in one month, their promises judged."""
    if not received:
        return Tally()
    month = month_window(received[0].received.replace(day=1), received, [], {})
    figures_ = [
        each
        for figures_of in FIGURES
        for each in figures_of(month)
        if each.id not in NOT_OF_TICKETS
    ]
    machines = section_faults.faulty_machines(month)
    return Tally(
        counts={
            each.id: _as_count(each.value) for each in figures_ if each.unit == COUNT and each.value
        },
        shares={
            each.id: (each.numerator or 0, each.denominator or 0)
            for each in figures_
            if each.unit == RATE and each.denominator
        },
        amounts={
            each.id: Decimal(each.value) for each in figures_ if each.unit == YUAN and each.value
        },
        repaired=sorted(
            round(float(behind.value) * _HOUR)
            for each in figures_
            if each.id == "hours_median"
            for behind in each.behind
        ),
        faulty=sorted(serial for serial, is_repeated in machines.items() if not is_repeated),
        repeated=sorted(serial for serial, is_repeated in machines.items() if is_repeated),
        kinds=_sorted_counts(each.kind for each in month.intake),
        causes=_sorted_counts(each.cause for each in month.received if each.is_fault),
        technicians=work_by_technician(month.received),
    )


def _sorted_counts(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def add_tallies(tallies: Iterable[Tally]) -> Tally:
    """Of all these tickets together: a machine that had a fault in two of the tallies is one with
    repeated faults.
    """
    counts: dict[str, int] = {}
    shares: dict[str, tuple[int, int]] = {}
    amounts: dict[str, Decimal] = {}
    repaired: list[int] = []
    faulty: set[str] = set()
    repeated: set[str] = set()
    kinds: Counter[str] = Counter()
    causes: Counter[str] = Counter()
    works = []
    for each in tallies:
        kinds.update(each.kinds)
        causes.update(each.causes)
        works.append(each.technicians)
        for name, number in each.counts.items():
            counts[name] = counts.get(name, 0) + number
        for name, (above, below) in each.shares.items():
            before = shares.get(name, (0, 0))
            shares[name] = (before[0] + above, before[1] + below)
        for name, yuan in each.amounts.items():
            amounts[name] = amounts.get(name, NOTHING) + yuan
        repaired += each.repaired
        repeated.update(each.repeated, faulty.intersection(each.faulty))
        faulty.update(each.faulty)
    counts["machines_repeated"] = len(repeated)
    return Tally(
        counts=counts,
        shares=shares,
        amounts=amounts,
        repaired=sorted(repaired),
        faulty=sorted(faulty - repeated),
        repeated=sorted(repeated),
        kinds=dict(sorted(kinds.items())),
        causes=dict(sorted(causes.items())),
        technicians=added_work(works),
    )


def tallied_figures(period: Window, tickets: Tally) -> list[list[Figure]]:
    """The figures of each section; `period`: what took place in it, without the tickets received,
    which are tallied. ValueError for a figure that no tally holds.
    """
    return [[_with_tally(each, tickets) for each in figures_of(period)] for figures_of in FIGURES]


def _with_tally(figure: Figure, tickets: Tally) -> Figure:
    if figure.id in NOT_OF_TICKETS:
        return figure
    if figure.id == "failure_rate":
        return _with_rate(
            figure, len(tickets.faulty) + len(tickets.repeated), figure.denominator or 0
        )
    if figure.unit == RATE:
        return _with_rate(figure, *tickets.shares.get(figure.id, (0, 0)))
    if figure.id in _QUANTILES_OF_REPAIR:
        hours = [seconds / _HOUR for seconds in tickets.repaired]
        return replace(figure, value=_QUANTILES_OF_REPAIR[figure.id](hours) if hours else None)
    if figure.unit == YUAN:
        return replace(figure, value=tickets.amounts.get(figure.id, NOTHING))
    if figure.unit == COUNT:
        return replace(figure, value=tickets.counts.get(figure.id, 0))
    raise ValueError(f"nothing is tallied for {figure.id} in {figure.unit}")


_QUANTILES_OF_REPAIR = {"hours_median": median, "hours_ninetieth": ninetieth_percentile}
"""Figures of `Tally.repaired`. A quantile can't be added over months: one of something else needs
its own list in `Tally`.
"""


def _with_rate(figure: Figure, above: int, below: int) -> Figure:
    return replace(figure, value=share(above, below), numerator=above, denominator=below)


def _as_count(value: Number | None) -> int:
    return int(value or 0)
