"""Two versions of one record: a log only grows, a head is told once. Whatever else became of them
is named, with what it was and what it is.

`forgotten` alone may take words out of what was written before, and no others than it does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from svc.errors import N_, Phrase
from svc.model.customers import CUSTOMER_CATALOGUE, CUSTOMER_HEAD_KEYS
from svc.model.events import CATALOGUE, EventKind
from svc.model.ids import MonthSealId, record_id_at
from svc.model.labels import event_of_kind
from svc.model.month_seals import MONTH_SEAL_CATALOGUE, MONTH_SEAL_HEAD_KEYS
from svc.model.seals import SEAL_CATALOGUE, SEAL_HEAD_KEYS
from svc.model.stock import STOCK_CATALOGUE, STOCK_HEAD_KEYS
from svc.model.tickets import HEAD_KEYS, head_digest
from svc.rules.forgetting import head_digests, removal_from, without

if TYPE_CHECKING:
    from svc.model.data import Data, ReadOnlyData
    from svc.model.faults import KeyPath

_TELLING = frozenset({"received", "imported", "opened", "booked", "sealed", "month_sealed"})
"""The events with which a head is complete; they carry its digest."""
_FORGETTING = frozenset({"forgotten"})
_LAST = ("seq", "id", "what")
"""Of an event: by what it is known, not what it says."""


class RecordKind(NamedTuple):
    """What a kind of record has."""

    catalogue: Mapping[str, EventKind]
    head_keys: Sequence[str]


_KINDS = {
    "tickets": RecordKind(CATALOGUE, HEAD_KEYS),
    "customers": RecordKind(CUSTOMER_CATALOGUE, CUSTOMER_HEAD_KEYS),
    "movements": RecordKind(STOCK_CATALOGUE, STOCK_HEAD_KEYS),
    "seals": RecordKind(SEAL_CATALOGUE, SEAL_HEAD_KEYS),
}
_MONTH_SEALS = RecordKind(MONTH_SEAL_CATALOGUE, MONTH_SEAL_HEAD_KEYS)


class Change(NamedTuple):
    """A value that is another one: where in the head or the event; empty text: there is none."""

    field: tuple[str, ...]
    before: str
    after: str


class Tampering(Struct, frozen=True, kw_only=True):
    """One way in which something is not what it was, or may not be."""

    kind: str  # stable: programs go by it
    problem: Phrase
    place: KeyPath = ()  # in the later record
    event: str = ""  # the id of the event it is about
    what: str = ""  # its kind
    changes: tuple[Change, ...] = ()


def record_kind(path: str) -> RecordKind:
    """What the record at this path has, by the folder it lies in; the seal of a month by its
    name.
    """
    if isinstance(record_id_at(path), MonthSealId):
        return _MONTH_SEALS
    return _KINDS[path.partition("/")[0]]


def tampered_with(
    before: ReadOnlyData, after: ReadOnlyData, kind: RecordKind
) -> Iterator[Tampering]:
    """Everything that a later version of a record has lost, or has otherwise than before."""
    if _is_another(before, after):
        yield Tampering(
            kind="number-reused",
            problem=Phrase(N_("another record stands under this number now")),
            place=("id",),
            changes=(Change(("received",), _first_words(before), _first_words(after)),),
        )
        return
    before = without(before, removal_from(after))
    yield from events_tampered_with(before, after)
    yield from _moved_events(before, after)
    yield from _head_tampered_with(before, after, kind.head_keys)


def events_tampered_with(before: ReadOnlyData, after: ReadOnlyData) -> Iterator[Tampering]:
    """The events of a log that later are gone, or say something else. In which order they stand in
    the file is not looked at: they are replayed by their numbers.
    """
    before = without(before, removal_from(after))
    log = events_of(after)
    places = {str(event.get("id")): index for index, event in log.items()}
    earlier = {str(event.get("id")): event for event in events_of(before).values()}
    gone = [event for id, event in earlier.items() if id not in places]
    for event in gone:
        yield _about(
            event,
            "event-dropped",
            N_("event {seq} ({what}) was removed from the log"),
            ("log",),
            _all_fields(event),
        )
    kept = {id: (event, log[places[id]]) for id, event in earlier.items() if id in places}
    yield from _renumbered(kept, places, gone)
    for id, (old, new) in kept.items():
        changes = _differences({**old, "seq": 0}, {**new, "seq": 0})
        if changes:
            says = N_("event {seq} ({what}) was changed")
            yield _about(old, "event-changed", says, ("log", places[id]), changes)


def events_of(record: ReadOnlyData | None) -> dict[int, Data]:
    """The events of a log by their places in it; of a record by hand it may hold anything, or be no
    log at all.
    """
    log = (record or {}).get("log")
    return {
        place: event
        for place, event in enumerate(log if isinstance(log, list) else ())
        if isinstance(event, dict)
    }


def head_fits(record: ReadOnlyData, kind: RecordKind) -> bool:
    """Whether the head has the digest that its log tells, of a forgotten one that of `forgotten`;
    also where none does.
    """
    log = events_of(record).values()
    forgotten = [
        (str(event.get("digest") or ""), [str(place) for place in event.get("places") or ()])
        for event in log
        if event.get("what") in _FORGETTING
    ]
    digests = head_digests(forgotten)
    if digests is None:
        return True
    if digests:
        return head_digest(record, kind.head_keys) in digests
    told = {event.get("digest") for event in log if event.get("what") in _TELLING} - {None, ""}
    return not told or head_digest(record, kind.head_keys) in told  # of two, whose holds was said


def text_of(value: object) -> str:
    """A value as one text, for people."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False)


