"""Figures of months as a list, a file or a paper: what their commands share."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct

from svc.cli.shared import office_code, office_named, one_of
from svc.errors import N_, PaperIsASize

if TYPE_CHECKING:
    from svc.cli.desk import Desk
    from svc.errors import Damaged
    from svc.render.listings import TableValue, ValueTable
    from svc.render.pages import Page, Pages

MonthsArgument = Annotated[
    str,
    typer.Argument(
        metavar="[MONTH|SPAN]",
        help=N_("A month, 2026-11; or several: 2026, 2026-01..2026-06. Default: this month."),
    ),
]
PaperFileOption = Annotated[
    str,
    typer.Option("--out", metavar="FILE", help=N_("As a paper, into FILE.pdf or FILE.html.")),
]
EarlierPaperOption = Annotated[
    str,
    typer.Option(
        "--paper",
        metavar="FILE",
        hidden=True,
        help=N_("As a paper, into FILE.pdf or FILE.html."),
    ),
]
"""What `--out` was called before."""


def check_no_file_for_size(paper: str) -> None:
    """Raise PaperIsASize if a file was named by the option that is a size elsewhere."""
    if paper:
        raise PaperIsASize(file=shlex.quote(paper))


class AskedMonths(Struct, frozen=True, kw_only=True):
    """The months and the office that are asked for."""

    first: date  # of the first month
    last: date  # of the last one
    office: str  # empty: all
    until: date | None  # today, where the last month is not over


def asked_months(desk: Desk, text: str, office: str) -> AskedMonths:
    """What was typed; without a month, the one that runs. Raises NotAMonth, BackwardsSpan,
    MonthNotBegun, UnknownOffice.
    """
    from svc.actions.reports import check_begun
    from svc.model.times import month_after
    from svc.model.typed_times import read_months

    ledger = desk.ledger()
    today = desk.now.date()
    months = read_months(text or f"{today:%Y-%m}", today)
    check_begun(months.first, today)
    return AskedMonths(
        first=months.first,
        last=months.last,
        office=office_code(ledger, office),
        until=None if month_after(months.last) <= today else today,
    )


def print_statistics(
    desk: Desk,
    asked: AskedMonths,
    document: str,
    title: str,
    listing: ValueTable,
    *,
    total: Sequence[TableValue],
    note: str,
    broken: Sequence[Damaged],
    paper: str,
    printer: str = "",
) -> None:
    """The figures as a paper, into the file named, which ends in .pdf or .html, or on a printer;
    `note` says how they are counted. Raises NotOneOf, NoPdfEngine and what writing a file
    does.
    """
    from svc.cli.stock_papers import put_out_paper
    from svc.render.statistics import Statistics, statistics_page

    form = one_of("--out", PurePath(paper).suffix.lower(), (".pdf", ".html")) if paper else ".pdf"
    ledger, words = desk.ledger(), desk.words
    unread = [
        words(N_("Not counted, as it can't be read: {path}"), **each.facts) for each in broken
    ]
    statistics = Statistics(
        document=document,
        title=title,
        department=ledger.settings.name,
        whose=office_named(ledger, asked.office) if asked.office else words(N_("all offices")),
        first=asked.first,
        last=asked.last,
        until=asked.until,
        listing=listing,
        total=total,
        notes=[note, *unread],
    )

    def make(pages: Pages, for_pdf: bool) -> Page:
        return statistics_page(statistics, pages, for_pdf=for_pdf)

    put_out_paper(desk, make, document, form=form[1:], out=paper, printer=printer)
