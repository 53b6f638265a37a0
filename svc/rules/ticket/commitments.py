"""What somebody promised a customer (承诺): each ends with its own keeping, not with the ticket."""

from __future__ import annotations

from collections.abc import Iterable

from svc.model.events import CommitmentKept, Committed, Event


def open_commitments(events: Iterable[Event]) -> list[Committed]:
    """The commitments that nobody has kept, in the order of the log."""
    log = list(events)
    kept = {event.of for event in log if isinstance(event, CommitmentKept)}
    return [each for each in log if isinstance(each, Committed) and each.id not in kept]
