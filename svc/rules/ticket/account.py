"""What a ticket costs the customer: quoted, agreed, charged, paid, still open; and its receipts.

The last quote, the last charge count: a charge is the fee of the whole ticket, typed again it takes the
earlier one's place. A receipt stands for money taken; voided, it keeps its number, and the money waits for
another receipt or goes back with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.errors import N_, Phrase
from svc.model import events as ev
from svc.model.money import NOTHING

if TYPE_CHECKING:
    from svc.model.staff import Staff
    from svc.rules.ticket.lifecycle import State

EVENTS = (
    ev.Quoted, ev.Consented, ev.Charged, ev.Paid, ev.Refunded, ev.HandedIn, ev.ReceiptIssued, ev.ReceiptVoided,
    ev.Invoiced,
)  # fmt: skip
"""What an account is made from."""

FREE_KINDS = ("repair", "complaint", "exchange")
"""What the warranty covers; maintenance, upgrades, inspections, training are paid service (domain: way 5)."""

BEFORE_THE_WORK = ("handed_over", "replied", "dispatched", "on_bench", "on_hold")
"""States in which a price is named and agreed to, if possible before the visit (S2 4.2.2A)."""


class Account(Struct, frozen=True, kw_only=True):
    """The money of one ticket, in yuan."""

    quote: ev.Quoted | None
    agreed: Decimal | None  # the sum the customer agreed to; None: to none yet
    asked: bool  # an answer to the last quote is on record
    refused: bool  # and it was no
    charge: ev.Charged | None
    payments: list[ev.Paid]
    refunds: list[ev.Refunded]
    handed_in: frozenset[str]  # event ids of payments
    receipts: list[ev.ReceiptIssued]
    void: frozenset[str]  # their numbers
    invoices: dict[str, ev.Invoiced]  # by receipt, as it stands

    @property
    def charged(self) -> Decimal:
        return self.charge.total if self.charge else NOTHING

    @property
    def paid(self) -> Decimal:
        """Taken, less what was given back."""
        return _sum(p.amount for p in self.payments) - _sum(r.amount for r in self.refunds)

    @property
    def open(self) -> Decimal:
        """Still to be paid; negative if more was taken than charged."""
        return self.charged - self.paid

    @property
    def standing(self) -> list[ev.ReceiptIssued]:
        """The receipts that were not voided."""
        return [receipt for receipt in self.receipts if receipt.number not in self.void]

    @property
    def without_receipt(self) -> Decimal:
        """Money taken for which no receipt stands."""
        return self.paid - _sum(receipt.amount for receipt in self.standing)

    @property
    def is_empty(self) -> bool:
        return self.quote is None and self.charge is None and not self.payments

    def receipt(self, number: str) -> ev.ReceiptIssued | None:
        return next((receipt for receipt in self.receipts if receipt.number == number), None)

    def payment_of(self, receipt: ev.ReceiptIssued) -> ev.Paid | None:
        """The payment a receipt was made out for, typed with it; of one in place of another that one's payment."""
        for _ in self.receipts:
            receipt = self.receipt(receipt.replaces) or receipt
        fits = [p for p in self.payments if (p.amount, p.how) == (receipt.amount, receipt.how)]
        together = [p for p in fits if (p.typed, p.by) == (receipt.typed, receipt.by)]
        return next(reversed(together or [p for p in fits if p.typed <= receipt.typed]), None)

    def owed_by_staff(self, staff: Staff) -> list[ev.Paid]:
        """Payments taken on site that the cashier has not confirmed (S4); a transfer goes to the company itself."""
        return [
            payment
            for payment in self.payments
            if payment.how != "transfer"
            and payment.id not in self.handed_in
            and not _is_cashier(payment.taken_by, staff)
        ]


