"""Regions and offices: entered, changed; which promises an office is under."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svc.actions import settings
from svc.actions.calendar_versions import base_calendar
from svc.actions.settings import SettingResult
from svc.actions.typist import Typist
from svc.errors import NoSuchEntry, NotACode
from svc.model import reading
from svc.model.entries import with_entry, without_entry
from svc.model.ids import is_office, is_slug
from svc.model.layout import FlowMapping
from svc.model.records import plain_data
from svc.rules.search.people import pinyin_of
from svc.rules.ticket.policy_choice import policy_for
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.model.data import Data


def add_region(ledger: Ledger, typist: Typist, *, name: str, code: str = "") -> SettingResult:
    """Enter a region; its code is made from the name where none is given.

    Raises NotACode and what `settings.add_entry` raises.
    """
    same = [code for code, region in ledger.settings.regions.items() if region.name == name]
    code = code or next(iter(same), "") or pinyin_of(name)
    if not is_slug(code):
        raise NotACode(code=code)
    return settings.add_entry(ledger, typist, settings.REGIONS, code, {"name": name})


def change_region(ledger: Ledger, typist: Typist, code: str, name: str) -> SettingResult:
    """Call a region otherwise. Raises what `settings.change_entry` raises."""
    return settings.change_entry(ledger, typist, settings.REGIONS, code, {"name": name})


def add_office(
    ledger: Ledger,
    typist: Typist,
    code: str,
    *,
    name: str,
    region: str,
    calendar: str = "",
    address: str = "",
    phone: str = "",
) -> SettingResult:
    """Enter an office, of a region there is, with the calendar named: by default the one that the
    usual office keeps, else the countrywide one.

    Raises NotACode, NoSuchEntry for a region, NoSuchVersion for a calendar, and what
    `settings.add_entry` raises.
    """
    if not is_office(code):
        raise NotACode(code=code)
    there = ledger.settings.offices
    calendar = calendar or (
        ledger.office(ledger.usual_office).calendar if there else base_calendar(ledger)
    )
    fields = {
        "name": name,
        "region": region,
        "calendar": calendar,
        "address": address,
        "phone": phone,
    }
    _check_named(ledger, fields)
    return settings.add_entry(ledger, typist, settings.OFFICES, code, fields)


def change_office(
    ledger: Ledger, typist: Typist, code: str, fields: dict[str, object], *, policy: str = ""
) -> SettingResult:
    """Give an office other values; `policy`: the promises that its new tickets are under.

    Raises NoSuchEntry, NoSuchVersion and what `settings.change_entry` raises; then nothing is
    written.
    """
    office = ledger.office(code)
    _check_named(ledger, fields)
    if not policy:
        return settings.change_entry(ledger, typist, settings.OFFICES, code, fields)
    ledger.newest("policies", policy)
    path = settings.OFFICES.path
    before = policy_of_office(ledger, code)
    with settings.changing_settings(ledger, typist) as tx:
        text = settings.put_fields(settings.text_of(tx, path), ("offices", code), fields, path)
        chosen = with_policy(text, code, policy) if policy != before else text
        if chosen != settings.text_of(tx, path):
            settings.put_text(ledger, tx, path, chosen)
    entry = reading.read_record(chosen, path)["offices"][code]
    was = plain_data(office)
    return SettingResult(
        path=path,
        id=code,
        before={**was, "policies": before},
        after={**entry, "policies": policy},
        committed=tx.committed,
    )


def policy_of_office(ledger: Ledger, code: str) -> str:
    """The policy of an office's usual tickets: no contract, no kind of its own."""
    return policy_for(ledger.settings.policies, office=code)


def with_policy(text: str, code: str, policy: str) -> str:
    """The settings with a row for this office before the last one, which is for all; the row it has
    is changed, or goes where the last one says the same.
    """
    path = settings.OFFICES.path
    rows: list[Data] = reading.read_record(text, path)["policies"]
    for number, row in enumerate(rows[:-1]):
        if row.get("office") == code and not row.get("kind") and not row.get("contract"):
            if rows[-1]["policy"] == policy:
                return without_entry(text, ("policies", number), path=path)
            return with_entry(text, ("policies", number, "policy"), policy, path=path)
    if rows[-1]["policy"] == policy:
        return text
    last = len(rows)
    text = with_entry(text, ("policies", last), FlowMapping(rows[-1]), path=path)
    own = FlowMapping(office=code, policy=policy)
    return with_entry(text, ("policies", last - 1), own, path=path)


def _check_named(ledger: Ledger, fields: dict[str, object] | dict[str, str]) -> None:
    region, calendar = fields.get("region"), fields.get("calendar")
    if region and region not in ledger.settings.regions:
        known = [each.name for each in ledger.settings.regions.values()]
        raise NoSuchEntry(path="svc.yaml", entry=region, known=known)
    if calendar:
        ledger.newest("calendars", str(calendar))
