"""Personal data of a customer taken out of a record: names, telephones, addresses, free words.

A projection of plain data, of the head and of each event: applied twice it changes nothing more.
Texts become `(removed)` where there were any; numbers, times, ids, codes, serial and receipt
numbers, money and ratings stay, and with them figures and order. A record whose log has `forgotten`
is always without: what another desk adds that had not heard of it comes in without as well.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal, get_args, get_origin, get_type_hints

from msgspec import Struct

from svc.model import events as ev
from svc.model import layout, reading
from svc.model.customers import CUSTOMER_CATALOGUE, CustomerHead, Equipment
from svc.model.data import log_of
from svc.model.ids import parse_customer_id
from svc.model.tickets import TicketHead
from svc.model.typed_text import REMOVED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from svc.model.data import Data, ReadOnlyData

KEPT = frozenset(
    {
        # of every record and event
        *("id", "status", "office", "region", "acting", "seq", "at", "typed", "by", "what"),
        "field",
        # of a head, and of machines
        *("covered_by", "contract_terms", "terms", "file", "contract", "cared_for_by", "repeat_of"),
        "plan",
        *("model", "specification", "serial", "bought", "software", "configuration"),
        *("before", "version"),
        # other events, tickets, files; people of ours; versions; papers by their numbers
        *("digest", "of", "ticket", "together", "along_with", "block", "earlier", "in_hand"),
        *(
            "from_file",
            "away_from",
            "into",
            "whose",
            "to",
            "technician",
            "taken_by",
            "by_whom",
            "person",
        ),
        *("policy", "calendar", "prices", "number", "receipt", "replaces", "old_serial"),
        *("new_serial", "promise", "outcome", "department", "replaced_by"),
        # parts, money, what was measured
        *("part", "bring", "missing", "ready", "item", "code", "point", "value", "tolerance"),
        *("sort", "how", "carrier", "linked.why", "knowledge_used.entry"),
        *("attached.sha256", "attached.beside"),
        # numbers that a record had
        *("was", "now", "fields", "events"),
    }
)
"""Text fields that say nothing of a person, by name in all records, or of one event."""
TAKEN_OUT = frozenset({"committed.promise", "defect_reported.to"})
"""And those that are free words in this event, whatever their name means elsewhere."""

Taken = bool | dict[str, "Taken"]
"""What is taken out of a value: all texts (True), none (False), or some in the fields of it."""


class Removal(Struct, frozen=True):
    """What is to be gone from a record, as its log says: all personal data, or texts at places."""

    is_whole: bool = False
    places: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self.is_whole or bool(self.places)


def removal_from(*records: ReadOnlyData) -> Removal:
    """What is to be gone, as any of these versions of a record says."""
    whole, places = False, set[str]()
    for record in records:
        for event in log_of(record):
            if event.get("what") == "forgotten":
                named = event.get("places") or []
                whole = whole or not named
                places.update(map(str, named))
    return Removal(whole, frozenset(places))


def is_forgotten(record: ReadOnlyData) -> bool:
    """Whether all personal data of a record are to be gone: its log says so."""
    return removal_from(record).is_whole


def without(record: ReadOnlyData, removal: Removal) -> Data:
    """The data of a record without what is to be gone."""
    if removal.is_whole:
        return without_personal_data(record)
    if not removal:
        return dict(record)
    data = {
        key: _emptied(value, True) if key in removal.places else value
        for key, value in record.items()
        if key != "log"
    }
    if "log" in record:
        data["log"] = [
            _event_without(event, removal.places) if isinstance(event, dict) else event
            for event in record["log"]
        ]
    return data


def _event_without(event: ReadOnlyData, places: frozenset[str]) -> Data:
    """The data of an event without the texts at these places."""
    id = event.get("id")
    return {
        key: _emptied(value, True) if f"{id}.{key}" in places else value
        for key, value in event.items()
    }


def texts_that_name(record: ReadOnlyData, words: Collection[str]) -> dict[str, str]:
    """The free words of somebody else's record in which one of these words stands, by their places:
    not what their own file or the head's customer and machine say, which is theirs.
    """
    found: dict[str, str] = {}
    if parse_customer_id(str(record.get("id"))) is None:
        shape = _shape(_head_kind(record))
        for key, value in record.items():
            is_own = (
                key in ("customer", "equipment", "log") or shape.get(key, key not in KEPT) is False
            )
            if not is_own and _names(value, words):
                found[key] = _in_one_line(value)
    for event in log_of(record):
        if event.get("what") in ("forgotten", "received", "imported", "opened"):
            continue
        shape = _shape_of_event(str(event.get("what")))
        for key, value in event.items():
            takes = key in ("old", "new") or shape.get(key, key not in KEPT) is not False
            if takes and _names(value, words):
                found[f"{event.get('id')}.{key}"] = _in_one_line(value)
    return found


def _names(value: object, words: Collection[str]) -> bool:
    """Whether one of the words stands in a text of this value."""
    if isinstance(value, str):
        return any(word in value for word in words)
    if isinstance(value, list):
        return any(_names(item, words) for item in value)
    return isinstance(value, dict) and any(_names(item, words) for item in value.values())


def _in_one_line(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def without_personal_data(record: ReadOnlyData) -> Data:
    """The data of a ticket or a customer's file without what is of a person; `forgotten` events,
    and what is no text, as they are. Keys this program does not know lose their texts, too.
    """
    head = {key: value for key, value in record.items() if key != "log"}
    data = _without(head, _shape(_head_kind(record)))
    if "log" in record:
        kinds = {event.get("id"): event.get("what") for event in log_of(record)}
        data["log"] = [
            event_without(event, record, str(kinds.get(event.get("of"), "")))
            if isinstance(event, dict)
            else event
            for event in record["log"]
        ]
    return data


def event_without(event: ReadOnlyData, record: ReadOnlyData, amended: str = "") -> Data:
    """The data of an event of this record, likewise; `amended` is the kind of the entry it
    amends.
    """
    what = str(event.get("what"))
    if what == "forgotten":
        return dict(event)
    data = _without(event, _shape_of_event(what))
    changed = _shape_of_change(event, _head_kind(record), amended)
    for key in ("old", "new"):
        if key in event and changed is not None:
            data[key] = _text_without(str(event[key]), changed)
    return data


WHOLE = Removal(is_whole=True)


def forgotten_text(text: str, removal: Removal = WHOLE) -> str:
    """A record's text without what is to be gone and without remarks, in our layout. Raises
    RecordBroken's kinds.
    """
    return layout.write_record(without(reading.read_record(text), removal))


def head_digests(forgotten: Sequence[tuple[str, Sequence[str]]]) -> frozenset[str] | None:
    """The digests that a head may have once words were taken out of it, by the digest and the
    places of each `forgotten`; empty where none was taken out of the head. None: none is told, or
    two desks took different words out of it, which neither's digest tells; then the history alone
    does.
    """
    heads = {frozenset(place for place in places if "." not in place) for _, places in forgotten}
    digests = frozenset(digest for digest, _ in forgotten if digest)
    if any(not places for _, places in forgotten):
        return digests or None
    return None if len(heads - {frozenset()}) > 1 else digests


def personal_fields(record: ReadOnlyData) -> list[str]:
    """The single values of a head that are of a person, by their dotted paths."""

    def walk(value: ReadOnlyData, shape: Mapping[str, Taken], path: str) -> Iterator[str]:
        for key, item in value.items():
            inner = shape.get(key, False)
            if inner is True and isinstance(item, str) and item:
                yield path + key
            elif isinstance(inner, dict) and isinstance(item, dict):
                yield from walk(item, inner, f"{path}{key}.")

    return list(walk(record, _shape(_head_kind(record)), ""))


def _head_kind(record: ReadOnlyData) -> type[Struct]:
    is_customer = parse_customer_id(str(record.get("id"))) is not None
    return CustomerHead if is_customer else TicketHead


def _without(data: ReadOnlyData, shape: Mapping[str, Taken]) -> Data:
    return {key: _emptied(value, shape.get(key, key not in KEPT)) for key, value in data.items()}


def _emptied(value: object, shape: Taken) -> object:
    if shape is False:
        return value
    if isinstance(value, str):
        return REMOVED if value else value
    if isinstance(value, list):
        return [_emptied(item, shape) for item in value]
    if isinstance(value, dict):
        fields = shape if isinstance(shape, dict) else dict.fromkeys(value, True)
        return _without(value, fields)
    return value


def _text_without(text: str, shape: Taken) -> str:
    """A value as a correction or an amendment holds it: a list is JSON in it."""
    if shape is False or not text:
        return text
    if text.startswith("["):
        try:
            value = _emptied(json.loads(text), shape)
        except ValueError:
            return REMOVED
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return REMOVED


def _shape_of_change(event: ReadOnlyData, head: type[Struct], amended: str) -> Taken | None:
    """What is to be taken out of the old and the new value of an event; None: it has none."""
    shape: Taken
    match event.get("what"):
        case "corrected":
            shape = _shape(head)
        case "equipment_corrected":
            shape = _shape(Equipment)
        case "amended":
            shape = _shape_of_event(amended)
        case _:
            return None
    for key in str(event.get("field")).split("."):
        shape = shape.get(key, key not in KEPT) if isinstance(shape, dict) else shape
    return shape


def _shape_of_event(what: str) -> dict[str, Taken]:
    """Of an event this program does not know: nothing is told of its fields."""
    entry = ev.CATALOGUE.get(what) or CUSTOMER_CATALOGUE.get(what)
    return _shape(ev.Event if entry is None else entry.event)


@cache
def _shape(kind: type[Struct]) -> dict[str, Taken]:
    """What is taken out of each field of a kind of record."""
    tag = kind.__struct_config__.tag
    hints = get_type_hints(kind, include_extras=True)
    return {
        name: _shape_of_field(hints[name], name, f"{tag}.{name}")
        for name in kind.__struct_fields__
        if name != "log"
    }


def _shape_of_field(hint: object, name: str, whole: str) -> Taken:
    if whole in KEPT or (name in KEPT and whole not in TAKEN_OUT):
        return False
    return _shape_of_type(hint)


def _shape_of_type(hint: object) -> Taken:
    if get_origin(hint) is Annotated:
        return _shape_of_type(get_args(hint)[0])
    if hint is str:
        return True
    if isinstance(hint, type) and issubclass(hint, Struct):
        return _shape(hint)
    if get_origin(hint) is Literal:
        return False
    shapes = [_shape_of_type(each) for each in get_args(hint)]
    return next((shape for shape in shapes if shape is not False), False)
