"""`svc stock`: what lies where, and the documents that move it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, get_args

import typer

from svc.actions import stock as actions
from svc.actions.stock_figures import StockFigure, stock_figures
from svc.cli.desk import Desk
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    CsvOption,
    XlsxOption,
    name_broken,
    office_code,
    one_of,
    own_office,
    put_out_list,
)
from svc.errors import N_, BadStockLine, Damaged, MissingFields
from svc.model.money import amount_from
from svc.model.stock import StockLine, StockSource
from svc.render.listings import TableValue, ValueTable

SOURCES: tuple[StockSource, ...] = get_args(StockSource)

LinesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="PART:COUNT…",
        help=N_("The parts, and how many; :PRICE, @POSITION and #SERIAL,SERIAL behind it."),
    ),
]
StoreOption = Annotated[
    str, typer.Option("--office", metavar="OFFICE", help=N_("Whose store; else your office's."))
]
_LINE = re.compile(
    r"(?P<part>[^:@#\s]+):(?P<count>[0-9]{1,6})(:(?P<price>[^@#]+))?"
    r"(@(?P<position>[^#]+))?(#(?P<serials>.+))?"
)


def receive(
    ctx: typer.Context,
    lines: LinesArgument = [],
    source: Annotated[
        str,
        typer.Option("--from", metavar="|".join(SOURCES), help=N_("Where they come from.")),
    ] = "headquarters",
    office: StoreOption = "",
    bill: Annotated[
        str, typer.Option("--bill", metavar="NUMBER", help=N_("The bill of what was bought."))
    ] = "",
    number: Annotated[
        str, typer.Option("--number", metavar="NUMBER", help=N_("The delivery note's own number."))
    ] = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Take parts that were delivered into the store."""
    desk: Desk = ctx.obj
    came_from = one_of("--from", source, SOURCES)
    if came_from == "supplier" and not bill:
        bill = desk.need(bill=(N_("Number of the bill"), bill))["bill"]
    result = actions.write_document(
        desk.ledger(),
        desk.typist(at or None, again, allow),
        "received",
        office=store_office(desk, office),
        lines=stock_lines(lines),
        source=came_from,
        bill=bill,
        number=number,
    )
    tell_document(desk, result)


