"""Putting an entry into a YAML file that people write: `svc.yaml`, `staff.yaml`, a price list.

Only the entry's own bytes change. Comments, order, blank lines and layout of everything else stay,
which no writer of whole files can promise: PyYAML says where each value stands, the rest is
cutting. A new entry is laid out as the one before it. Whatever comes out is read back and compared
with what it should say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from svc import errors
from svc.model import layout, reading

if TYPE_CHECKING:
    from svc.model.data import Data, ReadOnlyData

EntryPath: TypeAlias = tuple[str | int, ...]
"""Keys and positions from the top of the file: `("staff", 3, "phone")`. A list's length as the last
one means behind its end.
"""

# A node of PyYAML's: its stubs do not say that a mapping's value is pairs of them.
_Node: TypeAlias = Any


def with_entry(text: str, where: EntryPath, value: object, *, path: str = "") -> str:
    """The text with `value` at this place: in place of what stands there, or added.

    A mapping or list that is not there yet is made. `path` is for messages. Raises RecordBroken's
    kinds if the text can't be read, CannotPutEntry if it can't be changed there, CannotWriteText.
    """
    return _checked(text, where, value, path)


def with_entries(text: str, where: EntryPath, values: Sequence[object], *, path: str = "") -> str:
    """The text with these values behind the last one of the list at this place, put in at once.
    Raises like `with_entry`.
    """
    there = _value_at(reading.read_record(text, path), where)
    place = len(there) if isinstance(there, list) else 0
    changed = text
    for number, value in enumerate(values[:1], place):
        changed = with_entry(changed, (*where, number), value, path=path)
    others = values[1:]
    above = _node_at(_composed(changed), where) if others else None
    if above is None or above.flow_style:
        for number, value in enumerate(others, place + 1):
            changed = with_entry(changed, (*where, number), value, path=path)
        return changed
    first = _children(above)[place][1]
    at = _end_of_lines(changed, first)
    shaped = [
        layout.FlowMapping(value) if isinstance(value, Mapping) and first.flow_style else value
        for value in others
    ]
    lines = "".join(_lines(place, value, above.start_mark.column) for value in shaped)
    wanted = reading.read_record(changed, path)
    for number, value in enumerate(others, place + 1):
        _put_in_data(wanted, (*where, number), value)
    changed = changed[:at] + lines + changed[at:]
    if reading.read_record(changed, path) != wanted:
        raise errors.CannotPutEntry(path=path, entry=".".join(map(str, where)))
    return changed


def without_entry(text: str, where: EntryPath, *, path: str = "") -> str:
    """The text without what stands at this place; as it is, if nothing does. Raises like
    `with_entry`.
    """
    if _value_at(reading.read_record(text, path), where) is None:
        return text
    return _checked(text, where, None, path)


def _checked(text: str, where: EntryPath, value: object, path: str) -> str:
    wanted = reading.read_record(text, path)
    _put_in_data(wanted, where, value)
    try:
        changed = _changed(text, where, value)
        if reading.read_record(changed, path) == wanted:
            return changed
    except (errors.RecordBroken, LookupError):
        pass
    raise errors.CannotPutEntry(path=path, entry=".".join(map(str, where)))


def _changed(text: str, where: EntryPath, value: object) -> str:
    """The text with the value put in or taken out (None), not yet proved. Raises LookupError."""
    above = _node_at(_composed(text), where[:-1])
    if above is None:
        return _changed(text, where[:-1], _container(where[-1], value))
    children = _children(above)
    name = where[-1]
    is_there = name in children
    if value is None:
        if len(children) == 1 and len(where) > 1:
            return _changed(text, where[:-1], [] if isinstance(name, int) else {})
        return _cut(text, above, name)
    if not is_there and not children and len(where) > 1:
        return _changed(text, where[:-1], _container(name, value))
    if is_there:
        return _replaced(text, above, name, value)
    is_top = len(where) == 1
    return _added(text, above, name, value, is_top)


def _container(name: str | int, value: object) -> object:
    return [value] if isinstance(name, int) else {name: value}


def _added(text: str, above: _Node, name: str | int, value: object, is_top: bool) -> str:
    children = list(_children(above).values())
    if above.flow_style:
        end = children[-1][1].end_mark.index
        return f"{text[:end]}, {_on_one_line(name, value)}{text[end:]}"
    key, last = children[-1]
    shaped = value
    if isinstance(value, Mapping) and getattr(last, "flow_style", False) and not is_top:
        shaped = layout.FlowMapping(value)
    at = _end_of_lines(text, last)
    before = text[:at] if text[:at].endswith("\n") else text[:at] + "\n"
    column = (key or above).start_mark.column
    return before + _lines(name, shaped, column) + text[at:]


def _replaced(text: str, above: _Node, name: str | int, value: object) -> str:
    key, old = _children(above)[name]
    is_block = getattr(old, "flow_style", None) is False or getattr(old, "style", "") in ("|", ">")
    if not is_block and (above.flow_style or not _needs_lines(value, old)):
        start, end = old.start_mark.index, old.end_mark.index
        return text[:start] + layout.write_on_one_line(value) + text[end:]
    if key is None:
        raise LookupError(name)
    start, end = key.start_mark.index, _end_of_lines(text, old)
    lines = _lines(name, value, key.start_mark.column)
    return text[:start] + lines.lstrip(" ") + text[end:]


def _needs_lines(value: object, old: _Node) -> bool:
    """Whether a value is to stand on lines of its own, where the old one stands on one."""
    if isinstance(value, str):
        return "\n" in value
    if isinstance(old.value, str) or not old.value:  # a list that was empty grows as one is written
        items = value if isinstance(value, (list, tuple)) else [value]
        return any(isinstance(item, Mapping) for item in items)
    return False


def _cut(text: str, above: _Node, name: str | int) -> str:
    children = _children(above)
    key, old = children[name]
    if not above.flow_style:
        start = text.rfind("\n", 0, (key or old).start_mark.index) + 1
        return text[:start] + text[_end_of_lines(text, old) :]
    names = list(children)
    place = names.index(name)
    if place + 1 < len(names):
        next_key, next_value = children[names[place + 1]]
        return (
            text[: (key or old).start_mark.index]
            + text[(next_key or next_value).start_mark.index :]
        )
    start = children[names[place - 1]][1].end_mark.index if place else (key or old).start_mark.index
    return text[:start] + text[old.end_mark.index :]


def _composed(text: str) -> _Node:
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.compose(text, Loader=loader)


def _children(node: _Node) -> dict[str | int, tuple[_Node | None, _Node]]:
    """Key or position → the key's node (None in a list) and the value's. Raises LookupError."""
    import yaml

    if isinstance(node, yaml.MappingNode):
        return {key.value: (key, value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return {number: (None, value) for number, value in enumerate(node.value)}
    raise LookupError(node.value)


def _node_at(node: _Node, where: EntryPath) -> _Node | None:
    for name in where:
        children = _children(node)
        if name not in children:
            return None
        node = children[name][1]
    return node


def _end_of_lines(text: str, node: _Node) -> int:
    """The index behind the last line of a value that stands on lines of its own."""
    while getattr(node, "flow_style", None) is False and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end: int = node.end_mark.index
    if text[end - 1 : end] == "\n":
        return end
    line_end = text.find("\n", end)
    return len(text) if line_end < 0 else line_end + 1


def _on_one_line(name: str | int, value: object) -> str:
    written = layout.write_on_one_line(value)
    return written if isinstance(name, int) else f"{layout.write_key(name)}: {written}"


def _lines(name: str | int, value: object, column: int) -> str:
    """An entry on lines of its own, its key or its dash in this column."""
    entry: ReadOnlyData = {"x": [value]} if isinstance(name, int) else {name: value}
    lines = layout.write_record(entry).splitlines()
    if isinstance(name, int):
        if len(lines) == 1:  # `x: ["value"]`: no mapping, so no line of its own
            lines = [f"- {layout.write_on_one_line(value)}"]
        else:
            lines = [line[2:] for line in lines[1:]]
    return "".join(f"{' ' * column}{line}\n" if line else "\n" for line in lines)


def _value_at(data: object, where: EntryPath) -> object:
    for name in where:
        if isinstance(data, Mapping):
            data = data.get(name)
        elif isinstance(data, list) and isinstance(name, int) and name < len(data):
            data = data[name]
        else:
            return None
    return data


def _put_in_data(data: Data, where: EntryPath, value: object) -> None:
    """The same change made to what the text says."""
    node: Any = data
    for name, following in pairwise(where):
        if isinstance(node, list):
            node = node[int(name)]
            continue
        node = node.setdefault(name, [] if isinstance(following, int) else {})
    last = where[-1]
    if value is None:
        del node[last]
    elif isinstance(node, list) and last == len(node):
        node.append(value)
    else:
        node[last] = value
