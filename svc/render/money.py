"""Money in words: lines of a quote or charge, what is open, a receipt, a price list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from svc.errors import N_
from svc.model import events as ev
from svc.model.money import amount_in_capitals
from svc.model.staff import Staff
from svc.render.listings import TableValue, ValueTable
from svc.render.tables import tabulated
from svc.render.words import Words, printable
from svc.rules.money.prices import sum_of
from svc.rules.ticket.account import Account

if TYPE_CHECKING:
    from svc.model.prices import PriceList
    from svc.rules.money.costs import CostRow
    from svc.rules.money.statements import Statement, StatementRow


def grouped(amount: Decimal) -> str:
    """An amount in yuan with a comma where thousands end: 1,020.50."""
    return f"{amount:,.2f}"


def lines_table(lines: Sequence[ev.QuoteLine], total: Decimal, words: Words) -> str:
    """Each line with what it comes to, and the total below."""
    heads = [
        words(N_("Code")),
        words(N_("Item")),
        words(N_("Count")),
        words(N_("Price")),
        words(N_("Sum")),
    ]
    rows = [
        [
            line.code,
            line_item(line, printable(line.item), words),
            str(line.count),
            str(line.price),
            str(sum_of(line)),
        ]
        for line in lines
    ]
    return (
        tabulated(heads, rows, words.screen) + "\n" + words(N_("Total: {total} yuan"), total=total)
    )


def line_item(line: ev.QuoteLine, item: str, words: Words) -> str:
    """What a line is for, `item` as it can be shown; of one that is free also why."""
    if not line.free:
        return item
    return words(N_("{item} (free: {reason})"), item=item, reason=words.label("free", line.free))


def money_lines(account: Account, staff: Staff, words: Words) -> list[str]:
    """How the account of a ticket stands; nothing if it has none."""
    if account.is_empty:
        return []
    parts = []
    if account.quote is not None:
        parts.append(words(N_("quoted {amount}"), amount=account.quote.total))
    if account.refused:
        parts.append(words(N_("price refused")))
    elif account.agreed is not None:
        parts.append(words(N_("agreed {amount}"), amount=account.agreed))
    if account.charge is not None:
        parts.append(words(N_("charged {amount}"), amount=account.charged))
    if account.charge is None and account.paid:
        parts.append(words(N_("on account {amount}"), amount=account.paid))
    elif account.payments:
        parts.append(words(N_("paid {amount}"), amount=account.paid))
    if account.charge is not None:
        parts.append(words(N_("open {amount}"), amount=account.still_to_pay))
    out = [words(N_("Money (yuan): {parts}"), parts=parts)]
    charge = account.charge
    if charge is not None and account.agreed is not None and account.charged != account.agreed:
        says = N_("  {amount} against what was agreed: {reason}")
        difference = account.charged - account.agreed
        why = printable(charge.reason or charge.allowed) or "—"
        out.append(words(says, amount=f"{difference:+.2f}", reason=why))
    out += [_receipt_line(receipt, account, words) for receipt in account.receipts]
    for payment in account.owed_by_staff(staff):
        line = N_("  {amount} taken by {name}, not yet handed in to the cashier")
        out.append(words(line, amount=payment.amount, name=staff.name_of(account.holder(payment))))
    return out


def receipt_words(receipt: ev.ReceiptIssued, words: Words) -> str:
    """A receipt as it is read out: number, payer, amount in figures and in capital characters, how
    paid.
    """
    return words(
        N_("Receipt {number}: {payer}, {amount} yuan ({capitals}), {how}"),
        number=receipt.number,
        payer=receipt.payer,
        amount=receipt.amount,
        capitals=amount_in_capitals(receipt.amount),
        how=ways_words(receipt, words),
    )


def ways_words(receipt: ev.ReceiptIssued, words: Words) -> str:
    """How a receipt was paid; of several ways each with its part."""
    if not receipt.ways:
        return words.label("pay", receipt.how)
    parts = N_("{how} {amount} yuan")
    return words.comma.join(
        words(parts, how=words.label("pay", way.how), amount=way.amount) for way in receipt.ways
    )


def price_listing(prices: PriceList, words: Words) -> ValueTable:
    """A price list: labour, travel by distance, parts."""
    return ValueTable(
        heads=[words(N_("Code")), words(N_("Item")), words(N_("Price")), words(N_("Unit"))],
        rows=[
            [item.code, item.name, item.price, getattr(item, "unit", "")] for item in prices.items
        ],
    )


def statement_entry(row: StatementRow, words: Words) -> str:
    """What a line of a statement is about, in words."""
    if row.moved == "charged":
        says = N_("{kind}, charged") if row.amount > 0 else N_("{kind}, charge lowered")
        return words(says, kind=words.label("kind", row.kind))
    how = words.label("pay", row.how)
    if row.not_taken:
        says = N_("recorded twice, taken back: {how}, receipt {number}")
    elif row.moved == "refunded":
        says = N_("refunded: {how}, receipt {number}")
    else:
        says = N_("{how}, receipt {number}")
    return words(says, how=how, number=row.receipt or "—")


def statement_listing(made: Statement, words: Words) -> ValueTable:
    """A customer's month, line by line, between what was owed before and afterwards."""
    heads = (N_("Day"), N_("Ticket"), N_("Particulars"), N_("Charged"), N_("Paid"), N_("Balance"))
    last = made.after - timedelta(days=1)
    rows: list[list[TableValue]] = [
        [made.first, "", words(N_("Brought forward")), None, None, made.opening]
    ]
    for row in made.rows:
        charged = row.amount if row.moved == "charged" else None
        paid = None if row.moved == "charged" else -row.owes
        entry = statement_entry(row, words)
        rows.append([row.day, row.ticket, entry, charged, paid, row.balance])
    paid = made.total("paid") - made.total("refunded")
    rows.append([last, "", words(N_("Total")), made.total("charged"), paid, made.closing])
    return ValueTable(heads=[words(head) for head in heads], rows=rows, widest={2: 30})


