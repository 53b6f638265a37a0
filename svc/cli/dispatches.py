"""`svc dispatch`, `svc reschedule`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated

import typer

from svc.actions import board
from svc.actions import dispatches as actions
from svc.cli.desk import Desk
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    CsvOption,
    TicketArgument,
    XlsxOption,
    name_broken,
    own_office,
    parts_of,
    put_out_list,
    row_fields,
    say_last_sync,
    tell_result,
    tell_results,
)
from svc.errors import N_, AppointmentPast, MissingFields, OneDeedAtATime, PastTime
from svc.model.times import written_moment
from svc.rules.list_rows import list_row
from svc.rules.promises.deadlines import due_as_listed
from svc.rules.ticket.lifecycle import State

AppointmentOption = Annotated[
    str,
    typer.Option(
        "--appointment", metavar="TIME", help=N_("The agreed time: 2026-11-23 10:00, 明天 10:00.")
    ),
]


def dispatch(
    ctx: typer.Context,
    tickets: Annotated[
        list[str],
        typer.Argument(
            metavar="[TICKET...]",
            help=N_("The ticket's number, several for one visit; without it: the board."),
        ),
    ] = [],
    to: Annotated[
        str,
        typer.Option(
            "--to", metavar="STAFF", help=N_("The technician who goes; without it: suggestions.")
        ),
    ] = "",
    appointment: AppointmentOption = "",
    agreed_with: Annotated[
        str, typer.Option("--agreed-with", metavar="NAME", help=N_("Who agreed to the time."))
    ] = "",
    bring: Annotated[
        list[str],
        typer.Option(
            "--bring",
            metavar="PART[:COUNT]",
            help=N_("A part, and how many, or a tool to bring; repeatable. Parts are reserved."),
        ),
    ] = [],
    reason: Annotated[
        str,
        typer.Option(
            "--reason",
            help=N_("Why this technician; of an agreed visit, why it is given on or moved."),
        ),
    ] = "",
    office: Annotated[
        str,
        typer.Option(
            "--office", metavar="OFFICE", help=N_("The board of this office; default: yours.")
        ),
    ] = "",
    day: Annotated[
        str,
        typer.Option("--day", metavar="DAY", help=N_("The technicians' schedules for this day.")),
    ] = "",
    tomorrow: Annotated[
        bool, typer.Option("--tomorrow", help=N_("The orders of the next working day."))
    ] = False,
    go: Annotated[
        bool, typer.Option("--go", help=N_("With --tomorrow: assign and hand out in one go."))
    ] = False,
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Assign a technician and an agreed time, or give an agreed visit on at its time; without --to
    suggestions, without a ticket the board, with --tomorrow the next working day's orders (--go
    hands them out).
    """
    desk: Desk = ctx.obj
    if tickets and (csv or xlsx):
        raise OneDeedAtATime(options=["TICKET", "--csv", "--xlsx"])
    if tomorrow:
        _plan_tomorrow(desk, office, day, go=go, csv=csv, xlsx=xlsx)
    elif not tickets:
        _show_board(desk, office, day, csv=csv, xlsx=xlsx)
    elif not to and len(tickets) > 1:
        raise MissingFields(fields=["--to"])  # suggestions are for one machine
    elif not to:
        _show_proposals(desk, tickets[0], appointment)
    else:
        results = actions.dispatch_visit(
            desk.ledger(),
            tickets,
            desk.typist(at or None, again, allow),
            technician=to,
            appointment=_time_of_visit(desk, tickets, appointment, at),
            agreed_with=agreed_with,
            bring=parts_of(tickets, bring) if bring else None,
            reason=reason,
        )
        tell_results(desk, results)
        for result in results:
            _tell_known_faults(desk, result.state)


def _tell_known_faults(desk: Desk, state: State) -> None:
    """What the knowledge base has on a ticket's fault, for whoever goes there."""
    if desk.json:
        return
    from svc.actions.knowledge import known_faults_of
    from svc.render.knowledge import fit_lines

    for line in fit_lines(known_faults_of(desk.ledger(), state, []), desk.words):
        desk.out(line)


def _time_of_visit(desk: Desk, tickets: list[str], typed: str, at: str) -> datetime | None:
    """The time typed, else None for that of a visit agreed already, else the one that was promised
    or asked for, else asked. Raises MissingFields.
    """
    if not typed:
        ledger = desk.ledger()
        if any(ledger.read(ticket).state.status == "dispatched" for ticket in tickets):
            return None
        wanted = board.propose_technicians(ledger, tickets[0], desk.now).when
        typed = written_moment(wanted) if wanted else ""
    answers = desk.need(_takes_appointment(desk, at), appointment=(N_("Agreed time"), typed))
    return _appointment(desk, answers["appointment"], at)


