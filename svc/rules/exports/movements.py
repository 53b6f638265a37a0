"""Movements of parts as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import tzinfo
from itertools import groupby

from svc.model.exported import ExportRow, day_cell, time_cell
from svc.rules.exports.events import Period, is_within
from svc.rules.report.measures import day_of
from svc.rules.ticket.lifecycle import State
from svc.rules.ticket.movements import movements_of


def movement_rows(
    state: State, span: Period | None, zone: tzinfo, name_of: Callable[[str], str | None]
) -> Iterator[ExportRow]:
    """A row for each movement on a ticket, in the order of its log. `name_of`: what the catalogue
    calls a part; days are those of `zone`.
    """
    machine = state.current.equipment
    for _, movements in groupby(movements_of(state), key=lambda each: each.event.id):
        for line, movement in enumerate(movements, 1):
            event = movement.event
            if is_within(event.at, span):
                yield {
                    "ticket": state.ticket.id,
                    "seq": event.seq,
                    "id": event.id,
                    "line": line,
                    "happened_at": time_cell(event.at),
                    "day": day_cell(day_of(event.at, zone)),
                    "typed_at": time_cell(event.typed),
                    "typed_by": event.by,
                    "movement": movement.how,
                    "part": movement.part,
                    "part_name": name_of(movement.part),
                    "serial": movement.serial or None,
                    "quantity": movement.count,
                    "condition": movement.condition,
                    "from_place": movement.leaves.kind,
                    "from_who": movement.leaves.who,
                    "to_place": movement.goes.kind,
                    "to_who": movement.goes.who,
                    "loan": movement.loan,
                    "model": machine.model if machine else None,
                }
