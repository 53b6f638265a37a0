"""`svc calendar fill`."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions import calendars as actions
from svc.cli.desk import Desk
from svc.cli.shared import whole_number
from svc.errors import N_


def fill(
    ctx: typer.Context,
    year: Annotated[str, typer.Argument(metavar="YEAR", help=N_("The year, such as 2026."))],
    name: Annotated[
        str,
        typer.Option(
            "--calendar", metavar="CALENDAR", help=N_("The calendar; default: your office's.")
        ),
    ] = "",
) -> None:
    """Enter a year's official holidays and make-up days as a new version of a calendar."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    typist = desk.typist()
    if not name:
        office = ledger.person(typist.by).office or next(iter(ledger.settings.offices))
        name = ledger.office(office).calendar
    earlier = ledger.newest("calendars", name)
    version = actions.record_filled_year(ledger, name, whole_number("YEAR", year) or 0, typist)
    if desk.json:
        desk.show_json("calendar", calendar=version, year=int(year))
        return
    desk.say(N_("Written: {path}"), path=f"calendars/{version}.yaml")
    desk.say(
        N_(
            "New tickets use it. Open tickets keep the version they have; to change that: svc "
            "promise recompute --from {earlier} --to {version} --reason REASON"
        ),
        version=version,
        earlier=earlier,
    )
