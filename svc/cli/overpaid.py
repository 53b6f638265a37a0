"""`svc overpaid`: what holds of money that two desks took."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions import overpaid as actions
from svc.cli.desk import Desk
from svc.cli.quotes import tell_money
from svc.cli.receipts import HOW
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    ReasonOption,
    TicketArgument,
    choices_named,
    chosen_value,
)
from svc.errors import N_


def overpaid(
    ctx: typer.Context,
    ticket: TicketArgument,
    decide: Annotated[
        str,
        typer.Option("--decide", metavar="|".join(actions.MEANT), help=N_("What holds.")),
    ] = "",
    reason: ReasonOption = "",
    how: Annotated[
        str,
        typer.Option(
            "--how", metavar="|".join(HOW), help=N_("How it goes back; default: as it was paid.")
        ),
    ] = "",
    receipt_number: Annotated[
        str,
        typer.Option(
            "--of", metavar="NUMBER", help=N_("The receipt that falls; default: the later one.")
        ),
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Settle money that two desks took, or that is more than was charged."""
    desk: Desk = ctx.obj
    question = choices_named(desk, N_("What holds"), "overpaid", actions.MEANT)
    typed = desk.need(decide=(question, decide), reason=(N_("Reason"), reason))
    result = actions.settle_money(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        actions.Decision(
            meant=chosen_value(desk, "--decide", typed["decide"], "overpaid", actions.MEANT),
            reason=typed["reason"],
            how=chosen_value(desk, "--how", how, "pay", HOW) if how else None,
            receipt=receipt_number,
        ),
    )
    tell_money(desk, result)
