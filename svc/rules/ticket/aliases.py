"""Numbers by which a record is found besides its own."""

from __future__ import annotations

from collections.abc import Iterable

from svc.model.events import Event, Renumbered


def earlier_numbers(log: Iterable[Event]) -> list[str]:
    """The numbers that a record had before (svc/model/renumbering.py), the first one first."""
    said = [event for event in log if isinstance(event, Renumbered)]
    said.sort(key=lambda event: (event.seq, event.id))
    return [event.was for event in said if not (event.fields or event.events)]
