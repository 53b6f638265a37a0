"""Paid service (有偿): quoted from the price list, agreed to before the work, charged; or politely
declined.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from svc.actions.own_warranty import free_lines, own_warranties_of, warranty_notice
from svc.actions.paid_work import check_quote_holds
from svc.actions.typist import TicketResult, Typist, record_event, ticket_result, writing
from svc.errors import (
    AboveAgreed,
    BelowPaid,
    EvidenceMissing,
    FreeOfCharge,
    NoConsent,
    NotAnAmount,
    NothingQuoted,
    Phrase,
    TravelChargedOnce,
)
from svc.model import events as ev
from svc.model.events import QuoteLine
from svc.model.money import LIMIT, NOTHING
from svc.model.prices import Item, PriceList
from svc.model.service import COST_REASONS, SHARE_NAMES
from svc.model.tickets import Ticket
from svc.rules.money.prices import line_from, total_of, travel_line
from svc.rules.parts.own_warranty import UnderWarranty
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
    say: Callable[[Phrase], str],
    travel: bool = False,
    cause: Literal["", "misuse", "software"] = "",
    evidence: str = "",
) -> TicketResult:
    """Name a price, line by line. `travel` adds the band of the customer's distance. A part under
    its own warranty costs nothing, and its line says why in the ledger's language (`say`), unless
    the machine was misused or a manager allows it.

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
        under = [] if cause == "misuse" or typist.allow else _under_warranty(ledger, state)
        quote_lines = free_lines(quote_lines, under, say)
        if not cause or is_decided_first(state):
            _check_not_free(state, typist, quote_lines, prices)
        quoted = ev.Quoted(
            lines=quote_lines, total=total_of(quote_lines), cause=cause, evidence=evidence
        )
        tx.append(state.ticket.id, quoted, at=typist.at)
    told = [warranty_notice(ledger, each) for each in under]
    return ticket_result(ledger, tx, state.ticket.id, told)


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
    say: Callable[[Phrase], str],
    travel: bool = False,
) -> TicketResult:
    """Charge the work; without lines, what was quoted. It takes the place of an earlier charge.
    Of a part under its own warranty the same holds as on a quotation.

    Raises FreeOfCharge in warranty, NoConsent and AboveAgreed beyond what the customer agreed to
    (a manager may allow all three), BelowPaid, NothingQuoted without lines or quote, and what
    `quote_price` raises.
    """
    with writing(ledger, typist) as tx:
        state = tx.ticket(ticket).state
        number = state.ticket.id
        account = state.account
        prices = _price_list_of(ledger, state.current)
        if travel:
            _check_travel_once(tx, state, prices)
        if not (lines or travel) and account.quote is None:
            _check_not_free(state, typist, [], prices)
            raise NothingQuoted(ticket=number)
        if lines or travel or not account.quote:
            under = [] if typist.allow else _under_warranty(ledger, state)
            priced = _priced_lines(prices, state.current, lines, travel)
            charged_lines = free_lines(priced, under, say)
        else:
            charged_lines = account.quote.lines
        total = total_of(charged_lines)
        if total > 0:
            _check_not_free(state, typist, charged_lines, prices)
        if total > 0 and account.agreed is None and not typist.allow:
            raise NoConsent(ticket=number, total=total)
        if total > (account.agreed or NOTHING) and not typist.allow:
            raise AboveAgreed(ticket=number, total=total, agreed=account.agreed)
        if total < account.paid:
            raise BelowPaid(ticket=number, total=total, paid=account.paid)
        tx.append(number, ev.Charged(lines=charged_lines, total=total), at=typist.at)
    return ticket_result(ledger, tx, number)


def decline_request(ledger: Ledger, ticket: str, typist: Typist, *, reason: str) -> TicketResult:
    """No consent to a price, or not ours to repair: politely declined (S2 4.2.2A)."""
    return record_event(ledger, ticket, typist, ev.Declined(reason=reason))


def _under_warranty(ledger: Ledger, state: State) -> list[UnderWarranty]:
    """What is under its own warranty on the ticket's machine; nothing where it was misused."""
    quote = state.account.quote
    is_misused = quote is not None and quote.cause == "misuse"
    if is_misused or any(each.cause == "misuse" and each.evidence for each in works_of(state)):
        return []
    return own_warranties_of(ledger, state, [])


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


def _check_not_free(state: State, typist: Typist, lines: list[QuoteLine], prices: Prices) -> None:
    """Raise FreeOfCharge, with the reason of the verdict, if the warranty covers the work and
    something besides consumables would cost the customer money.
    """
    if typist.allow:
        return
    if may_be_charged(state):
        _check_free_part(state, lines, prices)
        return
    if not lines or any(line.price > 0 and not _is_consumable(line, prices) for line in lines):
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
        share = _share_of(line, prices)
        if line.price > 0 and share in free and not _is_consumable(line, prices):
            raise FreeOfCharge(ticket=state.ticket.id, reason=Phrase(SHARE_NAMES[share]))


def _share_of(line: QuoteLine, prices: Prices) -> str:
    """What a line of the price list is for; empty for one that is on no list."""
    if prices.list is None or not line.code:
        return ""
    groups = (("labour", prices.list.labour), ("travel", prices.list.travel))
    for share, items in groups:
        if any(item.code == line.code for item in items):
            return share
    return "parts" if prices.list.find_item(line.code) else ""


def _is_consumable(line: QuoteLine, prices: Prices) -> bool:
    item = prices.list.find_item(line.code) if prices.list and line.code else None
    return isinstance(item, Item) and item.consumable
