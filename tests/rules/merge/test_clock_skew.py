"""Which entries were typed by a clock behind the one of the entry before."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from svc.model.events import Remarked
from svc.rules.merge.clock_skew import clocks_set_back, last_entry_of, seconds_behind, span_text

START = datetime.fromisoformat("2026-11-20T09:00:00+08:00")


def typed(seq: int, minutes: int, id: str = "aaaaaa") -> Remarked:
    moment = START + timedelta(minutes=minutes)
    return Remarked(seq=seq, id=id, at=moment, typed=moment, by="chen", words="x")


def found(*log: Remarked) -> list[tuple[int, int]]:
    return [(back.event.seq, back.seconds) for back in clocks_set_back(log)]


def test_only_the_first_entry_after_the_clock_was_put_back_is_named() -> None:
    assert found(typed(1, 0), typed(2, 60), typed(3, 5), typed(4, 6)) == [(3, 55 * 60)]
    assert found(typed(1, 0), typed(2, 0), typed(3, 0)) == []


def test_of_desks_that_worked_apart_one_that_followed_either_is_not_named() -> None:
    apart = (typed(2, 10, "aaaaaa"), typed(2, 90, "bbbbbb"))
    assert found(typed(1, 0), *apart, typed(3, 20)) == []
    assert found(typed(1, 0), *apart, typed(3, 5)) == [(3, 5 * 60)]
    assert last_entry_of((typed(1, 0), *apart)).id == "aaaaaa"


def test_a_clock_is_behind_only_what_was_typed_later() -> None:
    assert seconds_behind(START, typed(1, 1)) == 60
    assert seconds_behind(START, typed(1, 0)) == seconds_behind(START, typed(1, -1)) == 0


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0s"),
        (1, "1s"),
        (3570, "59m30s"),
        (3600, "1h"),
        (86400, "1d"),
        (90061, "1d1h"),
        (157_766_400, "1826d"),
    ],
)
def test_an_amount_is_told_in_its_two_largest_units(seconds: int, text: str) -> None:
    assert span_text(seconds) == text
