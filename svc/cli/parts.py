"""`svc part`, `svc loan`."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from svc.actions import parts as actions
from svc.cli.desk import Desk
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    TicketArgument,
    name_broken,
    one_of,
    tell,
    whole,
)
from svc.errors import N_
from svc.model.events import LoanEnd
from svc.render.tables import tabulated
from svc.render.words import printable

PartArgument = Annotated[
    str, typer.Argument(metavar="PART[:COUNT]", help=N_("The part, and how many."))
]
ENDS: tuple[LoanEnd, ...] = get_args(LoanEnd)


def request(
    ctx: typer.Context,
    ticket: TicketArgument,
    part: PartArgument,
    by_when: Annotated[
        str, typer.Option("--by", metavar="TIME", help=N_("When it is expected."))
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Ask the parts centre for a part; the ticket waits for it."""
    desk: Desk = ctx.obj
    name, count = _part(part)
    done = actions.request_part(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        part=name,
        count=count,
        by_when=desk.moment(by_when) if by_when else None,
    )
    tell(desk, done)


def deliver(
    ctx: typer.Context,
    ticket: TicketArgument,
    part: PartArgument,
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that a requested part has arrived."""
    desk: Desk = ctx.obj
    tell(
        desk,
        actions.deliver_part(
            desk.ledger(), ticket, desk.typist(at or None, again, allow), part=_part(part)[0]
        ),
    )


def short(
    ctx: typer.Context,
    ticket: TicketArgument,
    part: PartArgument,
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that a part asked for is not in stock."""
    desk: Desk = ctx.obj
    name, count = _part(part)
    typist = desk.typist(at or None, again, allow)
    tell(desk, actions.record_shortage(desk.ledger(), ticket, typist, part=name, count=count))


def lend(
    ctx: typer.Context,
    ticket: TicketArgument,
    part: PartArgument,
    to: Annotated[
        str, typer.Option("--to", metavar="STAFF", help=N_("The technician who gets it."))
    ] = "",
    serial: Annotated[
        str, typer.Option("--serial", metavar="NUMBER", help=N_("The part's serial number."))
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Hand a part to a technician for a ticket."""
    desk: Desk = ctx.obj
    name, count = _part(part)
    typed = desk.need(to=(N_("Technician (id)"), to))
    typist = desk.typist(at or None, again, allow)
    done = actions.lend_part(
        desk.ledger(), ticket, typist, part=name, count=count, technician=typed["to"], serial=serial
    )
    tell(desk, done)


def take_back(
    ctx: typer.Context,
    ticket: TicketArgument,
    part: PartArgument,
    how: Annotated[
        str,
        typer.Option(
            "--how", metavar="|".join(ENDS), help=N_("Used, returned good, or defective.")
        ),
    ] = "",
    fault: Annotated[str, typer.Option("--fault", help=N_("What the fault tag says."))] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that a lent part was used or came back."""
    desk: Desk = ctx.obj
    typed = desk.need(how=(N_("How it ended"), how))
    done = actions.end_loan(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        part=_part(part)[0],
        count=_part(part)[1] if part.replace("：", ":").rpartition(":")[1] else None,
        how=one_of("--how", typed["how"], ENDS),
        fault=fault,
    )
    tell(desk, done)


def list_loans(ctx: typer.Context) -> None:
    """List the parts that are out, longest first."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    loans, broken = actions.open_loans(ledger)
    if desk.json:
        items = [
            {
                "ticket": x.ticket.id,
                "part": x.lent.part,
                "count": x.lent.count,
                "technician": x.lent.technician,
                "since": x.lent.at,
            }
            for x in loans
        ]
        desk.show_json("loans", items=items, unreadable=len(broken))
    elif loans:
        words = desk.words
        rows = [
            [
                printable(ledger.staff.name(x.lent.technician)),
                printable(x.lent.part),
                str(x.lent.count),
                x.ticket.id,
                words.show(x.lent.at),
            ]
            for x in loans
        ]
        heads = (N_("Technician"), N_("Part"), N_("Number"), N_("Ticket"), N_("Since"))
        desk.out(tabulated([words(head) for head in heads], rows))
    else:
        desk.say(N_("No part is out."))
    name_broken(broken)


def _part(text: str) -> tuple[str, int]:
    name, colon, count = text.replace("：", ":").rpartition(":")
    if not colon:
        return text, 1
    return name, whole("PART", count) or 1
