"""`svc stock count`: the list to count by, what was counted, what differs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from svc.actions import stock_counts as actions
from svc.actions.imports import open_tables
from svc.actions.stock import Stock, stock_of
from svc.cli.desk import Desk
from svc.cli.shared import (
    AgainOption,
    AllowOption,
    AtOption,
    CsvOption,
    GoOption,
    XlsxOption,
    as_typed,
    name_broken,
    one_of,
    put_out_list,
)
from svc.cli.stock import StoreOption, stock_lines, store_office, tell_document
from svc.cli.stock_documents import CONDITIONS, ConditionOption
from svc.cli.stock_papers import (
    FormatOption,
    OutOption,
    PrinterOption,
    put_out_paper,
    stock_given,
)
from svc.errors import N_, BadCountRow, BadStockLine, Damaged, NoCountColumns
from svc.model.stock import PartCondition, StockLine
from svc.render.listings import TableValue, ValueTable
from svc.render.tables import TableCell, plain_table
from svc.render.words import printable
from svc.rules.stock.places import Spot, store_of

if TYPE_CHECKING:
    from svc.model.table_files import CellValue
    from svc.render.pages import Page, Pages

_CODES = ("part code", "code", "part", "编码", "备件编码", "备件")
_COUNTS = ("pieces counted", "counted", "count", "实盘数", "实盘", "盘点数", "数量")
_SERIALS = ("serial numbers seen", "serial numbers", "实见序列号", "序列号")
_REASONS = ("reason", "remark", "原因", "备注")


def count(
    ctx: typer.Context,
    lines: Annotated[
        list[str],
        typer.Argument(
            metavar="[PART:COUNT…]", help=N_("What was counted; none: the list to count by.")
        ),
    ] = [],
    source: Annotated[
        str,
        typer.Option(
            "--from", metavar="FILE", help=N_("Read what was counted from the list, filled in.")
        ),
    ] = "",
    office: StoreOption = "",
    condition: ConditionOption = "good",
    reason: Annotated[
        list[str],
        typer.Option(
            "--reason",
            metavar="PART=REASON",
            help=N_("Why it differs; REASON alone: of all; repeatable."),
        ),
    ] = [],
    go: GoOption = False,
    csv: CsvOption = False,
    xlsx: XlsxOption = "",
    form: FormatOption = "pdf",
    out: OutOption = "",
    printer: PrinterOption = "",
    at: AtOption = "",
    again: AgainOption = False,
    allow: AllowOption = "",
) -> None:
    """Count a store: the list by position, then what was counted; differences need a reason."""
    desk: Desk = ctx.obj
    whose = store_office(desk, office)
    state = one_of("--condition", condition, CONDITIONS)
    if not lines and not source:
        _put_out(desk, whose, state, csv=csv, xlsx=xlsx, form=form, out=out, printer=printer)
        return
    typist = desk.typist(at or None, again, allow)
    counted = what_was_counted(desk, lines, source)
    broken: list[Damaged] = []
    shown = actions.count_preview(
        desk.ledger(),
        Spot(store_of(whose), state),
        counted,
        typist.happened,
        reasons=reasons_told(reason, counted),
        broken=broken,
    )
    if go:
        reasons = all_explained(desk, shown)
        result = actions.record_count(
            desk.ledger(), typist, whose, counted, condition=state, reasons=reasons
        )
        tell_document(desk, result)
    else:
        words = ["svc", "stock", "count", *lines, *(["--from", source] if source else [])]
        words += [word for each in reason for word in ("--reason", each)]
        words += ["--office", whose] if office else []
        words += ["--condition", condition] if condition != "good" else []
        words += ["--at", at] if at else []
        show_counted(desk, shown, as_typed(*words, "--go"))
    name_broken(broken)


def _put_out(
    desk: Desk,
    office: str,
    condition: PartCondition,
    *,
    csv: bool,
    xlsx: str,
    form: str,
    out: str,
    printer: str,
) -> None:
    """The list to count by: parts that should be there, by position, without what the books say."""
    from svc.render.papers.stock import ToCount, count_list

    broken: list[Damaged] = []
    rows = _in_order(stock_of(desk.ledger(), office, broken), condition)
    if csv or xlsx:
        words = desk.words
        heads = [N_("Position"), N_("Part code"), N_("Part name"), N_("Pieces counted")]
        heads += (
            [N_("Serial numbers seen")] if any(_is_followed(desk, row.part) for row in rows) else []
        )
        heads += [N_("Reason")]
        blank: list[TableValue] = [None] * (len(heads) - 3)
        table: list[list[TableValue]] = [[row.position, row.part, row.name, *blank] for row in rows]
        listing = ValueTable(heads=[words(head) for head in heads], rows=table)
        put_out_list(desk, listing, N_("Stock count list"), csv=csv, xlsx=xlsx)
    else:
        given = stock_given(desk, office)
        to_count = [ToCount(position=row.position, part=row.part) for row in rows]

        def make(pages: Pages, for_pdf: bool) -> Page:
            return count_list(given, to_count, pages, for_pdf=for_pdf, condition=condition)

        name = f"{office}-{desk.now.date().isoformat()}-count-list"
        put_out_paper(desk, make, name, form=form, out=out, printer=printer)
    name_broken(broken)


def _in_order(rows: Sequence[Stock], condition: PartCondition) -> list[Stock]:
    """By position, zone after zone; what has none at the end."""
    there = [
        row for row in rows if condition == "good" or row.defective
    ]  # of good ones also those of which there should be some
    return sorted(there, key=lambda row: (row.position == "", by_position(row.position), row.part))


def by_position(position: str) -> list[tuple[int, str]]:
    """A position as it sorts: A-2 before A-10."""
    pieces = re.findall(r"[0-9]+|[^0-9]+", position)
    return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in pieces]


def _is_followed(desk: Desk, part: str) -> bool:
    """Whether each piece of a part has a serial number, by which it is followed."""
    known = desk.ledger().parts.find_part(part)
    return known is not None and known.serial


def what_was_counted(desk: Desk, typed: list[str], source: str = "") -> list[StockLine]:
    """What was counted, as typed and as a list that was filled in has it; at a terminal the serial
    numbers of the pieces are asked for where nobody said them. Raises BadStockLine for a price,
    too: nothing is worth more by being counted.
    """
    lines = stock_lines(typed) if typed else []
    for line, text in zip(lines, typed, strict=True):
        if line.price is not None:
            raise BadStockLine(line=text)
    lines += _from_file(source) if source else []
    return [_with_serials(desk, line) for line in lines]


def _with_serials(desk: Desk, line: StockLine) -> StockLine:
    is_open = line.count > 0 and not line.serials and _is_followed(desk, line.part)
    if not (is_open and desk.at_terminal):
        return line
    says = N_("{part}: serial numbers of the pieces seen")
    serials = _serials(desk.answer("serial", desk.words(says, part=desk.words.part(line.part))))
    return replace(line, serials=serials, count=len(serials))


def _serials(text: str) -> list[str]:
    return [each for each in re.split(r"[,，、;；\s]+", text) if each]


def reasons_told(typed: list[str], counted: Sequence[StockLine]) -> dict[str, str]:
    """The reason of each part that was counted: its own, else that of all, else what its row
    says.
    """
    own: dict[str, str] = {}
    of_all = ""
    parts = {line.part for line in counted}
    for text in typed:
        part, is_own, words = text.replace("＝", "=").partition("=")
        if is_own and part.strip().upper() in parts:
            own[part.strip().upper()] = words.strip()
        else:
            of_all = text
    return {line.part: own.get(line.part) or line.reason or of_all for line in reversed(counted)}


def all_explained(desk: Desk, shown: Sequence[actions.CountedPart]) -> dict[str, str]:
    """The reason of each difference; asked for at a terminal where nobody gave one."""
    reasons = {each.part: each.reason for each in shown}
    if not desk.at_terminal:
        return reasons
    for each in shown:
        if each.is_different and not each.reason:
            question = desk.words(
                N_("{part}: books {booked}, counted {counted}. Why"),
                part=desk.words.part(each.part),
                booked=each.booked,
                counted=each.counted,
            )
            reasons[each.part] = desk.answer("reason", question)
    return reasons


def show_counted(desk: Desk, shown: Sequence[actions.CountedPart], command: str) -> None:
    """What was counted beside the books, piece by piece where pieces are followed, and how it is
    recorded.
    """
    words = desk.words
    differ = [each for each in shown if each.is_different]
    if desk.json:
        items = [
            {
                "part": each.part,
                "name": each.name,
                "position": each.position,
                "counted": each.counted,
                "booked": each.booked,
                "difference": each.difference,
                "missing": list(each.missing),
                "found": list(each.found),
                "reason": each.reason,
            }
            for each in shown
        ]
        desk.show_json("count", items=items)
        return
    heads = (N_("Part"), N_("By the books"), N_("Pieces counted"), N_("Differs by"), N_("Reason"))
    rows = [
        [
            words.part(each.part),
            TableCell(str(each.booked), is_number=True),
            TableCell(str(each.counted), is_number=True),
            TableCell(
                f"{each.difference:+d}" if each.difference else "",
                is_number=True,
                style="overdue" if each.difference else "",
            ),
            printable(each.reason),
        ]
        for each in shown
    ]
    desk.out(plain_table([words(head) for head in heads], rows, words.screen))
    for each in differ:
        _say_pieces(desk, each)
    says = N_("Parts counted: {count}, different from the books: {differ}.")
    desk.say(says, count=len(shown), differ=len(differ))
    unexplained = [each for each in differ if not each.reason]
    if unexplained:
        desk.say(N_("Each difference needs its reason: --reason PART=WORDS"))
    desk.say(N_("Nothing was changed. To record it: {command}"), command=command)


def _say_pieces(desk: Desk, counted: actions.CountedPart) -> None:
    part = desk.words.part(counted.part)
    if counted.missing:
        says = N_("{part}, by the books there and not seen: {serials}")
        desk.say(says, part=part, serials=list(counted.missing))
    if counted.found:
        says = N_("{part}, seen and not there by the books: {serials}")
        desk.say(says, part=part, serials=list(counted.found))


def _from_file(path: str) -> list[StockLine]:
    """What was counted, from the list that was filled in: a row without a count was not counted.

    Raises CannotReadFile, NoSheetReader, NoCountColumns, BadCountRow.
    """
    lines: list[StockLine] = []
    rows = open_tables(path).sheets[0].rows
    places = _columns(rows[0] if rows else [], path)
    for number, row in enumerate(rows[1:], 2):
        cells = {name: _text(row, place) for name, place in places.items()}
        if not cells["count"] or not cells["code"]:
            continue
        if not re.fullmatch(r"[0-9]{1,6}(\.0)?", cells["count"]):
            raise BadCountRow(path=path, row=number, value=cells["count"])
        serials = _serials(cells.get("serials", ""))
        if serials and len(serials) != int(float(cells["count"])):
            raise BadCountRow(path=path, row=number, value=cells["serials"])
        lines.append(
            StockLine(
                part=cells["code"].split()[0].upper(),
                count=int(float(cells["count"])),
                serials=serials,
                reason=cells.get("reason", ""),
            )
        )
    return lines


def _columns(heads: Sequence[CellValue], path: str) -> dict[str, int]:
    called = [str(head or "").strip().casefold() for head in heads]
    places: dict[str, int] = {}
    sorts = (("code", _CODES), ("count", _COUNTS), ("serials", _SERIALS), ("reason", _REASONS))
    for name, known in sorts:
        found = [place for place, head in enumerate(called) if head in known]
        if found:
            places[name] = found[0]
    if not {"code", "count"} <= places.keys():
        raise NoCountColumns(path=path, heads=[head for head in called if head])
    return places


def _text(row: Sequence[CellValue], place: int) -> str:
    value = row[place] if place < len(row) else None
    return "" if value is None else str(value).strip().removeprefix("'")
