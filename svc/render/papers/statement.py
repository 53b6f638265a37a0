"""The statement of account (对账单) of a customer's month: opening balance, each charge and
payment, what is owed at its end and by when; for the customer to confirm.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from msgspec import Struct

from svc.errors import N_
from svc.model.customers import Customer
from svc.model.money import NOTHING, amount_in_capitals
from svc.model.settings import Settings
from svc.render.money import statement_entry
from svc.render.pages import Page, Pages
from svc.render.papers.days import DayHead, page_with_head
from svc.render.papers.values import Called
from svc.render.pdf import Ink
from svc.rules.money.statements import Statement


class StatementGiven(Struct, frozen=True, kw_only=True):
    """What a statement is printed from."""

    customer: Customer  # as the file stands
    statement: Statement
    settings: Settings
    recorded_until: datetime


class StatementEntry(Struct, frozen=True, kw_only=True):
    """A movement, ready to print."""

    day: str
    ticket: str
    what: str
    charged: str
    paid: str
    balance: str


class StatementOpen(Struct, frozen=True, kw_only=True):
    """What of a ticket is open."""

    ticket: str
    amount: str
    since: str
    until: str


class AccountStatement(Struct, frozen=True, kw_only=True):
    """What `statement.html` can use, as `paper`."""

    unit: str
    address: str
    contact: str
    terms: str  # how long they may take to pay, and up to which sum; empty: not on account
    first: str
    last: str
    opening: str
    entries: list[StatementEntry]
    charged: str
    paid: str
    closing: str
    capitals: str
    they_owe: bool  # not we
    owed: list[StatementOpen]


def statement(given: StatementGiven, pages: Pages, *, for_pdf: bool) -> Page:
    """A customer's month."""
    customer, made = given.customer, given.statement
    base, words = Ink(pages.font_dir if for_pdf else None), pages.words.to_the_minute()
    ink = base.of(customer.id)
    paid = made.total("paid") - made.total("refunded")
    account = customer.account
    terms = ""
    if account is not None:
        says = N_("within {days} days, up to {limit} yuan in all")
        terms = words(says, days=account.days, limit=account.limit)
    paper = AccountStatement(
        unit=ink("name", customer.name),
        address=ink("address", customer.address),
        contact=ink("contact", customer.contacts[0].name) if customer.contacts else "",
        terms=terms,
        first=made.first.isoformat(),
        last=(made.after - timedelta(days=1)).isoformat(),
        opening=_yuan(made.opening),
        entries=[
            StatementEntry(
                day=row.day.isoformat(),
                ticket=row.ticket,
                what=ink("log", statement_entry(row, words)),
                charged=_yuan(row.amount) if row.moved == "charged" else "",
                paid="" if row.moved == "charged" else _yuan(-row.owes),
                balance=_yuan(row.balance),
            )
            for row in made.rows
        ],
        charged=_yuan(made.total("charged")),
        paid=_yuan(paid),
        closing=_yuan(made.closing),
        capitals=amount_in_capitals(abs(made.closing)),
        they_owe=made.closing >= NOTHING,
        owed=[
            StatementOpen(
                ticket=item.ticket,
                amount=_yuan(item.amount),
                since=item.since.isoformat() if item.since else "",
                until=words.show(item.until.date()) if item.until else "",
            )
            for item in made.open_items
        ],
    )
    head = DayHead(
        number=f"{customer.id} {made.first:%Y-%m}",
        department=base("svc.yaml: name", given.settings.name),
        office="",
        technician=Called(),
        away="",
        as_of=words.show(given.recorded_until),
        unreadable=[],
    )
    return page_with_head(
        "statement",
        head,
        paper,
        base,
        pages,
        when=given.recorded_until,
        for_pdf=for_pdf,
    )


def _yuan(amount: Decimal) -> str:
    return f"{amount:.2f}"
