"""Payments and receipts (收据): a receipt is never changed; it is voided, and its number stays
used.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from svc.actions.recording import Done, Typist, done, writing
from svc.errors import (
    NoMoneyForReceipt,
    NoSuchReceipt,
    NotAnAmount,
    NothingOpen,
    NothingToHandIn,
    ReceiptIsVoid,
    ReceiptStands,
    TooMuch,
)
from svc.model import events as ev
from svc.model.money import NOTHING
from svc.rules.money.receipts import Book, number_from
from svc.rules.ticket.account import Account
from svc.rules.ticket.lifecycle import State, in_order
from svc.store.ledger import Ledger
from svc.store.recording import Recording, lane_of
from svc.store.said_twice import SAID_TWICE


def take(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    how: str,
    amount: Decimal | None = None,
    payer: str = "",
    taken_by: str = "",
) -> Done:
    """Take money and issue its receipt, from this desk's book. Without `amount` all that is open.

    Raises NothingOpen, TooMuch (a manager may allow both), UnknownStaff, NoLane.
    """
    lane = lane_of(ledger)
    taker = ledger.person(taken_by or typist.by).id
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        number = state.ticket.id
        customer = state.current.customer
        payer = payer or (customer.unit if customer else "")
        paid = {"how": how, "taken_by": taker}
        receipt = {"how": how, "payer": payer}
        earlier = None if typist.again else _just_taken(state, tx, paid, receipt)
        if earlier is not None and (
            amount not in (None, earlier.amount) or typist.at not in (None, earlier.at)
        ):
            earlier = None  # other money, or taken at another time
        if earlier is None:
            amount = _amount(state.account, ledger, typist, amount, number)
            receipt |= {
                "number": _next_number(ledger, tx, state, lane),
                "amount": amount,
                "lines": _lines(state, amount),
            }
        else:
            amount = earlier.amount
            receipt |= {"number": earlier.number, "amount": amount, "lines": earlier.lines}
        tx.append(number, "paid", at=typist.at, amount=amount, **paid)
        tx.append(number, "receipt_issued", at=typist.at, **receipt)
    return done(ledger, tx, number)


def void(
    ledger: Ledger, ticket: str, typist: Typist, *, receipt: str, reason: str, refund: str = ""
) -> Done:
    """Void a receipt. `refund` says how its money was given back; without it another receipt has to
    take its place.

    Raises NoSuchReceipt, ReceiptIsVoid.
    """
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        number = state.ticket.id
        found = _receipt(state, receipt)
        events: list[tuple[str, dict[str, Any]]] = []
        if refund:
            back = {
                "amount": found.amount,
                "how": refund,
                "receipt": found.number,
                "reason": reason,
            }
            events.append(("refunded", back))
        events.append(("receipt_voided", {"number": found.number, "reason": reason}))
        if found.number in state.account.void and not tx.said_together(number, *events):
            raise ReceiptIsVoid(ticket=number, number=found.number)
        for what, fields in events:
            tx.append(number, what, at=typist.at, **fields)
    return done(ledger, tx, number)


def replace(ledger: Ledger, ticket: str, typist: Typist, *, receipt: str, payer: str = "") -> Done:
    """Issue another receipt in place of a voided one, for the same money.

    Raises NoSuchReceipt, ReceiptStands, NoMoneyForReceipt if the money went back or has its
    receipt.
    """
    lane = lane_of(ledger)
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        number = state.ticket.id
        account = state.account
        found = _receipt(state, receipt)
        fields: dict[str, Any] = {
            "payer": payer or found.payer,
            "amount": found.amount,
            "how": found.how,
            "lines": found.lines,
            "replaces": found.number,
        }
        last = next((r for r in reversed(account.receipts) if r.replaces == found.number), None)
        said = last is not None and tx.said(number, "receipt_issued", number=last.number, **fields)
        if last is not None and said and not typist.again:
            fields["number"] = last.number
        else:
            if found.number not in account.void:
                raise ReceiptStands(ticket=number, number=found.number)
            has_another = last is not None and last.number not in account.void
            if has_another or found.amount > account.without_receipt:
                raise NoMoneyForReceipt(ticket=number, number=found.number)
            fields["number"] = _next_number(ledger, tx, state, lane)
        tx.append(number, "receipt_issued", at=typist.at, **fields)
    return done(ledger, tx, number)


def hand_in(ledger: Ledger, ticket: str, typist: Typist) -> Done:
    """The cashier has all the money of this ticket that was taken on site (S4). Raises
    NothingToHandIn.
    """
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        number = state.ticket.id
        payments = [payment.id for payment in state.account.owed_by_staff(ledger.staff)]
        if not payments:
            payments = _just_handed_in(state, tx)
            if not payments or typist.again:
                raise NothingToHandIn(ticket=number)
        for payment in payments:
            tx.append(number, "handed_in", at=typist.at, of=payment)
    return done(ledger, tx, number)


def invoice(
    ledger: Ledger, ticket: str, typist: Typist, *, receipt: str, state: str, **fields: str
) -> Done:
    """How it stands with the invoice of a receipt: issued, still to issue, or waived. Raises
    NoSuchReceipt.

    Without `receipt` the last one that was not voided.
    """
    with writing(ledger, typist) as tx:
        found = tx.ticket(ticket).state
        standing = found.account.standing
        number = _receipt(found, receipt or (standing[-1].number if standing else "")).number
        tx.append(found.ticket.id, "invoiced", at=typist.at, receipt=number, state=state, **fields)
    return done(ledger, tx, found.ticket.id)


def _amount(
    account: Account, ledger: Ledger, typist: Typist, amount: Decimal | None, ticket: str
) -> Decimal:
    """How much to take. Raises NotAnAmount, NothingOpen, TooMuch."""
    if amount is not None and amount <= 0:
        raise NotAnAmount(option="--amount", value=amount)
    to_pay = account.open
    if account.charge is None and ledger.settings.prepayment:
        to_pay = (account.agreed or NOTHING) - account.paid
    if to_pay <= 0 and (amount is None or not typist.allow):
        raise NothingOpen(ticket=ticket)
    if amount is None:
        return to_pay
    if amount > to_pay and not typist.allow:
        raise TooMuch(ticket=ticket, amount=amount, open=to_pay)
    return amount


def _next_number(ledger: Ledger, tx: Recording, state: State, lane: str) -> str:
    """The next number of this desk's book for the office and year. Chosen under the lock: two never
    take the same.
    """
    book = Book(office=state.ticket.office, lane=lane, year=tx.now.year)
    used = (number for number, _ in ledger.receipt_numbers(str(book)))
    return book.number(max(used, default=0) + 1)


def _lines(state: State, amount: Decimal) -> list[ev.QuoteLine]:
    """The lines that stand on a receipt: those charged, if it is for all of them."""
    charge = state.account.charge
    return charge.lines if charge is not None and charge.total == amount else []


def _receipt(state: State, typed: str) -> ev.ReceiptIssued:
    """The ticket's receipt with this number. Raises NoSuchReceipt."""
    account = state.account
    found = account.receipt(number_from(typed))
    if found is None:
        known = ", ".join(receipt.number for receipt in account.receipts) or "—"
        raise NoSuchReceipt(ticket=state.ticket.id, number=typed or "—", known=known)
    return found


def _just_taken(
    state: State, tx: Recording, paid: dict[str, str], receipt: dict[str, Any]
) -> ev.ReceiptIssued | None:
    """The receipt of the same payment, if this person has just recorded it: the command was typed
    twice.
    """
    last = state.account.receipts[-1] if state.account.receipts else None
    if last is None:
        return None
    issued = {**receipt, "number": last.number, "amount": last.amount, "lines": last.lines}
    said = tx.said_together(
        state.ticket.id, ("paid", {**paid, "amount": last.amount}), ("receipt_issued", issued)
    )
    return last if said else None


def _just_handed_in(state: State, tx: Recording) -> list[str]:
    """The payments this person has just confirmed with the last command."""
    mine = [event for event in in_order(state.ticket.log) if event.by == tx.person.id]
    just: list[str] = []
    for event in reversed(mine):
        if not isinstance(event, ev.HandedIn) or tx.now - event.typed > SAID_TWICE:
            break
        just.insert(0, event.of)
    return just
