"""`svc waive`, `svc owe`, `svc outstanding`: what paid work lacks, and what customers owe."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, get_args

import typer

from svc.actions import paid_work as actions
from svc.cli.desk import Desk
from svc.cli.quotes import tell_money
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    CsvOption,
    ReasonOption,
    TicketArgument,
    XlsxOption,
    name_broken,
    one_of,
    put_out_list,
)
from svc.errors import N_, Damaged, PastTime
from svc.model.events import SheetGap, Waived
from svc.model.money import NOTHING
from svc.render.listings import TableValue, ValueTable
from svc.rules.money.statements import bucket_of, days_open

PAPERS: tuple[SheetGap, ...] = get_args(SheetGap)
NAME_CELLS = 16  # so that a line in Chinese fits 80 columns


def waive(
    ctx: typer.Context,
    ticket: TicketArgument,
    missing: Annotated[
        list[str],
        typer.Option(
            "--missing",
            metavar="|".join(PAPERS),
            help=N_("What the daily sheet is to ask for no longer; repeatable."),
        ),
    ] = [],
    reason: ReasonOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Let paid work go on though agreement, charge or payment is missing, with the reason; or have
    the daily sheet ask no longer for a slip, a card, a signature.
    """
    desk: Desk = ctx.obj
    typed = desk.need(reason=(N_("Reason"), reason))
    typist = desk.typist(at or None, again, allow)
    papers = [one_of("--missing", each, PAPERS) for each in missing]
    result = actions.waive_gaps(desk.ledger(), ticket, typist, papers=papers, **typed)
    waived = next(event for event in reversed(result.ticket.log) if isinstance(event, Waived))
    if not desk.json:
        gaps = [desk.words.label("gap", gap) for gap in waived.gaps]
        desk.say(N_("Let pass: {gaps}"), gaps=gaps)
    tell_money(desk, result)


def owe(
    ctx: typer.Context,
    ticket: TicketArgument,
    until: Annotated[
        str,
        typer.Option(
            "--until", metavar="DAY", help=N_("Until when; default: the days of the account.")
        ),
    ] = "",
    agreed_by: Annotated[
        str,
        typer.Option("--agreed-by", metavar="NAME", help=N_("Who at the customer's agreed to it.")),
    ] = "",
    payer: Annotated[
        str, typer.Option("--payer", metavar="NAME", help=N_("Who pays; default: the customer."))
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that what is charged and not paid is owed until a day."""
    desk: Desk = ctx.obj
    typed = desk.need(agreed_by=(N_("Who agreed to it"), agreed_by))
    result = actions.defer_payment(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        agreed_by=typed["agreed_by"],
        until=_day_ahead(desk, until) if until else None,
        payer=payer,
    )
    deferred = result.state.account.deferred
    if deferred is not None and not desk.json:
        desk.say(
            N_("{payer} owes {amount} yuan until {until} (agreed by {name})"),
            payer=deferred.payer,
            amount=deferred.amount,
            until=deferred.until,
            name=deferred.agreed_by,
        )
    tell_money(desk, result)


def _day_ahead(desk: Desk, text: str) -> date:
    """A day that is not over. Raises NotADay, PastTime."""
    day = desk.day(text, likely="ahead")
    if day < desk.now.date():
        raise PastTime(at=day, now=desk.now)
    return day


def outstanding(ctx: typer.Context, csv: CsvOption = False, xlsx: XlsxOption = "") -> None:
    """List what customers still have to pay, what is due first in front."""
    desk: Desk = ctx.obj
    broken: list[Damaged] = []
    ledger = desk.ledger()
    debts = actions.debts(ledger, broken)
    days = [days_open(debt.state.account, desk.now.date(), ledger.zone) for debt in debts]
    spans = _spans(debts, days, sorted(ledger.settings.debt_ages))
    if desk.json:
        items = [
            {
                "id": debt.state.ticket.id,
                "customer": _unit(debt),
                "open": debt.open,
                "payer": debt.payer,
                "agreed_by": debt.agreed_by or None,
                "until": debt.until,
                "overdue": _is_late(desk, debt),
                "days": age,
            }
            for debt, age in zip(debts, days, strict=True)
        ]
        ages = [{"from": low, "to": high, "open": open_} for low, high, open_ in spans]
        desk.show_json("outstanding", items=items, ages=ages, unreadable=len(broken))
    elif debts or csv or xlsx:
        headings = [
            N_("Ticket"),
            N_("Open"),
            N_("Payer"),
            N_("Agreed by"),
            N_("Until"),
            N_("Days open"),
        ]
        listing = ValueTable(
            heads=[desk.words(each) for each in headings],
            rows=[[*_values(desk, debt), age] for debt, age in zip(debts, days, strict=True)],
            widest={2: NAME_CELLS, 3: NAME_CELLS},
            told=(2, 3),
        )
        put_out_list(desk, listing, N_("Outstanding"), csv=csv, xlsx=xlsx)
        if not csv and not xlsx:
            desk.say(
                N_("{amount} yuan in all; by days since it was charged: {spans}"),
                amount=sum((debt.open for debt in debts), NOTHING),
                spans=[_span_words(desk, *span) for span in spans],
            )
    else:
        desk.say(N_("No customer has anything left to pay."))
    name_broken(broken)


def _values(desk: Desk, debt: actions.Debt) -> list[TableValue]:
    until = desk.words.show(debt.until.date()) if debt.until else desk.words(N_("not agreed"))
    if _is_late(desk, debt):
        until += " " + desk.words(N_("overdue"))
    return [
        debt.state.ticket.id,
        debt.open,
        debt.payer,
        debt.agreed_by,
        until,
    ]


def _spans(
    debts: Sequence[actions.Debt], days: Sequence[int], limits: Sequence[int]
) -> list[tuple[int, int | None, Decimal]]:
    """What is open in each span of ages: from and to how many days; the last has no end."""
    lows, highs = [0, *(limit + 1 for limit in limits)], [*limits, None]
    sums = [NOTHING for _ in lows]
    for debt, age in zip(debts, days, strict=True):
        sums[bucket_of(age, limits)] += debt.open
    return list(zip(lows, highs, sums, strict=True))


def _span_words(desk: Desk, low: int, high: int | None, amount: Decimal) -> str:
    if high is None:
        return desk.words(N_("{low} and more {amount}"), low=low, amount=amount)
    return desk.words(N_("{low}–{high} {amount}"), low=low, high=high, amount=amount)


def _is_late(desk: Desk, debt: actions.Debt) -> bool:
    return debt.until is not None and desk.now > debt.until


def _unit(debt: actions.Debt) -> str | None:
    customer = debt.state.current.customer
    return customer.unit if customer else None
