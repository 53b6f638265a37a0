"""JSON Schemas of a ledger's files, for editors: made from the definitions that read them, with
words to read.

What a schema marks as wrong, `svc` refuses or `svc check` names (a test); the other way round a
schema can't say everything. Draft 2020-12, with the keys that VS Code and yaml-language-server know
besides (`enumDescriptions`, `patternErrorMessage`).
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import inspect as kinds

from svc.errors import N_
from svc.model.calendars import Calendar
from svc.model.events import Event
from svc.model.file_kinds import FILE_KINDS
from svc.model.labels import LABELS
from svc.model.staff import ROLE_WORDS
from svc.render.meanings import KEY_LABELS, KEYS, LIMITS, meaning_of
from svc.render.schema_calendar import Schema
from svc.render.words import Words

DIALECT = "https://json-schema.org/draft/2020-12/schema"

TEXT = N_("Text in double quotes.")
COUNT = N_("A whole number, without quotes.")
YES_NO = N_("true or false, without quotes.")
AMOUNT = N_('An amount in yuan in double quotes, with two places, like "12.50".')
MOMENT = N_('A time in double quotes, with its offset, like "2026-01-06T09:00:00+08:00".')
DAY = N_('A day in double quotes, like "2026-01-06".')

# No stricter than msgspec is, which reads them.
_DAY = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_HOUR = "([01][0-9]|2[0-3])"
_OFFSET = rf"([Zz]|[+-]{_HOUR}:?[0-5][0-9])"
_MOMENT = rf"^{_DAY}[Tt ]{_HOUR}:[0-5][0-9]:[0-5][0-9](\.0+)?{_OFFSET}$"
_AMOUNT = r"^-?[0-9]{1,12}(\.[0-9]{1,2})?$"


def file_schema(kind: str, words: Words) -> Schema:
    """The schema of one kind of file. KeyError for a kind that is not in FILE_KINDS."""
    making = _Making(words)
    record = FILE_KINDS[kind].record
    body = making.calendar() if record is Calendar else making.root(record)
    head = {"$schema": DIALECT, "title": words(TITLES[kind])}
    return {**head, **body, **({"$defs": making.definitions} if making.definitions else {})}


TITLES: dict[str, str] = {
    "ticket": N_("Service ticket"),
    "customer": N_("Customer's file"),
    "movement": N_("Stock document"),
    "seal": N_("Seal of a day"),
    "month_seal": N_("Seal of a month"),
    "settings": N_("Settings of the department"),
    "staff": N_("Who works here"),
    "policy": N_("Policy: a dated set of promises"),
    "calendar": N_("Working calendar"),
    "prices": N_("Price list"),
    "parts": N_("Catalogue of parts"),
    "checklists": N_("Checklists of the models"),
    "upkeep": N_("Plans of maintenance"),
    "roster": N_("Duty roster"),
    "signoffs": N_("Days without complaints, signed by the duty head"),
    "desk": N_("Which clone gives numbers in a lane"),
    "knowledge": N_("Entry of the knowledge base"),
}


class _Making:
    """One schema in the making: what its `$ref`s name is collected in `definitions`."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.definitions: dict[str, Schema] = {}

    def root(self, record: object) -> Schema:
        info = kinds.type_info(record)
        assert isinstance(info, kinds.StructType)
        return self._struct(info)

    def _struct(self, info: kinds.StructType) -> Schema:
        properties: dict[str, Schema] = {}
        required = []
        if info.tag_field is not None:
            properties[info.tag_field] = self._field(info, info.tag_field, {"const": info.tag})
            required.append(info.tag_field)
        for field in info.fields:
            properties[field.encode_name] = self._field(info, field.name, self._of(field.type))
            if field.required:
                required.append(field.encode_name)
        schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        if required:
            schema["required"] = required
        return schema

    def _field(self, info: kinds.StructType, name: str, schema: Schema) -> Schema:
        """The schema of one field with what it means, the limits no type says, and what its values
        are called.
        """
        owner = info.cls.__name__
        what = str(info.tag) if issubclass(info.cls, Event) else ""
        meaning, group = meaning_of(owner, what, name)
        own_key = f"Event.{name}" if what and name in Event.__struct_fields__ else f"{owner}.{name}"
        for mapping in (schema, schema.get("additionalProperties")):
            if isinstance(mapping, dict):
                self._name_keys(mapping, own_key, group)
        limited = schema["items"] if isinstance(schema.get("items"), dict) else schema
        limited.update(LIMITS.get(own_key, {}))
        if own_key == "Person.roles":  # in words too, see svc/model/staff.py
            limited["enum"] = [*limited["enum"], *ROLE_WORDS]
        if own_key in KEYS:
            pattern, form = KEYS[own_key]
            schema["propertyNames"] = {"pattern": pattern, "patternErrorMessage": self.words(form)}
        return self._told(schema, meaning, group)

    def _name_keys(self, mapping: Schema, own_key: str, group: str) -> None:
        """Put what each key is called beside it, where a mapping's keys are fixed."""
        for key, value in mapping.get("properties", {}).items():
            self._name_values(value, group)
            value.pop(_FORM, None)  # said of the mapping
            label = self.words.label(KEY_LABELS[own_key], key)
            mapping["properties"][key] = {"description": label, **value}

    def _told(self, schema: Schema, meaning: str, group: str) -> Schema:
        form = schema.pop(_FORM, "")
        items = schema.get("items")
        if isinstance(items, dict):
            form = form or items.pop(_FORM, "")
            self._name_values(items, group)
        self._name_values(schema, group)
        if form and "enum" not in schema and "const" not in schema:
            description = self.words(
                N_("{meaning}. {form}"), meaning=self.words(meaning), form=self.words(form)
            )
            if "pattern" in schema:
                schema["patternErrorMessage"] = description
        else:
            description = self.words(N_("{meaning}."), meaning=self.words(meaning))
        return {"description": description, **schema}

    def _name_values(self, schema: Schema, group: str) -> None:
        """Put what each allowed value is called beside it."""
        if "enum" in schema and group in LABELS:
            schema["enumDescriptions"] = [
                self.words.label(group, ROLE_WORDS.get(value, value)) for value in schema["enum"]
            ]

    # One branch for each kind of type.
    def _of(self, info: object) -> Schema:  # noqa: C901, PLR0912
        match info:
            case kinds.Metadata():
                return self._of(info.type)
            case kinds.StructType():
                return self._named(info.cls.__name__, lambda: self._struct(info))
            case kinds.UnionType():
                return self._union(info)
            case kinds.ListType():
                schema = {"type": "array", "items": self._of(info.item_type)}
                return schema | ({"minItems": info.min_length} if info.min_length else {})
            case kinds.DictType():
                if isinstance(info.key_type, kinds.LiteralType):
                    fixed = {key: self._of(info.value_type) for key in info.key_type.values}
                    return {"type": "object", "properties": fixed, "additionalProperties": False}
                value = self._of(info.value_type)
                value.pop(_FORM, None)  # it has no words of its own; nor have the items of a list
                value.get("items", {}).pop(_FORM, None)
                schema = {"type": "object", "additionalProperties": value}
                return schema | ({"minProperties": info.min_length} if info.min_length else {})
            case kinds.IntType():
                limits = {"minimum": info.ge, "maximum": info.le}
                return {"type": "integer", _FORM: COUNT} | {
                    k: v for k, v in limits.items() if v is not None
                }
            case kinds.BoolType():
                return {"type": "boolean", _FORM: YES_NO}
            case kinds.LiteralType():
                return {"type": "string", "enum": list(info.values)}
            case kinds.StrType():
                shape = {"minLength": info.min_length, "pattern": info.pattern}
                return {"type": "string", _FORM: TEXT} | {
                    k: v for k, v in shape.items() if v is not None
                }
            case kinds.DateTimeType():
                return {"type": "string", "pattern": _MOMENT, _FORM: MOMENT}
            case kinds.DateType():
                return {"type": "string", "pattern": rf"^{_DAY}$", _FORM: DAY}
            case kinds.DecimalType():
                return {"type": "string", "pattern": _AMOUNT, _FORM: AMOUNT}
        raise TypeError(info)

    def _named(self, name: str, make: Callable[[], Schema]) -> Schema:
        if name not in self.definitions:
            self.definitions[name] = {}  # its place, should it come up within itself
            self.definitions[name] = make()
        return {"$ref": f"#/$defs/{name}"}

    def _union(self, info: kinds.UnionType) -> Schema:
        options = [option for option in info.types if not isinstance(option, kinds.NoneType)]
        if len(options) == 1:
            return self._of(options[0])
        structs = [option for option in options if isinstance(option, kinds.StructType)]
        lists = [option for option in options if isinstance(option, kinds.ListType)]
        if len(structs) == len(options):
            return self._events(structs)
        if structs and not lists:  # a text, or what says more than the text
            one = self._of(structs[0])
            return {"type": ["string", "object"], "if": {"type": "object"}, "then": one}
        if structs:  # one, or a list of them
            one, many = self._of(structs[0]), self._of(lists[0])
            return {"type": ["object", "array"], "if": {"type": "array"}, "then": many, "else": one}
        return {**self._of(lists[0]), "type": ["string", "array"]}

    def _events(self, events: list[kinds.StructType]) -> Schema:
        """An item of a log: by its `what` one definition applies, so that a fault is told of that
        one alone.
        """
        tags = [str(event.tag) for event in events]
        what = self._told({"type": "string", "enum": tags}, *meaning_of("Event", "", "what"))
        chosen = [
            {
                "if": {"required": ["what"], "properties": {"what": {"const": tag}}},
                "then": self._of(event),
            }
            for tag, event in zip(tags, events, strict=True)
        ]
        return {
            "type": "object",
            "required": ["what"],
            "properties": {"what": what},
            "allOf": chosen,
        }

    def calendar(self) -> Schema:
        """Calendars are read by hand (svc/model/calendars.py), so theirs is written by hand as
        well.
        """
        from svc.render.schema_calendar import calendar_schema

        return calendar_schema(self._told)


_FORM = "_form"  # how a value is written, until it is put into the description
