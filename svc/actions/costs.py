"""Internal cost: what a ticket cost us, whoever bears it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from svc.actions.typist import TicketResult, Typist, record_event
from svc.errors import Damaged
from svc.model import events as ev
from svc.rules.money.costs import OF_PEOPLE, CostRow, bearer_of
from svc.store.ledger import Ledger


def month_costs(
    ledger: Ledger, first: date, broken: list[Damaged], office: str = ""
) -> list[CostRow]:
    """What the tickets taken in within a month cost us, those of one office or all, in the order of
    their numbers.
    """
    of_year = ledger.month_folders(office, year=first.year)
    folders = [folder for folder in of_year if folder.endswith(f"/{first:%Y-%m}")]
    numbers = [number for folder in folders for number in ledger.numbers_in(folder)]
    return [
        row for record in ledger.read_each(numbers, broken) for row in ledger.costs(record.state)
    ]


def note_cost(
    ledger: Ledger,
    ticket: str,
    typist: Typist,
    *,
    category: ev.CostSort,
    amount: Decimal,
    bearer: ev.Bearer | None = None,
    person: str = "",
    words: str = "",
) -> TicketResult:
    """Note a cost of a ticket; who bears it follows from its sort unless it is said.

    `person` is whose travel, lodging or allowance it is, else the typist's. Raises UnknownStaff.
    """
    whose = ledger.person(person or typist.by)
    state = ledger.read(ticket).state
    return record_event(
        ledger,
        ticket,
        typist,
        ev.CostNoted(
            sort=category,
            amount=amount,
            bearer=bearer or bearer_of(category, state, ledger.settings, whose.office),
            person=whose.id if person or category in OF_PEOPLE else "",
            words=words,
        ),
    )
