"""Which entries of the knowledge base were tried for a ticket, and whether they helped."""

from __future__ import annotations

from collections.abc import Iterable

from svc.model.events import Event, KnowledgeUsed


def entries_used(log: Iterable[Event]) -> dict[str, bool]:
    """The entries that were tried, each with whether it helped in the end."""
    return {event.entry: event.helped for event in log if isinstance(event, KnowledgeUsed)}
