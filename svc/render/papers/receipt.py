"""The receipt (收据) as the payer gets it: what stands on it.

`receipt` fills the template `receipt.html`. One that was voided is printed with its mark, for the
book.
"""

from __future__ import annotations

from typing import get_args, get_type_hints

from msgspec.structs import replace

from svc.errors import N_, NoReceipt, NoSuchReceipt
from svc.model import events as ev
from svc.model.money import amount_in_capitals
from svc.render.money import ways_words
from svc.render.pages import Page, Pages
from svc.render.papers.filling import Filling, Given, filled_page
from svc.render.papers.values import Money, MoneyLine, Receipt
from svc.render.words import Words
from svc.rules.money.receipts import number_from
from svc.rules.ticket.account import account_of

INVOICE_STATES: tuple[str, ...] = get_args(get_type_hints(ev.Invoiced)["state"])


def receipt(given: Given, pages: Pages, *, for_pdf: bool) -> Page:
    """The receipt with the number `given.which`; without one the last that was not voided, else the
    last.

    Raises NoReceipt if the ticket has none, NoSuchReceipt if not this one.
    """
    return filled_page("receipt", given, pages, _values, for_pdf=for_pdf)


def _values(fill: Filling) -> Receipt:
    account, words, ticket = fill.state.account, fill.words, fill.ticket
    issued = _wanted(fill)
    void = next(
        (e for e in fill.log if isinstance(e, ev.ReceiptVoided) and e.number == issued.number), None
    )
    refund = next((r for r in account.refunds if r.receipt == issued.number), None)
    payments = account.payments_of(issued)
    invoice = account.invoices.get(issued.number)
    mark = words(N_("Void")) if void else ""
    head = fill.head(mark=mark)
    return Receipt(
        # Known by its own number; the code leads to the ticket.
        head=replace(
            head,
            number=fill.ink(f"log {issued.seq}: number", issued.number),
            pressing=False,
            formerly=words.comma.join(account.earlier_numbers(issued)),
        ),
        ticket=ticket.id,
        day=issued.at.date().isoformat(),
        payer=fill.of(issued, "payer"),
        customer=fill.intake_value("customer.unit", ticket.customer.unit)
        if ticket.customer
        else "",
        machine=_machine(fill),
        money=_money(fill, issued),
        how=ways_words(issued, words),
        taken_by=fill.name(payments[0].taken_by if payments else issued.by),
        issued_by=fill.name(issued.by),
        replaces=fill.of(issued, "replaces"),
        replaced_by=words.comma.join(
            fill.of(other, "number")
            for other in account.receipts
            if other.replaces == issued.number
        ),
        void=fill.of(void, "reason"),
        voided=f"{words.show(void.at)}　{fill.name(void.by)}" if void else "",
        refund=_refund_words(issued, refund, words),
        invoice=invoice.state if invoice else "",
        invoice_fields="　".join(
            filter(None, (fill.of(invoice, name) for name in _INVOICE_FIELDS))
        ),
        invoice_states=INVOICE_STATES,
        loaners=fill.loaners(),
    )


def _refund_words(issued: ev.ReceiptIssued, refund: ev.Refunded | None, words: Words) -> str:
    """How the money went back, and when; how much where the rest stayed."""
    if refund is None:
        return ""
    if refund.not_taken:
        return words(N_("Recorded twice: it was no second payment, and nothing was given back."))
    how = words.label("pay", refund.how)
    if refund.amount != issued.amount:
        how = words(N_("{how} {amount} yuan"), how=how, amount=refund.amount)
    return words(N_("Money refunded: {how}"), how=f"{how}　{words.show(refund.at)}")


_INVOICE_FIELDS = ("number", "sort", "title", "tax_number")


def _machine(fill: Filling) -> str:
    machine = fill.ticket.equipment
    if machine is None:
        return ""
    return "　".join(
        fill.intake_value(f"equipment.{name}", getattr(machine, name))
        for name in ("model", "serial")
    )


def _wanted(fill: Filling) -> ev.ReceiptIssued:
    account = fill.state.account
    if not account.receipts:
        raise NoReceipt(ticket=fill.ticket.id)
    if not fill.given.which:
        return [*account.receipts, *account.receipts_in_force][-1]
    receipt = account.find_receipt(number_from(fill.given.which))
    if receipt is None:
        numbers = ", ".join(each.number for each in account.receipts)
        raise NoSuchReceipt(ticket=fill.ticket.id, number=fill.given.which, known=numbers)
    return receipt


def _money(fill: Filling, issued: ev.ReceiptIssued) -> Money:
    """The lines of the receipt; of one for another sum than was charged a single line that says
    so.
    """
    amount, capitals = f"{issued.amount:.2f}", amount_in_capitals(issued.amount)
    if issued.lines:
        return Money(lines=fill.lines(issued), total=amount, capitals=capitals)
    charged = [
        event for event in fill.log if isinstance(event, ev.Charged) and event.seq < issued.seq
    ]
    says = N_("{kind}, paid in part") if charged else N_("{kind}, paid in advance")
    before = account_of(event for event in fill.log if event.seq < issued.seq).paid - issued.amount
    if charged and before > 0:
        says = N_("{kind}: {charged} yuan charged, {before} yuan paid before")
    facts = {"charged": charged[-1].total if charged else "", "before": before}
    item = fill.words(says, kind=fill.words.label("kind", fill.ticket.kind), **facts)
    line = MoneyLine(item=item, count="1", price=amount, sum=amount)
    return Money(lines=[line], total=amount, capitals=capitals)
