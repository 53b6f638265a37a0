"""Importing what stands in files that people write: parts, prices, staff, known faults. Entries are
added behind those that are there; comments and all else stay as they are.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from svc.actions import settings
from svc.actions.knowledge import knowledge_entries
from svc.errors import Damaged, PriceListLacks, PriceListThere
from svc.model import reading
from svc.model.entries import with_entries, with_entry
from svc.model.layout import FlowMapping, write_record
from svc.model.prices import PriceList
from svc.model.staff import KEEPERS as KEEPERS_OF_SETTINGS
from svc.model.staff import KEEPERS_OF_PARTS, KEEPERS_OF_PRICES
from svc.rules.imports.found import Found
from svc.rules.imports.rows import TableRow
from svc.rules.imports.settings import (
    find_knowledge,
    find_parts,
    find_prices,
    find_staff,
    knowledge_data,
    part_data,
    person_data,
    price_data,
)
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from svc.store.recording import Recording

KEEPERS: dict[str, tuple[str, ...]] = {
    "parts": KEEPERS_OF_PARTS,
    "prices": KEEPERS_OF_PRICES,
    "staff": KEEPERS_OF_SETTINGS,
    "knowledge": settings.KEEPERS_OF_KNOWLEDGE,
}
"""Who may import what the department decides."""


def compared_settings(
    ledger: Ledger, kind: str, rows: Sequence[TableRow], day: date, broken: list[Damaged]
) -> list[Found]:
    """What each row is to what there is; `day` is that from which prices are to hold."""
    if kind == "parts":
        return find_parts(rows, ledger.parts)
    if kind == "prices":
        return find_prices(rows, _prices_on(ledger, day))
    if kind == "staff":
        return find_staff(rows, ledger.staff)
    return find_knowledge(rows, knowledge_entries(ledger, broken))


def _prices_on(ledger: Ledger, day: date) -> PriceList | None:
    version = ledger.prices_on(day)
    return ledger.price_list(version) if version else None


def plan_settings(
    ledger: Ledger, tx: Recording, kind: str, found: Sequence[Found], day: date
) -> str:
    """Plan the files with the new entries; gives the version of a price list that was made. `day`
    is that from which prices hold, and skills of new people.

    Raises PriceListLacks, PriceListThere, CannotPutEntry, RecordFaulty and its like.
    """
    new = [each for each in found if each.verdict == "new"]
    if kind == "prices":
        changed = [each for each in found if each.verdict in ("new", "differs")]
        return _plan_prices(ledger, tx, changed, day) if changed else ""
    if kind == "knowledge":
        for each in new:
            front = write_record(knowledge_data(each.row))
            text = f"---\n{front}---\n" + (
                f"{each.row.get('text')}\n" if each.row.get("text") else ""
            )
            tx.create_file(f"knowledge/{each.on}.md", text)
    elif new and kind == "parts":
        parts = [FlowMapping(part_data(each.row)) for each in new]
        _plan_list(ledger, tx, settings.PARTS, parts)
    elif new:
        _plan_list(ledger, tx, settings.STAFF, [person_data(each, day) for each in new])
    return ""


def _plan_list(
    ledger: Ledger, tx: Recording, place: settings.EntryPlace, entries: Sequence[object]
) -> None:
    text = settings.text_of(tx, place.path) or f"{place.key}: []\n"
    changed = with_entries(text, (place.key,), entries, path=place.path)
    settings.put_text(ledger, tx, place.path, changed)


def _plan_prices(ledger: Ledger, tx: Recording, changed: Sequence[Found], day: date) -> str:
    """A new list with all items of that which holds until then, and those of the table in place of
    theirs.
    """
    version = f"{day:%Y-%m}" if day.day == 1 else day.isoformat()
    path = f"prices/{version}.yaml"
    if tx.has_file(path):
        raise PriceListThere(version=version)
    before = ledger.prices_on(day)
    if not before:
        groups = {group: _items(changed, group) for group in ("labour", "travel", "parts")}
        for group in ("labour", "travel"):
            if not groups[group]:
                raise PriceListLacks(group=group)
        kept = {group: items for group, items in groups.items() if items}
        text = write_record({"from": day.isoformat(), **kept})
        settings.put_new_text(ledger, tx, path, text)
        return version
    earlier = f"prices/{before}.yaml"
    text = settings.text_of(tx, earlier)
    text = with_entry(text, ("from",), day.isoformat(), path=path)
    data = reading.read_record(text, path)
    for group in ("labour", "travel", "parts"):
        places = {item["code"]: place for place, item in enumerate(data.get(group, []))}
        added = []
        for item in _items(changed, group):
            if item["code"] in places:
                old = data[group][places[item["code"]]]
                where = (group, places[item["code"]])
                text = with_entry(text, where, FlowMapping(old | item), path=path)
            else:
                added.append(item)
        text = with_entries(text, (group,), added, path=path)
    settings.put_new_text(ledger, tx, path, text)
    return version


def _items(changed: Sequence[Found], group: str) -> list[FlowMapping]:
    return [FlowMapping(price_data(each.row)) for each in changed if each.row.get("group") == group]
