"""A customer's statement of a month (对账单), from all their tickets."""

from __future__ import annotations

from datetime import date, datetime, time

from msgspec import Struct

from svc.actions.customers import customer_card
from svc.errors import Damaged
from svc.rules.money.statements import Statement, statement_of
from svc.rules.ticket.customers import CustomerState
from svc.store.ledger import Ledger


class CustomerStatement(Struct, frozen=True, kw_only=True):
    """A statement, and whose it is."""

    customer: CustomerState
    statement: Statement
    recorded_until: datetime  # when the last of it was typed; of nothing: the end of the month


def month_before(day: date) -> date:
    """The first day of the month before that of `day`: the last one that is over."""
    return date(day.year - (day.month == 1), (day.month - 2) % 12 + 1, 1)


def customer_statement(
    ledger: Ledger, words: str, first: date, broken: list[Damaged]
) -> CustomerStatement:
    """The statement of the month that begins on `first`. Raises NoSuchCustomer, SeveralFit,
    Damaged.
    """
    card = customer_card(ledger, words, broken)
    statement = statement_of(card.tickets, first, ledger.zone)
    typed = [event.typed for state in card.tickets for event in state.events]
    return CustomerStatement(
        customer=card.state,
        statement=statement,
        recorded_until=max(typed, default=datetime.combine(statement.after, time(), ledger.zone)),
    )
