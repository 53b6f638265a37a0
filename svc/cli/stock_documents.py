"""`svc stock transfer`, `take-in`, `send-back`, `scrap`, `move`, `void`: documents that move parts;
`documents`, `show`: what was written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from svc.actions import stock as actions
from svc.actions import stock_documents as listed
from svc.cli.desk import Desk
from svc.cli.paper_choice import PaperOptions
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    CsvOption,
    ReasonOption,
    XlsxOption,
    name_broken,
    name_other_bearer,
    office_code,
    one_of,
    own_office,
    put_out_list,
)
from svc.cli.stock import LinesArgument, StoreOption, stock_lines, store_office, tell_document
from svc.cli.stock_papers import (
    AsPaperOption,
    CopiesOption,
    DuplexOption,
    OutOption,
    PaperSizeOption,
    PrinterOption,
    put_out_paper,
    stock_given,
)
from svc.errors import N_, BadTakenInLine, Damaged, NoSuchStockLine
from svc.model.events import tag_of
from svc.model.stock import PartCondition, StockDocument, StockKind, StockLine, TakenInLine, Voided
from svc.render.listings import TableValue, ValueTable

if TYPE_CHECKING:
    from datetime import date

    from svc.render.pages import Page, Pages
    from svc.rules.stock.documents import DocumentRow, StockState

KINDS: tuple[StockKind, ...] = get_args(StockKind)
CONDITIONS: tuple[PartCondition, ...] = get_args(PartCondition)
DocumentArgument = Annotated[
    str, typer.Argument(metavar="DOCUMENT", help=N_("The number of the stock document."))
]
ConditionOption = Annotated[
    str,
    typer.Option("--condition", metavar="good|defective", help=N_("Which pieces: good or bad.")),
]
_ARRIVED = re.compile(
    r"(?P<line>[^=@#\s]+)=(?P<count>[0-9]{1,6})(@(?P<position>[^#]+))?(#(?P<serials>.+))?"
)


def transfer(
    ctx: typer.Context,
    lines: LinesArgument = [],
    to: Annotated[
        str, typer.Option("--to", metavar="OFFICE", help=N_("The office they go to."))
    ] = "",
    office: StoreOption = "",
    condition: ConditionOption = "good",
    reason: ReasonOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Send parts to another office; they are on the way until it takes them in."""
    desk: Desk = ctx.obj
    sent = _of_condition(stock_lines(lines), condition)
    typed = desk.need(to=(N_("Office the parts go to"), to))
    result = actions.write_document(
        desk.ledger(),
        desk.typist(at or None, again, allow),
        "transferred",
        office=store_office(desk, office),
        to_office=office_code(desk.ledger(), typed["to"]),
        lines=sent,
        reason=reason,
    )
    tell_document(desk, result)


