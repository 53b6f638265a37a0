"""Calls that found nobody: which ones are in a row."""

from __future__ import annotations

from typing import Any

import pytest
from rules.logs import ticket

from svc.rules.ticket.attempts import contact_attempts
from svc.rules.ticket.lifecycle import replay_ticket


def missed(clock: str, purpose: str = "contact") -> tuple[str, dict[str, Any]]:
    return f"20 {clock} not_reached", {"purpose": purpose}


def row(*log: Any, purpose: str = "contact") -> list[str]:
    """When the attempts in a row were."""
    found = contact_attempts(replay_ticket(ticket("20 09:00 received", *log)), purpose)
    return [f"{event.at:%H:%M}" for event in found]


def test_attempts_are_counted_by_what_the_call_was_for() -> None:
    log = (missed("10:00"), missed("10:10", "callback"), missed("10:20"))
    assert row(*log) == ["10:00", "10:20"]
    assert row(*log, purpose="callback") == ["10:10"]
    assert row(*log, purpose="followup") == []


@pytest.mark.parametrize(
    ("purpose", "what", "ends"),
    [
        ("contact", "contacted", True),
        ("contact", "answered", True),
        ("contact", "called_back", False),
        ("contact", "remarked", False),
        ("callback", "called_back", True),
        ("callback", "followed_up", False),
        ("callback", "contacted", False),
        ("followup", "followed_up", True),
        ("followup", "called_back", True),
        ("followup", "told_ready", False),
        ("pickup", "told_ready", True),
        ("pickup", "called_back", False),
        ("contact", "reopened", True),
        ("callback", "reopened", True),
        ("followup", "reopened", True),
        ("pickup", "reopened", True),
    ],
)
def test_reached_for_the_same_purpose_or_opened_again_the_count_begins_anew(
    purpose: str, what: str, ends: bool
) -> None:
    log = (missed("10:00", purpose), f"20 10:30 {what}", missed("11:00", purpose))
    assert row(*log, purpose=purpose) == (["11:00"] if ends else ["10:00", "11:00"])
