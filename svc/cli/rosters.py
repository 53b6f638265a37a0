"""`svc roster`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Annotated

import typer

from svc.actions import rosters as actions
from svc.cli.desk import Desk
from svc.cli.shared import CsvOption, XlsxOption, put_out_list
from svc.errors import N_, NotAShift
from svc.model.rosters import Shift, who_of
from svc.model.staff import Staff
from svc.render.listings import TableValue, ValueTable
from svc.render.tables import tabulated
from svc.render.words import Words, printable

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
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
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
    table = _roster_table(shown, ledger.staff, desk.words)
    if csv or xlsx:
        put_out_list(desk, table, N_("Roster"), csv=csv, xlsx=xlsx)
        return
    rows = [[desk.words.show(day), str(duty), str(away)] for day, duty, away in table.rows]
    desk.out(tabulated(table.heads, rows, desk.words.screen))


def _roster_table(days: Sequence[actions.RosterDay], staff: Staff, words: Words) -> ValueTable:
    rows: list[list[TableValue]] = []
    for each in days:
        on_duty = [
            printable(staff.name_of(who_of(entry)))
            + (f" {entry.hours}" if isinstance(entry, Shift) else "")
            for entry in each.duty
        ]
        absent = [
            f"{printable(staff.name_of(person))} ({printable(why)})" for person, why in each.away
        ]
        rows.append([each.day, words.comma.join(on_duty), words.comma.join(absent)])
    heads = (N_("Day"), N_("On duty"), N_("Away"))
    return ValueTable(heads=[words(head) for head in heads], rows=rows, told=(2,))


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
