"""The visit (上门), the return to the office and the receipt slip (维修回执)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from svc.actions.recording import Done, Typist, done, record, writing
from svc.errors import EvidenceMissing, SlipNeedsOne
from svc.model.events import PartUsed
from svc.store.ledger import Ledger


def prepare(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    ready: list[str],
    missing: list[str] | None = None,
) -> Done:
    """Parts, tools and papers are ready and checked (S0 2.5, 4.1); what is missing is said now, not
    on site.
    """
    return record(ledger, ticket, typist, "prepared", ready=ready, missing=missing or [])


def arrive(ledger: Ledger, ticket: str, typist: Typist, *, met: str = "") -> Done:
    """The technician is at the customer's."""
    return record(ledger, ticket, typist, "arrived", met=met)


def visit(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    outcome: str,
    found: str,
    done_: str,
    cause: str,
    arrived: datetime | None = None,
    parts: list[PartUsed] | None = None,
    **optional: Any,
) -> Done:
    """What was found and done (S0 2.6.9). `arrived` records the arrival too, where it was not typed
    before.

    Raises EvidenceMissing if misuse is claimed without saying what shows it (S4 visit 4).
    """
    if cause == "misuse" and not optional.get("evidence"):
        raise EvidenceMissing()
    fields = {
        "outcome": outcome,
        "found": found,
        "done": done_,
        "cause": cause,
        "parts": parts or [],
        **optional,
    }
    with writing(ledger, typist) as tx:
        number = tx.ticket(ticket).ticket.id
        if arrived is not None:
            tx.append(number, "arrived", at=arrived)
        tx.append(number, "visited", at=typist.at, **fields)
    return done(ledger, tx, number)


def come_back(ledger: Ledger, ticket: str, typist: Typist) -> Done:
    """The technician is back at the office: report, slip and callback are due from here."""
    return record(ledger, ticket, typist, "back")


def file_slip(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    signed_by: str = "",
    unsigned: str = "",
    rating: str | None = None,
    remark: str = "",
) -> Done:
    """File the slip: signed, or unsigned with the reason; nobody is pressed. Raises
    SlipNeedsOne.
    """
    if bool(signed_by) == bool(unsigned):
        raise SlipNeedsOne()
    return record(
        ledger,
        ticket,
        typist,
        "slip_in",
        signed_by=signed_by,
        unsigned=unsigned,
        rating=rating,
        remark=remark,
    )
