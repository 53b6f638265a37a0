"""The keys of every file of a ledger, from the schemas that editors get (`svc schema`), in both
languages.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from reference.markdown import code, codes, prose, table

from svc.model.customers import CUSTOMER_CATALOGUE
from svc.model.events import CATALOGUE, Event, EventKind
from svc.model.file_kinds import FILE_KINDS
from svc.model.labels import LABELS
from svc.model.month_seals import MONTH_SEAL_CATALOGUE
from svc.model.seals import SEAL_CATALOGUE
from svc.model.stock import STOCK_CATALOGUE
from svc.render import schemas
from svc.render.words import Words

EN, ZH = Words("en"), Words("zh")
MANY = 20
"""Of more fixed values than this there is a table: they are the moments that promises name."""
FORMS = {
    schemas.TEXT: "text",
    schemas.COUNT: "count",
    schemas.YES_NO: "yes or no",
    schemas.AMOUNT: "amount",
    schemas.MOMENT: "time",
    schemas.DAY: "day",
}


class Key(NamedTuple):
    """A key of a file: where it stands (`customer.unit`, `offices.*.name`), what it holds, what it
    means.
    """

    path: str
    holds: str
    required: bool
    meaning: str
    chinese: str


@cache
def _schema(kind: str, lang: str) -> Any:
    return schemas.file_schema(kind, EN if lang == "en" else ZH)


def keys_of(kind: str) -> list[Key]:
    """Every key of a kind of file, a log's events left out."""
    en, zh = _schema(kind, "en"), _schema(kind, "zh")
    return list(_keys(en, zh, _Definitions(en.get("$defs", {}), zh.get("$defs", {})), ""))


class _Definitions(NamedTuple):
    en: Any
    zh: Any


def _keys(en: Any, zh: Any, known: _Definitions, above: str) -> Iterator[Key]:
    required = en.get("required", [])
    for name, field in en.get("properties", {}).items():
        path = f"{above}{name}"
        told = zh["properties"][name]
        meaning, form = _meaning(field.get("description", ""), EN)
        chinese, _ = _meaning(told.get("description", ""), ZH)
        inner_en, inner_zh, below, holds = _inside(field, told, known)
        if form:
            holds = f"list of {form}s" if field.get("type") == "array" else form
        yield Key(path, holds, name in required, meaning, chinese)
        if path != "log" and inner_en is not None:
            yield from _keys(inner_en, inner_zh, known, f"{path}{below}.")


def _inside(field: Any, told: Any, known: _Definitions) -> tuple[Any, Any, str, str]:
    """What a field holds: the mapping within it, if there is one, how it is reached, and what the
    field is called.
    """
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return known.en[name], known.zh[name], "", "mapping"
    if "then" in field and "else" in field:  # one, or a list of them
        inner_en, inner_zh, below, _ = _inside(field["else"], told["else"], known)
        return inner_en, inner_zh, below, "mapping, or a list of them"
    if "enum" in field:
        fixed = [value for value in field["enum"] if value and value.isascii()]  # not the words
        return None, None, "", codes(fixed) if len(fixed) <= MANY else "a moment"
    if isinstance(field.get("items"), dict) and field.get("type") != ["string", "array"]:
        inner_en, inner_zh, below, holds = _inside(field["items"], told["items"], known)
        plural = {"mapping": "list of mappings", "text": "list of texts"}.get(
            holds, f"list of {holds}"
        )
        return inner_en, inner_zh, f"[]{below}", plural
    if isinstance(field.get("additionalProperties"), dict):
        inner_en, inner_zh, below, holds = _inside(
            field["additionalProperties"], told["additionalProperties"], known
        )
        return inner_en, inner_zh, f".*{below}", f"mapping to {holds}"
    if field.get("properties"):
        return field, told, "", "mapping"
    kinds = field.get("type", "string")
    if isinstance(kinds, list):
        return None, None, "", "text, or a list of texts"
    return (
        None,
        None,
        "",
        {"string": "text", "integer": "count", "boolean": "yes or no"}.get(kinds, kinds),
    )


def _meaning(description: str, words: Words) -> tuple[str, str]:
    """A description without its last dot and its form; and that form: text, count, …"""
    for form, called in FORMS.items():
        if description.endswith(words(form)):
            description, found = description.removesuffix(words(form)), called
            break
    else:
        found = ""
    return description.strip().rstrip(".。"), found


