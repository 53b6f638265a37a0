"""Rows of an export as text: a line of JSON or CSV each, personal data masked unless it was asked
for.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Container, Sequence
from functools import cache
from types import UnionType
from typing import Annotated, Union, get_args, get_origin, get_type_hints

import msgspec

from svc.model import events as ev
from svc.model.exported import ColumnKind, Exported, ExportRow, ExportTable, Mask
from svc.model.typed_text import UNKNOWN
from svc.render.listings import BYTE_ORDER_MARK, no_formula
from svc.render.masking import masked_number, masked_text
from svc.render.words import visible

HIDDEN = "***"
"""Stands where something was told that may name or describe a person."""

_OURS = frozenset(
    (
        *("technician", "to", "whose", "taken_by", "person", "by_whom", "agreed_by", "told_by"),
        *("outcome", "sort"),  # a state; a class of complaints
    )
)
"""Texts of events that may be the id of one of our staff or a term of ours; any other is hidden."""

_CODES = frozenset(
    (
        *("of", "once", "places", "in_hand", "along_with"),  # events
        *("ticket", "earlier", "together"),  # tickets
        *("digest", "field", "fields"),  # of the program
        *("office", "region", "acting", "away_from"),  # in our settings
        *("calendar", "policy", "prices"),
        *("part", "code"),  # of the catalogue and the price list
        *("serial", "serials", "old_serial", "new_serial", "replaced_by"),  # on machines and parts
        *("number", "receipt", "replaces"),  # of papers
    )
)
"""Texts of events that are codes or numbers; telephone numbers in them are masked all the same.
What stands in no list here is hidden, so a new field is, too. Fixed values are no texts.
"""

_CODES_OF = frozenset((("flagged", "promise"),))
"""The same of a text that is in words elsewhere: the name of a promise."""


class ExportText:
    """The lines of one table. `personal`: nothing is masked; `ours`: the ids of our people, the
    codes of our offices, our terms.
    """

    def __init__(self, table: ExportTable, ours: Container[str], *, personal: bool) -> None:
        self._columns = [
            (column.name, column.kind, "" if personal else column.mask) for column in table.columns
        ]
        self._ours = ours
        self._personal = personal

    def json_line(self, row: ExportRow, event: ev.AnyEvent | None) -> str:
        """The row as JSON, its columns in their order; what could steer a terminal is an escape."""
        return f"{visible(_json(self._cells(row, event)))}\n"

    def csv_head(self) -> str:
        """The names of the columns, behind the mark by which spreadsheets know UTF-8."""
        return BYTE_ORDER_MARK + _csv_line([name for name, _, _ in self._columns])

    def csv_line(self, row: ExportRow, event: ev.AnyEvent | None) -> str:
        """The row as CSV; no cell is a formula."""
        cells = self._cells(row, event)
        return _csv_line([_written(cells[name], kind) for name, kind, _ in self._columns])

    def _cells(self, row: ExportRow, event: ev.AnyEvent | None) -> ExportRow:
        if event is not None:
            row = row | {"fields": self._fields(event)}
        return {name: self._masked(row[name], mask) for name, _, mask in self._columns}

    def _masked(self, value: Exported, mask: Mask) -> Exported:
        if not isinstance(value, str) or not mask:
            return value
        if mask == "hidden" or (mask == "ours" and value not in self._ours):
            return HIDDEN
        return _telephone(value) if mask == "telephone" else masked_text(value)

    def _fields(self, event: ev.AnyEvent) -> str:
        """What an event says besides what all of them have, as JSON."""
        plain = msgspec.to_builtins(event)
        fields = {name: value for name, value in plain.items() if name not in _COMMON}
        if not self._personal:
            hints = _hints(type(event))
            fields = {
                name: self._shown(value, hints[name], (plain["what"], name))
                for name, value in fields.items()
            }
        return _json(fields)

    def _shown(self, value: object, hint: object, field: tuple[str, str]) -> object:
        """The value of a field, as JSON has it and of this type, as far as anybody may see it."""
        if get_origin(hint) is Annotated:
            return self._shown(value, get_args(hint)[0], field)
        if get_origin(hint) in (Union, UnionType):
            kinds = [each for each in get_args(hint) if each is not type(None)]
            return None if value is None else self._shown(value, kinds[0], field)
        if get_origin(hint) is list:
            assert isinstance(value, list)
            return [self._shown(each, get_args(hint)[0], field) for each in value]
        if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
            hints = _hints(hint)
            assert isinstance(value, dict)
            return {
                name: self._shown(each, hints[name], (field[0], name))
                for name, each in value.items()
            }
        return self._shown_text(str(value), field) if hint is str else value

    def _shown_text(self, text: str, field: tuple[str, str]) -> str:
        if not text or (field[1] in _OURS and text in self._ours):
            return text
        if field[1] == "phone":
            return _telephone(text)
        if field[1] in _CODES or field in _CODES_OF:
            return masked_text(text)
        return HIDDEN


_COMMON = {"what", *ev.Event.__struct_fields__} - {"allowed", "late"}


@cache
def _hints(kind: type) -> dict[str, object]:
    return get_type_hints(kind, include_extras=True)


def _telephone(text: str) -> str:
    """A telephone number, masked; hidden where words stand beside it, which may be a name."""
    is_number = text == UNKNOWN or re.fullmatch(
        r"[\d\s+()（）*—–,，、;/.转-]*(?:ext[. \d]*)?", text
    )
    return masked_number(text) if is_number else HIDDEN


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _csv_line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _written(value: Exported, kind: ColumnKind) -> str:
    """A cell of CSV; only what somebody wrote could be a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return no_formula(str(value)) if kind in ("text", "json") else str(value)
