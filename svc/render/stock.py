"""A stock document in words: what stands on it, its parts line by line, what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from svc.errors import N_
from svc.model.events import Event, Remarked, tag_of
from svc.model.staff import Staff
from svc.model.stock import StockDocument, StockLine, Voided
from svc.render.tables import TableCell, plain_table
from svc.render.words import Words, printable
from svc.rules.stock.documents import StockState


def document_text(state: StockState, staff: Staff, words: Words) -> str:
    """The whole document, as it stands on a screen."""
    document = state.document
    title = words(
        N_("{document}: {kind}, {status}"),
        document=document.id,
        kind=words.label("stock_kind", document.kind),
        status=words.label("stock_status", state.status),
    )
    told = [
        words(N_("{label}: {value}"), label=words(label), value=value)
        for label, value in _head(document, staff, words)
        if value
    ]
    log = [
        f"{words.show(event.at)}  {words.label('event', tag_of(event))}  "
        f"{staff.name_of(event.by)}  {_of_event(event)}".rstrip()
        for event in document.log
    ]
    return "\n".join([title, *told, "", _lines(state, words), "", *log])


def _head(document: StockDocument, staff: Staff, words: Words) -> Iterator[tuple[str, str]]:
    yield N_("Store"), words.label("office", document.office)
    yield N_("To office"), words.label("office", document.to_office)
    yield N_("Technician"), staff.name_of(document.technician) if document.technician else ""
    yield N_("From"), words.label("stock_source", document.source)
    yield N_("Bill"), printable(document.bill)
    yield N_("Number"), printable(document.number)
    yield N_("Date"), words.show(document.booked)
    yield N_("Reason"), printable(document.reason)


def _lines(state: StockState, words: Words) -> str:
    document, taken = state.document, state.taken_in
    arrived = {line.line: line for line in taken.lines} if taken else {}
    columns: list[tuple[str, list[str]]] = [
        ("", [TableCell(str(n), is_number=True) for n in range(1, len(document.lines) + 1)]),
        (N_("Part"), [words.part(line.part) for line in document.lines]),
        (N_("Pieces"), [_count(line.count) for line in document.lines]),
        (N_("By the books"), [_count(line.booked) for line in document.lines]),
        (
            N_("Pieces arrived"),
            [
                _count(arrived[n].count if n in arrived else None)
                for n in range(1, len(document.lines) + 1)
            ],
        ),
        (N_("Condition"), [_condition(line, words) for line in document.lines]),
        (
            N_("Price"),
            ["" if line.price is None else words.show(line.price) for line in document.lines],
        ),
        (N_("Position"), [printable(line.position) for line in document.lines]),
        (N_("Serial numbers"), [printable(" ".join(line.serials)) for line in document.lines]),
        (
            N_("Reason"),
            [
                printable(line.reason or (arrived[n].reason if n in arrived else ""))
                for n, line in enumerate(document.lines, 1)
            ],
        ),
    ]
    filled = [(head, cells) for head, cells in columns if any(cells)]
    rows = [list(row) for row in zip(*(cells for _, cells in filled), strict=True)]
    return plain_table([words(head) if head else "" for head, _ in filled], rows, words.screen)


def _count(count: int | None) -> str:
    return TableCell("" if count is None else str(count), is_number=True)


def _condition(line: StockLine, words: Words) -> str:
    return "" if line.condition == "good" else words.label("part_condition", line.condition)


def _of_event(event: Event) -> str:
    match event:
        case Voided():
            return printable(event.reason)
        case Remarked():
            return printable(event.words)
        case _:
            return ""
