"""Corrections of one value by two desks that did not know of each other: the last one holds, and
somebody says which is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from svc.model.customers import EquipmentCorrected
from svc.model.events import Corrected, Event
from svc.rules.forms import serial_form

Correction = Corrected | EquipmentCorrected
_FOLLOWS = "region"  # comes with the office, in the same breath


class Contested(NamedTuple):
    """The correction that holds, and the one that it did not know of."""

    holds: Correction
    other: Correction


def contested_corrections(log: Iterable[Event]) -> Iterator[Contested]:
    """The last correction of each value, where the one before it was made apart, to something else.
    `log` in its order.

    What was made apart bears a number that another event has, too. Whoever corrects the value once
    more, even to what holds, has seen both.
    """
    events = list(log)
    made: dict[tuple[str, str], list[Correction]] = {}
    for event in events:
        if isinstance(event, Correction):
            serial = serial_form(event.serial) if isinstance(event, EquipmentCorrected) else ""
            made.setdefault((serial, event.field), []).append(event)
    several = [each for (_, field), each in made.items() if len(each) > 1 and field != _FOLLOWS]
    if not several:
        return
    borne = Counter(event.seq for event in events)
    for *_, other, holds in several:
        seen = any(_is_same(other.new, each) for each in (holds.old, holds.new))
        if borne[other.seq] > 1 and not seen:
            yield Contested(holds, other)


def is_contested(log: Iterable[Event], field: str, serial: str = "") -> bool:
    """Whether somebody is to decide a value: then it may be corrected to what it is."""
    return any(
        each.holds.field == field
        and serial_form(getattr(each.holds, "serial", "")) == serial_form(serial)
        for each in contested_corrections(log)
    )


def _is_same(one: str, other: str) -> bool:
    """Whether two texts are one value: a distance of 12 is one of 12.0."""
    try:
        return one == other or Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False
