"""Which entries were tried for a ticket: of each the last word."""

from __future__ import annotations

from rules.logs import ticket

from svc.rules.search.knowledge_used import entries_used


def test_of_an_entry_tried_twice_the_last_word_holds() -> None:
    tried = ticket(
        "20 09:00 received",
        ("20 09:10 knowledge_used", {"entry": "a", "helped": False}),
        ("20 09:20 knowledge_used", {"entry": "b", "helped": False}),
        ("20 09:30 knowledge_used", {"entry": "a", "helped": True}),
    )
    assert entries_used(tried.log) == {"a": True, "b": False}
