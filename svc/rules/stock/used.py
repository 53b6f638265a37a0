"""What a ticket used up (备件消耗): one rule for books, costs, replaced parts and exports.

What visits and bench repairs say was put in, whether it was lent, came from the kit or the store;
and the rest of a loan that the keeper took back as used, of which no work said so.
"""

from __future__ import annotations

from msgspec import Struct

from svc.model import events as ev
from svc.rules.forms import part_form
from svc.rules.stock.of_tickets import moves_of_ticket
from svc.rules.ticket.lifecycle import State


class PartUse(Struct, frozen=True, kw_only=True):
    """Pieces of one part, used up by one event."""

    event: ev.Visited | ev.Repaired | ev.LoanEnded
    part: str  # in the form parts are compared in
    count: int
    serial: str
    old_part: ev.OldPart | None = None  # None: nobody said, as no work names the pieces
    old_serial: str = ""


def parts_used(state: State) -> list[PartUse]:
    """What the ticket used, in the order of its log; amended values count as amended. Their pieces
    are those that the moves of the ticket put into machines (S4 visit 2, bench 6).
    """
    uses = []
    ends: dict[int, ev.LoanEnded] = {}
    for event in state.events:
        if isinstance(event, ev.Visited | ev.Repaired):
            uses += [_of_work(event, used) for used in event.parts]
        elif isinstance(event, ev.LoanEnded) and event.how == "used":
            ends[event.seq] = event
    if not ends:
        return uses
    uses += [
        PartUse(event=ends[move.source[1]], part=move.part, count=move.count, serial=move.serial)
        for move in moves_of_ticket(state)
        if move.how == "used"
    ]
    return sorted(uses, key=lambda use: use.event.seq)


def _of_work(event: ev.Visited | ev.Repaired, used: ev.PartUsed) -> PartUse:
    return PartUse(
        event=event,
        part=part_form(used.part),
        count=used.count,
        serial=used.serial,
        old_part=used.old_part,
        old_serial=used.old_serial,
    )
