"""The tracking table of machines (设备跟踪表), where they are, how many were in use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from msgspec import convert
from msgspec.structs import asdict

from svc.rules.report.machines import machine_changes, population_by_month
from svc.rules.search import machines as rules
from svc.rules.search.machines import MachineOwner, TrackedMachine, WantedMachines

if TYPE_CHECKING:
    from svc.errors import Damaged
    from svc.store.ledger import Ledger


def track_machines(
    ledger: Ledger, wanted: WantedMachines, today: date, broken: list[Damaged]
) -> list[TrackedMachine]:
    """The machines that are wanted, by serial number; of each file that can't be read, the reason
    is added to `broken`.
    """
    return rules.tracked_machines(_owners(ledger, broken), wanted, ledger.settings.warranty, today)


def _owners(ledger: Ledger, broken: list[Damaged]) -> list[MachineOwner]:
    from svc.store.index.machines import machine_owners

    answer = ledger.ask_index(machine_owners, customers="all")
    if answer is not None:
        owners, unreadable = answer
        ledger.name_unreadable(unreadable, broken)
        return owners
    return [
        convert(asdict(file.customer), MachineOwner, from_attributes=True)
        for file in ledger.customer_files(broken)
        if file.status == "active" and file.customer.equipment
    ]


def population(
    ledger: Ledger, wanted: WantedMachines, months: Sequence[date], broken: list[Damaged]
) -> Sequence[tuple[date, int]]:
    """How many machines were in use at the end of each month, given by its first day: the base of
    failure rates (故障率).
    """
    from svc.model.times import month_after
    from svc.store.index.machines import noted_machine_changes

    changes = ledger.ask_index(noted_machine_changes, customers="all")
    if changes is None:
        changes = [
            change
            for record in ledger.customers(broken)
            for change in machine_changes(record.customer)
        ]
    ends = {
        month: datetime.combine(month_after(month), time(), tzinfo=ledger.zone) for month in months
    }
    return population_by_month(
        changes, ends, region=wanted.region, office=wanted.office, model=wanted.model
    )
