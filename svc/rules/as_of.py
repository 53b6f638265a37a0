"""A log as it was at an earlier moment: what had happened by then, as it is known today or as it
was known then (decisions 9).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from svc.model.events import Event, tag_of
from svc.rules.ticket.amendments import amend_log

Told = TypeVar("Told", bound=Event)

PUTS_RIGHT = frozenset(("amended", "corrected", "equipment_corrected", "forgotten", "renumbered"))
"""Events that say how something before them really was: they are of its moment, not of their
own.
"""


def log_as_of(log: Sequence[Told], until: datetime, *, known_then: bool) -> list[Told]:
    """What of a log had happened by the moment; empty if its first event had not.

    An event whose time was amended counts by the amended one. What puts an earlier entry right
    counts whenever it was typed; `known_then`: only what was typed by the moment counts at all.
    """
    known = [event for event in log if not known_then or event.typed <= until]
    happened = {event.id: event.at for event in amend_log(known)[0]}
    kept = [event for event in known if happened[event.id] <= until or tag_of(event) in PUTS_RIGHT]
    first = min(log, key=lambda event: (event.seq, event.id))
    return kept if any(event is first for event in kept) else []
