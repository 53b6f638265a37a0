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

_TAKEN: tuple[tuple[Callable[[Window], list[Figure]], tuple[str, ...]], ...] = (
    (section_intake.figures, ("received", "closed", "open_end")),
    (section_promises.figures, ("on_time",)),
    (section_repair.figures, ("first_time_fix", "solved", "hours_median")),
    (section_satisfaction.figures, ("callback_rate", "satisfaction")),
    (section_money.figures, ("charged", "outstanding")),
)
SHOWN = frozenset(id_ for _, ids in _TAKEN for id_ in ids)
"""The figures that stand beside each other."""


def table(regions: Mapping[str, Window]) -> Table:
    """One row for each region, by its name; the columns are figures of the sections."""
    columns: list[Column] = [Column(id="region", title=Phrase(N_("Region")), unit="text")]
    rows: list[list[Cell]] = []
    for name, window in regions.items():
        figures = [each for made, ids in _TAKEN for each in made(window) if each.id in ids]
        columns[1:] = [Column(id=each.id, title=each.title, unit=each.unit) for each in figures]
        rows.append([name, *(each.value for each in figures)])
    return Table(
        id="by_region",
        title=Phrase(N_("Regions compared")),
        columns=columns,
        rows=rows,
        chart=Chart(kind="bars", labels="region", values=["received"]),
    )
