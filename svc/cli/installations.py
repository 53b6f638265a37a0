"""`svc install`."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions import installations as actions
from svc.cli.desk import Desk
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    TicketArgument,
    tell_result,
    yes_or_no,
)
from svc.errors import N_

SignersOption = Annotated[
    list[str], typer.Option("--signed-by", metavar="NAME", help=N_("Who signed; repeatable."))
]


def order(
    ctx: typer.Context,
    ticket: TicketArgument,
    number: Annotated[str, typer.Option("--number", help=N_("The service order's number."))] = "",
    start: Annotated[
        str, typer.Option("--start", metavar="TIME", help=N_("When the work is to start."))
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Issue the service order, due seven days before the start."""
    desk: Desk = ctx.obj
    typed = desk.need(
        {"start": lambda text: desk.ahead(text, at)},
        number=(N_("Order number"), number),
        start=(N_("Start of the work"), start),
    )
    typist = desk.typist(at or None, again, allow)
    tell_result(
        desk,
        actions.issue_installation_order(
            desk.ledger(),
            ticket,
            typist,
            number=typed["number"],
            start=desk.ahead(typed["start"], at),
        ),
    )


def parts(
    ctx: typer.Context,
    ticket: TicketArgument,
    signed_by: SignersOption = [],
    missing: Annotated[
        list[str],
        typer.Option("--missing", metavar="PART", help=N_("What is missing; repeatable.")),
    ] = [],
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that the parts were counted and accepted, signed by the parties."""
    desk: Desk = ctx.obj
    names = desk.need_some("signed_by", N_("Signed by"), signed_by)
    typist = desk.typist(at or None, again, allow)
    tell_result(
        desk, actions.accept_parts(desk.ledger(), ticket, typist, signed_by=names, missing=missing)
    )


def measure(
    ctx: typer.Context,
    ticket: TicketArgument,
    point: Annotated[str, typer.Argument(metavar="POINT", help=N_("What is measured."))],
    value: Annotated[str, typer.Argument(metavar="VALUE", help=N_("The value, with its unit."))],
    tolerance: Annotated[str, typer.Option("--tolerance", help=N_("The tolerance."))] = "",
    within: Annotated[
        str,
        typer.Option(
            "--within",
            metavar="yes|no",
            help=N_("Whether the value is within tolerance; default: as the numbers say."),
        ),
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record a measured value and its tolerance."""
    desk: Desk = ctx.obj
    result = actions.record_measurement(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        point=point,
        value=value,
        tolerance=tolerance,
        within=yes_or_no("--within", within) if within else None,
    )
    tell_result(desk, result)


def defect(
    ctx: typer.Context,
    ticket: TicketArgument,
    to: Annotated[
        str,
        typer.Option(
            "--to", metavar="PARTY", help=N_("Who is liable, and was notified in writing.")
        ),
    ] = "",
    defect: Annotated[str, typer.Option("--defect", help=N_("The defect."))] = "",
    remedy: Annotated[
        str, typer.Option("--remedy", help=N_("Their corrective action, in writing."))
    ] = "",
    by_when: Annotated[
        str,
        typer.Option("--by-when", metavar="TIME", help=N_("When the remedy is to be done.")),
    ] = "",
    prevents_use: Annotated[
        bool,
        typer.Option("--prevents-use", help=N_("The installation can't be accepted with it.")),
    ] = False,
    remedied: Annotated[bool, typer.Option("--remedied", help=N_("It has been remedied."))] = False,
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Report a defect in writing to whoever is liable for it."""
    desk: Desk = ctx.obj
    typed = desk.need(to=(N_("Reported to"), to), defect=(N_("Defect"), defect))
    typist = desk.typist(at or None, again, allow)
    result = actions.report_defect(
        desk.ledger(),
        ticket,
        typist,
        **typed,
        remedy=remedy,
        by_when=desk.ahead(by_when, at) if by_when else None,
        prevents_use=prevents_use,
        remedied=remedied,
    )
    tell_result(desk, result)


def accept(
    ctx: typer.Context,
    ticket: TicketArgument,
    signed_by: SignersOption = [],
    note: Annotated[str, typer.Option("--note", help=N_("A remark."))] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that the installation is accepted and signed; the work ends here."""
    desk: Desk = ctx.obj
    names = desk.need_some("signed_by", N_("Signed by"), signed_by)
    tell_result(
        desk,
        actions.accept_installation(
            desk.ledger(),
            ticket,
            desk.typist(at or None, again, allow),
            signed_by=names,
            words=note,
        ),
    )
