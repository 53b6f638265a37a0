"""Numbers that records had before: what a `renumbered` event says of the record it stands in.

Two desks gave one number to two records; one of them got another (`svc renumber`). Its file moves
to the new number with `id` and one event changed; what names it elsewhere stays as it was written,
and an event says which places mean the new number. So everything is provable from the events, and
whoever reads a record reads it with the numbers as they are now.

All functions take a record as plain data, as its file has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from svc.model.data import log_of

if TYPE_CHECKING:
    from svc.model.data import Data, ReadOnlyData

WHAT = "renumbered"


def is_own(event: ReadOnlyData) -> bool:
    """Whether the event is of the record's own number, not of one that it names."""
    return event.get("what") == WHAT and not (event.get("fields") or event.get("events"))


def own_numbers(data: ReadOnlyData) -> list[str]:
    """The numbers that the record had before, the first one first; none of most."""
    return [str(event.get("was")) for event in _renumberings(data) if is_own(event)]


def as_first_numbered(data: ReadOnlyData) -> ReadOnlyData:
    """The record under the number that it was given first: of that head it carries the digest."""
    numbers = own_numbers(data)
    return {**data, "id": numbers[0]} if numbers else data


def with_new_numbers(data: ReadOnlyData) -> Data:
    """The record with every number that it names as it is now. `data` is a record that was found
    to be one.
    """
    head = {key: value for key, value in data.items() if key != "log"}
    events = {event["id"]: event for event in data["log"]}
    for said in _renumberings(data):
        was, now = said["was"], said["now"]
        for field in said.get("fields", ()):
            head = _with_field(head, field.split("."), was, now)
        for id in said.get("events", ()):
            if id in events:
                events[id] = _renamed(events[id], was, now)
    return {**head, "log": [events[event["id"]] for event in data["log"]]}


def fields_naming(data: ReadOnlyData, number: str) -> list[str]:
    """The places of a record's head, `customer.file`, that hold this number."""
    head = {key: value for key, value in data.items() if key not in ("id", "log")}
    return [".".join(path) for path, value in _leaves(head, ()) if _names(value, number)]


def events_naming(data: ReadOnlyData, number: str) -> list[str]:
    """The ids of the events of a record that hold this number, other than of its renumbering."""
    return [
        str(event["id"])
        for event in data["log"]
        if event.get("what") != WHAT
        and any(_names(value, number) for _, value in _leaves(event, ()))
    ]


def is_renumbered_from(before: ReadOnlyData, after: ReadOnlyData) -> bool:
    """Whether the later record is the earlier one under another number: nothing but events was
    added, the first of them saying so, and its head is the same.
    """
    known = {event.get("id"): event for event in log_of(before)}
    later = {event.get("id"): event for event in log_of(after)}
    if any(later.get(id) != event for id, event in known.items()):
        return False
    number = before.get("id")
    for event in _renumberings(after):
        if is_own(event) and event.get("id") not in known and event.get("was") == number:
            number = event.get("now")
    return (
        number == after.get("id")
        and number != before.get("id")
        and _head_of(before) == _head_of(after)
    )


def _head_of(data: ReadOnlyData) -> Data:
    return {key: value for key, value in data.items() if key not in ("id", "status", "log")}


def _renumberings(data: ReadOnlyData) -> list[ReadOnlyData]:
    """The events that say so, in the order of the log."""
    found = [event for event in log_of(data) if event.get("what") == WHAT]
    return sorted(found, key=lambda event: (event.get("seq", 0), event.get("id", "")))


def _leaves(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    """The values of a mapping that are no mappings, with where they stand; a list is one value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    else:
        yield path, value


def _names(value: object, number: str) -> bool:
    return bool(_renamed(value, number, "") != value)


def _renamed(value: object, was: str, now: str) -> object:
    """The value with another number in place of this one, wherever it stands by itself."""
    if isinstance(value, dict):
        return {key: _renamed(inner, was, now) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, was, now) for inner in value]
    if value == was:
        return now
    if isinstance(value, str) and value.startswith("["):  # a list as a correction holds it
        return value.replace(f'"{was}"', f'"{now}"')
    return value


def _with_field(head: Data, path: list[str], was: str, now: str) -> Data:
    if path[0] not in head:
        return head
    inner: object = head[path[0]]
    changed: object
    if len(path) > 1 and isinstance(inner, dict):
        changed = _with_field(inner, path[1:], was, now)
    else:
        changed = _renamed(inner, was, now)
    return {**head, path[0]: changed}
