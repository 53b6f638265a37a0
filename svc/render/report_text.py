"""The month's report as Markdown, and what --explain says of a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from svc.errors import N_
from svc.render.listings import TableValue, ValueTable
from svc.render.report_words import (
    as_of_words,
    cell_words,
    change_words,
    met_words,
    number_words,
    region_words,
    remark_blocks,
    target_words,
    title_words,
    unreadable_words,
    value_words,
)
from svc.render.tables import TableCell, plain_table, terminal_cells
from svc.render.words import Words, printable
from svc.rules.report.answer import (
    HOURS,
    RATE,
    YUAN,
    Behind,
    Figure,
    Number,
    Report,
    Section,
    Table,
)

_NUMBERS = ("count", "rate", "hours", "minutes", "yuan")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|#~&])")


def report_markdown(report: Report, words: Words) -> str:
    """The whole report: figures with their formulas and changes, every table, columns aligned, same
    bytes each time.
    """
    lines = [
        f"# {_safe(printable(report.department))} · {_safe(region_words(report, words))} · "
        f"{report.month}",
    ]
    if told := as_of_words(report, words):
        lines += ["", told]
    if report.unreadable:
        lines += [
            "",
            words(N_("Could not be read or calculated, and is left out of the figures:")),
            "",
        ]
        lines += [f"- {_safe(unreadable_words(each, words))}" for each in report.unreadable]
    if report.front is not None:
        lines += ["", *_front(report, report.front, words)]
    for section in report.sections:
        lines += ["", *_section(section, words, several=report.several)]
    lines += ["", words(_end(report), digest=report.short_digest)]
    return "\n".join(lines) + "\n"


def _end(report: Report) -> str:
    """What stands at the end: what report it is, as a message id; an office's or a region's."""
    over = "months" if report.several else "month"
    if report.years:
        over = "year" if report.years == 1 else "years"
    return _ENDS[bool(report.office), over]


_ENDS = {
    (False, "month"): N_("Monthly region report. Digest of what was read: {digest}"),
    (False, "months"): N_("Region report over several months. Digest of what was read: {digest}"),
    (False, "year"): N_("Yearly region report. Digest of what was read: {digest}"),
    (False, "years"): N_("Region report over several years. Digest of what was read: {digest}"),
    (True, "month"): N_("Monthly office report. Digest of what was read: {digest}"),
    (True, "months"): N_("Office report over several months. Digest of what was read: {digest}"),
    (True, "year"): N_("Yearly office report. Digest of what was read: {digest}"),
    (True, "years"): N_("Office report over several years. Digest of what was read: {digest}"),
}


def figure_list(report: Report, words: Words) -> str:
    """What --explain can be asked for."""
    rows = [
        [each.id, title_words(each.title, words), value_words(each, words)]
        for section in report.sections
        for each in section.all_figures
    ]
    return plain_table(
        [words(N_("Figure")), words(N_("Meaning")), words(N_("Value"))], rows, words.screen
    )


def explanation(figure: Figure, words: Words, *, several: bool = False) -> str:
    """A figure, how it comes about, and what each ticket adds to it: of a rate to both sides of
    the line. `several`: of several months, which have none before them.
    """
    lines = [
        f"{title_words(figure.title, words)}: {value_words(figure, words)}",
        words(N_("Formula: {formula}"), formula=title_words(figure.formula, words)),
    ]
    if not several:
        lines.append(_before_words(figure, words))
    if not figure.behind:
        return "\n".join([*lines, words(N_("No ticket counts towards it."))])
    heads = [
        TableCell(words(head), is_number=place > 0)
        for place, head in enumerate((COUNTED, *_sides(figure)))
    ]
    rows = [
        [
            each.ticket,
            *(TableCell(text, is_number=True) for text in _added_to(figure, each)),
        ]
        for each in figure.behind
    ]
    if figure.unit != HOURS:
        totals = (_added(total, figure.unit) for total in _totals(figure))
        rows.append([words(N_("total")), *(TableCell(text, is_number=True) for text in totals)])
    return "\n".join([*lines, "", plain_table(heads, rows, words.screen)])


COUNTED = N_("Ticket or customer")


def _sides(figure: Figure) -> tuple[str, ...]:
    """What the numbers of a ticket are, as message ids: of a rate both sides of the line."""
    if figure.unit == RATE:
        return N_("numerator"), N_("denominator")
    return (N_("counts"),)


def _added_to(figure: Figure, behind: Behind) -> list[str]:
    added = _added(behind.value, figure.unit)
    return [added, str(behind.out_of)] if figure.unit == RATE else [added]


def _totals(figure: Figure) -> list[Number]:
    """What all tickets add together."""
    total = sum((each.value for each in figure.behind), start=Decimal(0))
    out_of = sum(each.out_of for each in figure.behind)
    return [total, out_of] if figure.unit == RATE else [total]


def explanation_list(figures: Sequence[Figure], words: Words) -> ValueTable:
    """What each ticket adds to these figures, for a spreadsheet; a figure towards which nothing
    counts has a row, too.
    """
    heads = [
        N_("Figure"),
        N_("Meaning"),
        N_("Value"),
        COUNTED,
        N_("counts, or numerator"),
        N_("denominator"),
    ]
    rows: list[list[TableValue]] = []
    for figure in figures:
        named = [figure.id, title_words(figure.title, words), value_words(figure, words)]
        rows += [
            [
                *named,
                each.ticket,
                _plain(each.value, figure.unit),
                each.out_of if figure.unit == RATE else None,
            ]
            for each in figure.behind
        ] or [[*named, None, None, None]]
    return ValueTable(heads=[words(head) for head in heads], rows=rows)


def _plain(value: Number, unit: str) -> TableValue:
    """What a ticket adds as a number."""
    if unit in (HOURS, YUAN):
        return Decimal(number_words(value, unit))
    return int(value)


def _before_words(figure: Figure, words: Words) -> str:
    """What it was a month and a year ago."""
    return words(
        N_("A month ago: {month} ({month_change}); a year ago: {year} ({year_change})"),
        month=number_words(figure.month_before, figure.unit),
        month_change=change_words(figure.month_change, figure.unit, words),
        year=number_words(figure.year_before, figure.unit),
        year_change=change_words(figure.year_change, figure.unit, words),
    )


def _columns(
    heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool], words: Words
) -> list[str]:
    """The lines of a table: on a screen as lists are, which it always fits; else in Markdown."""
    if words.screen is None:
        return markdown_table(heads, rows, right)
    cells = [
        [
            TableCell(cell, is_number=is_number)
            for cell, is_number in zip(map(printable, row), right, strict=True)
        ]
        for row in (heads, *rows)
    ]
    return plain_table(cells[0], cells[1:], words.screen).split("\n")


def markdown_table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]
) -> list[str]:
    """The lines of a table whose columns line up also where they are Chinese; `right`: which are
    numbers.
    """
    cells = [[_safe(cell) for cell in row] for row in (heads, *rows)]
    taken = [[terminal_cells(cell) for cell in row] for row in cells]
    widths = [max(3, *column) for column in zip(*taken, strict=True)]
    rule = [("-" * (w - 1) + ":") if r else "-" * w for w, r in zip(widths, right, strict=True)]
    lines = [_row(row, own, widths, right) for row, own in zip(cells, taken, strict=True)]
    return [lines[0], f"| {' | '.join(rule)} |", *lines[1:]]


def _front(report: Report, front: Section, words: Words) -> list[str]:
    """The first page: sentences, figures beside their targets, trend, attention, what was written
    for it.
    """
    lines = [f"## {title_words(front.title, words)}", ""]
    lines += [
        f"{number}. {_safe(title_words(note, words))}" for number, note in enumerate(front.notes, 1)
    ]
    heads = [
        N_("Figure"),
        N_("Value"),
        N_("Target"),
        N_("Against target"),
        N_("A month ago"),
        N_("A year ago"),
    ]
    rows = [
        [
            title_words(figure.title, words),
            value_words(figure, words),
            target_words(figure, words),
            met_words(figure, words),
            number_words(figure.month_before, figure.unit),
            number_words(figure.year_before, figure.unit),
        ]
        for figure in front.figures
    ]
    right = [False, True, True, False, True, True]
    lines += ["", *_columns([words(head) for head in heads], rows, right, words)]
    for each in front.tables:
        lines += ["", f"### {title_words(each.title, words)}", "", *_table(each, words)]
    for heading, paragraphs in remark_blocks(report):
        lines += ["", f"### {_safe(heading)}"] if heading else []
        for paragraph in paragraphs:
            lines += ["", _safe(paragraph)]
    return lines


def _section(section: Section, words: Words, *, several: bool) -> list[str]:
    lines = [f"## {section.number}. {title_words(section.title, words)}", ""]
    earlier = (
        []
        if several
        else [N_("A month ago"), N_("Month on month"), N_("A year ago"), N_("Year on year")]
    )
    heads = [N_("Figure"), N_("All months") if several else N_("Value"), *earlier, N_("Formula")]
    rows = [
        [
            title_words(figure.title, words),
            value_words(figure, words),
            *([] if several else _earlier(figure, words)),
            title_words(figure.formula, words),
        ]
        for figure in section.figures
    ]
    right = [False, *(True for _ in heads[2:]), False]
    lines += _columns([words(head) for head in heads], rows, right, words)
    for note in section.notes:
        lines += ["", _safe(title_words(note, words))]
    for each in section.tables:
        lines += ["", f"### {title_words(each.title, words)}", "", *_table(each, words)]
    return lines


def _earlier(figure: Figure, words: Words) -> list[str]:
    """What it was a month and a year ago, and how it changed since."""
    return [
        number_words(figure.month_before, figure.unit),
        change_words(figure.month_change, figure.unit, words),
        number_words(figure.year_before, figure.unit),
        change_words(figure.year_change, figure.unit, words),
    ]


def _table(table: Table, words: Words) -> list[str]:
    if not table.rows:
        return [words(N_("None."))]
    units = [column.unit for column in table.columns]
    rows = []
    for row in table.rows:
        cells = zip(row, units, strict=True)
        rows.append([cell_words(cell, unit, words) for cell, unit in cells])
    if table.total is not None:
        cells = zip(table.total, units, strict=True)
        rows.append(["" if cell is None else cell_words(cell, unit, words) for cell, unit in cells])
    heads = [title_words(column.title, words) for column in table.columns]
    right = [column.unit in _NUMBERS for column in table.columns]
    lines = _columns(heads, rows, right, words)
    return [*lines, "", _safe(title_words(table.note, words))] if table.note else lines


def _row(
    cells: Sequence[str], taken: Sequence[int], widths: Sequence[int], right: Sequence[bool]
) -> str:
    padded = []
    for cell, own, wide, to_right in zip(cells, taken, widths, right, strict=True):
        blanks = " " * (wide - own)
        padded.append(blanks + cell if to_right else cell + blanks)
    return f"| {' | '.join(padded)} |"


def _safe(text: str) -> str:
    """Text in Markdown as it is: what somebody wrote is neither markup nor a new line (`printable`
    took care of that).
    """
    return _MARKUP.sub(r"\\\1", text) if _MARKUP.search(text) else text


def _added(value: Number, unit: str) -> str:
    return number_words(value, unit if unit in (HOURS, YUAN) else "count")
