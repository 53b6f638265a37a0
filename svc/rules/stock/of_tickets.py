"""What a ticket moved: parts delivered for it, lent, put in, returned (S4 visit 2, bench 6).

A loan is used up by the work that says its parts were put in, so nothing is typed twice: the
keeper's word that it was used only confirms that. What work puts in and no loan covers comes from
the technician's kit, at the bench from the store; a loan that is booked afterwards covers it, too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from svc.model import events as ev
from svc.rules.forms import part_form
from svc.rules.stock.moves import Move, MoveHow, one_by_one
from svc.rules.stock.places import Place, Spot, store_of, with_customer_of, with_technician
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.loaners import loans_said_again
from svc.rules.ticket.visits import visits_of

_OLD_PARTS: dict[ev.OldPart, Place] = {
    "kept_by_customer": Place("customer"),
    "scrapped": Place("scrap"),
}
_FITTED = Spot(Place("fitted"))
_ENDS: dict[ev.LoanEnd, MoveHow] = {
    "used": "used",
    "good": "returned",
    "defective": "returned",
    "lost": "lost",
}


class _Loan(Struct):
    """A loan while its ticket is gone through."""

    lent: ev.PartLent
    holder: str
    left: int  # pieces neither put in nor returned
    ended: bool = False


def moves_of_ticket(state: State) -> list[Move]:
    """The moves of a ticket, in the order of its log; amended values count as amended."""
    return _Tracker(state).moves()


class _Tracker:
    """Goes through a ticket's log once and remembers who has what."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._made: list[Move] = []
        self._loans: dict[str, _Loan] = {}
        self._old: dict[tuple[str, str], int] = defaultdict(int)  # old parts, by part and holder
        self._requests: dict[str, ev.PartRequested] = {}
        self._loaners: dict[str, ev.LoanerLent] = {}
        self._said_again = loans_said_again(state.events)
        self._customer = Spot(with_customer_of(state.ticket.id))
        self._sent = {
            visit.report.id: visit.technician
            for visit in visits_of(state)
            if visit.report is not None
        }

    def moves(self) -> list[Move]:
        """All moves, numbered within their events."""
        for event in self._state.events:
            for move in self._of_event(event):
                self._made.append(replace(move, source=(self._state.ticket.id, event.seq, 0)))
        given: Counter[int] = Counter()
        numbered = []
        for move in self._made:
            ticket, seq, _ = move.source
            given[seq] += 1
            numbered.append(replace(move, source=(ticket, seq, given[seq])))
        return numbered

    # One branch for each event that moves parts.
    def _of_event(self, event: ev.AnyEvent) -> Iterator[Move]:
        match event:
            case ev.PartRequested():
                self._requests[event.id] = event
            case ev.PartDelivered() if event.of in self._requests:
                one = self._requests[event.of]
                way = (Spot(Place("headquarters")), self._store(event))
                came = _move(event, "delivered", one.part, one.count, way)
                yield from one_by_one(came, event.serials)
            case ev.PartLent():
                yield from self._lend(event)
            case ev.LoanerLent() if event.id not in self._said_again:
                self._loaners[event.id] = event
                yield self._loaner(event, event, (self._store(event), self._customer))
            case ev.LoanerReturned() if self._loan_of(event) in self._loaners:
                goes = {
                    "lost": Spot(Place("lost")),
                    "good": self._store(event),
                    "defective": self._store(event, defective=True),
                }[event.how]
                yield self._loaner(
                    event, self._loaners.pop(self._loan_of(event)), (self._customer, goes)
                )
            case ev.TakenOver():
                yield from self._pass_on(event)
            case ev.LoanEnded() if event.of in self._loans:
                yield from self._end(event, self._loans[event.of])
            case ev.Visited():
                holder = self._sent.get(event.id, event.by)
                yield from self._put_in(event, Spot(with_technician(holder)), holder)
            case ev.Repaired():
                yield from self._put_in(event, self._store(event), "")

    def _loaner(self, event: ev.AnyEvent, lent: ev.LoanerLent, way: tuple[Spot, Spot]) -> Move:
        how: MoveHow = "loaner_lent" if event is lent else "loaner_returned"
        if way[1].place.kind == "lost":
            how = "lost"
        return replace(_move(event, how, lent.part, 1, way), serial=lent.serial)

    def _loan_of(self, returned: ev.LoanerReturned) -> str:
        return self._said_again.get(returned.of, returned.of)

    def _store(self, event: ev.Event, *, defective: bool = False) -> Spot:
        place = store_of(self._state.office_of(event))
        return Spot(place, "defective" if defective else "good")

    def _lend(self, event: ev.PartLent) -> Iterator[Move]:
        loan = _Loan(event, event.technician, event.count)
        self._loans[event.id] = loan
        goes = Spot(with_technician(event.technician))
        move = _move(event, "lent", event.part, event.count, (self._store(event), goes))
        yield replace(move, serial=event.serial, loan=event.id, reason=event.unbooked)
        loan.left -= self._cover(event)

    def _cover(self, lent: ev.PartLent) -> int:
        """How many pieces of a loan were put in before it was booked, when somebody saw it: they
        were of this loan.
        """
        left = lent.count
        made = []
        for move in self._made:
            is_uncovered = move.how == "fitted" and not move.loan
            if not left or not is_uncovered or move.part != part_form(lent.part):
                made.append(move)
                continue
            count = min(left, move.count)
            left -= count
            leaves = Spot(with_technician(lent.technician))
            made.append(replace(move, count=count, leaves=leaves, loan=lent.id))
            if move.count > count:
                made.append(replace(move, count=move.count - count))
        self._made = made
        return lent.count - left

    def _pass_on(self, event: ev.TakenOver) -> Iterator[Move]:
        for loan in self._those(event.in_hand):
            if loan.left:
                leaves, goes = Spot(with_technician(loan.holder)), Spot(with_technician(event.to))
                move = _move(event, "lent", loan.lent.part, loan.left, (leaves, goes))
                yield replace(move, serial=loan.lent.serial, loan=loan.lent.id)
            loan.holder = event.to

    def _those(self, ids: Sequence[str]) -> list[_Loan]:
        return [self._loans[each] for each in ids if each in self._loans]

    def _end(self, event: ev.LoanEnded, loan: _Loan) -> Iterator[Move]:
        """Used and defective loans bring the old parts in, those that were put in for them."""
        if loan.ended:
            return
        loan.ended = True
        put_in = loan.lent.count - loan.left
        # the keeper has in hand what the visit says was put in: the visit took another one
        count = loan.lent.count if event.how == "good" and not loan.left else loan.left
        loan.left = 0
        leaves = Spot(with_technician(loan.holder))
        goes = {
            "used": _FITTED,
            "lost": Spot(Place("lost")),
            "good": self._store(event),
            "defective": self._store(event, defective=True),
        }[event.how]
        if count:
            how = _ENDS[event.how]
            move = _move(event, how, loan.lent.part, count, (leaves, goes))
            yield replace(move, serial=loan.lent.serial, loan=loan.lent.id)
        if event.how in ("used", "defective"):
            yield from self._old_parts_in(event, loan, put_in or loan.lent.count)

    def _old_parts_in(self, event: ev.LoanEnded, loan: _Loan, most: int) -> Iterator[Move]:
        held = (part_form(loan.lent.part), loan.holder)
        count = min(self._old[held], most)
        if count:
            self._old[held] -= count
            leaves = Spot(with_technician(loan.holder), "defective")
            goes = self._store(event, defective=True)
            move = _move(event, "returned", loan.lent.part, count, (leaves, goes))
            yield replace(move, loan=loan.lent.id)

    def _put_in(self, event: ev.Visited | ev.Repaired, leaves: Spot, holder: str) -> Iterator[Move]:
        for used in event.parts:
            rest = used.count
            for loan, count in self._taken_from_loans(used):
                rest -= count
                of_loan = Spot(with_technician(loan.holder))
                move = _move(event, "fitted", used.part, count, (of_loan, _FITTED))
                serial = loan.lent.serial or used.serial
                yield replace(move, serial=serial, loan=loan.lent.id)
            if rest:
                move = _move(event, "fitted", used.part, rest, (leaves, _FITTED))
                yield replace(move, serial=used.serial)
            yield from self._take_out(event, used, holder)

    def _taken_from_loans(self, used: ev.PartUsed) -> list[tuple[_Loan, int]]:
        """The loans that used pieces come from, and how many of each: that of their serial number
        first, then the earliest.
        """
        usable = [
            loan
            for loan in self._loans.values()
            if part_form(loan.lent.part) == part_form(used.part) and loan.left and not loan.ended
        ]
        usable.sort(key=lambda loan: not (used.serial and loan.lent.serial == used.serial))
        taken = []
        wanted = used.count
        for loan in usable:
            count = min(wanted, loan.left)
            if count:
                loan.left -= count
                wanted -= count
                taken.append((loan, count))
        return taken

    def _take_out(
        self, event: ev.Visited | ev.Repaired, used: ev.PartUsed, holder: str
    ) -> Iterator[Move]:
        if used.old_part == "none":
            return
        stays = _OLD_PARTS.get(used.old_part)
        if stays is not None:
            goes = Spot(stays, "defective")
        elif holder:
            self._old[part_form(used.part), holder] += used.count
            goes = Spot(with_technician(holder), "defective")
        else:
            goes = self._store(event, defective=True)
        way = (Spot(Place("fitted"), "defective"), goes)
        move = _move(event, "removed", used.part, used.count, way)
        yield replace(move, serial=used.old_serial)


def _move(event: ev.AnyEvent, how: MoveHow, part: str, count: int, way: tuple[Spot, Spot]) -> Move:
    return Move(
        at=event.at,
        typed=event.typed,
        source=("", event.seq, 0),
        how=how,
        by=event.by,
        part=part_form(part),
        count=count,
        leaves=way[0],
        goes=way[1],
    )
