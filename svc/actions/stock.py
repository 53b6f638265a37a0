"""Stock documents: written, taken in, voided; and what lies where (S3 四 1, S4).

All of a document is recorded at once or not at all. What a store does not have can't leave it: that
is looked at under the lock, by the moves until the document's own moment and by those after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from svc.actions.reserved import check_not_reserved, said_of_reserved
from svc.actions.typist import Typist, writing
from svc.errors import (
    BooksNotSeen,
    MissingFields,
    NoSuchStockLine,
    NothingToTransfer,
    Notice,
    NotInCatalogue,
    NotInStock,
    Phrase,
    PieceElsewhere,
    SameOffice,
    SerialNotThere,
    WhichPieces,
    WhichSerials,
)
from svc.model.parts import PartsCatalogue
from svc.model.stock import (
    Booked,
    PartCondition,
    StockDocument,
    StockKind,
    StockLine,
    TakenIn,
    TakenInLine,
    Voided,
)
from svc.rules.stock.documents import StockState
from svc.rules.stock.moves import Move, balances, least_from, moves_of_document
from svc.rules.stock.pieces import pieces_at
from svc.rules.stock.places import Spot, said_of_spot, store_of
from svc.store.clone_settings import own_lane
from svc.store.index.stock_figures import positions_in
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.errors import Damaged
    from svc.store.recording import Recording


_GOES_TO_OTHERS: tuple[StockKind, ...] = ("transferred", "sent_back", "kit_lent")
"""What is decided, not found: what was counted or is broken is so, whoever reserved it."""


_NAMES_PIECES: tuple[StockKind, ...] = ("received", "transferred", "sent_back", "scrapped")
"""What moves single pieces: each that is followed by its number is named. Counts and kits look at
that themselves.
"""


class DocumentResult(Struct, frozen=True, kw_only=True):
    """What a deed came to: the document as it stands."""

    state: StockState
    repeated: bool
    committed: bool
    notices: list[Notice]

    @property
    def document(self) -> StockDocument:
        return self.state.document


def write_document(
    ledger: Ledger,
    typist: Typist,
    kind: StockKind,
    *,
    office: str,
    lines: Sequence[StockLine],
    source: str = "",
    to_office: str = "",
    technician: str = "",
    bill: str = "",
    number: str = "",
    reason: str = "",
) -> DocumentResult:
    """Write a stock document; its parts move at the moment it is dated.

    Raises NotInCatalogue for a part that nobody entered; NotInStock, SerialNotThere for what does
    not lie where it leaves; WhichPieces, PieceElsewhere for pieces that are followed; SameOffice,
    UnknownOffice, UnknownStaff, NoLane, NotYourRole.
    """
    head = document_head(
        ledger,
        typist,
        kind,
        office,
        [known_line(ledger.parts, line) for line in lines],
        source=source,
        to_office=to_office and _other_office(ledger, office, to_office),
        technician=technician and ledger.person(technician).id,
        bill=bill,
        number=number,
        reason=reason,
    )
    lane = own_lane(ledger)
    with writing(ledger, typist) as tx:
        created = write_checked(ledger, tx, head, lane, typist)
    return document_result(ledger, tx, created)


def document_head(
    ledger: Ledger,
    typist: Typist,
    kind: StockKind,
    office: str,
    lines: list[StockLine],
    *,
    source: str = "",
    to_office: str = "",
    technician: str = "",
    bill: str = "",
    number: str = "",
    reason: str = "",
) -> StockDocument:
    """A document before it has a number. Raises UnknownOffice."""
    return StockDocument(
        id="-",
        status="booked",
        booked=typist.happened,
        office=office,
        region=ledger.office(office).region,
        kind=kind,
        source=source or None,  # type: ignore[arg-type]
        to_office=to_office,
        technician=technician,
        bill=bill,
        number=number,
        reason=reason,
        lines=lines,
        log=[Booked()],
    )


def write_checked(
    ledger: Ledger, tx: Recording, head: StockDocument, lane: str, typist: Typist
) -> str:
    """Plan a document, unless it was written just now, and give its number. Raises NotInStock,
    SerialNotThere; ReservedForOthers for what is sent away, or taken into a kit.
    """
    created = tx.create_document(head, lane, typist.at)
    if not tx.repeated:
        _check_enough(ledger, tx, head)
        if head.kind in _GOES_TO_OTHERS:
            wanted: dict[str, int] = defaultdict(int)
            for line in head.lines:
                if line.condition == "good":
                    wanted[line.part] += line.count
            check_not_reserved(ledger, head.office, wanted, typist)
    return created


def take_in(
    ledger: Ledger,
    document: str,
    typist: Typist,
    *,
    lines: Sequence[TakenInLine] = (),
    reason: str = "",
) -> DocumentResult:
    """Take a transfer into the other office's store; what `lines` don't name came whole. What is
    missing, or too many, is booked to the difference, for a reason (decisions 16).

    Raises NoSuchDocument, NothingToTransfer, NoSuchStockLine, WhichSerials, MissingFields without a
    reason, DocumentSettled.
    """
    with writing(ledger, typist) as tx:
        head = tx.document(document).state.document
        whole = arrived_lines(head, lines)
        different = differing_lines(head, whole)
        if different and not reason:
            raise MissingFields(fields=["--reason"])
        taken_in = [replace(line, reason=reason if line in different else "") for line in whole]
        tx.append(head.id, TakenIn(lines=taken_in), at=typist.at)
    return document_result(ledger, tx, head.id)


def arrived_lines(document: StockDocument, lines: Sequence[TakenInLine]) -> list[TakenInLine]:
    """What arrived of each line of a transfer: as told, else all of it.

    Raises NothingToTransfer, NoSuchStockLine; WhichSerials where pieces are known one by one and
    it was not said which of them came.
    """
    if document.kind != "transferred":
        raise NothingToTransfer(document=document.id)
    counted = {line.line: line for line in lines}
    beyond = [number for number in counted if number > len(document.lines)]
    if beyond:
        raise NoSuchStockLine(document=document.id, line=beyond[0], count=len(document.lines))
    return [
        _arrived(document, number, sent, counted.get(number))
        for number, sent in enumerate(document.lines, 1)
    ]


def _arrived(
    document: StockDocument, number: int, sent: StockLine, arrived: TakenInLine | None
) -> TakenInLine:
    if arrived is None:
        return TakenInLine(line=number, count=sent.count, serials=sent.serials)
    if arrived.count == sent.count and not arrived.serials:
        return replace(arrived, serials=sent.serials)
    is_known = len(arrived.serials) == arrived.count and set(arrived.serials) <= set(sent.serials)
    if (sent.serials or arrived.serials) and not is_known:
        raise WhichSerials(document=document.id, line=number, serials=sent.serials)
    return arrived


def differing_lines(document: StockDocument, arrived: Sequence[TakenInLine]) -> list[TakenInLine]:
    """The lines of which more or fewer pieces arrived than were sent."""
    return [line for line in arrived if line.count != document.lines[line.line - 1].count]


def move_part(
    ledger: Ledger,
    typist: Typist,
    *,
    office: str,
    part: str,
    position: str,
    condition: PartCondition = "good",
) -> DocumentResult:
    """Write down that a part lies elsewhere in its store from now on: all pieces of it. Raises
    NotInCatalogue, NotInStock if there are none, UnknownOffice, NoLane, NotYourRole.
    """
    line = known_line(ledger.parts, StockLine(part=part, count=0, position=position))
    spot = Spot(store_of(office), condition)
    lane = own_lane(ledger)
    with writing(ledger, typist) as tx:
        there = balances(ledger.moves([], line.part, spot.place), typist.happened)
        lies = there.get((line.part, spot), 0)
        if lies < 1:
            named = place_named(ledger, spot)
            part = ledger.parts.called(line.part)
            raise NotInStock(part=part, code=line.part, place=named, count=1, there=0)
        head = document_head(ledger, typist, "moved", office, [replace(line, count=lies)])
        created = tx.create_document(head, lane, typist.at)
    return document_result(ledger, tx, created)


def void_document(ledger: Ledger, document: str, typist: Typist, *, reason: str) -> DocumentResult:
    """Void a document (红字): all it moved goes back. Raises NoSuchDocument, NotInStock where it no
    longer lies there, DocumentSettled.
    """
    with writing(ledger, typist) as tx:
        state = tx.document(document).state
        voided = Voided(reason=reason)
        if state.voided is None:
            back = [
                replace(move, leaves=move.goes, goes=move.leaves, at=typist.happened)
                for move in moves_of_document(state)
            ]
            check_places(ledger, back, typist.happened)
        tx.append(state.document.id, voided, at=typist.at)
    return document_result(ledger, tx, state.document.id)


def document_result(ledger: Ledger, tx: Recording, document: str) -> DocumentResult:
    """How the document stands after the command, and what that means for what is reserved."""
    state = tx.as_recorded(document).state
    assert isinstance(state, StockState)
    last = state.document.log[-1].seq
    moves = [move for move in moves_of_document(state) if move.source[1] == last]
    notices: list[Notice] = []
    if not tx.repeated:
        notices = [*said_of_reserved(ledger, moves), *unseen_in_books(ledger)]
    return DocumentResult(
        state=state,
        repeated=tx.repeated,
        committed=tx.committed,
        notices=[*tx.notices, *notices],
    )


def unseen_in_books(ledger: Ledger) -> list[Notice]:
    """That records could not be read, which may have moved parts; nothing if all could."""
    broken: list[Damaged] = []
    ledger.balances(broken, places=[])
    files = list(dict.fromkeys(str(error.facts["path"]) for error in broken))
    return [BooksNotSeen(files=files)] if files else []


def _other_office(ledger: Ledger, office: str, to_office: str) -> str:
    ledger.office(to_office)
    if office == to_office:
        raise SameOffice(office=ledger.office(office).name)
    return to_office


def known_line(parts: PartsCatalogue, line: StockLine) -> StockLine:
    """A line with the part's code as the catalogue writes it. Raises NotInCatalogue."""
    part = parts.find_part(line.part)
    if part is None:
        raise NotInCatalogue(part=line.part)
    return replace(line, part=part.code)


