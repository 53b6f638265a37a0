"""What the commands about settings share: how they end, and how a list is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from svc.actions.policies import policy_note
from svc.cli.shared import put_out_list
from svc.errors import N_
from svc.render.settings import changed_lines, entries_listed

if TYPE_CHECKING:
    from svc.actions.settings import SettingResult
    from svc.cli.desk import Desk


def tell_setting(desk: Desk, result: SettingResult, name: str = "") -> None:
    """How a command that changed an entry ends: what it was and what it is, and in which file."""
    if desk.json:
        desk.show_json(
            "setting",
            path=result.path,
            entry=result.id,
            before=result.before,
            after=result.after,
            repeated=result.repeated,
            committed=result.committed,
        )
        return
    called = f"{result.id} {name}".strip()
    if result.repeated:
        desk.say(N_("{entry}: it is so already; nothing was changed."), entry=called)
        return
    if result.is_preview:
        desk.say(N_("{entry}: would be written to {path}:"), entry=called, path=result.path)
    else:
        desk.say(N_("{entry}: written to {path}."), entry=called, path=result.path)
    before, after = (_called(desk, entry) for entry in (result.before, result.after))
    if result.path.startswith("knowledge/"):  # there it is no number
        before, after = (
            {"on_phone" if name == "phone" else name: value for name, value in entry.items()}
            for entry in (before, after)
        )
    for line in changed_lines(before, after, desk.words):
        desk.out(line)
    if result.is_preview:
        desk.say(N_("Nothing was changed. To record it, leave out --preview."))


def _called(desk: Desk, entry: Mapping[str, object]) -> dict[str, object]:
    """An entry with what its codes are called."""
    settings = desk.ledger().settings
    called = dict(entry)
    region = settings.regions.get(str(entry.get("region")))
    if region is not None:
        called["region"] = region.name
    if entry.get("policies"):
        called["policies"] = policy_note(desk.ledger(), str(entry["policies"]))
    return called


def tell_entries(
    desk: Desk,
    what: str,
    entries: Sequence[Mapping[str, object]],
    columns: Sequence[str],
    *,
    csv: bool,
    xlsx: str,
) -> None:
    """A list of settings: a row an entry, in JSON all of it."""
    if desk.json:
        items = [{"entry": entry[columns[0]], "fields": dict(entry)} for entry in entries]
        desk.show_json("settings", what=what, items=items)
        return
    if not (entries or csv or xlsx):
        desk.say(N_("There are none yet."))
        return
    listing = entries_listed(entries, columns, desk.words)
    put_out_list(desk, listing, TITLES[what], csv=csv, xlsx=xlsx)


TITLES: dict[str, str] = {
    # what is listed → the title of its workbook
    "staff": N_("Staff"),
    "regions": N_("Regions"),
    "offices": N_("Offices"),
    "parts": N_("Parts"),
    "kits": N_("Kits"),
    "prices": N_("Price list"),
    "policies": N_("Promises"),
    "calendars": N_("Working calendar"),
}


def only_typed(**fields: object) -> dict[str, object]:
    """The fields for which something was typed; the word that empties one makes it empty."""
    typed = {name: value for name, value in fields.items() if value not in ("", [], None)}
    return {name: "" if value in EMPTIED else value for name, value in typed.items()}


EMPTIED = ("空", "empty")
"""Typed for a field that is to have no value any more."""
