"""From when the warranty of a machine that we install runs: from its purchase, its delivery or the
acceptance, and until so many months after it was shipped at the latest (S3 part 3; the sale says).
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from svc.model.events import OrderIssued, WarrantyStart
from svc.model.settings import WarrantyPeriods
from svc.model.typed_times import read_full_day
from svc.rules.ticket.warranty import last_day_of_months


class WarrantyTerm(Struct, frozen=True, kw_only=True):
    """The warranty of an installed machine: first and last day, and how far it is free on site."""

    since: date
    until: date
    on_site_until: date
    is_of_sale: bool  # the service order says so, not svc.yaml


class WarrantyOpen(Struct, frozen=True, kw_only=True):
    """The day is not known by which the warranty is reckoned."""

    lacks: Literal["delivered", "bought", "shipped"]


def warranty_of_installation(
    order: OrderIssued | None,
    periods: WarrantyPeriods,
    *,
    accepted: date,
    delivered: date | None,
    bought: str,
) -> WarrantyTerm | WarrantyOpen | None:
    """The warranty of a machine that was accepted: by the service order where it says, else by
    the department's periods. None where it runs from the purchase as that of any other machine.

    `delivered` is the day on which its parts were counted; the order's own day goes before it.
    Shipping ends both periods, counted as they are. WarrantyOpen where a day is not known that
    decides.
    """
    start, months, shipped_months = warranty_clause(order, periods)
    is_of_sale = order is not None and order.warranty_from is not None
    if start == "bought" and not shipped_months and not is_of_sale:
        return None
    arrived = order.delivered if order is not None and order.delivered else delivered
    days: dict[WarrantyStart, date | None] = {
        "accepted": accepted,
        "delivered": arrived,
        "bought": read_full_day(bought),
    }
    since = days[start]
    if since is None:
        return WarrantyOpen(lacks="bought" if start == "bought" else "delivered")
    counts = periods.first_day_counts
    until = last_day_of_months(since, months, first_counts=counts)
    on_site_until = last_day_of_months(since, periods.on_site_months, first_counts=counts)
    if shipped_months:
        shipped = order.shipped if order is not None else None
        if shipped is None:
            return WarrantyOpen(lacks="shipped")
        until = min(until, last_day_of_months(shipped, shipped_months, first_counts=counts))
    return WarrantyTerm(
        since=since,
        until=until,
        on_site_until=min(until, on_site_until),
        is_of_sale=is_of_sale,
    )


def warranty_clause(
    order: OrderIssued | None, periods: WarrantyPeriods
) -> tuple[WarrantyStart, int, int]:
    """From when the warranty runs, for how many months, and how many after shipping at the latest
    (0: shipping does not end it): by the service order where it says, else by the periods.
    """
    start: WarrantyStart = periods.starts
    months, shipped_months = periods.months, periods.shipped_months
    if order is not None:
        start = order.warranty_from or start
        months = months if order.warranty_months is None else order.warranty_months
        if order.shipped_months is not None:
            shipped_months = order.shipped_months
    return start, months, shipped_months
