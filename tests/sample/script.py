"""The script of the sample: all that is typed at its desks in three months, in the order of time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sample.customers import File
from sample.deeds import Deed
from sample.desk import END, NEWEST_LANES, Case
from sample.office_deeds import OfficeDeed
from svc.model.events import Flagged, TakenOver, tag_of
from svc.model.records import event_data

_OF_THE_BOOK = ("paid", "receipt_issued")
"""Deeds at the desk whose receipt book it is."""


def script(
    cases: Iterable[Case], files: Iterable[File], of_offices: Iterable[OfficeDeed] = ()
) -> list[Deed | OfficeDeed]:
    """Each deed once, in the order in which it is typed."""
    deeds = [deed for file in files for deed in _of_file(file)]
    together: dict[tuple[object, ...], list[Deed]] = {}
    for case in cases:
        for deed in _of_case(case):
            match deed.first:
                case Flagged(typed=typed):  # of an office at once
                    together.setdefault((typed, case.office), []).append(deed)
                case TakenOver(typed=typed, whose=whose):  # all that somebody leaves
                    together.setdefault((typed, whose), []).append(deed)
                case _:
                    deeds.append(deed)
    for (_, whose), parts in together.items():
        events = [deed.first for deed in sorted(parts, key=lambda deed: deed.record)]
        deeds.append(parts[0]._replace(record=whose, events=tuple(events)))
    all_of_them: list[Deed | OfficeDeed] = [*deeds, *of_offices]
    return sorted((deed for deed in all_of_them if deed.typed <= END), key=lambda deed: deed.order)


def _of_file(file: File) -> Iterator[Deed]:
    for event in file.typed:
        head = file.customer if tag_of(event) == "opened" else None
        yield Deed(event.typed, file.id, (event,), file.lane, head)


def _of_case(case: Case) -> Iterator[Deed]:
    before: list[Any] = []
    for events in case.typed_together:
        again, before = _say_the_same(before, events), events
        what = tag_of(events[0])
        lane = case.book.partition("-")[2] if what in _OF_THE_BOOK else case.ticket.number.lane
        head = case.ticket if what in ("noted", "received") else None
        deed = Deed(events[0].typed, case.ticket.id, tuple(events), lane, head, again)
        if events[0].id in case.apart.values():
            deed = deed._replace(is_remembered=True)
        if events[0].id in case.apart:
            deed = deed._replace(desk=NEWEST_LANES[case.office], is_apart=True)
        if events[0].id in case.joint:
            other, event = case.joint[events[0].id]
            deed = deed._replace(events=(*deed.events, event), joined=(other.ticket.id,))
        yield deed


def _say_the_same(before: list[Any], events: list[Any]) -> bool:
    """Whether a command would be taken for the one before it, typed once more."""
    return [_words(event) for event in before] == [_words(event) for event in events]


def _words(event: Any) -> dict[str, Any]:
    passing = ("seq", "id", "at", "typed")
    return {name: value for name, value in event_data(event).items() if name not in passing}
