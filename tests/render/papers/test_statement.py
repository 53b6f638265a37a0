"""A customer's statement on paper: what they owe, line by line, to be signed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from render import golden
from render.paper_checks import check_paper, printed
from render.paper_tickets import HOSTILE, MORNING, SETTINGS, after, event, pages, read
from render.paper_tickets import ZONE as HERE

from svc.model import events as ev
from svc.model.customers import Contact, Customer, OnAccount, Opened
from svc.model.events import QuoteLine
from svc.render.pages import Page
from svc.render.papers.statement import StatementGiven, statement
from svc.rules.money.statements import statement_of
from svc.rules.ticket.lifecycle import State, replay_ticket

NOVEMBER = date(2026, 11, 1)
LINE = QuoteLine(item="更换轴承", count=1, price=Decimal("300.00"))
CHARGED = event(ev.Charged, 2, 4, lines=[LINE], total=Decimal("300.00"))
UNTIL = MORNING + timedelta(days=30)
OWED = event(
    ev.PaymentDeferred, 3, 5, until=UNTIL, payer="x", agreed_by="黄玥", amount=Decimal("300.00")
)
TAKEN = [
    event(ev.Paid, 4, 28, amount=Decimal("100.00"), how="cash", taken_by="wang"),
    event(
        ev.ReceiptIssued,
        5,
        28,
        number="SZ-A-26-0001",
        payer="x",
        amount=Decimal("100.00"),
        how="cash",
    ),
]


def customer(name: str = "南山明辉餐饮", **more: Any) -> Customer:
    return Customer(
        id="SZ-A0001",
        status="active",
        opened=MORNING,
        office="SZ",
        region="south",
        name=name,
        address=f"{name}，深南大道",
        phone="0755-88001234",
        contacts=[Contact(name="黄玥", mobile="13912345678")],
        log=[event(Opened, 1, digest="x")],
        **more,
    )


def state(*events: Any) -> State:
    return replay_ticket(after(*events))


def made(
    states: list[State],
    lang: str = "zh",
    first: date = NOVEMBER,
    file: Customer | None = None,
    *,
    for_pdf: bool = True,
) -> Page:
    given = StatementGiven(
        customer=file or customer(account=OnAccount(days=30, limit=Decimal("5000.00"))),
        statement=statement_of(states, first, HERE),
        settings=SETTINGS,
        recorded_until=MORNING,
    )
    return statement(given, pages(lang), for_pdf=for_pdf)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_is_the_one_that_was_approved(lang: str) -> None:
    page = made([state(CHARGED, OWED, *TAKEN)], lang, for_pdf=False)
    golden.check(f"statement.{lang}.html", page.html)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("count", [0, 1, 60])
def test_it_prints_well_with_few_lines_and_with_many(count: int, lang: str) -> None:
    charges = [
        event(ev.Charged, n + 1, n, lines=[LINE], total=Decimal(n).quantize(Decimal("0.01")))
        for n in range(1, count + 1)
    ]
    page = made([state(*charges)] if charges else [], lang)
    check_paper(page, ["南山明辉餐饮", "2026-11-30", *(["60.00"] if count == 60 else [])])
    assert len(printed(page)) == (2 if count == 60 else 1)


def test_what_is_owed_stands_in_figures_in_capitals_and_with_its_day() -> None:
    text = read(made([state(CHARGED, OWED, *TAKEN)], "en"))
    for told in (
        "within 30 days, up to 5000.00 yuan in all", "Brought forward 0.00", "repair, charged 300.00",
        "cash, receipt SZ-A-26-0001 100.00 200.00", "300.00 100.00 200.00", "Amount due, in words 贰佰元整",
        "SZ-2611-A0042 2026-11-21 2026-12-21 200.00",
    ):  # fmt: skip
        assert told in text


def test_what_was_paid_before_is_in_the_customers_favour() -> None:
    text = read(made([state(*TAKEN)], "en", file=customer()))
    assert "Credit balance, in words 壹佰元整" in text
    assert "On account no" in text


def test_hostile_text_adds_no_element() -> None:
    pages_ = [made([state(CHARGED)], "en", file=customer(name)) for name in ("x", HOSTILE)]
    assert pages_[0].html.count("<") == pages_[1].html.count("<")