def _about(
    event: ReadOnlyData,
    kind: str,
    says: str,
    place: KeyPath,
    changes: Sequence[Change],
    **more: object,
) -> Tampering:
    """What happened to an event, which is named by its number and kind."""
    what = str(event.get("what"))
    return Tampering(
        kind=kind,
        problem=Phrase(says, seq=event.get("seq"), what=event_of_kind(what), **more),
        place=place,
        event=str(event.get("id")),
        what=what,
        changes=tuple(changes),
    )


def _is_another(before: ReadOnlyData, after: ReadOnlyData) -> bool:
    """Whether two records have nothing in common but their number."""
    ids, later = (
        {event.get("id") for event in events_of(each).values()} for each in (before, after)
    )
    return bool(ids and later) and ids.isdisjoint(later)


def _first_words(record: ReadOnlyData) -> str:
    """By what people tell two records apart: when it began, by whom."""
    first = next(iter(events_of(record).values()), {})
    return f"{first.get('typed', '')} {first.get('by', '')}".strip()


def _renumbered(
    kept: Mapping[str, tuple[Data, Data]], places: Mapping[str, int], gone: Sequence[Data]
) -> Iterator[Tampering]:
    """Events that have another number than before: two that were swapped, those that moved up
    behind one that was taken out, others.
    """
    moved = {
        id: (old.get("seq"), new.get("seq"))
        for id, (old, new) in kept.items()
        if old.get("seq") != new.get("seq")
    }
    numbers_gone = [event.get("seq") for event in gone]
    swapped: set[str] = set()
    for id, (was, now) in moved.items():
        old = kept[id][0]
        place: KeyPath = ("log", places[id], "seq")
        change = Change(("seq",), text_of(was), text_of(now))
        other = next((each for each, pair in moved.items() if pair == (now, was)), "")
        if id in swapped:
            continue
        if other:
            swapped |= {id, other}
            says = N_("event {seq} ({what}) was swapped with event {other}, numbers and all")
            yield _about(old, "events-swapped", says, place, [change], other=now)
        elif not _moved_up(was, now, numbers_gone):
            says = N_("event {seq} ({what}) has another number in the log")
            yield _about(old, "event-renumbered", says, place, [change])
        else:
            says = N_("event {seq} ({what}) has moved up into the place of one that was removed")
            yield _about(old, "event-renumbered", says, place, [change])


def _moved_up(was: object, now: object, numbers_gone: Sequence[object]) -> bool:
    """Whether a number is less by as many as were taken out before it."""
    if not (isinstance(was, int) and isinstance(now, int)):
        return False
    return now == was - sum(isinstance(each, int) and each < was for each in numbers_gone)


def _moved_events(before: ReadOnlyData, after: ReadOnlyData) -> Iterator[Tampering]:
    """That events stand in another order in the file than they did, and not in that of their
    numbers.
    """
    log = list(events_of(after).values())
    ids = [str(event.get("id")) for event in log]
    earlier = [str(event.get("id")) for event in events_of(before).values()]
    if [id for id in ids if id in set(earlier)] == [id for id in earlier if id in set(ids)]:
        return
    numbers = [(event.get("seq"), event.get("id")) for event in log]
    try:
        if numbers == sorted(numbers):
            return
    except TypeError:
        pass  # of what is no number nothing follows
    yield Tampering(
        kind="events-reordered",
        problem=Phrase(N_("the events of the log were put into another order")),
        place=("log",),
        changes=(Change(("log",), " ".join(earlier), " ".join(ids)),),
    )


def _head_tampered_with(
    before: ReadOnlyData, after: ReadOnlyData, keys: Sequence[str]
) -> Iterator[Tampering]:
    """What a head says otherwise than it was told. A call that was only noted has a short one,
    which is completed once.
    """
    told, log = events_of(before).values(), events_of(after).values()
    completed = not _is_told(told) and _is_told(log)
    if completed:
        return
    changes = _differences(
        {key: before.get(key) for key in keys}, {key: after.get(key) for key in keys}
    )
    if changes:
        yield Tampering(
            kind="head-edited",
            problem=Phrase(N_("the head was edited without a correction")),
            place=changes[0].field,
            changes=tuple(changes),
        )


def is_head_of_another(
    before: ReadOnlyData,
    parents: Iterable[ReadOnlyData | None],
    after: ReadOnlyData,
    kind: RecordKind,
) -> bool:
    """Whether a merge has the head of another of its parents, of a call that was only noted and
    that both completed, neither knowing of the other: which of both holds somebody said.
    """
    told = _telling(before)
    return any(
        told.isdisjoint(_telling(other))
        and not any(_head_tampered_with(other, after, kind.head_keys))
        for other in parents
        if told and other is not None and other is not before and _telling(other)
    )


def _telling(record: ReadOnlyData) -> set[object]:
    """The ids of the events that complete its head."""
    log = events_of(record).values()
    return {event.get("id") for event in log if event.get("what") in _TELLING}


def _is_told(log: Iterable[Data]) -> bool:
    return any(event.get("what") in _TELLING for event in log)


def _all_fields(event: ReadOnlyData) -> list[Change]:
    """Everything that an event said, which is gone with it."""
    return [
        Change((str(key),), text_of(value), "") for key, value in event.items() if key not in _LAST
    ]


def _differences(before: object, after: object, where: tuple[str, ...] = ()) -> list[Change]:
    """The values that differ, each by the keys that lead to it; lists of unequal length as one."""
    if before == after and type(before) is type(after):
        return []
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return [
            change
            for key in dict.fromkeys([*before, *after])
            for change in _differences(before.get(key), after.get(key), (*where, str(key)))
        ]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [
            change
            for place, (old, new) in enumerate(zip(before, after, strict=True))
            for change in _differences(old, new, (*where, str(place)))
        ]
    return [Change(where, text_of(before), text_of(after))]
