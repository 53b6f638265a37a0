"""`svc statement`: a customer's month of charges and payments."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from svc.actions import statements as actions
from svc.cli.customers import CustomerArgument
from svc.cli.desk import Desk
from svc.cli.shared import CsvOption, XlsxOption, name_broken, put_out_list
from svc.errors import N_, Damaged
from svc.render.money import statement_listing


def statement(
    ctx: typer.Context,
    customer: CustomerArgument,
    month: Annotated[
        str,
        typer.Argument(metavar="[MONTH]", help=N_("The month, 2026-11; default: last month.")),
    ] = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """Show a customer's month: opening balance, charges, payments, closing balance."""
    desk: Desk = ctx.obj
    broken: list[Damaged] = []
    first = month_meant(desk, month)
    found = actions.customer_statement(desk.ledger(), customer, first, broken)
    made, file = found.statement, found.customer.current
    if desk.json:
        desk.show_json(
            "statement",
            customer=file.id,
            name=file.name,
            month=f"{first:%Y-%m}",
            opening=made.opening,
            charged=made.total("charged"),
            paid=made.total("paid"),
            refunded=made.total("refunded"),
            closing=made.closing,
            items=[
                {
                    "day": row.day,
                    "ticket": row.ticket,
                    "moved": row.moved,
                    "amount": row.amount,
                    "how": row.how or None,
                    "receipt": row.receipt or None,
                    "balance": row.balance,
                }
                for row in made.rows
            ],
            open_items=[
                {
                    "ticket": item.ticket,
                    "amount": item.amount,
                    "since": item.since,
                    "until": item.until,
                }
                for item in made.open_items
            ],
            unreadable=len(broken),
        )
    elif csv or xlsx:
        listing = statement_listing(made, desk.words)
        put_out_list(desk, listing, N_("Statement of account"), csv=csv, xlsx=xlsx)
    else:
        desk.say(
            N_("Statement of {name} ({file}) for {month}, in yuan"),
            name=file.name,
            file=file.id,
            month=f"{first:%Y-%m}",
        )
        put_out_list(desk, statement_listing(made, desk.words), "", csv=False, xlsx="")
        for item in made.open_items:
            until = desk.words.show(item.until.date()) if item.until else desk.words(N_("at once"))
            says = N_("Open at the end of the month: {ticket} {amount}, to be paid by {day}")
            desk.say(says, ticket=item.ticket, amount=item.amount, day=until)
    name_broken(broken)


def month_meant(desk: Desk, typed: str) -> date:
    """The first day of the month that was typed; else of the last one that is over. Raises
    NotAMonth.
    """
    desk.ledger()  # its zone says what month it is
    return desk.month(typed) if typed else actions.month_before(desk.now.date())
