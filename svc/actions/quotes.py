"""Paid service (有偿): quoted from the price list, agreed to before the work, charged; or politely
declined.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from svc.actions.free_lines import is_consumable, mark_free, share_of
from svc.actions.own_warranty import free_lines, own_warranties_of, warranty_notices
from svc.actions.paid_work import check_quote_holds
from svc.actions.typist import TicketResult, Typist, record_event, ticket_result, writing
from svc.errors import (
    AboveAgreed,
    BelowPaid,
    Damaged,
    DifferenceUnexplained,
    EvidenceMissing,
    FreeOfCharge,
    NoConsent,
    NotAnAmount,
    NothingQuoted,
    Notice,
    Phrase,
    TravelChargedOnce,
)
from svc.model import events as ev
from svc.model.events import QuoteLine
from svc.model.money import LIMIT, NOTHING
from svc.model.prices import PriceList
from svc.model.service import COST_REASONS, SHARE_NAMES
from svc.model.tickets import Ticket
from svc.rules.money.prices import line_from, sum_of, total_of, travel_line
from svc.rules.ticket.coverage import BY_WARRANTY, service_now, works_of
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.paid_work import free_part, is_decided_first, may_be_charged
from svc.rules.ticket.visits import agreed_trip
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.store.recording import Recording


class Prices(Struct, frozen=True, kw_only=True):
    """A price list and what it is called; `list` is None where none holds."""

    version: str  # the list's version, or the day on which none holds
    list: PriceList | None


def price_list_on(ledger: Ledger, version: str, day: str) -> Prices:
    """The price list of this version; where there is none, that no list holds on `day`."""
    return Prices(version=version or day, list=ledger.price_list(version) if version else None)


def quote_price(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    lines: list[str],
    travel: bool = False,
    free: dict[str, ev.FreeReason] | None = None,
    cause: Literal["", "misuse", "software"] = "",
    evidence: str = "",
) -> TicketResult:
    """Name a price, line by line. `travel` adds the band of the customer's distance; `free` has the
    lines that cost nothing, with the reason (what `mark_free` raises). A part under its own
    warranty costs nothing, unless the machine was misused or a manager allows it.

    `cause` says why the customer pays though the warranty would cover the work. Raises NotALine,
    NotAnAmount, NoSuchItem, NoPriceList, DistanceUnknown, EvidenceMissing for misuse without, and
    FreeOfCharge as `charge_work` does.
    """
    if cause == "misuse" and not evidence:
        raise EvidenceMissing()
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        prices = _price_list_of(ledger, state.current)
        if travel:
            _check_travel_once(tx, state, prices)
        quote_lines = _priced_lines(prices, state.current, lines, travel)
        notices: list[Notice] = []
        if cause != "misuse":
            quote_lines, notices = _with_own_warranty(
                ledger, state, typist, quote_lines, prices.list
            )
        quote_lines = mark_free(
            ledger, state, quote_lines, free or {}, prices.list, is_allowed=bool(typist.allow)
        )
        if not cause or is_decided_first(state):
            _check_not_free(ledger, state, typist, quote_lines, prices)
        quoted = ev.Quoted(
            lines=quote_lines, total=total_of(quote_lines), cause=cause, evidence=evidence
        )
        tx.append(state.ticket.id, quoted, at=typist.at)
    return ticket_result(ledger, tx, state.ticket.id, notices)


def record_consent(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    to: ev.ConsentTo,
    who: str,
    how: str,
    granted: bool,
) -> TicketResult:
    """Record the customer's answer before the work: who, how, to what. Raises NothingQuoted for a
    price never named, QuoteRanOut for one to which nobody could agree any more.
    """
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        if to == "price" and state.account.quote is None:
            raise NothingQuoted(ticket=state.ticket.id)
        if to == "price" and granted:
            check_quote_holds(ledger, state, typist.happened)
        tx.append(
            state.ticket.id, ev.Consented(to=to, who=who, how=how, granted=granted), at=typist.at
        )
    return ticket_result(ledger, tx, state.ticket.id)


def charge_work(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    lines: list[str],
    travel: bool = False,
    free: dict[str, ev.FreeReason] | None = None,
    reason: str | None = "",
) -> TicketResult:
    """Charge the work; without lines, what was quoted. It takes the place of an earlier charge.
    Of a part under its own warranty the same holds as on a quotation.

    `reason` says why it is less than was agreed to; None: nobody asks (of what was charged before
    reasons were). Raises FreeOfCharge in warranty, NoConsent and AboveAgreed beyond what the
    customer agreed to (a manager may allow all three), DifferenceUnexplained below it, BelowPaid,
    NothingQuoted without lines or quote, and what `quote_price` raises.
    """
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        number = state.ticket.id
        account = state.account
        prices = _price_list_of(ledger, state.current)
        if travel:
            _check_travel_once(tx, state, prices)
        if not (lines or travel) and account.quote is None:
            _check_not_free(ledger, state, typist, [], prices)
            raise NothingQuoted(ticket=number)
        notices: list[Notice] = []
        if lines or travel or not account.quote:
            charged_lines = _priced_lines(prices, state.current, lines, travel)
            charged_lines, notices = _with_own_warranty(
                ledger, state, typist, charged_lines, prices.list
            )
        else:
            charged_lines = account.quote.lines
        charged_lines = mark_free(
            ledger, state, charged_lines, free or {}, prices.list, is_allowed=bool(typist.allow)
        )
        total = total_of(charged_lines)
        if total > 0:
            _check_not_free(ledger, state, typist, charged_lines, prices)
        if total < account.paid:
            raise BelowPaid(ticket=number, total=total, paid=account.paid)
        _check_as_agreed(state, typist, total, reason)
        charged = ev.Charged(lines=charged_lines, total=total, reason=reason or "")
        tx.append(number, charged, at=typist.at)
    return ticket_result(ledger, tx, number, notices)


def decline_request(ledger: Ledger, ticket: str, typist: Typist, *, reason: str) -> TicketResult:
    """No consent to a price, or not ours to repair: politely declined (S2 4.2.2A)."""
    return record_event(ledger, ticket, typist, ev.Declined(reason=reason))


def _check_as_agreed(state: State, typist: Typist, total: Decimal, reason: str | None) -> None:
    """Raise NoConsent, AboveAgreed or DifferenceUnexplained for a charge that is not the sum the
    customer agreed to.
    """
    if typist.allow:  # that is the reason
        return
    number, agreed = state.ticket.id, state.account.agreed
    if total > 0 and agreed is None:
        raise NoConsent(ticket=number, total=total)
    if total > (agreed or NOTHING):
        raise AboveAgreed(ticket=number, total=total, agreed=agreed)
    if agreed is not None and total < agreed and reason == "":
        raise DifferenceUnexplained(ticket=number, total=total, agreed=agreed)


def _with_own_warranty(
    ledger: Ledger,
    state: State,
    typist: Typist,
    lines: list[QuoteLine],
    prices: PriceList | None,
) -> tuple[list[QuoteLine], list[Notice]]:
    """The lines, those of parts under their own warranty free, and what is said of it; as they are
    where the machine was misused, or a manager allows the price.
    """
    quote = state.account.quote
    is_misused = (quote is not None and quote.cause == "misuse") or any(
        each.cause == "misuse" and each.evidence for each in works_of(state)
    )
    if is_misused or typist.allow:
        return lines, []
    broken: list[Damaged] = []
    under = own_warranties_of(ledger, state, broken)
    return free_lines(ledger, lines, under, prices), warranty_notices(ledger, under, broken)


def _price_list_of(ledger: Ledger, ticket: Ticket) -> Prices:
    """The price list the ticket is under; one taken down before there were any, is under its
    day's.
    """
    day = ticket.received.date()
    version = ticket.terms.prices if ticket.terms else ""
    return price_list_on(ledger, version or ledger.prices_on(day), day.isoformat())


def _priced_lines(
    prices: Prices, ticket: Ticket, texts: list[str], travel: bool
) -> list[QuoteLine]:
    """The lines typed, by the ticket's price list. Raises NotAnAmount for a sum that no ticket
    reaches.
    """
    priced = [line_from(text, prices.list, prices.version) for text in texts]
    if travel:
        priced.append(travel_line(ticket, prices.list, prices.version))
    total = total_of(priced)
    if total >= LIMIT:
        raise NotAnAmount(option="--line", value=f"{total:f}")
    return priced


def _check_travel_once(tx: Recording, state: State, prices: Prices) -> None:
    """Raise TravelChargedOnce if a ticket seen to in the same visit has the travel on its quote or
    charge.
    """
    bands = {band.code for band in prices.list.travel} if prices.list else set()
    for number in state.together:
        other = tx.ticket(number).state
        money = other.account.charge or other.account.quote
        has_it = money is not None and any(line.code in bands for line in money.lines)
        if has_it and agreed_trip(other) == agreed_trip(state):
            raise TravelChargedOnce(ticket=state.ticket.id, other=number)


def _check_not_free(
    ledger: Ledger, state: State, typist: Typist, lines: list[QuoteLine], prices: Prices
) -> None:
    """Raise FreeOfCharge, with the reason of the verdict, if the warranty covers the work and
    something besides consumables would cost the customer money.
    """
    if typist.allow:
        return
    paid = [
        line for line in lines if sum_of(line) > 0 and not is_consumable(ledger, line, prices.list)
    ]
    if may_be_charged(state):
        _check_free_part(state, paid, prices)
        return
    if not lines or paid:
        raise FreeOfCharge(ticket=state.ticket.id, reason=_why_free(state))


def _why_free(state: State) -> Phrase | str:
    """What the warranty says of the machine where it decides, else what does."""
    why, machine = service_now(state).why, state.current.equipment
    if why in BY_WARRANTY and machine is not None:
        return machine.warranty.reason
    return Phrase(COST_REASONS[why])


def _check_free_part(state: State, lines: list[QuoteLine], prices: Prices) -> None:
    """Raise FreeOfCharge for a line of what the customer was told is free, though the rest is
    not.
    """
    free = free_part(state)
    for line in lines:
        share = share_of(line, prices.list)
        if share is not None and share in free:
            raise FreeOfCharge(ticket=state.ticket.id, reason=Phrase(SHARE_NAMES[share]))
