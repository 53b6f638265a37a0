"""`svc cost`."""

from __future__ import annotations

from decimal import Decimal
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
    chosen,
    tell,
)
from svc.errors import N_
from svc.model.events import Bearer, CostNoted, CostSort
from svc.model.money import amount_from

SORTS: tuple[CostSort, ...] = get_args(CostSort)
BEARERS: tuple[Bearer, ...] = get_args(Bearer)


def cost(
    ctx: typer.Context,
    ticket: TicketArgument,
    sort: Annotated[
        str, typer.Option("--sort", metavar="|".join(SORTS), help=N_("What the money was for."))
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
    question = choices_named(desk, N_("What the money was for"), "cost", SORTS)
    typed = desk.need(sort=(question, sort), amount=(N_("Amount"), amount))
    done = actions.note_cost(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        category=chosen(desk, "--sort", typed["sort"], "cost", SORTS),
        amount=_signed(typed["amount"]),
        bearer=chosen(desk, "--bearer", bearer, "bearer", BEARERS) if bearer else None,
        person=person,
        words=words,
    )
    noted = next(event for event in reversed(done.ticket.log) if isinstance(event, CostNoted))
    if not desk.json:
        desk.say(
            N_("{sort} {amount} yuan, borne by: {bearer}"),
            sort=desk.words.label("cost", noted.sort),
            amount=noted.amount,
            bearer=desk.words.label("bearer", noted.bearer),
        )
    tell(desk, done, cost={"sort": noted.sort, "amount": noted.amount, "bearer": noted.bearer})


def _signed(text: str) -> Decimal:
    """An amount as typed, with a minus where it takes something back."""
    sign, rest = text.strip()[:1], text.strip()[1:]
    return -amount_from(rest, "--amount") if sign in ("-", "−") else amount_from(text, "--amount")
