"""The ten figures of the first page, and what a department wants them to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from svc.model.settings import TARGETED, TargetedFigure
from svc.rules.report.answer import RATE, Figure, Section

TEN = (
    *("received", "closed", "open_end", "on_time", "first_time_fix"),
    *("hours_median", "callback_rate", "satisfaction", "complaints", "owed_end"),
)
"""By id, in their order."""


def ten_figures(sections: Iterable[Section], targets: Mapping[TargetedFigure, int]) -> list[Figure]:
    """The ten, each with its target where one is set; without the tickets behind them, which their
    sections have.
    """
    figures = {figure.id: figure for section in sections for figure in section.figures}
    wanted = {str(id_): target for id_, target in targets.items()}
    return [
        replace(
            figures[id_],
            behind=[],
            target=_in_unit(figures[id_].unit, wanted[id_]) if id_ in wanted else None,
            is_target_most=TARGETED.get(id_) == "at_most",
        )
        for id_ in TEN
    ]


def _in_unit(unit: str, target: int) -> float:
    """A target as it is compared: rates are set in percent."""
    return target / 100 if unit == RATE else target
