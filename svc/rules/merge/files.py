"""Merging a file that another desk has changed, whatever it is: a record by its events, a file that
people edit by its entries, all else as a whole.

History only grows: what the other side took out of a log comes back, and so does a record that it
removed. What can't be decided here is handed back, and theirs, which other desks have already,
holds until somebody chooses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from svc.errors import (
    CannotPutEntry,
    MergeStopped,
    NumberTwice,
    RecordBroken,
    SyncStopped,
    TwoRecords,
)
from svc.model import reading
from svc.model.ids import record_id_at
from svc.model.knowledge import slug_at
from svc.model.layout import CannotWriteText
from svc.rules.merge import configuration, knowledge
from svc.rules.merge.configuration import Dispute
from svc.rules.merge.records import merge_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from svc.rules.merge.configuration import EntryName
    from svc.rules.merge.records import Prefer

WHOLE = Dispute((), None, None)
"""The file as a whole is in dispute: what either side has is known to whoever asked."""
Kept = Literal["", "events", "record"]
"""What the other side had taken out, and stays: events of a log, or a whole record."""


class Sides(NamedTuple):
    """A file as it was and as either side has it; None: not there."""

    base: bytes | None
    ours: bytes | None
    theirs: bytes | None


class MergedFile(NamedTuple):
    """What the file is to be; None: not there."""

    data: bytes | None
    disputes: Sequence[Dispute] = ()
    kept: Kept = ""


def merge_file(path: str, sides: Sides, prefer: Prefer = "") -> MergedFile:
    """The merge of a file that theirs has otherwise than ours.

    `prefer`: whose word holds in a record where both can't. Raises SyncStopped for a record of
    which both versions can't hold, NumberTwice where they are two with one number.
    """
    if record_id_at(path) is not None:
        return _merged_record(path, sides, prefer)
    if sides.ours == sides.base:
        return MergedFile(sides.theirs)
    if sides.theirs == sides.base:
        return MergedFile(sides.ours)
    return _merged_edits(path, sides)


def _merged_record(path: str, sides: Sides, prefer: Prefer) -> MergedFile:
    base, ours, theirs = sides
    if theirs is None:
        return MergedFile(ours, kept="record")
    if ours is None:
        return MergedFile(theirs)
    try:
        texts = [None if data is None else reading.decode(data, path) for data in sides]
        assert texts[1] is not None
        assert texts[2] is not None
        merged = merge_record(path, texts[0], texts[1], texts[2], prefer).encode()
    except TwoRecords as error:
        raise NumberTwice(path=path, **error.facts) from error
    except MergeStopped as error:
        raise SyncStopped(path=path, problems=error.facts["problems"], theirs="") from error
    except RecordBroken as error:
        if ours == base:
            return MergedFile(theirs)  # `svc check` names what is wrong with it
        raise SyncStopped(path=path, problems=[error.facts["problem"]], theirs="") from error
    return MergedFile(merged, kept="events" if ours == base and merged != theirs else "")


def _merged_edits(path: str, sides: Sides) -> MergedFile:
    base, ours, theirs = sides
    is_entry = slug_at(path) != ""
    if (is_entry or path.endswith(".yaml")) and ours is not None and theirs is not None:
        merge = knowledge.merge_knowledge if is_entry else configuration.merge_configuration
        try:
            text, disputes = merge(
                None if base is None else reading.edited_text(base, path),
                reading.edited_text(ours, path),
                reading.edited_text(theirs, path),
                path,
            )
        except (RecordBroken, CannotPutEntry, CannotWriteText):
            pass  # as a whole, then
        else:
            return MergedFile(text.encode(), disputes)
    return MergedFile(theirs, [WHOLE])


def with_unit(path: str, text: str, unit: EntryName, value: object) -> str:
    """A file that people edit with an entry, or field, as it is to be. Raises RecordBroken's kinds,
    CannotPutEntry, CannotWriteText.
    """
    put = knowledge.put_field if slug_at(path) else configuration.put_unit
    return put(text, unit, value, path)


def unit_of(path: str, text: str, unit: EntryName) -> object:
    """What a file that people edit has for an entry, or field; None for nothing. Raises
    RecordBroken's kinds.
    """
    read = knowledge.field_of if slug_at(path) else configuration.value_of
    return read(text, unit, path)
