"""Payments and receipts (收据): a receipt is never changed; it is voided, and its number stays
used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from svc.actions.typist import TicketResult, Typist, ticket_result, writing
from svc.errors import (
    InvoiceIsOut,
    NoMoneyForReceipt,
    NoSuchReceipt,
    NotAnAmount,
    NothingOpen,
    NothingToHandIn,
    PartsAboveWhole,
    ReceiptIsVoid,
    ReceiptStands,
    TooMuch,
)
from svc.model import events as ev
from svc.model.money import NOTHING
from svc.rules.money.receipts import ReceiptBook, number_from, parse_number
from svc.rules.ticket.account import Account
from svc.rules.ticket.lifecycle import State
from svc.store.clone_settings import own_lane
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.store.recording import Recording
    from svc.store.records import Record


def take_payment(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    how: ev.Pay,
    amount: Decimal | None = None,
    payer: str = "",
    taken_by: str = "",
    also: Sequence[ev.PaidWay] = (),
) -> TicketResult:
    """Take money and issue its receipt, from this desk's book. Without `amount` all that is open.

    `also` are parts of it that were paid in another way than `how`. Raises NothingOpen, TooMuch (a
    manager may allow both), PartsAboveWhole, UnknownStaff, NoLane.
    """
    lane = own_lane(ledger)
    taker = ledger.person(taken_by or typist.by).id
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        number = state.ticket.id
        customer = state.current.customer
        issued_to = payer or (customer.unit if customer else "")
        earlier = _same_payment_again(
            state, tx, typist, how=how, also=also, taken_by=taker, payer=issued_to, amount=amount
        )
        if earlier is not None:
            receipt = _issued_anew(earlier, how, also, issued_to)
        else:
            taken = _amount_to_take(state.account, ledger, typist, amount, number)
            receipt = ev.ReceiptIssued(
                number=next_receipt_number(ledger, tx, state, lane),
                payer=issued_to,
                amount=taken,
                how=how,
                ways=_ways_of(taken, how, also),
                lines=_receipt_lines(state, taken),
            )
        for event in (*_payments(receipt, taker), receipt):
            tx.append(number, event, at=typist.at)
    return ticket_result(ledger, tx, number)


def void_receipt(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    receipt: str,
    reason: str,
    refund: ev.Pay | None = None,
) -> TicketResult:
    """Void a receipt. `refund` says how its money was given back; without it another receipt has to
    take its place.

    That its invoice is out is told. Raises NoSuchReceipt, ReceiptIsVoid.
    """
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        number = state.ticket.id
        voided = find_receipt(state, receipt)
        events: list[ev.Event] = [ev.ReceiptVoided(number=voided.number, reason=reason)]
        if refund:
            money_back = ev.Refunded(
                amount=voided.amount, how=refund, receipt=voided.number, reason=reason
            )
            events.insert(0, money_back)
        if voided.number in state.account.void and not tx.is_said_again(number, *events):
            raise ReceiptIsVoid(ticket=number, number=voided.number)
        for event in events:
            tx.append(number, event, at=typist.at)
        invoice = state.account.invoices.get(voided.number)
    if invoice is not None and invoice.state == "issued" and not tx.repeated:
        tx.notices.append(
            InvoiceIsOut(ticket=number, receipt=voided.number, number=invoice.number or "—")
        )
    return ticket_result(ledger, tx, number)


def replace_receipt(
    ledger: Ledger, ticket: str, typist: Typist, *, receipt: str, payer: str = ""
) -> TicketResult:
    """Issue another receipt in place of a voided one, for the same money.

    Raises NoSuchReceipt, ReceiptStands, NoMoneyForReceipt if the money went back or has its
    receipt.
    """
    lane = own_lane(ledger)
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        number = state.ticket.id
        account = state.account
        voided = find_receipt(state, receipt)
        last = next((r for r in reversed(account.receipts) if r.replaces == voided.number), None)
        issued = _in_place_of(voided, last.number if last else "", payer)
        if last is None or typist.again or not tx.is_said_again(number, issued):
            if voided.number not in account.void:
                raise ReceiptStands(ticket=number, number=voided.number)
            has_another = last is not None and last.number not in account.void
            if has_another or voided.amount > account.without_receipt:
                raise NoMoneyForReceipt(ticket=number, number=voided.number)
            issued = _in_place_of(voided, next_receipt_number(ledger, tx, state, lane), payer)
        tx.append(number, issued, at=typist.at)
    return ticket_result(ledger, tx, number)


def hand_in_money(ledger: Ledger, ticket: str, typist: Typist) -> TicketResult:
    """The cashier has all the money of this ticket that was taken on site (S4). Raises
    NothingToHandIn.
    """
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        number = state.ticket.id
        payments = [payment.id for payment in state.account.owed_by_staff(ledger.staff)]
        if not payments:
            payments = _just_handed_in(state, tx)
            if not payments:
                raise NothingToHandIn(ticket=number)
        for payment in payments:
            tx.append(number, ev.HandedIn(of=payment), at=typist.at)
    return ticket_result(ledger, tx, number)


def record_invoice(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    receipt: str,
    state: ev.InvoiceState,
    title: str = "",
    tax_number: str = "",
    category: str = "",
    number: str = "",
) -> TicketResult:
    """How it stands with the invoice of a receipt: issued, still to issue, or waived. Raises
    NoSuchReceipt.

    Without `receipt` the last one that was not voided.
    """
    with writing(ledger, typist) as tx:
        ticket_state = tx.ticket(ticket).state
        standing = ticket_state.account.receipts_in_force
        invoiced = find_receipt(
            ticket_state, receipt or (standing[-1].number if standing else "")
        ).number
        tx.append(
            ticket_state.ticket.id,
            ev.Invoiced(
                receipt=invoiced,
                state=state,
                title=title,
                tax_number=tax_number,
                sort=category,
                number=number,
            ),
            at=typist.at,
        )
    return ticket_result(ledger, tx, ticket_state.ticket.id)


def _amount_to_take(
    account: Account, ledger: Ledger, typist: Typist, amount: Decimal | None, ticket: str
) -> Decimal:
    """How much to take. Before the charge a deposit (定金), less than what the customer agreed to,
    or all of it where the settings let it be paid in advance; otherwise with a manager's leave.

    Raises NotAnAmount, NothingOpen, TooMuch.
    """
    if amount is not None and amount <= 0:
        raise NotAnAmount(option="--amount", value=amount)
    to_pay = account.still_to_pay
    if account.charge is None:
        to_come = (account.agreed or NOTHING) - account.paid
        is_deposit = amount is not None and amount < to_come
        to_pay = to_come if is_deposit or ledger.settings.prepayment else NOTHING
    if to_pay <= 0 and (amount is None or not typist.allow):
        raise NothingOpen(ticket=ticket)
    if amount is None:
        return to_pay
    if amount > to_pay and not typist.allow:
        raise TooMuch(ticket=ticket, amount=amount, open=to_pay)
    return amount


def _ways_of(amount: Decimal, how: ev.Pay, also: Sequence[ev.PaidWay]) -> list[ev.PaidWay]:
    """The parts of a sum by their ways of paying, the rest by `how` first; none where there is one
    way. Raises PartsAboveWhole.
    """
    rest = amount - sum((part.amount for part in also), NOTHING)
    if also and (rest <= 0 or any(part.amount <= 0 for part in also)):
        raise PartsAboveWhole(amount=amount, parts=amount - rest)
    sums: dict[ev.Pay, Decimal] = {how: rest}
    for part in also:
        sums[part.how] = sums.get(part.how, NOTHING) + part.amount
    parts = [ev.PaidWay(how=way, amount=part) for way, part in sums.items()]
    return parts if len(parts) > 1 else []


def _payments(receipt: ev.ReceiptIssued, taken_by: str) -> list[ev.Paid]:
    """The payments a receipt is made out for."""
    return [ev.Paid(amount=part.amount, how=part.how, taken_by=taken_by) for part in receipt.by_way]


def next_receipt_number(ledger: Ledger, tx: Recording, state: State, lane: str) -> str:
    """The next number of this desk's book for the office that acts and the year. Chosen under the
    lock: two never take the same.
    """
    book = ReceiptBook(office=state.current.office, lane=lane, year=tx.now.year)
    used = (number for number, _ in ledger.receipt_numbers(str(book)))
    return book.number(max(used, default=0) + 1)


def receipts_numbered(ledger: Ledger, number: str) -> Iterator[tuple[Record, ev.ReceiptIssued]]:
    """The receipts of this number, each with its ticket; two only after a merge."""
    parsed = parse_number(number)
    book = str(parsed[0]) if parsed is not None else ""
    for record in ledger.tickets([], "", Sought(keys=(("book", book),))):
        for event in record.log:
            if isinstance(event, ev.ReceiptIssued) and event.number == number:
                yield record, event


def _receipt_lines(state: State, amount: Decimal) -> list[ev.QuoteLine]:
    """The lines that stand on a receipt: those charged, if it is for all of them."""
    charge = state.account.charge
    return charge.lines if charge is not None and charge.total == amount else []


def find_receipt(state: State, typed: str) -> ev.ReceiptIssued:
    """The ticket's receipt with this number. Raises NoSuchReceipt."""
    account = state.account
    receipt = account.find_receipt(number_from(typed))
    if receipt is None:
        numbers = ", ".join(each.number for each in account.receipts) or "—"
        raise NoSuchReceipt(ticket=state.ticket.id, number=typed or "—", known=numbers)
    return receipt


