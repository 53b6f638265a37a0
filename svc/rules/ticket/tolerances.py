"""Whether a measured value lies within its tolerance, both as people write them.

S3 part 3: 复检找正数据不得超过允差范围.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_NUMBER = r"([-+]?[0-9]+(?:\.[0-9]+)?)"
_UNIT = r"([^0-9\s±~<>=≤≥]*)"
_AT_MOST = r"<=|≤|不大于|不高于|不超过|至多|最大|max\.?"
_LESS = r"<|小于|低于"
_AT_LEAST = r">=|≥|不小于|不低于|至少|最小|min\.?"
_MORE = r">|大于|高于"
_TO = r"-|–|—|~|至|到|\.\.|to"

_VALUE = re.compile(rf"{_NUMBER}\s*{_UNIT}")
_LIMIT = re.compile(
    rf"(?P<word>{_AT_MOST}|{_AT_LEAST}|{_LESS}|{_MORE}|±|\+/-)\s*{_NUMBER}\s*{_UNIT}",
    re.IGNORECASE,
)
_AROUND = re.compile(rf"{_NUMBER}\s*{_UNIT}\s*(?:±|\+/-)\s*{_NUMBER}\s*{_UNIT}")
_BETWEEN = re.compile(rf"{_NUMBER}\s*{_UNIT}\s*(?:{_TO})\s*{_NUMBER}\s*{_UNIT}", re.IGNORECASE)


def is_within(value: str, tolerance: str) -> bool | None:
    """Whether the value keeps to the tolerance: `0.03 mm` to `≤ 0.05 mm`, `±0.05`, `10±0.5 mm`,
    `380-400 V`, `不低于 2 MΩ`. Limits are included unless written `<` or `>`.

    None where that can't be told: no number, another unit, a tolerance in other words.
    """
    measured = _VALUE.fullmatch(_plain(value))
    limits = _limits(_plain(tolerance))
    if measured is None or limits is None:
        return None
    number, unit = Decimal(measured[1]), measured[2].casefold()
    low, high, is_open, other = limits
    if unit and other and unit != other:
        return None
    if is_open:
        return (low is None or number > low) and (high is None or number < high)
    return (low is None or number >= low) and (high is None or number <= high)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("−", "-").strip()


def _limits(text: str) -> tuple[Decimal | None, Decimal | None, bool, str] | None:
    """Lowest and highest value, whether both are excluded, and the unit; None for other words."""
    around = _AROUND.fullmatch(text)
    if around is not None:
        middle, by = Decimal(around[1]), Decimal(around[3])
        return middle - by, middle + by, False, (around[4] or around[2]).casefold()
    between = _BETWEEN.fullmatch(text)
    if between is not None:
        return (
            Decimal(between[1]),
            Decimal(between[3]),
            False,
            (between[4] or between[2]).casefold(),
        )
    limit = _LIMIT.fullmatch(text)
    if limit is None:
        return None
    word, number, unit = limit["word"].casefold(), Decimal(limit[2]), limit[3].casefold()
    if word in ("±", "+/-"):
        return -number, number, False, unit
    is_open = re.fullmatch(f"{_LESS}|{_MORE}", word) is not None
    if re.fullmatch(f"{_AT_MOST}|{_LESS}", word):
        return None, number, is_open, unit
    return number, None, is_open, unit
