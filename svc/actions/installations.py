"""Installation (安装调试): order, parts accepted, values measured, defects reported, acceptance
signed (S3 part 3).
"""

from __future__ import annotations

from datetime import datetime

from svc.actions.recording import Done, Typist, record
from svc.model import events as ev
from svc.store.ledger import Ledger


def issue_order(
    ledger: Ledger, ticket: str, typist: Typist, *, number: str, start: datetime
) -> Done:
    """The service order, due seven days before the start."""
    return record(ledger, ticket, typist, ev.OrderIssued(number=number, start=start))


def accept_parts(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    signed_by: list[str],
    missing: list[str] | None = None,
) -> Done:
    """The parts were counted and accepted, signed by the parties (点件验收)."""
    return record(
        ledger, ticket, typist, ev.PartsAccepted(signed_by=signed_by, missing=missing or [])
    )


def measure(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    point: str,
    value: str,
    tolerance: str = "",
    within: bool = True,
) -> Done:
    """A measured value against its tolerance; measured anew after each change."""
    return record(
        ledger,
        ticket,
        typist,
        ev.Measured(point=point, value=value, tolerance=tolerance, within=within),
    )


def report_defect(
    ledger: Ledger, ticket: str, typist: Typist, *, to: str, defect: str, remedy: str = ""
) -> Done:
    """A defect told in writing to those liable, with their written remedy once it is there."""
    return record(ledger, ticket, typist, ev.DefectReported(to=to, defect=defect, remedy=remedy))


def accept(
    ledger: Ledger, ticket: str, typist: Typist, *, signed_by: list[str], words: str = ""
) -> Done:
    """The installation is accepted, signed (竣工验收): the work ends here."""
    return record(ledger, ticket, typist, ev.Accepted(signed_by=signed_by, words=words))
