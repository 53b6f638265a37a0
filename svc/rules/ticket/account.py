"""What a ticket costs the customer: quoted, agreed, charged, paid, still open; and its receipts.

The last quote, the last charge count: a charge is the fee of the whole ticket, typed again it takes
the earlier one's place. A receipt stands for money taken; voided, it keeps its number, and the
money waits for another receipt or goes back with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.model import events as ev
from svc.model.money import NOTHING

if TYPE_CHECKING:
    from svc.model.staff import Staff

EVENTS = (
    ev.Quoted,
    ev.Consented,
    ev.Charged,
    ev.Paid,
    ev.PaymentDeferred,
    ev.Refunded,
    ev.HandedIn,
    ev.TakenOver,
    ev.ReceiptIssued,
    ev.ReceiptVoided,
    ev.Invoiced,
    ev.Renumbered,
)
"""What an account is made from."""


class Account(Struct, frozen=True, kw_only=True):
    """The money of one ticket, in yuan."""

    quote: ev.Quoted | None
    agreed: Decimal | None  # the sum the customer agreed to; None: to none yet
    asked: bool  # an answer to the last quote is on record
    refused: bool  # and it was no
    agreements: list[ev.Consented]  # the answers that were yes
    deferred: ev.PaymentDeferred | None  # until when what is open may be owed
    charge: ev.Charged | None
    payments: list[ev.Paid]
    refunds: list[ev.Refunded]
    handed_in: frozenset[str]  # event ids of payments
    given_on: dict[str, str]  # payment → who took the money over from a colleague who left
    receipts: list[ev.ReceiptIssued]
    void: frozenset[str]  # their numbers
    invoices: dict[str, ev.Invoiced]  # by receipt, as it stands
    refunded_again: list[ev.Refunded] = []  # of `refunds`: by a desk that did not know of the first
    once_called: dict[str, str] = {}  # numbers that receipts had before, and those they have

    @property
    def charged(self) -> Decimal:
        return self.charge.total if self.charge else NOTHING

    @property
    def paid(self) -> Decimal:
        """Taken, less what was given back."""
        return _sum(p.amount for p in self.payments) - _sum(r.amount for r in self.refunds)

    @property
    def still_to_pay(self) -> Decimal:
        """Still to be paid; negative if more was taken than charged."""
        return self.charged - self.paid

    @property
    def receipts_in_force(self) -> list[ev.ReceiptIssued]:
        """The receipts that were not voided."""
        return [receipt for receipt in self.receipts if receipt.number not in self.void]

    @property
    def without_receipt(self) -> Decimal:
        """Money taken for which no receipt stands. What two desks gave back for one receipt went
        back once for it: the rest is the customer's debt, and no receipt's money.
        """
        again = _sum(refund.amount for refund in self.refunded_again)
        return self.paid + again - _sum(receipt.amount for receipt in self.receipts_in_force)

    @property
    def replaced_twice(self) -> list[ev.ReceiptIssued]:
        """Receipts in force for money for which an earlier one stands: two desks issued one in
        place of the same receipt.
        """
        of_earlier: set[str] = set()
        again = []
        for receipt in self.receipts_in_force:
            if receipt.replaces in of_earlier:
                again.append(receipt)
            of_earlier |= {receipt.replaces} - {""}
        return again

    @property
    def waiting_for_receipt(self) -> ev.ReceiptIssued | None:
        """The last voided receipt whose money is here, and has no other receipt; None: there is
        none.
        """
        gone = {refund.receipt for refund in self.refunds}
        gone |= {receipt.replaces for receipt in self.receipts_in_force}
        waiting = [each for each in self.receipts if each.number in self.void - gone]
        return waiting[-1] if waiting else None

    @property
    def is_empty(self) -> bool:
        return self.quote is None and self.charge is None and not self.payments

    def find_receipt(self, number: str) -> ev.ReceiptIssued | None:
        """The receipt of a number that it has, or had before: on paper it stands for good."""
        of_number = {receipt.number: receipt for receipt in reversed(self.receipts)}
        return of_number.get(number) or of_number.get(self.once_called.get(number, ""))

    def earlier_numbers(self, receipt: ev.ReceiptIssued) -> list[str]:
        """The numbers that stand on papers of this receipt besides its own."""
        return [was for was, now in self.once_called.items() if now == receipt.number]

    def payments_of(self, receipt: ev.ReceiptIssued) -> list[ev.Paid]:
        """The payments a receipt was made out for, typed with it, one for each way of paying; of
        one in place of another that one's payments.
        """
        for _ in self.receipts:
            receipt = self.find_receipt(receipt.replaces) or receipt
        found = [self._payment(receipt, way.amount, way.how) for way in receipt.by_way]
        return [payment for payment in found if payment is not None]

    def _payment(self, receipt: ev.ReceiptIssued, amount: Decimal, how: str) -> ev.Paid | None:
        fits = [p for p in self.payments if (p.amount, p.how) == (amount, how)]
        together = [p for p in fits if (p.typed, p.by) == (receipt.typed, receipt.by)]
        return next(reversed(together or [p for p in fits if p.typed <= receipt.typed]), None)

    def recorded_twice(self, settled: int = 0) -> list[tuple[ev.ReceiptIssued, ev.ReceiptIssued]]:
        """Receipts for what may be one payment: the same sum, recorded by two desks of which
        neither knew of the other's entry; the earlier one first. `settled`: the event number until
        which somebody has looked at them.

        Whoever knows of an entry counts on from it; so a payment whose number is no higher than
        that of the other's receipt was recorded apart from it.
        """
        first = [each for each in self.receipts_in_force if not each.replaces]
        first.sort(key=lambda receipt: (receipt.at, receipt.number))
        return [
            (one, other)
            for one, other in combinations(first, 2)
            if one.amount == other.amount
            and other.seq > settled
            and self._began(other) <= one.seq
            and self._began(one) <= other.seq
        ]

    def never_taken(self) -> list[list[ev.ReceiptIssued]]:
        """Receipts for one sum that were all taken back as recorded twice: each desk kept the
        other's, and no payment is left of them.
        """
        taken_back = {refund.receipt for refund in self.refunds if refund.not_taken}
        first = [each for each in self.receipts if not each.replaces]
        alike = [
            [other for other in first if other.amount == each.amount]
            for each in first
            if each.number in taken_back
        ]
        gone = [
            same
            for same in alike
            if len(same) > 1 and all(each.number in taken_back for each in same)
        ]
        return [same for place, same in enumerate(gone) if same not in gone[:place]]

    def _began(self, receipt: ev.ReceiptIssued) -> int:
        """The number of the first event that was recorded with a receipt."""
        return min((payment.seq for payment in self.payments_of(receipt)), default=receipt.seq)

    def owed_by_staff(self, staff: Staff) -> list[ev.Paid]:
        """Payments taken on site that the cashier has not confirmed (S4); a transfer goes to the
        company itself.
        """
        twice = {refund.receipt for refund in self.refunds if refund.not_taken}
        never = {
            payment.id
            for receipt in self.receipts
            if receipt.number in twice
            for payment in self.payments_of(receipt)
        }
        return [
            payment
            for payment in self.payments
            if payment.how != "transfer"
            and payment.id not in self.handed_in
            and payment.id not in never
            and not _is_cashier(self.holder(payment), staff)
        ]

    def holder(self, payment: ev.Paid) -> str:
        """Who of us has the money of this payment until the cashier has it."""
        return self.given_on.get(payment.id, payment.taken_by)


def is_taken_back_again(refund: ev.Refunded, earlier: Iterable[ev.Refunded]) -> bool:
    """Whether a payment that was never taken is taken back once more: two desks settled it, and
    neither knew of the other. It counts once, as no money went.
    """
    return refund.not_taken and any(
        other.not_taken and (other.receipt, other.how) == (refund.receipt, refund.how)
        for other in earlier
    )


def _recorded_again(refunds: Iterable[ev.Refunded]) -> list[ev.Refunded]:
    """Of these the refunds of a receipt that had been given back already, or never taken: a receipt
    is void with its refund, so no command gives it back once more, but two desks may.
    """
    first: dict[str, tuple[datetime, str]] = {}
    again = []
    for refund in refunds:
        deed = (refund.typed, refund.by)
        if first.setdefault(refund.receipt, deed) != deed:
            again.append(refund)
    return again


# One branch for each event about money.
def account_of(events: Iterable[ev.AnyEvent]) -> Account:  # noqa: C901, PLR0912
    """The account that a ticket's events, in their order, make."""
    quote: ev.Quoted | None = None
    agreed: Decimal | None = None
    answer: ev.Consented | None = None
    charge: ev.Charged | None = None
    agreements: list[ev.Consented] = []
    deferred: ev.PaymentDeferred | None = None
    payments: list[ev.Paid] = []
    refunds: list[ev.Refunded] = []
    receipts: list[ev.ReceiptIssued] = []
    handed_in: set[str] = set()
    given_on: dict[str, str] = {}
    void: set[str] = set()
    invoices: dict[str, ev.Invoiced] = {}
    once_called: dict[str, str] = {}
    for event in events:
        match event:
            case ev.Quoted():
                quote, answer = event, None
            case ev.Consented(to="price"):
                answer = event
                named = event.amount
                if named is None and quote is not None:
                    named = quote.total
                if event.granted and named is not None:
                    agreed = named
                    agreements.append(event)
            case ev.Charged():
                charge = event
            case ev.Paid():
                payments.append(event)
            case ev.PaymentDeferred():
                deferred = event
            case ev.Refunded() if not is_taken_back_again(event, refunds):
                refunds.append(event)
            case ev.HandedIn():
                handed_in.add(event.of)
            case ev.TakenOver():
                given_on |= dict.fromkeys(event.in_hand, event.to)
            case ev.ReceiptIssued():
                receipts.append(event)
            case ev.ReceiptVoided():
                void.add(event.number)
            case ev.Invoiced():
                invoices[event.receipt] = event
            case ev.Settled():
                refunds = [refund for refund in refunds if refund.id not in event.once]
            case ev.Renumbered():
                once_called[event.was] = event.now
    return Account(
        quote=quote,
        agreed=agreed,
        asked=answer is not None,
        refused=answer is not None and not answer.granted,
        agreements=agreements,
        deferred=deferred,
        charge=charge,
        payments=payments,
        refunds=refunds,
        handed_in=frozenset(handed_in),
        given_on=given_on,
        receipts=receipts,
        void=frozenset(void),
        invoices=invoices,
        refunded_again=_recorded_again(refunds),
        once_called=once_called,
    )


def _is_cashier(person: str, staff: Staff) -> bool:
    entry = staff.find_person(person)
    return entry is not None and entry.may(("cashier",))


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, NOTHING)