def cost_listing(rows: Sequence[CostRow], words: Words) -> ValueTable:
    """What tickets cost us, row by row; parts used at their value are marked as worked out."""
    heads = (N_("Ticket"), N_("What for"), N_("Amount"), N_("Borne by"), N_("Remark"))
    worked_out = N_("parts used: {parts}")
    return ValueTable(
        heads=[words(head) for head in heads],
        rows=[
            [
                row.ticket,
                words.label("cost", row.sort),
                row.amount,
                words.label("bearer", row.bearer),
                words(worked_out, parts=row.words) if row.is_derived else row.words,
            ]
            for row in rows
        ],
        widest={3: 20, 4: 30},
        told=(4,),
    )


def money_fields(account: Account) -> dict[str, object]:
    """The account in JSON; amounts as text, null where there is none yet."""
    return {
        "quoted": account.quote.total if account.quote else None,
        "agreed": account.agreed,
        "charged": account.charge.total if account.charge else None,
        "paid": account.paid,
        "open": account.still_to_pay,
        "receipts": [_receipt_fields(receipt, account) for receipt in account.receipts],
    }


def _receipt_fields(receipt: ev.ReceiptIssued, account: Account) -> dict[str, object]:
    invoice = account.invoices.get(receipt.number)
    return {
        "number": receipt.number,
        "payer": receipt.payer,
        "amount": receipt.amount,
        "capitals": amount_in_capitals(receipt.amount),
        "ways": [{"how": way.how, "amount": way.amount} for way in receipt.by_way],
        "void": receipt.number in account.void,
        "invoice": invoice.state if invoice else None,
    }


def _receipt_line(receipt: ev.ReceiptIssued, account: Account, words: Words) -> str:
    invoice = account.invoices.get(receipt.number)
    parts = [f"  {receipt_words(receipt, words)}"]
    if receipt.number in account.void:
        parts.append(words(N_("void")))
    if receipt.replaces:
        parts.append(words(N_("replaces {number}"), number=receipt.replaces))
    if invoice is not None:
        parts.append(words(N_("invoice: {state}"), state=words.label("invoice", invoice.state)))
    return "  ".join(parts)
