"""Kits of technicians (随车备件包): shown, topped up, given back, counted; and the sets they are
topped up to (decisions 15).

A set has a name and stands in parts.yaml; whose kit it is stands with the person in staff.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from svc.actions import settings
from svc.actions.stock import (
    DocumentResult,
    document_head,
    document_result,
    known_line,
    place_named,
    write_checked,
)
from svc.actions.stock_counts import CountedPart, count_preview, record_count
from svc.actions.typist import Typist, writing
from svc.errors import (
    KitNotSet,
    LentPiecesMissing,
    NoSuchKit,
    NotInCatalogue,
    NotInKit,
    NotInStock,
    StoreLacksForKit,
    WhichPieces,
)
from svc.model.events import PartUsed
from svc.model.staff import KEEPERS_OF_PARTS, Person
from svc.model.stock import PartCondition, StockLine
from svc.rules.forms import part_form
from svc.rules.stock.kits import Kit, kit_of
from svc.rules.stock.moves import least_from
from svc.rules.stock.pieces import as_booked, pieces_at
from svc.rules.stock.places import Spot, store_of, with_technician
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.parts_out import parts_out
from svc.store.clone_settings import own_lane
from svc.store.ledger import Ledger

if TYPE_CHECKING:
    from svc.errors import Damaged
    from svc.store.recording import Recording

KITS = settings.EntryPlace(path="parts.yaml", key="kits", in_line=True, keepers=KEEPERS_OF_PARTS)


class KitShort(Struct, frozen=True, kw_only=True):
    """A part of which the store has less than a kit lacks."""

    part: str
    missing: int
    there: int  # in the store


class TopUp(Struct, frozen=True, kw_only=True):
    """What filling a kit came to."""

    kit: Kit  # as it was before
    result: DocumentResult | None  # None: nothing was missing
    short: tuple[KitShort, ...] = ()


def kit_of_person(
    ledger: Ledger, person: Person, broken: list[Damaged], until: datetime | None = None
) -> Kit:
    """What one of us has along, beside their set."""
    moves = ledger.moves(broken, place=with_technician(person.id))
    wanted = ledger.parts.kits.get(person.kit, {})
    return kit_of(moves, person.id, person.kit, wanted, until)


def all_kits(ledger: Ledger, broken: list[Damaged], *, office: str = "") -> list[Kit]:
    """The kits of an office's people (of everybody, if none is given) who have a set, or anything
    along.
    """
    held = {spot.place.whose for _, spot in ledger.balances(broken) if spot.holds_loans}
    people = [
        person
        for person in ledger.staff.staff
        if office in ("", person.office)
        and ((person.kit and person.left is None) or person.id in held)
    ]
    kits = [kit_of_person(ledger, person, []) for person in people]  # named above
    return [kit for kit in kits if kit.is_there]


def top_up(
    ledger: Ledger,
    typist: Typist,
    technician: str,
    *,
    office: str,
    lines: Sequence[StockLine] = (),
) -> TopUp:
    """Hand a technician what is missing of their set, as far as the store has it; or just the parts
    that are named. Nothing is written where nothing is missing.

    Raises KitNotSet, NoSuchKit without parts that are named; StoreLacksForKit where the store has
    nothing of it, WhichPieces, NotInStock, SerialNotThere for what is named; NotInCatalogue,
    UnknownStaff, UnknownOffice, NoLane, NotYourRole.
    """
    person = ledger.person(technician)
    named = [_with_pieces(ledger, line, Spot(store_of(office))) for line in lines]
    if not named:
        set_of(ledger, person)
    lane = own_lane(ledger)
    with writing(ledger, typist) as tx:
        ledger.close()  # what others lent a moment ago is looked at
        kit = kit_of_person(ledger, person, [], typist.happened)
        short: tuple[KitShort, ...] = ()
        if not named:
            named, short = _what_fills(ledger, kit, office, typist.happened)
        if short and not named:
            raise StoreLacksForKit(
                person=person.name,
                office=ledger.office(office).name,
                parts=[f"{ledger.parts.called(each.part)} ×{each.missing}" for each in short],
                code=short[0].part,
            )
        created = ""
        if named:
            head = document_head(ledger, typist, "kit_lent", office, named, technician=person.id)
            created = write_checked(ledger, tx, head, lane, typist)
    result = document_result(ledger, tx, created) if created else None
    return TopUp(kit=kit, result=result, short=short)


def set_of(ledger: Ledger, person: Person) -> Mapping[str, int]:
    """What a person is to have along. Raises KitNotSet, NoSuchKit."""
    if not person.kit:
        raise KitNotSet(person=person.name, id=person.id)
    check_kit_known(ledger, person.kit)
    return ledger.parts.kits[person.kit]


def check_kit_known(ledger: Ledger, name: str) -> None:
    """Raise NoSuchKit unless parts.yaml has a set of this name."""
    if name not in ledger.parts.kits:
        raise NoSuchKit(kit=name, known=list(ledger.parts.kits) or ["—"])


def _what_fills(
    ledger: Ledger, kit: Kit, office: str, at: datetime
) -> tuple[list[StockLine], tuple[KitShort, ...]]:
    """What the store hands out of what nobody reserved, the pieces that came first in front, and
    what it has too few of.
    """
    store = Spot(store_of(office))
    lines, short = [], []
    for line in kit.lines:
        if not line.missing:
            continue
        part = ledger.parts.find_part(line.part)
        moves = ledger.moves([], line.part, store.place)
        kept = sum(each.count for each in ledger.reservations([], office, [line.part]))
        there = max(least_from(moves, line.part, store, at) - kept, 0)
        pieces = pieces_at(moves, line.part, store, at)
        is_followed = bool(pieces) or (part is not None and part.serial)
        if is_followed:
            there = min(there, len(pieces))
        count = min(line.missing, there)
        if count:
            serials = pieces[:count] if is_followed else []
            lines.append(StockLine(part=line.part, count=count, serials=serials))
        if count < line.missing:
            short.append(KitShort(part=line.part, missing=line.missing, there=there))
    return lines, tuple(short)


def return_kit(
    ledger: Ledger,
    typist: Typist,
    technician: str,
    *,
    office: str,
    lines: Sequence[StockLine] = (),
    condition: PartCondition = "good",
    reason: str = "",
) -> DocumentResult | None:
    """Take parts of a kit back into the store; without `lines` all that is in it. None where
    nothing is. `defective`: old parts that repairs with parts of the kit took out.

    Raises NotInKit, WhichPieces, SerialNotThere, NotInCatalogue, UnknownStaff, UnknownOffice,
    NoLane, NotYourRole.
    """
    person = ledger.person(technician)
    spot = Spot(with_technician(person.id), condition)
    returned = [_with_pieces(ledger, line, spot) for line in lines]
    lane = own_lane(ledger)
    with writing(ledger, typist) as tx:
        ledger.close()
        returned = returned or all_along(ledger, spot, typist.happened)
        created = ""
        if returned:
            returned = [replace(line, condition=condition) for line in returned]
            head = document_head(
                ledger,
                typist,
                "kit_returned",
                office,
                returned,
                technician=person.id,
                reason=reason,
            )
            try:
                created = write_checked(ledger, tx, head, lane, typist)
            except NotInStock as error:
                facts = {name: error.facts[name] for name in ("part", "count", "there")}
                raise NotInKit(person=person.name, id=person.id, **facts) from None
    return document_result(ledger, tx, created) if created else None


def all_along(ledger: Ledger, spot: Spot, at: datetime) -> list[StockLine]:
    """All that somebody has along for no ticket: what is followed piece by piece by its numbers."""
    moves = [
        move
        for move in ledger.moves([], place=spot.place)
        if not (spot.holds_loans and move.loan) and move.at <= at
    ]
    lines = []
    for part in sorted({move.part for move in moves}):
        if ledger.parts.find_part(part) is None:
            continue  # of what no catalogue has, no document can be written
        of_part = [move for move in moves if move.part == part]
        pieces = pieces_at(of_part, part, spot)
        count = least_from(of_part, part, spot, at)
        line = StockLine(part=part, count=count - len(pieces), condition=spot.condition)
        if pieces:
            lines.append(replace(line, count=len(pieces), serials=pieces))
        if count > len(pieces):
            lines.append(line)
    return lines


def hand_over_kit(
    ledger: Ledger, tx: Recording, typist: Typist, lines: Sequence[StockLine], *, leaver: Person,
    to: Person, is_back: bool, reason: str,
) -> None:  # fmt: skip
    """Plan that a kit comes back into the store of who leaves; unless it stays there (`is_back`),
    its good pieces go out again into the kit of the other. Raises NoLane, NotInStock, NotYourRole.
    """
    lane, office = own_lane(ledger), leaver.office
    came = document_head(
        ledger, typist, "kit_returned", office, list(lines), technician=leaver.id, reason=reason
    )
    write_checked(ledger, tx, came, lane, typist)
    good = [line for line in lines if line.condition == "good"]
    if good and not is_back:  # they came into the store a moment ago, and are nobody else's
        goes = document_head(
            ledger, typist, "kit_lent", office, good, technician=to.id, reason=reason
        )
        tx.create_document(goes, lane, typist.at)


def with_kit_pieces(
    ledger: Ledger, state: State, parts: Sequence[PartUsed], holder: str, at: datetime
) -> list[PartUsed]:
    """What a visit put in, with the number of the piece where it can be but one: of a part that is
    followed, not lent for the ticket, of which the holder's kit had one piece by the books.
    """
    lent = {part_form(out.lent.part) for out in parts_out(state.events)}
    place = with_technician(holder)
    named = []
    for used in parts:
        known = ledger.parts.find_part(used.part)
        is_open = known is not None and known.serial and used.count == 1 and not used.serial
        there: list[str] = []
        if is_open and part_form(used.part) not in lent:
            moves = [
                move
                for move in ledger.moves([], part_form(used.part), place)
                if not move.loan and move.source[0] != state.ticket.id
            ]
            there = pieces_at(moves, part_form(used.part), Spot(place), at)
        named.append(replace(used, serial=there[0]) if len(there) == 1 else used)
    return named


def _with_pieces(ledger: Ledger, line: StockLine, spot: Spot) -> StockLine:
    """A line as typed, with the serial numbers as the books spell them. Raises NotInCatalogue,
    WhichPieces.
    """
    known = known_line(ledger.parts, line)
    part = ledger.parts.find_part(known.part)
    if part is None:
        raise NotInCatalogue(part=line.part)
    if part.serial and not known.serials:
        raise WhichPieces(
            part=ledger.parts.called(part.code),
            code=part.code,
            place=place_named(ledger, spot),
            count=known.count,
        )
    moves = ledger.moves([], known.part, spot.place) if known.serials else []
    spelt = [move.serial for move in moves if move.serial]
    return replace(known, serials=as_booked(known.serials, spelt))


def kit_count_preview(
    ledger: Ledger,
    person: Person,
    lines: Sequence[StockLine],
    at: datetime,
    *,
    reasons: Mapping[str, str] | None = None,
    broken: list[Damaged],
) -> list[CountedPart]:
    """What was counted in a van, beside what the books say is there: the kit and what was lent for
    tickets. Raises what `count_preview` raises; LentPiecesMissing where more is missing than the
    kit has.
    """
    spot = Spot(with_technician(person.id))
    counted = count_preview(ledger, spot, lines, at, reasons=reasons, broken=broken)
    in_kit = {line.part: line.in_hand for line in kit_of_person(ledger, person, [], at).lines}
    for each in counted:
        missing = -each.difference
        if missing > max(in_kit.get(each.part, 0), 0):
            raise LentPiecesMissing(
                person=person.name,
                id=person.id,
                part=ledger.parts.called(each.part),
                code=each.part,
                missing=missing,
                there=max(in_kit.get(each.part, 0), 0),
            )
    return counted


def record_kit_count(
    ledger: Ledger,
    typist: Typist,
    office: str,
    person: Person,
    lines: Sequence[StockLine],
    *,
    reasons: Mapping[str, str] | None = None,
) -> DocumentResult:
    """Record what was counted in a van. Raises what `record_count` raises."""
    return record_count(ledger, typist, office, lines, technician=person.id, reasons=reasons)


def change_set(
    ledger: Ledger, typist: Typist, name: str, lines: Sequence[StockLine]
) -> settings.SettingResult:
    """Say how many of each part a set has; nought takes a part out of it. A set that is not there
    is entered.

    Raises NotInCatalogue and what `settings.add_entry`, `settings.change_entry` raise.
    """
    counts: dict[str, object] = {
        known_line(ledger.parts, line).part: line.count or "" for line in lines
    }
    change = settings.change_entry if name in ledger.parts.kits else settings.add_entry
    return change(ledger, typist, KITS, name, counts)


def people_with(ledger: Ledger, kit: str) -> Iterator[Person]:
    """Whose kit a set is."""
    return (person for person in ledger.staff.staff if person.kit == kit and person.left is None)
