"""`svc cost`."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from svc.actions import costs as actions
from svc.cli.desk import Desk
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    TicketArgument,
    choices_named,
    chosen_value,
    tell_result,
)
from svc.errors import N_
from svc.model.events import Bearer, CostNoted, CostSort
from svc.model.money import signed_amount_from

CATEGORIES: tuple[CostSort, ...] = get_args(CostSort)
BEARERS: tuple[Bearer, ...] = get_args(Bearer)


def cost(
    ctx: typer.Context,
    ticket: TicketArgument,
    category: Annotated[
        str,
        typer.Option("--sort", metavar="|".join(CATEGORIES), help=N_("What the money was for.")),
    ] = "",
    amount: Annotated[
        str,
        typer.Option(
            "--amount",
            metavar="YUAN",
            help=N_("How much; -80 takes back an amount recorded by mistake."),
        ),
    ] = "",
    bearer: Annotated[
        str,
        typer.Option(
            "--bearer", metavar="|".join(BEARERS), help=N_("Who bears it, if not the usual one.")
        ),
    ] = "",
    person: Annotated[
        str,
        typer.Option(
            "--person",
            metavar="STAFF",
            help=N_("Whose travel, lodging or allowance; default: your own."),
        ),
    ] = "",
    words: Annotated[str, typer.Option("--words", help=N_("A remark."))] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record what the work cost us, and who bears it."""
    desk: Desk = ctx.obj
    question = choices_named(desk, N_("What the money was for"), "cost", CATEGORIES)
    typed = desk.need(sort=(question, category), amount=(N_("Amount"), amount))
    result = actions.note_cost(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        category=chosen_value(desk, "--sort", typed["sort"], "cost", CATEGORIES),
        amount=signed_amount_from(typed["amount"], "--amount"),
        bearer=chosen_value(desk, "--bearer", bearer, "bearer", BEARERS) if bearer else None,
        person=person,
        words=words,
    )
    noted = next(event for event in reversed(result.ticket.log) if isinstance(event, CostNoted))
    if not desk.json:
        desk.say(
            N_("{sort} {amount} yuan, borne by: {bearer}"),
            sort=desk.words.label("cost", noted.sort),
            amount=noted.amount,
            bearer=desk.words.label("bearer", noted.bearer),
        )
    tell_result(
        desk, result, cost={"sort": noted.sort, "amount": noted.amount, "bearer": noted.bearer}
    )
