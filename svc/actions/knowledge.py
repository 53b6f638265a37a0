"""The knowledge base (知识库, S1 4.1): what is known, entries made from tickets that are over, and
whether they helped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from svc.errors import Damaged
from svc.model import reading
from svc.model.knowledge import (
    Knowledge,
    entry_path,
    is_slug,
    joined_entry,
    knowledge_from,
    split_entry,
)
from svc.store import files
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from svc.actions.settings import SettingResult
    from svc.actions.typist import TicketResult, Typist
    from svc.model import events as ev
    from svc.model.data import Data, ReadOnlyData
    from svc.rules.search.knowledge import KnowledgeMatch
    from svc.rules.search.missing_knowledge import MissingFault
    from svc.rules.ticket.lifecycle import State


def knowledge_entries(ledger: Ledger, broken: list[Damaged]) -> list[Knowledge]:
    """All entries that can be read, by slug; of each that can't, the reason is added to
    `broken`.
    """
    names = sorted(e.name for e in ledger.listed("knowledge") if e.name.endswith(".md"))
    entries = []
    for name in names:
        try:
            entry = read_entry(ledger, name.removesuffix(".md"))
        except Damaged as error:
            broken.append(error)
            continue
        if entry is not None:
            entries.append(entry)
    return entries


def read_entry(ledger: Ledger, slug: str) -> Knowledge | None:
    """One entry; None for a file that is none of ours: a README, say. Raises Damaged."""
    path = entry_path(slug)
    data = files.read_file(files.located(ledger.top, path)) if is_slug(slug) else None
    return None if data is None else knowledge_from(slug, reading.edited_text(data, path))


def fitting_entries(
    ledger: Ledger, words: str, model: str, broken: list[Damaged], limit: int = 3
) -> list[KnowledgeMatch]:
    """The entries that fit the words and the model, the best first."""
    from svc.rules.search import knowledge as rules

    return rules.fitting_entries(knowledge_entries(ledger, broken), words, model, limit)


def known_faults_of(ledger: Ledger, state: State, broken: list[Damaged]) -> list[KnowledgeMatch]:
    """The entries that fit a ticket's model and symptom, for whoever goes there; none for a ticket
    without a symptom.
    """
    ticket = state.current
    if ticket.kind != "repair" or not ticket.symptom.strip():
        return []
    model = ticket.equipment.model if ticket.equipment else ""
    return fitting_entries(ledger, ticket.symptom, model, broken, limit=2)


# What is written


_LISTS = ("models", "words", "ask", "parts", "tickets")


def draft_entry(ledger: Ledger, ticket: str) -> Data:
    """What a ticket says for an entry, by its fields. Raises NoSuchRecord, Damaged."""
    from svc.rules.search.new_knowledge import draft_of

    return draft_of(ledger.read(ticket).state)


def title_from(symptom: str) -> str:
    """What a fault with this symptom is called where nobody says."""
    from svc.rules.search.new_knowledge import title_of

    return title_of(symptom)


def add_entry(
    ledger: Ledger, typist: Typist, fields: ReadOnlyData, *, slug: str = "", below: str = ""
) -> SettingResult:
    """Write a new entry; `below` is the text for reading, the name made from the title where none
    is given. Said again with the same words it is the same entry.

    Raises EntryThere if another stands there by this name, SettingsKeptBy, RecordFaulty; then
    nothing is written.
    """
    from svc.actions import settings
    from svc.errors import EntryThere
    from svc.model.layout import write_record
    from svc.rules.search.new_knowledge import free_slug

    said = {name: value for name, value in fields.items() if value not in ("", [], False, None)}
    text = joined_entry(write_record(said) if said else "", f"{below}\n" if below else "")
    with settings.changing_settings(ledger, typist, settings.KEEPERS_OF_KNOWLEDGE) as tx:
        taken = {entry.slug: entry for entry in knowledge_entries(ledger, [])}
        same = (
            name for name in taken if not slug and settings.text_of(tx, entry_path(name)) == text
        )
        slug = slug or next(same, "") or free_slug(str(said.get("title", "")), taken)
        path = entry_path(slug)
        there = settings.text_of(tx, path)
        if there and there != text:
            raise EntryThere(path="knowledge", entry=slug)
        if not there:
            settings.put_text(ledger, tx, path, text)
    return settings.SettingResult(
        path=path, id=slug, before=said if there else {}, after=said, committed=tx.committed
    )


def change_entry(
    ledger: Ledger,
    typist: Typist,
    slug: str,
    fields: ReadOnlyData,
    *,
    also: Mapping[str, Sequence[str]] | None = None,
    drop: Sequence[str] = (),
    below: str | None = None,
) -> SettingResult:
    """Give an entry other values; an empty one takes the field away. `also` are lists that are
    added to, `drop` what is taken out of any list, `below` the text for reading (None: as it is).

    Raises NothingToChange, NoSuchEntry, SettingsKeptBy, CannotPutEntry, RecordFaulty; then nothing
    is written.
    """
    from svc.actions import settings
    from svc.errors import NoSuchEntry, NothingToChange

    if not fields and not also and not drop and below is None:
        raise NothingToChange(entry=slug)
    path = entry_path(slug)
    with settings.changing_settings(ledger, typist, settings.KEEPERS_OF_KNOWLEDGE) as tx:
        text = settings.text_of(tx, path) if is_slug(slug) else ""
        if not text:
            known = [entry.slug for entry in knowledge_entries(ledger, [])]
            raise NoSuchEntry(path="knowledge", entry=slug, known=known or ["—"])
        front, text_below = split_entry(text, path)
        before = reading.read_record(front, path)
        added = {
            name: list(dict.fromkeys([*before.get(name, []), *values]))
            for name, values in (also or {}).items()
        }
        for name in _LISTS:
            values: list[str] = added.get(name) or before.get(name) or []
            if any(each in drop for each in values):
                added[name] = [each for each in values if each not in drop]
        front = settings.put_fields(front, (), {**fields, **added}, path)
        if below is not None:
            text_below = f"{below}\n" if below else ""
        changed = joined_entry(front, text_below)
        if changed != text:
            settings.put_text(ledger, tx, path, changed)
    return settings.SettingResult(
        path=path,
        id=slug,
        before=before,
        after=reading.read_record(front, path),
        committed=tx.committed,
    )


# Whether it helped


class UseCount(Struct, frozen=True, kw_only=True):
    """On how many tickets an entry was tried, and on how many it helped."""

    used: int = 0
    helped: int = 0


def check_entry_known(ledger: Ledger, slug: str) -> None:
    """Raise NoSuchEntry if the knowledge base has no such entry, naming some there are."""
    from svc.errors import NoSuchEntry

    if read_entry(ledger, slug) is None:
        known = [entry.slug for entry in knowledge_entries(ledger, [])]
        raise NoSuchEntry(path="knowledge", entry=slug, known=known or ["—"])


def record_use(
    ledger: Ledger, ticket: str, typist: Typist, *, slug: str, helped: bool, words: str = ""
) -> TicketResult:
    """An entry was tried for this ticket: it helped, or not. Raises NoSuchEntry."""
    from svc.actions.typist import record_event
    from svc.model import events as ev

    check_entry_known(ledger, slug)
    used = ev.KnowledgeUsed(entry=slug, helped=helped, words=words)
    return record_event(ledger, ticket, typist, used)


def use_counts(
    ledger: Ledger, slugs: Collection[str], broken: list[Damaged]
) -> dict[str, UseCount]:
    """How often each of these entries was tried, and how often it helped, by their names: from the
    index, else from the tickets.
    """
    from svc.rules.search.knowledge_used import entries_used
    from svc.store.index.known_faults import use_counts as counts_of_index

    counted = ledger.ask_index(lambda connection: counts_of_index(connection, slugs))
    if counted is None:
        counted = dict.fromkeys(slugs, (0, 0))
        for record in ledger.tickets(broken):
            for slug, helped in entries_used(record.state.ticket.log).items():
                if slug in counted:
                    used, good = counted[slug]
                    counted[slug] = used + 1, good + helped
    return {slug: UseCount(used=used, helped=helped) for slug, (used, helped) in counted.items()}


def missing_entries(
    ledger: Ledger,
    since: datetime,
    until: datetime,
    *,
    least: int,
    office: str = "",
    broken: list[Damaged],
) -> list[MissingFault]:
    """Faults that at least so many repairs received from `since` until before `until` had, and
    that no entry fits.
    """
    from svc.rules.search.missing_knowledge import fault_seen, missing_faults
    from svc.store.index.queries import Sought

    sought = Sought(kind="repair", received_from=since, received_until=until)
    repairs = [
        seen
        for record in ledger.tickets(broken, office, sought)
        if since <= record.state.ticket.received < until
        and (seen := fault_seen(record.state)) is not None
    ]
    return missing_faults(repairs, knowledge_entries(ledger, broken), least)


def used_events(ledger: Ledger, used: Sequence[tuple[str, bool]]) -> list[ev.KnowledgeUsed]:
    """What is recorded of entries that were tried, each with whether it helped. Raises
    NoSuchEntry.
    """
    from svc.model import events as ev

    for slug, _ in used:
        check_entry_known(ledger, slug)
    return [ev.KnowledgeUsed(entry=slug, helped=helped) for slug, helped in used]
