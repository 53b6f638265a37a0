"""From plain data to a record, with every fault named when it does not fit.

msgspec is fast and stops at the first fault. So it does the conversion, and only when it refuses is
the data walked again, against the same definitions, to list all faults with their lines.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import msgspec

from svc.errors import N_, Phrase, RecordFaulty
from svc.model.times import is_thinkable

if TYPE_CHECKING:
    from msgspec.inspect import StructType, UnionType

    from svc.model.data import Data

KeyPath = tuple[str | int, ...]
"""Where in a file: keys and positions from the top."""

Record = TypeVar("Record")


class Fault(msgspec.Struct, frozen=True):
    """One thing wrong: where in the data, and what."""

    path: KeyPath
    problem: Phrase

    @property
    def field(self) -> str:
        return ".".join(str(part) for part in self.path)


def record_from(data: Data, kind: type[Record], path: str, text: str | None = None) -> Record:
    """The record of this kind that `data` holds. `text` is what it was read from, for the lines.

    Raises RecordFaulty with all faults; each as (line, Phrase).
    """
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError:
        found_faults = faults_of(data, kind)
        if not found_faults:  # msgspec is stricter than the walk somewhere: say what it says
            found_faults = _as_msgspec_says(data, kind)
    raise record_faulty(found_faults, path, text)


def record_faulty(found_faults: list[Fault], path: str, text: str | None) -> RecordFaulty:
    """The error for these faults of one file, in the order of their lines."""
    lines: dict[tuple[str | int, ...], int] = {}
    if text is not None:
        from svc.model.full_yaml import lines_of

        lines = lines_of(text)
    placed = sorted(
        ((_line(lines, fault.path), fault.problem) for fault in found_faults),
        key=lambda pair: pair[0],
    )
    line, problem = placed[0]
    return RecordFaulty(path=path, line=line, problem=problem, faults=placed)


def _line(lines: dict[KeyPath, int], path: KeyPath) -> int:
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def faults_of(data: object, kind: object) -> list[Fault]:
    """Every place where `data` is not what `kind` asks for; empty if it fits."""
    out: list[Fault] = []
    _collect_faults(data, _type_info(kind), (), out)
    return out


@cache
def _type_info(kind: object) -> object:
    """What msgspec says of a kind of record; it takes 50 ms, which each of many broken files would
    pay for.
    """
    from msgspec import inspect

    return inspect.type_info(kind)


# One branch for each kind of type.
def _collect_faults(value: object, info: object, path: KeyPath, out: list[Fault]) -> None:  # noqa: C901, PLR0912
    from msgspec import inspect as kinds

    match info:
        case kinds.Metadata():
            _collect_faults(value, info.type, path, out)
        case kinds.StructType():
            _walk_struct(value, info, path, out)
        case kinds.UnionType():
            _walk_union(value, info, path, out)
        case kinds.ListType():
            if not isinstance(value, list):
                out.append(Fault(path, Phrase(N_("`{field}` is not a list"), field=_name(path))))
                return
            if info.min_length and len(value) < info.min_length:
                out.append(Fault(path, Phrase(N_("`{field}` has no item"), field=_name(path))))
            for index, item in enumerate(value):
                _collect_faults(item, info.item_type, (*path, index), out)
        case kinds.DictType():
            if not isinstance(value, dict):
                out.append(
                    Fault(path, Phrase(N_("`{field}` has no keys below it"), field=_name(path)))
                )
                return
            if info.min_length and len(value) < info.min_length:
                out.append(Fault(path, Phrase(N_("`{field}` has no item"), field=_name(path))))
            for key, item in value.items():
                _collect_faults(item, info.value_type, (*path, key), out)
        case _:
            problem = _leaf(value, info, path)
            if problem is not None:
                out.append(Fault(path, problem))


def _walk_struct(value: object, info: StructType, path: KeyPath, out: list[Fault]) -> None:
    if not isinstance(value, dict):
        out.append(Fault(path, Phrase(N_("`{field}` has no keys below it"), field=_name(path))))
        return
    before = len(out)
    names = set()
    for field in info.fields:
        names.add(field.encode_name)
        if field.encode_name in value:
            _collect_faults(value[field.encode_name], field.type, (*path, field.encode_name), out)
        elif field.required:
            out.append(
                Fault(
                    path,
                    Phrase(N_("`{field}` is missing"), field=_name((*path, field.encode_name))),
                )
            )
    if info.forbid_unknown_fields:
        out.extend(
            Fault(
                (*path, key),
                Phrase(N_("`{field}` is not a known key here"), field=_name((*path, key))),
            )
            for key in value
            if key not in names
        )
    if len(out) == before:  # rules between fields, such as whole seconds, are the class's own
        try:
            msgspec.convert(value, info.cls)
        except msgspec.ValidationError as said:
            out.append(
                Fault(path, Phrase(N_("`{field}`: {said}"), field=_name(path), said=_plain(said)))
            )


def _walk_union(value: object, info: UnionType, path: KeyPath, out: list[Fault]) -> None:
    from msgspec import inspect as kinds

    options = [option for option in info.types if not isinstance(option, kinds.NoneType)]
    structs = [option for option in options if isinstance(option, kinds.StructType)]
    if len(structs) > 1:
        if not isinstance(value, dict):
            out.append(Fault(path, Phrase(N_("`{field}` has no keys below it"), field=_name(path))))
            return
        what = value.get("what")
        known = next((option for option in structs if option.tag == what), None)
        if known is None:
            out.append(
                Fault(
                    (*path, "what"),
                    Phrase(N_("`{value}` is not a known event"), value=what),
                )
            )
        else:
            _walk_struct(value, known, path, out)
        return
    lists = [option for option in options if isinstance(option, kinds.ListType)]
    if lists and structs:
        _collect_faults(value, lists[0] if isinstance(value, list) else structs[0], path, out)
    else:
        _collect_faults(value, options[0], path, out)


# One branch for each kind of type.
def _leaf(value: object, info: object, path: KeyPath) -> Phrase | None:  # noqa: C901, PLR0912
    from msgspec import inspect as kinds

    field = _name(path)
    match info:
        case kinds.IntType():
            if isinstance(value, bool) or not isinstance(value, int):
                return Phrase(
                    N_("`{field}` is not a whole number: {value}"), field=field, value=value
                )
            if (info.ge is not None and value < info.ge) or (
                info.le is not None and value > info.le
            ):
                return Phrase(N_("`{field}` is out of range: {value}"), field=field, value=value)
            return None
        case kinds.BoolType():
            if not isinstance(value, bool):
                return Phrase(
                    N_("`{field}` is neither true nor false: {value}"), field=field, value=value
                )
            return None
        case kinds.AnyType():
            return None
    if not isinstance(value, str):
        if isinstance(value, (dict, list)):
            return Phrase(N_("`{field}` should be one value, not several"), field=field)
        shown = str(value).lower() if isinstance(value, bool) else value
        return Phrase(
            N_('`{field}` is not text; put it in double quotes: "{value}"'),
            field=field,
            value=shown,
        )
    match info:
        case kinds.LiteralType():
            if value not in info.values:
                choices = [str(v) for v in info.values if v != ""]
                return Phrase(
                    N_("`{field}` is not one of {choices}: {value}"),
                    field=field,
                    choices=choices,
                    value=value,
                )
        case kinds.StrType():
            if info.min_length and len(value) < info.min_length:
                return Phrase(N_("`{field}` is blank; write unknown and the reason"), field=field)
            if info.pattern and not re.search(info.pattern, value):
                return Phrase(
                    N_("`{field}` is not written correctly: {value}"),
                    field=field,
                    value=value,
                )
        case kinds.DateTimeType():
            return _moment(value, field)
        case kinds.DateType():
            try:
                day = date.fromisoformat(value)
            except ValueError:
                return Phrase(
                    N_("`{field}` is not a day: {value}. Write it like 2026-01-06"),
                    field=field,
                    value=value,
                )
            if not is_thinkable(day):
                return Phrase(
                    N_("`{field}` is before 1900 or after 2199: {value}"), field=field, value=value
                )
        case kinds.DecimalType():
            try:
                Decimal(value)
            except InvalidOperation:
                return Phrase(
                    N_("`{field}` is not an amount: {value}. Write it like 12.50"),
                    field=field,
                    value=value,
                )
    return None


def _moment(value: str, field: str) -> Phrase | None:
    try:
        moment = msgspec.convert(value, datetime)
    except msgspec.ValidationError:
        return Phrase(
            N_("`{field}` is not a time: {value}. Write it like 2026-01-06T09:00:00+08:00"),
            field=field,
            value=value,
        )
    if moment.tzinfo is None:
        return Phrase(
            N_("`{field}` has no UTC offset: {value}. Write it like 2026-01-06T09:00:00+08:00"),
            field=field,
            value=value,
        )
    if not is_thinkable(moment):
        return Phrase(
            N_("`{field}` is before 1900 or after 2199: {value}"), field=field, value=value
        )
    return None


def _name(path: KeyPath) -> str:
    return ".".join(str(part) for part in path) or "."


def _plain(said: Exception) -> str:
    return re.sub(r" - at `.*`$", "", str(said))


def _as_msgspec_says(data: object, kind: object) -> list[Fault]:
    try:
        msgspec.convert(data, kind)
    except msgspec.ValidationError as said:
        where = re.search(r" - at `\$\.?(.*)`$", str(said))
        parts = re.findall(r"[^.\[\]]+", where[1]) if where else []
        path = tuple(int(part) if part.isdigit() else part for part in parts)
        return [Fault(path, Phrase(N_("`{field}`: {said}"), field=_name(path), said=_plain(said)))]
    return []
