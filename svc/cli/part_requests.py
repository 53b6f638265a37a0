"""`svc part sent`, `svc part cancel`, `svc part requests`: what was asked of the parts centre."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions import part_requests as actions
from svc.cli.desk import Desk
from svc.cli.parts import END_OF_DAY, PartArgument, expected_by, part_counted
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    CsvOption,
    OneOfficeOption,
    ReasonOption,
    TicketArgument,
    XlsxOption,
    name_broken,
    office_code,
    office_named,
    put_out_list,
    tell_result,
)
from svc.errors import N_, Damaged
from svc.render.listings import TableValue, ValueTable

STAGES: dict[str, str] = {"requested": N_("requested"), "sent": N_("on its way")}


def record_sent(
    ctx: typer.Context,
    ticket: TicketArgument,
    part: PartArgument,
    carrier: Annotated[
        str, typer.Option("--carrier", metavar="NAME", help=N_("Who carries it."))
    ] = "",
    number: Annotated[
        str, typer.Option("--number", metavar="NUMBER", help=N_("The carrier's number."))
    ] = "",
    expected: Annotated[
        str, typer.Option("--expected", metavar="TIME", help=N_("When it is expected."))
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record that the parts centre has sent a requested part, and when it is expected."""
    desk: Desk = ctx.obj
    result = actions.send_part(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        part=part_counted(part)[0],
        carrier=carrier,
        number=number,
        expected=expected_by(desk, expected, at) if expected else None,
    )
    tell_result(desk, result)


def cancel(
    ctx: typer.Context,
    ticket: TicketArgument,
    part: PartArgument,
    reason: ReasonOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Take back a request to the parts centre: the ticket waits for it no longer."""
    desk: Desk = ctx.obj
    typed = desk.need(reason=(N_("Reason"), reason))
    typist = desk.typist(at or None, again, allow)
    result = actions.cancel_request(
        desk.ledger(), ticket, typist, part=part_counted(part)[0], reason=typed["reason"]
    )
    tell_result(desk, result)


def list_requests(
    ctx: typer.Context,
    office: OneOfficeOption = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """List what is asked of the parts centre and not here, the oldest request first."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    broken: list[Damaged] = []
    awaited = actions.awaited_parts(ledger, broken, office=office_code(ledger, office))
    if desk.json:
        items = [_fields(desk, each) for each in awaited]
        desk.show_json("part-requests", items=items, unreadable=len(broken))
    elif awaited or csv or xlsx:
        headings = (
            N_("Office"),
            N_("Ticket"),
            N_("Part"),
            N_("Number"),
            N_("Requested"),
            N_("State"),
            N_("Expected"),
            N_("Carrier"),
        )
        listing = ValueTable(
            heads=[desk.words(heading) for heading in headings],
            rows=[_row(desk, each) for each in awaited],
        )
        put_out_list(desk, listing, N_("Parts asked of the centre"), csv=csv, xlsx=xlsx)
    else:
        desk.say(N_("No part is awaited from the parts centre."))
    name_broken(broken)


def _fields(desk: Desk, each: actions.AwaitedPart) -> dict[str, object]:
    request = each.request
    return {
        "office": each.state.current.office,
        "ticket": each.state.ticket.id,
        "part": request.asked.part,
        "count": request.asked.count,
        "requested": request.asked.at,
        "stage": request.stage,
        "expected": request.expected,
        "overdue": request.is_late(desk.now),
        "carrier": (request.sent.carrier or None) if request.sent else None,
        "number": (request.sent.number or None) if request.sent else None,
    }


def _row(desk: Desk, each: actions.AwaitedPart) -> list[TableValue]:
    words, request = desk.words, each.request
    stage = words(STAGES[request.stage])
    if request.is_late(desk.now):
        stage = words(N_("{stage} (overdue)"), stage=stage)
    sent, expected = request.sent, request.expected
    is_day = expected is not None and expected.time() == END_OF_DAY
    return [
        office_named(desk.ledger(), each.state.current.office),
        each.state.ticket.id,
        words.part(request.asked.part),
        request.asked.count,
        request.asked.at,
        stage,
        expected.date() if expected and is_day else expected,
        " ".join(text for text in (sent.carrier, sent.number) if text) if sent else "",
    ]
