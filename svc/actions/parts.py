"""Parts of a ticket: asked of the centre, delivered, lent to a technician, used or returned
(S4).
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import datetime
from typing import TypeVar

from msgspec import Struct

from svc.actions.recording import Done, Typist, record, result_of, writing
from svc.errors import Damaged, EarlierLoanOpen, LentTogether, NoSuchLoan
from svc.model import events as ev
from svc.model.tickets import Ticket
from svc.rules.forms import serial_form
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger

Begun = TypeVar("Begun", ev.PartRequested, ev.PartLent)


class Loan(Struct, frozen=True, kw_only=True):
    """A part that is out: handed to a technician, neither used nor returned."""

    ticket: Ticket
    lent: ev.PartLent


def request(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    part: str,
    count: int,
    by_when: datetime | None = None,
) -> Done:
    """Ask the parts centre; until the part is here nobody is sent without leave (待件)."""
    return record(ledger, ticket, typist, ev.PartRequested(part=part, count=count, by_when=by_when))


def deliver(ledger: Ledger, ticket: str, typist: Typist, *, part: str) -> Done:
    """A requested part is here. Raises NoSuchLoan if none of that name is awaited."""
    with writing(ledger, typist) as tx:
        found = tx.ticket(ticket).ticket
        came = {event.of for event in found.log if isinstance(event, ev.PartDelivered)}
        asked = [
            event
            for event in found.log
            if isinstance(event, ev.PartRequested) and event.part == part
        ]
        awaited, over = _to_end(asked, came)
        if awaited is None:
            raise NoSuchLoan(ticket=found.id, part=part)
        delivered = ev.PartDelivered(of=awaited.id)
        if over and not tx.is_said_again(found.id, delivered):
            raise NoSuchLoan(ticket=found.id, part=part)
        tx.append(found.id, delivered, at=typist.at)
    return result_of(ledger, tx, found.id)


def record_shortage(ledger: Ledger, ticket: str, typist: Typist, *, part: str, count: int) -> Done:
    """A request that stock could not meet (备件借用失败单); the hit rate comes from it."""
    return record(ledger, ticket, typist, ev.PartShort(part=part, count=count))


def lend(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    part: str,
    count: int,
    technician: str,
    serial: str = "",
) -> Done:
    """Hand a part to a technician for a ticket.

    Raises UnknownStaff, and EarlierLoanOpen, naming the part, while another is out
    (前件不还后件不借; S4 visit 2): a manager's exception is recorded with --allow. So does a piece,
    known by its serial number, that somebody has.
    """
    person = ledger.person(technician)
    with writing(ledger, typist) as tx:
        number = tx.ticket(ticket).ticket.id
        lent = ev.PartLent(part=part, count=count, technician=person.id, serial=serial)
        loans = open_loans(ledger)[0]
        out = [loan for loan in loans if loan.lent.technician == person.id and not typist.allow]
        # no leave makes it two
        out += [loan for loan in loans if serial and _is_piece(loan.lent, part, serial)]
        if out and not tx.is_said_again(number, lent):
            first = out[0].lent
            raise EarlierLoanOpen(
                technician=first.technician, part=first.part, ticket=out[0].ticket.id
            )
        tx.append(number, lent, at=typist.at)
    return result_of(ledger, tx, number)


def _is_piece(lent: ev.PartLent, part: str, serial: str) -> bool:
    return lent.part == part and serial_form(lent.serial) == serial_form(serial)


def take_back(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    part: str,
    how: ev.LoanEnd,
    fault: str = "",
    count: int | None = None,
) -> Done:
    """A loan ends: used, returned good, or returned defective with a tag. Raises NoSuchLoan.

    All of its pieces end together: a `count` of only some of them is refused with LentTogether.
    """
    with writing(ledger, typist) as tx:
        found = tx.ticket(ticket).ticket
        ended = {event.of for event in found.log if isinstance(event, ev.LoanEnded)}
        lent = [
            event for event in found.log if isinstance(event, ev.PartLent) and event.part == part
        ]
        out, over = _to_end(lent, ended)
        if out is None:
            raise NoSuchLoan(ticket=found.id, part=part)
        end = ev.LoanEnded(of=out.id, how=how, fault=fault)
        if over and not tx.is_said_again(found.id, end):
            raise NoSuchLoan(ticket=found.id, part=part)
        if count not in (None, out.count):
            raise LentTogether(ticket=found.id, part=part, count=count, lent=out.count)
        tx.append(found.id, end, at=typist.at)
    return result_of(ledger, tx, found.id)


def _to_end(begun: Sequence[Begun], ended: Container[str]) -> tuple[Begun | None, bool]:
    """The first that has not ended; else the last, and that it is over: the same words may have
    ended it just now.
    """
    first = next((event for event in begun if event.id not in ended), None)
    if first is not None:
        return first, False
    return (begun[-1] if begun else None), True


def open_loans(ledger: Ledger) -> tuple[list[Loan], list[Damaged]]:
    """All parts that are out, the longest first."""
    broken: list[Damaged] = []
    loans = []
    for found in ledger.tickets(broken, "", Sought(keys=(("is", "lent"),))):
        log = found.ticket.log
        ended = {event.of for event in log if isinstance(event, ev.LoanEnded)}
        loans += [
            Loan(ticket=found.ticket, lent=event)
            for event in log
            if isinstance(event, ev.PartLent) and event.id not in ended
        ]
    return sorted(loans, key=lambda loan: (loan.lent.at, loan.lent.id)), broken
