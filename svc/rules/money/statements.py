"""A customer's statement of a month (对账单): what was owed, charged, paid, given back, and what is
owed at its end; how long debts are open.

Only what took place counts: what a merge left out of turn is in no account. A charge counts with
what it adds to the one before it. Every sum follows from the tickets' logs, so that a statement
printed again says the same unless something was recorded later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from svc.model import events as ev
from svc.model.money import NOTHING
from svc.rules.ticket.account import Account
from svc.rules.ticket.lifecycle import State

Moved = Literal["charged", "paid", "refunded"]


class StatementRow(Struct, frozen=True, kw_only=True):
    """One movement of the customer's account."""

    day: date
    ticket: str
    kind: str  # of the ticket
    moved: Moved
    amount: Decimal  # as it was charged, paid or given back; a charge that was lowered: negative
    how: str  # it was paid or given back; empty of a charge
    receipt: str  # its number; empty: none
    not_taken: bool  # it takes back a payment that was recorded twice
    balance: Decimal  # what was owed afterwards

    @property
    def owes(self) -> Decimal:
        """What it adds to what the customer owes."""
        return -self.amount if self.moved == "paid" else self.amount


class OpenItem(Struct, frozen=True, kw_only=True):
    """What of one ticket was owed at the end of the month."""

    ticket: str
    amount: Decimal
    since: date | None  # the day of the last charge
    until: datetime | None  # when it is to be paid; None: nobody agreed to that


class Statement(Struct, frozen=True, kw_only=True):
    """A customer's month."""

    first: date
    after: date  # the first day of the next month
    opening: Decimal
    rows: list[StatementRow]
    open_items: list[OpenItem]

    def total(self, moved: Moved) -> Decimal:
        """What was charged, paid or given back in the month."""
        return sum((row.amount for row in self.rows if row.moved == moved), NOTHING)

    @property
    def closing(self) -> Decimal:
        """Opening + charged − paid + given back."""
        return self.opening + sum((row.owes for row in self.rows), NOTHING)


def month_after(first: date) -> date:
    """The first day of the month after this one."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def statement_of(states: Sequence[State], first: date, zone: tzinfo) -> Statement:
    """The statement of the month that begins on `first`, from the customer's tickets."""
    after = month_after(first)
    moved = sorted(
        (row for state in states for row in _moved(state, zone) if row.day < after),
        key=lambda row: (row.day, row.ticket),
    )
    opening = sum((row.owes for row in moved if row.day < first), NOTHING)
    rows, balance = [], opening
    for row in moved:
        if row.day >= first:
            balance += row.owes
            rows.append(_with_balance(row, balance))
    return Statement(
        first=first,
        after=after,
        opening=opening,
        rows=rows,
        open_items=list(_open_items(states, moved)),
    )


def days_open(account: Account, today: date, zone: tzinfo) -> int:
    """How many whole days ago the work was charged; 0 where it is not charged."""
    if account.charge is None:
        return 0
    return max((today - account.charge.at.astimezone(zone).date()).days, 0)


def bucket_of(days: int, limits: Sequence[int]) -> int:
    """In which span of ages a debt lies, counted from 0: the first whose limit is not passed."""
    return next((place for place, limit in enumerate(limits) if days <= limit), len(limits))


def _with_balance(row: StatementRow, balance: Decimal) -> StatementRow:
    fields = {name: getattr(row, name) for name in row.__struct_fields__}
    return StatementRow(**{**fields, "balance": balance})


def _moved(state: State, zone: tzinfo) -> Iterator[StatementRow]:
    """What each event adds to the account, in the order of the log; never before the ticket came
    in, whatever was typed.
    """
    account, charged = state.account, NOTHING
    began = state.ticket.received.astimezone(zone).date()
    moved: Moved
    for event in state.events:
        how = receipt = ""
        match event:
            case ev.Charged():
                amount, moved = event.total - charged, "charged"
                charged = event.total
            case ev.Paid():
                amount, moved, how = event.amount, "paid", event.how
                receipt = _receipt_of(account, event)
            case ev.Refunded() if event in account.refunds:
                amount, moved, how = event.amount, "refunded", event.how
                receipt = event.receipt
            case _:
                continue
        if amount:
            yield StatementRow(
                day=max(began, event.at.astimezone(zone).date()),
                ticket=state.ticket.id,
                kind=state.current.kind or "",
                moved=moved,
                amount=amount,
                how=how,
                receipt=receipt,
                not_taken=isinstance(event, ev.Refunded) and event.not_taken,
                balance=NOTHING,
            )


def _receipt_of(account: Account, payment: ev.Paid) -> str:
    """The number of the receipt that stands for a payment: of one that was replaced the last."""
    number = ""
    for receipt in account.receipts:
        is_its_own = not receipt.replaces and payment in account.payments_of(receipt)
        if is_its_own or (number and receipt.replaces == number):
            number = receipt.number
    return number


def _open_items(states: Iterable[State], moved: Sequence[StatementRow]) -> Iterator[OpenItem]:
    owed: dict[str, Decimal] = {}
    since: dict[str, date] = {}
    for row in moved:
        owed[row.ticket] = owed.get(row.ticket, NOTHING) + row.owes
        if row.moved == "charged":
            since[row.ticket] = row.day
    for state in sorted(states, key=lambda each: each.ticket.id):
        number, deferred = state.ticket.id, state.account.deferred
        if owed.get(number):
            yield OpenItem(
                ticket=number,
                amount=owed[number],
                since=since.get(number),
                until=deferred.until if deferred else None,
            )
