"""A log only grows: what stood in it is neither changed nor taken out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from svc.errors import N_, Phrase
from svc.model.labels import event_of_kind
from svc.rules.forgetting import is_forgotten, without_personal_data

if TYPE_CHECKING:
    from svc.model.data import ReadOnlyData


def events_tampered_with(
    before: ReadOnlyData, after: ReadOnlyData
) -> Iterator[tuple[tuple[str | int, ...], Phrase]]:
    """The events of a log that later are gone, or say something else; with the place in the later
    record.

    `forget` alone may take words out of events that were written before, and no others than it
    does.
    """
    log = _events(after)
    places = {str(event.get("id")): index for index, event in log.items()}
    if is_forgotten(after):
        before = without_personal_data(before)
    for event in _events(before).values():
        seq, what = event.get("seq"), event.get("what")
        index = places.get(str(event.get("id")))
        if index is None:
            problem = N_("event {seq} ({what}) was removed from the log; git diff shows it")
            yield ("log",), Phrase(problem, seq=seq, what=event_of_kind(what))
        elif log[index] != event:
            problem = N_("event {seq} ({what}) was changed by hand; git diff shows what it was")
            yield ("log", index), Phrase(problem, seq=seq, what=event_of_kind(what))


def _events(record: ReadOnlyData) -> dict[int, ReadOnlyData]:
    """The events of a log by their places in it; of a record by hand it may hold anything, or be no
    log at all.
    """
    log = record.get("log")
    return {
        place: event
        for place, event in enumerate(log if isinstance(log, list) else ())
        if isinstance(event, dict)
    }
