"""What a ticket's promises were before a value was put right, as the ledger reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import TICKET

if TYPE_CHECKING:
    from conftest import Desk

LATE = "2026-11-25T18:00:00"


@pytest.fixture
def corrected(desk: Desk) -> Desk:
    """Nobody went there in the two days inside the service area; then it is said to be far."""
    assert desk.intake().status == 0
    words = ("customer", "correct", "SZ-A0001", "--reason", "量错了")
    desk.ok(*words, "--field", "distance_km", "--to", "120", by="chen", now=LATE)
    desk.ok("amend", TICKET, "--customer", "SZ-A0001", "--reason", "量错了", by="li", now=LATE)
    return desk


def test_what_was_broken_until_a_value_of_the_head_was_corrected_is_told(corrected: Desk) -> None:
    ledger = corrected.ledger
    state = ledger.read(TICKET).state
    assert not state.amendments
    assert "visit" in {each.run.promise for each in ledger.overturned(state)}


def test_of_a_ticket_whose_policy_is_not_there_nothing_is_told(corrected: Desk) -> None:
    (corrected.path / "policies/office@2026-11.yaml").unlink()
    ledger = corrected.ledger
    assert ledger.overturned(ledger.read(TICKET).state) == []


def test_of_a_ticket_in_which_nothing_was_put_right_there_is_nothing(desk: Desk) -> None:
    assert desk.intake().status == 0
    ledger = desk.ledger
    assert ledger.overturned(ledger.read(TICKET).state) == []
