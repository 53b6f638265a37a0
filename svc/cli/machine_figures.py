"""`svc equipment unbox`, `update`, and what they add up to over months: `unboxing`, `updates`."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from svc.actions import equipment, machine_figures
from svc.cli.customers import tell_customer_result
from svc.cli.desk import Desk
from svc.cli.equipment import SerialArgument
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    CsvOption,
    OneOfficeOption,
    XlsxOption,
    chosen_value,
    name_broken,
    office_named,
    put_out_list,
    staff_id,
)
from svc.cli.statistics import MonthsArgument, asked_months
from svc.errors import N_, Damaged, MissingFields, OneDeedAtATime
from svc.render.listings import TableValue, ValueTable
from svc.rules.report.machine_events import UnboxedBy, unboxing_rates

UNBOXED_BY: tuple[UnboxedBy, ...] = get_args(UnboxedBy)
HEADS = {
    "month": N_("Month"),
    "model": N_("Model"),
    "office": N_("Office"),
    "region": N_("Region"),
}
ForTicketOption = Annotated[
    str, typer.Option("--ticket", metavar="TICKET", help=N_("The ticket it was done for."))
]


def unbox(
    ctx: typer.Context,
    serial: SerialArgument,
    good: Annotated[bool, typer.Option("--good", help=N_("It was good."))] = False,
    faulty: Annotated[
        str, typer.Option("--faulty", metavar="TEXT", help=N_("What was wrong with it."))
    ] = "",
    ticket: ForTicketOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that a new machine was unpacked: good, or what was wrong."""
    desk: Desk = ctx.obj
    if good and faulty:
        raise OneDeedAtATime(options=["--good", "--faulty"])
    if not good and not faulty:
        raise MissingFields(fields=["--good | --faulty"])
    typist = desk.typist(at or None, again, allow)
    tell_customer_result(
        desk,
        equipment.record_unboxing(desk.ledger(), serial, typist, found=faulty, ticket=ticket),
    )


def update(
    ctx: typer.Context,
    serial: SerialArgument,
    to: Annotated[
        str, typer.Option("--to", metavar="VERSION", help=N_("The version it runs now."))
    ] = "",
    technician: Annotated[
        str,
        typer.Option("--technician", metavar="STAFF", help=N_("Who did it, if not you.")),
    ] = "",
    ticket: ForTicketOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that a machine runs another version of its software."""
    desk: Desk = ctx.obj
    typed = desk.need(to=(N_("Software version"), to))
    ledger = desk.ledger()
    tell_customer_result(
        desk,
        equipment.update_software(
            ledger,
            serial,
            desk.typist(at or None, again, allow),
            version=typed["to"],
            technician=staff_id(ledger, technician) if technician else "",
            ticket=ticket,
        ),
    )


def unboxing(
    ctx: typer.Context,
    months: MonthsArgument = "",
    by: Annotated[
        str, typer.Option("--by", metavar="|".join(UNBOXED_BY), help=N_("What each row is about."))
    ] = "month",
    office: OneOfficeOption = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """How many new machines were good on unpacking (开箱合格率), by month, model, office or
    region.
    """
    desk: Desk = ctx.obj
    rows_by = chosen_value(desk, "--by", by, "by", UNBOXED_BY)
    asked = asked_months(desk, months, office)
    broken: list[Damaged] = []
    ledger = desk.ledger()
    machines = machine_figures.unboxed_between(
        ledger, asked.first, asked.last, broken, office=asked.office
    )
    rates = unboxing_rates(machines, rows_by)
    if desk.json:
        items = [
            {"key": key, "opened": rate.opened, "good": rate.good, "percent": rate.percent}
            for key, rate in rates.items()
        ]
        desk.show_json(
            "unboxing",
            first=f"{asked.first:%Y-%m}",
            last=f"{asked.last:%Y-%m}",
            office=asked.office or None,
            by=rows_by,
            items=items,
            unreadable=len(broken),
        )
    elif not rates:
        desk.say(N_("Nothing in this time."))
    else:
        heads = (HEADS[rows_by], N_("Unpacked"), N_("Good"), N_("Good, %"))
        rows: list[list[TableValue]] = [
            [_called(desk, rows_by, key), rate.opened, rate.good, f"{rate.percent}"]
            for key, rate in rates.items()
        ]
        table = ValueTable(heads=[desk.words(head) for head in heads], rows=rows)
        put_out_list(desk, table, N_("Good on unpacking"), csv=csv, xlsx=xlsx)
    name_broken(broken)


def _called(desk: Desk, by: str, key: str) -> str:
    ledger = desk.ledger()
    if by == "office":
        return office_named(ledger, key)
    region = ledger.settings.regions.get(key) if by == "region" else None
    return region.name if region is not None else key or desk.words(N_("not known"))


def updates(
    ctx: typer.Context,
    months: MonthsArgument = "",
    office: OneOfficeOption = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """List software updates: which machine, which versions, by whom."""
    desk: Desk = ctx.obj
    asked = asked_months(desk, months, office)
    broken: list[Damaged] = []
    ledger = desk.ledger()
    found = machine_figures.updates_between(
        ledger, asked.first, asked.last, broken, office=asked.office
    )
    if desk.json:
        items = [
            {
                "customer": each.customer,
                "name": each.name,
                "at": each.at,
                "model": each.model or None,
                "serial": each.serial,
                "before": each.before or None,
                "version": each.version,
                "technician": each.technician,
                "ticket": each.ticket or None,
            }
            for each in found
        ]
        desk.show_json("software_updates", items=items, unreadable=len(broken))
    elif not found:
        desk.say(N_("Nothing in this time."))
    else:
        heads = (
            N_("Day"),
            N_("Customer"),
            N_("Model"),
            N_("Serial number"),
            N_("Before"),
            N_("After"),
            N_("Updated by"),
            N_("Ticket"),
        )
        rows: list[list[TableValue]] = [
            [
                each.at.astimezone(ledger.zone).date(),
                each.name,
                each.model,
                each.serial,
                each.before,
                each.version,
                ledger.staff.name_of(each.technician),
                each.ticket,
            ]
            for each in found
        ]
        widest = {1: 10, 2: 7, 3: 13, 4: 6, 5: 6, 6: 6, 7: 13}
        heads_told = [desk.words(head) for head in heads]
        table = ValueTable(heads=heads_told, rows=rows, widest=widest, told=(1,))
        put_out_list(desk, table, N_("Software updates"), csv=csv, xlsx=xlsx)
    name_broken(broken)
