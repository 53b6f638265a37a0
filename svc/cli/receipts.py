"""`svc receipt`: money taken, its receipt, and what becomes of both."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from svc.actions import receipts as actions
from svc.actions.typist import TicketResult
from svc.cli.desk import Desk
from svc.cli.quotes import tell_money
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    TicketArgument,
    choices_named,
    chosen_value,
    way_and_sum,
)
from svc.errors import N_, OneDeedAtATime
from svc.model.events import InvoiceState, PaidWay, Pay
from svc.model.money import amount_from
from svc.render.money import receipt_words

HOW: tuple[Pay, ...] = get_args(Pay)
INVOICES: tuple[InvoiceState, ...] = get_args(InvoiceState)


def receipt(
    ctx: typer.Context,
    ticket: TicketArgument,
    how: Annotated[
        str, typer.Option("--how", metavar="|".join(HOW), help=N_("How it was paid."))
    ] = "",
    also: Annotated[
        list[str],
        typer.Option(
            "--also",
            metavar="HOW=YUAN",
            help=N_("Of it, this much in another way: cash=300; repeatable."),
        ),
    ] = [],
    amount: Annotated[
        str,
        typer.Option("--amount", metavar="YUAN", help=N_("How much; default: all that is unpaid.")),
    ] = "",
    payer: Annotated[
        str, typer.Option("--payer", metavar="NAME", help=N_("Who paid; default: the customer."))
    ] = "",
    taken_by: Annotated[
        str,
        typer.Option("--taken-by", metavar="STAFF", help=N_("Who took the money; default: you.")),
    ] = "",
    void: Annotated[
        str, typer.Option("--void", metavar="NUMBER", help=N_("Void this receipt."))
    ] = "",
    reason: Annotated[
        str, typer.Option("--reason", metavar="REASON", help=N_("Why it is voided."))
    ] = "",
    refund: Annotated[
        str,
        typer.Option(
            "--refund", metavar="|".join(HOW), help=N_("The money was refunded, and how.")
        ),
    ] = "",
    replaces: Annotated[
        str,
        typer.Option(
            "--replaces", metavar="NUMBER", help=N_("Issue a receipt in place of this voided one.")
        ),
    ] = "",
    hand_in: Annotated[
        bool,
        typer.Option("--hand-in", help=N_("The money taken on site has reached the cashier.")),
    ] = False,
    invoice: Annotated[
        str,
        typer.Option("--invoice", metavar="|".join(INVOICES), help=N_("The state of the invoice.")),
    ] = "",
    receipt_number: Annotated[
        str,
        typer.Option(
            "--of", metavar="NUMBER", help=N_("The receipt the invoice is for; default: the last.")
        ),
    ] = "",
    title: Annotated[str, typer.Option("--title", help=N_("Title on the invoice."))] = "",
    tax_number: Annotated[
        str, typer.Option("--tax-number", help=N_("Tax number of the payer."))
    ] = "",
    category: Annotated[str, typer.Option("--sort", help=N_("Kind of invoice."))] = "",
    invoice_number: Annotated[
        str, typer.Option("--invoice-number", metavar="NUMBER", help=N_("The invoice number."))
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Take money and issue its receipt; or void one, replace it, hand money in, tell of the
    invoice.
    """
    desk: Desk = ctx.obj
    _check_one_deed(
        {
            "--how" if how else "--also": how or ",".join(also),
            "--void": void,
            "--replaces": replaces,
            "--hand-in": hand_in,
            "--invoice": invoice,
        }
    )
    typist = desk.typist(at or None, again, allow)
    ledger = desk.ledger()
    if void:
        typed = desk.need(reason=(N_("Reason"), reason))
        refund_how = chosen_value(desk, "--refund", refund, "pay", HOW) if refund else None
        tell_money(
            desk,
            actions.void_receipt(ledger, ticket, typist, receipt=void, refund=refund_how, **typed),
        )
    elif replaces:
        _tell_receipt(
            desk, actions.replace_receipt(ledger, ticket, typist, receipt=replaces, payer=payer)
        )
    elif hand_in:
        tell_money(desk, actions.hand_in_money(ledger, ticket, typist))
    elif invoice:
        fields = {
            "title": title,
            "tax_number": tax_number,
            "category": category,
            "number": invoice_number,
        }
        state = chosen_value(desk, "--invoice", invoice, "invoice", INVOICES)
        tell_money(
            desk,
            actions.record_invoice(
                ledger, ticket, typist, receipt=receipt_number, state=state, **fields
            ),
        )
    else:
        typed = desk.need(how=(choices_named(desk, N_("How it was paid"), "pay", HOW), how))
        result = actions.take_payment(
            ledger,
            ticket,
            typist,
            how=chosen_value(desk, "--how", typed["how"], "pay", HOW),
            amount=amount_from(amount, "--amount") if amount else None,
            payer=payer,
            taken_by=taken_by,
            also=[_part_of(desk, text) for text in also],
        )
        _tell_receipt(desk, result)


def _part_of(desk: Desk, text: str) -> PaidWay:
    """`cash=300`, `现金 300`. Raises NotAWay, NotOneOf, NotAnAmount."""
    how, amount = way_and_sum(desk, "--also", text)
    return PaidWay(how=how, amount=amount_from(amount, "--also"))


def _tell_receipt(desk: Desk, result: TicketResult) -> None:
    if not desk.json:
        desk.out(receipt_words(result.state.account.receipts[-1], desk.words))
    tell_money(desk, result)


def _check_one_deed(options: dict[str, str | bool]) -> None:
    """Raise OneDeedAtATime if options of several deeds were typed."""
    typed = [option for option, value in options.items() if value]
    if len(typed) > 1:
        raise OneDeedAtATime(options=typed)
