"""The regions beside each other, for headquarters: the figures that are asked for first."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from svc.errors import N_, Phrase
from svc.rules.report import (
    section_intake,
    section_money,
    section_promises,
    section_repair,
    section_satisfaction,
)
from svc.rules.report.answer import Cell, Chart, Column, Figure, Table
from svc.rules.report.month import Window

_FIGURES: tuple[tuple[Callable[[Window], list[Figure]], tuple[str, ...]], ...] = (
    (section_intake.intake_figures, ("received", "closed", "open_end")),
    (section_promises.promises_figures, ("on_time",)),
    (section_repair.repair_figures, ("first_time_fix", "solved", "hours_median")),
    (section_satisfaction.satisfaction_figures, ("callback_rate", "satisfaction")),
    (section_money.money_figures, ("charged", "outstanding")),
)
SHOWN = frozenset(id_ for _, ids in _FIGURES for id_ in ids)
"""The figures that stand beside each other."""


def regions_table(regions: Mapping[str, Window]) -> Table:
    """One row for each region, by its name; the columns are figures of the sections."""
    columns: list[Column] = [Column(id="region", title=Phrase(N_("Region")), unit="text")]
    rows: list[list[Cell]] = []
    for name, window in regions.items():
        figures = [
            each for figures_of, ids in _FIGURES for each in figures_of(window) if each.id in ids
        ]
        columns[1:] = [Column(id=each.id, title=each.title, unit=each.unit) for each in figures]
        rows.append([name, *(each.value for each in figures)])
    return Table(
        id="by_region",
        title=Phrase(N_("Regions compared")),
        columns=columns,
        rows=rows,
        chart=Chart(kind="bars", labels="region", values=["received"]),
    )
