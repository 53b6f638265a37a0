"""Two records under one number, before two desks' versions are merged: which of ours another desk
knows as something else, and where ours name them.

What moves is always what the others do not have yet: nothing that they know changes its number. So
a number that stands in what only ours say means the record that ours had it for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.model.renumbering import events_naming, fields_naming, with_new_numbers
from svc.rules.merge.records import are_two_records, intake_words

if TYPE_CHECKING:
    from svc.model.data import ReadOnlyData


class Version(Struct, frozen=True, kw_only=True):
    """A record as this desk has it, and what the others have under its number; None: nothing."""

    path: str
    ours: ReadOnlyData
    theirs: ReadOnlyData | None = None

    @property
    def is_two_records(self) -> bool:
        return self.theirs is not None and are_two_records(self.ours, self.theirs)


class Collision(Struct, frozen=True, kw_only=True):
    """A number that stands for two: ours is in the record `holder`; for a receipt `event` is the id
    of its entry there. When each was taken down and by whom, in words.
    """

    number: str
    holder: str
    ours: str
    theirs: str
    event: str = ""


class Naming(Struct, frozen=True, kw_only=True):
    """Where a record of ours says a number: values of its head, ids of events."""

    record: str
    fields: list[str]
    events: list[str]


def records_of_one_number(versions: Iterable[Version]) -> Iterator[Collision]:
    """The records of ours whose number another desk gave to something else."""
    for each in versions:
        if each.theirs is not None and each.is_two_records:
            id = str(each.ours["id"])
            ours, theirs = intake_words(each.ours), intake_words(each.theirs)
            yield Collision(number=id, holder=id, ours=ours, theirs=theirs)


def receipts_of_one_number(
    ours: Iterable[Version], theirs: Iterable[Version]
) -> Iterator[Collision]:
    """The receipts of ours whose number another desk gave to another one. `theirs`: the records
    that came from there, as if they were ours.
    """
    taken = {
        str(event.get("number")): event
        for version in theirs
        for event in _receipts_only_in(version)
    }
    for version in ours:
        for event in _receipts_only_in(version):
            other = taken.get(str(event.get("number")))
            if other is not None and other["id"] != event["id"]:
                yield Collision(
                    number=str(event["number"]),
                    holder=str(version.ours["id"]),
                    ours=_entry_words(event),
                    theirs=_entry_words(other),
                    event=str(event["id"]),
                )


def names_of(versions: Iterable[Version], number: str) -> Iterator[Naming]:
    """Where this desk's records name a number in what the others do not have yet."""
    for version in versions:
        known = None if version.is_two_records else version.theirs
        named_there = set(fields_naming(known, number)) if known is not None else set()
        fields = [
            field for field in fields_naming(version.ours, number) if field not in named_there
        ]
        new = {str(event["id"]) for event in only_ours(version)}
        events = [id for id in events_naming(version.ours, number) if id in new]
        if fields or events:
            yield Naming(record=str(version.ours["id"]), fields=fields, events=events)


def only_ours(version: Version) -> list[ReadOnlyData]:
    """The events of a record that the others do not have."""
    known = None if version.is_two_records else version.theirs
    theirs = {event.get("id") for event in known["log"]} if known is not None else set()
    return [event for event in version.ours["log"] if event.get("id") not in theirs]


def _receipts_only_in(version: Version) -> list[ReadOnlyData]:
    """The receipts that the others do not have, with the numbers they have now."""
    new = {event["id"] for event in only_ours(version)}
    log = with_new_numbers(version.ours)["log"]
    return [event for event in log if event["what"] == "receipt_issued" and event["id"] in new]


def _entry_words(event: ReadOnlyData) -> str:
    return f"{event.get('at')} {event.get('by', '')}".strip()