def _check_enough(ledger: Ledger, tx: Recording, head: StockDocument) -> None:
    first = replace(head.log[0], seq=1, at=head.booked, typed=tx.now, by=tx.person.id)
    state = StockState(replace(head, log=[first]))
    moves = moves_of_document(state)
    _check_pieces_named(ledger, head)
    check_not_here_already(ledger, moves)
    check_places(ledger, moves, head.booked)


def _check_pieces_named(ledger: Ledger, head: StockDocument) -> None:
    """Raise WhichPieces where pieces that are followed one by one move without their numbers; those
    that the books have without one may leave so.
    """
    for line in head.lines if head.kind in _NAMES_PIECES else ():
        part = ledger.parts.find_part(line.part)
        if part is None or not part.serial or line.serials:
            continue
        spot, unnumbered = Spot(store_of(head.office), line.condition), 0
        if head.kind != "received":
            moves = ledger.moves([], part.code, spot.place)  # what could not be read is named later
            there = balances(moves, head.booked).get((part.code, spot), 0)
            unnumbered = there - len(pieces_at(moves, part.code, spot, head.booked))
        if line.count > unnumbered:
            raise WhichPieces(
                part=ledger.parts.called(part.code),
                code=part.code,
                place=place_named(ledger, spot),
                count=line.count,
            )


