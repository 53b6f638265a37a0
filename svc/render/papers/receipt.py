"""The receipt (收据) as the payer gets it: what stands on it.

`receipt` fills the template `receipt.html`. One that was voided is printed with its mark, for the
book.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, get_args, get_type_hints

from msgspec.structs import replace

from svc.errors import N_, NoReceipt, NoSuchReceipt
from svc.model import events as ev
from svc.model.money import amount_in_capitals
from svc.render.money import grouped, ways_words
from svc.render.pages import Page, Pages
from svc.render.papers.carried_sums import CellText, line_pages, pieces_that_fit, text_mm
from svc.render.papers.filling import Filling, Given, filled_page, qr_code
from svc.render.papers.table import sheet_of
from svc.render.papers.values import MoneyLine, Receipt, ReceiptPage
from svc.render.words import Words
from svc.rules.money.prices import sum_of
from svc.rules.money.receipts import number_from
from svc.rules.ticket.account import account_of

if TYPE_CHECKING:
    from svc.render.paper_sizes import PaperSheet

INVOICE_STATES: tuple[str, ...] = get_args(get_type_hints(ev.Invoiced)["state"])


def receipt(given: Given, pages: Pages, *, for_pdf: bool) -> Page:
    """The receipt with the number `given.which`; without one the last that was not voided, else the
    last.

    Raises NoReceipt if the ticket has none, NoSuchReceipt if not this one.
    """
    sheet = sheet_of("receipt", pages.sizes)

    def values(fill: Filling) -> Receipt:
        return _values(fill, sheet)

    return filled_page("receipt", given, pages, values, for_pdf=for_pdf)


def _values(fill: Filling, sheet: PaperSheet) -> Receipt:
    account, words = fill.state.account, fill.words
    issued = _wanted(fill)
    fill.speak_of(issued)
    ticket = fill.ticket
    void = next(
        (e for e in fill.log if isinstance(e, ev.ReceiptVoided) and e.number == issued.number), None
    )
    refund = next((r for r in account.refunds if r.receipt == issued.number), None)
    payments = account.payments_of(issued)
    invoice = account.invoices.get(issued.number)
    head = fill.head(mark=words(N_("Void")) if void else "")
    filled = Receipt(
        # Known by its own number, in the code too: who books it looks for the receipt.
        head=replace(
            head,
            number=fill.ink(f"log {issued.seq}: number", issued.number),
            qr=qr_code(issued.number),
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
        reason=words(N_("service: {kind}"), kind=words.label("kind", ticket.kind)),
        pages=[],
        total=grouped(issued.amount),
        capitals=amount_in_capitals(issued.amount),
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
    return replace(filled, pages=_pages(fill, issued, filled, sheet))


def _pages(
    fill: Filling, issued: ev.ReceiptIssued, filled: Receipt, sheet: PaperSheet
) -> list[ReceiptPage]:
    """The lines by the pages they stand on."""
    payers = dict.fromkeys((filled.payer, filled.customer))
    above = [
        *([CellText(payer, _WIDE)] for payer in payers),
        [CellText(filled.reason, _WIDE)],
        [CellText(filled.day, _HALF), CellText(filled.how, _HALF)],
        [CellText(filled.ticket, _HALF), CellText(filled.machine, _HALF)],
        *([[CellText(filled.replaces, _WIDE)]] if filled.replaces else []),
    ]
    voided = f"{filled.voided} {filled.void}" if filled.voided else ""
    beside_stamp = [
        CellText(text, _BESIDE_STAMP)
        for text in (
            f"{_INVOICE_BOXES}{filled.invoice_fields}",
            filled.loaners,
            voided,
            filled.refund,
            filled.replaced_by,
        )
        if text
    ]
    below = max(_STAMP_MM[sheet.layout], text_mm(beside_stamp, sheet) + _SIGN_MM)
    if voided and sheet.is_compact:
        below += _MARK_MM
    lines, sums = _lines_in_pieces(*_lines(fill, issued), sheet, above, below)
    pages = line_pages(
        [CellText(line.item, _ITEM) for line in lines],
        sums,
        sheet,
        above=above,
        below_mm=below,
    )
    return [
        ReceiptPage(lines=lines[page.first : page.end], brought=page.brought, carried=page.carried)
        for page in pages
    ]


def _lines_in_pieces(
    lines: list[MoneyLine],
    sums: list[Decimal],
    sheet: PaperSheet,
    above: Sequence[Sequence[CellText]],
    below_mm: float,
) -> tuple[list[MoneyLine], list[Decimal]]:
    """The same, a line that no page has room for as several, of which the first has the sum."""
    pieces: list[tuple[MoneyLine, Decimal]] = []
    for line, amount in zip(lines, sums, strict=True):
        cell = CellText(line.item, _ITEM)
        first, *more = pieces_that_fit(cell, sheet, above=above, below_mm=below_mm)
        pieces.append((replace(line, item=first), amount))
        rest = MoneyLine(item="", count="", price="", sum="")
        pieces += [(replace(rest, item=piece), Decimal(0)) for piece in more]
    return [line for line, _ in pieces], [amount for _, amount in pieces]


_WIDE, _HALF, _ITEM, _BESIDE_STAMP = 0.85, 0.35, 0.54, 0.6
"""How much of the width a field has, one of two, an item, what stands beside the stamp."""
_INVOICE_BOXES = "\u3000" * 20
"""As wide as the boxes to tick before what is known of the invoice."""
_STAMP_MM = {"usual": 26, "compact": 17.5, "roll": 0}
_SIGN_MM = 9
_MARK_MM = 8
"""Across a voided receipt, where that is not grey."""


def _refund_words(issued: ev.ReceiptIssued, refund: ev.Refunded | None, words: Words) -> str:
    """How the money went back, and when; how much where the rest stayed."""
    if refund is None:
        return ""
    if refund.not_taken:
        return words(
            N_("Recorded twice in error: there was no second payment and nothing was refunded.")
        )
    how = words.label("pay", refund.how)
    if refund.amount != issued.amount:
        how = words(N_("{how} {amount} yuan"), how=how, amount=refund.amount)
    return words(N_("Money refunded: {how}"), how=f"{how}　{words.show(refund.at)}")


_INVOICE_FIELDS = ("number", "sort", "title", "tax_number")


def _machine(fill: Filling) -> str:
    machine = fill.ticket.equipment
    if machine is None:
        return ""
    return f"{fill.intake_value('equipment.model', machine.model)}　{fill.serial()}"


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


def _lines(fill: Filling, issued: ev.ReceiptIssued) -> tuple[list[MoneyLine], list[Decimal]]:
    """The lines of the receipt, and what each comes to; of one for another sum than was charged a
    single line that says so.
    """
    if issued.lines:
        sums = [sum_of(line) for line in issued.lines]
        lines = [
            replace(line, price=grouped(of.price), sum=grouped(amount))
            for line, of, amount in zip(fill.lines(issued), issued.lines, sums, strict=True)
        ]
        return lines, sums
    charged = [
        event for event in fill.log if isinstance(event, ev.Charged) and event.seq < issued.seq
    ]
    says = N_("{kind}, paid in part") if charged else N_("{kind}, paid in advance")
    before = account_of(event for event in fill.log if event.seq < issued.seq).paid - issued.amount
    if charged and before > 0:
        says = N_("{kind}: {charged} yuan charged, {before} yuan already paid")
    facts = {"charged": grouped(charged[-1].total) if charged else "", "before": grouped(before)}
    item = fill.words(says, kind=fill.words.label("kind", fill.ticket.kind), **facts)
    amount = grouped(issued.amount)
    return [MoneyLine(item=item, count="1", price=amount, sum=amount)], [issued.amount]
