"""`svc roster`."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

import typer

from svc.actions import rosters as actions
from svc.cli.desk import Desk
from svc.errors import N_, NotAShift
from svc.model.rosters import Shift, who_of
from svc.render.tables import tabulated
from svc.render.words import printable

_SHIFT = re.compile(r"([0-9]{1,2}):([0-5][0-9]) *(?:-|–|—|~|至|到) *([0-9]{1,2}):([0-5][0-9])")


def roster(
    ctx: typer.Context,
    duty: Annotated[
        str,
        typer.Option("--duty", metavar="DAY", help=N_("Set who is on duty that day, with --who.")),
    ] = "",
    shift: Annotated[
        str,
        typer.Option(
            "--shift",
            metavar="17:30-24:00",
            help=N_("For this part of the day only, with --duty; to the next morning: 18:00-8:30."),
        ),
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
    why: Annotated[
        str, typer.Option("--why", metavar="REASON", help=N_("Why they are away."))
    ] = "",
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
        day = desk.day(duty, likely="ahead")
        actions.set_duty(ledger, desk.typist(), day, people, read_shift(shift))
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
                "duty": [who_of(entry) for entry in roster_day.duty],
                "shifts": [
                    {"who": entry.who, "from": entry.since, "until": entry.until}
                    for entry in roster_day.duty
                    if isinstance(entry, Shift)
                ],
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
        on_duty = [
            printable(staff.name_of(who_of(entry)))
            + (f" {entry.hours}" if isinstance(entry, Shift) else "")
            for entry in roster_day.duty
        ]
        absent = [
            f"{printable(staff.name_of(person))} ({printable(why)})"
            for person, why in roster_day.away
        ]
        rows.append(
            [words.show(roster_day.day), words.comma.join(on_duty), words.comma.join(absent)]
        )
    desk.out(tabulated([words(heading) for heading in headings], rows, words.screen))


def read_shift(text: str) -> tuple[str, str] | None:
    """`8:00-16:30` as two times of the day; None if nothing was typed. Raises NotAShift."""
    if not text:
        return None
    match = _SHIFT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        raise NotAShift(text=text)
    since, until = (f"{int(match[nth]):02d}:{match[nth + 1]}" for nth in (1, 3))
    if max(since, until) > "24:00" or since == until:
        raise NotAShift(text=text)
    return since, until