def check_not_here_already(ledger: Ledger, moves: Iterable[Move]) -> None:
    """Raise PieceElsewhere where a piece comes in that is at a place of ours by the books."""
    broken: list[Damaged] = []
    for move in moves:
        if not move.serial or move.leaves.place.is_inner or not move.goes.place.is_inner:
            continue
        known = [each for each in ledger.moves(broken, move.part) if each.serial == move.serial]
        if known and known[-1].goes.place.is_inner:
            raise PieceElsewhere(
                part=ledger.parts.called(move.part),
                code=move.part,
                serial=move.serial,
                place=place_named(ledger, known[-1].goes),
            )


def check_places(ledger: Ledger, moves: Iterable[Move], at: datetime) -> None:
    """Raise NotInStock if an inner place would have less than nothing, at that moment or by what
    was recorded since; SerialNotThere for a piece that is somewhere else.
    """
    moves = list(moves)
    leaving = {(move.part, move.leaves) for move in moves if move.leaves.place.is_inner}
    broken: list[Damaged] = []
    for part, spot in sorted(leaving):
        known = ledger.moves(broken, part, spot.place)
        if spot.holds_loans:  # documents move the kit; what was lent for a ticket, that ticket
            known = [move for move in known if not move.loan]
        of_part = [move for move in moves if move.part == part]
        # what a transfer brought and takes back passes the way between: it lies there at no moment
        wanted = sum(move.count * ((move.leaves == spot) - (move.goes == spot)) for move in of_part)
        there = least_from(known, part, spot, at)
        if wanted > max(there, 0):
            raise NotInStock(
                part=ledger.parts.called(part),
                code=part,
                place=place_named(ledger, spot),
                count=wanted,
                there=max(there, 0),
            )
        comes = {move.serial for move in of_part if move.goes == spot}
        for move in of_part:
            if move.serial and move.leaves == spot and move.serial not in comes:
                _check_serial(ledger, known, move)


