"""Machines in customers' files by what is asked of them (设备跟踪表), and where they are (设备分布,
S2 二.3).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Literal

from msgspec import Struct

from svc.model.customers import Contact, Equipment, Site
from svc.model.settings import WarrantyPeriods
from svc.rules.forms import plain_form, serial_form
from svc.rules.ticket.warranty import warranty_of_machine

SerialKey = tuple[tuple[int, str], ...]
CountedBy = Literal["region", "office", "model", "software"]


class MachineOwner(Struct, frozen=True, kw_only=True):
    """Of a customer's file what a list of machines shows; read without the rest of the file."""

    id: str
    office: str
    region: str
    name: str
    address: str
    contacts: list[Contact] = []
    equipment: list[Equipment] = []
    sites: list[Site] = []


class WantedMachines(Struct, frozen=True, kw_only=True):
    """What machines are asked for; what is empty is not asked."""

    model: str = ""
    software: str = ""  # the version, whole; "-": those of which none is known
    serials: tuple[str, str] | None = None  # the first and last serial number, included
    region: str = ""
    office: str = ""
    customer: str = ""  # the number of the file
    site: str = ""
    bought_since: date | None = None
    bought_before: date | None = None  # up to the day before
    ending_by: date | None = None  # in warranty today, no longer after this day


class TrackedMachine(Struct, frozen=True, kw_only=True):
    """A machine with its owner and its warranty today."""

    owner: MachineOwner
    machine: Equipment
    bought_on: date | None  # None: only words are known
    warranty_until: date | None
    in_warranty: bool | None  # None: nobody knows


class CountedMachines(Struct, frozen=True, kw_only=True):
    """How many machines there are of a model somewhere, or with some software."""

    where: str  # the region, office or version; empty where models are counted
    model: str
    machines: int
    in_warranty: int


def tracked_machines(
    owners: Iterable[MachineOwner],
    wanted: WantedMachines,
    usual: WarrantyPeriods,
    today: date,
) -> list[TrackedMachine]:
    """The machines that are wanted, by serial number. The warranty is that of `today`, by the file
    or else the usual periods.
    """
    judged: dict[tuple[str, date | None, date | None], tuple[date | None, bool | None]] = {}
    model = plain_form(wanted.model)
    found: list[TrackedMachine] = []
    for owner in owners:
        if not _is_owner_wanted(owner, wanted):
            continue
        for machine in owner.equipment:
            if model and plain_form(machine.model) != model:
                continue
            if not _is_told_as_wanted(machine, wanted):
                continue
            key = (machine.bought, machine.warranty_until, machine.on_site_until)
            if key not in judged:
                verdict = warranty_of_machine(machine, usual, today)
                until = verdict.get("until")
                judged[key] = (
                    until if isinstance(until, date) else None,
                    None if verdict["verdict"] == "unknown" else verdict["verdict"] == "in",
                )
            until, is_in = judged[key]
            if wanted.ending_by and not (is_in and until and until <= wanted.ending_by):
                continue
            found.append(
                TrackedMachine(
                    owner=owner,
                    machine=machine,
                    bought_on=_day(machine.bought),
                    warranty_until=until,
                    in_warranty=is_in,
                )
            )
    return sorted(found, key=lambda each: (each.machine.serial, each.owner.id))


def _is_owner_wanted(owner: MachineOwner, wanted: WantedMachines) -> bool:
    return (
        wanted.region in ("", owner.region)
        and wanted.office in ("", owner.office)
        and wanted.customer in ("", owner.id)
    )


def _is_told_as_wanted(machine: Equipment, wanted: WantedMachines) -> bool:
    if wanted.software and machine.software != wanted.software.strip("-"):
        return False
    if wanted.site and machine.site != wanted.site:
        return False
    if wanted.serials is not None and not is_serial_between(machine.serial, *wanted.serials):
        return False
    if wanted.bought_since is None and wanted.bought_before is None:
        return True
    bought = _day(machine.bought)
    if bought is None:
        return False
    return (wanted.bought_since or date.min) <= bought < (wanted.bought_before or date.max)


def is_serial_between(serial: str, first: str, last: str) -> bool:
    """Whether a serial number is in a range, both ends included: by its groups of letters and
    digits, however many zeros are in front; spelled without signs, by a form of the same length.
    """
    if serial_key(first) <= serial_key(serial) <= serial_key(last):
        return True
    form, start, end = serial_form(serial), serial_form(first), serial_form(last)
    return len(form) == len(start) == len(end) and start <= form <= end


def serial_key(serial: str) -> SerialKey:
    """By what serial numbers are in order: groups of digits as numbers, of letters as they are."""
    groups = re.findall(r"[0-9]+|[^\W0-9_]+", plain_form(serial))
    return tuple((int(each), "") if each.isdecimal() else (-1, each) for each in groups)


def _day(bought: str) -> date | None:
    """A day as records have it; words, which nobody can sort by, give None."""
    try:
        return date.fromisoformat(bought)
    except ValueError:
        return None


def count_machines(machines: Iterable[TrackedMachine], by: CountedBy) -> list[CountedMachines]:
    """How many of each model there are in each region or office, or with each version; most first
    within it.
    """
    counts: Counter[tuple[str, str]] = Counter()
    in_warranty: Counter[tuple[str, str]] = Counter()
    for each in machines:
        where = {
            "region": each.owner.region,
            "office": each.owner.office,
            "software": each.machine.software,
            "model": "",
        }[by]
        key = (where, each.machine.model)
        counts[key] += 1
        in_warranty[key] += each.in_warranty is True
    return [
        CountedMachines(where=key[0], model=key[1], machines=count, in_warranty=in_warranty[key])
        for key, count in sorted(counts.items(), key=lambda item: (item[0][0], -item[1], item[0]))
    ]