def _show_board(desk: Desk, office: str, day: str, *, csv: bool, xlsx: str) -> None:
    from svc.actions.stock_counts import counts_due
    from svc.render.board import board_lines, board_table

    ledger = desk.ledger()
    own = own_office(desk, office)
    offices = [own] if own else list(ledger.settings.offices)
    read = board.read_board(ledger, desk.now, office=own, day=_day_typed(desk, day))
    if desk.json:
        items = [
            {
                **row_fields(list_row(waiting.state, due_as_listed(waiting.due))),
                "running_out": waiting.running_out,
                "wanted": waiting.wanted,
            }
            for waiting in read.waiting
        ]
        days = [
            {
                "technician": technician_day.person.id,
                "away": technician_day.away or None,
                "visits": [
                    {"id": visit.ticket.id, "at": visit.appointment}
                    for visit in technician_day.visits
                ],
            }
            for technician_day in read.days
        ]
        desk.show_json(
            "board",
            items=items,
            unkept=[
                {
                    "id": visit.ticket.id,
                    "technician": visit.technician,
                    "at": visit.appointment,
                    "nobody_comes": visit.nobody_comes,
                }
                for visit in read.unkept
            ],
            besides=[
                {"status": status, "tickets": count} for status, count in read.besides.items()
            ],
            day=read.day.isoformat(),
            technicians=days,
            counts_due=[each for each, _ in counts_due(ledger, desk.now, offices)],
            unreadable=len(read.broken),
        )
    elif csv or xlsx:
        table = board_table(read, ledger.staff, desk.words)
        put_out_list(desk, table, N_("Board"), csv=csv, xlsx=xlsx)
    else:
        for line in board_lines(read, ledger.staff, desk.words):
            desk.out(line)
        from svc.cli.stock import say_counts_due

        say_counts_due(desk, offices)
        from svc.actions.daily import offices_unsealed
        from svc.cli.daily import say_unsealed
        from svc.cli.unsealed_months import say_months_unsealed

        say_unsealed(desk, offices_unsealed(ledger, offices, desk.now, read.broken))
        say_months_unsealed(desk, offices)
    say_last_sync(desk)
    name_broken(read.broken)


def _show_proposals(desk: Desk, ticket: str, appointment: str) -> None:
    from svc.render.board import proposal_lines

    at = _appointment(desk, appointment) if appointment else None
    proposal = board.propose_technicians(desk.ledger(), ticket, desk.now, at)
    candidates, awaited = proposal.candidates, proposal.parts_awaited
    if desk.json:
        items = [
            {
                "technician": candidate.person.id,
                "visits": candidate.visits,
                "reasons": [desk.words.show(reason) for reason in candidate.reasons],
                "against": [desk.words.show(reason) for reason in candidate.against],
            }
            for candidate in candidates
        ]
        desk.show_json(
            "proposals",
            ticket=proposal.state.ticket.id,
            at=proposal.when,
            items=items,
            parts_awaited=awaited,
        )
    else:
        number = proposal.state.ticket.id
        for line in proposal_lines(number, proposal.when, candidates, awaited, desk.words):
            desk.out(line)
        _tell_known_faults(desk, proposal.state)
    name_broken(proposal.broken)


def _plan_tomorrow(desk: Desk, office: str, day: str, *, go: bool, csv: bool, xlsx: str) -> None:
    from svc.render.board import orders_table, plan_lines

    ledger = desk.ledger()
    planned = board.plan_day(
        ledger, desk.now, office=own_office(desk, office), day=_day_typed(desk, day)
    )
    handed_out = board.hand_out_orders(ledger, desk.typist(), planned) if go else []
    if desk.json:
        items = [
            *(
                {"id": visit.ticket.id, "technician": visit.technician, "at": visit.appointment}
                for visit in planned.standing
            ),
            *(
                {"id": assigned_ticket.id, "technician": technician.id, "at": at}
                for assigned_ticket, technician, at in planned.assigned
            ),
        ]
        parts = [
            {
                "ticket": each.reserved.ticket,
                "part": each.reserved.part,
                "count": each.reserved.count,
                "missing": each.missing,
            }
            for each in planned.parts
        ]
        desk.show_json(
            "orders", day=planned.day.isoformat(), items=items, parts=parts, handed_out=handed_out
        )
    elif csv or xlsx:
        table = orders_table(planned, ledger.staff, desk.words)
        put_out_list(desk, table, N_("Orders"), csv=csv, xlsx=xlsx)
    else:
        for line in plan_lines(planned, ledger.staff, desk.words):
            desk.out(line)
        if go:
            desk.say(
                N_("Orders handed out: {count}. To print them: svc print visit-order --day {day}"),
                count=len(handed_out),
                day=planned.day,
            )
        else:
            desk.say(
                N_("Nothing was changed. To assign and hand out: svc dispatch --tomorrow --go")
            )
    name_broken(planned.broken)


def _day_typed(desk: Desk, text: str) -> date | None:
    return desk.day(text, likely="ahead") if text else None


def _appointment(desk: Desk, text: str, at: str = "") -> datetime:
    """An agreed time as typed, to come when it was agreed. Raises NotATime, AppointmentPast."""
    try:
        return desk.ahead(text, at)
    except PastTime as past:
        raise AppointmentPast(**past.facts) from None


def _takes_appointment(desk: Desk, at: str) -> dict[str, Callable[[str], datetime]]:
    return {"appointment": lambda text: _appointment(desk, text, at)}


def reschedule(
    ctx: typer.Context,
    ticket: TicketArgument,
    appointment: AppointmentOption = "",
    agreed_with: Annotated[
        str, typer.Option("--agreed-with", metavar="NAME", help=N_("Who agreed to the time."))
    ] = "",
    reason: Annotated[
        str, typer.Option("--reason", metavar="REASON", help=N_("Why the visit is moved."))
    ] = "",
    to: Annotated[
        str, typer.Option("--to", metavar="STAFF", help=N_("Another technician goes."))
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Move an agreed visit, with the customer's consent."""
    desk: Desk = ctx.obj
    typed = desk.need(
        _takes_appointment(desk, at),
        appointment=(N_("Agreed time"), appointment),
        agreed_with=(N_("Agreed with"), agreed_with),
        reason=(N_("Reason"), reason),
    )
    result = actions.reschedule_visit(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        appointment=_appointment(desk, typed["appointment"], at),
        agreed_with=typed["agreed_with"],
        reason=typed["reason"],
        technician=to,
    )
    tell_result(desk, result)
