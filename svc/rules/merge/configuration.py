"""Merging two desks' versions of a file that people edit (decisions 13): by entry. An office, a
person, a part, a line of prices, a day of the roster is an entry; so is any other key at the top.

What one side changed is put into the text of theirs, which other desks have already; the rest of
that text stays, byte for byte. What both changed differently is in dispute: theirs holds until
somebody chooses, and ours is handed back, so that it is not lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from svc.model import reading
from svc.model.entries import with_entry, without_entry

if TYPE_CHECKING:
    from svc.model.data import ReadOnlyData
    from svc.model.entries import EntryPath

EntryName = tuple[str, ...]
"""An entry by its names: `("staff", "wang")`, `("quote_days",)`; empty: the whole file."""

_NAMES = ("id", "code", "key", "name")
_ABSENT: Any = object()


class Dispute(NamedTuple):
    """An entry that both sides changed differently; None: the side has it not (any more)."""

    unit: EntryName
    ours: object
    theirs: object


class MergedText(NamedTuple):
    """The text with what both sides changed, and what is in dispute: of that it has theirs."""

    text: str
    disputes: list[Dispute]


def merge_configuration(base: str | None, ours: str, theirs: str, path: str = "") -> MergedText:
    """The merge of two versions of a file; `base` is the text both come from, None if there was
    none.

    Raises RecordBroken's kinds for a side that can't be read, CannotPutEntry and CannotWriteText
    where an entry can't be put into a text laid out like that.
    """
    if base in (ours, theirs) or ours == theirs:
        return MergedText(theirs if ours == base else ours, [])
    read = [
        {} if text is None else reading.read_record(text, path) for text in (base, ours, theirs)
    ]
    if read[1] == read[2]:
        return MergedText(theirs, [])
    listed = _listed_keys(read)
    was, we, they = (dict(_units(data, listed)) for data in read)
    text, disputes = theirs, list[Dispute]()
    for unit in dict.fromkeys([*was, *we]):
        old, own, other = (side.get(unit, _ABSENT) for side in (was, we, they))
        if own in (old, other):
            continue
        if other == old:
            text = put_unit(text, unit, None if own is _ABSENT else own, path)
        else:
            disputes.append(Dispute(unit, _or_none(own), _or_none(other)))
    return MergedText(text, disputes)


def put_unit(text: str, unit: EntryName, value: object, path: str = "") -> str:
    """The text with this entry as it is to be; without it, if `value` is None. Raises like
    `merge_configuration`.
    """
    data = reading.read_record(text, path)
    where = _place_of(data, unit)
    if value is None:
        return without_entry(text, where, path=path)
    if unit[0] not in data and _names_itself(value, unit):
        return with_entry(text, unit[:1], [value], path=path)  # the first of a list
    place = where[-1]
    is_there = isinstance(place, int) and place < len(data[unit[0]])
    if is_there and isinstance(value, Mapping):
        return _with_fields(text, where, data[unit[0]][place], value, path)
    return with_entry(text, where, value, path=path)


def _names_itself(value: object, unit: EntryName) -> bool:
    """Whether an entry is an item of a list, which has its own name in it."""
    return isinstance(value, Mapping) and any(value.get(name) in unit[1:] for name in _NAMES)


def differing(ours: object, theirs: object) -> tuple[object, object]:
    """Of two values of an entry what differs: of mappings the fields that are not the same."""
    if not (isinstance(ours, Mapping) and isinstance(theirs, Mapping)):
        return ours, theirs
    odd = [
        name
        for name in dict.fromkeys([*ours, *theirs])
        if ours.get(name, _ABSENT) != theirs.get(name, _ABSENT)
    ]
    here, there = ({name: side[name] for name in odd if name in side} for side in (ours, theirs))
    return here, there


def _with_fields(
    text: str, where: EntryPath, old: ReadOnlyData, new: ReadOnlyData, path: str
) -> str:
    """The text with the fields in which an item of a list differs: its others keep their bytes."""
    for name in dict.fromkeys([*old, *new]):
        if name not in new:
            text = without_entry(text, (*where, name), path=path)
        elif old.get(name, _ABSENT) != new[name]:
            text = with_entry(text, (*where, name), new[name], path=path)
    return text


def value_of(text: str, unit: EntryName, path: str = "") -> object:
    """What a text has for an entry; None for nothing."""
    data = reading.read_record(text, path)
    return dict(_units(data, _listed_keys([data]))).get(unit)


def changed_entries(
    parents: Sequence[ReadOnlyData], after: ReadOnlyData
) -> Iterator[tuple[EntryName, object, object]]:
    """Each entry that a version has otherwise than every parent, with what the first of them had;
    None: it is not there. What a merge takes over from either side is none.
    """
    listed = _listed_keys([*parents, after])
    befores = [dict(_units(data, listed)) for data in parents]
    now = dict(_units(after, listed))
    for unit in dict.fromkeys([*(name for before in befores for name in before), *now]):
        had = [before.get(unit, _ABSENT) for before in befores]
        if now.get(unit, _ABSENT) not in had:
            yield unit, _or_none(had[0]), now.get(unit)


def _or_none(value: object) -> object:
    return None if value is _ABSENT else value


def _listed_keys(versions: Sequence[ReadOnlyData]) -> dict[str, str]:
    """The keys at the top below which entries stand that have names of their own; for a list of
    mappings the field that names each, for a mapping of them nothing.
    """
    keys = dict.fromkeys(key for data in versions for key in data)
    found = {}
    for key in keys:
        values = [data[key] for data in versions if key in data]
        if all(isinstance(value, Mapping) for value in values):
            inner = [each for value in values for each in value.values()]
            if inner and all(isinstance(each, Mapping | list) for each in inner):
                found[key] = ""
        elif all(isinstance(value, list) for value in values):
            name = next((name for name in _NAMES if all(_names_each(v, name) for v in values)), "")
            if name and any(values):
                found[key] = name
    return found


def _names_each(items: Sequence[object], name: str) -> bool:
    """Whether this field names every item of a list, each by another name."""
    names = [item.get(name) if isinstance(item, Mapping) else None for item in items]
    return all(isinstance(each, str) for each in names) and len(set(names)) == len(names)


def _units(data: ReadOnlyData, listed: Mapping[str, str]) -> Iterator[tuple[EntryName, object]]:
    for key, value in data.items():
        if key not in listed:
            yield (key,), value
        elif listed[key]:
            for item in value:
                yield (key, item[listed[key]]), item
        else:
            for name, item in value.items():
                yield (key, str(name)), item


def _place_of(data: ReadOnlyData, unit: EntryName) -> EntryPath:
    """Where an entry stands, or is to stand."""
    key, *names = unit
    if not names or not isinstance(data.get(key), list):
        return unit
    items: list[Any] = data[key]
    for name in _NAMES:
        for number, item in enumerate(items):
            if isinstance(item, Mapping) and item.get(name) == names[0]:
                return (key, number)
    return (key, len(items))
