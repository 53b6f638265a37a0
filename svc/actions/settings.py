"""Settings by command: an entry of `svc.yaml`, `staff.yaml`, `parts.yaml` or a price list put in or
changed, and what was edited by hand committed.

The file keeps its comments and order (`svc/model/entries.py`); what comes out is read as every
command reads it before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.actions.typist import Typist, writing
from svc.errors import (
    EntryThere,
    NoSettingsToAdopt,
    NoSuchEntry,
    NothingToChange,
    SettingsKeptBy,
)
from svc.model import layout, reading
from svc.model.entries import EntryPath, with_entry, without_entry
from svc.model.staff import KEEPERS, KEEPERS_OF_PARTS
from svc.store import files
from svc.store.configuration import Configuration
from svc.store.git import program as git
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.model.data import Data, ReadOnlyData
    from svc.store.recording import Recording

KEEPERS_OF_KNOWLEDGE = ("specialist", *KEEPERS)


class EntryPlace(Struct, frozen=True, kw_only=True):
    """Where entries of one kind stand: the file, the key, and in a list the field that names them
    (empty: they stand by their names).
    """

    path: str
    key: str
    id_field: str = ""
    in_line: bool = False  # how the first one is laid out
    keepers: tuple[str, ...] = KEEPERS  # who may change them


STAFF = EntryPlace(path="staff.yaml", key="staff", id_field="id")
REGIONS = EntryPlace(path="svc.yaml", key="regions", in_line=True)
OFFICES = EntryPlace(path="svc.yaml", key="offices", in_line=True)
PARTS = EntryPlace(
    path="parts.yaml", key="parts", id_field="code", in_line=True, keepers=KEEPERS_OF_PARTS
)


class SettingResult(Struct, frozen=True, kw_only=True):
    """What became of an entry: as it was, empty if it is new, and as it is."""

    path: str
    id: str
    before: Data
    after: Data
    committed: bool = True
    is_preview: bool = False  # it was only looked at

    @property
    def repeated(self) -> bool:
        """Whether it stood there just so already, and nothing was written."""
        return self.before == self.after


def add_entry(
    ledger: Ledger,
    typist: Typist,
    place: EntryPlace,
    id: str,
    fields: ReadOnlyData,
    *,
    is_preview: bool = False,
) -> SettingResult:
    """Put a new entry behind the others. Fields that are empty are left out. With `is_preview` all
    is looked at, and nothing is written.

    Raises EntryThere if another stands there by this name (the same one: nothing is written),
    SettingsKeptBy, CannotPutEntry, RecordFaulty; then nothing is written.
    """
    entry: Data = {name: value for name, value in fields.items() if value not in ("", [], None)}
    if place.id_field:
        entry = {place.id_field: id, **entry}
    with changing_settings(ledger, typist, place.keepers) as tx:
        text = text_of(tx, place.path) or f"{place.key}: []\n"
        entries = reading.read_record(text, place.path).get(place.key, {})
        where = _place_of(entries, place, id)
        there = _entry_at(entries, where)
        if there is not None and there != entry:
            raise EntryThere(path=place.path, entry=id)
        if there is None:
            shaped = layout.FlowMapping(entry) if place.in_line else entry
            written = with_entry(text, where, shaped, path=place.path)
            put_text(ledger, tx, place.path, written, is_preview=is_preview)
    return SettingResult(
        path=place.path,
        id=id,
        before=there or {},
        after=entry,
        committed=tx.committed and not is_preview,
        is_preview=is_preview,
    )


def change_entry(
    ledger: Ledger,
    typist: Typist,
    place: EntryPlace,
    id: str,
    fields: ReadOnlyData,
    *,
    is_preview: bool = False,
) -> SettingResult:
    """Give an entry other values; an empty one takes the field away. `is_preview` as for
    `add_entry`.

    Raises NothingToChange without fields, NoSuchEntry, SettingsKeptBy, CannotPutEntry,
    RecordFaulty; then nothing is written.
    """
    if not fields:
        raise NothingToChange(entry=id)
    with changing_settings(ledger, typist, place.keepers) as tx:
        text = text_of(tx, place.path)
        entries = reading.read_record(text, place.path).get(place.key, {}) if text else {}
        where = _place_of(entries, place, id)
        before = _entry_at(entries, where)
        if before is None:
            known = list(entries) if isinstance(entries, dict) else _names_of(entries, place)
            raise NoSuchEntry(path=place.path, entry=id, known=known or ["—"])
        changed = put_fields(text, where, fields, place.path)
        if changed != text:
            put_text(ledger, tx, place.path, changed, is_preview=is_preview)
        after = _entry_at(reading.read_record(changed, place.path)[place.key], where) or {}
    return SettingResult(
        path=place.path,
        id=id,
        before=before,
        after=after,
        committed=tx.committed and not is_preview,
        is_preview=is_preview,
    )


def put_fields(text: str, where: EntryPath, fields: ReadOnlyData, path: str) -> str:
    """The text with these values in the entry at this place; empty ones are taken out of it."""
    for name, value in fields.items():
        if value in ("", [], None):
            text = without_entry(text, (*where, name), path=path)
        else:
            text = with_entry(text, (*where, name), value, path=path)
    return text


def _place_of(entries: Data | list[Data], place: EntryPlace, id: str) -> EntryPath:
    """Where the entry of this name stands, or is to stand."""
    if isinstance(entries, dict):
        return (place.key, id)
    names = _names_of(entries, place)
    return (place.key, names.index(id) if id in names else len(names))


def _names_of(entries: list[Data], place: EntryPlace) -> list[str]:
    return [str(entry.get(place.id_field)) for entry in entries]


def _entry_at(entries: Data | list[Data], where: EntryPath) -> Data | None:
    name = where[1]
    if isinstance(entries, dict):
        entry: Data | None = entries.get(str(name))
        return entry
    return entries[int(name)] if int(name) < len(entries) else None


@contextmanager
def changing_settings(
    ledger: Ledger, typist: Typist, keepers: tuple[str, ...] = KEEPERS
) -> Iterator[Recording]:
    """The ledger for a command that changes settings. Raises SettingsKeptBy."""
    check_keeps_settings(ledger, typist, keepers)
    try:
        with writing(ledger, typist) as tx:
            yield tx
    finally:
        ledger.read_settings_again()


def check_keeps_settings(
    ledger: Ledger, typist: Typist, keepers: tuple[str, ...] = KEEPERS
) -> None:
    """Raise SettingsKeptBy unless who types is one of the `keepers`."""
    person = ledger.person(typist.by)
    if not person.may(keepers):
        raise SettingsKeptBy(person=person.name, roles=list(keepers))


def text_of(tx: Recording, path: str) -> str:
    """A file that people write, as it is under the lock; empty if there is none."""
    data = tx.bytes_of(path)
    return "" if data is None else reading.edited_text(data, path)


def put_text(
    ledger: Ledger, tx: Recording, path: str, text: str, *, is_preview: bool = False
) -> None:
    """Plan the new text of a file that people write, once it was read as commands read it; nothing
    of a preview. Raises RecordFaulty and its like.
    """
    Configuration(ledger.top, planned={path: text.encode()}).load_edited(path)
    if is_preview:
        return
    if tx.has_file(path):
        tx.replace_file(path, text)
    else:
        tx.create_file(path, text)


def put_new_text(ledger: Ledger, tx: Recording, path: str, text: str) -> None:
    """The same for a file that is not there yet. Raises NameTaken if it is."""
    Configuration(ledger.top, planned={path: text.encode()}).load_edited(path)
    tx.create_file(path, text)


# What was edited by hand


def adopt_settings(ledger: Ledger, typist: Typist) -> list[str]:
    """Commit the settings that were edited by hand, once all of them can be read; gives their
    paths.

    Raises NoSettingsToAdopt, SettingsKeptBy, RecordFaulty and its like for the first that can't be
    read; then nothing is committed.
    """
    check_keeps_settings(ledger, typist)
    with writing(ledger, typist) as tx:
        paths = edited_by_hand(ledger)
        if not paths:
            raise NoSettingsToAdopt
        for path in paths:
            ledger.load_edited(path)
        for path in paths:
            tx.adopt_file(path)
    return paths


def edited_by_hand(ledger: Ledger, paths: Sequence[str] = ()) -> list[str]:
    """The settings that are not as the last commit has them, also those it does not have."""
    commit = git.head(ledger.root).commit
    found = list(paths) or ledger.edited_files()
    if commit is None:
        return []
    committed = git.blobs(ledger.root, commit, found)
    length = git.id_length(ledger.root, commit)
    return [
        path
        for path in found
        if committed.get(path)
        != files.blob_id(files.read_file(files.located(ledger.top, path)) or b"", length)
    ]
