"""What is reserved in the stores for visits: lent to no one else, and what is short of it (S4
coordinator 4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from svc.actions.typist import Typist
from svc.errors import (
    N_,
    Damaged,
    KeptFor,
    LiesElsewhere,
    MayBringInstead,
    Notice,
    Phrase,
    ReservedForOthers,
    ReservedNowLacks,
    ShortForVisit,
)
from svc.rules.forms import part_form
from svc.rules.stock.moves import Move, least_from
from svc.rules.stock.places import Spot, said_of_spot, store_of
from svc.rules.stock.reserved import Reservation, lacking, may_take, reserved_for
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.part_requests import open_requests
from svc.rules.ticket.visits import brought, visits_of
from svc.store.ledger import Ledger


def check_not_reserved(
    ledger: Ledger, office: str, wanted: Mapping[str, int], typist: Typist, ticket: str = ""
) -> bool:
    """Raise ReservedForOthers if so many pieces can't leave an office's store, for a ticket or for
    none, without taking what is reserved for others. What left earlier, or a manager lets go, is
    not refused (decisions 1): then whether it was reserved.
    """
    broken: list[Damaged] = []
    is_taken = False
    store = Spot(store_of(office))
    reserved = ledger.reservations(broken, office, list(wanted))
    for part, count in wanted.items():
        of_part = [each for each in reserved if each.part == part]
        others = [each for each in of_part if each.ticket != ticket]
        if not others:
            continue
        moves = ledger.moves(broken, part, store.place)
        there = max(0, least_from(moves, part, store, typist.happened))
        free = may_take(ticket, of_part, there)
        if count <= free:
            continue
        if not typist.allow and (typist.at is None or typist.at >= typist.now):
            raise ReservedForOthers(
                part=part,
                name=ledger.parts.called(part),
                place=_store_named(ledger, office),
                there=there,
                whose=[_whose(ledger, each, each.count) for each in others],
                free=free,
                count=count,
            )
        is_taken = True
    return is_taken


def said_of_reserved(ledger: Ledger, moves: Iterable[Move]) -> list[Notice]:
    """After these moves were recorded: for whom what came in is to be kept, and who now lacks what
    went out.
    """
    changes: dict[tuple[str, str], int] = defaultdict(int)
    for move in moves:
        for spot, count in ((move.leaves, -move.count), (move.goes, move.count)):
            if spot.place.kind == "store" and spot.condition == "good":
                changes[spot.place.whose, move.part] += count
    broken: list[Damaged] = []
    parts = sorted({part for (_, part), change in changes.items() if change})
    reserved = ledger.reservations(broken, "", parts) if parts else []
    if not reserved:
        return []
    stores = _Stores(ledger, reserved, broken)
    notices: list[Notice] = []
    for (office, part), change in changes.items():
        there = stores.good(office, part)
        of_part = stores.reserved(office, part)
        lack = {each.ticket: (each, missing) for each, missing in lacking(of_part, there)}
        if change > 0:
            before = lacking(of_part, there - change)
            kept = [
                (each, missing - lack.get(each.ticket, (each, 0))[1]) for each, missing in before
            ]
            notices += _kept_for(ledger, part, [(each, count) for each, count in kept if count])
        elif change < 0 and lack and stores.are_kept(office):
            notices.append(_now_lacks(ledger, office, part, list(lack.values())))
    return notices


def _kept_for(ledger: Ledger, part: str, kept: list[tuple[Reservation, int]]) -> list[Notice]:
    whose = [_whose(ledger, each, count) for each, count in kept]
    return [KeptFor(name=ledger.parts.called(part), whose=whose)] if whose else []


def _now_lacks(
    ledger: Ledger, office: str, part: str, lack: list[tuple[Reservation, int]]
) -> Notice:
    first, missing = lack[0]
    lacks = N_("{whose} lacks {count}")
    return ReservedNowLacks(
        part=part,
        name=ledger.parts.called(part),
        place=_store_named(ledger, office),
        whose=[
            Phrase(lacks, whose=_whose(ledger, each, each.count), count=count)
            for each, count in lack
        ],
        ticket=first.ticket,
        count=missing,
    )


def short_for_visit(ledger: Ledger, state: State) -> list[Notice]:
    """What is not in the store of what a visit is to bring, what may be used in its place, and
    where else it lies; nothing where no books are kept.
    """
    wanted = [each for each in reserved_for(state) if ledger.parts.find_part(each.part)]
    if not wanted:
        return []
    broken: list[Damaged] = []
    instead = {each.part: _replaced_by(ledger, each.part) for each in wanted}
    parts = [*instead, *(code for codes in instead.values() for code in codes)]
    stores = _Stores(ledger, ledger.reservations(broken, "", parts), broken)
    office = state.current.office
    if not stores.are_kept(office):
        return []
    asked: dict[str, int] = defaultdict(int)
    for request in open_requests(state.events):
        asked[part_form(request.asked.part)] += request.asked.count
    notices: list[Notice] = []
    for each in wanted:
        there = max(0, stores.good(office, each.part))
        of_part = stores.reserved(office, each.part)
        missing = each.count - may_take(each.ticket, of_part, there) - asked[each.part]
        if missing > 0:
            notices += _Short(ledger, state, stores, each, missing).notices(instead[each.part])
    return notices


class KeptPart(Struct, frozen=True, kw_only=True):
    """A part that is reserved for a visit, and how many pieces of it are missing; None where no
    books are kept.
    """

    reserved: Reservation
    missing: int | None


def parts_of_day(ledger: Ledger, office: str, day: date, broken: list[Damaged]) -> list[KeptPart]:
    """What the visits of a day that an office makes (every one, if none is given) are to bring and
    is not lent yet, by technician and time.
    """
    reserved = [
        each
        for each in ledger.reservations(broken, office)
        if ledger.parts.find_part(each.part) is not None
    ]
    of_day = [each for each in reserved if each.appointment and each.appointment.date() == day]
    if not of_day:
        return []
    stores = _Stores(ledger, reserved, broken)
    kept = []
    for each in sorted(of_day, key=lambda each: (each.technician, each.appointment, each.ticket)):
        lack = lacking(stores.reserved(each.office, each.part), stores.good(each.office, each.part))
        missing = {lacks.ticket: count for lacks, count in lack}.get(each.ticket, 0)
        is_known = stores.are_kept(each.office)
        kept.append(KeptPart(reserved=each, missing=missing if is_known else None))
    return kept


class _Short(Struct, frozen=True):
    """A part of which a visit lacks some."""

    ledger: Ledger
    state: State
    stores: _Stores
    wanted: Reservation
    missing: int

    def notices(self, instead: Sequence[str]) -> list[Notice]:
        """What is said of it."""
        office, code = self.wanted.office, self.wanted.part
        called = self.ledger.parts.called(code)
        there = max(0, self.stores.good(office, code))
        others = sum(
            each.count
            for each in self.stores.reserved(office, code)
            if each.ticket != self.wanted.ticket
        )
        notices: list[Notice] = [
            ShortForVisit(
                part=code,
                name=called,
                wanted=self.wanted.count,
                place=_store_named(self.ledger, office),
                there=there,
                others=min(others, there),
                count=self.missing,
                ticket=self.wanted.ticket,
            )
        ]
        usable = [other for other in instead if self.stores.free(office, other) >= self.missing]
        if usable:
            notices.append(self._bring_instead(called, usable))
        lies = [
            (other, free)
            for other in self.ledger.settings.offices
            if other != office and (free := self.stores.free(other, code)) > 0
        ]
        if lies:
            notices.append(self._elsewhere(called, lies))
        return notices

    def _bring_instead(self, called: str, usable: list[str]) -> Notice:
        office, catalogue = self.wanted.office, self.ledger.parts
        told = [brought(text) for text in visits_of(self.state)[-1].bring]
        stays = [each for each in told if part_form(each[0]) != self.wanted.part]
        rest = sum(count for _, count in told) - sum(count for _, count in stays) - self.missing
        own = [(self.wanted.part, rest)] if rest > 0 else []
        bring = [_typed(*each) for each in (*stays, *own, (usable[0], self.missing))]
        says = N_("{part} ({count} free)")
        free = [
            Phrase(says, part=catalogue.called(other), count=self.stores.free(office, other))
            for other in usable
        ]
        return MayBringInstead(
            name=called,
            instead=free,
            ticket=self.wanted.ticket,
            technician=self.wanted.technician,
            bring=" ".join(f"--bring {each}" for each in bring),
        )

    def _elsewhere(self, called: str, lies: list[tuple[str, int]]) -> Notice:
        names = {code: office.name for code, office in self.ledger.settings.offices.items()}
        says = N_("{office} {count}")
        first, free = max(lies, key=lambda each: each[1])
        return LiesElsewhere(
            part=self.wanted.part,
            name=called,
            offices=[Phrase(says, office=names[other], count=count) for other, count in lies],
            count=min(free, self.missing),
            office=names[first],
            to=names[self.wanted.office],
        )


class _Stores:
    """What lies in every store, and what is reserved there, of some parts."""

    def __init__(self, ledger: Ledger, reserved: list[Reservation], broken: list[Damaged]) -> None:
        places = [store_of(office) for office in ledger.settings.offices]
        self._reserved = reserved
        self._held = ledger.balances(broken, None, places)
        self._begun = ledger.books_begun().stores

    def are_kept(self, office: str) -> bool:
        return office in self._begun

    def good(self, office: str, part: str) -> int:
        return self._held.get((part, Spot(store_of(office))), 0)

    def reserved(self, office: str, part: str) -> list[Reservation]:
        return [each for each in self._reserved if (each.office, each.part) == (office, part)]

    def free(self, office: str, part: str) -> int:
        return self.good(office, part) - sum(each.count for each in self.reserved(office, part))


def _replaced_by(ledger: Ledger, code: str) -> list[str]:
    part = ledger.parts.find_part(code)
    return list(part.replaced_by) if part is not None else []


def _typed(what: str, count: int) -> str:
    from shlex import quote

    return quote(what if count == 1 else f"{what}:{count}")


def _store_named(ledger: Ledger, office: str) -> Phrase:
    names = {code: each.name for code, each in ledger.settings.offices.items()}
    return said_of_spot(Spot(store_of(office)), ledger.staff, names)


def _whose(ledger: Ledger, reserved: Reservation, count: int) -> Phrase:
    """For which visit something is reserved."""
    if reserved.appointment is None:
        return Phrase(N_("{ticket} ({count})"), ticket=reserved.ticket, count=count)
    return Phrase(
        N_("{ticket} ({person}, {at}: {count})"),
        ticket=reserved.ticket,
        person=ledger.staff.name_of(reserved.technician),
        at=reserved.appointment,
        count=count,
    )
