"""Lines that are named free when they are quoted or charged."""

from __future__ import annotations

from msgspec.structs import replace

from svc.errors import ConsumableIsPaid, NoSuchLine, NotFreeByThat
from svc.model.events import FreeReason, QuoteLine
from svc.model.prices import Item, PriceList
from svc.model.service import Share
from svc.rules.ticket.free_lines import why_not_free
from svc.rules.ticket.lifecycle import State
from svc.store.ledger import Ledger

# What a person may name; a part's own warranty is found by itself (actions.own_warranty).
FREE_REASONS: tuple[FreeReason, ...] = ("warranty", "contract", "goodwill")


def share_of(line: QuoteLine, prices: PriceList | None) -> Share | None:
    """What a line of the price list is for; None for one that is on no list."""
    if prices is None or not line.code:
        return None
    shares: tuple[Share, ...] = ("labour", "travel", "parts")
    for share in shares:
        if any(item.code == line.code for item in getattr(prices, share)):
            return share
    return None


def is_consumable(ledger: Ledger, line: QuoteLine, prices: PriceList | None) -> bool:
    """Whether a line is for what is used up in use, by the price list or the catalogue of parts."""
    if not line.code:
        return False
    item = prices.find_item(line.code) if prices else None
    part = ledger.parts.find_part(line.code)
    return (isinstance(item, Item) and item.consumable) or (part is not None and part.consumable)


def mark_free(
    ledger: Ledger,
    state: State,
    lines: list[QuoteLine],
    free: dict[str, FreeReason],
    prices: PriceList | None,
    *,
    is_allowed: bool,
) -> list[QuoteLine]:
    """The lines, those named in `free` with their reason; a line is named by its code, or by its
    words.

    Raises NoSuchLine; NotFreeByThat, unless a manager allowed it; ConsumableIsPaid, unless a
    manager gives it away as goodwill: no warranty and no contract has a consumable in it.
    """
    wanted = {name.strip().casefold(): reason for name, reason in free.items()}
    marked = []
    for line in lines:
        name = next((n for n in (line.code, line.item) if n.casefold() in wanted), None)
        if name is None:
            marked.append(line)
            continue
        reason = wanted.pop(name.casefold())
        if is_consumable(ledger, line, prices) and not (is_allowed and reason == "goodwill"):
            raise ConsumableIsPaid(line=line.item)
        if not is_allowed:
            _check_free(state, line, reason, prices)
        marked.append(replace(line, free=reason))
    if wanted:
        raise NoSuchLine(line=next(iter(wanted)), known=[line.code or line.item for line in lines])
    return marked


def _check_free(
    state: State, line: QuoteLine, reason: FreeReason, prices: PriceList | None
) -> None:
    why = why_not_free(state, reason, share_of(line, prices))
    if why is not None:
        raise NotFreeByThat(line=line.item, why=why)
