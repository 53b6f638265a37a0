"""A log as it was: what had happened by a moment, as known today or as known then."""

from __future__ import annotations

from typing import Any

import pytest
from rules.logs import at, ticket

from svc.rules.as_of import log_as_of

LATE = ("20 11:00 remarked", {"typed": "22 09:00"})
RIGHT = ("23 09:00 amended", {"of": "000003", "field": "words", "new": "门口有狗"})
EARLIER = ("23 09:00 amended", {"of": "000002", "field": "at", "new": "2026-11-20T09:30:00+08:00"})
CORRECTED = "23 09:00 corrected"


def kept(until: str, *log: Any, known_then: bool = False) -> list[int]:
    told = ticket("20 09:00 received", *log).log
    return [event.seq for event in log_as_of(told, at(until), known_then=known_then)]


@pytest.mark.parametrize(
    ("until", "log", "seqs", "then"),
    [
        ("20 12:00", ("20 10:00 handed_over", "21 09:00 replied"), [1, 2], [1, 2]),
        ("20 10:00", ("20 10:00 handed_over", "20 10:01 replied"), [1, 2], [1, 2]),
        ("20 12:00", (LATE,), [1, 2], [1]),
        ("22 09:00", (LATE,), [1, 2], [1, 2]),
        ("20 12:00", ("20 10:00 handed_over", LATE, RIGHT), [1, 2, 3, 4], [1, 2]),
        ("20 12:00", ("21 10:00 handed_over", EARLIER), [1, 2, 3], [1]),
        ("20 12:00", (CORRECTED,), [1, 2], [1]),
        ("20 08:59", ("20 10:00 handed_over", CORRECTED), [], []),
    ],
)
def test_what_had_happened_as_known_today_and_as_known_then(
    until: str, log: tuple[Any, ...], seqs: list[int], then: list[int]
) -> None:
    assert kept(until, *log) == seqs
    assert kept(until, *log, known_then=True) == then
