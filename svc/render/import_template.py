"""The workbook in which a department fills in what it is and has: a sheet for each kind of table,
with heads, an example, drop-downs and hints. What it holds is what `svc setup --from` reads as a
whole, and `svc import` sheet by sheet.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from svc.errors import N_, NoXlsx
from svc.model.import_kinds import OFFICES, POLICY, TEMPLATE, Field, Kind, Takes
from svc.model.labels import LABELS
from svc.render.sheets import A4, TEXT, sheet_name
from svc.render.tables import terminal_cells

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from svc.render.words import Words

MADE = datetime(2026, 1, 1)
"""The day the file says it was made on: no clock is read, so the same template has the same bytes.
"""
ROWS = 5000
"""So many rows have the formats and drop-downs of their column."""
NARROWEST, WIDEST = 10, 40
_FORMATS: dict[Takes, str] = {
    "day": "yyyy-mm-dd",
    "bought": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
    "amount": "0.00",
    "count": "0",
}
"""How cells are shown; all others are text, so that no zero in front is lost."""
_OFFICES = 100  # so many rows of the sheet of offices are offered on the others
_LONGEST_LIST = 255  # characters of a drop-down that a workbook holds


class Offered(NamedTuple):
    """What the ledger has that can be chosen; nothing where there is no ledger yet."""

    offices: tuple[str, ...] = ()  # names; none: those of the sheet of offices can be chosen
    policies: tuple[str, ...] = ()  # as they are called in words


def template_workbook(words: Words, offered: Offered) -> bytes:
    """The template as an XLSX file, with heads and words of one language.

    Raises NoXlsx where xlsxwriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise NoXlsx(reason=str(error)) from error

    out = io.BytesIO()
    safe = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    book = xlsxwriter.Workbook(out, safe)
    book.set_properties({"created": MADE})
    names: set[str] = set()
    for kind in TEMPLATE:
        sheet = book.add_worksheet(sheet_name(words(kind.title), names))
        _fill(book, sheet, kind, words, offered)
    book.close()
    return out.getvalue()


def _fill(book: Workbook, sheet: Worksheet, kind: Kind, words: Words, offered: Offered) -> None:
    language = 0 if words.lang == "zh" else 1
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    heads = {needed: _head_format(book, needed) for needed in (True, False)}
    grey = {"font_color": "#7f7f7f", "italic": True}
    for column, field in enumerate(kind.fields):
        head = field.known_heads[language]
        shape = _FORMATS.get(field.takes, TEXT)
        example = _example(field, words, language)
        width = max(NARROWEST, terminal_cells(head) + 2, terminal_cells(example) + 2)
        sheet.set_column(column, column, min(width, WIDEST), book.add_format({"num_format": shape}))
        sheet.write_string(0, column, head, heads[field.needed])
        sheet.write_comment(0, column, _hint(field, words), {"x_scale": 2, "author": "svc"})
        _write_example(
            sheet, column, field, example, book.add_format({"num_format": shape, **grey})
        )
        choices = _choices(field, words, offered)
        if choices and len(",".join(choices)) <= _LONGEST_LIST:
            rule = {"validate": "list", "source": choices, "show_error": field.takes != "choices"}
            sheet.data_validation(1, column, ROWS, column, rule)
        elif field.takes == "office":
            rule = {"validate": "list", "source": _office_cells(words), "show_error": False}
            sheet.data_validation(1, column, ROWS, column, rule)


def _head_format(book: Workbook, needed: bool) -> Format:
    """Needed columns are seen by their colour, and by the hint."""
    colour = "#fff2cc" if needed else "#f2f2f2"
    return book.add_format({"bold": True, "bg_color": colour, "bottom": 1, "text_wrap": True})


def _hint(field: Field, words: Words) -> str:
    needed = words(N_("Needed.")) if field.needed else words(N_("May be left empty."))
    example = words(N_("The next row is an example: write over it, or delete it."))
    return "\n".join(
        text for text in (needed, words(field.hint) if field.hint else "", example) if text
    )


def _example(field: Field, words: Words, language: int) -> str:
    told = field.examples[language]
    return words.label(field.group, told) if told and field.group else told


def _write_example(
    sheet: Worksheet, column: int, field: Field, example: str, shape: Format
) -> None:
    if not example:
        return
    if field.takes in ("day", "bought", "moment"):
        sheet.write_datetime(1, column, datetime.fromisoformat(example), shape)
    elif field.takes in ("amount", "count"):
        sheet.write_number(1, column, float(example), shape)
    else:
        sheet.write_string(1, column, example, shape)


def _office_cells(words: Words) -> str:
    """Where the names on the sheet of offices stand."""
    column = next(at for at, field in enumerate(OFFICES.fields) if field.name == "name")
    letter = chr(ord("A") + column)
    return f"='{sheet_name(words(OFFICES.title), set())}'!${letter}$2:${letter}${_OFFICES}"


def _choices(field: Field, words: Words, offered: Offered) -> list[str]:
    """What a drop-down offers, in the reader's words."""
    if field.takes == "yes":
        return [words(N_("yes")), words(N_("no"))]
    if field.takes == "office":
        return list(offered.offices)
    if field.group == POLICY:
        return list(offered.policies)
    if field.group == "kind":  # a complaint is about a ticket, and recorded by hand
        return [words.label("kind", kind) for kind in LABELS["kind"] if kind != "complaint"]
    if field.group == "role":
        return [words.label("role", role) for role in LABELS["role"] if role != "system"]
    return [words.label(field.group, value) for value in LABELS[field.group]] if field.group else []
