"""`svc stock sheet`: the stock sheet for reception, morning and afternoon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from svc.actions.stock_sheets import StockSheet, stock_sheet
from svc.cli.desk import Desk
from svc.cli.shared import CsvOption, XlsxOption, name_broken, put_out_list
from svc.cli.stock import StoreOption, store_office
from svc.cli.stock_papers import (
    AsPaperOption,
    OutOption,
    PrinterOption,
    put_out_paper,
    stock_given,
)
from svc.errors import N_, Damaged
from svc.render.listings import ValueTable
from svc.rules.stock.sheet import Half, half_of

if TYPE_CHECKING:
    from svc.render.pages import Page, Pages


def sheet(
    ctx: typer.Context,
    office: StoreOption = "",
    is_morning: Annotated[
        bool, typer.Option("--morning", help=N_("As the sheet of this morning."))
    ] = False,
    is_afternoon: Annotated[
        bool, typer.Option("--afternoon", help=N_("As that of this afternoon; else by the clock."))
    ] = False,
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
    form: AsPaperOption = "",
    out: OutOption = "",
    printer: PrinterOption = "",
) -> None:
    """The sheet that reception gets in the morning and in the afternoon: what lies in the store,
    what is short, reserved, and came since the sheet before.
    """
    desk: Desk = ctx.obj
    broken: list[Damaged] = []
    half: Half = half_of(desk.now)
    if is_morning != is_afternoon:
        half = "morning" if is_morning else "afternoon"
    made = stock_sheet(desk.ledger(), store_office(desk, office), desk.now, broken, half=half)
    if form or out or printer:
        _print(desk, made, form=form, out=out, printer=printer)
    elif desk.json:
        _tell_json(desk, made, broken)
    else:
        _tell(desk, made, csv=csv, xlsx=xlsx)
    name_broken(broken)


def _tell(desk: Desk, made: StockSheet, *, csv: bool, xlsx: str) -> None:
    from svc.render.stock_sheet import SHEET_HEADS, sheet_rows, sheet_title

    words = desk.words
    if not (made.rows or csv or xlsx):
        desk.say(N_("There is nothing in this store."))
        return
    listing = ValueTable(
        heads=[words(head) for head in SHEET_HEADS], rows=sheet_rows(made.rows, words)
    )
    if not (csv or xlsx):
        office = words.label("office", made.office)
        says = N_("{office}: {sheet}. Came in: what was entered since {since}.")
        desk.say(says, office=office, sheet=sheet_title(made.half, words), since=made.since)
    put_out_list(desk, listing, N_("Stock sheet"), csv=csv, xlsx=xlsx)


def _tell_json(desk: Desk, made: StockSheet, broken: list[Damaged]) -> None:
    items = [
        {
            "part": row.part,
            "name": row.name,
            "position": row.position,
            "good": row.good,
            "reserved": row.reserved,
            "free": row.free,
            "minimum": row.minimum,
            "came": row.came,
            "short": row.short or None,
        }
        for row in made.rows
    ]
    desk.show_json(
        "stock_sheet",
        office=made.office,
        half=made.half,
        since=made.since,
        items=items,
        unreadable=len(broken),
    )


def _print(desk: Desk, made: StockSheet, *, form: str, out: str, printer: str) -> None:
    from svc.render.papers.stock import stock_sheet_paper

    given = stock_given(desk, made.office)

    def make(pages: Pages, for_pdf: bool) -> Page:
        return stock_sheet_paper(given, made.rows, made.half, made.since, pages, for_pdf=for_pdf)

    name = f"{made.office}-{desk.now.date().isoformat()}-stock-sheet-{made.half}"
    put_out_paper(desk, make, name, form=form or "pdf", out=out, printer=printer)
