"""Parts over many tickets: what was asked for, what was fitted, and how long it lasted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from svc.errors import Damaged
from svc.model.times import month_after
from svc.rules.forms import part_form
from svc.rules.parts.fitted import FittedPart, fitted_parts
from svc.rules.parts.hit_rate import Demand, demands_of
from svc.rules.parts.life import PartLife, part_lives
from svc.rules.ticket.lifecycle import State
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger


def demands_between(
    ledger: Ledger, first: date, last: date, broken: list[Damaged], *, office: str = ""
) -> list[Demand]:
    """The requests for parts from the month that begins on `first` to that of `last`; for one
    office those of it. Of each ticket that can't be read the reason is added to `broken`.
    """
    end = month_after(last)
    return [
        demand
        for state in _tickets_with_parts(ledger, first, end, broken)
        for demand in demands_of(state, ledger.zone)
        if first <= demand.day < end and office in ("", demand.office)
    ]


def fitted_between(
    ledger: Ledger, first: date, last: date, broken: list[Damaged], *, office: str = ""
) -> list[FittedPart]:
    """The parts that were fitted in these months; as `demands_between`."""
    end = month_after(last)
    return [
        fitted
        for state in _tickets_with_parts(ledger, first, end, broken)
        for fitted in fitted_parts(state, ledger.zone)
        if first <= fitted.day < end and office in ("", fitted.office)
    ]


def lives_of_parts(
    ledger: Ledger, broken: list[Damaged], *, part: str = "", office: str = ""
) -> list[PartLife]:
    """How long parts lasted on machines, or this part alone; for an office those that it fitted."""
    key = ("part", part) if part else ("is", "fitted")
    fitted = [
        each
        for record in ledger.tickets(broken, "", Sought(keys=(key,)))
        for each in fitted_parts(record.state, ledger.zone)
        if part_form(part) in ("", each.part)
    ]
    return [life for life in part_lives(fitted) if office in ("", life.fitted.office)]


def _tickets_with_parts(
    ledger: Ledger, first: date, end: date, broken: list[Damaged]
) -> Iterator[State]:
    months = []
    month = first
    while month < end:
        months.append(("parts", f"{month:%Y-%m}"))
        month = month_after(month)
    for record in ledger.tickets(broken, "", Sought(keys=tuple(months))):
        yield record.state
