"""The stock sheet: what is short, what came since the sheet before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from rules.logs import SHANGHAI, calendar
from rules.stock.papers import document, line, then

from svc.model.stock import Voided
from svc.rules.stock.documents import replay_document
from svc.rules.stock.moves import moves_of_document
from svc.rules.stock.places import Spot, store_of
from svc.rules.stock.sheet import SheetRow, came_since, half_of, sheet_before


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=SHANGHAI)


def row(**more: int | bool) -> Any:
    told = {"good": 3, "reserved": 0, "minimum": 0, "came": 0, "runs_short": False} | more
    return SheetRow(part="P-1", name="", position="", **told)


@pytest.mark.parametrize(("told", "free", "short"), [
    ({}, 3, ""),
    ({"reserved": 2}, 1, ""),
    ({"reserved": 3}, 0, "none"),            # all of them are kept for others
    ({"good": 0, "minimum": 1}, 0, "none"),
    ({"reserved": 4, "minimum": 4}, -1, "none"),
    ({"minimum": 3}, 3, ""),
    ({"minimum": 4}, 3, "too_few"),
    ({"minimum": 4, "runs_short": True}, 3, "too_few"),
    ({"runs_short": True}, 3, "soon"),
])  # fmt: skip
def test_how_short_a_part_is(told: Any, free: int, short: str) -> None:
    assert (row(**told).free, row(**told).short) == (free, short)


@pytest.mark.parametrize(("now", "half", "before"), [
    ("24 08:30", "morning", "23 12:00"),     # Tuesday: Monday's noon
    ("24 11:59", "morning", "23 12:00"),
    ("24 12:00", "afternoon", "24 00:00"),   # the same morning
    ("24 17:00", "afternoon", "24 00:00"),
    ("23 09:00", "morning", "20 12:00"),     # Monday: Friday's noon
    ("22 09:00", "morning", "20 12:00"),     # a Sunday
])  # fmt: skip
def test_what_came_since_the_sheet_before_is_new(now: str, half: Any, before: str) -> None:
    assert half_of(at(now)) == half
    assert sheet_before(half, at(now), calendar()) == at(before)


def test_what_was_entered_since_came_in_unless_it_was_voided() -> None:
    papers = [
        document(1, "received", line("P-1:5")),
        document(2, "received", line("P-1:3"), hours=24),
        document(3, "received", line("P-2:4"), hours=24),
        document(4, "transferred", line("P-1:2"), to_office="BJ", hours=25),
        document(5, "kit_returned", line("P-1:1"), technician="wang", hours=26),
    ]
    states = [replay_document(each) for each in papers]
    states[2] = then(papers[2], Voided(reason="写错"))
    moves = [move for state in states for move in moves_of_document(state)]
    store = Spot(store_of("SZ"))
    assert came_since(moves, store, papers[1].booked) == {"P-1": 3}
    assert came_since(moves, store, papers[0].booked) == {"P-1": 8}
    late = papers[3].booked
    assert came_since(moves, store, late) == {}
