"""`svc declare`."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions import repeats as actions
from svc.cli.desk import Desk
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    ReasonOption,
    TicketArgument,
    tell_result,
)
from svc.errors import N_


def declare(
    ctx: typer.Context,
    ticket: TicketArgument,
    reason: ReasonOption = "",
    earlier: Annotated[
        list[str],
        typer.Option(
            "--earlier",
            metavar="TICKET",
            help=N_("An earlier ticket that svc did not find; repeatable."),
        ),
    ] = [],
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Declare a repeated repair to headquarters."""
    desk: Desk = ctx.obj
    typed = desk.need(reason=(N_("Reason"), reason))
    typist = desk.typist(at or None, again, allow)
    tell_result(
        desk,
        actions.declare_repeat(
            desk.ledger(), ticket, typist, reason=typed["reason"], earlier=earlier
        ),
    )
