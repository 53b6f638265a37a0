"""`svc prices`, `svc quote`, `svc consent`, `svc charge`, `svc decline`: paid service up to the
bill.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Annotated, Literal, get_args

import typer

from svc.actions import quotes as actions
from svc.actions.free_lines import FREE_REASONS
from svc.actions.typist import TicketResult
from svc.cli.desk import Desk
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    CsvOption,
    EvidenceOption,
    ReasonOption,
    TicketArgument,
    XlsxOption,
    choices_named,
    chosen_value,
    put_out_list,
    tell_result,
)
from svc.errors import N_, DifferenceUnexplained, NoPriceList
from svc.model.events import ConsentTo, FreeReason
from svc.render.listings import listing_table
from svc.render.money import lines_table, money_fields, price_listing
from svc.render.words import printable

LineOption = Annotated[
    list[str],
    typer.Option(
        "--line",
        metavar="CODE[:COUNT]|WORDS:COUNT:PRICE",
        help=N_("An item of the price list, or one of your own; repeatable."),
    ),
]
TravelOption = Annotated[
    bool,
    typer.Option("--travel", help=N_("Add travel by the customer's distance from the office.")),
]
FreeOption = Annotated[
    list[str],
    typer.Option(
        "--free",
        metavar="CODE:WHY",
        help=N_("A line that is free, and why: warranty, contract, goodwill; repeatable."),
    ),
]
CONSENTS: tuple[ConsentTo, ...] = get_args(ConsentTo)
CHARGED_CAUSES: tuple[Literal["misuse", "software"], ...] = ("misuse", "software")


def prices(
    ctx: typer.Context,
    version: Annotated[
        str,
        typer.Argument(metavar="[LIST]", help=N_("The list, such as 2026-07; default: today's.")),
    ] = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """Show the price list: labour by job, travel by distance, parts."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    day = desk.now.date()
    prices_found = actions.price_list_on(ledger, version or ledger.prices_on(day), day.isoformat())
    if prices_found.list is None:
        raise NoPriceList(day=prices_found.version)
    if desk.json:
        items = [
            {"code": item.code, "name": item.name, "price": item.price}
            for item in prices_found.list.items
        ]
        desk.show_json(
            "prices", list=prices_found.version, since=prices_found.list.since, items=items
        )
        return
    listing = price_listing(prices_found.list, desk.words)
    if csv or xlsx:
        put_out_list(desk, listing, N_("Price list"), csv=csv, xlsx=xlsx)
        return
    desk.say(
        N_("Price list {version}, from {day}, in yuan"),
        version=prices_found.version,
        day=prices_found.list.since,
    )
    desk.out(listing_table(listing, desk.words))
    if prices_found.list.note:
        desk.out(printable(prices_found.list.note))


def quote(
    ctx: typer.Context,
    ticket: TicketArgument,
    line: LineOption = [],
    travel: TravelOption = False,
    free: FreeOption = [],
    cause: Annotated[
        str,
        typer.Option(
            "--cause",
            metavar="|".join(CHARGED_CAUSES),
            help=N_("Why the customer pays though the machine is in warranty."),
        ),
    ] = "",
    evidence: EvidenceOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Name a price, line by line, from the price list."""
    desk: Desk = ctx.obj
    if not line and not travel:
        line = _lines_typed(
            desk.need(line=(N_("Lines (CODE:COUNT or WORDS:COUNT:PRICE, separated by ;)"), ""))[
                "line"
            ]
        )
    meant = chosen_value(desk, "--cause", cause, "cause", CHARGED_CAUSES) if cause else ""
    if meant == "misuse":
        evidence = desk.need(evidence=(N_("The evidence of misuse"), evidence))["evidence"]
    typist = desk.typist(at or None, again, allow)
    result = actions.quote_price(
        desk.ledger(),
        ticket,
        typist,
        lines=line,
        travel=travel,
        free=_free_typed(desk, free),
        cause=meant,
        evidence=evidence,
    )
    quoted = result.state.account.quote
    if quoted is not None and not desk.json:
        desk.out(lines_table(quoted.lines, quoted.total, desk.words))
    tell_money(desk, result)


def consent(
    ctx: typer.Context,
    ticket: TicketArgument,
    to: Annotated[
        str,
        typer.Option(
            "--to", metavar="|".join(CONSENTS), help=N_("What the customer was asked about.")
        ),
    ] = "",
    who: Annotated[str, typer.Option("--who", metavar="NAME", help=N_("Who answered."))] = "",
    how: Annotated[
        str, typer.Option("--how", metavar="HOW", help=N_("By phone, signed on the order, …"))
    ] = "",
    refused: Annotated[bool, typer.Option("--refused", help=N_("The answer was no."))] = False,
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record the customer's answer before the work: to a price, to opening the machine, to data at
    risk.
    """
    desk: Desk = ctx.obj
    question = choices_named(desk, N_("Consent to what"), "consent", CONSENTS)
    typed = desk.need(to=(question, to), who=(N_("Who answered"), who), how=(N_("How"), how))
    result = actions.record_consent(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        to=chosen_value(desk, "--to", typed["to"], "consent", CONSENTS),
        who=typed["who"],
        how=typed["how"],
        granted=not refused,
    )
    tell_money(desk, result)


def charge(
    ctx: typer.Context,
    ticket: TicketArgument,
    line: LineOption = [],
    travel: TravelOption = False,
    free: FreeOption = [],
    reason: Annotated[
        str,
        typer.Option(
            "--reason", metavar="REASON", help=N_("Why it is less than the customer agreed to.")
        ),
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Charge the work: what was quoted, unless lines are given. It takes the place of an earlier
    charge.
    """
    desk: Desk = ctx.obj
    typist = desk.typist(at or None, again, allow)
    charge_it = partial(
        actions.charge_work,
        desk.ledger(),
        ticket,
        typist,
        lines=line,
        travel=travel,
        free=_free_typed(desk, free),
    )
    try:
        result = charge_it(reason=reason)
    except DifferenceUnexplained as unexplained:
        if not desk.at_terminal:
            raise
        says = N_("The customer agreed to {agreed} yuan, and the charge is {total}.")
        desk.show(desk.words(says, **unexplained.facts))
        result = charge_it(reason=desk.answer("reason", N_("Why it is less")))
    charged = result.state.account.charge
    if charged is not None and not desk.json:
        desk.out(lines_table(charged.lines, charged.total, desk.words))
    tell_money(desk, result)


def decline(
    ctx: typer.Context,
    ticket: TicketArgument,
    reason: ReasonOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Decline politely: no consent to the price, or not ours to repair."""
    desk: Desk = ctx.obj
    typed = desk.need(reason=(N_("Reason"), reason))
    tell_money(
        desk,
        actions.decline_request(
            desk.ledger(), ticket, desk.typist(at or None, again, allow), **typed
        ),
    )


def tell_money(desk: Desk, result: TicketResult) -> None:
    """How a command about money ends: as all do, and in JSON with the account."""
    tell_result(desk, result, money=money_fields(result.state.account))


def _free_typed(desk: Desk, texts: list[str]) -> dict[str, FreeReason]:
    """`L03:warranty`, `检测：优惠`: a line with the reason why it is free. Raises NotOneOf."""
    typed: dict[str, FreeReason] = {}
    for text in texts:
        name, _, why = text.replace("：", ":").rpartition(":")
        typed[name or text] = chosen_value(desk, "--free", why, "free", FREE_REASONS)
    return typed


def _lines_typed(answer: str) -> list[str]:
    return [text for text in re.split(r"\s*[;；]\s*", answer) if text]
