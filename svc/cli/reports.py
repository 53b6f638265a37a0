"""`svc report`."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import datetime, time
from typing import TYPE_CHECKING, Annotated

import typer

from svc.actions import reports as actions
from svc.cli.desk import Desk
from svc.cli.shared import name_broken, one_of, say_last_sync, tell_stand_ins
from svc.errors import N_, NoSuchFigure, NotADay, OneDeedAtATime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from svc.model.exported import ExportRow
    from svc.rules.report.answer import Cut, Figure, Report
    from svc.store.ledger import Ledger

_COMMIT = re.compile(r"[0-9a-f]{4,64}|HEAD[~^0-9]*")
"""What names a commit; anything else was meant as a day."""
FORMS = ("md", "html", "json", "pdf", "xlsx")
FORMS_EXPLAINED = ("md", "json", "csv", "xlsx")
IN_FILES = ("pdf", "xlsx")
"""What a terminal can't show."""


def report(
    ctx: typer.Context,
    region: Annotated[
        str,
        typer.Argument(
            metavar="REGION|OFFICE|all",
            help=N_("A region or an office, by its code or name; or all."),
        ),
    ],
    month: Annotated[
        str,
        typer.Argument(
            metavar="MONTH|SPAN",
            help=N_("A month, 2026-11; or several: 2026, 2024..2026, 2026-01..2026-06."),
        ),
    ],
    figure: Annotated[
        str,
        typer.Argument(
            metavar="[FIGURE]", help=N_("With --explain: which figure; without it, all are listed.")
        ),
    ] = "",
    explain: Annotated[
        bool,
        typer.Option(
            "--explain", help=N_("Show the tickets behind a figure and how much each counts.")
        ),
    ] = False,
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="|".join((*FORMS, "csv")),
            help=N_("The output format; csv: with --explain."),
        ),
    ] = "md",
    out: Annotated[
        str,
        typer.Option(
            "--out",
            metavar="FILE",
            help=N_("Write to this file; default for PDF and XLSX: report-NAME-MONTH."),
        ),
    ] = "",
    at: Annotated[
        str,
        typer.Option(
            "--at",
            metavar="DAY|COMMIT",
            help=N_("Of what had happened by the end of this day, or as this commit has it."),
        ),
    ] = "",
    known: Annotated[
        str,
        typer.Option(
            "--known",
            metavar="DAY",
            help=N_("Of what had happened, and was typed, by the end of this day."),
        ),
    ] = "",
) -> None:
    """The monthly report of a region or an office, or several months side by side."""
    desk: Desk = ctx.obj
    is_asked = explain or bool(figure)
    form = one_of("--format", format_, FORMS_EXPLAINED if is_asked else FORMS)
    with_owners = is_asked and _counts_machines(form, figure)
    form = "json" if desk.json and form not in IN_FILES else form
    with _looked_at(desk, at, known) as (ledger, now, cut):
        today = now.date()
        if actions.is_span(month, today):
            months = actions.months_of(month, today)
            answer, broken = actions.span_report(
                ledger, region, months, now, explained=is_asked, with_owners=with_owners
            )
        else:
            answer, broken = actions.month_report(
                ledger, region, month, now, explained=is_asked, with_owners=with_owners
            )
        actions.check_known(answer)
        answer = actions.of_cut(ledger, answer, cut) if cut else answer
        data = b""
        if form == "xlsx" and not answer.several and not is_asked:
            data = _workbook(desk, ledger, now, answer)
    if is_asked:
        _explain_figure(desk, answer, figure, form, out)
    else:
        if not data:
            data = _report_bytes(desk, answer, form, out=out)
        if out or form in IN_FILES:
            _write(desk, answer, data, out or f"{_file_name(answer)}.{form}")
        else:
            desk.out(data.decode().rstrip("\n"))
    say_last_sync(desk)
    if not answer.several and answer.cut is None:
        _say_seals(desk, answer)
    name_broken(broken)


def _counts_machines(form: str, figure: str) -> bool:
    """Whether customers' files are to be read: for a figure of machines, or all in a file."""
    from svc.rules.report.sealed_figures import OF_NO_TICKET

    return form in ("csv", "xlsx") or figure in OF_NO_TICKET


def _file_name(answer: Report) -> str:
    return f"report-{answer.code or 'all'}-{answer.month}"


def _write(desk: Desk, answer: Report, data: bytes, path: str) -> None:
    """Write a report, or what explains it, to a file, and say so."""
    from svc.render.report_words import scope_fields
    from svc.store.files import replace_file

    replace_file(path, data)
    if desk.json:
        desk.show_json(
            "report_file",
            **scope_fields(answer),
            month=answer.month,
            digest=answer.digest,
            path=path,
        )
    else:
        desk.say(N_("Written: {path}"), path=path)


def _say_seals(desk: Desk, answer: Report) -> None:
    """Say which of the report's offices have sealed the month. It stands beside the report, not in
    it: the page with a digest stays the same.
    """
    ledger = desk.ledger()
    offices = ledger.settings.offices.items()
    of_it = [code for code, office in offices if answer.region in ("", office.region)]
    of_it = [answer.office] if answer.office else of_it
    if any(ledger.month_seal_numbers()):
        from svc.cli.month_seals import say_sealed

        say_sealed(desk, of_it, answer.first_day)


