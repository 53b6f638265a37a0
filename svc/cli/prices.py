"""`svc price`: a new price list, a line of one."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions import prices as actions
from svc.cli.desk import Desk
from svc.cli.settings import only_typed, tell_entries, tell_setting
from svc.cli.shared import CsvOption, XlsxOption, whole_number
from svc.errors import N_, OneDeedAtATime
from svc.model.money import amount_from

ListOption = Annotated[
    str,
    typer.Option(
        "--list", metavar="VERSION", help=N_("The list; default: the one that begins last.")
    ),
]


def list_lists(ctx: typer.Context, csv: CsvOption = False, xlsx: XlsxOption = "") -> None:
    """List the price lists, with the day from which each holds."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    entries = []
    for version in ledger.versions("prices"):
        prices = ledger.price_list(version)
        entries.append(
            {
                "version": version,
                "from": prices.since.isoformat(),
                "count": len(prices.items),
                "note": prices.note,
            }
        )
    tell_entries(desk, "prices", entries, ("version", "from", "count", "note"), csv=csv, xlsx=xlsx)


def new(
    ctx: typer.Context,
    day: Annotated[str, typer.Argument(metavar="[DAY]", help=N_("From which day it holds."))] = "",
    note: Annotated[
        str, typer.Option("--note", metavar="TEXT", help=N_("What stands below the list on paper."))
    ] = "",
) -> None:
    """Begin a new price list, a copy of the newest; the first: the usual lines, to be changed."""
    desk: Desk = ctx.obj
    typed = desk.need({"day": desk.day}, day=(N_("From which day it holds"), day))
    since = desk.day(typed["day"], likely="ahead")
    tell_setting(desk, actions.new_list(desk.ledger(), desk.typist(), since, note=note))


def line(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help=N_("The line's code, L03."))],
    price: Annotated[str, typer.Option("--price", metavar="YUAN", help=N_("The price."))] = "",
    name: Annotated[str, typer.Option("--name", metavar="WORDS", help=N_("What it is."))] = "",
    unit: Annotated[str, typer.Option("--unit", metavar="WORDS", help=N_("次, 个, 半天 …"))] = "",
    up_to: Annotated[
        str, typer.Option("--up-to", metavar="KM", help=N_("Of travel: as far as this."))
    ] = "",
    labour: Annotated[bool, typer.Option("--labour", help=N_("A new line: labour."))] = False,
    travel: Annotated[bool, typer.Option("--travel", help=N_("A new line: travel."))] = False,
    part: Annotated[bool, typer.Option("--part", help=N_("A new line: a part."))] = False,
    remove: Annotated[bool, typer.Option("--remove", help=N_("Take the line out."))] = False,
    version: ListOption = "",
) -> None:
    """Change a line of a price list that no ticket names yet, or add one."""
    desk: Desk = ctx.obj
    said = {"labour": labour, "travel": travel, "parts": part}
    groups = [group for group in actions.GROUPS if said[group]]
    if len(groups) + remove > 1:
        raise OneDeedAtATime(options=["--labour", "--travel", "--part", "--remove"])
    ledger, typist = desk.ledger(), desk.typist()
    if remove:
        tell_setting(desk, actions.remove_line(ledger, typist, code, version=version))
        return
    if groups:
        name = desk.need(name=(N_("What it is"), name))["name"]
        price = desk.need(price=(N_("Price in yuan"), price))["price"]
    fields = only_typed(
        name=name,
        up_to_km=whole_number("--up-to", up_to),
        price=f"{amount_from(price, '--price'):.2f}" if price else "",
        unit=unit,
    )
    group = groups[0] if groups else None
    result = actions.put_line(ledger, typist, code, fields, version=version, group=group)
    tell_setting(desk, result)
