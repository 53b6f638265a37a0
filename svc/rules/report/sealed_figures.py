"""The figures of an office's month as a seal keeps them, and what has become of them since."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain

from msgspec import Struct

from svc.model.month_seals import FIGURE_LINE
from svc.rules.report import section_promises
from svc.rules.report.answer import COUNT, HOURS, RATE, YUAN, Figure, Section, Title
from svc.rules.report.figures import share
from svc.rules.report.month import Window
from svc.rules.report.sections import TITLES
from svc.rules.report.tally import FIGURES

OF_NO_TICKET = frozenset({"machines", "failure_rate"})
"""Figures that are made of customers' files, too, which belong to no month: no seal has them."""

_HOURS_PLACES = Decimal("0.0001")
_AMOUNT_PLACES = Decimal("0.01")

Adds = Mapping[str, tuple[str, int]]
"""What tickets add to a figure, each its value, as it is written, and what is below the line."""


class SealedFigure(Struct, frozen=True, kw_only=True):
    """A figure as a number. Of a rate both sides of the line."""

    section: str
    id: str
    unit: str
    number: str  # 12; 30/33; 5.2500, or - of nothing; 80.00

    @property
    def line(self) -> str:
        """As a seal has it."""
        return f"{self.section} {self.id} {self.unit} {self.number}"

    @property
    def value(self) -> int | float | Decimal | None:
        """The number as reports show it; None of what can't be computed."""
        if self.unit == RATE:
            above, _, below = self.number.partition("/")
            return share(int(above), int(below))
        if self.number == "-":
            return None
        if self.unit == COUNT:
            return int(self.number)
        return Decimal(self.number) if self.unit == YUAN else float(self.number)


class MonthFigure(Struct, frozen=True, kw_only=True):
    """A figure of an office's month, what it is called, and what each ticket adds to it."""

    figure: SealedFigure
    title: Title
    adds: Adds


class FigureChange(Struct, frozen=True, kw_only=True):
    """A figure that is not what it was; None where there was, or is, no such figure."""

    id: str
    section: str
    unit: str
    title: Title | None  # None: no report has it any more
    before: SealedFigure | None
    after: SealedFigure | None
    tickets: list[str]  # those that add something else, or nothing any more
    is_told: bool  # whether the log alone tells what it was: else the tickets may not be all


def month_figures(window: Window) -> list[MonthFigure]:
    """All figures of an office's month that a seal keeps, section by section."""
    found = []
    for section, figures_of in zip(TITLES, FIGURES, strict=True):
        figures: Iterable[Figure] = figures_of(window)
        if section == "promises":
            figures = chain(figures, section_promises.rates_by_promise(window))
        found += [_month_figure(section, each) for each in figures if each.id not in OF_NO_TICKET]
    return found


def report_figures(sections: Iterable[Section]) -> list[MonthFigure]:
    """The figures of a report that was made with the tickets behind them, those that a seal would
    keep.
    """
    return [
        _month_figure(section.id, each)
        for section in sections
        for each in section.all_figures
        if each.id not in OF_NO_TICKET
    ]


def parse_figure(line: str) -> SealedFigure:
    """A figure from its line in a seal. ValueError for what is none."""
    match = re.fullmatch(FIGURE_LINE, line)
    if match is None:
        raise ValueError(line)
    section, id_, *units = match.groups()
    unit, number = (each for each in units if each is not None)
    return SealedFigure(section=section, id=id_, unit=unit, number=number)


def changed_figures(
    sealed: Iterable[str], then: Iterable[MonthFigure], now: Iterable[MonthFigure]
) -> list[FigureChange]:
    """The figures that are not what they were sealed as. `sealed`: the lines of the seal; `then`:
    the month with what the seal knew, `now`: with all that is known now.
    """
    kept = {each.id: each for each in map(parse_figure, sealed)}
    known = {each.figure.id: each for each in then}
    current = {each.figure.id: each for each in now}
    return [
        _change(id_, kept.get(id_), known.get(id_), current.get(id_))
        for id_ in dict.fromkeys([*current, *kept])
        if (id_ in kept or _comes_up(id_))
        and _number(kept.get(id_)) != _number(current[id_].figure if id_ in current else None)
    ]


def _change(
    id_: str, kept: SealedFigure | None, then: MonthFigure | None, now: MonthFigure | None
) -> FigureChange:
    latest = now or then
    some = kept or (latest.figure if latest else None)
    assert some is not None  # it stands in one of both
    before: Adds = then.adds if then else {}
    after: Adds = now.adds if now else {}
    return FigureChange(
        id=id_,
        section=some.section,
        unit=some.unit,
        title=latest.title if latest else None,
        before=kept,
        after=now.figure if now else None,
        tickets=list(_other_tickets(before, after)),
        is_told=_number(kept) == _number(then.figure if then else None),
    )


def _other_tickets(before: Adds, after: Adds) -> Iterator[str]:
    """The tickets that add something else after than before, in the order of their numbers."""
    for ticket in sorted({*before, *after}):
        if before.get(ticket) != after.get(ticket):
            yield ticket


def _comes_up(id_: str) -> bool:
    """Whether a seal has the figure only where it comes up: the rate of a promise. All others it
    has, so one that is not there was not yet counted when it was made.
    """
    return "." in id_


def _number(figure: SealedFigure | None) -> tuple[str, str] | None:
    """What is compared; a rate of nothing, and one that does not come up, are the same."""
    if figure is None or figure.number in ("0/0", "-", "0", "0.00"):
        return None
    return figure.unit, figure.number


def _month_figure(section: str, figure: Figure) -> MonthFigure:
    return MonthFigure(
        figure=SealedFigure(
            section=section, id=figure.id, unit=figure.unit, number=_written(figure)
        ),
        title=figure.title,
        adds={each.ticket: (str(each.value), each.out_of) for each in figure.behind},
    )


def _written(figure: Figure) -> str:
    if figure.unit == RATE:
        return f"{figure.numerator or 0}/{figure.denominator or 0}"
    if figure.unit == HOURS:
        hours = figure.value
        return "-" if hours is None else str(Decimal(str(hours)).quantize(_HOURS_PLACES))
    if figure.unit == YUAN:
        return str(Decimal(figure.value or 0).quantize(_AMOUNT_PLACES))
    return str(figure.value or 0)
