"""How a paper of the store is written or printed: options, and what is said at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from svc.actions.stock import positions_of
from svc.cli.desk import Desk
from svc.cli.paper_choice import PaperOptions
from svc.cli.shared import one_of, tell_stand_ins
from svc.errors import N_
from svc.store.assets import fonts_dir
from svc.store.files import replace_file

if TYPE_CHECKING:
    from svc.render.pages import Page, Pages
    from svc.render.papers.stock import StockGiven
    from svc.render.pdf_engines import EmptyBacks
    from svc.store.printers import PrintedSides

FormatOption = Annotated[
    str, typer.Option("--format", metavar="pdf|html", help=N_("PDF, or HTML to look at."))
]
AsPaperOption = Annotated[
    str,
    typer.Option("--format", metavar="pdf|html", help=N_("As paper: PDF, or HTML to look at.")),
]
OutOption = Annotated[
    str,
    typer.Option(
        "--out",
        metavar="FILE",
        help=N_("Write to this file; default: NUMBER-PAPER in this folder."),
    ),
]
PrinterOption = Annotated[
    str,
    typer.Option(
        "--printer",
        metavar="PRINTER",
        help=N_("Print on this printer; with --out, write the file, too."),
    ),
]
AS_SET = PaperOptions()
PaperSizeOption = Annotated[
    str,
    typer.Option(
        "--paper",
        metavar="SIZE",
        help=N_("What it is printed on; default: as svc.yaml says, or A4."),
    ),
]
CopiesOption = Annotated[
    str,
    typer.Option(
        "--copies",
        metavar="COPIES",
        help=N_(
            "In how many copies, or which (a wrong name lists them all); default: as svc.yaml "
            "says, or one."
        ),
    ),
]
DuplexOption = Annotated[
    bool | None,
    typer.Option(
        "--duplex/--no-duplex",
        help=N_(
            "Each copy begins on a front side, for printers that print both; default: as "
            "svc.yaml says."
        ),
    ),
]


def stock_given(desk: Desk, office: str) -> StockGiven:
    """What every paper of a store is made from, as it stands now."""
    from svc.render.papers.stock import StockGiven

    ledger = desk.ledger()
    return StockGiven(
        settings=ledger.settings,
        staff=ledger.staff,
        parts=ledger.parts,
        office=office,
        when=desk.now,
        positions=positions_of(ledger, office),
    )


def put_out_paper(
    desk: Desk,
    make: Callable[[Pages, bool], Page],
    name: str,
    *,
    form: str,
    out: str,
    printer: str,
    document: str = "",
    options: PaperOptions = AS_SET,
) -> None:
    """Make a paper, which `make` does from the templates and whether it becomes a PDF; write it as
    `name` or `out`, or print it. `document`: the paper's own name, where it is laid out by
    `options` and the settings. Raises NotOneOf, NotCopies, NotOnThisSize, NotSoManyCopies, what
    writing raises.
    """
    from svc.cli.paper_choice import check_printable, empty_backs, paper_choice, printed_sides
    from svc.cli.paper_material import pages_of

    form = one_of("--format", form, ("pdf",) if printer else ("pdf", "html"))
    choice = paper_choice(desk, options)
    pages = pages_of(desk, [document], choice)
    backs: EmptyBacks = "none"
    sides: PrintedSides = ""
    if document:
        sheet = check_printable(document, pages)
        backs, sides = empty_backs(desk, choice, sheet), printed_sides(desk, choice, sheet)
    page = make(pages, form == "pdf")
    tell_stand_ins(desk, [page])
    data = page.html.encode()
    if form == "pdf":
        from svc.render.pdf import pdf_of_pages

        data = pdf_of_pages(
            [page.html, *page.more],
            title=page.title,
            when=page.when,
            fonts=fonts_dir(),
            backs=backs,
        )
    job, path = "", ""
    if printer:
        from svc.store.printers import spool_pdf

        job = spool_pdf(data, printer, name, sides)
    if out or not printer:
        path = out or f"{name}.{form}"
        replace_file(path, data)
    if desk.json:
        desk.show_json("paper", path=path or None, printer=printer or None, job=job or None)
        return
    if printer:
        desk.say(N_("Sent to {printer}: {job}"), printer=printer, job=job or "—")
    if path:
        desk.say(N_("Written: {path}"), path=path)
