"""`svc cost`, `svc costs`: what the work cost us, and who bears it."""

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
    CsvOption,
    TicketArgument,
    XlsxOption,
    choices_named,
    chosen_value,
    name_broken,
    office_code,
    put_out_list,
    tell_result,
)
from svc.cli.statements import month_meant
from svc.errors import N_, Damaged
from svc.model.events import Bearer, CostNoted, CostSort
from svc.model.money import NOTHING, signed_amount_from
from svc.render.money import cost_listing

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


def costs(
    ctx: typer.Context,
    month: Annotated[
        str,
        typer.Argument(metavar="[MONTH]", help=N_("The month, 2026-11; default: last month.")),
    ] = "",
    office: Annotated[
        str,
        typer.Option("--office", metavar="OFFICE", help=N_("Only of this office; default: all.")),
    ] = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """List what the tickets of a month cost us, by who bears it; parts used at their value."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    broken: list[Damaged] = []
    first = month_meant(desk, month)
    rows = actions.month_costs(ledger, first, broken, office_code(ledger, office))
    sums: dict[str, Decimal] = {}
    for row in rows:
        sums[row.bearer] = sums.get(row.bearer, NOTHING) + row.amount
    borne = {bearer: sums[bearer] for bearer in BEARERS if bearer in sums}
    if desk.json:
        items = [
            {
                "ticket": row.ticket,
                "sort": row.sort,
                "amount": row.amount,
                "bearer": row.bearer,
                "words": row.words,
                "derived": row.is_derived,
            }
            for row in rows
        ]
        sums_told = [{"bearer": bearer, "amount": amount} for bearer, amount in borne.items()]
        desk.show_json(
            "costs", month=f"{first:%Y-%m}", items=items, sums=sums_told, unreadable=len(broken)
        )
    elif rows or csv or xlsx:
        put_out_list(desk, cost_listing(rows, desk.words), N_("Internal cost"), csv=csv, xlsx=xlsx)
        if not (csv or xlsx):
            said = [
                desk.words(N_("{label}: {value}"), label=desk.words.label("bearer", b), value=a)
                for b, a in borne.items()
            ]
            total = sum(borne.values(), NOTHING)
            desk.say(N_("{amount} yuan in all; {bearers}"), amount=total, bearers=said)
    else:
        desk.say(N_("Nothing was noted or used in {month}."), month=f"{first:%Y-%m}")
    name_broken(broken)
