"""Signals held back while a command writes: the first that came is delivered afterwards, once."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator

import pytest

from svc.store.interrupts import HeldBack, Interrupted

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The signals that the program's own handlers were given."""
    came: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM)
    earlier = [signal.signal(number, lambda number, _: came.append(number)) for number in numbers]
    yield came
    for number, handler in zip(numbers, earlier, strict=True):
        signal.signal(number, handler)


def test_of_two_that_came_the_first_is_delivered_when_they_are_let_go(heard: list[int]) -> None:
    held = HeldBack()
    held.hold_back()
    signal.raise_signal(signal.SIGTERM)
    signal.raise_signal(signal.SIGINT)
    assert heard == []
    with pytest.raises(Interrupted):
        held.stop_if_any()
    held.let_go()
    held.let_go()
    assert heard == [signal.SIGTERM]


def test_where_none_came_none_is_delivered_and_the_next_goes_to_its_handler(
    heard: list[int],
) -> None:
    held = HeldBack()
    held.hold_back()
    held.stop_if_any()
    held.let_go()
    assert heard == []
    signal.raise_signal(signal.SIGINT)
    assert heard == [signal.SIGINT]


def test_what_is_ignored_stays_ignored(heard: list[int]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # as nohup does
    held = HeldBack()
    held.hold_back()
    signal.raise_signal(signal.SIGINT)
    held.stop_if_any()
    held.let_go()
    assert heard == []
