"""Rules of the stock: every store, kit and way has what its books say, every piece is in one
place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct

from svc.errors import N_, Phrase
from svc.model.faults import KeyPath
from svc.model.ids import parse_stock_id
from svc.model.labels import event_called
from svc.model.staff import Staff
from svc.model.stock import AnyStockEvent, TakenIn, Voided
from svc.rules.checks.across_records import NumberedFindings
from svc.rules.checks.facts import Facts
from svc.rules.checks.subject import CheckedStock, Finding
from svc.rules.stock.documents import ends_again
from svc.rules.stock.moves import Move, after_their_loans
from svc.rules.stock.places import Spot, said_of_spot


def whom_a_document_names_is_there(checked: CheckedStock) -> Iterator[Finding]:
    """The other office of a transfer, the technician of a kit."""
    document, known = checked.record, checked.references
    if document.to_office and document.to_office not in known.offices:
        problem = Phrase(N_("there is no office {office}"), office=document.to_office)
        yield Finding("stock-names", problem, ("to_office",))
    people = known.people
    if document.technician and people is not None and document.technician not in people:
        problem = Phrase(N_("'{person}' is not in staff.yaml"), person=document.technician)
        yield Finding("stock-names", problem, ("technician",))


def no_place_gives_more_than_it_has(facts: Facts) -> NumberedFindings:
    """Inner places have nothing below nought: the first movement that took what was not there is
    named, such as one of two by which two desks gave the last piece away (decisions 16), until the
    part is counted there or the document that was wrong is void. Of a loaner that was lent while it
    was lent that is said instead.
    """
    there: dict[tuple[str, Spot], int] = defaultdict(int)
    named: dict[tuple[str, Spot], tuple[str, Finding]] = {}
    for move in _without_loans_again(facts):
        came, left = (move.part, move.goes), (move.part, move.leaves)
        there[came] += move.count
        there[left] -= move.count
        if move.how in _PUT_RIGHT and there[came] >= 0:
            named.pop(came, None)
        is_short = _is_kept(move.leaves) and there[left] < 0 and not move.is_unbooked
        if is_short and left not in named:
            says = N_("{count} of {part} left {place}, which then had {missing} too few")
            problem = Phrase(
                says,
                count=move.count,
                part=move.part,
                place=said_of_spot(move.leaves, facts.staff, facts.offices),
                missing=-there[left],
                count_it=_count_it(move.part, move.leaves),
            )
            named[left] = move.source[0], Finding("overdrawn", problem, _place_of(move))
    yield from named.values()


def _without_loans_again(facts: Facts) -> Iterator[Move]:
    """The movements in their order; of a loaner that was lent while it was lent, the second loan
    took nothing from the store, and the first that is taken back brings nothing: it is with the
    customer of the other.
    """
    lent_again = {astray.move.source for astray in _all_astray(facts) if _is_lent_again(astray)}
    to_come: dict[tuple[str, str], int] = defaultdict(int)
    for move in after_their_loans(facts.booked):
        piece = move.part, move.serial
        if move.source in lent_again:
            to_come[piece] += 1
        elif move.how == "loaner_returned" and to_come[piece]:
            to_come[piece] -= 1
        else:
            yield move


_PUT_RIGHT = ("counted", "kit_counted", "voided")
"""What says what is there, or that a document is not to count."""
_BOOKS_IN = ("received", "delivered", "taken_in", "counted")
"""What puts pieces into the books that were lent before; brought back they are still in none."""


def what_was_lent_unbooked_came_into_the_books(facts: Facts) -> NumberedFindings:
    """What was in the hand and not in the books was lent all the same (decisions 15): the store
    has too few until it is received or counted.
    """
    there: dict[tuple[str, Spot], int] = defaultdict(int)
    waiting: dict[tuple[str, Spot], list[Move]] = defaultdict(list)
    for move in facts.booked:
        left, came = (move.part, move.leaves), (move.part, move.goes)
        there[came] += move.count
        there[left] -= move.count
        if move.is_unbooked and move.leaves.place.is_inner and there[left] < 0:
            waiting[left].append(move)
        if there[came] >= 0 and move.how in _BOOKS_IN:
            waiting.pop(came, None)
    for (part, spot), moves in waiting.items():
        for move in moves:
            says = N_("{count} of {part} was lent though {place} did not have it by its books")
            place = said_of_spot(spot, facts.staff, facts.offices)
            problem = Phrase(
                says,
                count=move.count,
                part=move.part,
                place=place,
                office=_office_of(spot, facts.staff),
                count_it=_count_it(part, spot),
            )
            yield move.source[0], Finding("unbooked", problem, _place_of(move))


def _is_kept(spot: Spot) -> bool:
    """Whether the books know all that came there: an old part may have been taken out of a machine
    before they were begun. What a customer has on loan the log of the ticket knows.
    """
    if spot.place.kind == "loaner":
        return False
    return spot.place.is_inner and (spot.condition == "good" or spot.place.kind != "technician")


class _Astray(Struct, frozen=True):
    """A piece that left a place where the books did not have it."""

    move: Move
    was: Spot  # where it was by the books


def every_piece_is_where_it_was_last(facts: Facts) -> NumberedFindings:
    """A piece known by its serial number leaves the place to which it went last; named until the
    books have it in one place again, it is counted, or the document that was wrong is void.
    """
    for astray in _astray(facts):
        move, was = astray.move, astray.was
        if _is_lent_again(astray):
            continue
        says = N_("{part} {serial} left {place}, but it was in {other}")
        problem = Phrase(
            says,
            part=move.part,
            serial=move.serial,
            place=said_of_spot(move.leaves, facts.staff, facts.offices),
            other=said_of_spot(was, facts.staff, facts.offices),
            count_it=_count_it(move.part, move.leaves),
        )
        yield move.source[0], Finding("piece", problem, _place_of(move))


def a_loaner_is_with_one_customer(facts: Facts) -> NumberedFindings:
    """Two desks lent one machine on two tickets before they knew of each other (on one ticket that
    is one loan).
    """
    for astray in _astray(facts):
        move, other = astray.move, astray.was.place.whose
        if _is_lent_again(astray):
            says = N_("{part} {serial} was lent to the customer of {other}, too")
            problem = Phrase(says, part=move.part, serial=move.serial, other=other)
            yield move.source[0], Finding("loaner-twice", problem, _place_of(move))


def _is_lent_again(astray: _Astray) -> bool:
    return astray.move.how == "loaner_lent" and astray.was.place.kind == "loaner"


def _astray(facts: Facts) -> Iterator[_Astray]:
    """The pieces that left a place where they were not, of those that are still in two places or
    in none by the books.
    """
    there: dict[tuple[str, str], dict[Spot, int]] = defaultdict(lambda: defaultdict(int))
    for move in facts.booked:
        if not move.serial:
            continue
        spots = there[move.part, move.serial]
        if move.how in _PUT_RIGHT:
            spots.clear()
        elif not spots and move.leaves.place.is_inner:
            spots[move.leaves] += 1  # where it was before the books began
        spots[move.leaves] -= 1
        spots[move.goes] += 1
    for astray in _all_astray(facts):
        spots = there[astray.move.part, astray.move.serial]
        inner = [count for spot, count in spots.items() if spot.place.is_inner]
        if min(inner, default=0) < 0 or sum(inner) > 1:
            yield astray


def _all_astray(facts: Facts) -> list[_Astray]:
    """The pieces that left a place where they were not, until they were counted or the document
    was void.
    """
    at: dict[tuple[str, str], Spot] = {}
    named: dict[tuple[str, str], list[_Astray]] = defaultdict(list)
    for move in facts.booked:
        if not move.serial:
            continue
        piece = move.part, move.serial
        last = at.get(piece)
        if move.how in _PUT_RIGHT:
            named.pop(piece, None)
        if last is not None and last.place.is_inner and move.leaves != last:
            named[piece].append(_Astray(move, last))
        at[piece] = move.goes
    return [astray for found in named.values() for astray in found]


def _office_of(spot: Spot, staff: Staff) -> str:
    """The office of a store, or of the technician who has a kit."""
    person = staff.find_person(spot.place.whose)
    return person.office if person is not None else spot.place.whose


def _count_it(part: str, spot: Spot) -> Phrase:
    """The command by which the pieces of a spot are counted."""
    match spot.place.kind:
        case "store":
            says = N_("svc stock count {part}:COUNT --office {whose}")
        case "technician":
            says = N_("svc stock kit-count {whose} {part}:COUNT")
        case _:
            says = N_("svc stock book {part}")
    return Phrase(says, part=part, whose=spot.place.whose)


def of_two_that_end_a_document_both_say_the_same(checked: CheckedStock) -> Iterator[Finding]:
    """Two desks took a transfer in, or made it void, before they knew of each other: the first
    holds, and what is in the store may be what the second one saw.
    """
    holds = checked.state.voided or checked.state.taken_in
    for event in checked.state.out_of_turn:
        if holds is None or not ends_again(checked.state, event) or _says_the_same(holds, event):
            continue
        says = N_("'{what}' came second and has no effect, '{holds}' holds")
        problem = Phrase(says, what=event_called(event), holds=event_called(holds))
        place = next(index for index, each in checked.order if each.id == event.id)
        yield Finding("ended-otherwise", problem, ("log", place))


def _says_the_same(one: AnyStockEvent, other: AnyStockEvent) -> bool:
    match one, other:
        case Voided(), Voided():
            return True
        case TakenIn(), TakenIn():
            came, others = ([(each.line, each.count) for each in of.lines] for of in (one, other))
            return came == others
    return False


def counts_were_booked_against_what_was_there(facts: Facts) -> NumberedFindings:
    """What came later from another desk, dated before the count, changes what the books had
    then.
    """
    counted = {
        (document.id, line.number): line
        for document in facts.documents.values()
        for line in document.counted
    }
    if not counted:
        return
    there: dict[tuple[str, Spot], int] = defaultdict(int)
    waiting = sorted(counted.items(), key=lambda each: (each[1].at, each[0]))
    moves, done = facts.booked, 0
    for (document, number), line in waiting:
        while done < len(moves) and moves[done].order < (line.at, (document, line.seq, 0)):
            move = moves[done]
            done += 1
            there[move.part, move.goes] += move.count
            there[move.part, move.leaves] -= move.count
        books = there[line.part, line.spot]
        if books != line.booked:
            says = N_("{part}: counted against {booked} in the books, which had {there} then")
            facts_of = {"part": line.part, "booked": line.booked, "there": books}
            problem = Phrase(says, **facts_of, count_it=_count_it(line.part, line.spot))
            yield document, Finding("counted", problem, ("lines", number - 1, "booked"))


def _place_of(move: Move) -> KeyPath:
    """Where in its record a move stands, as far as can be told without it."""
    return ("lines",) if parse_stock_id(move.source[0]) else ("log",)