def keys(kind: str) -> str:
    rows = [
        [
            code(key.path),
            key.holds,
            "needed" if key.required else "",
            prose(key.meaning),
            key.chinese,
        ]
        for key in keys_of(kind)
    ]
    return table(["key", "holds", "", "what it means", "中文"], rows)


def kinds() -> str:
    """Every kind of file: where it lies, what it is."""
    rows = [
        [f"[`{kind.where}`](#{name})", EN(schemas.TITLES[name]), ZH(schemas.TITLES[name])]
        for name, kind in FILE_KINDS.items()
    ]
    return table(["file", "what it is", "中文"], rows)


def file_sections() -> str:
    """A section for each kind of file, with all its keys."""
    out = []
    for name, kind in FILE_KINDS.items():
        title = f"{prose(EN(schemas.TITLES[name]))} · {ZH(schemas.TITLES[name])}"
        out.append(f"### {name}\n\n`{kind.where}`: {title}\n\n{keys(name)}")
    return "\n\n".join(out)


_CATALOGUES = (
    ("ticket", CATALOGUE),
    ("customer", CUSTOMER_CATALOGUE),
    ("movement", STOCK_CATALOGUE),
    ("seal", SEAL_CATALOGUE),
    ("month_seal", MONTH_SEAL_CATALOGUE),
)


def _event_keys(what: str) -> list[Key]:
    """The fields that an event has besides those of all events."""
    kind, catalogue = next(each for each in _CATALOGUES if what in each[1])
    entry = catalogue[what]
    en, zh = _schema(kind, "en"), _schema(kind, "zh")
    known = _Definitions(en["$defs"], zh["$defs"])
    name = entry.event.__name__
    found = _keys(known.en[name], known.zh[name], known, "")
    return [key for key in found if key.path not in (*Event.__struct_fields__, "what")]


def event_fields(what: str) -> str:
    """A table of an event's own fields; empty if it has none."""
    found = _event_keys(what)
    rows = [
        [
            code(key.path),
            key.holds,
            "needed" if key.required else "",
            prose(key.meaning),
            key.chinese,
        ]
        for key in found
    ]
    return table(["field", "holds", "", "what it means", "中文"], rows) if rows else ""


def common_fields() -> str:
    """The fields that every event has."""
    en, zh = _schema("ticket", "en"), _schema("ticket", "zh")
    known = _Definitions(en["$defs"], zh["$defs"])
    found = _keys(known.en["Closed"], known.zh["Closed"], known, "")
    rows = [
        [
            code(key.path),
            key.holds,
            "needed" if key.required else "",
            prose(key.meaning),
            key.chinese,
        ]
        for key in found
        if key.path in (*Event.__struct_fields__, "what")
    ]
    return table(["field", "holds", "", "what it means", "中文"], rows)


def customer_event_sections() -> str:
    """What can happen to a customer's file, with the fields of each event."""
    return _event_sections(CUSTOMER_CATALOGUE)


def stock_event_sections() -> str:
    """What can happen to a stock document, with the fields of each event."""
    return _event_sections(STOCK_CATALOGUE)


def seal_event_sections() -> str:
    """What is confirmed of a day, or a month, with the fields of each event."""
    return _event_sections(SEAL_CATALOGUE | MONTH_SEAL_CATALOGUE)


def _event_sections(catalogue: dict[str, EventKind]) -> str:
    out = []
    for what, entry in catalogue.items():
        called = f"`{what}` {prose(EN(entry.label))} · {ZH(entry.label)}"
        if what in CATALOGUE and CATALOGUE[what].event is entry.event:
            out.append(f"{called}: as in [a ticket](events.md#{what}).")
            continue
        fields = event_fields(what)
        out.append(f"{called}\n\n{fields}" if fields else called)
    return "\n\n".join(out)


ELSEWHERE = {"event", "status", "role", "moment", "promise", "clock", "told"}
"""Groups of fixed values that have tables of their own, and what is told at intake, whose keys are
no values.
"""


def values() -> str:
    """What the fixed values of records are called; `labels` in svc.yaml may call them otherwise."""
    rows = [
        [code(f"{group}.{value}"), EN.label(group, value), ZH.label(group, value)]
        for group, named in LABELS.items()
        if group not in ELSEWHERE
        for value in named
    ]
    return table(["value", "in English", "中文"], rows)