def take_in(
    ctx: typer.Context,
    document: DocumentArgument,
    lines: Annotated[
        list[str],
        typer.Argument(
            metavar="[LINE=COUNT…]",
            help=N_(
                "Lines of which not all arrived, by number or part; the others came whole. "
                "@POSITION and #SERIAL,SERIAL behind it."
            ),
        ),
    ] = [],
    reason: ReasonOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Take the parts of a transfer into the store; what is missing is booked as a difference."""
    desk: Desk = ctx.obj
    sent = desk.ledger().read_document(document).state.document
    told = [_arrived(sent, each) for each in lines]
    if actions.differing_lines(sent, actions.arrived_lines(sent, told)):
        reason = desk.need(reason=(N_("Why fewer or more arrived than were sent"), reason))[
            "reason"
        ]
    typist = desk.typist(at or None, again, allow)
    tell_document(desk, actions.take_in(desk.ledger(), document, typist, lines=told, reason=reason))


def send_back(
    ctx: typer.Context,
    lines: LinesArgument = [],
    office: StoreOption = "",
    condition: ConditionOption = "defective",
    number: Annotated[
        str, typer.Option("--number", metavar="NUMBER", help=N_("The number of the consignment."))
    ] = "",
    reason: ReasonOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Send defective parts back to headquarters; good ones with --condition."""
    desk: Desk = ctx.obj
    result = actions.write_document(
        desk.ledger(),
        desk.typist(at or None, again, allow),
        "sent_back",
        office=store_office(desk, office),
        lines=_of_condition(stock_lines(lines), condition),
        number=number,
        reason=reason,
    )
    tell_document(desk, result)


def scrap(
    ctx: typer.Context,
    lines: LinesArgument = [],
    office: StoreOption = "",
    condition: ConditionOption = "defective",
    reason: ReasonOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Scrap defective parts, and say why; good ones with --condition."""
    desk: Desk = ctx.obj
    scrapped = _of_condition(stock_lines(lines), condition)
    typed = desk.need(reason=(N_("Why they are scrapped"), reason))
    result = actions.write_document(
        desk.ledger(),
        desk.typist(at or None, again, allow),
        "scrapped",
        office=store_office(desk, office),
        lines=scrapped,
        reason=typed["reason"],
    )
    tell_document(desk, result)


def move(
    ctx: typer.Context,
    part: Annotated[str, typer.Argument(metavar="PART", help=N_("Which part."))],
    position: Annotated[
        str,
        typer.Argument(metavar="@POSITION", help=N_("Where it lies now: zone, rack, shelf.")),
    ],
    office: StoreOption = "",
    condition: ConditionOption = "good",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Write down that a part lies elsewhere in the store from now on."""
    desk: Desk = ctx.obj
    result = actions.move_part(
        desk.ledger(),
        desk.typist(at or None, again, allow),
        office=store_office(desk, office),
        part=part,
        position=position.lstrip("@＠").strip(),
        condition=one_of("--condition", condition, CONDITIONS),
    )
    tell_document(desk, result)


def void(
    ctx: typer.Context,
    document: DocumentArgument,
    reason: ReasonOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Void a stock document that was wrong: everything it moved goes back."""
    desk: Desk = ctx.obj
    desk.ledger().read_document(document)
    typed = desk.need(reason=(N_("Why it is voided"), reason))
    typist = desk.typist(at or None, again, allow)
    tell_document(
        desk, actions.void_document(desk.ledger(), document, typist, reason=typed["reason"])
    )


def list_documents(
    ctx: typer.Context,
    office: Annotated[
        str, typer.Option("--office", metavar="OFFICE", help=N_("Whose store; `all`: every one."))
    ] = "",
    kind: Annotated[
        str,
        typer.Option("--kind", metavar="|".join(KINDS), help=N_("Only documents of this sort.")),
    ] = "",
    on_the_way: Annotated[
        bool,
        typer.Option("--on-the-way", help=N_("Only transfers that are not taken in; any month.")),
    ] = False,
    month: Annotated[
        str, typer.Option("--month", metavar="MONTH", help=N_("Of this month; else of this one."))
    ] = "",
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
) -> None:
    """List the stock documents of a month, or the transfers that are on the way."""
    desk: Desk = ctx.obj
    ledger = desk.ledger()
    broken: list[Damaged] = []
    found = listed.stock_documents(
        ledger,
        broken,
        office=own_office(desk, office),
        kind=one_of("--kind", kind, KINDS) if kind else "",
        month=None if on_the_way else _month(desk, month),
    )
    if desk.json:
        items = [_fields(row) for row in found]
        desk.show_json("documents", items=items, unreadable=len(broken))
    elif found or csv or xlsx:
        words = desk.words
        heads = (
            *(N_("Document"), N_("Sort"), N_("Date"), N_("From/to"), N_("Pieces")),
            *(N_("Differs by"), N_("State"), N_("Written by"), N_("Reason")),
        )
        rows: list[list[TableValue]] = [
            [
                row.id,
                words.label("stock_kind", row.kind),
                row.booked,
                _where(desk, row),
                row.pieces,
                " ".join(f"{each:+d}" for each in (row.more, -row.less) if each),
                words.label("stock_status", row.status),
                ledger.staff.name_of(row.by),
                row.reason,
            ]
            for row in found
        ]
        listing = ValueTable(heads=[words(head) for head in heads], rows=rows)
        put_out_list(desk, listing, N_("Stock documents"), csv=csv, xlsx=xlsx)
    elif on_the_way:
        desk.say(N_("Nothing is on the way."))
    else:
        desk.say(N_("There are no such stock documents. Another month: --month MONTH"))
    name_broken(broken)


def show(
    ctx: typer.Context,
    document: DocumentArgument,
    form: AsPaperOption = "",
    out: OutOption = "",
    printer: PrinterOption = "",
    paper: PaperSizeOption = "",
    copies: CopiesOption = "",
    duplex: DuplexOption = None,
) -> None:
    """Show a stock document: its parts, and what became of it; or print it."""
    from svc.render.stock import document_text
    from svc.rules.stock.documents import document_row

    desk: Desk = ctx.obj
    ledger = desk.ledger()
    record = ledger.read_document(document)
    options = PaperOptions(paper, copies, duplex)
    if form or out or printer or any(options.typed.values()):
        _print(desk, record.state, options, form=form or "pdf", out=out, printer=printer)
    elif desk.json:
        desk.show_json(
            "stock_document",
            document=_fields(document_row(record.state)),
            parts=_part_fields(record.state),
            log=_log_fields(record.state),
        )
    else:
        desk.out(document_text(record.state, ledger.staff, desk.words))
        name_other_bearer(desk, record.id)


def _print(
    desk: Desk, state: StockState, options: PaperOptions, *, form: str, out: str, printer: str
) -> None:
    from svc.render.papers.stock import document_paper

    given = stock_given(desk, state.document.office)

    def make(pages: Pages, for_pdf: bool) -> Page:
        return document_paper(given, state, pages, for_pdf=for_pdf)

    put_out_paper(
        desk,
        make,
        state.document.id,
        form=form,
        out=out,
        printer=printer,
        document="transfer-note",
        options=options,
    )


def _of_condition(lines: list[StockLine], condition: str) -> list[StockLine]:
    from msgspec.structs import replace

    meant = one_of("--condition", condition, CONDITIONS)
    return [replace(line, condition=meant) for line in lines]


def _arrived(sent: StockDocument, typed: str) -> TakenInLine:
    """What arrived of a line, as typed: `2=3`, `P-1001=3@A-1-01`. Raises BadTakenInLine,
    NoSuchStockLine for a part that stands on no line, or on several.
    """
    text = typed.translate(str.maketrans("＝＠＃，", "=@#,"))
    match = _ARRIVED.fullmatch(text.strip())
    if match is None:
        raise BadTakenInLine(line=typed)
    name = match["line"]
    of_part = [n for n, line in enumerate(sent.lines, 1) if line.part == name.upper()]
    if len(of_part) == 1:
        number = of_part[0]
    elif name.isascii() and name.isdigit() and int(name):
        number = int(name)
    else:
        raise NoSuchStockLine(document=sent.id, line=name, count=len(sent.lines))
    serials = [each.strip() for each in (match["serials"] or "").split(",") if each.strip()]
    return TakenInLine(
        line=number,
        count=int(match["count"]),
        serials=serials,
        position=(match["position"] or "").strip(),
    )


def _month(desk: Desk, typed: str) -> date:
    return desk.month(typed) if typed else desk.now.date().replace(day=1)


def _fields(row: DocumentRow) -> dict[str, object]:
    return {
        "id": row.id,
        "kind": row.kind,
        "status": row.status,
        "office": row.office,
        "to_office": row.to_office or None,
        "booked": row.booked,
        "by": row.by,
        "lines": row.lines,
        "pieces": row.pieces,
        "more": row.more,
        "less": row.less,
        "reason": row.reason or None,
    }


def _part_fields(state: StockState) -> list[dict[str, object]]:
    taken = {line.line: line for line in state.taken_in.lines} if state.taken_in else {}
    return [
        {
            "line": number,
            "part": line.part,
            "count": line.count,
            "booked": line.booked,
            "arrived": taken[number].count if number in taken else None,
            "condition": line.condition,
            "price": line.price,
            "position": line.position,
            "serials": line.serials,
            "reason": line.reason or (taken[number].reason if number in taken else ""),
        }
        for number, line in enumerate(state.document.lines, 1)
    ]


def _log_fields(state: StockState) -> list[dict[str, object]]:
    return [
        {
            "what": tag_of(event),
            "at": event.at,
            "by": event.by,
            "reason": event.reason if isinstance(event, Voided) else "",
        }
        for event in state.document.log
    ]


def _where(desk: Desk, row: DocumentRow) -> str:
    words = desk.words
    here = words.label("office", row.office)
    if row.to_office:
        return words(
            N_("{office} to {other}"), office=here, other=words.label("office", row.to_office)
        )
    if row.technician:
        person = desk.ledger().staff.name_of(row.technician)
        return words(N_("{office}, {person}"), office=here, person=person)
    return here
