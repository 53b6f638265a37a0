"""`svc roster`."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions import rosters as actions
from svc.cli.desk import Desk
from svc.errors import N_
from svc.render.tables import tabulated
from svc.render.words import printable


def roster(
    ctx: typer.Context,
    duty: Annotated[
        str,
        typer.Option("--duty", metavar="DAY", help=N_("Set who is on duty that day, with --who.")),
    ] = "",
    away: Annotated[
        str,
        typer.Option(
            "--away",
            metavar="DAY[..DAY]",
            help=N_("Record that somebody is away then, with --who and --why."),
        ),
    ] = "",
    who: Annotated[
        list[str], typer.Option("--who", metavar="STAFF", help=N_("Who; repeatable for --duty."))
    ] = [],
    why: Annotated[str, typer.Option("--why", help=N_("Why they are away."))] = "",
    from_: Annotated[
        str,
        typer.Option("--from", metavar="DAY", help=N_("Show from this day on; default: today.")),
    ] = "",
) -> None:
    """Who is on duty outside opening hours, and who is away."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    if duty:
        people = desk.need_some("who", N_("On duty (id)"), who)
        actions.set_duty(ledger, desk.typist(), desk.day(duty, likely="ahead"), people)
    if away:
        typed = desk.need(who=(N_("Away (id)"), who[0] if who else ""), why=(N_("Reason"), why))
        since, until = desk.days(away)
        actions.set_away(
            ledger,
            desk.typist(),
            who=typed["who"],
            since=since,
            until=until,
            why=typed["why"],
        )
    shown = actions.roster_days(ledger, desk.day(from_ or "today"))
    if desk.json:
        items = [
            {
                "day": roster_day.day.isoformat(),
                "duty": roster_day.duty,
                "away": [who for who, _ in roster_day.away],
            }
            for roster_day in shown
        ]
        desk.show_json("roster", items=items)
        return
    words, staff = desk.words, ledger.staff
    headings = (N_("Day"), N_("On duty"), N_("Away"))
    rows = []
    for roster_day in shown:
        on_duty = [printable(staff.name_of(person)) for person in roster_day.duty]
        absent = [
            f"{printable(staff.name_of(person))} ({printable(why)})"
            for person, why in roster_day.away
        ]
        rows.append(
            [words.show(roster_day.day), words.comma.join(on_duty), words.comma.join(absent)]
        )
    desk.out(tabulated([words(heading) for heading in headings], rows))
