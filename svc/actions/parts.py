"""Parts of a ticket: asked of the centre, delivered, lent to a technician, used or returned
(S4).
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import datetime
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.lending import (
    are_books_kept,
    as_in_the_books,
    check_lies_there,
    where_to_take,
)
from svc.actions.reserved import check_not_reserved, said_of_reserved
from svc.actions.stock import check_not_here_already, place_named, unseen_in_books
from svc.actions.typist import TicketResult, Typist, record_event, ticket_result, writing
from svc.errors import (
    Damaged,
    EarlierLoanOpen,
    LentTogether,
    NoSuchLoan,
    Notice,
    PieceNotNamed,
    WhichPieces,
)
from svc.model import events as ev
from svc.model.tickets import Ticket
from svc.rules.forms import part_form, serial_form
from svc.rules.stock.moves import Move
from svc.rules.stock.of_tickets import moves_of_ticket
from svc.rules.stock.places import Spot, store_of
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.part_requests import requests_for
from svc.rules.ticket.parts_out import PartOut, parts_out
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger

Begun = TypeVar("Begun", ev.PartRequested, ev.PartLent)


class Loan(Struct, frozen=True, kw_only=True):
    """A part that is out: handed to a technician, neither used nor returned."""

    ticket: Ticket
    out: PartOut
    due: datetime | None = None  # when it is to be settled, if the settings say
    is_late: bool = False

    @property
    def lent(self) -> ev.PartLent:
        return self.out.lent

    @property
    def technician(self) -> str:
        """Who has it now."""
        return self.out.technician

    def is_earlier_than(self, at: datetime, typed: datetime) -> bool:
        """Whether it is to be settled before another part is lent then (decisions 15)."""
        is_over = self.due is not None and self.due < at
        return is_over or self.out.is_earlier_than(at, typed, has_term=self.due is not None)


def request_part(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    part: str,
    count: int,
    by_when: datetime | None = None,
) -> TicketResult:
    """Ask the parts centre; until the part is here nobody is sent without leave (待件)."""
    return record_event(
        ledger, ticket, typist, ev.PartRequested(part=part, count=count, by_when=by_when)
    )


def deliver_part(
    ledger: Ledger, ticket: str, typist: Typist, *, part: str, serials: Sequence[str] = ()
) -> TicketResult:
    """A requested part is here. Raises NoSuchLoan if none of that name is awaited; WhichPieces
    where pieces that are followed come without their numbers, PieceElsewhere for one that is here.
    """
    with writing(ledger, typist) as tx:
        current = tx.ticket(ticket).state.ticket
        asked = requests_for(current.log, part)
        cancelled = [each.asked.id for each in asked if each.stage == "cancelled"]
        requests = [each.asked for each in asked if each.asked.id not in cancelled]
        here = [each.asked.id for each in asked if each.stage == "arrived"]
        awaited, has_ended = _first_not_ended(requests, here)
        if awaited is None:
            raise NoSuchLoan(ticket=current.id, part=part)
        delivered = ev.PartDelivered(of=awaited.id, serials=list(serials))
        if has_ended and not tx.is_said_again(current.id, delivered):
            raise NoSuchLoan(ticket=current.id, part=part)
        _check_named(ledger, awaited, serials, current.office)
        tx.append(current.id, delivered, at=typist.at)
        if not tx.is_said_again(current.id, delivered):
            check_not_here_already(ledger, _last_moves(tx.planned_state(current.id)))
    return _and_what_is_reserved(ledger, ticket_result(ledger, tx, current.id))


def _and_what_is_reserved(ledger: Ledger, result: TicketResult) -> TicketResult:
    """The result, and what its last event means for what is reserved."""
    if result.repeated:
        return result
    moves = _last_moves(result.state)
    return replace(result, notices=[*result.notices, *said_of_reserved(ledger, moves)])


def _last_moves(state: State) -> list[Move]:
    """What the last event of a ticket moved."""
    last = state.events[-1].seq
    return [move for move in moves_of_ticket(state) if move.source[1] == last]


def _check_named(
    ledger: Ledger, asked: ev.PartRequested, serials: Sequence[str], office: str
) -> None:
    """Raise WhichPieces unless each piece that came, or none, has its number; of what is followed,
    each.
    """
    kind = ledger.parts.find_part(asked.part)
    is_followed = kind is not None and kind.serial
    if (serials or is_followed) and len(set(serials)) != asked.count:
        raise WhichPieces(
            part=ledger.parts.called(asked.part),
            code=part_form(asked.part),
            place=place_named(ledger, Spot(store_of(office))),
            count=asked.count,
        )


def record_shortage(
    ledger: Ledger, ticket: str, typist: Typist, *, part: str, count: int
) -> TicketResult:
    """A request that stock could not meet (备件借用失败单); the hit rate comes from it."""
    return record_event(ledger, ticket, typist, ev.PartShort(part=part, count=count))


def lend_part(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    part: str,
    count: int,
    technician: str,
    serial: str = "",
    unbooked: str = "",
) -> TicketResult:
    """Hand a part to a technician for a ticket; where the store's books are kept, from what lies in
    it. `unbooked`: why it is lent though it is in the hand and not in the books (decisions 15).

    Raises UnknownStaff, and EarlierLoanOpen, naming the part, while an earlier one is out
    (前件不还后件不借; S4 visit 2): a manager's exception is recorded with --allow. So does a piece,
    known by its serial number, that somebody has. PieceNotNamed for a part that is followed piece
    by piece without a serial number. NotInCatalogue, TooFewToLend and SerialNotThere for what the
    books don't have in the store; ReservedForOthers for what other visits need.
    """
    person = ledger.person(technician)
    kind = ledger.parts.find_part(part)
    if kind is not None and kind.serial and (count != 1 or not serial):
        raise PieceNotNamed(part=kind.code, ticket=ticket)
    notices: list[Notice] = []
    is_taken = False
    with writing(ledger, typist) as tx:
        current = tx.ticket(ticket).state.current
        lent = ev.PartLent(
            part=part, count=count, technician=person.id, serial=serial, unbooked=unbooked
        )
        is_booked = are_books_kept(ledger, current.office, typist.happened)
        if is_booked:
            lent = as_in_the_books(ledger, current.office, lent)
        if not tx.is_said_again(current.id, lent):
            _check_no_earlier(ledger, lent, typist)
            if is_booked:
                check_lies_there(ledger, current.office, lent, typist.happened, current.id)
                is_taken = not unbooked and check_not_reserved(
                    ledger, current.office, {lent.part: count}, typist, current.id
                )
                notices = (
                    [] if unbooked else where_to_take(ledger, current.office, lent, typist.happened)
                )
        tx.append(current.id, lent, at=typist.at)
    if is_booked:
        notices = [*notices, *unseen_in_books(ledger)]
    result = ticket_result(ledger, tx, current.id, notices)
    return _and_what_is_reserved(ledger, result) if is_taken else result


def _check_no_earlier(ledger: Ledger, lent: ev.PartLent, typist: Typist) -> None:
    """Raise EarlierLoanOpen: of what the technician has, unless a manager allows it; of a piece
    that somebody has, whatever anybody allows: no leave makes it two.
    """
    loans = open_loans(ledger, typist.now)[0]
    in_the_way = [
        loan
        for loan in loans
        if not typist.allow
        and loan.technician == lent.technician
        and loan.is_earlier_than(typist.happened, typist.now)
    ]
    in_the_way += [loan for loan in loans if lent.serial and _is_piece(loan.lent, lent)]
    if in_the_way:
        first = in_the_way[0]
        raise EarlierLoanOpen(
            technician=ledger.staff.name_of(first.technician),
            part=first.lent.part,
            ticket=first.ticket.id,
        )


def _is_piece(lent: ev.PartLent, wanted: ev.PartLent) -> bool:
    is_same = part_form(lent.part) == part_form(wanted.part)
    return is_same and serial_form(lent.serial) == serial_form(wanted.serial)


def end_loan(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    part: str,
    how: ev.LoanEnd,
    fault: str = "",
    count: int | None = None,
) -> TicketResult:
    """A loan ends: used, returned good, returned defective with a tag, or lost. Raises NoSuchLoan.

    All of its pieces end together: a `count` of only some of them is refused with LentTogether.
    """
    with writing(ledger, typist) as tx:
        current = tx.ticket(ticket).state.ticket
        ended_ids = {event.of for event in current.log if isinstance(event, ev.LoanEnded)}
        loans = [
            event
            for event in current.log
            if isinstance(event, ev.PartLent) and part_form(event.part) == part_form(part)
        ]
        loan, has_ended = _first_not_ended(loans, ended_ids)
        if loan is None:
            raise NoSuchLoan(ticket=current.id, part=part)
        end = ev.LoanEnded(of=loan.id, how=how, fault=fault)
        if has_ended and not tx.is_said_again(current.id, end):
            raise NoSuchLoan(ticket=current.id, part=part)
        if count not in (None, loan.count):
            raise LentTogether(ticket=current.id, part=part, count=count, lent=loan.count)
        tx.append(current.id, end, at=typist.at)
    return ticket_result(ledger, tx, current.id)


def _first_not_ended(begun: Sequence[Begun], ended: Container[str]) -> tuple[Begun | None, bool]:
    """The first that has not ended; else the last, and that it is over: the same words may have
    ended it just now.
    """
    first = next((event for event in begun if event.id not in ended), None)
    if first is not None:
        return first, False
    return (begun[-1] if begun else None), True


def open_loans(ledger: Ledger, now: datetime) -> tuple[list[Loan], list[Damaged]]:
    """All parts that are out, the longest first; by when each is to be settled, and whether that is
    over, as it stands `now`.
    """
    broken: list[Damaged] = []
    loans = []
    for record in ledger.tickets(broken, "", Sought(keys=(("is", "lent"),))):
        state = record.state
        limit_days = ledger.settings.loan_days
        runs = ledger.known_promises(state, now, broken) if limit_days else []
        watched = {run.started.seq: run for run in runs if run.promise == "loan"}
        for out in parts_out(state.events):
            run = watched.get(out.lent.seq)
            loans.append(
                Loan(
                    ticket=record.ticket,
                    out=out,
                    due=run.due if run else None,
                    is_late=run is not None and run.state == "overdue",
                )
            )
    return sorted(loans, key=lambda loan: (loan.lent.at, loan.lent.id)), broken
