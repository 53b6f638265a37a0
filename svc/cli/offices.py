"""`svc office` and `svc region`."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions import offices as actions
from svc.actions.policies import policy_called, policy_note
from svc.cli.desk import Desk
from svc.cli.settings import only_typed, tell_entries, tell_setting
from svc.cli.shared import CsvOption, XlsxOption, office_code
from svc.errors import N_
from svc.model.records import plain_data

RegionOption = Annotated[
    str, typer.Option("--region", metavar="REGION", help=N_("The region it belongs to."))
]
OfficeCalendarOption = Annotated[
    str,
    typer.Option(
        "--calendar",
        metavar="CALENDAR",
        help=N_("The calendar it keeps; default: that of the first office."),
    ),
]
AddressOption = Annotated[str, typer.Option("--address", metavar="TEXT", help=N_("Address."))]
OfficePhone = Annotated[str, typer.Option("--phone", metavar="PHONE", help=N_("Telephone number."))]


def list_regions(ctx: typer.Context, csv: CsvOption = False, xlsx: XlsxOption = "") -> None:
    """List the regions."""
    desk: Desk = ctx.obj
    regions = desk.ledger().settings.regions.items()
    entries = [{"code": code, "name": region.name} for code, region in regions]
    tell_entries(desk, "regions", entries, ("code", "name"), csv=csv, xlsx=xlsx)


def add_region(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[TEXT]", help=N_("The region's name."))] = "",
    code: Annotated[
        str,
        typer.Option("--code", metavar="CODE", help=N_("Its code; default: the name in pinyin.")),
    ] = "",
) -> None:
    """Enter a region."""
    desk: Desk = ctx.obj
    typed = desk.need(name=(N_("Name of the region"), name))
    result = actions.add_region(desk.ledger(), desk.typist(), name=typed["name"], code=code)
    tell_setting(desk, result, typed["name"])


def change_region(
    ctx: typer.Context,
    region: Annotated[str, typer.Argument(metavar="REGION", help=N_("Which region."))],
    name: Annotated[str, typer.Option("--name", metavar="TEXT", help=N_("Its new name."))] = "",
) -> None:
    """Call a region otherwise; its code stays."""
    desk: Desk = ctx.obj
    typed = desk.need(name=(N_("Name of the region"), name))
    tell_setting(desk, actions.change_region(desk.ledger(), desk.typist(), region, typed["name"]))


def list_offices(ctx: typer.Context, csv: CsvOption = False, xlsx: XlsxOption = "") -> None:
    """List the offices, with region, calendar and the promises of their new tickets."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    regions = ledger.settings.regions
    entries = []
    for code, office in ledger.settings.offices.items():
        policy = actions.policy_of_office(ledger, code)
        entry = {"code": code, **plain_data(office), "policies": policy}
        if not desk.json:
            entry |= {"region": regions[office.region].name}
            entry |= {"policies": policy_note(ledger, policy)}
        entries.append(entry)
    columns = ("code", "name", "region", "calendar", "policies", "phone")
    tell_entries(desk, "offices", entries, columns, csv=csv, xlsx=xlsx)


def add_office(
    ctx: typer.Context,
    code: Annotated[
        str,
        typer.Argument(metavar="[CODE]", help=N_("Two to four capital letters; tickets bear it.")),
    ] = "",
    name: Annotated[str, typer.Option("--name", metavar="TEXT", help=N_("Its name."))] = "",
    region: RegionOption = "",
    calendar: OfficeCalendarOption = "",
    address: AddressOption = "",
    phone: OfficePhone = "",
) -> None:
    """Enter an office."""
    desk: Desk = ctx.obj
    typed = desk.need(
        code=(N_("Code of the office (two to four capital letters)"), code),
        name=(N_("Name of the office"), name),
        region=(N_("Region"), region),
    )
    result = actions.add_office(
        desk.ledger(),
        desk.typist(),
        typed["code"].upper(),
        name=typed["name"],
        region=typed["region"],
        calendar=calendar,
        address=address,
        phone=phone,
    )
    tell_setting(desk, result, typed["name"])


def change_office(
    ctx: typer.Context,
    office: Annotated[str, typer.Argument(metavar="OFFICE", help=N_("Which office."))],
    name: Annotated[str, typer.Option("--name", metavar="TEXT", help=N_("Its new name."))] = "",
    region: RegionOption = "",
    calendar: OfficeCalendarOption = "",
    address: AddressOption = "",
    phone: OfficePhone = "",
    policy: Annotated[
        str,
        typer.Option(
            "--policy",
            metavar="POLICY",
            help=N_("The promises of its new tickets: svc policy list"),
        ),
    ] = "",
) -> None:
    """Change what is written of an office; its code stays."""
    desk: Desk = ctx.obj
    fields = only_typed(name=name, region=region, calendar=calendar, address=address, phone=phone)
    ledger = desk.ledger()
    named = policy_called(ledger, policy) if policy else ""
    result = actions.change_office(
        ledger, desk.typist(), office_code(ledger, office), fields, policy=named
    )
    tell_setting(desk, result)
