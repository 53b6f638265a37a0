"""`svc stock book`: the stock book of a part."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Annotated

import typer

from svc.cli.desk import Desk
from svc.cli.shared import CsvOption, XlsxOption, name_broken, one_of, put_out_list
from svc.cli.stock import StoreOption, store_office
from svc.cli.stock_documents import CONDITIONS, ConditionOption
from svc.cli.stock_papers import (
    AsPaperOption,
    OutOption,
    PrinterOption,
    put_out_paper,
    stock_given,
)
from svc.errors import N_, Damaged, NotInCatalogue
from svc.render.listings import ValueTable
from svc.rules.stock.book import StockBook, stock_book
from svc.rules.stock.places import Spot, store_of

if TYPE_CHECKING:
    from svc.render.pages import Page, Pages


def book(
    ctx: typer.Context,
    part: Annotated[str, typer.Argument(metavar="PART", help=N_("Which part."))],
    office: StoreOption = "",
    condition: ConditionOption = "good",
    since: Annotated[
        str, typer.Option("--from", metavar="DAY", help=N_("From this day on; else all."))
    ] = "",
    until: Annotated[
        str, typer.Option("--to", metavar="DAY", help=N_("Up to this day; else until now."))
    ] = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
    form: AsPaperOption = "",
    out: OutOption = "",
    printer: PrinterOption = "",
) -> None:
    """The stock book of a part: every movement, with what is there after it."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    known = ledger.parts.find_part(part)
    if known is None:
        raise NotInCatalogue(part=part)
    spot = Spot(store_of(store_office(desk, office)), one_of("--condition", condition, CONDITIONS))
    broken: list[Damaged] = []
    made = stock_book(
        ledger.moves(broken, known.code, spot.place),
        known.code,
        spot,
        since=_start(desk, since) if since else None,
        until=desk.end_of_day(until) if until else None,
    )
    if form or out or printer:
        _print(desk, made, _span(desk, since, until), form=form, out=out, printer=printer)
    elif desk.json:
        _tell_json(desk, made, broken)
    else:
        _tell(desk, made, csv=csv, xlsx=xlsx)
    name_broken(broken)


def _tell(desk: Desk, made: StockBook, *, csv: bool, xlsx: str) -> None:
    from svc.render.stock import BOOK_HEADS, book_rows

    words = desk.words
    rows = book_rows(made, desk.ledger().staff, words)
    if not rows and not (csv or xlsx):
        desk.say(N_("Nothing of {part} was moved in this store."), part=words.part(made.part))
        return
    if not (csv or xlsx):
        says = N_("{part}, {office}: {balance} there")
        whose = words.label("office", made.spot.place.whose)
        desk.say(says, part=words.part(made.part), office=whose, balance=made.balance)
    listing = ValueTable(heads=[words(head) for head in BOOK_HEADS], rows=rows)
    put_out_list(desk, listing, N_("Stock book"), csv=csv, xlsx=xlsx)


def _tell_json(desk: Desk, made: StockBook, broken: list[Damaged]) -> None:
    items = [
        {
            "at": entry.at,
            "record": entry.record,
            "how": entry.how,
            "place": entry.other.place.kind,
            "whose": entry.other.place.whose,
            "came": entry.came,
            "went": entry.went,
            "balance": entry.balance,
            "by": entry.by,
            "serials": list(entry.serials),
            "position": entry.position,
            "reason": entry.reason,
        }
        for entry in made.entries
    ]
    desk.show_json(
        "stock_book",
        part=made.part,
        office=made.spot.place.whose,
        condition=made.spot.condition,
        carried=made.carried,
        balance=made.balance,
        items=items,
        unreadable=len(broken),
    )


def _print(desk: Desk, made: StockBook, span: str, *, form: str, out: str, printer: str) -> None:
    from svc.render.papers.stock import stock_book_paper

    given = stock_given(desk, made.spot.place.whose)

    def make(pages: Pages, for_pdf: bool) -> Page:
        return stock_book_paper(given, made, span, pages, for_pdf=for_pdf)

    name = f"{made.spot.place.whose}-{made.part}-stock-book"
    put_out_paper(desk, make, name, form=form or "pdf", out=out, printer=printer)


def _start(desk: Desk, day: str) -> datetime:
    return datetime.combine(desk.day(day, likely="past"), time.min, desk.ledger().zone)


def _span(desk: Desk, since: str, until: str) -> str:
    first = desk.day(since, likely="past").isoformat() if since else ""
    last = desk.day(until, likely="past").isoformat() if until else desk.now.date().isoformat()
    return f"{first}…{last}"
