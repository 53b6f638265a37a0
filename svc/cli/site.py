"""`svc pages`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from svc.actions import site as actions
from svc.cli.desk import Desk
from svc.cli.shared import (
    check_all_are_here,
    name_broken,
    office_code,
    one_of,
    region_code,
    staff_id,
)
from svc.errors import N_, Damaged
from svc.render.site.levels import LEVELS, Level
from svc.store import page_folder

if TYPE_CHECKING:
    from svc.render.pages import Page
    from svc.render.papers.filling import Given
    from svc.render.site.frames import SiteFrame
    from svc.rules.ticket.lifecycle import State

PORT = 8600


def write_pages(
    ctx: typer.Context,
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help=N_("The folder of the pages; made if missing."))
    ],
    level: Annotated[
        str,
        typer.Option(
            "--level",
            metavar="wall|staff|manager|customer",
            help=N_("Who sees the folder; the wall shows nobody's name."),
        ),
    ] = "wall",
    office: Annotated[
        str,
        typer.Option("--office", metavar="OFFICE", help=N_("Of this office alone; default: all.")),
    ] = "",
    region: Annotated[
        str,
        typer.Option("--region", metavar="REGION", help=N_("Of this region alone; default: all.")),
    ] = "",
    technician: Annotated[
        str,
        typer.Option(
            "--technician",
            metavar="STAFF",
            help=N_("Of this technician alone: the day and its orders."),
        ),
    ] = "",
    among_others: Annotated[
        bool,
        typer.Option(
            "--among-others", help=N_("Write into a folder that has other files; they stay.")
        ),
    ] = False,
    serve: Annotated[
        bool,
        typer.Option("--serve", help=N_("Show the pages on this machine alone, until Ctrl-C.")),
    ] = False,
    port: Annotated[
        int,
        typer.Option(
            "--port", metavar="PORT", min=0, max=65535, help=N_("With --serve: on which port.")
        ),
    ] = PORT,
) -> None:
    """Make a folder of pages to look at: board, each technician's day, calls, tickets, report."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    shown_to: Level = one_of("--level", level, LEVELS)
    scope = actions.SiteScope(
        office=office_code(ledger, office),
        region=region_code(ledger, region),
        technician=staff_id(ledger, technician),
    )
    target = Path(folder)
    page_folder.check_outside(target, ledger.top)  # before the work, not after it
    if shown_to == "manager" and not scope.technician:  # with the report, whose sums are of all
        check_all_are_here(ledger, scope.office or scope.region)
    broken: list[Damaged] = []
    pages = _pages(desk, shown_to, scope, broken)
    written = page_folder.write_pages(
        target,
        pages,
        "/".join(filter(None, (shown_to, scope.technician))),
        ledger=ledger.top,
        among_others=among_others,
    )
    _tell(desk, folder, shown_to, written)
    if serve:
        from svc.cli.page_server import show_pages

        show_pages(target, port, lambda address: _tell_address(desk, address))
    name_broken(broken)


def _pages(
    desk: Desk, level: Level, scope: actions.SiteScope, broken: list[Damaged]
) -> dict[str, bytes]:
    """The pages of this level, each by its path."""
    from svc.cli.paper_material import given_with, pages_of
    from svc.render.site.folder import customer_pages, staff_pages, wall_pages
    from svc.render.site.forms import Forms
    from svc.render.site.frames import SiteFrame

    ledger = desk.ledger()
    site = SiteFrame(
        pages=pages_of(desk),
        settings=ledger.settings,
        staff=ledger.staff,
        level=level,
        part=ledger.part_here,
    )
    forms = Forms(site.pages)
    if level == "customer":
        machines = actions.machines_with_labels(ledger, scope, broken)
        return customer_pages(
            site,
            machines,
            fault_form=lambda machine: forms.fault(model=machine.model, serial=machine.serial),
        )
    if level == "wall":
        board = actions.gather_board(ledger, desk.now, scope)
        broken += board.broken
        return wall_pages(site, board)
    facts = actions.gather_site(ledger, desk.now, scope)
    broken += facts.broken

    def given(state: State) -> Given:
        return given_with(ledger, state, facts.promises[state.ticket.id])

    is_of_one = scope.technician != ""
    has_reports = level == "manager" and not is_of_one
    reports = _reports(desk, site, scope, broken) if has_reports else []
    return staff_pages(
        site,
        facts,
        given,
        reports,
        only_days=is_of_one,
        order_form=lambda state: forms.visit(state, staff=ledger.staff, settings=ledger.settings),
    )


def _reports(
    desk: Desk, site: SiteFrame, scope: actions.SiteScope, broken: list[Damaged]
) -> list[tuple[str, Page]]:
    """The report of the month that runs and of the one before, each with its month; none of a month
    before the ledger began.

    The one that runs is judged as the day began, so that it changes when something is recorded and
    not with every minute.
    """
    from svc.actions.reports import HEADQUARTERS, month_report
    from svc.model.times import month_after
    from svc.render.report_pages import report_page

    morning = desk.now.replace(hour=0, minute=0, second=0)
    first = morning.date().replace(day=1)
    reports = []
    for month in (first, month_after(first, -1)):
        whose = scope.office or scope.region or HEADQUARTERS
        answer, unread = month_report(desk.ledger(), whose, f"{month:%Y-%m}", morning)
        if answer.begins_later is not None:
            continue
        broken += unread
        page = report_page(answer, site.pages, for_pdf=False, template="site/report.html")
        reports.append((f"{month:%Y-%m}", page))
    return reports


def _tell(desk: Desk, folder: str, level: str, written: page_folder.WrittenPages) -> None:
    if desk.json:
        desk.show_json(
            "pages",
            path=folder,
            level=level,
            written=written.written,
            same=written.same,
            removed=written.removed,
        )
        return
    desk.say(
        N_("{path}: {written} pages written, {same} as they were, {removed} taken away."),
        path=folder,
        written=len(written.written),
        same=written.same,
        removed=len(written.removed),
    )


def _tell_address(desk: Desk, address: str) -> None:
    """Where the pages are to be seen, said at once: the command goes on."""
    if not desk.json:
        desk.say(
            N_("To be seen at {address}, on this machine alone. Ctrl-C ends."), address=address
        )
    desk.flush()
