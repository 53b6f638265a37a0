"""`svc report`."""

from __future__ import annotations

import re
from typing import Annotated, Any

import msgspec
import typer

from svc.actions import reports as actions
from svc.cli.desk import Desk
from svc.cli.parts import one_of
from svc.errors import N_, NotAMonth, SomeUnreadable


def report(
    ctx: typer.Context,
    region: Annotated[str, typer.Argument(metavar="REGION|all", help=N_("A region, one of its offices, or all."))],
    month: Annotated[str, typer.Argument(metavar="MONTH", help=N_("The month, such as 2026-11."))],
    format_: Annotated[str, typer.Option("--format", metavar="md|html|json", help=N_("How it is given."))] = "md",
    out: Annotated[str, typer.Option("--out", metavar="FILE", help=N_("Into this file."))] = "",
) -> None:
    """A region's month in figures."""
    desk: Desk = ctx.obj
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", month):
        raise NotAMonth(text=month)
    form = one_of("--format", format_, ("md", "html", "json"))
    form = "json" if desk.json else form
    ledger = desk.ledger()
    figures, broken = actions.month(ledger, region, month, desk.now)
    if form == "json" and not out:
        desk.show_json("report", **_fields(figures))
    else:
        from svc.cli.papers import pages_of
        from svc.render.reports import region_report
        from svc.store.files import replace_file

        name = ledger.settings.regions[figures.region].name if figures.region else desk.words(N_("all regions"))
        page = region_report(figures, pages_of(desk), region=name, department=ledger.settings.name, form=form)
        if out:
            replace_file(out, page.encode())
            desk.say(N_("Written: {path}"), path=out)
        else:
            desk.out(page)
    if broken:
        raise SomeUnreadable(count=len(broken), files=[str(error.facts["path"]) for error in broken])


def _fields(figures: Any) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(figures)
    return fields | {
        "first_time_fix": figures.first_time_fix,
        "satisfaction": figures.satisfaction,
        "median_hours": figures.median_hours,
    }
