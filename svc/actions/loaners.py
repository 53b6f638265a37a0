"""Loaner machines (备用机): lent to a customer on a ticket until theirs is repaired, taken back.

A loaner is an item of the store with a serial number (decisions 16): its moves follow from the
ticket, as those of parts do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from svc.actions.lending import are_books_kept
from svc.actions.stock import check_places, place_named, unseen_in_books
from svc.actions.typist import TicketResult, Typist, ticket_result, writing
from svc.errors import (
    N_,
    LoanerNotBack,
    LoanerToTakeBack,
    NoSuchLoaner,
    NotALoaner,
    NotInStock,
    Phrase,
    SerialNotThere,
    WhichLoaner,
)
from svc.model import events as ev
from svc.rules.forms import serial_form
from svc.rules.stock.moves import Move
from svc.rules.stock.pieces import as_booked, lent_out, pieces_at
from svc.rules.stock.places import Spot, store_of, with_customer_of
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.loaners import loaners_out
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.errors import Damaged, Notice


class LoanerOut(Struct, frozen=True, kw_only=True):
    """A loaner with a customer."""

    ticket: str
    office: str
    customer: str
    lent: ev.LoanerLent
    is_late: bool  # its day is over


class FreeLoaner(Struct, frozen=True, kw_only=True):
    """A loaner that lies in a store."""

    part: str
    serial: str
    office: str


def lend_loaner(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    part: str,
    serial: str,
    until: datetime,
    signed_by: str = "",
    unsigned: str = "",
    condition: str = "",
    accessories: Sequence[str] = (),
) -> TicketResult:
    """Lend a machine of the store to the customer of a ticket, until a day, against a signature.

    Raises NotALoaner; SerialNotThere where the machine is elsewhere by the books, or with another
    customer; NoSuchRecord, ImpossibleStep, NotYourRole.
    """
    kind = ledger.parts.find_part(part)
    if kind is None or not kind.loaner:
        raise NotALoaner(part=part)
    with writing(ledger, typist) as tx:
        current = tx.ticket(ticket).state.current
        known = ledger.moves([], kind.code)
        (spelt,) = as_booked([serial], [move.serial for move in known if move.serial])
        lent = ev.LoanerLent(
            part=kind.code,
            serial=spelt,
            until=until,
            signed_by=signed_by,
            unsigned=unsigned,
            condition=condition,
            accessories=list(accessories),
        )
        if not tx.is_said_again(current.id, lent):
            _check_lies_there(ledger, current.office, lent, known, typist.happened)
        tx.append(current.id, lent, at=typist.at)
    unseen = unseen_in_books(ledger) if are_books_kept(ledger, current.office, typist.now) else []
    return ticket_result(ledger, tx, current.id, unseen)


def _check_lies_there(
    ledger: Ledger, office: str, lent: ev.LoanerLent, known: Sequence[Move], at: datetime
) -> None:
    store = Spot(store_of(office))
    elsewhere = SerialNotThere(
        part=ledger.parts.called(lent.part),
        code=lent.part,
        serial=lent.serial,
        place=place_named(ledger, store),
    )
    last = next((move for move in reversed(known) if move.serial == lent.serial), None)
    is_elsewhere = last is not None and last.goes.place.is_inner and last.goes != store
    if is_elsewhere or lent.serial in lent_out(known):
        raise elsewhere
    if not are_books_kept(ledger, office, at):
        return
    move = Move(
        at=at,
        typed=at,
        source=("", 0, 1),
        how="loaner_lent",
        by="",
        part=lent.part,
        count=1,
        leaves=store,
        goes=Spot(with_customer_of("")),
        serial=lent.serial,
    )
    try:
        check_places(ledger, [move], at)
    except NotInStock:
        # Two desks lent another one of its kind twice: the sum is wrong until that is cleared, the
        # piece is here all the same.
        if last is None or last.goes != store:
            raise elsewhere from None


def return_loaner(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    serial: str = "",
    how: ev.LoanerEnd,
    condition: str,
) -> TicketResult:
    """A loaner is back, good or defective, or it is lost. Without a serial number the only one that
    the customer has. Raises NoSuchLoaner, WhichLoaner.
    """
    with writing(ledger, typist) as tx:
        current = tx.ticket(ticket).state.ticket
        of_log = [event for event in current.log if isinstance(event, ev.LoanerLent)]
        wanted = [each for each in of_log if _is_meant(each, serial)]
        ids = {each.id for each in loaners_out(current.log)}
        out = [each for each in wanted if each.id in ids]
        if len(out) > 1:
            raise WhichLoaner(ticket=current.id, serials=[each.serial for each in out])
        if not wanted:
            raise NoSuchLoaner(ticket=current.id, serial=serial)
        back = ev.LoanerReturned(of=(out or wanted)[-1].id, how=how, condition=condition)
        if not out and not tx.is_said_again(current.id, back):
            raise NoSuchLoaner(ticket=current.id, serial=serial)
        tx.append(current.id, back, at=typist.at)
    return ticket_result(ledger, tx, current.id)


def _is_meant(lent: ev.LoanerLent, serial: str) -> bool:
    return not serial or serial_form(lent.serial) == serial_form(serial)


def check_loaners_back(ledger: Ledger, state: State, typist: Typist) -> None:
    """Raise LoanerNotBack while the customer has a loaner, unless a manager allows it."""
    out = loaners_out(state.events)
    if out and not typist.allow:
        says = N_("{loaner} until {until}")
        raise LoanerNotBack(
            ticket=state.ticket.id,
            loaners=[Phrase(says, loaner=_called(ledger, each), until=each.until) for each in out],
            serial=out[0].serial,
        )


def loaners_to_take_back(ledger: Ledger, state: State) -> list[Notice]:
    """What is said when the customer gets their own machine."""
    return [
        LoanerToTakeBack(ticket=state.ticket.id, loaner=_called(ledger, each), until=each.until)
        for each in loaners_out(state.events)
    ]


def _called(ledger: Ledger, lent: ev.LoanerLent) -> str:
    return f"{ledger.parts.called(lent.part)} {lent.serial}"


def machines_out(
    ledger: Ledger, now: datetime, broken: list[Damaged], *, office: str = ""
) -> list[LoanerOut]:
    """The loaners that customers have, those first that are to be back first; of tickets of an
    office (of any, if none is given).
    """
    found = []
    for record in ledger.tickets(broken, "", Sought(keys=(("is", "loaner"),))):
        ticket = record.state.current
        if office not in ("", ticket.office):
            continue
        found += [
            LoanerOut(
                ticket=ticket.id,
                office=ticket.office,
                customer=ticket.customer.unit if ticket.customer else "",
                lent=lent,
                is_late=lent.until < now,
            )
            for lent in loaners_out(record.state.events)
        ]
    return sorted(found, key=lambda each: (each.lent.until, each.ticket))


def free_machines(ledger: Ledger, broken: list[Damaged], *, office: str = "") -> list[FreeLoaner]:
    """The loaners that lie good in an office's store (in any), to be lent."""
    offices = [office] if office else list(ledger.settings.offices)
    found = []
    for part in ledger.parts.parts:
        moves = ledger.moves(broken, part.code) if part.loaner else []
        out = lent_out(moves)
        found += [
            FreeLoaner(part=part.code, serial=serial, office=each)
            for each in offices
            for serial in pieces_at(moves, part.code, Spot(store_of(each)))
            if serial not in out
        ]
    return found
