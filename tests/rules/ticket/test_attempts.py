"""Calls that found nobody: which ones are in a row, and who is told."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from rules.logs import ticket

from svc.model.staff import Staff
from svc.rules.ticket.attempts import contact_attempts, station_head
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


def staff(*people: tuple[str, str, str, str | None]) -> Staff:
    return msgspec.convert(
        {
            "staff": [
                {
                    "id": id_,
                    "name": id_,
                    "roles": [role],
                    "office": office,
                    **({"left": left} if left else {}),
                }
                for id_, role, office, left in people
            ]
        },
        Staff,
    )


@pytest.mark.parametrize(
    ("people", "head"),
    [
        ((("sun", "manager", "SZ", None),), "sun"),
        ((("bao", "manager", "BJ", None), ("sun", "manager", "SZ", None)), "sun"),
        ((("bao", "manager", "BJ", None), ("ma", "manager", "", None)), "ma"),
        ((("ma", "manager", "", None), ("sun", "manager", "SZ", None)), "sun"),
        ((("bao", "manager", "BJ", None),), "bao"),
        ((("li", "lead", "SZ", None),), None),
        ((), None),
        ((("sun", "manager", "SZ", "2026-11-19"), ("bao", "manager", "BJ", None)), "bao"),
        ((("sun", "manager", "SZ", "2026-11-20"),), "sun"),  # the last day
        ((("sun", "manager", "SZ", "2026-11-19"),), None),
    ],
)
def test_the_manager_of_the_office_is_told_else_one_of_all_offices_else_any(
    people: tuple[tuple[str, str, str, str | None], ...], head: str | None
) -> None:
    found = station_head(staff(*people), "SZ", date(2026, 11, 20))
    assert (found.id if found else None) == head
