"""JSON Schemas of what `--json` answers, made from the tables of `svc/cli/answers/table.py`.

Closed: a field that is in no table is a fault. What stands as in a file of the ledger is judged by
that file's schema (`svc/render/schemas.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from svc.cli.answers.common import PARTS
from svc.cli.answers.fields import AnswerField, SharedFields
from svc.cli.answers.table import ANSWERED, ANSWERS, OF_FILES, SAID_OF_ALL
from svc.cli.surroundings import ANSWER_VERSION
from svc.errors import N_
from svc.render.schema_calendar import Schema
from svc.render.schemas import DIALECT, file_schema
from svc.render.words import Words

_DAY = r"\d{4}-\d{2}-\d{2}"
_HOLDS: dict[str, Schema] = {
    "text": {"type": "string"},
    "count": {"type": "integer"},
    "number": {"type": "number"},
    "yes or no": {"type": "boolean"},
    "time": {"type": "string", "pattern": rf"^{_DAY}T\d\d:\d\d:\d\d[+-]\d\d:\d\d$"},
    "day": {"type": "string", "pattern": f"^{_DAY}$"},
    "amount": {"type": "string", "pattern": r"^-?\d+\.\d\d$"},
    "texts": {"type": "array", "items": {"type": "string"}},
    "counts": {"type": "array", "items": {"type": "integer"}},
    "days": {"type": "array", "items": {"type": "string", "pattern": f"^{_DAY}$"}},
    "list": {"type": "array"},
    "mapping": {"type": "object"},
    "null": {"type": "null"},
}
"""What a field may hold, as `AnswerField.holds` says it."""


def kinds_of(command: str) -> tuple[str, ...]:
    """The kinds of a command's answers, with those of any command; of all commands for none.
    KeyError for a command that is not in ANSWERED.
    """
    return (*ANSWERED[command].split(), *SAID_OF_ALL) if command else tuple(ANSWERS)


def answers_schema(kinds: Iterable[str], words: Words) -> Schema:
    """The schema of answers that are of one of these kinds."""
    making = _AnswersInTheMaking(words)
    chosen = [
        {
            "if": {"required": ["kind"], "properties": {"kind": {"const": kind}}},
            "then": {"$ref": f"#/$defs/answer-{kind}"},
        }
        for kind in kinds
    ]
    made: Schema = {f"answer-{kind}": making.answer(kind) for kind in kinds}
    return {
        "$schema": DIALECT,
        "title": words(N_("What `svc` answers with `--json`")),
        "type": "object",
        "required": ["schema", "kind"],
        "properties": {"schema": {"const": ANSWER_VERSION}, "kind": {"enum": list(kinds)}},
        "allOf": chosen,
        "$defs": {**made, **making.definitions},
    }


class _Below(NamedTuple):
    """What the tables say of one name: itself, of its items, of what is within."""

    own: list[AnswerField]
    items: list[AnswerField | SharedFields]
    inner: list[AnswerField | SharedFields]


class _AnswersInTheMaking:
    """One schema in the making: definitions of files are collected in `definitions`."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.definitions: dict[str, Schema] = {}

    def answer(self, kind: str) -> Schema:
        answer = ANSWERS[kind]
        body = self._mapping(answer.fields)
        body["description"] = self.words(answer.says)
        body["properties"] = {
            "schema": {"const": ANSWER_VERSION},
            "kind": {"const": kind},
            **body["properties"],
        }
        body["required"] = ["schema", "kind", *body["required"]]
        return body

    def _mapping(self, fields: Iterable[AnswerField | SharedFields]) -> Schema:
        """A mapping with these fields and no others."""
        own, files = _spread(fields)
        below: dict[str, _Below] = {}
        for each in own:
            head, _, rest = each.path.partition(".")
            name, is_item = head.removesuffix("[]"), head.endswith("[]")
            place = below.setdefault(name, _Below([], [], []))
            inner = each._replace(path=rest)
            if is_item:
                place.items.append(inner)
            elif rest or isinstance(each, SharedFields):
                place.inner.append(inner)
            else:
                assert isinstance(each, AnswerField)
                place.own.append(each)
        properties = {name: self._field(place) for name, place in below.items()}
        needed = [name for name, place in below.items() if not any(f.sometimes for f in place.own)]
        row: Schema = {
            "type": "object",
            "properties": properties,
            "required": needed,
            "additionalProperties": False,
        }
        return self._file(files[0], row) if files else row

    def _field(self, place: _Below) -> Schema:
        field = place.own[0] if place.own else AnswerField("", "mapping", "")
        shapes = [self._shape(holds, field, place) for holds in _alternatives(field.holds)]
        described = {"description": self.words(field.says)} if field.says else {}
        return {**described, **(shapes[0] if len(shapes) == 1 else {"anyOf": shapes})}

    def _shape(self, holds: str, field: AnswerField, place: _Below) -> Schema:
        if holds == "mapping" and place.inner:
            return self._mapping(place.inner)
        if holds == "list" and place.items:
            return {**_HOLDS[holds], "items": self._mapping(place.items)}
        if holds == "text" and field.one_of:
            return {**_HOLDS[holds], "enum": list(field.one_of)}
        return dict(_HOLDS[holds])

    def _file(self, of: str, row: Schema) -> Schema:
        """What stands as in a file, with the fields of `row` besides; or as `row` is alone, where
        it may be both.
        """
        whole = dict(file_schema(OF_FILES[of], self.words))
        self.definitions |= whole.pop("$defs", {})
        if of == "machine":
            return {"$ref": "#/$defs/Equipment"}
        for name in ("$schema", "title"):
            del whole[name]
        if of in PARTS:
            return {"anyOf": [row, whole]}
        return {
            **whole,
            "properties": {**whole["properties"], **row["properties"]},
            "required": [*whole.get("required", []), *row["required"]],
        }


def _spread(
    fields: Iterable[AnswerField | SharedFields],
) -> tuple[list[AnswerField | SharedFields], list[str]]:
    """The fields with those that several answers share, and the files whose keys are among them."""
    own: list[AnswerField | SharedFields] = []
    files = []
    for each in fields:
        if isinstance(each, AnswerField) or each.path:
            own.append(each)
            continue
        own += PARTS[each.of][1] if each.of in PARTS else ()
        files += [each.of] if each.of in OF_FILES else []
    return own, files


def _alternatives(holds: str) -> list[str]:
    """`number, amount or null`: each of them; `yes or no` is one."""
    yes_no = holds.replace("yes or no", "yes_no").replace(" or ", ", ").split(", ")
    return [each.replace("yes_no", "yes or no") for each in yes_no]
