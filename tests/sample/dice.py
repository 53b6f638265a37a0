"""Chance that is the same on every machine and Python: a seeded generator, and only arithmetic that
is exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
# How long people take, as multiples of what is usual: most about as long, a few very much longer. A
# table and not `lognormvariate`, whose logarithms differ in the last bit from one C library to the
# next.
_SPREAD = ((0.0, 0.25), (0.05, 0.4), (0.25, 0.68), (0.5, 1.0), (0.75, 1.5), (0.95, 2.6), (1.0, 5.0))


class Dice:
    """One source of chance; `Dice("SZ", 7)` always throws the same."""

    def __init__(self, *seed: object) -> None:
        self._random = Random("svc sample: " + " ".join(map(str, seed)))

    def chance(self, share: float) -> bool:
        return self._random.random() < share

    def between(self, least: int, most: int) -> int:
        """A count, both ends included."""
        return least + int(self._random.random() * (most - least + 1))

    def pick(self, things: Sequence[Thing]) -> Thing:
        return things[self.between(0, len(things) - 1)]

    def some(self, things: Sequence[Thing], count: int) -> list[Thing]:
        """So many different ones, in the order in which they stand."""
        chosen = sorted(self.shuffled(range(len(things)))[:count])
        return [things[index] for index in chosen]

    def shuffled(self, things: Sequence[Thing]) -> list[Thing]:
        out = list(things)
        for last in range(len(out) - 1, 0, -1):
            other = self.between(0, last)
            out[last], out[other] = out[other], out[last]
        return out

    def weighted(self, shares: Mapping[Thing, float]) -> Thing:
        """One of the keys, as often as its share says."""
        thrown = self._random.random() * sum(shares.values())
        for thing, share in shares.items():
            thrown -= share
            if thrown < 0:
                return thing
        return next(reversed(shares))

    def minutes(self, usual: int) -> int:
        """About so many minutes: the median is `usual`, the tail is long."""
        thrown = self._random.random()
        for (left, low), (right, high) in pairwise(_SPREAD):
            if thrown <= right:
                return max(1, int(usual * (low + (high - low) * (thrown - left) / (right - left))))
        return usual

    def event_id(self) -> str:
        return "".join(self.pick(_LETTERS) for _ in range(10))

    def digits(self, count: int) -> str:
        return "".join(str(self.between(0, 9)) for _ in range(count))
