"""Machines unpacked and software updates over months, from the files that tell of any."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from svc.actions.customers import customer_states
from svc.model.times import day_of, month_after
from svc.rules.report.machine_events import (
    SoftwareUpdate,
    UnboxedMachine,
    software_updates,
    unboxed_machines,
)

if TYPE_CHECKING:
    from svc.errors import Damaged
    from svc.store.ledger import Ledger


def unboxed_between(
    ledger: Ledger, first: date, last: date, broken: list[Damaged], *, office: str = ""
) -> list[UnboxedMachine]:
    """The new machines unpacked in these months, given by their first days. Of each file that can't
    be read the reason is added to `broken`.
    """
    states = customer_states(ledger, broken, ("is", "equipment_unboxed"))
    return [
        each
        for each in unboxed_machines(states, ledger.zone)
        if first <= each.day < month_after(last) and office in ("", each.office)
    ]


def updates_between(
    ledger: Ledger, first: date, last: date, broken: list[Damaged], *, office: str = ""
) -> list[SoftwareUpdate]:
    """The software updates of these months, in the order of time."""
    states = customer_states(ledger, broken, ("is", "software_updated"))
    return [
        each
        for each in software_updates(states)
        if first <= day_of(each.at, ledger.zone) < month_after(last) and office in ("", each.office)
    ]
