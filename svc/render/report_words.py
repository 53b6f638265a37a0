"""A report's titles, cells and changes in words: the same in Markdown, HTML, sheets and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from svc.errors import N_, Phrase
from svc.model.money import in_yuan
from svc.render.words import Words, printable
from svc.rules.report.answer import (
    COUNT,
    HOURS,
    RATE,
    YUAN,
    Cell,
    Column,
    Figure,
    Label,
    Number,
    Report,
    Section,
    Table,
    Title,
    Unreadable,
)

DASH = "—"


def report_title(report: Report) -> str:
    """What a report over so much time is called, as a message id."""
    if not report.several:
        return N_("Monthly service report")
    if report.years == 1:
        return N_("Yearly service report")
    if report.years:
        return N_("Service report over several years")
    return N_("Service report over several months")


def title_words(title: Title, words: Words) -> str:
    """A title, or a name in a cell."""
    if isinstance(title, Label):
        return words.label(title.group, title.value)
    facts = {
        name: title_words(fact, words) if isinstance(fact, (Label, Phrase)) else fact
        for name, fact in title.facts.items()
    }
    return words(title.says, **facts)


def cell_words(cell: Cell, unit: str, words: Words) -> str:
    """A cell as it is read; what can't be computed, or is not there, is a dash. Somebody's text is
    made harmless.
    """
    if cell is None:
        return DASH
    if isinstance(cell, str):
        return printable(cell)
    if isinstance(cell, (Label, Phrase)):
        return title_words(cell, words)
    if isinstance(cell, datetime):
        return words.show(cell)
    if isinstance(cell, date):
        return printable(str(cell))
    return number_words(cell, unit)


def number_words(value: Number | None, unit: str, *, grouped: bool = False) -> str:
    """A number in its unit: rates in percent and hours with one place, amounts with two; `grouped`:
    12,345.60.
    """
    if value is None:
        return DASH
    if unit == RATE:
        return f"{100 * value:.1f} %"
    places = {HOURS: ".1f", YUAN: ".2f"}.get(unit, "")
    number = in_yuan(Decimal(value)) if unit == YUAN else value
    return f"{number:{',' if grouped else ''}{places}}"


def value_words(figure: Figure, words: Words) -> str:
    """A figure's value with its unit, and of a rate what was divided by what."""
    text = number_words(figure.value, figure.unit)
    if figure.unit == RATE and figure.denominator:
        return f"{text} ({figure.numerator}/{figure.denominator})"
    if figure.value is None:
        return text
    if figure.unit == HOURS:
        return words(N_("{number} h"), number=text)
    return words(N_("{number} yuan"), number=text) if figure.unit == YUAN else text


def change_words(change: float | None, unit: str, words: Words) -> str:
    """A change with its sign: in percent, of a rate in percentage points; a dash where there was
    nothing before.
    """
    if change is None:
        return DASH
    text = f"{100 * change:+.1f}"
    text = "0.0" if text in ("+0.0", "-0.0") else text
    return words(N_("{number} points"), number=text) if unit == RATE else f"{text} %"


def total_cells(total: Sequence[Cell]) -> list[Cell]:
    """The cells of a total row: what has no total is empty. An unnamed total row is called
    "total".
    """
    first = Phrase(N_("total")) if total[0] is None else total[0]
    return [first, *("" if cell is None else cell for cell in total[1:])]


def is_number(column: Column) -> bool:
    """Whether the column has numbers, which stand to the right."""
    return column.unit in (COUNT, RATE, HOURS, YUAN)


def target_words(figure: Figure, words: Words) -> str:
    """What a figure is wanted to be, with which way that is meant; a dash where nothing is set."""
    if figure.target is None:
        return DASH
    says = N_("≤ {number}") if figure.is_target_most else N_("≥ {number}")
    number = number_words(figure.target, figure.unit, grouped=True)
    return words(says, number=f"{figure.target:,g}" if figure.unit == COUNT else number)


def met_words(figure: Figure, words: Words) -> str:
    """Whether a figure is as wanted, told by shape, too."""
    if figure.is_met is None:
        return DASH
    return words(N_("● met")) if figure.is_met else words(N_("▲ not met"))


def remark_blocks(report: Report) -> list[tuple[str, list[str]]]:
    """What was written for the report: each heading (a line that begins with #; empty: none) with
    its paragraphs. Somebody's text, and nothing in it is markup.
    """
    blocks: list[tuple[str, list[str]]] = []
    for line in report.remarks:
        text = line.strip()
        if text.startswith("#"):
            blocks.append((printable(text.lstrip("#").strip()), []))
        elif text:
            if not blocks:
                blocks.append(("", []))
            blocks[-1][1].append(printable(text))
    return blocks


def region_words(report: Report, words: Words) -> str:
    """Whose report it is, as the department calls it: an office's with its region."""
    region = printable(report.region_name)
    if report.office:
        office = printable(report.office_name)
        return words(N_("{office} ({region})"), office=office, region=region)
    return region or words(N_("headquarters, all regions"))


