"""Machines as a list (设备跟踪表): a table of a screen's width, and all columns for a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from svc.errors import N_
from svc.render.listings import TableValue, ValueTable
from svc.render.words import Words
from svc.rules.search.machines import CountedBy, CountedMachines, TrackedMachine

COUNTED_HEADS: dict[CountedBy, str] = {
    "region": N_("Region"),
    "office": N_("Office"),
    "software": N_("Software version"),
}


def tracking_screen(machines: Sequence[TrackedMachine], words: Words) -> ValueTable:
    """The columns that fit on a screen; where a machine stands is its site and place."""
    heads = (
        N_("Serial number"),
        N_("Model"),
        N_("Customer"),
        N_("Place"),
        N_("Bought"),
        N_("Warranty"),
        N_("Version"),
    )
    rows: list[list[TableValue]] = [
        [
            each.machine.serial,
            each.machine.model,
            each.owner.name,
            " ".join(part for part in (each.machine.site, each.machine.place) if part),
            each.bought_on or each.machine.bought,
            each.warranty_until,
            each.machine.software,
        ]
        for each in machines
    ]
    widest = {0: 14, 1: 8, 2: 12, 3: 6, 4: 10, 6: 7}
    return ValueTable(heads=[words(head) for head in heads], rows=rows, widest=widest)


def tracking_file(
    machines: Sequence[TrackedMachine], offices: Mapping[str, str], words: Words
) -> ValueTable:
    """Every column, for a spreadsheet. `offices`: what each is called, by code."""
    heads = (
        N_("Serial number"),
        N_("Model"),
        N_("Specification"),
        N_("File"),
        N_("Customer"),
        N_("Office"),
        N_("Site"),
        N_("Address"),
        N_("Place"),
        N_("Bought"),
        N_("Day of installation"),
        N_("Warranty until"),
        N_("Warranty"),
        N_("Software version"),
    )
    rows: list[list[TableValue]] = []
    for each in machines:
        owner, machine = each.owner, each.machine
        site = next((site for site in owner.sites if site.name == machine.site), None)
        rows.append(
            [
                machine.serial,
                machine.model,
                machine.specification,
                owner.id,
                owner.name,
                offices.get(owner.office, owner.office),
                machine.site,
                site.address if site is not None else owner.address,
                machine.place,
                each.bought_on or machine.bought,
                machine.installed,
                each.warranty_until,
                words.label("verdict", verdict_of(each)),
                machine.software,
            ]
        )
    return ValueTable(heads=[words(head) for head in heads], rows=rows, told=(4, 6, 7, 8, 9))


def verdict_of(machine: TrackedMachine) -> str:
    """In warranty, out of it, or unknown."""
    if machine.in_warranty is None:
        return "unknown"
    return "in" if machine.in_warranty else "out"


def counts_table(
    counts: Sequence[CountedMachines], by: CountedBy, called: Mapping[str, str], words: Words
) -> ValueTable:
    """Where machines are, or with which software, model by model, with the sum. `called`: what
    regions or offices are called.
    """
    first = [] if by == "model" else [COUNTED_HEADS[by]]
    heads = (*first, N_("Model"), N_("Machines"), N_("in warranty"))
    rows: list[list[TableValue]] = []
    for each in counts:
        where = called.get(each.where, each.where) or words(N_("unknown"))
        row: list[TableValue] = [] if by == "model" else [where]
        rows.append([*row, each.model, each.machines, each.in_warranty])
    sums: list[TableValue] = [sum(each.machines for each in counts)]
    sums.append(sum(each.in_warranty for each in counts))
    rows.append([words(N_("total")), *[None] * len(first), *sums])
    return ValueTable(heads=[words(head) for head in heads], rows=rows)


def population_table(months: Sequence[tuple[date, int]], words: Words) -> ValueTable:
    """How many machines were in use at the end of each month."""
    heads = [words(N_("Month")), words(N_("Machines in use"))]
    return ValueTable(heads=heads, rows=[[f"{month:%Y-%m}", count] for month, count in months])
