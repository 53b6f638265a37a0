"""The events of a ticket as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo

from svc.model import events as ev
from svc.model.exported import ExportRow, day_cell, time_cell
from svc.model.times import day_of
from svc.rules.ticket.lifecycle import State, events_in_order

Period = tuple[datetime, datetime]
"""From a moment until another, which is not in it any more."""


def is_within(moment: datetime, span: Period | None) -> bool:
    """Whether a moment lies in the span; all do where there is none."""
    return span is None or span[0] <= moment < span[1]


def event_rows(
    state: State, span: Period | None, zone: tzinfo, roles_of: Callable[[str], str]
) -> Iterator[tuple[ExportRow, ev.AnyEvent]]:
    """A row for each event of the log, in its order, without `fields`, and the event itself, whose
    values are those that were amended last. Days are those of `zone`.
    """
    counts = {event.id for event in state.events}
    for event in events_in_order(state.ticket.log):
        if is_within(event.at, span):
            row: ExportRow = {
                "ticket": state.ticket.id,
                "seq": event.seq,
                "id": event.id,
                "type": ev.tag_of(event),
                "happened_at": time_cell(event.at),
                "day": day_cell(day_of(event.at, zone)),
                "typed_at": time_cell(event.typed),
                "typed_by": event.by,
                "role": roles_of(event.by) or None,
                "office": state.current.office,
                "region": state.region_of(event),
                "kind": state.current.kind,
                "counts": event.id in counts or isinstance(event, ev.Settled),
            }
            yield row, event