def scope_fields(report: Report) -> dict[str, object]:
    """Whose report it is, in JSON; an office's says its office besides its region."""
    fields: dict[str, object] = {"region": report.region or "all"}
    return fields | {"office": report.office} if report.office else fields


def unreadable_words(unreadable: Unreadable, words: Words) -> str:
    """A file that is in no figure, the line, and why."""
    return f"{printable(unreadable.path)}:{unreadable.line}: {words.show(unreadable.problem)}"


CUTS = {
    "at": N_("Of what had happened until {time}, as it is known today."),
    "known": N_("Of what had happened until {time}, as it was known then."),
    "commit": N_("Of the ledger as commit {commit} has it, made {time}."),
}


def as_of_words(report: Report, words: Words) -> str:
    """Of which state of the ledger it is, if not of today's; up to when the month is told, and what
    it is compared with, or the last one of several. Empty once the month is over.
    """
    cut = report.cut
    cut_words = words(CUTS[cut.how], time=cut.moment, commit=cut.commit[:10]) if cut else ""
    running = _running_words(report, words)
    return f"{cut_words}{' ' if cut_words.isascii() and cut_words and running else ''}{running}"


def _running_words(report: Report, words: Words) -> str:
    if report.as_of is None:
        return ""
    if report.several:
        return words(N_("The last month is not over: as of {time}."), time=report.as_of)
    return words(
        N_(
            "The month is not over: as of {time}. It is compared with the same days, 1 to {day}, a "
            "month and a year ago; figures that go on changing after those days are not compared."
        ),
        time=report.as_of,
        day=report.as_of.day,
    )


def report_fields(report: Report, words: Words) -> dict[str, object]:
    """The report in JSON: amounts as text, rates as shares of 1, fixed values as they are written
    in records.
    """
    return {
        "department": report.department,
        **scope_fields(report),
        "region_name": region_words(report, words),
        "months" if report.several else "month": report.month,
        "as_of": report.as_of,
        "cut": {"how": cut.how, "moment": cut.moment, "commit": cut.commit or None}
        if (cut := report.cut)
        else None,
        "digest": report.digest,
        **({"front": _front_fields(report, report.front, words)} if report.front else {}),
        "figures": {
            each.id: each.value for section in report.sections for each in section.all_figures
        },
        "sections": [
            _section_fields(section, words, several=report.several) for section in report.sections
        ],
        "unreadable": len(report.unreadable),
        "unreadable_files": [
            {"path": each.path, "line": each.line, "problem": words.show(each.problem)}
            for each in report.unreadable
        ],
    }


def _front_fields(report: Report, front: Section, words: Words) -> dict[str, object]:
    """The first page, whose notes are its sentences."""
    figures = [
        {
            "id": each.id,
            "value": each.value,
            "target": each.target,
            "target_is_most": None if each.target is None else each.is_target_most,
            "met": each.is_met,
        }
        for each in front.figures
    ]
    fields = _section_fields(front, words, several=False)
    return fields | {"figures": figures, "remarks": report.remarks}


def _section_fields(section: Section, words: Words, *, several: bool) -> dict[str, object]:
    figures = [_figure_fields(figure, words, several=several) for figure in section.all_figures]
    return {
        "id": section.id,
        "number": section.number,
        "title": title_words(section.title, words),
        "figures": figures,
        "tables": [_table_fields(table, words) for table in section.tables],
        "notes": [title_words(note, words) for note in section.notes],
    }


def _table_fields(table: Table, words: Words) -> dict[str, object]:
    columns = [
        {"id": column.id, "title": title_words(column.title, words), "unit": column.unit}
        for column in table.columns
    ]
    return {
        "id": table.id,
        "title": title_words(table.title, words),
        "columns": columns,
        "rows": [_row_fields(row, words) for row in table.rows],
        "total": None if table.total is None else _row_fields(table.total, words),
    }


def _row_fields(row: Sequence[Cell], words: Words) -> list[object]:
    return [_field(cell, words) for cell in row]


def figure_fields(figure: Figure, words: Words) -> dict[str, object]:
    """A figure in JSON, without the tickets behind it."""
    return {
        "id": figure.id,
        "title": title_words(figure.title, words),
        "unit": figure.unit,
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "formula": title_words(figure.formula, words),
        "month_before": figure.month_before,
        "month_change": figure.month_change,
        "year_before": figure.year_before,
        "year_change": figure.year_change,
    }


def _figure_fields(figure: Figure, words: Words, *, several: bool) -> dict[str, object]:
    """Without the earlier values, which a report over several months has not."""
    fields = figure_fields(figure, words)
    return {name: value for name, value in fields.items() if not (several and name in _EARLIER)}


_EARLIER = ("month_before", "month_change", "year_before", "year_change")


def _field(cell: Cell, words: Words) -> object:
    if isinstance(cell, Label):
        return cell.value
    if isinstance(cell, Phrase):
        return title_words(cell, words)
    return cell
