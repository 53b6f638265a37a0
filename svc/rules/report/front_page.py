"""The first page: the month in five sentences, ten figures beside their targets, the trend of
twelve months, and what needs attention.

Each sentence is a rule over figures: the same figures give the same words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from svc.errors import N_, Phrase
from svc.model.settings import TargetedFigure
from svc.rules.report.answer import FRONT, Cell, Chart, Column, Figure, Label, Section, Table
from svc.rules.report.attention import attention_table
from svc.rules.report.figures import NameOf
from svc.rules.report.month import ComparedMonths
from svc.rules.report.targets import TEN, ten_figures

MONTHS = 12
"""So many months the trend has, the last of which is that of the report."""

FiguresById = Mapping[str, Figure]


def front_page(
    months: ComparedMonths,
    sections: Sequence[Section],
    trend: Sequence[tuple[date, Sequence[Figure] | None]],
    targets: Mapping[TargetedFigure, int],
    name_of: NameOf,
) -> Section:
    """The first page of a month whose sections these are. `trend`: the figures of each month, the
    earliest first; None before the first ticket came in. `name_of` a person's id: what they are
    called.
    """
    figures = {each.id: each for section in sections for each in section.figures}
    tables = {each.id: each for section in sections for each in section.tables}
    return Section(
        id=FRONT,
        number=0,
        title=Phrase(N_("The month on one page")),
        figures=ten_figures(sections, targets),
        tables=[_trend_table(trend, figures), attention_table(months, name_of)],
        notes=[
            came_in(figures),
            was_promised(figures, tables["by_promise"]),
            was_repaired(figures),
            was_said(figures),
            is_left(figures),
        ],
    )


def came_in(figures: FiguresById) -> Phrase:
    """What came in and went out, beside the month before."""
    return Phrase(
        N_("{received} requests came in{compared}; {closed} were closed, {open} stand open."),
        received=_count(figures["received"]),
        compared=_compared(figures["received"]),
        closed=_count(figures["closed"]),
        open=_count(figures["open_end"]),
    )


def _compared(received: Figure) -> Phrase | str:
    if received.month_before is None or received.value is None:
        return ""
    more = int(received.value) - int(received.month_before)
    if more == 0:
        return Phrase(N_(", as many as a month ago"))
    says = (
        N_(", {number} more than a month ago")
        if more > 0
        else N_(", {number} fewer than a month ago")
    )
    return Phrase(says, number=abs(more))


def was_promised(figures: FiguresById, by_promise: Table) -> Phrase:
    """How many promises were kept, and which was broken most; of two, the first in the table."""
    on_time, broken = figures["on_time"], _count(figures["broken"])
    if not on_time.denominator:
        return Phrase(N_("No promise was to be judged."))
    kept = {"rate": _rate(on_time), "kept": on_time.numerator, "judged": on_time.denominator}
    if not broken:
        return Phrase(N_("All {judged} promises were kept."), judged=on_time.denominator)
    names, counts = by_promise.column("promise"), by_promise.column("broken")
    most = max(int(count) for count in counts if isinstance(count, int))
    promise = names[counts.index(most)]
    return Phrase(
        N_(
            "{kept} of {judged} promises were kept ({rate}); {broken} were broken, most often "
            "{promise} ({most})."
        ),
        **kept,
        broken=broken,
        promise=promise if isinstance(promise, Label) else "",
        most=most,
    )


def was_repaired(figures: FiguresById) -> Phrase:
    """How many were fixed at once, and how long repairs took."""
    fixed, median = figures["first_time_fix"], figures["hours_median"]
    if not fixed.denominator and median.value is None:
        return Phrase(N_("No repair was visited, and none has ended."))
    if not fixed.denominator:
        return Phrase(
            N_("No repair was visited; half of those that ended took up to {median} hours."),
            median=_hours(median),
        )
    if median.value is None:
        return Phrase(
            N_(
                "{fixed} of {visited} faults visited were fixed at the first visit ({rate}); "
                "none has ended."
            ),
            **_cases(fixed),
        )
    return Phrase(
        N_(
            "{fixed} of {visited} faults visited were fixed at the first visit ({rate}); half of "
            "all took up to {median} hours, nine of ten up to {ninetieth}."
        ),
        **_cases(fixed),
        median=_hours(median),
        ninetieth=_hours(figures["hours_ninetieth"]),
    )


def was_said(figures: FiguresById) -> Phrase:
    """What customers said, and how many complained."""
    satisfied, complaints = figures["satisfaction"], _count(figures["complaints"])
    complained = (
        Phrase(
            N_("complaints: {complaints}, not yet judged: {open}"),
            complaints=complaints,
            open=_count(figures["complaints_open"]),
        )
        if complaints
        else Phrase(N_("no complaints"))
    )
    if not satisfied.denominator:
        return Phrase(N_("No customer was asked; {complained}."), complained=complained)
    return Phrase(
        N_("Of {asked} answers {rate} were satisfied, {dissatisfied} dissatisfied; {complained}."),
        asked=satisfied.denominator,
        rate=_rate(satisfied),
        dissatisfied=_count(figures["dissatisfied"]),
        complained=complained,
    )


def is_left(figures: FiguresById) -> Phrase:
    """What was taken and is owed, and what stands open by now."""
    money = {"taken": _yuan(figures["taken_in_month"]), "owed": _yuan(figures["owed_end"])}
    unfinished = _count(figures["unfinished"])
    if not unfinished:
        return Phrase(
            N_("{taken} yuan were taken, {owed} yuan are owed; nothing of it all is unfinished."),
            **money,
        )
    return Phrase(
        N_(
            "{taken} yuan were taken, {owed} yuan are owed; {unfinished} tickets are still open, "
            "the oldest for {days} days."
        ),
        **money,
        unfinished=unfinished,
        days=_count(figures["oldest_days"]),
    )


def _trend_table(
    trend: Sequence[tuple[date, Sequence[Figure] | None]], figures: FiguresById
) -> Table:
    """The ten figures in each month."""
    rows: list[list[Cell]] = []
    for month, of_month in trend:
        known = {each.id: each.value for each in of_month or ()}
        rows.append([f"{month:%Y-%m}", *(known.get(id_) for id_ in TEN)])
    return Table(
        id="trend",
        title=Phrase(N_("Twelve months")),
        columns=[
            Column(id="name", title=Phrase(N_("Month")), unit="text"),
            *(Column(id=id_, title=figures[id_].title, unit=figures[id_].unit) for id_ in TEN),
        ],
        rows=rows,
        chart=Chart(kind="days", labels="name", values=[TEN[0]]),
    )


def _cases(fixed: Figure) -> dict[str, object]:
    return {"fixed": fixed.numerator, "visited": fixed.denominator, "rate": _rate(fixed)}


def _count(figure: Figure) -> int:
    return int(figure.value or 0)


def _rate(figure: Figure) -> str:
    return f"{100 * float(figure.value or 0):.1f} %"


def _hours(figure: Figure) -> str:
    return f"{float(figure.value or 0):.1f}"


def _yuan(figure: Figure) -> str:
    return f"{Decimal(figure.value or 0):,.2f}"