def list_stock(
    ctx: typer.Context,
    part: Annotated[
        str, typer.Argument(metavar="[PART]", help=N_("Only this part, in every office."))
    ] = "",
    office: Annotated[
        str, typer.Option("--office", metavar="OFFICE", help=N_("Whose store; `all`: every one."))
    ] = "",
    short: Annotated[
        bool,
        typer.Option(
            "--short", help=N_("Only parts of which there is, or soon will be, too little.")
        ),
    ] = False,
    slow: Annotated[
        bool, typer.Option("--slow", help=N_("Only parts that have not been issued for long."))
    ] = False,
    day: Annotated[
        str, typer.Option("--at", metavar="DAY", help=N_("As it stood at the end of that day."))
    ] = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """List what lies in the store, with the least there should be."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    broken: list[Damaged] = []
    whose = "" if part and not office else own_office(desk, office)
    until = desk.end_of_day(day) if day else None
    rows = actions.stock_of(ledger, whose, broken, until)
    begun = ledger.books_begun()
    wanted = part.upper()
    rows = [row for row in rows if (not wanted or row.part == wanted)]
    figures = stock_figures(ledger, rows, broken, until or desk.now) if short or slow else {}
    if short:
        rows = [row for row in rows if row.is_short or figures[row.office, row.part].runs_short]
    if slow:
        rows = [row for row in rows if figures[row.office, row.part].pace]
    if desk.json:
        items = [
            _fields(row, figures.get((row.office, row.part)), is_now=until is None) for row in rows
        ]
        desk.show_json("stock", items=items, unreadable=len(broken))
    elif rows or csv or xlsx:
        heads = [N_("Part"), N_("Office"), N_("Position"), N_("Number")]
        heads += [N_("Reserved"), N_("Available")] if until is None else []
        heads += [N_("Minimum"), N_("Defective")]
        heads += [N_("Used in 8 weeks"), N_("Issued last"), N_("Pace")] if figures else []
        table = [
            _row(desk, row, figures.get((row.office, row.part)), is_now=until is None)
            for row in rows
        ]
        listing = ValueTable(heads=[desk.words(head) for head in heads], rows=table)
        put_out_list(desk, listing, N_("Stock"), csv=csv, xlsx=xlsx)
        if not (csv or xlsx):
            _say_by_what(desk, short=short, slow=slow)
    else:
        is_filtered = short or slow
        desk.say(N_("None of them.") if is_filtered else N_("There is nothing in this store."))
    if whose and whose not in begun.stores and not desk.json:
        says = N_(
            "The books of {office}'s store have not been begun. To begin them: svc stock receive "
            "PART:COUNT --from opening"
        )
        desk.say(says, office=desk.words.label("office", whose))
    elif whose and not day and not (csv or desk.json):
        say_counts_due(desk, [whose])
    if part and not (csv or xlsx or desk.json):
        if until is None:
            _say_reserved(desk, part, whose, broken)
        _say_instead(desk, part, broken)
    name_broken(broken)


def _say_by_what(desk: Desk, *, short: bool, slow: bool) -> None:
    """The rules that a filtered list goes by."""
    settings = desk.ledger().settings
    if short:
        says = N_(
            "Short: less than the minimum, or than is reserved; or less than what goes while new "
            "ones are on their way: (issued − returned in 8 weeks) ÷ 56 days × {days} days."
        )
        desk.say(says, days=settings.lead_days)
    if slow:
        says = N_("Not issued, and if never, here: yellow over {slow} days, red over {very_slow}.")
        desk.say(says, slow=settings.slow_days, very_slow=settings.very_slow_days)


def _fields(row: actions.Stock, figure: StockFigure | None, *, is_now: bool) -> dict[str, object]:
    fields: dict[str, object] = {
        "part": row.part,
        "name": row.name,
        "office": row.office,
        "good": row.good,
        "defective": row.defective,
        "reserved": row.reserved if is_now else None,
        "free": row.free if is_now else None,
        "minimum": row.minimum,
        "position": row.position,
    }
    if figure is not None:
        fields |= {
            "used": figure.usage.used,
            "issued": figure.usage.issued,
            "pace": figure.pace or None,
            "runs_short": figure.runs_short,
        }
    return fields


def _row(
    desk: Desk, row: actions.Stock, figure: StockFigure | None, *, is_now: bool
) -> list[TableValue]:
    cells: list[TableValue] = [
        f"{row.part} {row.name}".strip(),
        desk.words.label("office", row.office),
        row.position,
        row.good,
        *((row.reserved or "", row.free) if is_now else ()),
        row.minimum or "",
        row.defective or "",
    ]
    if figure is not None:
        issued = figure.usage.issued
        pace = desk.words(PACES[figure.pace]) if figure.pace else ""
        cells += [figure.usage.used or "", issued.date() if issued else "", pace]
    return cells


def _say_reserved(desk: Desk, part: str, office: str, broken: list[Damaged]) -> None:
    """For which tickets a part is reserved, who reserved first in front."""
    ledger = desk.ledger()
    for each in ledger.reservations(broken, office, [part.upper()]):
        if each.appointment is None:
            says = N_("Reserved in {office}: {count} for {ticket}")
        else:
            says = N_("Reserved in {office}: {count} for {ticket}, {person} {at}")
        desk.say(
            says,
            office=desk.words.label("office", each.office),
            count=each.count,
            ticket=each.ticket,
            person=ledger.staff.name_of(each.technician),
            at=each.appointment,
        )


def _say_instead(desk: Desk, part: str, broken: list[Damaged]) -> None:
    """What may be used in place of a part, and where that lies."""
    ledger = desk.ledger()
    known = ledger.parts.find_part(part)
    others = known.replaced_by if known is not None else []
    there = actions.stock_of(ledger, "", broken) if others else []
    for other in others:
        lies = [
            desk.words(
                N_("{office} {count}"),
                office=desk.words.label("office", row.office),
                count=row.good,
            )
            for row in there
            if row.part == other and row.good > 0
        ]
        says = N_("In its place: {part} ({where})")
        where = lies or [desk.words(N_("in no store"))]
        desk.say(says, part=desk.words.part(other), where=where)


PACES: dict[str, str] = {
    "slow": N_("yellow (slow)"),
    "very_slow": N_("red (very slow)"),
}


def say_counts_due(desk: Desk, offices: Sequence[str]) -> None:
    """A line for each of these offices whose store has to be counted."""
    from svc.actions.stock_counts import counts_due

    for office, last in counts_due(desk.ledger(), desk.now, offices):
        called = desk.words.label("office", office)
        if last is None:
            desk.say(
                N_("{office}: the store has never been counted: svc stock count"), office=called
            )
        else:
            says = N_("{office}: last counted on {day}, more than a month ago: svc stock count")
            desk.say(says, office=called, day=last.date())


def stock_lines(typed: list[str]) -> list[StockLine]:
    """The lines of a document as typed. Raises BadStockLine, NotAnAmount; MissingFields if there is
    none.
    """
    if not typed:
        raise MissingFields(fields=["PART:COUNT"])
    return [_line(each) for each in typed]


def _line(typed: str) -> StockLine:
    text = typed.replace("：", ":").replace("＠", "@").replace("＃", "#").replace("，", ",")
    match = _LINE.fullmatch(text.strip())
    if match is None:
        raise BadStockLine(line=typed)
    price: Decimal | None = amount_from(match["price"], "PRICE") if match["price"] else None
    serials = [each.strip() for each in (match["serials"] or "").split(",") if each.strip()]
    if serials and len(serials) != int(match["count"]):
        raise BadStockLine(line=typed)
    return StockLine(
        part=match["part"].upper(),
        count=int(match["count"]),
        price=price,
        position=(match["position"] or "").strip(),
        serials=serials,
    )


def tell_document(desk: Desk, result: actions.DocumentResult) -> None:
    """How a command that wrote a stock document, or recorded something on one, ends."""
    for notice in result.notices:
        desk.warn(notice.says, **notice.facts)
    document = result.document
    if desk.json:
        desk.show_json(
            "document",
            document={
                "id": document.id,
                "kind": document.kind,
                "status": result.state.status,
                "office": document.office,
                "lines": len(document.lines),
            },
            repeated=result.repeated,
            committed=result.committed,
        )
    else:
        say_recorded(desk, result)


def say_recorded(desk: Desk, result: actions.DocumentResult) -> None:
    """That a document was written, in words."""
    document = result.document
    says = N_("{document} ({kind}): recorded. State: {status}")
    if result.repeated:
        says = N_("{document} ({kind}): already recorded; nothing was changed. State: {status}")
    elif not result.committed:
        says = N_(
            "{document} ({kind}): recorded, not committed (svc.commit is off). State: {status}"
        )
    desk.say(
        says,
        document=document.id,
        kind=desk.words.label("stock_kind", document.kind),
        status=desk.words.label("stock_status", result.state.status),
    )


def store_office(desk: Desk, office: str) -> str:
    """The office whose store is meant. Raises UnknownOffice; MissingFields if whoever types has
    none.
    """
    if office:
        return office_code(desk.ledger(), office)
    own = own_office(desk, "")
    if not own:
        raise MissingFields(fields=["--office"])
    return own