def account_of(events: Iterable[ev.AnyEvent]) -> Account:
    """The account that a ticket's events, in their order, make."""
    quote: ev.Quoted | None = None
    agreed: Decimal | None = None
    answer: ev.Consented | None = None
    charge: ev.Charged | None = None
    payments: list[ev.Paid] = []
    refunds: list[ev.Refunded] = []
    receipts: list[ev.ReceiptIssued] = []
    handed_in: set[str] = set()
    void: set[str] = set()
    invoices: dict[str, ev.Invoiced] = {}
    for event in events:
        match event:
            case ev.Quoted():
                quote, answer = event, None
            case ev.Consented(to="price"):
                answer = event
                if event.granted and quote is not None:
                    agreed = quote.total
            case ev.Charged():
                charge = event
            case ev.Paid():
                payments.append(event)
            case ev.Refunded():
                refunds.append(event)
            case ev.HandedIn():
                handed_in.add(event.of)
            case ev.ReceiptIssued():
                receipts.append(event)
            case ev.ReceiptVoided():
                void.add(event.number)
            case ev.Invoiced():
                invoices[event.receipt] = event
    return Account(
        quote=quote,
        agreed=agreed,
        asked=answer is not None,
        refused=answer is not None and not answer.granted,
        charge=charge,
        payments=payments,
        refunds=refunds,
        handed_in=frozenset(handed_in),
        receipts=receipts,
        void=frozenset(void),
        invoices=invoices,
    )


def is_free(state: State) -> bool:
    """Whether the warranty covers the work (S4 2.3): free in the warranty, at the customer's in the on-site period.

    Not free are what the clerk took down as paid, a visit outside the on-site period, misuse shown with
    reasons, and what was judged on site to be out of warranty.
    """
    return state.current.equipment is not None and why_paid(state) is None


def why_paid(state: State) -> Phrase | None:
    """Why the customer pays for the work, in a sentence for the customer; None if the warranty covers it."""
    ticket = state.current
    warranty = ticket.equipment.warranty if ticket.equipment else None
    judged: list[ev.Visited | ev.Repaired] = [*state.visits, *([state.repaired] if state.repaired else [])]
    not_covered = [work for work in judged if _was_not_covered(work)]
    if ticket.kind not in FREE_KINDS:
        return Phrase(N_("The warranty covers repairs; this is another service."))
    if not_covered and not_covered[-1].evidence:
        return Phrase(N_("Not covered by the warranty: {evidence}"), evidence=not_covered[-1].evidence)
    if not_covered:
        return Phrase(N_("Judged on site to be out of warranty."))
    if warranty is not None and warranty.verdict == "out":
        return Phrase(N_("The machine is out of warranty."))
    if warranty is not None and warranty.verdict == "unknown":
        return Phrase(N_("That the machine is in warranty was not shown."))
    if warranty is not None and ticket.mode == "visit" and not warranty.on_site:
        return Phrase(N_("The warranty does not cover visits any more."))
    return Phrase(N_("Taken down as paid service.")) if ticket.mode == "paid" else None


def next_steps(state: State) -> list[str]:
    """The commands that the money of this ticket still needs, the most pressing first."""
    account = state.account
    steps = []
    is_worked = state.status in ("done", "called_back") or (state.machine is not None and state.machine.ready)
    if account.charge is None and state.status in (*BEFORE_THE_WORK, "done"):
        if account.refused:
            steps += ["quote"] if is_worked else ["decline", "quote"]
        elif account.quote is not None and not account.asked:
            steps.append("consent")
        elif account.quote is None and _is_paid_service(state):
            steps.append("quote")
    if is_worked and account.agreed and account.charge is None:
        steps.append("charge")
    if account.open > 0 or account.without_receipt > 0:
        steps.append("receipt")
    return steps


def _is_paid_service(state: State) -> bool:
    """Whether a price is to be named before the work: taken down as paid, or a repair the warranty does not cover."""
    ticket = state.current
    verdict = ticket.equipment.warranty.verdict if ticket.equipment else "unknown"
    return ticket.mode == "paid" or (ticket.kind == "repair" and verdict != "unknown" and not is_free(state))


def _was_not_covered(work: ev.Visited | ev.Repaired) -> bool:
    out = isinstance(work, ev.Visited) and work.in_warranty is False
    return out or (work.cause == "misuse" and bool(work.evidence))


def _is_cashier(person: str, staff: Staff) -> bool:
    found = staff.find(person)
    return found is not None and found.may(("cashier",))


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, NOTHING)
