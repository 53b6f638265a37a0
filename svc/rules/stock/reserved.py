"""What is reserved (留货): parts in an office's store that a visit needs, or that came for a
ticket, until they are lent for it (S4 coordinator 4).

A visit reserves what it is to bring from the dispatch until it took place, is changed or called
off. What the parts centre sent for a ticket is its own until it is lent or the work is done.
Whoever reserved first has it first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from svc.model import events as ev
from svc.model.parts import PartsCatalogue
from svc.rules.forms import part_form
from svc.rules.stock.moves import Move
from svc.rules.stock.of_tickets import moves_of_ticket
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.part_requests import part_requests
from svc.rules.ticket.visits import brought, visits_of

GOING = ("dispatched", "visiting")
"""States in which a visit is agreed, or under way."""
_AT_WORK = (*ev.WORKING, "on_hold")


class Reservation(Struct, frozen=True, kw_only=True):
    """Pieces of a part in an office's store that are kept for a ticket."""

    ticket: str
    office: str
    part: str
    count: int
    since: datetime
    technician: str = ""  # of the visit that is agreed
    appointment: datetime | None = None  # its time

    @property
    def order(self) -> tuple[datetime, str]:
        """Who comes first has it first, whatever desk recorded it."""
        return self.since, self.ticket


def as_catalogued(catalogue: PartsCatalogue, text: str) -> str:
    """What is to be brought with the part's code, where its code, its name, or both were said; a
    name that several parts have, or none, stays as it is.
    """
    what, count = brought(text)
    part = catalogue.named(what)
    if part is None:
        return text
    return part.code if count == 1 else f"{part.code}:{count}"


def reserved_for(state: State) -> list[Reservation]:
    """What a ticket reserves as it stands: what it needs, less what is lent for it. Words that are
    no part are among it: no store has any.
    """
    needs = [*_for_the_visit(state), *_came_for_it(state)]
    if not needs:
        return []
    is_going = state.status in GOING
    moves = moves_of_ticket(state)
    most: dict[str, tuple[int, datetime]] = {}
    for need in needs:
        count = need.count - _covered(need, moves)
        if count > most.get(need.part, (0, need.since.at))[0]:
            most[need.part] = (count, need.since.at)
    return [
        Reservation(
            ticket=state.ticket.id,
            office=state.current.office,
            part=part,
            count=count,
            since=since,
            technician=state.technician if is_going else "",
            appointment=state.appointment if is_going else None,
        )
        for part, (count, since) in most.items()
    ]


class _Need(Struct, frozen=True, kw_only=True):
    """How many of a part a ticket needs since one of its events."""

    part: str
    count: int
    since: ev.AnyEvent
    is_of_visit: bool  # then what is still in hand of earlier loans is taken along


def _for_the_visit(state: State) -> list[_Need]:
    """What the visit that is agreed, or under way, is to bring."""
    if state.status not in GOING:
        return []
    said = [
        event
        for event in state.events
        if isinstance(event, ev.Dispatched) or (isinstance(event, ev.Reassigned) and event.bring)
    ]
    if not said or not any(event.bring for event in said):
        return []
    visit = visits_of(state)[-1]
    sums: dict[str, int] = defaultdict(int)
    for text in visit.bring if visit.report is None else ():
        what, count = brought(text)
        sums[part_form(what)] += count
    return [
        _Need(part=part, count=count, since=said[-1], is_of_visit=True)
        for part, count in sums.items()
    ]


def _came_for_it(state: State) -> list[_Need]:
    """What the parts centre sent for the ticket, while it is worked on."""
    if state.status not in _AT_WORK:
        return []
    sums: dict[str, int] = defaultdict(int)
    first: dict[str, ev.AnyEvent] = {}
    for request in part_requests(state.events):
        if isinstance(request.ended, ev.PartDelivered):
            part = part_form(request.asked.part)
            sums[part] += request.asked.count
            first.setdefault(part, request.ended)
    return [
        _Need(part=part, count=count, since=first[part], is_of_visit=False)
        for part, count in sums.items()
    ]


def _covered(need: _Need, moves: Iterable[Move]) -> int:
    """How many pieces are lent for a need, or were put in for it without a loan."""
    since = need.since.seq
    of_part = [move for move in moves if move.part == need.part]
    loans = {
        move.loan
        for move in of_part
        if move.how == "lent" and (need.is_of_visit or move.source[1] > since)
    }
    return sum(_covers(move, loans, is_later=move.source[1] > since) for move in of_part)


def _covers(move: Move, loans: Container[str], *, is_later: bool) -> int:
    """By how much a move makes what is lent more, or less. What was put in before is in hand no
    more; what is put in since then was for the need.
    """
    if move.loan not in loans:
        return move.count if move.how == "fitted" and is_later else 0
    if move.how == "lent":
        return move.count if move.leaves.place.kind == "store" else 0
    is_back = move.how in ("returned", "lost") and move.leaves.holds_loans
    is_used_up = move.how in ("fitted", "used") and not is_later
    return -move.count if is_back or is_used_up else 0


def may_take(ticket: str, reserved: Sequence[Reservation], there: int) -> int:
    """How many of the pieces of a part that are there a ticket may have (none: whoever wants them
    for no ticket): its own in its turn, and what nobody reserved.
    """
    own = [each for each in reserved if each.ticket == ticket]
    others = [each for each in reserved if each.ticket != ticket]
    its_own = own[0].count if own else 0
    earlier = sum(each.count for each in others if own and each.order < own[0].order)
    later = sum(each.count for each in others) - earlier
    return min(its_own, max(0, there - earlier)) + max(0, there - earlier - its_own - later)


def lacking(reserved: Iterable[Reservation], there: int) -> list[tuple[Reservation, int]]:
    """Who does not get all that was reserved of a part of which so many are there, and how many
    pieces each lacks.
    """
    short = []
    for each in sorted(reserved, key=lambda each: each.order):
        got = min(each.count, max(0, there))
        there -= got
        if got < each.count:
            short.append((each, each.count - got))
    return short
