"""Rows of an export as text: masked, or in full; JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest
from rules.logs import SHANGHAI, event, ticket

from svc.model import events as ev
from svc.model.exported import TABLES, ExportColumn, ExportTable
from svc.render.exports import ExportText
from svc.rules.exports.events import event_rows
from svc.rules.ticket.lifecycle import replay_ticket

OURS = {"wang", "li", "SZ"}
SECRET = "找王芳 13800138000"
SMALL = ExportTable(
    row="a row",
    month_of="",
    sorted_by="",
    columns=(
        ExportColumn("name", "text", "", "hidden"),
        ExportColumn("phone", "text", "", "telephone"),
        ExportColumn("model", "text", "", "words"),
        ExportColumn("who", "text", "", "ours"),
        ExportColumn("sum", "amount", ""),
        ExportColumn("open", "flag", ""),
        ExportColumn("n", "count", ""),
    ),
)
ROW: dict[str, Any] = {
    "n": None, "open": True, "sum": "-5.00", "who": "王芳", "model": "CR-200 13800138000",
    "phone": "13800138000", "name": "王芳",
}  # fmt: skip


def made(line: str, **fields: Any) -> ev.AnyEvent:
    """An event of a line, with its usual fields besides."""
    return msgspec.convert(event(line, 1, **fields), ev.AnyEvent)


def told(happened: ev.AnyEvent, *, personal: bool = False) -> dict[str, Any]:
    """The fields of an event as an export of events has them."""
    log = replay_ticket(ticket("20 09:00 received"))
    row, _ = next(event_rows(log, None, SHANGHAI, lambda by: ""))
    text = ExportText(TABLES["events"], OURS, personal=personal)
    fields: dict[str, Any] = json.loads(json.loads(text.json_line(row, happened))["fields"])
    return fields


def test_personal_values_are_masked_and_columns_keep_their_order() -> None:
    line = json.loads(ExportText(SMALL, OURS, personal=False).json_line(ROW, None))
    assert list(line.items()) == [
        ("name", "***"),
        ("phone", "138****8000"),
        ("model", "CR-200 138****8000"),
        ("who", "***"),
        ("sum", "-5.00"),
        ("open", True),
        ("n", None),
    ]
    ours = ROW | {"who": "wang", "name": None}
    line = json.loads(ExportText(SMALL, OURS, personal=False).json_line(ours, None))
    assert (line["who"], line["name"]) == ("wang", None)


def test_asked_for_by_name_they_are_as_told() -> None:
    line = json.loads(ExportText(SMALL, OURS, personal=True).json_line(ROW, None))
    assert line == ROW


def test_csv_has_heads_behind_a_mark_and_no_formula() -> None:
    text = ExportText(SMALL, OURS, personal=True)
    row = ROW | {"name": "=1+1", "model": 'a,\n"b"\x00'}
    written = text.csv_head() + text.csv_line(row, None)
    assert written.startswith("\ufeffname,phone,")
    (told,) = csv.DictReader(io.StringIO(written.removeprefix("\ufeff")))
    assert told == {
        "name": "'=1+1", "phone": "13800138000", "model": 'a,\n"b"', "who": "王芳",
        "sum": "-5.00", "open": "true", "n": "",
    }  # fmt: skip


def test_a_line_steers_no_terminal() -> None:
    row = ROW | {"name": "\x1b[2J\u202e"}
    line = ExportText(SMALL, OURS, personal=True).json_line(row, None)
    assert line.removesuffix("\n").isprintable()
    assert json.loads(line)["name"] == "\x1b[2J\u202e"


CODES = {
    *("of", "once", "in_hand"),  # ids of events
    "places",  # an event's id and the name of a field
    *("ticket", "along_with", "earlier", "together"),  # numbers of tickets
    "digest",  # hexadecimal
    *("field", "fields"),  # names of fields
    *("office", "region", "away_from", "calendar", "policy", "prices"),  # codes in svc.yaml
    *("part", "code"),  # codes in catalogues; a part that is in none is the thing the row is of
    *("serial", "serials", "old_serial", "new_serial", "replaced_by"),  # numbers on things
    *("number", "receipt", "replaces"),  # numbers of papers
}
"""Texts that are shown as they stand, with the reason."""


def texts_of(kind: Any) -> set[str]:
    """The fields of an event, or of a part of one, whose type takes any text."""
    hints = get_type_hints(kind, include_extras=True)
    return {
        name
        for field, hint in hints.items()
        for name in ({field} if _leaf(hint) is str else _inside(_leaf(hint)))
    }


def _inside(kind: Any) -> set[str]:
    return texts_of(kind) if isinstance(kind, type) and issubclass(kind, msgspec.Struct) else set()


def _leaf(hint: Any) -> Any:
    """What a type is of, without lists, None and conditions."""
    inner = [each for each in get_args(hint) if each is not type(None)]
    is_fixed = get_origin(hint) is Literal
    return _leaf(inner[0]) if inner and not is_fixed else hint


@pytest.mark.parametrize("kind", get_args(ev.AnyEvent), ids=ev.tag_of)
def test_of_a_text_only_a_code_is_shown_and_all_else_is_a_fixed_value_a_number_or_a_moment(
    kind: type[ev.Event],
) -> None:
    """Each of its texts holds a name and a number here, in lists and parts of it too."""
    shown = told(_spoken(made(f"20 09:00 {ev.tag_of(kind)}")))
    assert "13800138000" not in str(shown)
    assert _names(shown) <= CODES | ({"promise"} if kind is ev.Flagged else set())


def test_every_text_of_every_event_was_tried() -> None:
    """What the test above speaks into, so that it misses none."""
    for kind in get_args(ev.AnyEvent):
        spoken = _names(msgspec.to_builtins(_spoken(made(f"20 09:00 {ev.tag_of(kind)}"))))
        assert texts_of(kind) - COMMON - {"digest", "field", "sha256"} <= spoken, kind


COMMON = {"id", "by"}


def _names(value: Any, field: str = "") -> set[str]:
    """The fields in which the name stands."""
    if isinstance(value, dict):
        return {name for key, each in value.items() for name in _names(each, key)}
    if isinstance(value, list):
        return {name for each in value for name in _names(each, field)}
    return {field} if "王芳" in str(value) else set()


def _secret(hint: Any) -> list[Any]:
    """A value of this type that tells a name and a number wherever it can."""
    kind = _leaf(hint)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = get_type_hints(kind)
        part = {name: (_secret(each) or [FIXED[_leaf(each)]])[0] for name, each in hints.items()}
        return [part, [part]]
    return [SECRET, [SECRET]] if kind is str else []


FIXED = {
    int: 1, Decimal: "1.00", date: "2026-11-20", ev.OldPart: "none", ev.Party: "ours",
    ev.FreeReason: "goodwill", ev.Pay: "cash",
}  # fmt: skip


def _spoken(happened: ev.AnyEvent) -> ev.AnyEvent:
    """The event with every free text replaced."""
    plain = msgspec.to_builtins(happened)
    for name in happened.__struct_fields__:
        if name in ("seq", "id", "at", "typed", "by"):
            continue
        for value in _secret(get_type_hints(type(happened))[name]):
            try:
                tried = msgspec.convert({**plain, name: value}, type(happened))
            except msgspec.ValidationError:
                continue
            plain = msgspec.to_builtins(tried)
    return msgspec.convert(plain, type(happened))


def test_parts_and_lines_within_an_event_are_masked_too() -> None:
    used = {"part": "P-1", "count": 2, "old_part": "returned", "serial": "N7"}
    visited = made("20 11:00 visited", **{"parts": [used], "advice": "x", "in_warranty": False})
    assert told(visited) == {
        "outcome": "fixed", "found": "***", "done": "***", "cause": "quality", "parts": [used],
        "advice": "***", "in_warranty": False,
    }  # fmt: skip
    signature = [{"party": "ours", "name": "王芳", "on": "2026-11-20"}][0]
    signed = made("20 11:00 accepted", signatures=[signature])
    assert told(signed) == {"signatures": [{"party": "ours", "name": "***", "on": "2026-11-20"}]}


def test_staff_are_named_by_their_id_and_others_are_hidden() -> None:
    ours = made("20 11:00 escalated", **{"to": "li", "reason": "x"})
    strange = made("20 11:00 escalated", **{"to": "王芳", "reason": "x"})
    assert (told(ours)["to"], told(strange)["to"]) == ("li", "***")
    assert told(strange, personal=True) == {"to": "王芳", "reason": "x"}


def test_a_promise_to_a_customer_is_told_words_and_one_of_ours_is_not() -> None:
    assert told(made("20 11:00 committed"))["promise"] == "***"
    assert told(made("20 11:00 flagged"))["promise"] == "callback"


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("0755-26001111 转 803", "0755-*******1 转 803"),
        ("13800138000、13900001111", "138********、*******1111"),
        ("unknown", "unknown"),
        ("王芳 13800138000", "***"),
    ],
)
def test_a_number_with_a_name_beside_it_is_hidden(phone: str, shown: str) -> None:
    line = json.loads(
        ExportText(SMALL, OURS, personal=False).json_line(ROW | {"phone": phone}, None)
    )
    assert line["phone"] == shown


def test_telephones_keep_their_ends_and_why_it_was_allowed_is_hidden() -> None:
    noted = made("20 11:00 noted", **{"allowed": "王芳"})
    assert told(noted) == {"allowed": "***", "name": "***", "phone": "139****1111"}