def _same_payment_again(
    state: State,
    tx: Recording,
    typist: Typist,
    *,
    how: ev.Pay,
    also: Sequence[ev.PaidWay],
    taken_by: str,
    payer: str,
    amount: Decimal | None,
) -> ev.ReceiptIssued | None:
    """The receipt of the same payment, if this person has just recorded it: the command was typed
    twice. None with --again, and for other money or money taken at another time.
    """
    last = state.account.receipts[-1] if state.account.receipts else None
    if last is None or typist.again:
        return None
    if amount not in (None, last.amount) or typist.at not in (None, last.at):
        return None
    if sum((part.amount for part in also), NOTHING) >= last.amount:
        return None
    issued = _issued_anew(last, how, also, payer)
    is_said_again = tx.is_said_again(state.ticket.id, *_payments(issued, taken_by), issued)
    return last if is_said_again else None


def _issued_anew(
    receipt: ev.ReceiptIssued, how: ev.Pay, also: Sequence[ev.PaidWay], payer: str
) -> ev.ReceiptIssued:
    """The receipt as this command would issue it, were it the first time."""
    return ev.ReceiptIssued(
        number=receipt.number,
        payer=payer,
        amount=receipt.amount,
        how=how,
        ways=_ways_of(receipt.amount, how, also),
        lines=receipt.lines,
    )


def _in_place_of(voided: ev.ReceiptIssued, number: str, payer: str) -> ev.ReceiptIssued:
    """A receipt for the money of a voided one; `payer` is whom it names instead, empty: the
    same.
    """
    return ev.ReceiptIssued(
        number=number,
        payer=payer or voided.payer,
        amount=voided.amount,
        how=voided.how,
        ways=voided.ways,
        lines=voided.lines,
        replaces=voided.number,
    )


def _just_handed_in(state: State, tx: Recording) -> list[str]:
    """The payments this person has just confirmed with the last command."""
    payments: list[str] = []
    for event in tx.just_said(state.ticket.log):
        if not isinstance(event, ev.HandedIn):
            break
        payments.insert(0, event.of)
    return payments
