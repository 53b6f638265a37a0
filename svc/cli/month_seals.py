"""`svc seal` and `svc report diff`: months that are closed, and what became of their figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated

import typer

from svc.actions import month_seals as actions
from svc.actions.report_diff import compared_reports, month_diffs
from svc.cli.desk import Desk
from svc.cli.shared import (
    AllowOption,
    CsvOption,
    XlsxOption,
    name_broken,
    office_code,
    office_named,
    own_office,
    put_out_list,
    say_last_sync,
)
from svc.errors import N_, MissingFields, NotADay
from svc.render.month_seals import (
    confirmed_lines,
    diff_fields,
    diff_lines,
    figures_table,
    seal_fields,
)


def seal(
    ctx: typer.Context,
    month: Annotated[
        str, typer.Argument(metavar="MONTH", help=N_("Which month, 2026-11; it has to be over."))
    ],
    office: Annotated[
        str,
        typer.Option("--office", metavar="OFFICE", help=N_("Whose month; default: your office's.")),
    ] = "",
    again: Annotated[
        str,
        typer.Option(
            "--again",
            metavar="REASON",
            help=N_("Of a sealed month: record its figures as they are now, and why."),
        ),
    ] = "",
    allow: AllowOption = "",
) -> None:
    """Close a month of an office: figures and digest are kept, later entries need a reason."""
    desk: Desk = ctx.obj
    ledger, first = desk.ledger(), desk.month(month)
    code = office_code(ledger, office) if office else own_office(desk, "")
    if not code:
        raise MissingFields(fields=["--office"])
    say_last_sync(desk)
    typist = desk.typist(None, False, allow)
    if again:
        result = actions.correct_month(ledger, typist, office=code, first=first, reason=again)
    else:
        result = actions.seal_month(ledger, typist, office=code, first=first)
    _tell(desk, result)


def report_diff(
    ctx: typer.Context,
    region: Annotated[
        str,
        typer.Argument(
            metavar="REGION|OFFICE|all", help=N_("An office, a region (its offices), or all.")
        ),
    ],
    month: Annotated[
        str, typer.Argument(metavar="MONTH", help=N_("A month that is sealed, 2026-11."))
    ],
    from_: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="DAY|COMMIT|DIGEST",
            help=N_(
                "Compare with what was known on this day, with this commit, or with the printed "
                "report of this digest, not with the seal."
            ),
        ),
    ] = "",
    to: Annotated[
        str,
        typer.Option(
            "--to", metavar="DAY|COMMIT|DIGEST", help=N_("With --from: not today, but this one.")
        ),
    ] = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """What of a sealed month's or a printed report's figures changed since, and by what."""
    desk: Desk = ctx.obj
    if to and not from_:
        raise MissingFields(fields=["--from"])
    if from_:
        _compare(desk, region, month, (from_, to), csv=csv, xlsx=xlsx)
        return
    ledger = desk.ledger()
    found = month_diffs(ledger, region, desk.month(month), desk.now)
    if desk.json:
        items = [diff_fields(each, desk.words) for each in found.sealed]
        desk.show_json(
            "report_diff",
            month=found.month,
            items=items,
            unsealed=found.unsealed,
            unreadable=len(found.broken),
        )
    elif csv or xlsx:
        table = figures_table(found.sealed, desk.words, ledger.settings)
        put_out_list(desk, table, N_("Changed since it was sealed"), csv=csv, xlsx=xlsx)
    else:
        for number, each in enumerate(found.sealed):
            if number:
                desk.out("")
            for line in diff_lines(each, desk.words, ledger.settings, ledger.staff):
                desk.out(line)
    for code in found.unsealed:
        desk.warn(
            N_("{office}: {month} is not sealed. To seal it: svc seal {month} --office {code}"),
            office=office_named(ledger, code),
            month=found.month,
            code=code,
        )
    name_broken(found.broken)


def _compare(
    desk: Desk, region: str, month: str, sides: tuple[str, str], *, csv: bool, xlsx: str
) -> None:
    """A month's report from two states of the ledger. Raises UnknownOffice, NoSuchPrintedReport,
    HistoryNotHere, MonthNotBegun.
    """
    from svc.actions.report_sides import ReportAsked, report_side
    from svc.actions.reports import scope_called
    from svc.render.report_changes import change_fields, change_lines, change_table

    ledger = desk.ledger()
    asked = ReportAsked(
        ledger=ledger,
        scope=scope_called(ledger, region),
        first=desk.month(month),
        now=desk.now,
    )

    def past_day(text: str) -> date | None:
        try:
            return desk.past_day(text)
        except NotADay:
            return None

    with (
        report_side(asked, sides[0], past_day) as before,
        report_side(asked, sides[1], past_day) as after,
    ):
        found = compared_reports(asked, before, after)
    if desk.json:
        desk.show_json("report_changes", **change_fields(found, desk.words, ledger.settings))
    elif csv or xlsx:
        table = change_table(found, desk.words)
        put_out_list(desk, table, N_("Changed between two reports"), csv=csv, xlsx=xlsx)
    else:
        for line in change_lines(found, desk.words, ledger.settings, ledger.staff):
            desk.out(line)
    name_broken(found.broken)


def say_sealed(desk: Desk, offices: Iterable[str], first: date) -> None:
    """Say of these offices whose month is sealed, by whom and when, and whether anything came
    late for it.
    """
    ledger = desk.ledger()
    for each in actions.sealed_months(ledger, offices, first, desk.now):
        says = N_("{office}: {month} was sealed by {name} ({at}); nothing came late since.")
        if each.late:
            says = N_(
                "{office}: {month} was sealed by {name} ({at}). Tickets with late entries since "
                "then: {count}. What changed: svc report diff {code} {month}"
            )
        month = each.seal
        desk.warn(
            says,
            office=office_named(ledger, month.seal.office),
            month=month.seal.month,
            name=ledger.staff.name_of(month.holds.by),
            at=month.holds.typed,
            count=len(each.late),
            code=month.seal.office,
        )


def _tell(desk: Desk, result: actions.MonthConfirmation) -> None:
    for notice in result.notices:
        desk.warn(notice.says, **notice.facts)
    seal = result.seal
    if desk.json:
        desk.show_json(
            "month_seal",
            seal=seal_fields(seal),
            repeated=result.repeated,
            committed=result.committed,
        )
        return
    says = N_("{month} {office}: sealed, {figures} figures of {tickets} tickets. Digest: {digest}")
    if result.repeated:
        says = N_("{month} {office}: it is sealed already; nothing was changed. Digest: {digest}")
    elif seal.recounts:
        says = N_("{month} {office}: corrected. The figures as they were sealed stay beside it.")
    desk.say(
        says,
        month=seal.seal.month,
        office=office_named(desk.ledger(), seal.seal.office),
        figures=len(seal.last.figure_lines),
        tickets=len(seal.last.ticket_lines),
        digest=seal.last.seal,
    )
    if not result.committed and not result.repeated:
        desk.say(N_("Recorded, not committed (svc.commit is off)."))
    for line in confirmed_lines(seal, desk.words, desk.ledger().staff):
        desk.out(f"  {line}")
