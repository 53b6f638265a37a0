"""Movements of parts as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import tzinfo

from svc.model.exported import ExportRow, day_cell, time_cell
from svc.model.times import day_of
from svc.rules.exports.events import Period, is_within
from svc.rules.stock.of_tickets import moves_of_ticket
from svc.rules.ticket.lifecycle import State


def movement_rows(
    state: State, span: Period | None, zone: tzinfo, name_of: Callable[[str], str | None]
) -> Iterator[ExportRow]:
    """A row for each movement on a ticket, in the order of its log. `name_of`: what the catalogue
    calls a part; days are those of `zone`.
    """
    machine = state.current.equipment
    ids = {event.seq: event.id for event in state.events}
    for move in moves_of_ticket(state):
        if is_within(move.at, span):
            ticket, seq, line = move.source
            yield {
                "ticket": ticket,
                "seq": seq,
                "id": ids[seq],
                "line": line,
                "happened_at": time_cell(move.at),
                "day": day_cell(day_of(move.at, zone)),
                "typed_at": time_cell(move.typed),
                "typed_by": move.by,
                "movement": move.how,
                "part": move.part,
                "part_name": name_of(move.part),
                "serial": move.serial or None,
                "quantity": move.count,
                "condition": move.goes.condition,
                "from_place": move.leaves.place.kind,
                "from_who": move.leaves.place.whose or None,
                "to_place": move.goes.place.kind,
                "to_who": move.goes.place.whose or None,
                "loan": move.loan or None,
                "model": machine.model if machine else None,
            }
