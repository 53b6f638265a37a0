"""Rules about a ticket's money: sums, amounts, receipts for what was taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from svc.errors import N_, Phrase
from svc.model import events as ev
from svc.model.faults import KeyPath
from svc.rules.checks.subject import CheckedTicket, Finding
from svc.rules.money.prices import total_of
from svc.rules.ticket.paid_work import (
    gaps_after,
    given_back_twice,
    is_worked,
    last_settled,
    paid_too_much,
)

_AMOUNTS = ("amount", "total", "cost")
_HAVE_AMOUNTS: tuple[type[ev.Event], ...] = (
    ev.Quoted,
    ev.Charged,
    ev.Paid,
    ev.Refunded,
    ev.ReceiptIssued,
    ev.CostNoted,
    ev.ResponsibilityFound,
    ev.CostAudited,
    ev.CostRecovered,
)
_FIGURES = re.compile(r"-?[0-9]{1,12}([.][0-9]{1,2})?")


def totals_are_the_sum_of_their_lines(checked: CheckedTicket) -> Iterator[Finding]:
    """What is quoted, charged or on a receipt."""
    for index, event in checked.events_of(ev.Quoted, ev.Charged, ev.ReceiptIssued):
        is_receipt = isinstance(event, ev.ReceiptIssued)
        lines, total = event.lines, event.amount if is_receipt else event.total
        if (lines or not is_receipt) and total_of(lines) != total:
            problem = Phrase(
                N_("the lines add up to {sum}, not to {total}"), sum=total_of(lines), total=total
            )
            yield Finding("total", problem, ("log", index))
        parts = [way.amount for way in event.ways] if is_receipt else []
        if parts and sum(parts) != total:
            problem = Phrase(
                N_("the ways of paying add up to {sum}, not to {total}"),
                sum=sum(parts),
                total=total,
            )
            yield Finding("total", problem, ("log", index))


def prices_with_a_code_are_those_of_the_list(checked: CheckedTicket) -> Iterator[Finding]:
    """Of the price list the ticket was under, or was put under later; lines of one's own have no
    code.
    """
    terms = checked.record.terms
    lines = checked.events_of(ev.Quoted, ev.Charged)
    if not lines or terms is None or not terms.prices:
        return
    versions = [
        terms.prices,
        *(event.prices for _, event in checked.events_in_order(ev.Recomputed) if event.prices),
    ]
    lists = [checked.references.prices.get(version) for version in versions]
    if None in lists:
        return  # named by itself
    for index, event in lines:
        for nth, line in enumerate(event.lines):
            items = [
                item
                for prices in lists
                if prices is not None and (item := prices.find_item(line.code)) is not None
            ]
            if line.code and all(item.price != line.price for item in items):
                says = N_("{code} at {price} yuan is not in the price list {version}")
                problem = Phrase(says, code=line.code, price=line.price, version=versions[-1])
                yield Finding("price", problem, ("log", index, "lines", nth))


def money_taken_is_more_than_nothing(checked: CheckedTicket) -> Iterator[Finding]:
    for index, event in checked.events_of(ev.Paid, ev.Refunded, ev.ReceiptIssued):
        if event.amount <= 0:
            problem = Phrase(
                N_("{amount} yuan can be neither taken nor given back"), amount=event.amount
            )
            yield Finding("amount", problem, ("log", index, "amount"))


def amounts_are_written_in_figures(checked: CheckedTicket) -> Iterator[Finding]:
    """As text, like "12.50": other programs make something else of a bare number, of 1_000 and of
    １２.
    """
    for index, event in checked.events_of(*_HAVE_AMOUNTS):
        data = checked.data["log"][index]
        places: list[tuple[KeyPath, Any]] = [
            ((name,), data[name]) for name in _AMOUNTS if name in data and hasattr(event, name)
        ]
        for line in range(len(getattr(event, "lines", ()))):
            places.append((("lines", line, "price"), data["lines"][line]["price"]))
        for place, value in places:
            if not isinstance(value, str) or not _FIGURES.fullmatch(value):
                problem = Phrase(
                    N_('`{field}` is not written as an amount: {value}. Write it like "12.50"'),
                    field=place[-1],
                    value=value,
                )
                yield Finding("figures", problem, ("log", index, *place))


def paid_work_is_agreed_to_charged_and_paid(checked: CheckedTicket) -> Iterator[Finding]:
    """Of work that was done, a machine that was handed over, a ticket that is closed; unless it is
    owed until a day or was let pass by a role that may.
    """
    state = checked.state
    gaps = gaps_after(state) if is_worked(state) or state.status == "closed" else []
    if state.status != "closed" and state.last_mark("picked_up") is None:
        gaps = [gap for gap in gaps if gap == "agreement"]
    if gaps:  # the first: it is to be put right before the others
        yield Finding("paid-work", Phrase(_MISSING[gaps[0]]), ("log",))


_MISSING: dict[ev.PaidWorkGap, str] = {
    "agreement": N_("the customer pays for this work and has not agreed to a price"),
    "charge": N_("the customer pays for this work and it was not charged"),
    "payment": N_("what was charged was not paid, and nobody agreed that it is owed"),
}


def no_payment_was_recorded_twice(checked: CheckedTicket) -> Iterator[Finding]:
    """Two desks took down the same money before either knew of the other."""
    for one, other in _twice(checked):
        says = N_("receipts {first} and {second}, {amount} yuan each, may be for one payment")
        problem = Phrase(says, first=one.number, second=other.number, amount=other.amount)
        yield Finding("paid-twice", problem, ("log",))


def nobody_paid_more_than_was_charged(checked: CheckedTicket) -> Iterator[Finding]:
    """Money was taken while another desk lowered the charge; what was recorded twice is named as
    that.
    """
    too_much = paid_too_much(checked.state)
    if too_much > 0 and not _twice(checked):
        problem = Phrase(N_("{amount} yuan more was taken than was charged"), amount=too_much)
        yield Finding("overpaid", problem, ("log",))


def _twice(checked: CheckedTicket) -> list[tuple[ev.ReceiptIssued, ev.ReceiptIssued]]:
    if len(checked.events_of(ev.ReceiptIssued)) < 2:
        return []
    return checked.state.account.recorded_twice(last_settled(checked.state))


def money_goes_back_once(checked: CheckedTicket) -> Iterator[Finding]:
    """Two desks gave back the money of one receipt: the customer may have it twice."""
    if len(checked.events_of(ev.Refunded)) < 2:
        return
    again = given_back_twice(checked.state)
    for number in dict.fromkeys(refund.receipt for refund in again):
        amount = sum(refund.amount for refund in again if refund.receipt == number)
        says = N_("the money of receipt {number} was given back at two desks, the second time "
                  "{amount} yuan")  # fmt: skip
        yield Finding("refunded-twice", Phrase(says, number=number, amount=amount), ("log",))


def what_was_paid_is_recorded(checked: CheckedTicket) -> Iterator[Finding]:
    """Each of two desks took back the other's receipt of one payment: none is left of it."""
    if not checked.events_of(ev.Refunded):
        return
    for first, *_, last in checked.state.account.never_taken():
        says = N_("receipts {first} and {second} were for one payment, and both were taken back; "
                  "what was paid is to be recorded once more")  # fmt: skip
        facts = {"amount": first.amount, "how": first.by_way[0].how}
        problem = Phrase(says, first=first.number, second=last.number, **facts)
        yield Finding("never-taken", problem, ("log",))


