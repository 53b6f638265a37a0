"""How long parts last: which piece a new one took the place of, and the days between."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from rules.logs import SHANGHAI, ticket

from svc.rules.parts.fitted import FittedPart
from svc.rules.parts.life import LifeOfPart, life_of_part, lives_on_machine, part_lives
from svc.rules.ticket.equipment import MachineHistory
from svc.rules.ticket.lifecycle import replay_ticket

START = datetime(2026, 1, 1, 12, tzinfo=SHANGHAI)


def fitted(day: int, count: int = 1, **fields: Any) -> FittedPart:
    """Put in so many days after the first of January."""
    at = START + timedelta(days=day)
    usual: dict[str, Any] = {
        "part": "P-1", "serial": "", "old_part": "returned", "old_serial": "", "machine": "M-1",
        "model": "CR-200", "office": "SZ", "ticket": f"T-{day}", "is_free": True,
    }  # fmt: skip
    return FittedPart(at=at, day=at.date(), count=count, **(usual | fields))


def days(*each: FittedPart) -> list[tuple[int, int | None]]:
    """Of each life how many pieces, and for how many days."""
    return [(life.count, life.days) for life in part_lives(each)]


@pytest.mark.parametrize(
    ("parts", "lives"),
    [
        ((fitted(0),), [(1, None)]),
        ((fitted(0), fitted(100)), [(1, 100), (1, None)]),
        ((fitted(100), fitted(0)), [(1, 100), (1, None)]),  # in whatever order they are read
        ((fitted(0), fitted(100), fitted(130)), [(1, 100), (1, 30), (1, None)]),
        # added, nothing came out
        ((fitted(0), fitted(100, old_part="none")), [(1, None), (1, None)]),
        # nobody said what came out: a loan that was used
        ((fitted(0), fitted(100, old_part=None)), [(1, 100), (1, None)]),
        # the rest of a loan of which the visit named one: both are in
        ((fitted(0), fitted(1, old_part=None, ticket="T-0")), [(1, None), (1, None)]),
        # two are in: the one that has been in longest goes first
        ((fitted(0, 2), fitted(100), fitted(200)), [(1, 100), (1, 200), (1, None), (1, None)]),
        ((fitted(0), fitted(100, 2)), [(1, 100), (2, None)]),  # the other was the maker's own
        # another machine, another part, one whose machine nobody knows
        ((fitted(0), fitted(100, machine="M-2")), [(1, None), (1, None)]),
        ((fitted(0), fitted(100, machine="m 1")), [(1, 100), (1, None)]),
        ((fitted(0), fitted(100, part="P-2")), [(1, None), (1, None)]),
        ((fitted(0, machine=""), fitted(100, machine="")), []),
    ],
)
def test_a_part_lasts_until_another_takes_its_place(parts: Any, lives: Any) -> None:
    assert days(*parts) == lives


def test_the_piece_that_is_named_goes_and_one_that_is_known_to_be_another_stays() -> None:
    both = (fitted(0, serial="A1"), fitted(10, serial="B2", old_part="none"))
    assert days(*both, fitted(50, serial="C3", old_serial="b-2")) == [
        (1, None), (1, 40), (1, None),
    ]  # fmt: skip
    # the maker's own, which we never fitted
    assert days(*both, fitted(50, old_serial="X9")) == [(1, None), (1, None), (1, None)]
    nameless = (fitted(0), fitted(10, serial="B2", old_part="none"))
    assert days(*nameless, fitted(50, old_serial="B2")) == [(1, None), (1, 40), (1, None)]
    unknown = fitted(20, old_part="none")
    assert days(*both, unknown, fitted(50, old_serial="X9"))[2] == (1, 30)


def test_lives_of_a_part_are_counted_piece_by_piece() -> None:
    lives = part_lives([fitted(0, 2), fitted(100), fitted(200), fitted(230)])
    assert life_of_part(lives) == LifeOfPart(
        replaced=3, shortest=100, median=130, longest=200, still_in=2
    )
    assert life_of_part([]) == LifeOfPart(
        replaced=0, shortest=None, median=None, longest=None, still_in=0
    )


def test_a_machines_parts_are_those_of_its_life_and_of_what_it_replaced() -> None:
    log = ("20 09:00 received", "20 09:20 handed_over", "20 09:30 dispatched", "23 10:00 arrived")
    part = {"part": "P-1", "count": 1, "old_part": "returned"}
    first = replay_ticket(ticket(*log, ("23 11:00 visited", {"parts": [part]})))
    second = replay_ticket(ticket(*log, ("28 11:00 visited", {"parts": [part]})))
    assert first.current.equipment is not None
    serial = first.current.equipment.serial

    def lives(now: str, *misread: str) -> list[tuple[date, int | None]]:
        history = MachineHistory(
            serials=[now, serial], misread=frozenset(misread), owner=None, machine=None, steps=[],
            tickets=[first, second],
        )  # fmt: skip
        found = lives_on_machine(history, SHANGHAI)
        return [(life.fitted.day, life.days) for life in found]

    assert lives(serial) == [(date(2026, 11, 23), 5), (date(2026, 11, 28), None)]
    assert lives("CR200-26-9999") == [(date(2026, 11, 23), 5)]  # what is in, left with the other
    assert lives("CR200-26-9999", serial)[-1] == (date(2026, 11, 28), None)
