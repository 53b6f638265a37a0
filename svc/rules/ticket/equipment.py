"""A machine through its life: the serial numbers it went by, who had it, which tickets were about
it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from svc.model import customers as cu
from svc.model import events as ev
from svc.rules.forms import serial_form
from svc.rules.ticket.customers import CustomerState
from svc.rules.ticket.lifecycle import State


class MachineStep(Struct, frozen=True, kw_only=True):
    """One thing that happened to a machine, as a customer's file has it."""

    event: cu.AnyCustomerEvent
    customer_id: str
    name: str  # the customer's

    @property
    def at(self) -> datetime:
        return self.event.at


class MachineHistory(Struct, frozen=True, kw_only=True):
    """All that is known of a machine, and of those it came in place of or that came in its
    place.
    """

    # the one asked for first, then those it was replaced by or replaced, or was misread as
    serials: list[str]
    misread: frozenset[str]  # of these the ones that were corrected: no machine has them
    owner: cu.Customer | None  # who has it now; None if no file has it
    machine: cu.Equipment | None
    steps: list[MachineStep]  # in the order of time
    tickets: list[State]  # in the order in which they were received


def machine_history(
    serial: str, files: Iterable[CustomerState], tickets: Iterable[State]
) -> MachineHistory | None:
    """The history of a machine by its serial number, replaced ones included; None if nobody knows
    the number.
    """
    known = list(files)
    states = list(tickets)
    forms = serials_of_machine(serial, known, states)
    steps = [
        MachineStep(event=event, customer_id=state.customer.id, name=state.current.name)
        for state in known
        for event in state.customer.log
        if not forms.isdisjoint(serial_form(each) for each in _serials_of(event))
    ]
    about = [
        state
        for state in states
        if not forms.isdisjoint(serial_form(each) for each in ticket_serials(state))
    ]
    spelled: dict[str, str] = {serial_form(serial): serial}
    owner = machine = None
    # A replaced machine stands in no file any more: its number is as the log or a ticket has it.
    named = [*map(ticket_serials, about), *map(customer_serials, known)]
    for each in (each for serials in named for each in sorted(serials)):
        spelled[serial_form(each)] = each
    for state in known:
        for own in (*state.customer.equipment, *state.equipment.values()):
            spelled[serial_form(own.serial)] = own.serial
    for state in known:
        for own in state.equipment.values() if state.status == "active" else ():
            if serial_form(own.serial) in forms and (
                machine is None or serial_form(own.serial) == serial_form(serial)
            ):
                owner, machine = state.current, own
    if not steps and not about and machine is None:
        return None
    return MachineHistory(
        serials=[
            spelled.get(form, form)
            for form in (serial_form(serial), *sorted(forms - {serial_form(serial)}))
        ],
        misread=frozenset(spelled.get(form, form) for form in _misread_forms(known)),
        owner=owner,
        machine=machine,
        steps=sorted(steps, key=lambda step: step.at),
        tickets=sorted(about, key=lambda state: state.ticket.received),
    )


def serials_of_machine(
    serial: str, files: Iterable[CustomerState], tickets: Iterable[State]
) -> set[str]:
    """All serial numbers the machine went by, in the form they are compared in; it needs the
    replacements alone.
    """
    return _joined_serials(
        serial_form(serial), [*_replacements(files), *_replaced_on_tickets(tickets)]
    )


def ticket_serials(state: State) -> set[str]:
    """Every serial number a ticket was about: as told, as it stands, and those of replaced
    machines.
    """
    serials = {
        head.equipment.serial
        for head in (state.ticket, state.current)
        if head.equipment is not None
    }
    serials |= {row.serial for row in state.ticket.upkeep}
    for event in state.ticket.log:
        if isinstance(event, ev.MachineReplaced):
            serials |= {event.old_serial, event.new_serial}
        elif isinstance(event, ev.Returned) and event.replaced_by:
            serials.add(event.replaced_by)
    return serials


def customer_serials(state: CustomerState) -> set[str]:
    """Every serial number a customer's file names: of machines there are, there were, and that took
    their place.
    """
    serials = {machine.serial for machine in (*state.customer.equipment, *state.equipment.values())}
    for event in state.customer.log:
        serials.update(_serials_of(event))
        if isinstance(event, cu.Absorbed):
            serials.update(machine.serial for machine in event.equipment)
    return serials


def _replacements(files: Iterable[CustomerState]) -> Iterable[tuple[str, str]]:
    """Pairs of serial numbers of which one came in place of the other, or was corrected to it."""
    for state in files:
        for event in state.customer.log:
            if isinstance(event, cu.EquipmentReplaced):
                yield event.serial, event.machine.serial
            elif isinstance(event, cu.EquipmentCorrected) and event.field == "serial":
                yield event.serial, event.new


def _misread_forms(files: Iterable[CustomerState]) -> set[str]:
    """Serial numbers that were corrected to another one, and that no machine of these files has."""
    states = list(files)
    corrected = {
        serial_form(event.serial)
        for state in states
        for event in state.customer.log
        if isinstance(event, cu.EquipmentCorrected) and event.field == "serial"
    }
    return corrected - {
        serial_form(machine.serial) for state in states for machine in state.equipment.values()
    }


def _replaced_on_tickets(tickets: Iterable[State]) -> Iterable[tuple[str, str]]:
    for state in tickets:
        machine = state.ticket.equipment
        for event in state.ticket.log:
            if isinstance(event, ev.MachineReplaced):
                yield event.old_serial, event.new_serial
            elif isinstance(event, ev.Returned) and event.replaced_by and machine is not None:
                yield machine.serial, event.replaced_by


def _joined_serials(form: str, pairs: Iterable[tuple[str, str]]) -> set[str]:
    """All serial numbers that are joined to this one by replacements, however many there were."""
    joined: dict[str, set[str]] = {}
    for one, other in pairs:
        a, b = serial_form(one), serial_form(other)
        if a and b:
            joined.setdefault(a, set()).add(b)
            joined.setdefault(b, set()).add(a)
    reached, left = {form}, [form]
    while left:
        new = joined.get(left.pop(), set()) - reached
        reached |= new
        left += new
    return reached


def _serials_of(event: cu.AnyCustomerEvent) -> list[str]:
    match event:
        case cu.EquipmentAdded() | cu.EquipmentCame():
            return [event.machine.serial]
        case cu.EquipmentReplaced():
            return [event.serial, event.machine.serial]
        case cu.EquipmentCorrected() if event.field == "serial":
            return [event.serial, event.new]
        case (
            cu.EquipmentCorrected()
            | cu.EquipmentMoved()
            | cu.EquipmentLeft()
            | cu.EquipmentUnboxed()
            | cu.SoftwareUpdated()
        ):
            return [event.serial]
    return []
