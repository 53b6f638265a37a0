"""`svc calendar`: which there are, official days, opening hours, days of our own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from svc.actions import calendar_versions
from svc.actions import calendars as actions
from svc.cli.desk import Desk
from svc.cli.settings import tell_entries
from svc.cli.shared import CsvOption, XlsxOption, check_outside, name_broken, staff_id, whole_number
from svc.errors import N_, MissingFields, NoSuchFolder, NoSuchVersion
from svc.render.settings import week_in_words


def fill(
    ctx: typer.Context,
    year: Annotated[str, typer.Argument(metavar="YEAR", help=N_("The year, such as 2026."))],
    name: Annotated[
        str,
        typer.Option(
            "--calendar", metavar="CALENDAR", help=N_("The calendar; default: your office's.")
        ),
    ] = "",
) -> None:
    """Enter a year's official holidays and make-up days as a new version of a calendar."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    typist = desk.typist()
    name = name or _own_calendar(desk)
    earlier = ledger.newest("calendars", name)
    version = actions.record_filled_year(ledger, name, whole_number("YEAR", year) or 0, typist)
    if desk.json:
        desk.show_json("calendar", calendar=version, year=int(year))
        return
    _tell_version(desk, version, earlier)


def _own_calendar(desk: Desk) -> str:
    """The calendar of who types: that of their office, else of the usual one."""
    ledger = desk.ledger()
    office = ledger.person(desk.staff()).office or ledger.usual_office
    return ledger.office(office).calendar


def _tell_version(desk: Desk, version: str, earlier: str) -> None:
    desk.say(N_("Written: {path}"), path=f"calendars/{version}.yaml")
    if not earlier:
        return
    desk.say(
        N_(
            "New tickets use it. Open tickets keep the version they have; to change that: svc "
            "promise recompute --from {earlier} --to {version} --reason REASON"
        ),
        version=version,
        earlier=earlier,
    )


def list_calendars(ctx: typer.Context, csv: CsvOption = False, xlsx: XlsxOption = "") -> None:
    """List the calendars: opening hours, years whose holidays are entered, who keeps them."""
    desk: Desk = ctx.obj
    ledger, words = desk.ledger(), desk.words
    entries = []
    for calendar in calendar_versions.known_calendars(ledger):
        week = week_in_words(calendar.week, words)
        entries.append(
            {
                "version": calendar.version,
                "years": [str(year) for year in calendar.years[-3:]],
                "offices": calendar.offices,
                "hours": week,
            }
        )
    tell_entries(
        desk, "calendars", entries, ("version", "offices", "years", "hours"), csv=csv, xlsx=xlsx
    )


def hours(
    ctx: typer.Context,
    week: Annotated[
        str,
        typer.Argument(
            metavar="[HOURS]",
            help=N_("Like 周一至周五 8:30-12:00 13:30-17:30; 周六 9:00-12:00"),
        ),
    ] = "",
    name: Annotated[
        str,
        typer.Option(
            "--calendar",
            metavar="CALENDAR",
            help=N_("The calendar, or a new one; default: your office's."),
        ),
    ] = "",
) -> None:
    """Set the week's opening hours, as a new version of a calendar."""
    from svc.model.typed_hours import read_week

    desk: Desk = ctx.obj
    ledger = desk.ledger()
    typed = desk.need({"hours": read_week}, hours=(N_("Opening hours of the week"), week))
    name = name or _own_calendar(desk)
    earlier = _newest(desk, name)
    version = calendar_versions.set_hours(ledger, name, read_week(typed["hours"]), desk.typist())
    _tell_own(desk, version, earlier)


def day(
    ctx: typer.Context,
    days: Annotated[
        str, typer.Argument(metavar="DAY[..DAY]", help=N_("A day, or the first and the last."))
    ],
    why: Annotated[str, typer.Option("--why", metavar="REASON", help=N_("The reason."))] = "",
    open_: Annotated[
        str, typer.Option("--hours", metavar="HOURS", help=N_("Open then; default: closed."))
    ] = "",
    name: Annotated[
        str,
        typer.Option(
            "--calendar", metavar="CALENDAR", help=N_("The calendar; default: your office's.")
        ),
    ] = "",
) -> None:
    """Enter days on which an office is closed, or open otherwise, as a new calendar version."""
    from svc.model.typed_hours import read_spans

    desk: Desk = ctx.obj
    ledger = desk.ledger()
    typed = desk.need(why=(N_("Reason"), why))
    since, until = desk.days(days)
    span = since.isoformat() if since == until else f"{since.isoformat()}..{until.isoformat()}"
    name = name or _own_calendar(desk)
    earlier = _newest(desk, name)
    spans = read_spans(open_) if open_ else []
    version = calendar_versions.set_own_day(
        ledger, name, span, desk.typist(), hours=spans, why=typed["why"]
    )
    _tell_own(desk, version, earlier)


def _newest(desk: Desk, name: str) -> str:
    """The newest version of a calendar; empty if there is none yet."""
    try:
        return desk.ledger().newest("calendars", name)
    except NoSuchVersion:
        return ""


def _tell_own(desk: Desk, version: str, earlier: str) -> None:
    if desk.json:
        desk.show_json("calendar", calendar=version, year=None)
    elif version == earlier:
        desk.say(N_("{entry}: it is so already; nothing was changed."), entry=version)
    else:
        _tell_version(desk, version, earlier)


def export(
    ctx: typer.Context,
    technician: Annotated[
        str,
        typer.Option("--technician", metavar="STAFF", help=N_("Only of this one; default: all.")),
    ] = "",
    out: Annotated[
        str,
        typer.Option(
            "--out",
            metavar="FILE|DIR",
            help=N_("Into this file, or a file for each into this folder."),
        ),
    ] = "",
    masked: Annotated[
        bool, typer.Option("--masked", help=N_("Without customers' names, addresses, numbers."))
    ] = False,
) -> None:
    """Write technicians' visits as calendars (ics) for their phones."""
    from svc.actions.appointments import technician_calendars
    from svc.render.appointments import calendar_text
    from svc.store.files import replace_file

    desk: Desk = ctx.obj
    ledger = desk.ledger()
    who = staff_id(ledger, technician)
    if not who and not out:
        raise MissingFields(fields=["--out"])
    if not who and not Path(out).is_dir():
        raise NoSuchFolder(path=out, folder=out)
    is_folder = bool(out) and Path(out).is_dir()
    if out:
        place = Path(out).absolute()
        name = "calendars" if is_folder else place.name
        check_outside(ledger, place if is_folder else place.parent, out, name)
    found = technician_calendars(ledger, desk.now, who)
    words = desk.words.off_screen()
    minutes = ledger.settings.visit_minutes
    items = []
    for calendar in found.calendars:
        text = calendar_text(
            calendar, words, visit_minutes=minutes, masked=masked, part=ledger.part_here
        )
        path = str(Path(out, f"{calendar.person.id}.ics")) if is_folder else out
        items.append(
            {"technician": calendar.person.id, "visits": len(calendar.visits), "path": path or None}
        )
        if path:
            replace_file(path, text.encode())
            desk.say(N_("Written: {path}"), path=path)
        elif not desk.json:
            desk.folds = False
            desk.out(text)
    if desk.json:
        desk.forget()
        desk.show_json("calendar_files", items=items)
    name_broken(found.broken)
