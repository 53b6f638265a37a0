"""Which column of a sheet is which field: by its head, in either language, or as somebody says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from svc.errors import NoHeads, NoSuchColumn, NotAMap
from svc.model.import_kinds import Field, Kind
from svc.model.table_files import CellValue, TableSheet
from svc.model.typed_text import as_code

LEFT_OUT = "-"
"""What a map says of a column that is not to be read."""

_IN_BRACKETS = re.compile(r"\([^)]*\)")
_ASKED = re.compile(
    r"^[\s*]*(?:q?[0-9]{1,3}\s*[.、．:：)]\s*(?=\D))?"
    r"(?:请[您你]?(?:简要|简单|详细)?(?:填写|输入|选择|描述|说明|提供|留下)(?:一下)?)?(?:[您你]的?)?"
)
_SIGNS = re.compile(r"[\W_]+")
_ROWS_LOOKED_AT = 20  # titles, dates and notes stand above the heads


class Columns(Struct, frozen=True, kw_only=True):
    """Where the fields of a sheet stand."""

    row: int  # of the heads, from 0
    fields: dict[str, int]  # field → column, from 0
    heads: dict[str, str]  # field → head, as it stands there
    unread: list[str]  # heads of columns that are no field
    left_out: list[str]  # heads of those that somebody left out


def head_form(text: str) -> str:
    """A head for comparing: without blanks, signs, what stands in brackets, and what forms put
    before what they ask for (2、请描述您的).
    """
    plain = _ASKED.sub("", as_code(text).casefold())
    return _SIGNS.sub("", _IN_BRACKETS.sub("", plain)) or _SIGNS.sub("", plain)


def checked_map(kind: Kind, mapped: Mapping[str, str]) -> dict[str, str]:
    """What is said of columns: the form of each head, and its field or `-`. Raises NotAMap."""
    said = {}
    for head, name in mapped.items():
        meant = LEFT_OUT if name == LEFT_OUT else _field_called(kind, name)
        if not head_form(head) or not meant:
            raise NotAMap(text=f"{head}={name}", fields=called_fields(kind))
        said[head_form(head)] = meant
    return said


def called_fields(kind: Kind) -> list[str]:
    """The fields of a kind of table, as --map takes them: by name, or by the usual head."""
    return [f"{field.name} {field.known_heads[0]}" for field in kind.fields]


def _field_called(kind: Kind, name: str) -> str:
    """The name of the field that is called so, by itself or as a head; empty for none."""
    form = head_form(name)
    by_name = (field.name for field in kind.fields if field.name == name)
    by_head = (field.name for field in kind.fields if form in map(head_form, field.known_heads))
    return next(by_name, "") or next(by_head, "")


def find_columns(sheet: TableSheet, kind: Kind, mapped: Mapping[str, str], place: str) -> Columns:
    """The columns of a sheet, by the first row that has all heads that are needed.

    `mapped` says what columns are besides, see `checked_map`; `place` is for messages. Raises
    NoHeads, NotAMap, NoSuchColumn for a mapped head that is not there.
    """
    said = checked_map(kind, mapped)
    needed = {field.name for field in kind.fields if field.needed}
    best: Columns | None = None
    for number, row in enumerate(sheet.rows[:_ROWS_LOOKED_AT]):
        columns = _columns(number, row, kind, said)
        if needed <= set(columns.fields):
            _check_all_there(row, mapped)
            return columns
        if best is None or len(columns.fields) > len(best.fields):
            best = columns
    missing = [field for field in kind.fields if field.needed and not _has(best, field)]
    found = [] if best is None else [*best.heads.values(), *best.unread]
    raise NoHeads(
        place=place,
        needed=[" / ".join(field.known_heads[:2]) for field in missing],
        found=found or ["-"],
    )


def _has(columns: Columns | None, field: Field) -> bool:
    return columns is not None and field.name in columns.fields


def _columns(number: int, row: list[CellValue], kind: Kind, said: Mapping[str, str]) -> Columns:
    heads = {place: cell for place, cell in enumerate(row) if isinstance(cell, str)}
    forms = {place: head_form(head) for place, head in heads.items()}
    fields: dict[str, int] = {}
    left_out = {place for place, form in forms.items() if said.get(form) == LEFT_OUT}
    for place, form in forms.items():
        name = said.get(form, "")
        if name and name != LEFT_OUT:
            fields.setdefault(name, place)
    for field in kind.fields:
        if field.name in fields:
            continue
        # the words of a field stand in the order in which they are likely to mean it
        for known in map(head_form, (*field.known_heads, field.name)):
            free = (
                place
                for place, form in forms.items()
                if form == known and form not in said and place not in fields.values()
            )
            found = next(free, None)
            if found is not None:
                fields[field.name] = found
                break
    used = set(fields.values()) | left_out
    return Columns(
        row=number,
        fields=fields,
        heads={name: heads[place].strip() for name, place in fields.items()},
        unread=[head.strip() for place, head in heads.items() if place not in used],
        left_out=[heads[place].strip() for place in sorted(left_out)],
    )


def _check_all_there(row: list[CellValue], mapped: Mapping[str, str]) -> None:
    """Raise NoSuchColumn for a head that was named and is in no column."""
    heads = [cell.strip() for cell in row if isinstance(cell, str)]
    forms = set(map(head_form, heads))
    for head in mapped:
        if head_form(head) not in forms:
            raise NoSuchColumn(head=head, found=heads)
