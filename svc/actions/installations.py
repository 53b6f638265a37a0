"""Installation (安装调试): order, parts accepted, values measured, defects reported, acceptance
signed (S3 part 3).
"""

from __future__ import annotations

from datetime import datetime

from svc.actions.typist import TicketResult, Typist, record_event
from svc.model import events as ev
from svc.store.ledger import Ledger


def issue_installation_order(
    ledger: Ledger, ticket: str, typist: Typist, *, number: str, start: datetime
) -> TicketResult:
    """The service order, due seven days before the start."""
    return record_event(ledger, ticket, typist, ev.OrderIssued(number=number, start=start))


def accept_parts(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    signed_by: list[str],
    missing: list[str] | None = None,
) -> TicketResult:
    """The parts were counted and accepted, signed by the parties (点件验收)."""
    return record_event(
        ledger, ticket, typist, ev.PartsAccepted(signed_by=signed_by, missing=missing or [])
    )


def record_measurement(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    point: str,
    value: str,
    tolerance: str = "",
    within: bool = True,
) -> TicketResult:
    """A measured value against its tolerance; measured anew after each change."""
    return record_event(
        ledger,
        ticket,
        typist,
        ev.Measured(point=point, value=value, tolerance=tolerance, within=within),
    )


def report_defect(
    ledger: Ledger, ticket: str, typist: Typist, *, to: str, defect: str, remedy: str = ""
) -> TicketResult:
    """A defect told in writing to those liable, with their written remedy once it is there."""
    return record_event(
        ledger, ticket, typist, ev.DefectReported(to=to, defect=defect, remedy=remedy)
    )


def accept_installation(
    ledger: Ledger, ticket: str, typist: Typist, *, signed_by: list[str], words: str = ""
) -> TicketResult:
    """The installation is accepted, signed (竣工验收): the work ends here."""
    return record_event(ledger, ticket, typist, ev.Accepted(signed_by=signed_by, words=words))
