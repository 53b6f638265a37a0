"""How a store uses a part: slow ones, and those that won't last."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from rules.stock.papers import FIRST, document, line

from svc.model.settings import Settings
from svc.rules.stock.documents import replay_document
from svc.rules.stock.moves import Move, moves_of_document
from svc.rules.stock.places import Spot, store_of
from svc.rules.stock.usage import Usage, usage_by_part

SZ = Spot(store_of("SZ"))
DAYS = 24


def made(*papers: tuple[str, int, int]) -> list[Move]:
    """Documents of one part: kind, pieces, days after the first."""
    moves: list[Move] = []
    for number, (kind, count, day) in enumerate(papers, 1):
        more: dict[str, Any] = {"technician": "wang"} if kind.startswith("kit") else {}
        paper = document(number, kind, line(f"P-1:{count}"), hours=day * DAYS, **more)
        moves += moves_of_document(replay_document(paper))
    return moves


def after(days: float, *papers: tuple[str, int, int]) -> Usage:
    return usage_by_part(made(*papers), SZ, FIRST + timedelta(days=days))["P-1"]


CAME, LENT, BACK = ("received", 20, 0), ("kit_lent", 4, 10), ("kit_returned", 1, 20)


@pytest.fixture
def settings() -> Settings:
    return Settings(
        schema=1,
        name="x",
        regions={},
        offices={},
        policies=[{}],
        warranty={},
    )


def test_what_was_returned_was_not_used() -> None:
    assert after(30, CAME, LENT, BACK).used == 3
    assert after(30, CAME, LENT).used == 4
    assert after(10 + 56, CAME, LENT).used == 0  # eight weeks ago
    assert after(9, CAME, LENT) == Usage(came=FIRST)


@pytest.mark.parametrize(
    ("days", "papers", "pace"),
    [
        (30, (CAME,), ""),
        (31, (CAME,), "slow"),
        (90, (CAME,), "slow"),
        (91, (CAME,), "very_slow"),
        (40, (CAME, LENT), ""),  # issued on the tenth
        (41, (CAME, LENT), "slow"),
        (101, (CAME, LENT), "very_slow"),
        (41, (CAME, LENT, ("scrapped", 1, 40)), "slow"),  # that is no issue
        (41, (CAME, LENT, ("received", 1, 40)), "slow"),
    ],
)
def test_a_part_is_slow_since_its_last_issue_else_since_it_came(
    days: int, papers: tuple[tuple[str, int, int], ...], pace: str, settings: Settings
) -> None:
    assert after(days, *papers).pace(settings, FIRST + timedelta(days=days)) == pace


@pytest.mark.parametrize(
    ("used", "there", "short"),
    [(8, 0, True), (8, 1, False), (16, 1, True), (16, 2, False), (0, 0, False)],
)
def test_it_runs_short_if_it_will_not_last_for_the_lead_time(
    used: int, there: int, short: bool, settings: Settings
) -> None:
    """A week: eight pieces in eight weeks are one."""
    assert Usage(used=used).is_used_up_before(there, settings) is short
