"""Rules of sealed days: what just holds and what just does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from rules.checks.records import LENT, found, found_in_seal
from rules.daily.days import CASH, DAY, recounted, seal, sealed

from svc.rules.checks.subject import SealedDays

RECEIVED = "20 09:00 received"
ENTERED = (LENT[0], {**LENT[1], "id": "p00001"})


def test_a_seal_that_is_as_it_was_confirmed_is_right() -> None:
    assert found_in_seal(seal(sealed())) == []
    corrected = seal(sealed(), recounted(), status="recounted")
    assert found_in_seal(corrected) == []


@pytest.mark.parametrize(
    "changed", [{"events": ["e00002"]}, {"figures": []}, {"counted": [*CASH, *CASH]}]
)
def test_figures_that_were_changed_by_hand_are_found(changed: dict[str, Any]) -> None:
    digest = sealed().seal
    assert found_in_seal(seal(sealed(**{"seal": digest, **changed}))) == ["seal"]


def test_a_correction_settles_two_confirmations() -> None:
    both = (sealed("bbbbbb"), sealed("cccccc", minutes=1))
    assert found_in_seal(seal(*both)) == ["sealed-twice"]
    assert found_in_seal(seal(*both, recounted(), status="recounted")) == []


@pytest.mark.parametrize(
    ("days", "events", "rules"),
    [
        ({DAY}, set(), ["late-entry"]),
        ({DAY}, {"p00001"}, []),  # this seal has it, or another
        ({date(2026, 11, 21)}, set(), []),
    ],
)
def test_only_what_no_seal_has_of_a_sealed_day_is_late(
    days: set[date], events: set[str], rules: list[str]
) -> None:
    known = {"SZ": SealedDays(frozenset(days), frozenset(events))}
    assert found(RECEIVED, ENTERED, about={"seals": lambda: known}) == rules
    elsewhere = {"BJ": SealedDays(frozenset(days), frozenset())}
    assert found(RECEIVED, ENTERED, about={"seals": lambda: elsewhere}) == []
