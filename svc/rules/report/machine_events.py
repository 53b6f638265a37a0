"""New machines unpacked good or faulty (开箱合格率), and software updates, as customers' files tell
(S2 二.3).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from typing import Literal

from msgspec import Struct

from svc.model import customers as cu
from svc.model.times import day_of
from svc.rules.forms import serial_form
from svc.rules.ticket.customers import CustomerState

UnboxedBy = Literal["month", "model", "office", "region"]


class UnboxedMachine(Struct, frozen=True, kw_only=True):
    """A new machine, as it was last said to be when it was unpacked."""

    serial: str
    model: str  # empty: no file has the machine any more
    day: date
    office: str
    region: str
    good: bool
    found: str


class UnboxingRate(Struct, frozen=True, kw_only=True):
    """Good ÷ unpacked."""

    opened: int
    good: int

    @property
    def percent(self) -> float | None:
        """One decimal place; None where nothing was unpacked."""
        return round(100 * self.good / self.opened, 1) if self.opened else None


class SoftwareUpdate(Struct, frozen=True, kw_only=True):
    """A machine got another version."""

    customer: str
    name: str
    office: str
    at: datetime
    model: str
    serial: str
    before: str
    version: str
    technician: str
    ticket: str


def unboxed_machines(states: Iterable[CustomerState], zone: tzinfo) -> list[UnboxedMachine]:
    """Each machine that was unpacked, once: what was said of it last counts, on the day on which it
    was unpacked by that word.
    """
    last: dict[str, tuple[tuple[datetime, str], UnboxedMachine]] = {}
    for state in states:
        models = _models(state)
        for event in state.customer.log:
            if not isinstance(event, cu.EquipmentUnboxed):
                continue
            form = serial_form(event.serial)
            machine = UnboxedMachine(
                serial=event.serial,
                model=models.get(form, ""),
                day=day_of(event.at, zone),
                office=state.current.office,
                region=state.current.region,
                good=event.good,
                found=event.found,
            )
            said = (event.typed, event.id)
            if form not in last or said > last[form][0]:
                last[form] = said, machine
    return sorted((machine for _, machine in last.values()), key=lambda each: each.serial)


def unboxing_rates(machines: Iterable[UnboxedMachine], by: UnboxedBy) -> dict[str, UnboxingRate]:
    """The rate of each month, model, office or region."""
    counts: dict[str, list[int]] = {}
    for each in machines:
        key = f"{each.day:%Y-%m}" if by == "month" else str(getattr(each, by))
        count = counts.setdefault(key, [0, 0])
        count[0] += 1
        count[1] += each.good
    return {
        key: UnboxingRate(opened=opened, good=good)
        for key, (opened, good) in sorted(counts.items())
    }


def software_updates(states: Iterable[CustomerState]) -> list[SoftwareUpdate]:
    """All updates that files tell of, in the order of time."""
    updates = []
    for state in states:
        models = _models(state)
        updates += [
            SoftwareUpdate(
                customer=state.customer.id,
                name=state.current.name,
                office=state.current.office,
                at=event.at,
                model=models.get(serial_form(event.serial), ""),
                serial=event.serial,
                before=event.before,
                version=event.version,
                technician=event.technician or event.by,
                ticket=event.ticket,
            )
            for event in state.customer.log
            if isinstance(event, cu.SoftwareUpdated)
        ]
    return sorted(updates, key=lambda each: (each.at, each.serial))


def _models(state: CustomerState) -> dict[str, str]:
    """The models of all machines that a file has had, by serial number."""
    machines = [*state.customer.equipment]
    for event in state.customer.log:
        if isinstance(event, cu.EquipmentAdded | cu.EquipmentCame | cu.EquipmentReplaced):
            machines.append(event.machine)
        elif isinstance(event, cu.Absorbed):
            machines += event.equipment
    machines += state.equipment.values()
    return {serial_form(machine.serial): machine.model for machine in machines}
