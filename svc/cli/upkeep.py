"""`svc upkeep`: maintenance by plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from svc.actions import upkeep as actions
from svc.cli.desk import Desk
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    CsvOption,
    XlsxOption,
    name_broken,
    own_office,
    put_out_list,
)
from svc.errors import N_, Damaged
from svc.render.listings import TableValue, ValueTable
from svc.render.words import Words

if TYPE_CHECKING:
    from svc.rules.upkeep import NextDue

OfficeOrAllOption = Annotated[
    str, typer.Option("--office", metavar="OFFICE", help=N_("Only this office; `all`: every."))
]


def list_dues(
    ctx: typer.Context,
    office: OfficeOrAllOption = "",
    days: Annotated[
        int, typer.Option("--days", min=0, max=3660, help=N_("So many days ahead."))
    ] = 60,
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """List the machines that are due for maintenance, what is overdue first."""
    desk: Desk = ctx.obj
    broken: list[Damaged] = []
    last = desk.now.date() + timedelta(days=days)
    dues = actions.due_machines(desk.ledger(), broken, office=own_office(desk, office))
    _show(
        desk,
        [(each, each.waiting) for each in dues if each.proposed <= last],
        unreadable=len(broken),
        csv=csv,
        xlsx=xlsx,
    )
    name_broken(broken)


def preview(
    ctx: typer.Context,
    office: OfficeOrAllOption = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """Show the maintenance tickets that `svc upkeep make` would make now."""
    desk: Desk = ctx.obj
    broken: list[Damaged] = []
    visits = actions.visits_due(
        desk.ledger(), desk.now.date(), broken, office=own_office(desk, office)
    )
    _show(
        desk,
        [(each, "") for visit in visits for each in visit.dues],
        unreadable=len(broken),
        csv=csv,
        xlsx=xlsx,
    )
    name_broken(broken)


def make(
    ctx: typer.Context,
    office: OfficeOrAllOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Make the maintenance tickets for which it is time; made again, it makes nothing."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    broken: list[Damaged] = []
    # What stays in the record is said in the ledger's language.
    written = Words(ledger.settings.language, ledger.settings.labels)
    visits = actions.make_visits(
        ledger,
        desk.typist(at or None, again, allow),
        written.show,
        broken,
        office=own_office(desk, office),
    )
    _show(
        desk,
        [(each, visit.ticket) for visit in visits for each in visit.dues],
        unreadable=len(broken),
    )
    name_broken(broken)


def _show(
    desk: Desk,
    dues: Sequence[tuple[NextDue, str]],
    *,
    unreadable: int,
    csv: bool = False,
    xlsx: str = "",
) -> None:
    today = desk.now.date()
    if desk.json:
        items = [
            {
                "plan": due.plan,
                "customer": due.customer.id,
                "serial": due.machine.serial,
                "model": due.machine.model,
                "due": due.due,
                "proposed": due.proposed,
                "overdue": due.due < today,
                "ticket": ticket or None,
            }
            for due, ticket in dues
        ]
        desk.show_json("upkeep", items=items, unreadable=unreadable)
        return
    if not dues and not csv and not xlsx:
        if desk.ledger().upkeep.plans:
            desk.say(N_("Nothing is due for maintenance."))
        else:
            desk.say(N_("There is no plan of maintenance yet: enter it in upkeep.yaml."))
        return
    rows: list[list[TableValue]] = [
        [
            due.proposed,
            desk.words(N_("past its day")) if due.due < today else "",
            due.customer.name,
            due.machine.model,
            due.machine.serial,
            due.plan,
            ticket,
        ]
        for due, ticket in dues
    ]
    heads = (
        *(N_("Proposed day"), N_("State"), N_("Customer"), N_("Product model")),
        *(N_("Serial number"), N_("Plan"), N_("Ticket")),
    )
    listing = ValueTable(heads=[*map(desk.words, heads)], rows=rows, widest={2: 16, 5: 10})
    put_out_list(desk, listing, N_("Maintenance due"), csv=csv, xlsx=xlsx)
