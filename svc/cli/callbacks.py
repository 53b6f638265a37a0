"""`svc callback`, `svc followup`."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from svc.actions import callbacks as actions
from svc.actions import promises, replies
from svc.cli.desk import Desk
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    CsvOption,
    NoteOption,
    SpokeToOption,
    TicketArgument,
    XlsxOption,
    name_broken,
    one_of,
    own_office,
    put_out_list,
    row_fields,
    say_last_sync,
    tell_attempt,
    tell_result,
    yes_or_no,
)
from svc.errors import N_, OneDeedAtATime
from svc.model.events import Rating
from svc.rules.list_rows import list_row
from svc.rules.promises.deadlines import due_as_listed

RATINGS = get_args(Rating)


def callback(
    ctx: typer.Context,
    ticket: Annotated[
        str,
        typer.Argument(
            metavar="[TICKET]", help=N_("The ticket number; without it: who to call now.")
        ),
    ] = "",
    spoke_to: SpokeToOption = "",
    rating: Annotated[
        str,
        typer.Option(
            "--rating", metavar="|".join(RATINGS), help=N_("How satisfied the customer is.")
        ),
    ] = "",
    running: Annotated[
        str,
        typer.Option(
            "--running",
            metavar="yes|no",
            help=N_("Whether the machine runs properly; default: not asked."),
        ),
    ] = "",
    response: Annotated[
        str,
        typer.Option(
            "--response", metavar="|".join(RATINGS), help=N_("Rating of our response time.")
        ),
    ] = "",
    skill: Annotated[
        str, typer.Option("--skill", metavar="|".join(RATINGS), help=N_("Rating of our skill."))
    ] = "",
    manner: Annotated[
        str, typer.Option("--manner", metavar="|".join(RATINGS), help=N_("Rating of our courtesy."))
    ] = "",
    better: Annotated[str, typer.Option("--better", help=N_("What we should improve."))] = "",
    reason: Annotated[
        str,
        typer.Option("--reason", metavar="REASON", help=N_("Why the customer is dissatisfied.")),
    ] = "",
    not_reached: Annotated[
        str, typer.Option("--not-reached", metavar="REASON", help=N_("Why nobody was reached."))
    ] = "",
    office: Annotated[
        str,
        typer.Option(
            "--office",
            metavar="OFFICE",
            help=N_("Callbacks of this office, or all; default: your office."),
        ),
    ] = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record a satisfaction call; without a ticket: who to call now."""
    desk: Desk = ctx.obj
    if ticket and (csv or xlsx):
        raise OneDeedAtATime(options=["TICKET", "--csv", "--xlsx"])
    if not ticket:
        _list_calls(desk, office, csv=csv, xlsx=xlsx)
        return
    if not_reached:
        typist = desk.typist(at or None, again, allow)
        result = replies.record_not_reached(
            desk.ledger(), ticket, typist, purpose="callback", reason=not_reached
        )
        tell_attempt(desk, result, "callback")
        return
    typed = desk.need(spoke_to=(N_("Spoke to"), spoke_to), rating=(N_("Rating"), rating))
    result = actions.record_callback(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        spoke_to=typed["spoke_to"],
        rating=one_of("--rating", typed["rating"], RATINGS),
        running=yes_or_no("--running", running) if running else None,
        reason=reason,
        better=better,
        **{
            name: one_of(f"--{name}", value, RATINGS) if value else None
            for name, value in (("response", response), ("skill", skill), ("manner", manner))
        },
    )
    tell_result(desk, result)
    if actions.ratings_differ(result.state) and result.state.slip:
        desk.warn(
            N_(
                "the slip says '{slip}', the customer says '{call}': ask the technician "
                "(making up a rating is fraud)"
            ),
            slip=desk.words.label("rating", result.state.slip.rating),
            call=desk.words.label("rating", typed["rating"]),
        )


def followup(
    ctx: typer.Context,
    ticket: TicketArgument,
    spoke_to: SpokeToOption = "",
    running: Annotated[
        str,
        typer.Option("--running", metavar="yes|no", help=N_("Whether the machine runs properly.")),
    ] = "",
    note: NoteOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Record the technician's follow-up call after an uncertain repair or guidance by phone."""
    desk: Desk = ctx.obj
    typed = desk.need(
        spoke_to=(N_("Spoke to"), spoke_to), running=(N_("Machine runs properly (yes/no)"), running)
    )
    result = actions.record_follow_up(
        desk.ledger(),
        ticket,
        desk.typist(at or None, again, allow),
        spoke_to=typed["spoke_to"],
        running=yes_or_no("--running", typed["running"]),
        words=note,
    )
    tell_result(desk, result)


def _list_calls(desk: Desk, office: str, *, csv: bool, xlsx: str) -> None:
    """Whom to call now: number, what was done, the slip's rating, attempts, and the phrase to
    say.
    """
    from svc.render.callbacks import call_lines, call_table

    ledger = desk.ledger()
    overview = promises.open_promises(
        ledger, desk.now, only=("callback",), office=own_office(desk, office)
    )
    if desk.json:
        items = [_call_fields(item) for item in overview.items]
        desk.show_json("callbacks", items=items, unreadable=len(overview.broken))
    elif csv or xlsx:
        table = call_table(overview.items, desk.words)
        put_out_list(desk, table, N_("Callbacks"), csv=csv, xlsx=xlsx)
    else:
        for line in call_lines(overview.items, ledger.settings, desk.words, desk.now):
            desk.out(line)
    say_last_sync(desk)
    name_broken(overview.broken)


def _call_fields(item: promises.OpenPromise) -> dict[str, object]:
    customer, slip = item.ticket.customer, item.state.slip
    return {
        **row_fields(list_row(item.state, due_as_listed(item.promise))),
        "contact": customer.contact if customer else None,
        "mobile": customer.mobile if customer else None,
        "overdue": item.promise.state == "overdue",
        "slip_rating": slip.rating if slip else None,
    }
