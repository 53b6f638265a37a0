"""What stands in a report, in words: titles, numbers, changes and cells read the same in every form of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from svc.errors import N_, Phrase
from svc.render.words import Words
from svc.rules.reports import (
    COUNT,
    HOURS,
    MINUTES,
    RATE,
    YUAN,
    Cell,
    Column,
    Figure,
    Label,
    Number,
    Report,
    Title,
    Unreadable,
)

DASH = "—"
"""Where nothing can be computed: a rate of nothing, a month without records."""


REPORT_TITLE = N_("Monthly service report")
REGION, MONTH, UNTIL, DIGEST = N_("Region"), N_("Month"), N_("Period"), N_("Digest of the input")
NOT_READ = N_("Could not be read")
FIGURE, THIS_MONTH, HOW = N_("Figure"), N_("this month"), N_("How it is counted")
A_MONTH_AGO, MONTH_CHANGE = N_("a month ago"), N_("month on month")
A_YEAR_AGO, YEAR_CHANGE = N_("a year ago"), N_("year on year")
ABOVE, BELOW = N_("numerator"), N_("denominator")
TOTAL, NONE_HERE = N_("total"), N_("None.")
POINTS = N_("{change} points")


def title_text(title: Title, words: Words) -> str:
    return words.label(title.group, title.value) if isinstance(title, Label) else words.show(title)


def number_text(value: Number | None, unit: str) -> str:
    """A number as it is printed: rates in percent and hours with one decimal, yuan with two, thousands apart."""
    if value is None:
        return DASH
    if unit == RATE:
        return f"{100 * value:.1f} %"
    return f"{value:,.2f}" if unit == YUAN else f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"


def change_text(change: float | None, unit: str, words: Words) -> str:
    """环比 or 同比: how much more or less, in percent; of a rate, in points of a percent."""
    if change is None:
        return DASH
    text = f"{100 * change:+.1f}"
    text = "0.0" if text in ("+0.0", "-0.0") else text
    return words(POINTS, change=text) if unit == RATE else f"{text} %"


def cell_text(cell: Cell, unit: str, words: Words) -> str:
    """A cell of a table. Somebody's text is given as it stands in the record, line breaks and all."""
    if cell is None:
        return DASH
    if isinstance(cell, Label | Phrase):
        return title_text(cell, words)
    if isinstance(cell, str):
        return cell
    return words.show(cell) if isinstance(cell, date) else number_text(cell, unit)


def total_cells(total: Sequence[Cell]) -> list[Cell]:
    """The cells of a total row: what has no total is empty, and the row is called so where nothing names it."""
    first = Phrase(TOTAL) if total[0] is None else total[0]
    return [first, *("" if cell is None else cell for cell in total[1:])]


def is_number(column: Column) -> bool:
    """Whether the column has numbers, which stand to the right."""
    return column.unit in (COUNT, RATE, HOURS, MINUTES, YUAN)


def out_of_text(figure: Figure) -> str:
    """What a rate was divided by what; empty for other figures."""
    if figure.numerator is None or figure.denominator is None:
        return ""
    return f"{figure.numerator:,} ÷ {figure.denominator:,}"


def region_text(report: Report, words: Words) -> str:
    return report.region_name or words(N_("Headquarters: all regions"))


def until_text(report: Report, words: Words) -> str:
    """Which part of the month is in the report."""
    if report.as_of is None:
        return words(N_("the whole month"))
    return words(N_("as of {time}; the month is not over"), time=report.as_of)


def unreadable_text(each: Unreadable, words: Words) -> str:
    """A file that is not, or not wholly, in the figures: where it is damaged, and how."""
    return f"{words.show(each.path)}:{each.line}: {words.show(each.problem)}"
