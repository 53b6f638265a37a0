"""How long a part lasts on a machine (零配件寿命): from the day it was put in until another of its
kind took its place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import tzinfo
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from svc.rules.forms import serial_form
from svc.rules.parts.fitted import FittedPart, fitted_parts
from svc.rules.ticket.equipment import MachineHistory


class PartLife(Struct, frozen=True, kw_only=True):
    """Pieces of a part that came into a machine together, and left it together or are in it."""

    fitted: FittedPart
    count: int
    replaced: FittedPart | None = None  # None: in the machine, as far as tickets tell

    @property
    def days(self) -> int | None:
        """Calendar days in the machine; None while nothing has taken its place."""
        return (self.replaced.day - self.fitted.day).days if self.replaced else None


class LifeOfPart(Struct, frozen=True, kw_only=True):
    """What is known of the life of a part on all machines."""

    replaced: int  # pieces whose end is known
    shortest: int | None  # days; None while no end is known
    median: float | None
    longest: int | None
    still_in: int  # pieces


def part_lives(fitted: Iterable[FittedPart]) -> list[PartLife]:
    """Each piece that was put into a machine whose serial number is known, with what took its
    place: the piece whose serial number is told as the old one's, else the one of that part that
    has been in longest. Where no old part came out (`none`), nothing was replaced.
    """
    inside: defaultdict[tuple[str, str], list[PartLife]] = defaultdict(list)
    lives: list[PartLife] = []
    for each in sorted(fitted, key=lambda one: one.at):
        if not each.machine:
            continue
        there = inside[serial_form(each.machine), each.part]
        left = 0 if each.old_part == "none" else each.count
        for old in sorted(there, key=lambda one: not _is_named(one, each)):
            taken = min(left, old.count) if _may_be(old, each) else 0
            if taken:
                lives.append(replace(old, count=taken, replaced=each))
                there.remove(old)
                left -= taken
            if taken and taken < old.count:
                there.insert(0, replace(old, count=old.count - taken))
        there.append(PartLife(fitted=each, count=each.count))
    lives += [life for there in inside.values() for life in there]
    return sorted(lives, key=lambda life: (life.fitted.at, life.fitted.part))


def _may_be(old: PartLife, new: FittedPart) -> bool:
    """Whether it may be what came out: two serial numbers that are known are the same. What the
    keeper said was used, too, took the place of nothing that the ticket's own work put in.
    """
    if new.old_part is None and new.ticket == old.fitted.ticket:
        return False
    forms = {serial_form(new.old_serial), serial_form(old.fitted.serial)} - {""}
    return len(forms) < 2


def _is_named(old: PartLife, new: FittedPart) -> bool:
    form = serial_form(new.old_serial)
    return bool(form) and form == serial_form(old.fitted.serial)


def life_of_part(lives: Iterable[PartLife]) -> LifeOfPart:
    """The lives of one part counted together, piece by piece."""
    each = list(lives)
    days = [life.days for life in each for _ in range(life.count) if life.days is not None]
    return LifeOfPart(
        replaced=len(days),
        shortest=min(days, default=None),
        median=median(days) if days else None,
        longest=max(days, default=None),
        still_in=sum(life.count for life in each if life.replaced is None),
    )


def lives_on_machine(history: MachineHistory, zone: tzinfo) -> list[PartLife]:
    """The parts of a machine's life, those of the machines it replaced or was replaced by among
    them; what is still in a machine that is no longer this customer's is left out.
    """
    misread = {serial_form(each) for each in history.misread}
    now = history.machine.serial if history.machine else history.serials[0]
    fitted = [
        replace(each, machine=now) if serial_form(each.machine) in misread else each
        for state in history.tickets
        for each in fitted_parts(state, zone)
    ]
    return [
        life
        for life in part_lives(fitted)
        if life.replaced is not None or serial_form(life.fitted.machine) == serial_form(now)
    ]
