"""Lending from a store whose books are kept: what must lie there, and which pieces to take (S3
四 1, 四 2, S4 visit 2).
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from svc.actions.stock import check_places, place_named, positions_of
from svc.errors import (
    N_,
    Notice,
    NotInCatalogue,
    NotInStock,
    Phrase,
    SerialNotThere,
    TakeFrom,
    TooFewToLend,
)
from svc.model import events as ev
from svc.rules.forms import serial_form
from svc.rules.stock.lots import lots_of
from svc.rules.stock.moves import Move
from svc.rules.stock.places import Spot, store_of, with_technician
from svc.store.ledger import Ledger


def are_books_kept(ledger: Ledger, office: str, at: datetime) -> bool:
    """Whether the books of an office's store were begun by then."""
    since = ledger.books_begun().stores.get(office)
    return since is not None and at >= since


def as_in_the_books(ledger: Ledger, office: str, lent: ev.PartLent) -> ev.PartLent:
    """A loan with the part's code and the piece's number as the books write them. Raises
    NotInCatalogue, unless it is lent unbooked.
    """
    kind = ledger.parts.find_part(lent.part)
    if kind is None:
        if lent.unbooked:
            return lent
        raise NotInCatalogue(part=lent.part)
    wanted = serial_form(lent.serial)
    known = ledger.moves([], kind.code, store_of(office)) if wanted else []
    spelt = [move.serial for move in known if serial_form(move.serial) == wanted]
    return replace(lent, part=kind.code, serial=spelt[-1] if spelt else lent.serial)


def check_lies_there(
    ledger: Ledger, office: str, lent: ev.PartLent, at: datetime, ticket: str
) -> None:
    """Raise TooFewToLend or SerialNotThere for what is not in the store by its books. What is lent
    unbooked may be missing in them; a piece that they have at another place of ours may not.
    """
    kind = ledger.parts.find_part(lent.part)
    last = _last_move(ledger, lent)
    store = Spot(store_of(office))
    if lent.unbooked:
        if last is not None and last.goes.place.is_inner and last.goes != store:
            raise SerialNotThere(
                part=ledger.parts.called(lent.part),
                code=lent.part,
                serial=lent.serial,
                place=place_named(ledger, store),
            )
        return
    is_followed = last is not None or (kind is not None and kind.serial)
    move = Move(
        at=at,
        typed=at,
        source=("", 0, 1),
        how="lent",
        by="",
        part=lent.part,
        count=lent.count,
        leaves=store,
        goes=Spot(with_technician(lent.technician)),
        serial=lent.serial if is_followed else "",
    )
    try:
        check_places(ledger, [move], at)
    except NotInStock as error:
        raise TooFewToLend(
            part=lent.part,
            name=ledger.parts.called(lent.part),
            place=place_named(ledger, store),
            count=lent.count,
            there=error.facts["there"],
            ticket=ticket,
            technician=lent.technician,
        ) from None


def _last_move(ledger: Ledger, lent: ev.PartLent) -> Move | None:
    """Where a piece known by its serial number went last; None of one that the books don't know."""
    if not lent.serial:
        return None
    moves = [move for move in ledger.moves([], lent.part) if move.serial == lent.serial]
    return moves[-1] if moves else None


def where_to_take(ledger: Ledger, office: str, lent: ev.PartLent, at: datetime) -> list[Notice]:
    """What is said when a part leaves the store: where it lies, and of which receipt it is to be:
    first in, first out (S3 四 2), a piece with a number of that it came with.
    """
    kind = ledger.parts.find_part(lent.part)
    position = positions_of(ledger, office).get(lent.part) or (kind.position if kind else "")
    store = Spot(store_of(office))
    lot = lots_of(ledger.moves([], lent.part), at).to_take(lent.part, store, lent.serial)
    if lot is None:
        return []
    place = Phrase(N_("position {position}"), position=position)
    if not position:
        place = Phrase(N_("the store (no position was ever said)"))
    return [
        TakeFrom(
            part=ledger.parts.called(lent.part),
            place=place,
            day=lot.at.date() if lot.at else None,
            source=lot.source[0],
        )
    ]