def place_named(ledger: Ledger, spot: Spot) -> Phrase:
    """A spot in words, its office by its name."""
    offices = {code: office.name for code, office in ledger.settings.offices.items()}
    return said_of_spot(spot, ledger.staff, offices)


def _check_serial(ledger: Ledger, known: Iterable[Move], wanted: Move) -> None:
    last = [move for move in known if move.serial == wanted.serial]
    if not last or last[-1].goes != wanted.leaves:
        raise SerialNotThere(
            part=ledger.parts.called(wanted.part),
            code=wanted.part,
            serial=wanted.serial,
            place=place_named(ledger, wanted.leaves),
        )


class Stock(Struct, frozen=True, kw_only=True):
    """What an office's store has of one part."""

    part: str
    name: str
    office: str
    good: int
    defective: int
    position: str
    minimum: int
    reserved: int = 0  # for visits, and what came for tickets

    @property
    def free(self) -> int:
        """How many good ones nobody reserved; below nought: so many more are needed."""
        return self.good - self.reserved

    @property
    def is_short(self) -> bool:
        """Whether there is less than the least that every store has, or than is reserved."""
        return self.good < self.minimum or self.free < 0


def stock_of(
    ledger: Ledger,
    office: str,
    broken: list[Damaged],
    at: datetime | None = None,
    moves: Sequence[Move] | None = None,
) -> list[Stock]:
    """What lies in an office's store (of every office, if none is given), by part; also parts of
    the catalogue of which there is none though there should be. What is reserved is known of now
    alone. `moves`: all there are, where they have been read, and no index is to be asked.
    """
    offices = [office] if office else list(ledger.settings.offices)
    held = (
        ledger.balances(broken, at, [store_of(each) for each in offices])
        if moves is None
        else balances(moves, at)
    )
    kept: dict[tuple[str, str], int] = defaultdict(int)
    for reservation in ledger.reservations(broken, office) if at is None else ():
        if ledger.parts.find_part(reservation.part):
            kept[reservation.office, reservation.part] += reservation.count
    return [
        row
        for each in offices
        for row in _stock_of_office(
            ledger.parts,
            each,
            held,
            kept,
            positions_of(ledger, each) if moves is None else positions_in(moves, each),
        )
    ]


def positions_of(ledger: Ledger, office: str) -> dict[str, str]:
    """Where each part lies in a store, as the last document said; others are in the catalogue."""
    return ledger.positions(office)


def _stock_of_office(
    parts: PartsCatalogue,
    office: str,
    held: dict[tuple[str, Spot], int],
    kept: Mapping[tuple[str, str], int],
    positions: dict[str, str],
) -> list[Stock]:
    lies: dict[str, dict[str, int]] = {}
    for (part, spot), count in held.items():
        if spot.place.kind == "store" and spot.place.whose == office:
            lies.setdefault(part, {})[spot.condition] = count
    wanted = [part.code for part in parts.parts if part.minimum or (office, part.code) in kept]
    rows = []
    for code in sorted({*lies, *wanted}):
        entry = parts.find_part(code)
        rows.append(
            Stock(
                part=code,
                name=entry.name if entry else "",
                office=office,
                good=lies.get(code, {}).get("good", 0),
                defective=lies.get(code, {}).get("defective", 0),
                position=positions.get(code) or (entry.position if entry else ""),
                minimum=entry.minimum if entry else 0,
                reserved=kept.get((office, code), 0),
            )
        )
    return rows
