"""Machines in use (在用设备): those in customers' files."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from svc.model.customers import Customer
from svc.rules.forms import plain_form
from svc.rules.ticket.customers import replay_customer


class MachineChange(Struct, frozen=True):
    """From this moment on a customer has so many machines of a model more, or less."""

    region: str  # of whose office the customer is
    office: str
    model: str
    at: datetime
    number: int


def machine_changes(customer: Customer) -> list[MachineChange]:
    """When machines of this customer came into use and left it, in the order of time.

    They are in use from the day on which the file was opened; a file that was merged into
    another counts there.
    """
    out: list[MachineChange] = []
    before: Counter[tuple[str, str, str]] = Counter()
    for moment in sorted(
        {customer.opened, *(event.at for event in customer.log if event.at > customer.opened)}
    ):
        state = replay_customer(
            replace(customer, log=[event for event in customer.log if event.at <= moment])
        )
        machines = state.equipment.values() if state.status == "active" else ()
        # a file may go to another office, with the machines it has
        place = (state.current.region, state.current.office)
        after = Counter((*place, each.model) for each in machines)
        out += [
            MachineChange(*key, moment, after[key] - before[key])
            for key in sorted({*before, *after})
            if after[key] != before[key]
        ]
        before = after
    return out


def machines_in_use(
    changed: Iterable[MachineChange], before: datetime
) -> Mapping[str, Mapping[str, int]]:
    """How many machines of each model customers had when this moment began, by region."""
    out: dict[str, Counter[str]] = {}
    for each in changed:
        if each.at < before:
            out.setdefault(each.region, Counter())[each.model] += each.number
    # A region whose machines are all gone is left out: the index has no row of it either, and the
    # report's digest is over this.
    left = {
        region: {model: n for model, n in sorted(counts.items()) if n}
        for region, counts in sorted(out.items())
    }
    return {region: models for region, models in left.items() if models}


def machine_totals(
    changed: Iterable[tuple[str, int, int]], ends: Sequence[int]
) -> list[dict[str, int]]:
    """How many machines of all models together customers had at each of these times, by region.

    `changed`: in which region, when, by how many. Times are in seconds since 1970, `ends` in
    their order.
    """
    steps: list[Counter[str]] = [Counter() for _ in ends]
    for region, at, number in changed:
        place = bisect_right(ends, at)
        if place < len(ends):
            steps[place][region] += number
    out: list[dict[str, int]] = []
    so_far: Counter[str] = Counter()
    for step in steps:
        so_far.update(step)
        out.append({region: number for region, number in sorted(so_far.items()) if number})
    return out


def population_by_month(
    changes: Iterable[MachineChange],
    ends: Mapping[date, datetime],
    *,
    region: str = "",
    office: str = "",
    model: str = "",
) -> list[tuple[date, int]]:
    """How many machines were in use when each month ended, the base of 故障率; `ends`: of each
    month's first day the moment at which it was over. Without region, office or model all count.
    """
    form = plain_form(model)
    counted = [
        each
        for each in changes
        if region in ("", each.region)
        and office in ("", each.office)
        and form in ("", plain_form(each.model))
    ]
    return [
        (month, sum(each.number for each in counted if each.at < end))
        for month, end in ends.items()
    ]
