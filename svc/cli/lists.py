"""`svc list`."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions import lists as actions
from svc.cli.desk import Desk
from svc.cli.parts import one_of, ticket_fields
from svc.errors import N_, SomeUnreadable
from svc.model.events import STATES
from svc.render.tables import cut, table
from svc.render.words import plain


def list_tickets(
    ctx: typer.Context,
    all_states: Annotated[bool, typer.Option("--all", help=N_("Closed ones too."))] = False,
    status: Annotated[str, typer.Option("--status", metavar="STATE", help=N_("Only in this state."))] = "",
    office: Annotated[str, typer.Option("--office", help=N_("Only of this office."))] = "",
    region: Annotated[str, typer.Option("--region", help=N_("Only of this region."))] = "",
    technician: Annotated[str, typer.Option("--technician", metavar="STAFF", help=N_("Only of this technician."))] = "",
) -> None:
    """Tickets, the open ones first due."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    rows, broken = actions.tickets(
        ledger,
        desk.now,
        all_states=all_states,
        status=one_of("--status", status, tuple(STATES)) if status else "",
        office=office.upper() if office and ledger.office(office.upper()) else "",
        region=one_of("--region", region, tuple(ledger.settings.regions)) if region else "",
        technician=ledger.person(technician).id if technician else "",
    )
    if desk.json:
        desk.show_json("tickets", items=[ticket_fields(row) for row in rows], unreadable=len(broken))
    elif rows:
        words = desk.words
        heads = [N_("Ticket"), N_("State"), N_("Customer"), N_("Machine"), N_("Technician"), N_("Next due")]
        lines = []
        for row in rows:
            customer, machine = row.ticket.customer, row.ticket.equipment
            due = f"{words.label('promise', row.due.promise)} {words.show(row.due.due)}" if row.due else ""
            lines.append(
                [
                    row.ticket.id,
                    words.label("status", row.state.status),
                    cut(plain(customer.unit), 24) if customer else "",
                    cut(plain(machine.model), 16) if machine else "",
                    plain(ledger.staff.name(row.state.technician)) if row.state.technician else "",
                    due + (f" {words(N_('overdue'))}" if row.due and row.due.state == "overdue" else ""),
                ]
            )
        desk.out(table([words(head) for head in heads], lines))
    else:
        desk.say(N_("No ticket fits."))
    if broken:
        raise SomeUnreadable(count=len(broken), files=[str(error.facts["path"]) for error in broken])
