"""What is reserved in the stores for visits: lent to no one else, and what is short of it (S4
coordinator 4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
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
    stores = Stores(ledger, reserved, broken)
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


def look_at_stores(ledger: Ledger, bring: Iterable[str]) -> Stores | None:
    """What lies in every store, and what is reserved there, of parts to bring and of what may be
    used in their place: what `short_for_visits` is told from. None if there is no part among them.
    """
    said = [ledger.parts.find_part(brought(text)[0]) for text in bring]
    wanted = [part for part in said if part is not None]
    if not wanted:
        return None
    parts = {code for part in wanted for code in (part.code, *part.replaced_by)}
    broken: list[Damaged] = []
    return Stores(ledger, ledger.reservations(broken, "", sorted(parts)), broken)


def short_for_visits(ledger: Ledger, states: Sequence[State], stores: Stores) -> list[Notice]:
    """What is not in the store of what these tickets' visits are to bring, what may be used in its
    place, and where else it lies; nothing where no books are kept. `stores` were looked at before
    the tickets were dispatched.
    """
    wanted = [each for state in states for each in reserved_for(state)]
    stores.reserve_anew({state.ticket.id for state in states}, wanted)
    notices: list[Notice] = []
    for state in states:
        for each in wanted:
            if each.ticket == state.ticket.id and stores.knows(each.office, each.part):
                missing = stores.missing_of(each) - _asked_for(state, each.part)
                if missing > 0:
                    notices += _Short(ledger, state, stores, each, missing).notices()
    return notices


def _asked_for(state: State, part: str) -> int:
    """How many pieces the parts centre was asked for that are not here."""
    return sum(
        each.asked.count
        for each in open_requests(state.events)
        if part_form(each.asked.part) == part
    )


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
    stores = Stores(ledger, reserved, broken)
    kept = []
    for each in sorted(of_day, key=lambda each: (each.technician, each.appointment, each.ticket)):
        missing = stores.missing_of(each) if stores.are_kept(each.office) else None
        kept.append(KeptPart(reserved=each, missing=missing))
    return kept


class _Short(Struct, frozen=True):
    """A part of which a visit lacks some."""

    ledger: Ledger
    state: State
    stores: Stores
    wanted: Reservation
    missing: int

    def notices(self) -> list[Notice]:
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
        part = self.ledger.parts.find_part(code)
        instead = part.replaced_by if part is not None else []
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
        to_bring = [brought(text) for text in visits_of(self.state)[-1].bring]
        stays = [each for each in to_bring if part_form(each[0]) != self.wanted.part]
        rest = sum(count for _, count in to_bring) - sum(count for _, count in stays) - self.missing
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


class Stores:
    """What lies in every store, and what is reserved there, of some parts."""

    def __init__(self, ledger: Ledger, reserved: list[Reservation], broken: list[Damaged]) -> None:
        places = [store_of(office) for office in ledger.settings.offices]
        self._parts = ledger.parts
        self._reserved = reserved
        self._held = ledger.balances(broken, None, places)
        self._begun = ledger.books_begun().stores

    def reserve_anew(self, tickets: Container[str], reserved: Iterable[Reservation]) -> None:
        """What these tickets reserve now, in place of what they did."""
        others = [each for each in self._reserved if each.ticket not in tickets]
        self._reserved = [*others, *reserved]

    def are_kept(self, office: str) -> bool:
        """Whether the books of an office's store were begun."""
        return office in self._begun

    def knows(self, office: str, part: str) -> bool:
        """Whether the books of a store say how many there are of a part."""
        return self.are_kept(office) and self._parts.find_part(part) is not None

    def good(self, office: str, part: str) -> int:
        """How many good pieces lie there."""
        return self._held.get((part, Spot(store_of(office))), 0)

    def reserved(self, office: str, part: str) -> list[Reservation]:
        """What is reserved of a part there."""
        return [each for each in self._reserved if (each.office, each.part) == (office, part)]

    def free(self, office: str, part: str) -> int:
        """How many nobody reserved; below nought: so many more are needed."""
        return self.good(office, part) - sum(each.count for each in self.reserved(office, part))

    def missing_of(self, wanted: Reservation) -> int:
        """How many pieces a ticket does not get of what it reserved."""
        there = self.good(wanted.office, wanted.part)
        short = lacking(self.reserved(wanted.office, wanted.part), there)
        return sum(count for each, count in short if each.ticket == wanted.ticket)


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
