"""Lines of a quote or charge, from what is typed and the price list."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from svc.errors import DistanceUnknown, NoPriceList, NoSuchItem, NotALine
from svc.model.events import QuoteLine
from svc.model.money import NOTHING, amount_from, in_yuan
from svc.model.prices import PriceList
from svc.model.tickets import Ticket


def line_from(text: str, prices: PriceList | None, version: str) -> QuoteLine:
    """The line typed: `CODE`, `CODE:COUNT` of the price list, or `WORDS:COUNT:PRICE` of one's own.

    Raises NotALine, NotAnAmount, NoSuchItem; NoPriceList for a code where there is no list.
    """
    parts = [part.strip() for part in text.replace("：", ":").rsplit(":", 2)]
    if len(parts) == 3:
        if not parts[0]:
            raise NotALine(value=text)
        return QuoteLine(
            item=parts[0], count=_count(parts[1], text), price=amount_from(parts[2], "--line")
        )
    code = parts[0]
    count = _count(parts[1], text) if len(parts) == 2 else 1
    if not code.isascii() or not code:
        raise NotALine(value=text)
    if prices is None:
        raise NoPriceList(day=version)
    item = prices.find_item(code)
    if item is None:
        raise NoSuchItem(code=code, prices=version)
    return QuoteLine(item=item.name, count=count, price=item.price, code=item.code)


def travel_line(ticket: Ticket, prices: PriceList | None, version: str) -> QuoteLine:
    """Travel to this customer, by the band of the distance.

    Nobody is charged by a distance that nobody knows. Raises NoPriceList, DistanceUnknown.
    """
    if prices is None:
        raise NoPriceList(day=version)
    customer = ticket.customer
    if customer is None or customer.distance_km is None:
        raise DistanceUnknown(
            ticket=ticket.id, known=", ".join(band.code for band in prices.travel)
        )
    band = prices.travel_band(customer.distance_km)
    return QuoteLine(item=band.name, count=1, price=band.price, code=band.code)


def sum_of(line: QuoteLine) -> Decimal:
    """What a line costs the customer: nothing where it is free."""
    return NOTHING if line.free else line.price * line.count


def total_of(lines: Iterable[QuoteLine]) -> Decimal:
    """The sum of the lines, in yuan with two places."""
    return in_yuan(sum((sum_of(line) for line in lines), NOTHING))


def _count(text: str, line: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:9]) <= 9999 or len(text) > 4:
        raise NotALine(value=line)
    return int(text)
