"""Which files are attached to a ticket, numbered as they were."""

from __future__ import annotations

from collections.abc import Iterable

from svc.model.events import Attached, Event
from svc.model.typed_text import REMOVED


def attached_files(log: Iterable[Event]) -> list[Attached]:
    """The files attached, in the order of the log; the same bytes once. What was forgotten keeps
    its number.
    """
    found: dict[str, Attached] = {}
    for event in log:
        if isinstance(event, Attached):
            found.setdefault(event.sha256, event)
    return list(found.values())


def is_removed(attached: Attached) -> bool:
    """Whether its name and bytes were taken out with the customer's personal data."""
    return attached.name == REMOVED
