"""Machines that went from one customer's file to another: what was corrected of one in the file
that it left is right where it is now, too, also where two desks did one each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from svc.model import customers as cu
from svc.rules.forms import serial_form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svc.rules.ticket.customers import CustomerState


class MovedMachine(Struct, frozen=True, array_like=True):
    """A machine that left a file for another one, or came from it."""

    place: int  # in the log
    serial: str  # in the form in which they are compared
    other: str  # the other file
    values: tuple[tuple[str, str], ...]  # by field: as corrected there, or as it came and stands


def machines_given_away(state: CustomerState) -> Iterator[MovedMachine]:
    """Machines that went to another file, with what was corrected of each here."""
    log = state.customer.log
    for place, event in enumerate(log):
        if isinstance(event, cu.EquipmentLeft) and event.to:
            corrected = _corrected(state, event.serial)
            if corrected:
                values = tuple(sorted(corrected.items()))
                yield MovedMachine(place, serial_form(event.serial), event.to, values)


def machines_received(state: CustomerState) -> Iterator[MovedMachine]:
    """Machines that came from another file, with all values that nobody has corrected here."""
    for place, event in enumerate(state.customer.log):
        if isinstance(event, cu.EquipmentCame):
            machine = event.machine
            # where it stands is said anew
            fields = [
                each for each in cu.Equipment.__struct_fields__ if each not in ("place", "site")
            ]
            values = {field: _text(getattr(machine, field)) for field in fields}
            since = _corrected(state, machine.serial)
            kept = tuple((field, text) for field, text in values.items() if field not in since)
            yield MovedMachine(place, serial_form(machine.serial), event.from_file, kept)


def _corrected(state: CustomerState, serial: str) -> dict[str, str]:
    """What was corrected of a machine in a file, the last value of each field."""
    form = serial_form(serial)
    return {
        event.field: event.new
        for event in state.customer.log
        if isinstance(event, cu.EquipmentCorrected) and serial_form(event.serial) == form
    }


def _text(value: object) -> str:
    return "" if value is None else str(value)


def corrected_where_it_was(
    given: MovedMachine, received: MovedMachine
) -> Iterator[tuple[str, str, str]]:
    """Field, value as corrected in the file that a machine left, value with which it came and
    still stands, wherever these differ.
    """
    came = dict(received.values)
    for field, corrected in given.values:
        here = came.get(field, corrected)
        if corrected != here and "(removed)" not in (corrected, here):
            yield field, corrected, here
