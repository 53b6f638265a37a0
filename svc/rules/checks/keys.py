"""Keys that mean nothing to svc, at every depth of a file: kept, never read, and most often a slip
of the pen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from msgspec import Struct

from svc.errors import N_, Phrase
from svc.model.faults import KeyPath
from svc.rules.checks.subject import Finding


class Shape(Struct):
    """The keys a value may have: its own, what stands below them, and those of its items."""

    keys: frozenset[str] = frozenset()
    below: dict[str, Shape] = {}
    items: Shape | None = None  # of a list
    values: Shape | None = None  # of a mapping whose keys are names
    kinds: dict[str, Shape] = {}  # by `what`


_NOTHING = Shape()


@cache
def shape_of(kind: object) -> Shape:
    """The keys that a record of this kind, a msgspec Struct, may have."""
    from msgspec import inspect

    return _shape_of_info(inspect.type_info(kind)) or Shape()


def _shape_of_info(info: object) -> Shape | None:
    """None for what has no keys below it."""
    from msgspec import inspect as kinds

    match info:
        case kinds.Metadata():
            return _shape_of_info(info.type)
        case kinds.StructType():
            names = frozenset(field.encode_name for field in info.fields) | (
                {"what"} if info.tag is not None else set()
            )
            below = {
                field.encode_name: shape
                for field in info.fields
                if (shape := _shape_of_info(field.type)) is not None
            }
            return Shape(keys=names, below=below)
        case kinds.ListType():
            items = _shape_of_info(info.item_type)
            return None if items is None else Shape(items=items)
        case kinds.DictType():
            values = _shape_of_info(info.value_type)
            return None if values is None else Shape(values=values)
        case kinds.UnionType():
            return _shape_of_union(
                [shape for option in info.types if (shape := _shape_of_info(option)) is not None],
                info.types,
            )
    return None


def _shape_of_union(shapes: list[Shape], types: Iterable[object]) -> Shape | None:
    """One of several: events by their name, or one row beside a list of such rows."""
    tagged = {
        str(getattr(option, "tag", "")): _shape_of_info(option)
        for option in types
        if getattr(option, "tag", None) is not None
    }
    if tagged:
        return Shape(kinds={tag: shape for tag, shape in tagged.items() if shape is not None})
    if not shapes:
        return None
    one = next((shape for shape in shapes if shape.items is None), Shape())
    items = next((shape.items for shape in shapes if shape.items is not None), None)
    return Shape(keys=one.keys, below=one.below, values=one.values, items=items)


def unknown_keys(data: object, shape: Shape) -> Iterator[Finding]:
    """A finding for each key that the shape does not have; with the one that was meant, if it is
    one letter off.
    """
    unknown: list[tuple[KeyPath, str, Shape]] = []
    _collect_unknown(data, shape, (), unknown)
    for place, key, around in unknown:
        meant = next((name for name in sorted(around.keys) if is_one_letter_off(key, name)), "")
        if meant:
            says = N_("the key `{key}` is not known to svc; did you mean `{meant}`?")
            yield Finding("unknown-key", Phrase(says, key=key, meant=meant), (*place, key))
        else:
            yield Finding(
                "unknown-key",
                Phrase(N_("the key `{key}` is not known to svc"), key=key),
                (*place, key),
            )


def _collect_unknown(
    value: object, shape: Shape, place: KeyPath, unknown: list[tuple[KeyPath, str, Shape]]
) -> None:
    if type(value) is list:
        items = shape.items
        if items is None:
            return
        kinds = items.kinds
        for index, item in enumerate(value):
            kind = kinds.get(item.get("what", ""), _NOTHING) if kinds else items
            # of nearly all events there is no more to see
            if kind.below or not kinds or not item.keys() <= kind.keys:
                _collect_unknown(item, kind, (*place, index), unknown)
    elif type(value) is dict:
        if shape.values is not None:
            for key, item in value.items():
                _collect_unknown(item, shape.values, (*place, key), unknown)
        elif shape.keys:
            if not value.keys() <= shape.keys:
                unknown.extend((place, key, shape) for key in value if key not in shape.keys)
            for key, below in shape.below.items():
                if key in value:
                    _collect_unknown(value[key], below, (*place, key), unknown)


def is_one_letter_off(one: str, other: str) -> bool:
    """Whether one letter too many, too few, wrong, or two that changed places, make the
    difference.
    """
    if one == other or abs(len(one) - len(other)) > 1 or max(len(one), len(other)) < 3:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])
