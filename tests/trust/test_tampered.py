"""The guard names every way in which a history was tampered with, and `check --history` the same."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import TYPE_CHECKING

import pytest
from conftest import Desk
from trust.tampered import KINDS, OTHER, Case, tell

from svc.actions.guard import RefUpdate, judge_push

if TYPE_CHECKING:
    from collections.abc import Iterable

MONDAY = datetime.fromisoformat("2026-11-23T09:00:00+08:00")
EACH = 9  # 23 kinds at so many places: 207 histories


@pytest.fixture
def told(desk: Desk) -> Desk:
    """A story with a payment, a receipt, a flag, and another ticket; the last commit is a note."""
    tell(desk)
    return desk


def refused(desk: Desk, base: str) -> list[tuple[str, str]]:
    """What the guard says of a push from `base` to where the desk stands: kind and commit."""
    head = desk.git("rev-parse", "HEAD").strip()
    updates = [RefUpdate(base, head, "refs/heads/main")]
    verdict = judge_push(desk.path / ".git", updates, MONDAY, {})
    assert verdict.branches == []
    return [(each.tampering.kind, each.commit.id) for each in verdict.judged[0].standing]


def every_kind_is_named(desk: Desk, seeds: Iterable[int]) -> int:
    base = desk.git("rev-parse", "HEAD").strip()
    count = 0
    for seed in seeds:
        for kind in KINDS:
            wanted = kind(Case(desk, Random(f"{seed} {kind.__name__}")))
            head = desk.git("rev-parse", "HEAD").strip()
            found = refused(desk, base)
            assert (wanted, head) in found, (seed, kind.__name__, found)
            desk.git("reset", "-q", "--hard", base)
            count += 1
    return count


def test_every_way_of_tampering_is_refused_and_named(told: Desk) -> None:
    assert (told.path / f"tickets/SZ/2026-11/{OTHER}.yaml").exists()
    assert every_kind_is_named(told, [0]) == len(KINDS)


@pytest.mark.stress
def test_two_hundred_tampered_histories_are_refused_and_named(told: Desk) -> None:
    assert every_kind_is_named(told, range(1, EACH + 1)) >= 200
