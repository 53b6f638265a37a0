"""`svc part`, `svc loan`."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated, get_args

import typer

from svc.actions import parts as actions
from svc.cli.desk import Desk
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    CsvOption,
    TicketArgument,
    XlsxOption,
    name_broken,
    one_of,
    put_out_list,
    tell_result,
    whole_number,
)
from svc.errors import N_, NoTimeOfDay
from svc.model.events import LoanEnd
from svc.render.listings import TableValue, ValueTable

PartArgument = Annotated[
    str, typer.Argument(metavar="PART[:COUNT]", help=N_("The part, and how many."))
]
END_OF_DAY = time(23, 59, 59)
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
    name, count = part_counted(part)
    result = actions.request_part(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        part=name,
        count=count,
        by_when=expected_by(desk, by_when, at) if by_when else None,
    )
    tell_result(desk, result)


def deliver(
    ctx: typer.Context,
    ticket: TicketArgument,
    part: Annotated[
        str,
        typer.Argument(
            metavar="PART[:COUNT]",
            help=N_("The part; of pieces that are followed #SERIAL,SERIAL behind it."),
        ),
    ],
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that a requested part has arrived."""
    desk: Desk = ctx.obj
    said, _, numbers = part.translate(str.maketrans("＃，、", "#,,")).partition("#")
    result = actions.deliver_part(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        part=part_counted(said)[0],
        serials=[each.strip() for each in numbers.split(",") if each.strip()],
    )
    tell_result(desk, result)


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
    name, count = part_counted(part)
    typist = desk.typist(at or None, again, allow)
    tell_result(
        desk, actions.record_shortage(desk.ledger(), ticket, typist, part=name, count=count)
    )


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
    unbooked: Annotated[
        str,
        typer.Option(
            "--unbooked",
            metavar="REASON",
            help=N_("Lend what is in the hand and not in the store's books; why it is not."),
        ),
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Hand a part to a technician for a ticket."""
    desk: Desk = ctx.obj
    name, count = part_counted(part)
    typed = desk.need(to=(N_("Technician (id)"), to))
    typist = desk.typist(at or None, again, allow)
    result = actions.lend_part(
        desk.ledger(),
        ticket,
        typist,
        part=name,
        count=count,
        technician=typed["to"],
        serial=serial,
        unbooked=unbooked,
    )
    tell_result(desk, result)


def take_back(
    ctx: typer.Context,
    ticket: TicketArgument,
    part: PartArgument,
    how: Annotated[
        str,
        typer.Option(
            "--how", metavar="|".join(ENDS), help=N_("Used, returned good or defective, or lost.")
        ),
    ] = "",
    fault: Annotated[
        str, typer.Option("--fault", help=N_("What the fault tag says; how it was lost."))
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that a lent part was used, came back, or is lost."""
    desk: Desk = ctx.obj
    typed = desk.need(how=(N_("How it ended"), how))
    result = actions.end_loan(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        part=part_counted(part)[0],
        count=part_counted(part)[1] if part.replace("：", ":").rpartition(":")[1] else None,
        how=one_of("--how", typed["how"], ENDS),
        fault=fault,
    )
    tell_result(desk, result)


def list_loans(ctx: typer.Context, csv: CsvOption = False, xlsx: XlsxOption = "") -> None:
    """List the parts that are out, longest first."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    loans, broken = actions.open_loans(ledger, desk.now)
    if desk.json:
        items = [
            {
                "ticket": loan.ticket.id,
                "part": loan.lent.part,
                "count": loan.lent.count,
                "technician": loan.technician,
                "since": loan.lent.at,
                "due": loan.due,
                "overdue": loan.is_late,
            }
            for loan in loans
        ]
        desk.show_json("loans", items=items, unreadable=len(broken))
    elif loans or csv or xlsx:
        words = desk.words
        rows: list[list[TableValue]] = [
            [
                ledger.staff.name_of(loan.technician),
                words.part(loan.lent.part),
                loan.lent.count,
                loan.ticket.id,
                loan.lent.at,
            ]
            for loan in loans
        ]
        headings = [N_("Technician"), N_("Part"), N_("Number"), N_("Ticket"), N_("Since")]
        if any(loan.due for loan in loans):
            headings.append(N_("To be settled by"))
            for row, loan in zip(rows, loans, strict=True):
                row.append(_due(desk, loan))
        listing = ValueTable(heads=[words(heading) for heading in headings], rows=rows)
        put_out_list(desk, listing, N_("Parts out"), csv=csv, xlsx=xlsx)
    else:
        desk.say(N_("No part is out."))
    name_broken(broken)


def _due(desk: Desk, loan: actions.Loan) -> str:
    due = desk.words.show(loan.due) if loan.due else ""
    return desk.words(N_("{due} overdue"), due=due) if loan.is_late else due


def expected_by(desk: Desk, text: str, at: str = "") -> datetime:
    """When a part is to be here: a moment, or a day until its end. Raises as `Desk.ahead`."""
    try:
        return desk.ahead(text, at)
    except NoTimeOfDay:
        day = desk.day(text, likely="ahead")
        return desk.ahead(f"{day.isoformat()} {END_OF_DAY}", at)


def part_counted(text: str) -> tuple[str, int]:
    """A part and how many of it, `P-1001:2`; one where no number is named. Raises NotANumber."""
    name, colon, count = text.replace("：", ":").rpartition(":")
    if not colon:
        return text, 1
    return name, whole_number("PART", count) or 1