def _report_bytes(desk: Desk, answer: Report, form: str, *, out: str) -> bytes:
    """The report in this form; in all of them the same report gives the same bytes.

    Raises NoPdfEngine, NoXlsx.
    """
    if form == "json":
        from svc.render.report_words import report_fields

        kind = "report_span" if answer.several else "report"
        return f"{desk.json_text(kind, **report_fields(answer, desk.words))}\n".encode()
    if form == "md":
        from svc.render.report_text import report_markdown

        words = desk.words.off_screen() if out else desk.words
        return report_markdown(answer, words).encode()
    if form == "xlsx":
        from svc.render.sheets import report_workbook

        return report_workbook(answer, desk.words)
    from svc.cli.paper_material import pages_of
    from svc.render.report_pages import report_page

    page = report_page(answer, pages_of(desk), for_pdf=form == "pdf")
    tell_stand_ins(desk, [page])
    if form == "html":
        return page.html.encode()
    from svc.render.pdf import pdf_of
    from svc.store.assets import fonts_dir

    return pdf_of(page.html, title=page.title, when=page.when, fonts=fonts_dir())


@contextmanager
def _looked_at(desk: Desk, at: str, known: str) -> Iterator[tuple[Ledger, datetime, Cut | None]]:
    """The ledger that is asked for, and the moment at which it is looked at. Raises
    OneDeedAtATime,
    NotADay, DayToCome, NoSuchRevision, HistoryNotHere.
    """
    ledger = desk.ledger()  # its zone says what month it is
    if not (at or known):
        yield ledger, desk.now, None
        return
    if at and known:
        raise OneDeedAtATime(options=["--at", "--known"])
    from svc.rules.report.answer import Cut
    from svc.store.as_of import LedgerAsOf, ledger_of_commit

    try:
        day = desk.past_day(at or known)
    except NotADay:
        if known or not _COMMIT.fullmatch(at):
            raise
        with ledger_of_commit(ledger, at) as (earlier, commit, made):
            moment = made.astimezone(ledger.zone)
            yield earlier, moment, Cut(how="commit", moment=moment, commit=commit)
        return
    moment = min(datetime.combine(day, time(23, 59, 59), tzinfo=ledger.zone), desk.now)
    cut = Cut(how="known" if known else "at", moment=moment)
    yield LedgerAsOf(ledger, moment, known_then=bool(known)), moment, cut


def _workbook(desk: Desk, ledger: Ledger, now: datetime, answer: Report) -> bytes:
    """A month's report as a workbook, with its tickets. Raises NoXlsx."""
    from svc.actions.exports import WantedRows, export_rows
    from svc.render.report_tickets import tickets_table
    from svc.render.sheets import report_workbook

    wanted = WantedRows(month=answer.first_day)  # the report names what can't be read
    found = export_rows(ledger, "tickets", wanted, now, [])
    rows = [row for row, _ in found if _counts_in(answer, row)]
    table = tickets_table(rows, ledger.staff, desk.words)
    return report_workbook(answer, desk.words, table)


def _counts_in(answer: Report, row: ExportRow) -> bool:
    """Whether a ticket stands in this report: where it was taken in, and where it is now."""
    if answer.office:
        return answer.office in (row["office"], row["intake_office"])
    return answer.region in ("", row["region"], row["intake_region"])


def _explain_figure(desk: Desk, answer: Report, figure_id: str, form: str, out: str) -> None:
    """The tickets behind a figure; without one what can be asked for, or in a file the tickets
    behind all of them. Raises NoSuchFigure.
    """
    figures = [each for section in answer.sections for each in section.all_figures]
    if figure_id:
        figures = [each for each in figures if each.id == figure_id]
    if not figures:
        known_ids = [each.id for section in answer.sections for each in section.all_figures]
        raise NoSuchFigure(
            figure=figure_id, region=answer.code or "all", month=answer.month, known=known_ids
        )
    if form in ("csv", "xlsx"):
        _write_explained(desk, answer, figures, form, out)
    elif form == "json":
        _show_explained(desk, answer, figures, is_one=bool(figure_id))
    else:
        from svc.render.report_text import explanation, figure_list

        words = desk.words.off_screen() if out else desk.words
        if figure_id:
            text = explanation(figures[0], words, several=answer.several)
        else:
            text = figure_list(answer, words)
        if out:
            _write(desk, answer, f"{text}\n".encode(), out)
        else:
            desk.out(text)


def _write_explained(
    desk: Desk, answer: Report, figures: list[Figure], form: str, out: str
) -> None:
    """A row for each ticket of each figure: as CSV, which is shown where no file is named, or as a
    workbook. Raises NoXlsx.
    """
    from svc.render.listings import listing_csv
    from svc.render.report_text import explanation_list

    listing = explanation_list(figures, desk.words)
    name = f"{_file_name(answer)}-{figures[0].id if len(figures) == 1 else 'figures'}.{form}"
    if form == "xlsx":
        from svc.render.sheets import listing_workbook

        title = desk.words(N_("Tickets behind the figures"))
        data = listing_workbook(listing, title, answer.first_day, desk.words)
        _write(desk, answer, data, out or name)
    elif out:
        _write(desk, answer, listing_csv(listing, desk.words).encode(), out)
    else:
        desk.folds = False
        desk.out(listing_csv(listing, desk.words).rstrip("\n"))


def _show_explained(desk: Desk, answer: Report, figures: list[Figure], *, is_one: bool) -> None:
    """In JSON: a figure with its tickets, or all figures."""
    from svc.render.report_words import figure_fields

    if not is_one:
        items = [figure_fields(each, desk.words) for each in figures]
        desk.show_json("figures", items=items)
        return
    (figure,) = figures
    behind = [
        {
            "ticket": None if each.is_customer else each.ticket,
            "customer": each.ticket if each.is_customer else None,
            "adds": each.value,
            "out_of": each.out_of,
        }
        for each in figure.behind
    ]
    desk.show_json(
        "figure", **figure_fields(figure, desk.words), digest=answer.digest, tickets=behind
    )
