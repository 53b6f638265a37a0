"""A stock document in words: what stands on it, its parts line by line, what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from svc.errors import N_
from svc.model.events import Event, Remarked, Renumbered, tag_of
from svc.model.parts import PartsCatalogue
from svc.model.staff import Staff
from svc.model.stock import StockDocument, StockLine, Voided
from svc.render.listings import TableValue
from svc.render.tables import TableCell, plain_table
from svc.render.words import Words, printable
from svc.rules.stock.book import StockBook
from svc.rules.stock.documents import StockState
from svc.rules.stock.places import PLACES, Spot
from svc.rules.ticket.aliases import earlier_numbers

MOVES: dict[str, str] = {
    "delivered": N_("came for a ticket"),
    "lent": N_("lent (movement)"),
    "fitted": N_("put in"),
    "used": N_("used up"),
    "removed": N_("old part in"),
    "returned": N_("returned (movement)"),
    "lost": N_("lost (movement)"),
    "loaner_lent": N_("lent to a customer"),
    "loaner_returned": N_("back from a customer"),
    "received": N_("received (movement)"),
    "transferred": N_("sent away"),
    "taken_in": N_("taken in"),
    "sent_back": N_("sent back"),
    "counted": N_("counted (movement)"),
    "scrapped": N_("scrapped (movement)"),
    "kit_lent": N_("into a kit"),
    "kit_returned": N_("out of a kit"),
    "kit_counted": N_("counted in the van"),
    "moved": N_("other position"),
    "voided": N_("voided"),
}
"""What the stock book says of a movement."""


def place_words(spot: Spot, staff: Staff, words: Words) -> str:
    """A place in the stock book: an office, a person, what is outside."""
    kind, whose = spot.place.kind, spot.place.whose
    match kind:
        case "store":
            return words.label("office", whose)
        case "technician":
            return printable(staff.name_of(whose))
        case "loaner":
            return words(N_("customer of {ticket}"), ticket=whose)
        case "transit":
            office, _, other = whose.partition(">")
            return words(
                N_("{office} to {other}"),
                office=words.label("office", office),
                other=words.label("office", other),
            )
        case _:
            return words(PLACES[kind])


BOOK_HEADS = (
    *(N_("Date"), N_("Movement"), N_("Ticket or document"), N_("From/to whom")),
    *(
        N_("Pieces in"),
        N_("Pieces out"),
        N_("Pieces there"),
        N_("Written by"),
        N_("Position"),
        N_("Remark"),
    ),
)


def book_rows(book: StockBook, staff: Staff, words: Words) -> list[list[TableValue]]:
    """The book as rows, what was carried over in front."""
    rows: list[list[TableValue]] = []
    if book.carried:
        carried = words(N_("carried over"))
        rows.append([None, carried, "", "", None, None, book.carried, "", "", ""])
    for entry in book.entries:
        other = "" if entry.other == book.spot else place_words(entry.other, staff, words)
        remark = " ".join(filter(None, (*entry.serials, entry.reason)))
        rows.append(
            [
                *(entry.at, words(MOVES[entry.how]), entry.record, other),
                *(entry.came or None, entry.went or None, entry.balance),
                *(staff.name_of(entry.by), entry.position, remark),
            ]
        )
    return rows


def document_text(state: StockState, staff: Staff, words: Words) -> str:
    """The whole document, as it stands on a screen."""
    document = state.document
    title = words(
        N_("{document}: {kind}, {status}"),
        document=document.id,
        kind=words.label("stock_kind", document.kind),
        status=words.label("stock_status", state.status),
    )
    facts = [
        words(N_("{label}: {value}"), label=label, value=value)
        for label, value in document_facts(document, staff, words)
    ]
    log = [
        f"{words.show(event.at)}  {words.label('event', tag_of(event))}  "
        f"{staff.name_of(event.by)}  {_of_event(event)}".rstrip()
        for event in document.log
    ]
    return "\n".join([title, *facts, "", _lines(state, words), "", *log])


def lines_to_take(
    document: StockDocument, positions: Mapping[str, str], parts: PartsCatalogue, words: Words
) -> str:
    """What is to be taken from the shelves for a document: part, pieces, where each lies."""
    rows = []
    for line in document.lines:
        known = parts.find_part(line.part)
        position = positions.get(line.part) or (known.position if known else "")
        count = TableCell(str(line.count), is_number=True)
        serials = printable(" ".join(line.serials))
        rows.append([words.part(line.part), count, printable(position), serials])
    heads = (N_("Part"), N_("Pieces"), N_("Position"), N_("Serial numbers"))
    return plain_table([words(head) for head in heads], rows, words.screen)


def document_facts(document: StockDocument, staff: Staff, words: Words) -> list[tuple[str, str]]:
    """What stands on a document above its parts: label and value, those that there are."""
    facts = [(words(label), value) for label, value in _facts(document, staff, words)]
    return [(label, value) for label, value in facts if value]


def _facts(document: StockDocument, staff: Staff, words: Words) -> Iterator[tuple[str, str]]:
    yield N_("Store"), words.label("office", document.office)
    yield N_("To office"), words.label("office", document.to_office)
    yield N_("Technician"), staff.name_of(document.technician) if document.technician else ""
    yield N_("Came from"), words.label("stock_source", document.source)
    yield N_("Bill"), printable(document.bill)
    yield N_("Number"), printable(document.number)
    yield N_("Formerly"), words.comma.join(earlier_numbers(document.log))
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
        case Renumbered():
            return f"{printable(event.was)} → {printable(event.now)}"
        case Remarked():
            return printable(event.words)
        case _:
            return ""
