"""Money that two desks recorded before either knew of the other: the same payment twice, or a
payment while the other lowered the charge. `svc check` names it after a merge; one command settles
it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.receipts import find_receipt, next_receipt_number
from svc.actions.typist import TicketResult, Typist, ticket_result, writing
from svc.errors import NothingToSettleInMoney, NotTheSamePayment, StillTooMuch
from svc.model import events as ev
from svc.model.money import NOTHING
from svc.rules.ticket.account import Account
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.paid_work import given_back_twice, last_settled, paid_too_much
from svc.store.clone_settings import own_lane
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.store.recording import Recording

Meant = Literal["same", "back", "both"]
"""One payment, or one refund, that was recorded twice; what is too much is given back; two of them,
both right.
"""

MEANT: tuple[Meant, ...] = get_args(Meant)


class Decision(Struct, frozen=True, kw_only=True):
    """What somebody says of the money."""

    meant: Meant
    reason: str
    how: ev.Pay | None = None  # money goes back; None: as it was paid
    receipt: str = ""  # the one that falls; empty: the later one


def settle_money(ledger: Ledger, ticket: str, typist: Typist, decision: Decision) -> TicketResult:
    """Decide what holds of money taken twice, or beyond the charge: all in one commit.

    `same` voids the second receipt and takes its payment back as never taken; `back` gives back
    what is too much, and issues a receipt for what stays. Of money that went back at two desks
    `same` says that it went back once, the later refund being none; `both` that the customer has it
    twice. Raises NothingToSettleInMoney,
    NotTheSamePayment, StillTooMuch, NoSuchReceipt, NoLane.
    """
    lane = own_lane(ledger)
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        number = state.ticket.id
        events: Sequence[ev.Event] = []
        if not _is_to_settle(state):
            events = _said_before(state, tx, decision)
        if not events:
            events = _events(state, decision, lambda: next_receipt_number(ledger, tx, state, lane))
        for event in events:
            tx.append(number, event, at=typist.at)
    return ticket_result(ledger, tx, number)


def _is_to_settle(state: State) -> bool:
    pairs = state.account.recorded_twice(last_settled(state))
    return bool(paid_too_much(state) or pairs or given_back_twice(state))


def _events(state: State, decision: Decision, next_number: Callable[[], str]) -> list[ev.Event]:
    too_much, reason = paid_too_much(state), decision.reason
    if not _is_to_settle(state):
        raise NothingToSettleInMoney(ticket=state.ticket.id)
    again = given_back_twice(state)
    if again and decision.meant in ("same", "both") and not too_much:
        return _of_refunds(state, decision, again)
    if decision.meant == "same":
        voided = _recorded_again(state, decision.receipt)
        void = ev.ReceiptVoided(number=voided.number, reason=reason)
        return [*_never_taken(voided, reason), void]
    if decision.meant == "both":
        if too_much:
            raise StillTooMuch(ticket=state.ticket.id, amount=too_much)
        return [ev.Settled(outcome=state.status, words=reason)]
    if not too_much:
        raise NothingToSettleInMoney(ticket=state.ticket.id)
    return _given_back(state, decision, too_much, next_number)


def _of_refunds(state: State, decision: Decision, again: list[ev.Refunded]) -> list[ev.Event]:
    """What went back at two desks went back once, or the customer has it twice; of two receipts for
    what stayed one is void.
    """
    reason = decision.reason
    once = [refund.id for refund in again] if decision.meant == "same" else []
    voids = [
        ev.ReceiptVoided(number=receipt.number, reason=reason)
        for receipt in state.account.replaced_twice
    ]
    return [ev.Settled(outcome=state.status, words=reason, once=once), *voids]


def _recorded_again(state: State, typed: str) -> ev.ReceiptIssued:
    """The receipt of a payment that another stands for, too: the one that was typed, else the
    later. Raises NotTheSamePayment.
    """
    account = state.account
    if typed:
        voided = find_receipt(state, typed)
    else:
        pairs = account.recorded_twice(last_settled(state)) or _alike(account)
        if not pairs:
            raise NotTheSamePayment(ticket=state.ticket.id)
        voided = pairs[-1][1]
    others = [each for each in account.receipts_in_force if each.number != voided.number]
    if voided.number in account.void or voided.amount not in {each.amount for each in others}:
        raise NotTheSamePayment(ticket=state.ticket.id)
    return voided


def _alike(account: Account) -> list[tuple[ev.ReceiptIssued, ev.ReceiptIssued]]:
    """Receipts for the same sum."""
    standing = account.receipts_in_force
    return [
        (one, other)
        for place, one in enumerate(standing)
        for other in standing[place + 1 :]
        if one.amount == other.amount
    ]


def _never_taken(receipt: ev.ReceiptIssued, reason: str) -> list[ev.Refunded]:
    """Takes back the payments of a receipt in the ways in which they were recorded."""
    return [
        ev.Refunded(
            amount=part.amount, how=part.how, receipt=receipt.number, reason=reason, not_taken=True
        )
        for part in receipt.by_way
    ]


def _given_back(
    state: State, decision: Decision, amount: Decimal, next_number: Callable[[], str]
) -> list[ev.Event]:
    """Gives this sum back: the last receipts are voided, and one is issued for what stays of
    them.
    """
    reason, how = decision.reason, decision.how
    events: list[ev.Event] = []
    for receipt in reversed(state.account.receipts_in_force):
        back = min(amount, receipt.amount)
        if back <= 0:
            break
        amount -= back
        stays = _less(receipt.by_way, back, how)
        events += [
            ev.Refunded(
                amount=gone.amount, how=how or gone.how, receipt=receipt.number, reason=reason
            )
            for gone in _gone(receipt.by_way, stays)
        ]
        events.append(ev.ReceiptVoided(number=receipt.number, reason=reason))
        if back < receipt.amount:
            events.append(
                ev.ReceiptIssued(
                    number=next_number(),
                    payer=receipt.payer,
                    amount=receipt.amount - back,
                    how=stays[0].how,
                    ways=stays if len(stays) > 1 else [],
                    replaces=receipt.number,
                )
            )
    return events


def _less(parts: list[ev.PaidWay], back: Decimal, how: ev.Pay | None) -> list[ev.PaidWay]:
    """What stays of the parts of a receipt when so much goes back, first of what was paid that
    way, then of the last.
    """
    order = sorted(reversed(range(len(parts))), key=lambda place: parts[place].how != how)
    stays = list(parts)
    for place in order:
        gone = min(back, stays[place].amount)
        stays[place] = replace(stays[place], amount=stays[place].amount - gone)
        back -= gone
    return [part for part in stays if part.amount > NOTHING]


def _gone(parts: list[ev.PaidWay], stays: list[ev.PaidWay]) -> list[ev.PaidWay]:
    left = {part.how: part.amount for part in stays}
    gone = [replace(part, amount=part.amount - left.get(part.how, NOTHING)) for part in parts]
    return [part for part in gone if part.amount > NOTHING]


def _said_before(state: State, tx: Recording, decision: Decision) -> list[ev.Event]:
    """What this person has just settled in the same way, to be said again; empty: nothing."""
    reason, said = decision.reason, list[ev.Event]()
    for event in tx.just_said(state.ticket.log):
        match event:
            case ev.Settled(words=words) if words == reason:
                is_it = decision.meant == ("same" if event.once else "both")
                return [_anew(event), *said] if is_it else []
            case ev.Refunded() if event.not_taken is not (decision.meant == "same"):
                break
            case ev.Refunded() | ev.ReceiptVoided() if event.reason == reason:
                said.insert(0, _anew(event))
            case ev.ReceiptIssued() if event.replaces:
                said.insert(0, _anew(event))
            case _:
                break
    return said if any(isinstance(event, ev.Refunded) for event in said) else []


def _anew(event: ev.Event) -> ev.Event:
    """The same deed, not recorded yet."""
    own = type(event).__struct_fields__
    usual = ev.Event.__struct_fields__
    return type(event)(**{name: getattr(event, name) for name in own if name not in usual})
