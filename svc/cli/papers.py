"""`svc print`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from svc.cli.desk import Desk
from svc.cli.given import given_of
from svc.cli.parts import TicketArgument, one_of
from svc.errors import N_, NoDocument
from svc.render.papers.table import PAPERS, maker
from svc.store.assets import fonts_dir, templates_dir
from svc.store.files import replace_file

if TYPE_CHECKING:
    from svc.render.pages import Pages


def print_paper(
    ctx: typer.Context,
    ticket: TicketArgument,
    document: Annotated[str, typer.Argument(metavar="|".join(PAPERS), help=N_("Which paper."))] = "visit-order",
    format_: Annotated[str, typer.Option("--format", metavar="pdf|html", help=N_("PDF, or HTML to look at."))] = "pdf",
    out: Annotated[str, typer.Option("--out", metavar="FILE", help=N_("Into this file; else NUMBER-PAPER here."))] = "",
    anyway: Annotated[bool, typer.Option("--anyway", help=N_("Print 〓 for characters the font lacks."))] = False,
) -> None:
    """A paper of a ticket, as PDF or HTML."""
    desk: Desk = ctx.obj
    form = one_of("--format", format_, ("pdf", "html"))
    if document not in PAPERS:
        raise NoDocument(document=document, known=list(PAPERS))
    ledger = desk.ledger()
    record = ledger.read(ticket)
    given = given_of(ledger, record.state, desk.now)
    page = maker(document)(given, pages_of(desk), for_pdf=form == "pdf", anyway=anyway)
    if form == "pdf":
        from svc.render.pdf import pdf

        data = pdf(page.html, *page.more, title=page.title, when=page.when, fonts=fonts_dir())
    else:
        data = page.html.encode()
    path = out or f"{record.ticket.id}-{document}.{form}"
    replace_file(path, data)
    for replaced in page.replaced:
        desk.warn(N_("printed as 〓: {what}"), what=replaced)
    if desk.json:
        desk.show_json("print", ticket=record.ticket.id, document=document, path=path)
    else:
        desk.say(N_("Written: {path}"), path=path)


def pages_of(desk: Desk) -> Pages:
    """The templates in the desk's language: the department's own before ours."""
    from svc.render.pages import Pages

    own = desk.ledger().top / "templates"
    return Pages([*([own] if own.is_dir() else []), templates_dir()], fonts_dir(), desk.words)
