"""Lengths of time as people write them in promises and on the command line: `8h`, `90m`, `45s`,
`2wd`, `7d`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from svc.errors import NotADuration

Unit = Literal["h", "m", "s", "wd", "d"]

SECONDS_IN: dict[Unit, int] = {"h": 3600, "m": 60, "s": 1}
"""The units of a fixed length, the longest first."""

# U+2212 is the minus sign that the command line makes of `-8h`, so that it is not taken for an
# option.
_SIGN = "[-−+]?"
_TIME = re.compile(
    rf"({_SIGN})(?=[0-9])(?:([0-9]{{1,12}})h)?(?:([0-9]{{1,12}})m)?(?:([0-9]{{1,12}})s)?"
)
_DAYS = re.compile(rf"({_SIGN})([0-9]{{1,12}})(wd|d)")


class Duration(Struct, frozen=True):
    """A number of hours, minutes or seconds, of working days (`wd`) or of calendar days (`d`).

    A duration of hours, minutes or seconds says nothing about the clock it is counted on: that is
    the promise's `clock`. Negative durations count backwards.
    """

    amount: int
    unit: Unit

    @property
    def in_days(self) -> bool:
        """Whether whole days are counted, working or calendar ones, instead of seconds."""
        return self.unit in ("wd", "d")

    @property
    def seconds(self) -> int:
        """The length in seconds; ValueError for days, which have no fixed length."""
        if self.in_days:
            raise ValueError(f"{self} has no length in seconds")
        return self.amount * SECONDS_IN[self.unit]

    def __neg__(self) -> Duration:
        return Duration(-self.amount, self.unit)

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"


@lru_cache(maxsize=256)
def parse_duration(text: str) -> Duration:
    """What `text` says: `8h`, `90m`, `45s`, `2wd`, `7d`, with - or + before it; `1h30m` is 90
    minutes.

    Hours, minutes and seconds may stand together in this order; days stand alone. Raises
    NotADuration for anything else, fractions and blanks within included: a promise counts whole
    seconds.
    """
    typed = text.strip()
    days = _DAYS.fullmatch(typed)
    if days:
        sign, amount, unit = days.groups()
        return Duration(_signed(sign, int(amount)), "wd" if unit == "wd" else "d")
    parts = _TIME.fullmatch(typed)
    if parts is None:
        raise NotADuration(text=text)
    sign, hours, minutes, seconds = parts.groups()
    # The smallest unit that was written carries the whole, so that 1h30m stays readable as 90m.
    if seconds is not None:
        total = int(seconds) + 60 * int(minutes or 0) + 3600 * int(hours or 0)
        return Duration(_signed(sign, total), "s")
    if minutes is not None:
        return Duration(_signed(sign, int(minutes) + 60 * int(hours or 0)), "m")
    return Duration(_signed(sign, int(hours)), "h")


def _signed(sign: str, amount: int) -> int:
    return -amount if sign in ("-", "−") else amount
