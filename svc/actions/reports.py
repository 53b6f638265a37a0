"""The month's figures of a region, from the records."""

from __future__ import annotations

from datetime import datetime

from svc.errors import Damaged, UnknownOffice
from svc.rules.figures import Month, of_month
from svc.store.ledger import Ledger


def month(ledger: Ledger, region: str, month: str, now: datetime) -> tuple[Month, list[Damaged]]:
    """The figures of a region (its code or one of its offices'; `all` for headquarters) and what was unreadable.

    Raises UnknownOffice.
    """
    code = "" if region == "all" else _region(ledger, region)
    broken: list[Damaged] = []
    tickets = []
    for record in ledger.tickets(broken):
        if record.ticket.received.isoformat()[:7] == month and code in ("", record.ticket.region):
            state = record.state
            tickets.append((state, ledger.promises_told(state, now, broken)))
    return of_month(tickets, code, month, unreadable=len(broken)), broken


def _region(ledger: Ledger, named: str) -> str:
    if named in ledger.settings.regions:
        return named
    office = ledger.settings.offices.get(named.upper())
    if office is not None:
        return office.region
    for code, region in ledger.settings.regions.items():
        if region.name == named:
            return code
    raise UnknownOffice(office=named, known=["all", *ledger.settings.regions])
