"""The parts that were put into machines (更换零配件), as tickets tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from typing import Literal

from msgspec import Struct

from svc.model import events as ev
from svc.model.tickets import why_unknown
from svc.model.times import day_of
from svc.rules.forms import serial_form
from svc.rules.stock.used import PartUse, parts_used
from svc.rules.ticket.coverage import is_work_free
from svc.rules.ticket.lifecycle import State

ReplacedBy = Literal["part", "model", "office", "month"]


class FittedPart(Struct, frozen=True, kw_only=True):
    """A part put into a machine."""

    part: str
    count: int
    serial: str
    old_part: ev.OldPart | None  # None: nobody said, as no work names the part
    old_serial: str
    at: datetime
    day: date
    ticket: str
    office: str  # that acted
    machine: str  # serial number of the machine as it was then; empty: not known
    model: str
    is_free: bool  # the customer pays nothing for the work


class Replaced(Struct, frozen=True, kw_only=True):
    """How many pieces, on how many tickets, and how many of them at the customer's cost."""

    pieces: int = 0
    tickets: int = 0
    charged: int = 0  # pieces


def fitted_parts(state: State, zone: tzinfo) -> list[FittedPart]:
    """What a ticket used, in the order of time; days are those of `zone`."""
    return sorted(
        (_fitted(state, use, zone) for use in parts_used(state)), key=lambda each: each.at
    )


def _fitted(state: State, use: PartUse, zone: tzinfo) -> FittedPart:
    machine = state.current.equipment
    event = use.event
    return FittedPart(
        part=use.part,
        count=use.count,
        serial=use.serial,
        old_part=use.old_part,
        old_serial=use.old_serial,
        at=event.at,
        day=day_of(event.at, zone),
        ticket=state.ticket.id,
        office=state.office_of(event),
        machine=_machine_at(state, event.seq),
        model=machine.model if machine and why_unknown(machine.model) is None else "",
        is_free=is_work_free(state),
    )


def _machine_at(state: State, seq: int) -> str:
    """The serial number of the machine when the event of this number was recorded: another one may
    have come in its place since.
    """
    machine = state.current.equipment
    serial = machine.serial if machine else ""
    for event in reversed(state.events):
        if (
            isinstance(event, ev.MachineReplaced)
            and event.seq > seq
            and serial_form(event.new_serial) == serial_form(serial)
        ):
            serial = event.old_serial
    return serial if serial_form(serial) else ""


def replaced_parts(fitted: Iterable[FittedPart], by: ReplacedBy) -> dict[str, Replaced]:
    """What was fitted by part, model, office or month (`2026-11`): most pieces first, months and
    offices in their order.
    """
    groups: defaultdict[str, list[FittedPart]] = defaultdict(list)
    for each in fitted:
        key = {"part": each.part, "model": each.model, "office": each.office}.get(by)
        groups[f"{each.day:%Y-%m}" if key is None else key].append(each)
    counted = {key: _counted(groups[key]) for key in sorted(groups)}
    if by in ("office", "month"):
        return counted
    return dict(sorted(counted.items(), key=lambda item: -item[1].pieces))


def all_replaced(fitted: Iterable[FittedPart]) -> Replaced:
    """All of them together."""
    return _counted(list(fitted))


def _counted(fitted: list[FittedPart]) -> Replaced:
    return Replaced(
        pieces=sum(each.count for each in fitted),
        tickets=len({each.ticket for each in fitted}),
        charged=sum(each.count for each in fitted if not each.is_free),
    )
