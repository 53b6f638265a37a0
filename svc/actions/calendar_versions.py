"""Calendars by command: which there are, the week's opening hours, an office's own days."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from svc.actions import settings
from svc.actions.typist import Typist
from svc.model.calendars import Hours
from svc.model.entries import with_entry
from svc.model.layout import FlowMapping
from svc.store.ledger import Ledger

COUNTRYWIDE = "CN"
"""The calendar that every new ledger has: usual hours, the official days."""


class KnownCalendar(Struct, frozen=True, kw_only=True):
    """The newest version of a calendar: its week, the years whose official days it has, and who
    keeps it.
    """

    version: str
    week: tuple[Hours, ...]
    years: list[int]
    offices: list[str]


def known_calendars(ledger: Ledger) -> list[KnownCalendar]:
    """Each calendar in its newest version. Raises RecordFaulty."""
    names = sorted({name.partition("@")[0] for name in ledger.versions("calendars")})
    offices = ledger.settings.offices.items()
    found = []
    for name in names:
        version = ledger.newest("calendars", name)
        calendar = ledger.calendar(version).calendar
        known = KnownCalendar(
            version=version,
            week=calendar.hours,
            years=sorted(calendar.official),
            offices=[code for code, office in offices if office.calendar == name],
        )
        found.append(known)
    return found


def set_hours(ledger: Ledger, name: str, week: Mapping[str, list[str]], typist: Typist) -> str:
    """Opening hours of the week, as the next version of a calendar, or as a new calendar with the
    official days of the countrywide one (else the usual office's); gives the version. Said again,
    nothing is written.

    Raises NoSuchVersion if there is no calendar to begin with, SettingsKeptBy, RecordFaulty.
    """
    return _write_version(ledger, name, ("hours",), FlowMapping(week), typist)


def set_own_day(
    ledger: Ledger, name: str, day: str, typist: Typist, *, hours: list[str], why: str
) -> str:
    """An exception of an office's own on a day or from one to another (`2026-12-31..2027-01-02`),
    as the next version of a calendar; gives the version. Said again, nothing is written.

    Raises NoSuchVersion, SettingsKeptBy, RecordFaulty for a day that no calendar has.
    """
    exception = FlowMapping(hours=hours, why=why)
    return _write_version(ledger, name, ("own", day), exception, typist)


def base_calendar(ledger: Ledger) -> str:
    """The calendar that a new one, or a new office, begins with: the countrywide one, in a ledger
    without it that of the usual office. Raises NoOfficeYet.
    """
    if any(name.startswith(f"{COUNTRYWIDE}@") for name in ledger.versions("calendars")):
        return COUNTRYWIDE
    return ledger.office(ledger.usual_office).calendar


def _write_version(
    ledger: Ledger, name: str, where: tuple[str, ...], value: FlowMapping, typist: Typist
) -> str:
    with settings.changing_settings(ledger, typist) as tx:
        names = {file.partition("@")[0] for file in ledger.versions("calendars")}
        base = name if name in names else base_calendar(ledger)
        newest = ledger.newest("calendars", base)
        path = f"calendars/{newest}.yaml"
        text = settings.text_of(tx, path)
        changed = with_entry(text, where, value, path=path)
        number = int(newest.rpartition("@")[2]) + 1 if name in names else 1
        version = f"{name}@{number}"
        if changed == text and name in names:
            return newest
        settings.put_new_text(ledger, tx, f"calendars/{version}.yaml", changed)
    return version
