"""What each of us holds: parts that are out for tickets, the kit, money that the cashier has not,
since when and of which ticket (S2 4.3.3, S4).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from msgspec import Struct

from svc.actions.parts import open_loans
from svc.errors import Damaged
from svc.model.staff import Staff
from svc.store.index.queries import Sought
from svc.store.ledger import Ledger


class ThingHeld(Struct, frozen=True, kw_only=True):
    """One thing that somebody holds: pieces of a part, or a sum of money."""

    person: str
    ticket: str  # empty: of none
    is_kit: bool = False  # they always have it along, for no ticket
    since: datetime
    part: str = ""
    count: int = 0
    serial: str = ""
    amount: Decimal | None = None  # yuan; None: it is a part
    how: str = ""  # how it was paid
    due: datetime | None = None  # when a part is to be settled, if the settings say
    is_late: bool = False


def what_is_held(
    ledger: Ledger, now: datetime, broken: list[Damaged], *, person: str = ""
) -> list[ThingHeld]:
    """All that is held, or what one person holds: person by person, the longest first. Of each
    ticket that can't be read the reason is added to `broken`.
    """
    found = [
        *_parts_held(ledger, now, broken),
        *_kits_held(ledger, broken),
        *_money_held(ledger, broken),
    ]
    wanted = [each for each in found if person in ("", each.person)]
    return sorted(wanted, key=_order)


def _order(each: ThingHeld) -> tuple[str, bool, datetime, str, str]:
    """A person's kit behind what is to be settled."""
    return each.person, each.is_kit, each.since, each.ticket, each.part


def _parts_held(ledger: Ledger, now: datetime, broken: list[Damaged]) -> Iterator[ThingHeld]:
    """Parts in somebody's hand that were lent for tickets."""
    loans, unread = open_loans(ledger, now)
    broken += unread
    for loan in loans:
        yield ThingHeld(
            person=loan.technician,
            ticket=loan.ticket.id,
            since=loan.lent.at,
            part=loan.lent.part,
            count=loan.lent.count,
            serial=loan.lent.serial,
            due=loan.due,
            is_late=loan.is_late,
        )


def money_keys(staff: Staff) -> tuple[tuple[str, str], ...]:
    """What tickets are found by whose money is with somebody of us who is no cashier."""
    return tuple(("taken", person.id) for person in staff.staff if not person.may(("cashier",)))


def _kits_held(ledger: Ledger, broken: list[Damaged]) -> Iterator[ThingHeld]:
    """What technicians have along without a ticket."""
    from svc.store.index.stock_figures import kits_in, kits_in_index

    unread: list[Damaged] = []
    begun = ledger.books_begun()
    pieces = ledger.ask_index(lambda index: kits_in_index(index, begun), stock=True)
    if pieces is None:
        pieces = kits_in(ledger.moves(unread))
    else:
        ledger.balances(unread, places=[])  # names what the index could not read
    named = [error.facts for error in broken]
    broken += [error for error in unread if error.facts not in named]
    for piece in pieces:
        if piece.count > 0:
            yield ThingHeld(
                person=piece.technician,
                ticket="",
                is_kit=True,
                since=piece.since,
                part=piece.part,
                count=piece.count,
            )


def _money_held(ledger: Ledger, broken: list[Damaged]) -> Iterator[ThingHeld]:
    """Money taken from customers and not handed in."""
    for record in ledger.tickets(broken, "", Sought(keys=money_keys(ledger.staff))):
        account = record.state.account
        for paid in account.owed_by_staff(ledger.staff):
            yield ThingHeld(
                person=account.holder(paid),
                ticket=record.ticket.id,
                since=paid.at,
                amount=paid.amount,
                how=paid.how,
            )