def receipts_stand_for_the_money_taken(checked: CheckedTicket) -> Iterator[Finding]:
    """For every payment that was not given back there is a receipt."""
    if not checked.events_of(ev.Paid, ev.Refunded, ev.ReceiptIssued):
        return
    account = checked.state.account
    missing, waiting = account.without_receipt, account.waiting_for_receipt
    if missing > 0:
        mend = Phrase(N_("see what was taken: svc show {id}"), id=checked.id)
        if waiting is not None:
            says = N_("its receipt was voided, issue another: svc receipt {id} --replaces {number}")
            mend = Phrase(says, id=checked.id, number=waiting.number)
        says = N_("{amount} yuan was taken without a receipt")
        problem = Phrase(says, amount=missing, mend=mend)
        yield Finding("receipt", problem, ("log",))


def money_was_taken_for_each_receipt(checked: CheckedTicket) -> Iterator[Finding]:
    """For every receipt that stands there is a payment."""
    if not checked.events_of(ev.ReceiptIssued):
        return
    account = checked.state.account
    missing = -account.without_receipt
    if missing > 0:
        standing = account.replaced_twice or account.receipts_in_force
        problem = Phrase(
            N_("the receipts are for {amount} yuan more than was taken"),
            amount=missing,
            number=standing[-1].number if standing else "—",
        )
        yield Finding("receipt-without-money", problem, ("log",))
