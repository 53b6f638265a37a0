"""`svc archive`: a year's closed tickets are put away, and taken out again."""

from __future__ import annotations

from typing import Annotated

import typer

from svc.actions import archiving as actions
from svc.cli.desk import Desk
from svc.cli.shared import GoOption, OneOfficeOption, as_typed, office_code
from svc.errors import N_
from svc.render.tables import plain_table
from svc.render.words import printable

_SHOWN = 20


def archive(
    ctx: typer.Context,
    year: Annotated[
        int,
        typer.Argument(
            metavar="YEAR", min=2000, max=2099, help=N_("The year in the tickets' numbers.")
        ),
    ],
    office: OneOfficeOption = "",
    back: Annotated[
        bool, typer.Option("--back", help=N_("Take the year's tickets out of the archive again."))
    ] = False,
    go: GoOption = False,
) -> None:
    """Put the closed tickets of a year into one file for each office, after a preview; all that
    reads finds them.
    """
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    code = office_code(ledger, office)
    if back:
        if go:
            found = actions.take_out_year(ledger, year, code, desk.typist())
        else:
            found = actions.what_to_take_out(ledger, year, code)
    elif go:
        found = actions.archive_year(ledger, year, code, desk.typist())
    else:
        found = actions.what_to_archive(ledger, year, code, desk.now)
    for notice in found.notices:
        desk.warn(notice.says, **notice.facts)
    if desk.json:
        _show_json(desk, found, back=back)
        return
    _tell(desk, found, code, back=back)


def _tell(desk: Desk, found: actions.Archiving, office: str, *, back: bool) -> None:
    _tell_staying(desk, found)
    if not found.count:
        says = (
            N_("No ticket of {year} is in an archive.")
            if back
            else N_("No ticket of {year} can go into the archive.")
        )
        desk.say(says, year=found.year)
        return
    headings = [N_("Office"), N_("Archive"), N_("Tickets")]
    rows = [[each.archive.office, each.archive.path, str(len(each.tickets))] for each in found.of]
    words = desk.words
    desk.out(plain_table([words(heading) for heading in headings], rows, words.screen))
    if found.recorded:
        says = (
            N_("Taken out: {count} tickets. Their files stand as they did.")
            if back
            else N_("Put away: {count} tickets. All that reads finds them as before.")
        )
        desk.say(says, count=found.count)
        return
    typed = ["svc", "archive", str(found.year), *(["--office", office] if office else [])]
    command = as_typed(*typed, *(["--back"] if back else []), "--go")
    desk.say(N_("Nothing was changed. To record it: {command}"), command=command)


def _tell_staying(desk: Desk, found: actions.Archiving) -> None:
    """Which tickets stay, and what would have to be done first; of those that are open how many."""
    over = [each for each in found.staying if not each.is_open]
    if len(over) < len(found.staying):
        says = N_("Still open, and stay where they are: {count} tickets")
        desk.say(says, count=len(found.staying) - len(over))
    if not over:
        return
    desk.say(N_("Over, and stay where they are: {count} tickets"), count=len(over))
    for each in over[:_SHOWN]:
        for reason in each.reasons:
            desk.out(f"  {printable(desk.words.show(reason))}")
    if len(over) > _SHOWN:
        desk.say(N_("and {count} more; all of them: --json"), count=len(over) - _SHOWN)


def _show_json(desk: Desk, found: actions.Archiving, *, back: bool) -> None:
    desk.show_json(
        "archived",
        year=found.year,
        back=back,
        items=[
            {
                "office": each.archive.office,
                "path": each.archive.path,
                "tickets": [str(ticket) for ticket in each.tickets],
            }
            for each in found.of
        ],
        staying=[
            {
                "ticket": str(each.ticket),
                "reasons": [desk.words.show(reason) for reason in each.reasons],
            }
            for each in found.staying
        ],
        recorded=found.recorded,
        committed=found.committed,
    )
