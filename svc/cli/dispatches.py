"""`svc dispatch`, `svc reschedule`."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions import dispatches as actions
from svc.cli.desk import Desk
from svc.cli.parts import AgainOption, AllowOption, AtOption, TicketArgument, tell
from svc.errors import N_

AppointmentOption = Annotated[
    str, typer.Option("--appointment", metavar="TIME", help=N_("The agreed time: 2026-11-23 10:00, 明天 10:00."))
]


def dispatch(
    ctx: typer.Context,
    ticket: TicketArgument,
    to: Annotated[str, typer.Option("--to", metavar="STAFF", help=N_("The technician who goes."))] = "",
    appointment: AppointmentOption = "",
    agreed_with: Annotated[str, typer.Option("--agreed-with", metavar="NAME", help=N_("Who agreed to the time."))] = "",
    bring: Annotated[
        list[str], typer.Option("--bring", metavar="PART", help=N_("A part or tool to bring; repeatable."))
    ] = [],
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Assign a technician and an agreed time."""
    desk: Desk = ctx.obj
    typed = desk.need(to=(N_("Technician (id)"), to), appointment=(N_("Agreed time"), appointment))
    done = actions.dispatch(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        technician=typed["to"],
        appointment=desk.moment(typed["appointment"]),
        agreed_with=agreed_with,
        bring=bring,
    )
    tell(desk, done)


def reschedule(
    ctx: typer.Context,
    ticket: TicketArgument,
    appointment: AppointmentOption = "",
    agreed_with: Annotated[str, typer.Option("--agreed-with", metavar="NAME", help=N_("Who agreed to the time."))] = "",
    reason: Annotated[str, typer.Option("--reason", help=N_("Why it is moved."))] = "",
    to: Annotated[str, typer.Option("--to", metavar="STAFF", help=N_("Another technician goes."))] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Move an agreed visit, with the customer's consent."""
    desk: Desk = ctx.obj
    typed = desk.need(
        appointment=(N_("Agreed time"), appointment),
        agreed_with=(N_("Agreed with"), agreed_with),
        reason=(N_("Reason"), reason),
    )
    done = actions.reschedule(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        appointment=desk.moment(typed["appointment"]),
        agreed_with=typed["agreed_with"],
        reason=typed["reason"],
        technician=to,
    )
    tell(desk, done)
